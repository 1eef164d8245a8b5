"""`show` as text: one thing with all that hangs on it."""

from __future__ import annotations

import json
from dataclasses import replace

from portrayals.render.cells import cell_width
from portrayals.render.formats import render
from portrayals.render.terminal import Screen
from portrayals.results.claims import ClaimShown
from portrayals.results.show import (
    AnnotationShown,
    EvidenceShown,
    FindingShown,
    RecordShown,
    UnitShown,
)

ADDRESS = "https://example.org/prime-movie-therapy-boundaries/and-a-long-tail-of-words.html"
NO_PLACE = EvidenceShown("dual-role", None, None, None, None, None, "example", ADDRESS)
CODED = AnnotationShown(
    *("act", "Act", "catalogue", "person", "main", "main", "coded", ["dual-role"], ()),
    *("documented", True, None, (NO_PLACE,)),
)
FOUND = FindingShown("act", "Act", False, "coded", ("dual-role",), ("Dual role",))
DERIVED = FindingShown("violation", "Violation", True, "coded", ("yes",), ("yes",))


def unit(key: str, level: str, name: str, *units: UnitShown) -> UnitShown:
    nothing: tuple[str, ...] = ()
    return UnitShown(
        key, "0", level, name, None, nothing, None, nothing, (), (), (), nothing, units
    )


RAFI = replace(
    unit("prime/lisa-metzger/rafi-gardet", "relationship", "Rafi Gardet"),
    performer="Uma Thurman",
    roles=("client",),
    findings=(FOUND, DERIVED),
    annotations=(CODED,),
    not_coded=("outcome-client", "tone"),
)
LISA = replace(
    unit("prime/lisa-metzger", "portrayal", "Lisa Metzger", RAFI),
    performer="Meryl Streep",
    roles=("clinical social worker",),
)
RITA = unit("prime/rita", "portrayal", "Rita")
PRIME = replace(
    unit("prime", "title", "Prime", LISA, RITA),
    year=2005,
    facts=(
        ("kind", ("film",)),
        ("country", ("United States",)),
        ("genre", ("comedy", "drama")),
        ("id", ("imdb:tt0387514",)),
    ),
)


def test_a_title_with_its_people_and_what_was_found() -> None:
    assert render(PRIME).splitlines() == [
        "Prime (2005, film, United States; comedy, drama)   imdb:tt0387514",
        "key  prime",
        "",
        "1  Lisa Metzger — Meryl Streep; clinical social worker        prime/lisa-metzger",
        "   with Rafi Gardet — Uma Thurman; client         prime/lisa-metzger/rafi-gardet",
        "     act        dual-role   catalogue, documented",
        f"     evidence   {ADDRESS}",
        "     violation  yes   derived",
        "     not coded  outcome-client, tone",
        "2  Rita                                                               prime/rita",
        "No claims recorded.",
    ]


def test_a_series_has_its_first_and_last_year() -> None:
    series = replace(PRIME, facts=(("end_year", ("2014",)), ("kind", ("tv-series",))))
    lines = render(series).splitlines()
    assert lines[0] == "Prime (2005–2014, tv-series)"
    assert lines[2] == ""


def test_a_terminal_gets_lines_of_its_width_but_for_an_address() -> None:
    lines = render(PRIME, screen=Screen(60)).splitlines()
    assert all(cell_width(line) <= 60 for line in lines if ADDRESS not in line)
    assert any(ADDRESS in line for line in lines)


def test_several_coders_stand_below_what_is_settled() -> None:
    other = replace(CODED, coder="ana", state="none", value=[], basis="watched", evidence=())
    text = render(replace(RAFI, annotations=(CODED, other)))
    assert "dual-role   settled from 2 coders" in text
    assert "catalogue, documented: dual-role" in text
    assert "ana, watched: none" in text


def test_r06_a_partial_set_is_told_to_be_one_and_what_it_holds_is_known() -> None:
    partial = replace(CODED, complete=False, evidence=())
    known = replace(RAFI, findings=(replace(FOUND, state="incomplete"),), annotations=(partial,))
    assert "dual-role   catalogue, documented, partial" in render(known)
    text = render(replace(known, annotations=(partial, replace(partial, coder="ana"))))
    assert "known: dual-role   settled from 2 coders" in text
    assert "ana, documented, partial: dual-role" in text


def test_what_a_program_said_stands_below_and_settles_nothing() -> None:
    said = replace(CODED, coder="robot", coder_kind="program", value=["gift"], evidence=())
    text = render(replace(RAFI, annotations=(CODED, said)))
    assert "dual-role   catalogue, documented" in text
    assert "robot, documented, program, not counted: gift" in text
    assert "settled from" not in text
    alone = render(replace(RAFI, findings=(), annotations=(replace(said, purpose="training"),)))
    assert "act        not coded" in alone
    assert "robot, documented, program, wave main (training), not counted: gift" in alone


def test_a_state_and_a_doubt_are_said_in_words() -> None:
    doubtful = replace(CODED, value=["dual-role"], doubtful=("gift",), note="see credits")
    text = render(replace(RAFI, annotations=(doubtful,)))
    assert "dual-role, maybe:gift" in text
    assert "see credits" in text
    unknown = replace(CODED, state="cannot-tell", value=None)
    assert "cannot tell   catalogue" in render(replace(RAFI, annotations=(unknown,)))


def test_evidence_names_its_code_where_there_are_several() -> None:
    both = replace(CODED, value=["dual-role", "gift"])
    scene = EvidenceShown("gift", "S01E02", "00:12:30", "00:14:05", "Take it", None, None, None)
    text = render(replace(RAFI, annotations=(replace(both, evidence=(NO_PLACE, scene)),)))
    assert f"dual-role: {ADDRESS}" in text
    assert "gift: S01E02 00:12:30–00:14:05 “Take it”" in text


def test_claims_and_aliases_are_told() -> None:
    said = ClaimShown(
        id=1,
        source="smith",
        unit="prime",
        stance="asserts",
        statement="She breaches.",
        basis=None,
        codes=[],
        stated_on=None,
        about=None,
        scope=None,
        locator=None,
    )
    text = render(replace(PRIME, claims=(said,), aliases=("Prime (film)",)))
    assert "Claims:\n  claim:1  smith asserts\n    “She breaches.”\n" in text
    assert "also  Prime (film)" in text


def test_what_is_said_of_a_person_stands_beside_the_codes() -> None:
    first = ClaimShown(
        id=7,
        source="smith",
        unit=RAFI.key,
        stance="asserts",
        statement="He is her client.",
        basis="not-seen",
        codes=["act:dual-role"],
        stated_on="2011-11",
        about=None,
        scope="the ending",
        locator="p. 4",
    )
    answer = replace(
        first, id=9, source="jones", unit="prime", stance="denies", codes=[], about=7, depth=1
    )
    claimed = replace(RAFI, claims=(first, answer))
    lines = render(replace(PRIME, units=(replace(LISA, units=(claimed,)),))).splitlines()
    at = next(place for place, line in enumerate(lines) if "not coded" in line)
    assert lines[at + 1 :] == [
        "     claim:7  smith asserts: act:dual-role",
        "       “He is her client.” (2011-11; basis: not-seen; the ending; p. 4)",
        "       claim:9  jones denies of prime",
        "         “He is her client.” (2011-11; basis: not-seen; the ending; p. 4)",
    ]
    alone = render(replace(claimed, claims=(replace(answer, depth=0),)))
    assert "claim:9  jones denies claim:7 of prime" in alone


def test_a_record_is_aligned_pairs() -> None:
    shown = RecordShown("coder", "ana", (("name", "Ana B."), ("annotations", 12), ("left", None)))
    assert render(shown) == "coder ana\n  name         Ana B.\n  annotations  12\n"
    assert "| annotations | 12 |" in render(shown, "markdown")


def test_a_name_cannot_command_the_terminal_nor_break_its_line() -> None:
    text = render(replace(PRIME, name="Pri\x1b[2Jme\nx", units=()))
    assert "\x1b" not in text
    assert len(text.splitlines()) == 3


def test_json_has_everything_and_csv_a_row_for_each_unit() -> None:
    told = json.loads(render(PRIME, "json"))
    assert told["units"][0]["units"][0]["annotations"][0]["evidence"][0]["address"] == ADDRESS
    head, *rows = render(PRIME, "csv").splitlines()
    assert head == "key,level,name,performer,roles,year,findings.act,findings.violation"
    assert len(rows) == 4
    assert "dual-role" in render(PRIME, "latex")
