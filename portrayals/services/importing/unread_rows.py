"""Rows of a table that cannot be read, and the units that they seem to be about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from sqlalchemy import Column, Integer, Text, select

from portrayals.database.staging import fill, stage
from portrayals.notation.keys import fold
from portrayals.services.importing.coders import Coders
from portrayals.services.importing.sheet import SheetLine

#: What names a unit and those above it; a year that cannot be read is no other name.
_NAMES: Final = ("title", "portrayal", "name", "episode", "season", "number")
_BATCH: Final = 10_000


class Unread(NamedTuple):
    """A row that cannot be read, a unit that it may be about, and whose answers it may have."""

    line: int
    unit_id: int
    coder_id: int


class _Whose(NamedTuple):
    """What a row calls its unit, and its coder; None if that may be any of the file."""

    called: str
    coder: str | None


class UnreadRows:
    """The rows of a table by what they call their unit: a bad one spoils what it is part of.

    `places` has the columns that name a unit. A row without any name has that of the row above, as
    where cells were merged.
    """

    def __init__(self, people: Coders, places: Mapping[str, str]) -> None:
        self._people = people
        self._connection = people.change.connection
        self._columns = [places.get(place, "") for place in _NAMES]
        self._last = _Whose("", "")
        self._batch: dict[int, _Whose] = {}
        self._bad: list[tuple[int, _Whose]] = []
        self._coders: dict[str, None] = {}
        self._waiting: dict[tuple[str, int], None] = {}
        # Of a million rows, memory keeps only those that cannot be read.
        self._units = stage(self._connection, Column("called", Text), Column("unit_id", Integer))

    def add(self, line: SheetLine, coder: str) -> None:
        """Notes what a row calls its unit and its coder."""
        called = self._called(line)
        if called or coder:
            self._last = _Whose(called or self._last.called, coder)
            self._coders[coder] = None
        self._batch[line.number] = self._last

    def spoilt(self, line: SheetLine, coder: str) -> None:
        """Notes, after all others, a row whose cells are not known to be in their columns."""
        known = coder if coder in self._coders else None
        self._bad.append((line.number, _Whose(self._called(line), known)))

    def found(self, line: int, unit_id: int) -> None:
        """Notes which unit a row is about."""
        self._waiting[self._batch[line].called, unit_id] = None
        if len(self._waiting) >= _BATCH:
            self._flush()

    def keep(self, bad: Collection[int]) -> None:
        """Ends a batch of rows: of those only the bad ones are remembered."""
        self._bad += [(line, whose) for line, whose in self._batch.items() if line in bad]
        self._batch = {}

    def __iter__(self) -> Iterator[Unread]:
        named = self._named() if self._bad else {}
        anybody = [each for written in self._coders for each in self._people.perhaps(written)]
        for line, whose in self._bad:
            perhaps = anybody if whose.coder is None else self._people.perhaps(whose.coder)
            for unit_id in named.get(whose.called, ()):
                for coder_id in perhaps:
                    yield Unread(line, unit_id, coder_id)

    def _named(self) -> dict[str, list[int]]:
        """The units that are called as bad rows call theirs."""
        self._flush()
        units = self._units
        bad = stage(self._connection, Column("called", Text, primary_key=True))
        fill(self._connection, bad, [(each,) for each in {whose.called for _, whose in self._bad}])
        rows = select(units).join(bad, bad.c.called == units.c.called).distinct()
        named: dict[str, list[int]] = {}
        for row in self._connection.execute(rows.order_by(units.c.unit_id)):
            named.setdefault(row.called, []).append(row.unit_id)
        return named

    def _called(self, line: SheetLine) -> str:
        """The names on lines of their own, folded; nothing if there is none."""
        names = [fold(line.cells.get(column, "")) for column in self._columns]
        return "\n".join(names) if any(names) else ""

    def _flush(self) -> None:
        fill(self._connection, self._units, self._waiting)
        self._waiting = {}
