"""Listings: columns fit for each kind of thing, and the same rows for programs."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from portrayals.render.formats import render
from portrayals.render.terminal import Screen
from portrayals.results.listing import Listing, Row

CODES = ["dating-former-client", "flirting", "ends-therapy-for-romance"]
HIMYM: Row = {
    "key": "how-i-met-your-mother",
    "uuid": "0",
    "name": "How I Met Your Mother",
    "kind": "tv-series",
    "year": 2005,
    "end_year": 2014,
    "countries": ["United States"],
    "aliases": ["HIMYM"],
    "ids": {"imdb": "tt0460649"},
    "portrayals": 1,
    "relationships": 1,
    "findings": {
        "violation": {"state": "coded", "codes": ["yes"], "labels": ["yes"]},
        "boundary-act": {"state": "coded", "codes": CODES, "labels": []},
    },
}
PRIME: Row = {**HIMYM, "key": "prime", "name": "Prime", "kind": "film", "year": 2005}
PRIME["end_year"] = None
PRIME["findings"] = {}
TITLES = Listing(
    "titles", (HIMYM, PRIME), 2, 69, names={"portrayal": "therapist"}, headline=("violation",)
)


def test_titles_show_years_counts_and_the_most_telling_codes() -> None:
    assert render(TITLES).splitlines() == [
        " Title                  Year       Kind       Ther  Rel  Boundary act",
        " How I Met Your Mother  2005–2014  tv-series     1    1  dating-former-client +2",
        " Prime                  2005       film          1    1  not coded",
    ]


@pytest.mark.parametrize(
    ("asked", "cell"),
    [
        ({"flirting"}, "flirting +2"),
        ({"flirting", "ends-therapy-for-romance"}, "flirting, ends-therapy-for-romance +1"),
        ({*CODES}, "dating-former-client, flirting, ends-therapy-for-romance"),
        ({"another"}, "dating-former-client +2"),
    ],
)
def test_the_codes_asked_for_come_first_and_the_others_are_counted(
    asked: set[str], cell: str
) -> None:
    listing = replace(TITLES, asked={"boundary-act": frozenset(asked)})
    _, himym, prime = render(listing).splitlines()
    assert himym.endswith(f"    1    1  {cell}")
    assert prime.endswith("not coded")
    assert render(listing, "json") == render(TITLES, "json")
    assert render(listing, "csv") == render(TITLES, "csv")


def test_a_terminal_cuts_the_codes_and_the_name_and_a_pipe_nothing() -> None:
    narrow = render(TITLES, screen=Screen(60)).splitlines()
    assert all(len(line) <= 60 for line in narrow)
    assert "2005–2014  tv-series" in narrow[1]
    assert max(map(len, render(TITLES).splitlines())) > 60


def test_a_headline_with_codes_of_its_own_is_what_is_shown() -> None:
    finding = {"state": "coded", "codes": ["grave"], "labels": []}
    row = {**HIMYM, "findings": {"severity": finding, "act": {"state": "coded", "codes": CODES}}}
    for headline in (("severity",), ("violation", "severity"), ("severity", "act")):
        shown = render(Listing("titles", (row,), 1, 1, headline=headline))
        assert "Severity" in shown
        assert "grave" in shown


def test_titles_without_a_codebook_have_no_column_for_codes() -> None:
    row = {**HIMYM, "findings": {}}
    head = render(Listing("titles", (row,), 1, 1)).splitlines()[0]
    assert head.split() == ["Title", "Year", "Kind", "Port", "Rel"]


def test_a_list_of_titles_without_people_has_no_columns_of_noughts() -> None:
    nobody = tuple({**row, "portrayals": 0, "relationships": 0} for row in (HIMYM, PRIME))
    _, himym, _ = render(replace(TITLES, rows=nobody)).splitlines()
    assert himym.endswith("tv-series  dating-former-client +2")
    alone = (nobody[0], {**nobody[1], "portrayals": 2})
    head, himym, prime = render(replace(TITLES, rows=alone)).splitlines()
    assert head.split() == ["Title", "Year", "Kind", "Ther", "Boundary", "act"]
    assert himym.endswith("tv-series     0  dating-former-client +2")
    assert prime.endswith("film          2  not coded")


def test_without_a_headline_only_what_is_asked_about_is_shown() -> None:
    head, *_ = render(replace(TITLES, headline=())).splitlines()
    assert head.split() == ["Title", "Year", "Kind", "Ther", "Rel"]
    asked = {"boundary-act": frozenset({"flirting"})}
    head, himym, _ = render(replace(TITLES, headline=(), asked=asked)).splitlines()
    assert head.endswith("Boundary act")
    assert himym.endswith("flirting +2")


def test_chosen_fields_are_the_columns() -> None:
    listing = Listing("titles", ({"key": "prime", "year": 2005},), 1, 1)
    assert render(listing).splitlines() == [" key    year", " prime  2005"]


def test_nothing_found_is_an_empty_table_and_an_empty_list() -> None:
    nothing = Listing("titles", (), 0, 69, notes=("nothing is called x",))
    assert render(nothing) == ""
    assert json.loads(render(nothing, "json")) == []
    assert render(nothing, "jsonl") == ""
    assert render(nothing, "csv") == ""
    assert render(nothing, "markdown") == ""


def test_json_lines_have_a_line_for_each_row() -> None:
    lines = render(TITLES, "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == [HIMYM, PRIME]


def test_json_leaves_letters_as_they_are() -> None:
    listing = Listing("titles", ({"name": "Amélie 千"},), 1, 1)
    assert '"name": "Amélie 千"' in render(listing, "json")


def test_csv_has_a_column_for_each_finding() -> None:
    head, himym, prime = render(TITLES, "csv").splitlines()
    assert head.endswith("findings.violation,findings.boundary-act")
    assert himym.endswith("yes," + ";".join(CODES))
    assert prime.endswith(",,")


@pytest.mark.parametrize(
    ("what", "row", "line"),
    [
        (
            "portrayals",
            {
                "key": "prime/lisa-metzger",
                "uuid": "0",
                "name": "Lisa Metzger",
                "title_name": "Prime",
                "performer": "Meryl Streep",
                "year": None,
                "relationships": 1,
                "findings": {},
            },
            " Lisa Metzger  Prime  Meryl Streep          1",
        ),
        (
            "relationships",
            {
                "key": "prime/lisa/rafi",
                "uuid": "0",
                "name": "Rafi Gardet",
                "portrayal_name": "Lisa Metzger",
                "title_name": "Prime",
                "year": None,
                "period": 2005,
                "findings": {},
            },
            " Lisa Metzger  Rafi Gardet  Prime  2005",
        ),
        (
            "episodes",
            {
                "uuid": "0",
                "name": "Coin Flip",
                "code": "S01E01",
                "aired": "2023-01-27",
                "title_name": "Shrinking",
            },
            " S01E01   Coin Flip  2023-01-27  Shrinking",
        ),
        (
            "coders",
            {"key": "ana", "uuid": "0", "name": None, "kind": "person", "annotations": 12},
            " ana        person           12",
        ),
        (
            "coders",
            {
                "key": "robot",
                "uuid": "0",
                "name": None,
                "kind": "program",
                "model": "model-m",
                "model_version": "2024-08-06",
                "method": None,
                "annotations": 12,
            },
            " robot        program  model-m 2024-08-06           12",
        ),
        (
            "annotations",
            {
                "unit": "prime/rita",
                "variable": "act",
                "coder": "ana",
                "wave": "main",
                "state": "coded",
                "value": ["a", "b"],
                "doubtful": ["c"],
                "basis": "watched",
                "codebook_version": "1.0",
            },
            " prime/rita  act       a, b, maybe:c  ana    main  watched",
        ),
        (
            "annotations",
            {
                "unit": "prime/rita",
                "variable": "formal",
                "coder": "ana",
                "wave": "main",
                "state": "coded",
                "value": False,
                "doubtful": [],
                "basis": "watched",
                "codebook_version": "1.0",
            },
            " prime/rita  formal    no     ana    main  watched",
        ),
        (
            "claims",
            {
                "id": 1,
                "source": "apa",
                "unit": "prime",
                "stance": "asserts",
                "statement": "She breaches.",
                "codes": ["a"],
                "locator": None,
            },
            "     1  apa     prime  asserts  a      She breaches.",
        ),
    ],
)
def test_each_kind_has_columns_of_its_own(what: str, row: Row, line: str) -> None:
    assert render(Listing(what, (row,), 1, 1)).splitlines()[1] == line


def test_a_state_stands_where_there_is_no_value() -> None:
    row: Row = {"unit": "prime", "variable": "act", "state": "cannot-tell", "value": None}
    row["codebook_version"] = "1.0"
    assert "cannot tell" in render(Listing("annotations", (row,), 1, 1))
