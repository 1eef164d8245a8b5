"""A workbook is taken in as the CSV of the same rows is."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import workbooks
from sheet_study import SheetStudy, told

from portrayals.services.importing.table_map import TableMap

ROWS: list[list[Any]] = [
    ["Film", "Year", "Who", "themes", "tone", "minutes", "Seen"],
    ["Prime", 2005.0, "ana", "love;maybe:death", "comic", 0, True],
    ["Prime", 2005.0, "ben", "none", "cannot-tell", 122.5, False],
    ["50/50", 2011, "ana", None, "grave", None, None],
]
MAPPING = TableMap(level="title", name="Film", year="Year", coder_column="Who")


def in_csv(path: Path, rows: list[list[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_it_gives_the_same_titles_and_annotations(
    study: SheetStudy, other: SheetStudy, tmp_path: Path
) -> None:
    book = workbooks.xlsx(tmp_path / "films.xlsx", {"Codes": ROWS, "Notes": []})
    taken = study.take_table(book, MAPPING)
    other.take_table(in_csv(tmp_path / "films.csv", ROWS), MAPPING)
    assert taken.made == {"titles": 2}
    assert study.said() == other.said()
    assert ("prime", "minutes", "ana", "0") in study.said()
    assert study.take_table(book, MAPPING, on_change="refuse").added == 0


def test_a_bad_cell_is_told_with_the_number_of_its_row(study: SheetStudy, tmp_path: Path) -> None:
    rows = [["Coding of 2020"], [], *ROWS, [], ["Prime", "2o05", "ana", None, "funny"]]
    book = workbooks.xlsx(tmp_path / "films.xlsx", {"Codes": rows})
    problems = study.refused(lambda: study.take_table(book, MAPPING))
    assert [(each["line"], each["column"], each["value"]) for each in problems] == [
        (8, "tone", "funny"),
        (8, "Year", "2o05"),
    ]
    assert told(problems)
