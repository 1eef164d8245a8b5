"""Somebody's workbook, from the draft of a codebook to the figures, and from Python."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyreadstat
import pytest
import workbooks
from mistaken import Mistaken

import portrayals
from portrayals.errors import InvalidValue

HEADS = ["Film", "Year", "Gun"]
ANA = [HEADS, ["Alpha", 2001, "yes"], ["Beta", 2002, "no"], ["Gamma", 2003, "no"]]
BEA = [HEADS, ["Alpha", 2001, "yes"], ["Beta", 2002, "yes"], ["Gamma", 2003, None]]
TABLE = ("--level", "title", "--name", "Film", "--year", "Year", "--basis", "watched")


@pytest.fixture
def book() -> str:
    workbooks.xlsx(Path("guns.xlsx"), {"Ana": ANA, "Bea": BEA, "Sheet3": []})
    return "guns.xlsx"


def done(program: Mistaken, *words: str) -> str:
    ran = program(*words)
    assert ran.status == 0, ran.err
    return ran.out


def test_a_sheet_for_each_coder_is_drafted_from_imported_and_counted(
    mistaken: Mistaken, book: str
) -> None:
    done(mistaken, "codebook", "draft", book, "--sheet", "Ana", "--level", "title", "-o", "g.yaml")
    done(mistaken, "init", "guns.db", "--codebook", "g.yaml")
    for sheet, coder in (("ana", "ana"), ("Bea", "bea")):
        words = ("import", "table", book, "--sheet", sheet, *TABLE, "--coder", coder, "--create")
        done(mistaken, "--db", "guns.db", *words)
    assert "2 of 2" in done(mistaken, "--db", "guns.db", "stats", "gun:yes", "--coder", "bea")
    assert "1 of 3" in done(mistaken, "--db", "guns.db", "stats", "gun:yes", "--coder", "ana")


def test_of_several_sheets_the_names_are_told_and_nothing_is_imported(
    mistaken: Mistaken, book: str
) -> None:
    refused = mistaken("import", "table", book, *TABLE)
    assert refused.status == 1
    assert 'guns.xlsx has several sheets with rows: "Ana", "Bea"' in refused.err
    assert 'name one: --sheet "Ana"' in refused.err


def test_units_and_annotations_come_from_a_sheet_in_python_too(mistaken: Mistaken) -> None:
    assert mistaken("db", "info").status == 0
    sheets = {"Films": [["name", "year"], ["Mumford", 1999]], "Other": [["a"], ["b"]]}
    workbooks.xlsx(Path("films.xlsx"), sheets)
    rows = [["unit", "variable", "value"], ["prime", "genre", "x"]]
    workbooks.xlsx(Path("codes.xlsx"), {"Codes": rows, "Other": [["a"], ["b"]]})
    with portrayals.open("portrayals.db", actor="ana") as study:
        with pytest.raises(InvalidValue, match="several sheets"):
            study.import_units("title", "films.xlsx")
        assert study.import_units("title", "films.xlsx", sheet="films").added == 1
        with pytest.raises(portrayals.errors.InvalidRows, match="1 of 1 row"):
            study.import_annotations("codes.xlsx", sheet="Codes")


def test_what_was_assumed_of_a_sheet_is_told_in_python_too(mistaken: Mistaken) -> None:
    assert mistaken("db", "info").status == 0
    Path("films.csv").write_text("name;year\nMumford;1999\n", encoding="utf-8")
    with portrayals.open("portrayals.db", actor="ana") as study:
        notices = study.import_units("title", "films.csv").notices
    assert "semicolons" in notices[0]


def test_a_draft_has_the_labels_of_a_file_of_spss(mistaken: Mistaken) -> None:
    frame = pl.DataFrame({"film": ["A", "B", "C", "D"], "v1": [1.0, 2.0, 3.0, 9.0]})
    pyreadstat.write_sav(
        frame,
        "tone.sav",
        column_labels={"v1": "Tone of the film"},
        variable_value_labels={"v1": {1: "Comic", 2: "Grave", 3: "Comic", 9: "not applicable"}},
        missing_ranges={"v1": [9]},
    )
    ran = mistaken("codebook", "draft", "tone.sav", "--level", "title", "-o", "tone.yaml")
    assert ran.status == 0, ran.err
    assert (
        '"v1": declared missing in the file: 9 "not applicable" read as not-applicable' in ran.err
    )
    text = Path("tone.yaml").read_text(encoding="utf-8")
    assert "label: Tone of the film" in text
    assert "key: grave" in text
