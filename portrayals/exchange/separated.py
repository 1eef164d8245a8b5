"""CSV and TSV, whatever the delimiter: records, each with the line where it begins."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.notation.plurals import counted
from portrayals.notation.spreadsheet_formulas import MARK, restored
from portrayals.results.sheets import BadRow, SheetRow

DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}

_PAGE: Final = 1 << 18
#: A record with more characters than this has an unclosed quotation mark.
_LONGEST: Final = 1 << 24
_HEADER: Final = 1 << 16
_QUOTED: Final = re.compile(r'(?:^|(?<=[,;|\t\r\n]))[ ]*"(?:[^"]|"")*+"')
#: How Excel has a file say its delimiter, on a line above the column names.
_DECLARED: Final = re.compile(r"\ufeff?(\"?)sep=([^\w\s\"']|\t)\1(?:[\r\n]|$)", re.IGNORECASE)
#: Inside quotation marks, where every strict reader stops.
_STOP: Final = '"\0'


def delimiter_of(text: io.TextIOWrapper, usual: str) -> str:
    """The most frequent delimiter in the first line, outside quotation marks.

    The usual one if there is none, or in a tie. Afterwards the text is at its beginning.
    """
    head = _QUOTED.sub("", text.read(_HEADER)).lstrip("\ufeff\r\n")
    text.seek(0)
    first = re.split(r"[\r\n]", head, maxsplit=1)[0]
    return max((usual, *DELIMITERS), key=first.count)


def declared_delimiter(text: io.TextIOWrapper) -> str | None:
    """The delimiter that the first line declares, `sep=;`, if it does.

    Afterwards the text is at its beginning.
    """
    declared = _DECLARED.match(text.read(_HEADER))
    text.seek(0)
    return None if declared is None else declared[2]


class Records:
    """The records of a text, read a page at a time.

    The lines of the current record are kept: if its quotation marks turn out not to match, only
    that record is bad, and reading continues on the line after its first. `notices` gets what was
    assumed, when all have been read.
    """

    def __init__(
        self, text: io.TextIOWrapper, name: str, delimiter: str, notices: list[str]
    ) -> None:
        # Process-wide, but only ever raised; `_LONGEST` finds records that are too long instead.
        csv.field_size_limit(2**31 - 1)
        self._text = text
        self._name = name
        self._delimiter = delimiter
        self._notices = notices
        self._named = 0  # how many cells a row needs: the columns, without nameless ones at the end
        self._kept: list[str] = []  # from the line `_first` on
        self._first = 1
        self._restoring = False
        self._pages = self._turned()
        self._begin(1, self._pages)

    def _begin(self, line: int, pages: Iterable[list[str]]) -> None:
        """Reads records from that line on, which is the first of the pages."""
        self._before = line - 1
        self._begun = line  # where the record begins that is read next
        self._reader = csv.reader(
            chain.from_iterable(pages),
            delimiter=self._delimiter,
            skipinitialspace=True,
            strict=True,
        )

    def _turned(self) -> Iterator[list[str]]:
        while page := self._text.readlines(_PAGE):
            self._restoring = self._restoring or MARK.search("".join(page)) is not None
            self._forget()
            if sum(map(len, self._kept)) > _LONGEST:
                yield [_STOP]
                self._forget()
            self._kept += page
            yield page

    def _forget(self) -> None:
        """Keeps only the lines of the record that is being read, if any."""
        self._kept = self._kept[self._begun - self._first :]
        self._first = self._begun

    def header(self) -> list[str]:
        """The cells of the first non-blank record."""
        try:
            for cells in self._reader:
                self._begun = self._before + self._reader.line_num + 1
                names = [restored(cell.strip("\ufeff").strip()) for cell in cells]
                if any(names) and not self._declares(names):
                    self._named = max(place for place, name in enumerate(names, 1) if name)
                    return names
        except csv.Error:
            raise InvalidValue(
                f"{self._name} has no readable line of column names",
                where=f"{self._name}, line {self._begun}: {_unmatched(several=True)}",
                hint="close the quotation mark, or write it twice where it is part of a name",
            ) from None
        raise InvalidValue(
            f"{self._name} is empty", hint="a sheet has a line of column names, then rows"
        )

    def _declares(self, names: Sequence[str]) -> bool:
        """Whether a record is the line that declares the delimiter."""
        return self._delimiter.join(names).casefold() == f"sep={self._delimiter}".strip()

    def rows(self, width: int) -> Iterator[SheetRow | BadRow]:
        """The records after the header, without blank ones, each with `width` cells.

        A record of one cell has lost its delimiters. One with some cells fewer than columns has
        blanks at its end: Excel leaves these out where a column is blank in many rows.
        """
        short: list[int] = []
        yield from self._fitted(width, short)
        if short:
            fewer = "has fewer cells" if len(short) == 1 else "have fewer cells"
            self._notices.append(
                f"{counted(len(short), 'row')} {fewer} than columns, the first in line "
                f"{short[0]}; the cells at the end were read as empty"
            )

    def _fitted(self, width: int, short: list[int]) -> Iterator[SheetRow | BadRow]:
        """The same, with the lines of rows that have blanks at their end."""
        while True:
            before, reader = self._before, self._reader
            try:
                for cells in reader:
                    line = self._begun
                    self._begun = before + reader.line_num + 1
                    row = tuple(map(str.strip, cells))
                    if len(row) != width:
                        lone = len(row) == 1 < self._named and row[0]
                        if lone or any(row[width:]):
                            yield BadRow(line, _misfit(len(row), width), _fitting(row, width))
                            continue
                        if len(row) < self._named and any(row):
                            short.append(line)
                        row = _fitting(row, width)
                    if self._restoring:
                        row = tuple(map(restored, row))
                    if any(row):
                        yield SheetRow(line, row)
            except csv.Error:
                yield self._bad(width)
            else:
                return

    def _bad(self, width: int) -> SheetRow | BadRow:
        """The record whose quotation marks do not match; reading continues after its first line.

        Some programs write tabs between cells and never quote them: if a line has the right number
        of cells when its quotation marks are read as letters, it is read that way.
        """
        line = self._begun
        first, *rest = self._kept[line - self._first :]
        several = self._reader.line_num > line - self._before
        self._begin(line + 1, chain([rest], self._pages))
        cells = tuple(cell.strip() for cell in first.split(self._delimiter))
        if self._delimiter == "\t" and len(cells) == width:
            return SheetRow(line, tuple(map(restored, cells)))
        return BadRow(line, _unmatched(several=several), _fitting(cells, width))


def _fitting(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells[:width] + ("",) * (width - len(cells))


def _unmatched(*, several: bool) -> str:
    if several:
        return "a quotation mark is never closed, or not written twice within a cell"
    return "a quotation mark within a quoted cell is not written twice"


def _misfit(cells: int, width: int) -> str:
    return f"{counted(cells, 'cell')} under {counted(width, 'column')}"
