"""The page of decisions as text: one file with everything in it, and nothing else that runs."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from handouts import category, question
from sheets import answer, difference, sheet_of

from portrayals.errors import InvalidValue
from portrayals.render.decisions import decisions_name, page
from portrayals.results.disagreements import Disagreement, OneAnswer, OneDecision

END = "</script><script>alert(1)</script><!--"
FEELING = question("feeling", codes=(category("glad"), category("sad")))
DECISION = OneDecision(
    *("coded", ("glad",), (), None, None, None, "Because", "rule", "discussion"),
    *("lea", ("ana", "ben"), "2026-11-30T14:02:11Z", 0),
)


def film(*answers: OneAnswer, decision: OneDecision | None = None) -> Disagreement:
    given = answers or (answer("A", "glad"), answer("B", "sad"))
    return difference("film", "feeling", *given, decision=decision)


def test_the_policy_allows_the_script_and_the_style_of_the_page_and_no_network() -> None:
    html = page(sheet_of([FEELING], film()), "decide")
    for directive, tag in (("script-src", "script"), ("style-src", "style")):
        [inside] = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = b64encode(sha256(inside.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in html
    assert "default-src 'none'" in html


def test_nothing_that_a_sheet_says_ends_the_script_it_stands_in() -> None:
    html = page(sheet_of([FEELING], film(answer("A", "glad", note=END))), END)
    assert "alert(1)</script>" not in html
    assert html.count("<script") == html.count("</script>") == 2
    assert "<!--" not in html


def test_an_earlier_decision_which_names_coders_is_not_in_the_page() -> None:
    html = page(sheet_of([FEELING], film(decision=DECISION)), "decide")
    [data] = re.findall(r'<script type="application/json" id="sheet">(.*?)</script>', html)
    [told] = json.loads(data)["disagreements"]
    assert told.keys().isdisjoint({"decision"})
    assert "Because" not in html


def test_the_digest_of_a_difference_is_that_of_its_answers_whoever_gave_them() -> None:
    said = film().digest
    assert film(answer("A", "sad"), answer("B", "glad")).digest == said
    assert film(answer("A", "glad", note="So"), answer("B", "sad")).digest == said
    assert film(answer("A", "glad"), answer("B", "glad")).digest != said
    assert film(answer("A", "glad"), answer("B", "sad", basis="hearsay")).digest != said
    assert film(answer("A", "glad"), answer("B", "sad"), answer("C", "sad")).digest != said


def test_decisions_are_called_as_the_page() -> None:
    assert decisions_name("far/decide.now.html") == "decide.now"
    with pytest.raises(InvalidValue, match=r"decide\.pdf does not end in \.html"):
        decisions_name("decide.pdf")
