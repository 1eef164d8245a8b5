"""J. Mooney's monsters of Scooby-Doo: TRUE, FALSE, and NULL where somebody is absent."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from published import Program, counts

pytestmark = pytest.mark.cases

CODEBOOK = """\
codebook: scooby-doo
version: "1"
levels: {title: series, portrayal: instalment}
variables:
  - {key: caught, label: Fred catches the monster, level: portrayal, type: boolean}
  - key: monster
    level: portrayal
    type: multi
    codes: [{key: male}, {key: female}]
  - {key: snacks, level: portrayal, type: number}
"""
INSTALMENTS = ("--level", "portrayal", "--title", "series_name", "--name", "title")
CAUGHT = ("--var", "caught=caught_fred")


@pytest.fixture
def sheet(cases: Path) -> Path:
    return cases / "media_scooby_doo" / "scoobydoo.csv"


@pytest.fixture
def rows(sheet: Path) -> list[dict[str, str]]:
    with sheet.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_null_is_not_coded_and_never_a_no(
    portrayals: Program, sheet: Path, rows: list[dict[str, str]]
) -> None:
    written = Counter(row["caught_fred"] for row in rows)
    assert written == {"TRUE": 132, "FALSE": 252, "NULL": 218}
    portrayals.begin(CODEBOOK)
    shown, _ = portrayals("import", "table", sheet, *INSTALMENTS, *CAUGHT, "--dry-run")
    assert "no 252, NULL (not coded) 218, yes 132" in shown
    told = portrayals.read("import", "table", sheet, *INSTALMENTS, *CAUGHT)
    assert (told["rows"], told["added"]) == (602, 384)
    assert told["made"] == {"titles": 29, "portrayals": 602}
    row = portrayals.row("caught", "yes")
    assert counts(row) == (132, 384)
    assert portrayals.read("stats", "caught")["states"]["not-coded"] == 218


def test_null_may_be_told_to_stand_for_something_else(portrayals: Program, sheet: Path) -> None:
    portrayals.begin(CODEBOOK)
    meant = ("--value", "caught:NULL=not-applicable")
    portrayals("import", "table", sheet, *INSTALMENTS, *CAUGHT, *meant)
    told = portrayals.read("stats", "caught")
    assert [counts(row) for row in told["rows"]] == [(132, 384), (252, 384)]
    assert (told["states"]["not-applicable"], told["states"]["not-coded"]) == (218, 0)


def test_several_values_in_a_cell_are_split_where_it_is_said(
    portrayals: Program, sheet: Path, rows: list[dict[str, str]]
) -> None:
    portrayals.begin(CODEBOOK)
    monster = ("--var", "monster=monster_gender", "--value", "monster:none=not-applicable")
    _, refused = portrayals("import", "table", sheet, *INSTALMENTS, *monster, status=1)
    assert '"Male,Male" is several codes of monster' in refused
    assert '--split "monster=,"' in refused
    portrayals("import", "table", sheet, *INSTALMENTS, *monster, "--split", ",", "--skip-bad")
    cells = [row["monster_gender"].lower().strip(",").split(",") for row in rows]
    read = [cell for cell in cells if set(cell) <= {"male", "female"}]
    of = {row["code"]: counts(row) for row in portrayals.rows("monster")}
    assert of["male"] == (sum("male" in cell for cell in read), len(read))
    assert of["female"] == (sum("female" in cell for cell in read), len(read))


def test_words_in_a_column_of_numbers_are_told_with_line_and_column(
    portrayals: Program, sheet: Path, rows: list[dict[str, str]]
) -> None:
    words = [row["number_of_snacks"] for row in rows]
    wrong = [word for word in words if not word.isdigit() and word != "NULL"]
    portrayals.begin(CODEBOOK)
    snacks = ("--var", "snacks=number_of_snacks", "--errors", "bad.csv")
    _, told = portrayals("import", "table", sheet, *INSTALMENTS, *snacks, status=1)
    assert f"{len(wrong)} of 602 rows cannot be read; nothing was imported" in told
    assert portrayals.read("list", "portrayals") == []
    with Path("bad.csv").open(encoding="utf-8", newline="") as file:
        bad = list(csv.DictReader(file))
    assert [each["value"] for each in bad] == wrong
    assert {each["column"] for each in bad} == {"number_of_snacks"}
    portrayals("import", "table", sheet, *INSTALMENTS, *snacks, "--skip-bad", "--force")
    (row,) = portrayals.rows("snacks")
    known = [int(word) for word in words if word.isdigit()]
    assert (row["n"], row["max"]) == (len(known), max(known))
    assert row["mean"] == pytest.approx(sum(known) / len(known))
