"""CSV and TSV: one row a thing, one cell a value."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.notation.spreadsheet_formulas import restored
from portrayals.render.flat import cell, flat, separated


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (7, "7"),
        (12.345678901234567, "12.345678901234567"),
        (["US", "GB"], "US;GB"),
        ((), ""),
        ({"imdb": "tt0387514", "tmdb": "1"}, "imdb:tt0387514;tmdb:1"),
        ({"state": "coded", "codes": ["a", "b"]}, "a;b"),
        ({"state": "none", "codes": []}, "none"),
        ({"state": "coded", "codes": [], "number": 3.0}, "3.0"),
        ([{"code": "a", "episode": None}], '[{"code": "a", "episode": null}]'),
    ],
)
def test_a_value_as_one_cell(value: object, text: str) -> None:
    assert cell(value) == text


def test_findings_and_states_become_columns() -> None:
    row = {"key": "prime", "findings": {"tone": {"state": "cannot-tell", "codes": []}}}
    assert flat(row) == {"key": "prime", "finding.tone": "cannot-tell"}
    assert flat({"n": 3, "states": {"not-coded": 2}}) == {"n": "3", "states.not-coded": "2"}


def test_every_row_stands_under_the_columns_of_all() -> None:
    assert separated([{"a": 1}, {"a": 2, "b": "x,y"}], ",") == 'a,b\n1,\n2,"x,y"\n'
    assert separated([{"a": 1, "b": 2}], "\t") == "a\tb\n1\t2\n"


def test_nothing_is_nothing() -> None:
    assert separated([], ",") == ""


@settings(deadline=None)
@given(st.lists(st.fixed_dictionaries({"name": st.text(st.characters(codec="utf-8"))}), min_size=1))
def test_names_come_back_as_they_were(rows: list[dict[str, str]]) -> None:
    for delimiter in ",\t":
        page = io.StringIO(separated(rows, delimiter), newline="")
        read = list(csv.DictReader(page, delimiter=delimiter))
        assert [restored(row["name"]) for row in read] == [row["name"] for row in rows]


def test_no_cell_is_one_that_a_spreadsheet_runs() -> None:
    rows = [{"=name": "=1+1", "change": -5, "note": "- not seen"}]
    assert separated(rows, ",") == "'=name,change,note\n'=1+1,-5,'- not seen\n"
