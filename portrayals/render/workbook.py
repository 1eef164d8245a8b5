"""Tables as an Excel workbook: figures are numbers, text is text, notes stand below."""

from __future__ import annotations

import io
import math
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from portrayals.notation.spreadsheet_formulas import neutral
from portrayals.render.cells import cell_width, harmless
from portrayals.render.grid import Grid

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: A cell that is a single figure, as grids print it: `1,234`, `-0.5`, `34.7 %`.
_FIGURE: Final = re.compile(r"(-?[0-9]+(?:,[0-9]{3})*(?:\.([0-9]+))?)( %)?")
_LONGEST_TITLE: Final = 255
_NARROWEST: Final = 8
_WIDEST: Final = 60
_LINE_HEIGHT: Final = 15
#: Lines that are broken between words are so full.
_FILLED: Final = 0.9


class Figure(NamedTuple):
    """A number, and the format in which Excel shows it."""

    value: float
    shown: str = "General"


Cell = str | Figure


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for a workbook: the names of the columns, and cells with text or a figure.

    The heading is above, the notes below. Leading spaces of a text are its indent.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heading: str = ""
    notes: tuple[str, ...] = ()


def sheet_of(grid: Grid) -> Sheet:
    """A grid for a workbook: right of the labels, a cell with a single figure is a number."""
    rows = tuple((label, *map(_cell, cells)) for label, *cells in grid.rows)
    return Sheet(grid.head, rows, grid.heading, grid.notes)


def _cell(text: str) -> Cell:
    found = _FIGURE.fullmatch(text)
    if found is None:
        return text
    number, decimals, percent = found.groups()
    shown = f"0.{'0' * len(decimals)}" if decimals else "0"
    return Figure(float(number.replace(",", "")), shown + (' "%"' if percent else ""))


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The tables, one below the other on a single worksheet, as the bytes of a file."""
    from xlsxwriter import Workbook

    file = io.BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet("Table")
        writer = _Writer(book, page, _widths(sheets))
        for sheet in sheets:
            writer.write(sheet)
        if len(sheets) == 1:  # the column headings stay visible, on paper too
            names = 1 if sheets[0].heading else 0
            page.freeze_panes(names + 1, 0)
            page.repeat_rows(names)
            book.set_properties({"title": harmless(sheets[0].heading)[:_LONGEST_TITLE]})
    return file.getvalue()


def _widths(sheets: Sequence[Sheet]) -> list[int]:
    """The width that each column needs, in characters."""
    widths: list[int] = []
    for sheet in sheets:
        for row in (sheet.head, *sheet.rows):
            widths += [_NARROWEST] * (len(row) - len(widths))
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    words = cell.split() if row is sheet.head else [cell]
                    wanted = max((cell_width(harmless(word)) for word in words), default=0) + 2
                    widths[place] = max(widths[place], min(wanted, _WIDEST))
    return widths


def _side(sheet: Sheet, place: int) -> dict[str, object]:
    """The format of text in a column: right-aligned if it has figures."""
    return {"align": "right"} if any(isinstance(row[place], Figure) for row in sheet.rows) else {}


class _Writer:
    """Writes tables below each other on a worksheet; `at` is the next free row."""

    def __init__(self, book: Workbook, page: Worksheet, widths: Sequence[int]) -> None:
        self.book, self.page, self.widths = book, page, widths
        self.at = 0
        self.formats: dict[tuple[tuple[str, object], ...], Format] = {}
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        page.set_landscape()
        page.fit_to_pages(1, 0)  # as wide as a sheet of paper, as long as need be

    def write(self, sheet: Sheet) -> None:
        """Writes a table and a free row after it."""
        if sheet.heading:
            self._text(0, sheet.heading, bold=True)
            self.at += 1
        if sheet.rows:
            self._head(sheet)
        for row in sheet.rows:
            for place, cell in enumerate(row):
                if isinstance(cell, Figure):
                    shown = self._format(num_format=cell.shown)
                    self.page.write_number(self.at, place, cell.value, shown)
                elif cell:
                    self._text(place, cell, **_side(sheet, place))
            self.at += 1
        self.at += 1
        for note in sheet.notes:
            self._note(note)
        self.at += 1

    def _head(self, sheet: Sheet) -> None:
        """Writes the names of the columns, each on as many lines as it needs."""
        lines = 1
        for place, name in enumerate(sheet.head):
            how = _side(sheet, place)
            self._text(place, name, bold=True, bottom=1, text_wrap=True, **how)
            lines = max(lines, len(textwrap.wrap(name, self.widths[place] - 1)))
        self.page.set_row(self.at, _LINE_HEIGHT * lines)
        self.at += 1

    def _text(self, place: int, text: str, **how: object) -> None:
        """Writes text in a cell; what a spreadsheet would run is marked as text too."""
        bare = text.lstrip(" ")
        if neutral(bare) != bare:
            how["quote_prefix"] = True
        if len(bare) < len(text):
            how["indent"] = (len(text) - len(bare)) // 2
        self.page.write_string(self.at, place, harmless(bare), self._format(**how))

    def _note(self, note: str) -> None:
        """Writes a note across all columns, and more if few, on as many lines as it needs."""
        beside = max(0, math.ceil((_WIDEST - sum(self.widths)) / _NARROWEST))
        last = len(self.widths) + beside - 1
        if last:
            self.page.merge_range(self.at, 0, self.at, last, "")
        self._text(0, note, text_wrap=True, valign="top")
        room = sum(self.widths) + beside * _NARROWEST
        lines = math.ceil(cell_width(harmless(note)) / (_FILLED * room))
        self.page.set_row(self.at, _LINE_HEIGHT * lines)  # of cells that are one it is not found
        self.at += 1

    def _format(self, **how: object) -> Format:
        """The format for a description, created once."""
        key = tuple(sorted(how.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(how)
        return self.formats[key]
