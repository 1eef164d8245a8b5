"""FiveThirtyEight, "'Mad Men' Is Ending. What's Next For The Cast?" (2015)."""

from __future__ import annotations

import csv
from pathlib import Path
from statistics import fmean

import pytest
from published import Program

pytestmark = pytest.mark.cases

SHOWS = ("--level", "title", "--name", "Show", "--year", "Show Start", "--end-year", "Show End")
ROLES = ("--level", "portrayal", "--title", "Show", "--name", "Performer")
MAC = ("--encoding", "macroman")


@pytest.fixture
def sheet(cases: Path) -> Path:
    return cases / "media_mad_men" / "show-data.csv"


@pytest.fixture
def rows(sheet: Path) -> list[dict[str, str]]:
    with sheet.open(encoding="macroman", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def drafted(portrayals: Program, sheet: Path) -> Program:
    years = ("--skip", "Show Start", "--skip", "Show End")
    portrayals("codebook", "draft", sheet, "--level", "portrayal", "-o", "b.yaml", *years, *MAC)
    portrayals("init", "--codebook", "b.yaml")
    return portrayals


def test_a_show_that_goes_on_has_no_last_year(
    drafted: Program, sheet: Path, rows: list[dict[str, str]]
) -> None:
    drafted("import", "table", sheet, *SHOWS, "--kind", "=tv-series", *MAC)
    years = {
        row["Show"]: (
            int(row["Show Start"]),
            None if row["Show End"] == "PRESENT" else int(row["Show End"]),
        )
        for row in rows
    }
    titles = drafted.read("list", "titles")
    assert {each["name"]: (each["year"], each["end_year"]) for each in titles} == years
    assert {each["kind"] for each in titles} == {"tv-series"}
    assert sum(last is None for _, last in years.values()) > 0


def test_the_scores_are_those_of_the_sheet(
    drafted: Program, sheet: Path, rows: list[dict[str, str]]
) -> None:
    drafted("import", "table", sheet, *SHOWS, *MAC)
    _, refused = drafted("import", "table", sheet, *ROLES, *MAC, status=1)
    assert '"#DIV/0!" is not a number; and 2 more rows' in refused
    meant = ("--value", "score-y:#DIV/0!=not-coded")
    drafted("import", "table", sheet, *ROLES, *MAC, *meant)
    (score,) = drafted.rows("score")
    assert (score["n"], score["mean"]) == (
        248,
        pytest.approx(fmean(float(row["Score"]) for row in rows)),
    )
    (yearly,) = drafted.rows("score-y")
    assert yearly["n"] == 245
    ended = drafted.row("status", "end")
    assert (ended["count"], ended["n"]) == (
        sum(row["Status?"].upper() == "END" for row in rows),
        248,
    )


def test_names_have_their_letters_in_the_encoding_that_is_named(
    drafted: Program, sheet: Path, rows: list[dict[str, str]]
) -> None:
    meant = ("--value", "score-y:#DIV/0!=not-coded")
    drafted("import", "table", sheet, *ROLES, *MAC, *meant)
    names = [each["name"] for each in drafted.read("list", "portrayals")]
    assert sorted(names) == sorted(row["Performer"].strip() for row in rows)
    assert "Lauren Vélez" in names
    assert "Alexander Skarsgård" in names
