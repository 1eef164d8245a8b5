"""The sheets of a workbook that came back: their rows and cells, and what is wrong with those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from portrayals.notation.keys import caseless
from portrayals.notation.quoting import quoted
from portrayals.notation.sheet_places import column_letters, place_in_words
from portrayals.results.collecting import RefusedAnswer
from portrayals.results.sheets import WholeBook, WholeSheet

#: How far down a sheet the names of its columns are looked for, if rows were put above them.
_MOST_ABOVE: Final = 50


@dataclass(slots=True)
class Returned:
    """A workbook that came back; `refused` is what cannot be taken of it."""

    book: WholeBook
    refused: list[RefusedAnswer] = field(default_factory=list)

    def table(
        self, name: str, columns: Sequence[str], ignored: Sequence[str] = ()
    ) -> ReturnedTable | None:
        """The sheet with these columns, of which those `ignored` may be missing; None if it is
        not there. Whatever is missing, or was added, is refused.
        """
        found = self.find(name, columns[0])
        if found is None:
            return None
        places: dict[str, int] = {}
        for place, written in enumerate(found.sheet.rows[found.head]):
            places.setdefault(caseless(written), place)
        own = {each: places[caseless(each)] for each in columns if caseless(each) in places}
        table = replace(found, columns=own)
        table.refuse_other_columns(columns, ignored)
        return table

    def find(self, name: str, words: str) -> ReturnedTable | None:
        """The sheet of that name from the row on with these words, which stand in its one column.

        None if the sheet or the row is missing, which is refused.
        """
        called = {caseless(each): sheet for each, sheet in self.book.sheets.items()}
        sheet = called.get(caseless(name))
        if sheet is None:
            self.refuse(name, "the sheet is missing")
            return None
        for row, cells in enumerate(sheet.rows[:_MOST_ABOVE]):
            for place, cell in enumerate(cells):
                if caseless(cell) == caseless(words):
                    return ReturnedTable(self, name, sheet, row, {words: place})
        self.refuse(name, f"the row with {quoted(words)} is missing")
        return None

    def refuse(
        self,
        cell: str,
        reason: str,
        *,
        unit: str = "",
        variable: str = "",
        candidates: Sequence[str] = (),
    ) -> None:
        """Notes that a cell, or all of a sheet, cannot be taken."""
        self.refused.append(RefusedAnswer(unit, variable, reason, tuple(candidates), cell))


@dataclass(frozen=True, slots=True)
class ReturnedTable:
    """The table on a sheet: the row with the names of its columns, and where those are."""

    of: Returned
    name: str
    sheet: WholeSheet
    head: int
    columns: Mapping[str, int]

    def rows(self) -> Iterator[ReturnedRow]:
        """The rows below the names in which something is written."""
        for number in range(self.head + 1, len(self.sheet.rows)):
            row = ReturnedRow(self, number)
            if row.is_filled(self.columns):
                yield row

    def refuse_other_columns(self, columns: Sequence[str], ignored: Sequence[str]) -> None:
        """Refuses columns that are missing or renamed, and those that the handout did not have."""
        names = self.sheet.rows[self.head]
        added = {
            place
            for place, name in enumerate(names)
            if place not in self.columns.values()
            and any(place < len(row) and row[place] for row in self.sheet.rows[self.head :])
        }
        for place, column in enumerate(columns):
            if column in self.columns:
                continue
            renamed = place in added
            added.discard(place)
            if column in ignored:
                continue
            if renamed:
                now = f"is called {quoted(names[place])}" if names[place] else "has lost its name"
                cell = place_in_words(self.head, place)
                self.of.refuse(
                    f"{self.name}!{cell}",
                    f"the column {now}; when it was handed out it was {column}",
                )
            else:
                self.of.refuse(self.name, f"the column {column} is missing")
        for place in sorted(added):
            what = quoted(names[place]) if names[place] else f"column {column_letters(place)}"
            cell = place_in_words(self.head, place)
            self.of.refuse(f"{self.name}!{cell}", f"{what} was no column of the handout")


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row of a table, by its number from nought."""

    table: ReturnedTable
    number: int

    def __getitem__(self, column: str) -> str:
        """What a cell holds, nothing if the column is not there."""
        cells, place = self.table.sheet.rows[self.number], self.table.columns.get(column)
        return "" if place is None else cells[place]

    def cell(self, column: str) -> str:
        """A cell in words: `Characters!F17`."""
        place = self.table.columns[column]
        return f"{self.table.name}!{place_in_words(self.number, place)}"

    def is_filled(self, columns: Iterable[str]) -> bool:
        """Whether one of the cells holds something, or something that cannot be read."""
        return any(self[each] or self._odd(each) for each in columns)

    def sound(self, *columns: str, unit: str = "", variable: str = "") -> bool:
        """Whether cells hold what somebody typed; those that do not are refused."""
        odd = {each: why for each in columns if (why := self._odd(each)) is not None}
        for each, why in odd.items():
            self.table.of.refuse(self.cell(each), why, unit=unit, variable=variable)
        return not odd

    def refuse(
        self,
        column: str,
        reason: str,
        *,
        unit: str = "",
        variable: str = "",
        candidates: Sequence[str] = (),
    ) -> None:
        """Notes that a cell cannot be taken."""
        self.table.of.refuse(
            self.cell(column), reason, unit=unit, variable=variable, candidates=candidates
        )

    def _odd(self, column: str) -> str | None:
        place = self.table.columns.get(column)
        return None if place is None else self.table.sheet.odd.get((self.number, place))
