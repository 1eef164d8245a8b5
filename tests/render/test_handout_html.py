"""The page of a handout as text: one file with everything in it, and nothing else that runs."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256

from handouts import couples, handout_of, unit

from portrayals.render.handout import page

END = "</script><script>alert(1)</script><!--"


def policy(html: str) -> dict[str, str]:
    """The content security policy, by directive."""
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert found
    return dict(each.strip().split(" ", 1) for each in found[1].split(";"))


def test_the_data_in_the_page_is_the_handout() -> None:
    handout = handout_of(couples(2))
    found = re.search(r'<script type="application/json" id="handout">(.*?)</script>', page(handout))
    assert found
    assert json.loads(found[1]) == json.loads(json.dumps(handout.to_dict()))


def test_the_policy_allows_the_script_and_the_style_of_the_page_and_no_network() -> None:
    html = page(handout_of(couples(1)))
    allowed = policy(html)
    for directive, tag in (("script-src", "script"), ("style-src", "style")):
        [inside] = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = b64encode(sha256(inside.encode()).digest()).decode()
        assert allowed[directive] == f"'sha256-{digest}'"
    assert allowed["default-src"] == "'none'"
    assert allowed.keys() == {"default-src", "style-src", "script-src", "base-uri", "form-action"}


def test_nothing_that_a_handout_says_ends_the_script_it_stands_in() -> None:
    html = page(handout_of([unit("film", "title", None, END)], coder=END))
    assert "alert(1)</script>" not in html
    assert html.count("<script") == html.count("</script>") == 2
    assert "<!--" not in html


def test_equal_handouts_are_equal_pages() -> None:
    assert page(handout_of(couples(3))) == page(handout_of(couples(3)))
