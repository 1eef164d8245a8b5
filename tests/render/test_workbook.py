"""Tables of an Excel workbook: numbers are numbers, text is never run, read back by openpyxl."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from lxml import etree
from small_tables import DATING, KNOWN, ROMANCE, YES, number, statistic

from portrayals.render.grid import Grid
from portrayals.render.table_one import sheets
from portrayals.render.workbook import Figure, Sheet, sheet_of, workbook
from portrayals.results.table_one import TableOne

[PAPER] = sheets(TableOne(statistic(ROMANCE, DATING, YES, KNOWN, number(64))))
FORMULAS = ["=1+1", "+1+1", "-1+cmd", "@SUM(A1)", "=HYPERLINK(A1)", "{=1}", "'=1+1", "\t=1"]


def page_of(*tables: Sheet) -> Any:
    """The one page of the workbook that was made of sheets, read back."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(tables)))
    assert book.sheetnames == ["Table"]
    return book["Table"]


def values(page: Any) -> list[tuple[object, ...]]:
    return list(page.iter_rows(values_only=True))


def test_the_caption_stands_above_the_names_of_the_columns_and_the_rows_below() -> None:
    caption, head, first, *_ = values(page_of(PAPER))
    assert caption[0] == "Table 1. Relationships"
    assert head == PAPER.head
    told = dict(zip(head, first, strict=True))
    assert (told["variable"], told["category"]) == ("Boundary act", "Romance")
    assert (told["n"], told["of"], told["not counted"]) == (41, 118, 3)
    assert told["%"] == pytest.approx(100 * 41 / 118)
    assert told["mean"] is None


def test_every_figure_is_a_number_and_shown_with_its_decimals() -> None:
    page = page_of(PAPER)
    for row, cells in enumerate(PAPER.rows, 3):
        for column, cell in enumerate(cells, 1):
            found = page.cell(row, column)
            if isinstance(cell, Figure):
                assert (found.data_type, found.number_format) == ("n", cell.shown)
            elif cell:
                assert (found.data_type, found.value) == ("s", cell.strip(" "))
            else:
                assert found.value is None


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_wherever_it_stands(text: str) -> None:
    page = page_of(Sheet((text, "n"), ((text, Figure(1)),), heading=text, notes=(text,)))
    for place in ("A1", "A2", "A3", "A5"):  # heading, name of a column, cell, note
        assert (page[place].data_type, page[place].value) == ("s", text.replace("\t", " "))
    with zipfile.ZipFile(io.BytesIO(workbook([Sheet((text,), ((text,),), text, (text,))]))) as made:
        assert b"<f>" not in made.read("xl/worksheets/sheet1.xml")
        assert not [name for name in made.namelist() if "rels" in name and "sheet" in name]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)"])
def test_text_that_would_run_stays_text_when_somebody_edits_the_cell(text: str) -> None:
    page = page_of(Sheet(("a", "n"), ((text, Figure(1)), ("plain", Figure(2)))))
    assert page["A2"].quotePrefix
    assert not page["A3"].quotePrefix


def test_the_notes_stand_below_each_over_all_columns() -> None:
    page = page_of(PAPER)
    first = 3 + len(PAPER.rows) + 1
    assert [page.cell(first + at, 1).value for at in range(len(PAPER.notes))] == [*PAPER.notes]
    last = openpyxl.utils.get_column_letter(len(PAPER.head))
    merged = {str(cells) for cells in page.merged_cells.ranges}
    assert merged == {f"A{first + at}:{last}{first + at}" for at in range(len(PAPER.notes))}
    assert page.cell(first, 1).alignment.wrap_text


def test_a_note_below_one_wide_column_is_not_joined_with_anything() -> None:
    page = page_of(Sheet(("a",), (("x" * 80,),), notes=("A note.",)))
    assert page["A4"].value == "A note."
    assert not page.merged_cells.ranges


def test_a_long_note_gets_the_lines_that_it_needs() -> None:
    page = page_of(Sheet(("a", "b"), (("x", Figure(1)),), notes=("word " * 60, "word")))
    assert [page.row_dimensions[row].height for row in (4, 5)] == [6 * 15, None]
    assert {str(cells) for cells in page.merged_cells.ranges} == {"A4:H4", "A5:H5"}


def test_the_names_of_the_columns_stay_in_sight_and_are_printed_on_each_page() -> None:
    page = page_of(PAPER)
    assert page.freeze_panes == "A3"
    assert page.print_title_rows == "$2:$2"
    bare = page_of(Sheet(("a",), (("x",),)))
    assert (bare.freeze_panes, bare.print_title_rows) == ("A2", "$1:$1")


def test_a_step_in_the_tree_is_an_indent() -> None:
    page = page_of(PAPER)
    place = PAPER.head.index("category") + 1
    assert (page.cell(4, place).value, page.cell(4, place).alignment.indent) == ("Dating", 1)


def test_several_tables_stand_below_each_other() -> None:
    one = Sheet(("a", "n"), (("x", Figure(1)),), "First", ("A note.",))
    two = Sheet(("b", "p", "q"), (("y", Figure(0.5), Figure(0.7)),), "Second")
    told = [row[0] for row in values(page_of(one, two))]
    assert [each for each in told if each] == ["First", "a", "x", "A note.", "Second", "b", "y"]
    assert page_of(one, two).freeze_panes is None


def test_what_has_no_rows_has_its_caption_and_notes_alone() -> None:
    told = values(page_of(Sheet((), (), "Table 1. Titles", ("Nothing.",))))
    assert [row[0] for row in told if row[0]] == ["Table 1. Titles", "Nothing."]
    assert page_of().max_row == 1


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("41", Figure(41, "0")),
        ("1,234", Figure(1234, "0")),
        ("-0.50", Figure(-0.5, "0.00")),
        ("34.7 %", Figure(34.7, '0.0 "%"')),
        ("0.0 %", Figure(0, '0.0 "%"')),
        ("", ""),
        ("41 of 118", "41 of 118"),
        ("at least 5", "at least 5"),
        ("1990s", "1990s"),
        ("[26.8, 43.7]", "[26.8, 43.7]"),
        ("30.0–62.5", "30.0–62.5"),
        ("1,2", "1,2"),
        ("< 0.001", "< 0.001"),
        ("٣", "٣"),
    ],
)
def test_of_a_grid_what_is_one_figure_becomes_a_number(text: str, cell: object) -> None:
    assert sheet_of(Grid(("", "n"), (("label", text),))).rows == (("label", cell),)


def test_labels_of_a_grid_stay_text() -> None:
    grid = Grid(("year", "n"), (("1990", "5"),), heading="By year", notes=("A note.",))
    assert sheet_of(grid) == Sheet(
        *(("year", "n"), (("1990", Figure(5, "0")),), "By year", ("A note.",))
    )


def test_what_no_xml_may_hold_is_shown_as_an_escape_and_what_looks_like_one_stays() -> None:
    page = page_of(Sheet(("a",), (("x\x00\x1b\ud800\uffff & <b>",), ("_x0041_",))))
    assert page["A2"].value == r"x\u{0}\u{1b}\u{d800}\u{ffff} & <b>"
    with zipfile.ZipFile(io.BytesIO(workbook([Sheet(("a",), (("_x0041_",),))]))) as made:
        assert "_x005F_x0041_" in made.read("xl/sharedStrings.xml").decode()


def test_text_that_is_too_long_for_a_cell_is_cut_and_not_lost() -> None:
    page = page_of(Sheet(("a",), (("x" * 40_000,),)))
    assert page["A2"].value == "x" * 32_767


def test_every_part_is_sound_xml() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook([PAPER]))) as made:
        assert made.testzip() is None
        for name in made.namelist():
            etree.fromstring(made.read(name))
