"""`claims` as text: each claim with its verdict, wrapped, and the totals below."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from portrayals.render.cells import cell_width
from portrayals.render.claims import told_of, verdict_of
from portrayals.render.format_names import FORMATS, Format
from portrayals.render.formats import render
from portrayals.render.terminal import Screen
from portrayals.results.claims import ClaimChecked, CodeChecked, FactCheck

SUPPORTED = ClaimChecked(
    id=3,
    source="an-article",
    unit="how-i-met-your-mother/kevin/robin",
    stance="asserts",
    statement="She is dating the man who used to be her therapist, and her friends think it odd.",
    basis="not-seen",
    stated_on="2011-11-04",
    about=None,
    verdict="in-part",
    reason=None,
    codes=(
        CodeChecked("act", "dating-former-client", True, "supported"),
        CodeChecked("judged", "creepy", None, "open"),
        CodeChecked("judged", "sweet", False, "contradicted"),
        CodeChecked("judged", "odd", None, "not-testable"),
    ),
)
APART = replace(
    SUPPORTED,
    id=12,
    unit=None,
    stance="denies",
    statement="Not so.",
    basis=None,
    stated_on=None,
    about=3,
    verdict="not-testable",
    reason="names no codes",
    codes=(),
)
CHECK = FactCheck(
    query=None,
    policy="majority",
    coder=None,
    total=2,
    claims=(SUPPORTED, APART),
    notes=("Claims are not codings and enter no statistic.",),
)


def test_a_claim_has_a_line_of_its_own_and_what_it_says_below() -> None:
    assert render(CHECK, screen=Screen(80)).splitlines() == [
        " Claim  Verdict       Source      Unit",
        "     3  in part       an-article  how-i-met-your-mother/kevin/robin",
        "        asserts: “She is dating the man who used to be her therapist, and her",
        "          friends think it odd.” (2011-11-04)",
        "        basis: not-seen",
        "        act:dating-former-client (found), judged:creepy (open), judged:sweet",
        "          (not found), judged:odd (no longer in use)",
        "    12  not testable  an-article",
        "        denies claim:3: “Not so.”",
        "        it names no codes",
        "",
        "2 claims: 0 supported, 0 contradicted, 1 in part, 0 contradicted in part, 0",
        "  open, 1 not testable.",
        "Claims are not codings and enter no statistic.",
    ]


def test_where_there_is_no_room_the_unit_has_a_line_of_its_own_and_nothing_is_cut() -> None:
    source, unit = "goodtherapy-comment-2012-01-29", f"{SUPPORTED.unit}/{'x' * 30}"
    wide = replace(SUPPORTED, source=source, unit=unit)
    assert render(replace(CHECK, claims=(wide, APART)), screen=Screen(80)).splitlines()[:3] == [
        " Claim  Verdict       Source",
        f"     3  in part       {source}",
        f"        of {unit}",
    ]
    lines = render(replace(CHECK, claims=(wide, APART)), screen=Screen(60)).splitlines()
    assert lines[2:4] == [f"        of {SUPPORTED.unit}/", f"          {'x' * 30}"]
    apart = lines.index("    12  not testable  an-article")
    assert lines[apart + 1].startswith("        denies")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = render(CHECK, screen=Screen(width)).splitlines()
    assert max(map(cell_width, lines)) <= width


def test_a_query_is_told_by_how_many_of_all_it_chose() -> None:
    told = render(replace(CHECK, total=1200))
    assert "2 of 1,200 claims: 0 supported" in told


def test_where_verdicts_are_asked_for_the_totals_are_of_all_that_the_query_chose() -> None:
    some = replace(CHECK, claims=(SUPPORTED,), others=(APART,), verdict=("in-part", "open"))
    told = (
        "2 of 52 claims: 0 supported, 0 contradicted, 1 in part, 0 contradicted in part, 0 open, "
        "1 not testable. Shown: 1 of 2 (in part, open).\n"
    )
    assert told in render(replace(some, total=52))
    as_json = json.loads(render(some, "json"))
    assert (as_json["verdict"], as_json["n"], len(as_json["rows"])) == (["in-part", "open"], 1, 1)
    assert as_json["verdicts"]["not-testable"] == 1
    nothing = replace(some, claims=(), others=(SUPPORTED, APART), verdict=("open",), notes=())
    assert render(nothing).endswith("1 not testable. Shown: 0 of 2 (open).\n")


def test_without_claims_that_is_all_there_is_to_say() -> None:
    assert render(replace(CHECK, total=0, claims=())) == "No claims recorded.\n"
    assert render(replace(CHECK, claims=(), notes=())) == "0 of 2 claims.\n"


def test_what_is_near_is_told_where_a_query_finds_no_claim() -> None:
    near = "Nothing has genre:comdy. Similar: genre:comedy"
    assert render(replace(CHECK, claims=(), notes=(near,))) == f"0 of 2 claims.\n{near}\n"


def test_json_has_the_findings_and_csv_a_row_for_each_claim() -> None:
    told = json.loads(render(CHECK, "json"))
    assert told["command"] == "claims"
    assert (told["n"], told["verdicts"]["in-part"]) == (1, 1)
    assert told["rows"][0]["codes"][1] == {
        "variable": "judged",
        "code": "creepy",
        "found": None,
        "verdict": "open",
        "alone": False,
    }
    head, first, *_ = render(CHECK, "csv").splitlines()
    assert head.endswith(
        "about,verdict,reason,codes,checked,checked_source,alone,codes.found,codes.verdict,"
        "codes.alone"
    )
    assert "in-part,,act:dating-former-client;judged:creepy" in first
    assert ",yes;;no;,supported;open;contradicted;not-testable" in first
    assert len(render(CHECK, "jsonl").splitlines()) == 2


@pytest.mark.parametrize("form", FORMATS)
def test_what_a_source_says_commands_no_terminal(form: Format) -> None:
    hostile = replace(SUPPORTED, statement="Pri\x1b[2Jme\nx", basis="a\x1b")
    text = render(replace(CHECK, claims=(hostile,)), form)
    assert "Pri" in text
    assert "\x1b" not in text or form in {"csv", "tsv"}


def test_a_paper_has_the_totals_below_its_table() -> None:
    totals = (
        "2 claims: 0 supported, 0 contradicted, 1 in part, "
        "0 contradicted in part, 0 open, 1 not testable."
    )
    assert totals in render(CHECK, "markdown")
    assert totals in render(CHECK, "latex")


def test_what_nothing_but_the_claim_supports_is_said_once() -> None:
    slap, help_, open_ = (
        CodeChecked("act", "slap", True, "supported", alone=True),
        CodeChecked("act", "help", True, "supported"),
        CodeChecked("act", "cane", None, "open"),
    )
    told = {
        (slap,): ("supported, by itself alone", "act:slap (found)"),
        (slap, help_): ("supported", "act:slap (found, by this source alone), act:help (found)"),
    }
    for codes, (verdict, found) in told.items():
        claim = replace(SUPPORTED, verdict="supported", codes=codes)
        assert verdict_of(claim) == verdict
        assert [*told_of(claim)][-1] == found
    partly = replace(SUPPORTED, codes=(slap, open_))
    assert verdict_of(partly) == "in part"
    assert [*told_of(partly)][-1] == "act:slap (found, by this source alone), act:cane (open)"


@pytest.mark.parametrize(
    ("alone", "told"),
    [
        ((False, False), "2 supported, "),
        ((True, False), "2 supported (1 by itself alone), "),
        ((True, True), "2 supported (2 by themselves alone), "),
    ],
)
def test_the_totals_tell_how_many_rest_on_their_own_source(
    alone: tuple[bool, bool], told: str
) -> None:
    codes = [CodeChecked("act", "slap", True, "supported", alone=each) for each in alone]
    claims = tuple(replace(SUPPORTED, verdict="supported", codes=(code,)) for code in codes)
    assert told in render(replace(CHECK, claims=claims), "markdown")
