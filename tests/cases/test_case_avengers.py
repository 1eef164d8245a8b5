"""FiveThirtyEight, "Joining The Avengers Is As Deadly As Jumping Off A … Building" (2015)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from published import Program, counts, share

pytestmark = pytest.mark.cases

TEAM = ("--level", "portrayal", "--title", "=The Avengers")


@pytest.fixture
def sheet(cases: Path) -> Path:
    return cases / "media_avengers" / "avengers.csv"


def notes(portrayals: Program) -> list[str]:
    listed = portrayals.read("list", "annotations")
    return [each["value"] for each in listed if each["variable"] == "notes"]


@pytest.fixture
def drafted(portrayals: Program, sheet: Path) -> Program:
    """The draft is applied as it is."""
    portrayals("codebook", "draft", sheet, "--level", "portrayal", "-o", "book.yaml")
    portrayals("init", "--codebook", "book.yaml")
    return portrayals


def test_40_percent_died_and_two_in_three_of_them_came_back(drafted: Program, sheet: Path) -> None:
    drafted("import", "table", sheet, *TEAM, "--name", "URL")
    assert counts(drafted.row("death1", "yes")) == (69, 173)
    assert share(drafted.row("death1", "yes")) == 0.398844
    assert counts(drafted.row("return1", "yes")) == (46, 69)
    assert counts(drafted.row("return2", "yes")) == (8, 16)


def test_members_without_a_name_and_twins_are_told_by_line(drafted: Program, sheet: Path) -> None:
    with sheet.open(encoding="macroman", newline="") as file:
        rows = list(csv.DictReader(file))
    nameless = sum(not row["Name/Alias"].strip() for row in rows)
    names = ("--name", "Name/Alias", "--errors", "bad.csv")
    _, told = drafted("import", "table", sheet, *TEAM, *names, status=1)
    assert f"{nameless + 1} of 173 rows cannot be read" in told
    assert "avengers.csv:58  Name/Alias  the name is missing; and 9 more rows" in told
    assert "avengers.csv:86" in told
    with Path("bad.csv").open(encoding="utf-8", newline="") as file:
        bad = {(each["line"], each["column"]) for each in csv.DictReader(file)}
    assert sum(column == "Name/Alias" for _, column in bad) == nameless
    drafted("import", "table", sheet, *TEAM, *names, "--skip-bad", "--force")
    assert len(drafted.read("list", "portrayals")) == 173 - nameless - 1


def test_letters_that_are_not_utf_8_are_read_and_the_guess_is_told(
    drafted: Program, sheet: Path
) -> None:
    _, told = drafted("import", "table", sheet, *TEAM, "--name", "URL")
    assert "is not UTF-8 (line 31) and was read as Windows-1252" in told
    before = notes(drafted)
    again = drafted.read("import", "table", sheet, *TEAM, "--name", "URL", "--encoding", "cp1252")
    assert (again["added"], again["changed"]) == (0, 0)
    meant = ("--encoding", "macroman", "--on-change", "update")
    other = drafted.read("import", "table", sheet, *TEAM, "--name", "URL", *meant)
    after = notes(drafted)
    differ = [(one, two) for one, two in zip(before, after, strict=True) if one != two]
    assert other["changed"] == len(differ) > 0
    assert all(one.encode("cp1252").decode("macroman") == two for one, two in differ if one != two)
