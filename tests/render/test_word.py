"""Tables of a Word document: real tables, opened again as a journal would open them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree
from small_tables import DATING, KNOWN, ROMANCE, YES, number, statistic

from portrayals.render.grid import Grid
from portrayals.render.table_one import grids
from portrayals.render.word import document
from portrayals.results.table_one import TableOne

[PAPER] = grids(TableOne(statistic(ROMANCE, DATING, YES, KNOWN, number(64))))
#: The order in which a schema of ECMA-376 wants what a table is described by.
ORDER = ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook")
#: Characters that no XML may hold, and those that mean something there.
HOSTILE = "a\x00b\x1b[2J\ud800\uffff <w:p/> & \u202e ]]>"


def opened(*tables: Grid) -> Any:
    """The document that was made of grids, read back."""
    return docx.Document(io.BytesIO(document(tables)))


def in_order(made: Any) -> list[Paragraph | Table]:
    """The paragraphs and tables as they follow each other."""
    return list(made.iter_inner_content())


def flagged(row: Any, flag: str) -> bool:
    return row._tr.trPr is not None and row._tr.trPr.find(qn(f"w:{flag}")) is not None


def test_the_caption_stands_above_a_real_table_and_the_notes_below_in_one_paragraph() -> None:
    caption, table, note = in_order(opened(PAPER))
    assert (caption.style.name, caption.text) == ("Caption", "Table 1. Relationships")
    assert caption.paragraph_format.keep_with_next or caption.style.paragraph_format.keep_with_next
    assert isinstance(table, Table)
    assert note.text == f"Note. {' '.join(PAPER.notes)}"
    assert note.runs[0].italic


def test_the_cells_are_those_of_the_table_without_tabs_or_blanks_for_an_indent() -> None:
    [table] = opened(PAPER).tables
    told = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert told == [tuple(cell.strip(" ") for cell in row) for row in (PAPER.head, *PAPER.rows)]
    labels = [row.cells[0].paragraphs[0].paragraph_format.left_indent for row in table.rows]
    steps = [(len(label) - len(label.lstrip())) // 2 for label, *_ in PAPER.rows]
    assert [0 if indent is None else indent.pt for indent in labels[1:]] == [9 * s for s in steps]


def test_the_names_of_the_columns_are_printed_again_on_each_page() -> None:
    [table] = opened(PAPER).tables
    assert [flagged(row, "tblHeader") for row in table.rows] == [True] + [False] * len(PAPER.rows)
    assert all(flagged(row, "cantSplit") for row in table.rows)


def test_names_of_columns_and_of_variables_are_bold_and_figures_at_the_right() -> None:
    [table] = opened(PAPER).tables
    head, variable, category, *_ = table.rows
    assert all(cell.paragraphs[0].runs[0].bold for cell in head.cells)
    assert variable.cells[0].paragraphs[0].runs[0].bold
    assert variable.cells[0].paragraphs[0].paragraph_format.keep_with_next
    assert not category.cells[0].paragraphs[0].runs[0].bold
    assert [cell.paragraphs[0].alignment for cell in category.cells] == [
        *(None, *[WD_ALIGN_PARAGRAPH.RIGHT] * (len(PAPER.head) - 1))
    ]


def test_three_rules_and_no_others() -> None:
    [table] = opened(PAPER).tables
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))
    assert [side.tag for side in borders] == [qn("w:top"), qn("w:bottom")]
    ruled = [
        [side.tag for side in row._tr.iter(qn("w:tcBorders")) for side in side]
        for row in table.rows
    ]
    assert ruled[0] == [qn("w:bottom")] * len(PAPER.head)
    assert not any(ruled[1:])


def test_every_part_is_sound_xml_and_what_describes_a_table_is_in_the_order_of_the_schema() -> None:
    with zipfile.ZipFile(io.BytesIO(document([PAPER]))) as made:
        assert made.testzip() is None
        parts = {name: made.read(name) for name in made.namelist()}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(part)
    body = etree.fromstring(parts["word/document.xml"])
    [described] = body.iter(qn("w:tblPr"))
    found = [etree.QName(each).localname for each in described]
    assert found == [each for each in ORDER if each in found]
    assert "tblBorders" in found
    for cell in body.iter(qn("w:tcPr")):
        assert [etree.QName(each).localname for each in cell] in (*(["tcW"], ["tcW", "tcBorders"]),)
    assert not [name for name in parts if "media" in name]


def test_columns_are_as_wide_as_what_is_in_them_and_fill_the_page() -> None:
    made = opened(PAPER)
    [table], [section] = made.tables, made.sections
    widths = [column.width for column in table.columns]
    room = section.page_width - section.left_margin - section.right_margin
    assert sum(widths) == pytest.approx(room, rel=0.001)
    assert widths[1] > widths[-1]
    assert [cell.width for cell in table.rows[3].cells] == widths


def test_many_groups_lie_on_their_side_in_smaller_type() -> None:
    wide = Grid(
        ("", *(f"{year}s" for year in range(1930, 2030, 10))),
        (("Romance", *["at least 12 of 118"] * 10),),
    )
    for grid, side in ((PAPER, WD_ORIENT.PORTRAIT), (wide, WD_ORIENT.LANDSCAPE)):
        [section] = opened(grid).sections
        assert section.orientation == side
        assert (section.page_width > section.page_height) == (side == WD_ORIENT.LANDSCAPE)
    sizes = [opened(grid).styles["Table Text"].font.size.pt for grid in (PAPER, wide)]
    assert sizes[0] == 10
    assert 7 <= sizes[1] < 10


def test_several_tables_follow_each_other() -> None:
    second = Grid(("", "p"), (("Yes", "0.524"),), heading="Tests")
    made = opened(PAPER, second)
    assert [each.text for each in made.paragraphs if each.style.name == "Caption"] == [
        *(PAPER.heading, "Tests")
    ]
    assert len(made.tables) == 2


def test_what_has_no_rows_has_its_caption_and_notes_alone() -> None:
    made = opened(Grid(("Variable",), (), heading="Table 1. Titles", notes=("Nothing.",)))
    assert [each.text for each in made.paragraphs] == ["Table 1. Titles", "Note. Nothing."]
    assert made.tables == []
    assert opened().paragraphs == []


def test_names_that_no_xml_may_hold_are_shown_as_escapes() -> None:
    [table] = opened(Grid((HOSTILE, "n"), ((HOSTILE, "1"),), heading=HOSTILE * 20)).tables
    shown = table.rows[1].cells[0].text
    assert shown.startswith(r"a\u{0}b\u{1b}[2J\u{d800}\u{ffff} <w:p/> & \u{202e}")
    assert table.rows[0].cells[0].text == shown


def test_it_says_what_it_is_and_not_who_made_it() -> None:
    about = opened(PAPER).core_properties
    assert about.title == PAPER.heading
    assert (about.author, about.comments) == ("", "")
    assert about.created.year >= 2025
    assert re.fullmatch(r"a.{0,254}", opened(Grid((), (), heading="a" * 300)).core_properties.title)
