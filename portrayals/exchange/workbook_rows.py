"""The rows of a sheet of a workbook, and what is noticed while they are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from portrayals.exchange.open_document import Merged
from portrayals.exchange.packages import Hidden
from portrayals.exchange.typed_cells import cell_of, row_of
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.results.sheets import BadRow, SheetRow

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_DATES: Final = frozenset({dt.date, dt.datetime})
_MOMENTS: Final = _DATES | {dt.time}
#: How many rows are named of those with something to notice.
_MOST_NAMED: Final = 3


class WorkbookRows:
    """The rows below that with the column names; `notices` are complete when all have been read."""

    def __init__(
        self,
        sheet: CalamineSheet,
        hidden: Hidden,
        columns: Sequence[str],
        header: int,
        size: int,
        notices: list[str],
    ) -> None:
        self.notices = notices
        self._sheet = sheet
        self._columns = columns
        self._header = header
        self._size = size
        self._number = 0
        self._left = 0 if sheet.start is None else sheet.start[1]
        self._errors = self._by_row(hidden)
        self._merged = self._below_merged(sheet.merged_cell_ranges or hidden.merged)
        self._under: list[str] = []
        self._moments: dict[int, list[tuple[int, object]]] = {}
        if hidden.uncounted:
            self.notices.append(
                f"{counted(len(hidden.uncounted), 'formula')} without a result, which the file "
                f"does not have, read as empty: {_some(hidden.uncounted)}; open the workbook in "
                "Excel or LibreOffice and save it"
            )

    def position(self) -> int:
        """How far the rows have been read, in bytes of the file."""
        return self._size * self._number // max(self._sheet.total_height + 1, self._number, 1)

    def __iter__(self) -> Iterator[SheetRow | BadRow]:
        above: list[str] = []
        for number, values in self._below_header():
            self._number = number
            cells = list(map(cell_of, values))
            for column, error in self._errors.get(number, ()):
                cells[column] = error
            blank = not any(cells)
            merged = self._merged.get(number, ())
            for column in merged:
                cells[column] = above[column]
            above = cells
            if blank:
                continue
            if merged:
                self._under.append(f"row {number}")
            if not _MOMENTS.isdisjoint(map(type, values)):
                self._take_moments(number, values)
            yield row_of(number, cells)
        self.notices += [*self._told_merged(), *self._told_moments()]

    def _by_row(self, hidden: Hidden) -> Mapping[int, list[tuple[int, str]]]:
        """The errors in each row, by the place of their cell in it."""
        found: dict[int, list[tuple[int, str]]] = {}
        for (row, column), error in hidden.errors.items():
            found.setdefault(row, []).append((column - 1 - self._left, error))
        return found

    def _below_merged(self, ranges: Sequence[Merged]) -> Mapping[int, list[int]]:
        """The cells of each row that a merged cell above covers: there it shows its value."""
        found: dict[int, list[int]] = {}
        last = 0 if self._sheet.end is None else self._sheet.end[0] + 1
        for (top, first), (bottom, _) in ranges:
            column = first - self._left
            if top + 1 > self._header and 0 <= column < len(self._columns):
                for row in range(top + 2, min(bottom + 1, last) + 1):
                    found.setdefault(row, []).append(column)
        return found

    def _below_header(self) -> Iterator[tuple[int, Sequence[Any]]]:
        return islice(enumerate(self._sheet.iter_rows(), 1), self._header, None)

    def _take_moments(self, number: int, values: Sequence[Any]) -> None:
        for column, value in enumerate(values):
            if type(value) in _MOMENTS:
                self._moments.setdefault(column, []).append((number, value))

    def _told_merged(self) -> Iterator[str]:
        if self._under:
            yield (
                f"{counted(len(self._under), 'row')} under a merged cell, read as having its "
                f"value: {_some(self._under)}"
            )

    def _told_moments(self) -> Iterator[str]:
        """Dates among cells that are none, and times that may be minutes and seconds."""
        for column, moments in self._moments.items():
            dates = [each for each in moments if type(each[1]) in _DATES]
            if dates and len(dates) < self._filled(column) / 2:
                yield (
                    f"{quoted(self._columns[column])} has "
                    f"{counted(len(dates), 'date')} among other values: {_listed(dates)}; Excel "
                    "makes dates of entries such as 50/50 or 1-2: write them again as text"
                )
            times = [(row, time) for row, time in moments if isinstance(time, dt.time)]
            if times and all(not time.second for _, time in times):
                yield (
                    f"{quoted(self._columns[column])} has {counted(len(times), 'time')}, read as "
                    f"hours and minutes: {_listed(times)}; if they are minutes and seconds, write "
                    "them as text"
                )

    def _filled(self, column: int) -> int:
        rows = self._sheet.iter_rows()
        return sum(
            number > self._header and row[column] != "" for number, row in enumerate(rows, 1)
        )


def _listed(moments: Sequence[tuple[int, object]]) -> str:
    return _some([f"row {row} ({cell_of(value)})" for row, value in moments])


def _some(named: Sequence[str]) -> str:
    more = [f"{len(named) - _MOST_NAMED:,} more"] * (len(named) > _MOST_NAMED)
    return ", ".join([*named[:_MOST_NAMED], *more])
