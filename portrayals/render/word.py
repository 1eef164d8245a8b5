"""Grids as tables in a Word document: the caption above, three rules, the notes below."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from portrayals.render.cells import cell_width, harmless
from portrayals.render.grid import Grid

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section
    from docx.table import Table

CAPTION: Final = "Caption"
TEXT: Final = "Table Text"
NOTE: Final = "Table Note"

#: A table with more columns than this is set in landscape.
_UPRIGHT: Final = 6
#: A4 and its margins, in centimetres.
_PAPER: Final = (21.0, 29.7)
_MARGIN: Final = 2.5
#: The maximum width of labels and figures, in characters; longer text is wrapped.
_LABEL: Final = 30
_FIGURES: Final = 24
#: The width of the margins of a cell, in characters.
_PADDING: Final = 3
#: Font sizes, in points; a character is about half as wide.
_SMALLEST: Final = 7.0
_LARGEST: Final = 10.0
_NOTES: Final = 9.0
_FONT: Final = "Times New Roman"
_LONGEST_TITLE: Final = 255
_POINTS_PER_CM: Final = 72 / 2.54
#: The indent for each level of a tree, in points.
_STEP: Final = 9


def document(grids: Sequence[Grid]) -> bytes:
    """The grids as tables, one after the other, as the bytes of a .docx file."""
    import docx

    made = docx.Document()
    [section] = made.sections
    room = _lay_out(section, wide=any(len(grid.head) > _UPRIGHT for grid in grids))
    fitting = (2 * room * _POINTS_PER_CM / sum(_characters(grid)) for grid in grids if grid.rows)
    _add_styles(made, max(_SMALLEST, min(_LARGEST, *fitting, _LARGEST)))
    for grid in grids:
        if grid.heading:
            made.add_paragraph(harmless(grid.heading), CAPTION)
        if grid.text:
            made.add_paragraph(harmless(grid.text))
        if grid.rows:
            _add_table(made, grid, room)
        if grid.notes:
            paragraph = made.add_paragraph(style=NOTE)
            paragraph.add_run("Note.").italic = True
            paragraph.add_run(" " + " ".join(map(harmless, grid.notes)))
    about = made.core_properties
    about.title = harmless(grids[0].heading)[:_LONGEST_TITLE] if grids else ""
    about.author = about.comments = ""
    about.created = about.modified = datetime.now(UTC)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _lay_out(section: Section, *, wide: bool) -> float:
    """Sets up the page, portrait or landscape; the width between its margins in centimetres."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    width, height = sorted(_PAPER, reverse=wide)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.left_margin = section.right_margin = Cm(_MARGIN)
    return width - 2 * _MARGIN


def _characters(grid: Grid) -> list[int]:
    """How many characters each column needs; its name may be broken between words."""
    columns = zip(grid.head, *grid.rows, strict=True)
    wanted = [
        max((cell_width(harmless(text)) for text in (*name.split(), *cells)), default=0)
        for name, *cells in columns
    ]
    return [
        min(width, _FIGURES if place else _LABEL) + _PADDING for place, width in enumerate(wanted)
    ]


def _add_styles(made: Document, size: float) -> None:
    """Adds the styles for tables and notes, and makes captions black."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    made.styles["Normal"].font.name = _FONT
    for name, points, before, after in ((TEXT, size, 1, 1), (NOTE, min(size, _NOTES), 4, 14)):
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = made.styles["Normal"]
        style.font.size = Pt(points)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.line_spacing = 1.0
    caption = made.styles[CAPTION]
    caption.font.color.rgb = RGBColor(0, 0, 0)
    caption.font.size = Pt(_LARGEST)
    caption.paragraph_format.space_after = Pt(4)
    caption.paragraph_format.keep_with_next = True


def _add_table(made: Document, grid: Grid, room: float) -> None:
    """Adds the rows under the column headings, which repeat on each page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    characters = _characters(grid)
    widths = [Cm(room * each / sum(characters)) for each in characters]
    lines = (grid.head, *grid.rows)
    table = made.add_table(len(lines), len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        alone = not any(line[1:])  # the label of a variable, above its categories
        for place, (cell, text, width) in enumerate(zip(row.cells, line, widths, strict=True)):
            cell.width = width
            [paragraph] = cell.paragraphs
            paragraph.style = TEXT
            bare = text.lstrip(" ")
            run = paragraph.add_run(harmless(bare))
            run.bold = True if not number or (alone and len(line) > 1) else None
            paragraph.paragraph_format.keep_with_next = True if alone else None
            if place in grid.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            elif len(bare) < len(text):
                paragraph.paragraph_format.left_indent = Pt(_STEP * ((len(text) - len(bare)) // 2))
            if not number:
                cell._tc.get_or_add_tcPr().append(_rules("tcBorders", "bottom"))
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("cantSplit"))
        if not number:
            properties.append(_element("tblHeader"))
    _draw_rules(table)


def _draw_rules(table: Table) -> None:
    """Rules above and below a table."""
    properties = table._tbl.tblPr
    layout = properties.find(_name("tblLayout"))
    layout.addprevious(_rules("tblBorders", "top", "bottom"))


def _rules(name: str, *sides: str) -> BaseOxmlElement:
    """The element for rules on these sides, three quarters of a point wide."""
    rules = _element(name)
    for side in sides:
        rules.append(_element(side, val="single", sz="6", space="0", color="auto"))
    return rules


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    from docx.oxml import OxmlElement

    return OxmlElement(f"w:{name}", {_name(key): value for key, value in attributes.items()})


def _name(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")
