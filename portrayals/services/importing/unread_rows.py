"""Rows of a table that cannot be read, and the units that they seem to be about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from portrayals.notation.keys import fold
from portrayals.services.importing.sheet import SheetLine

#: What names a unit and those above it; a year that cannot be read is no other name.
_NAMES: Final = ("title", "portrayal", "name", "episode", "season", "number")


class Unread(NamedTuple):
    """A row that cannot be read, a unit that it may be about, and whose answers it has."""

    line: int
    unit_id: int
    coder_id: int


@dataclass(slots=True)
class UnreadRows:
    """The rows of a table by what they call their unit: a bad one spoils what it is part of.

    `places` has the columns that name a unit. A row without any name has that of the row above, as
    where cells were merged.
    """

    places: Mapping[str, str]
    _last: tuple[tuple[str, ...], int] = ((), 0)
    _batch: dict[int, tuple[tuple[str, ...], int]] = field(default_factory=dict)
    _units: dict[tuple[str, ...], set[int]] = field(default_factory=dict)
    _bad: list[tuple[int, tuple[str, ...], int]] = field(default_factory=list)

    def add(self, line: SheetLine, coder: str, coder_id: int) -> None:
        """Notes what a row calls its unit, and its coder."""
        names = [line.cells.get(self.places.get(place, ""), "") for place in _NAMES]
        if any(names):
            self._last = tuple(map(fold, names)), coder_id
        elif coder:
            self._last = self._last[0], coder_id
        self._batch[line.number] = self._last

    def found(self, line: int, unit_id: int) -> None:
        """Notes which unit a row is about."""
        self._units.setdefault(self._batch[line][0], set()).add(unit_id)

    def keep(self, bad: Collection[int]) -> None:
        """Ends a batch of rows: of those only the bad ones are remembered."""
        self._bad += [(line, *whose) for line, whose in self._batch.items() if line in bad]
        self._batch = {}

    def __iter__(self) -> Iterator[Unread]:
        for line, called, coder_id in self._bad:
            for unit_id in sorted(self._units.get(called, ())):
                yield Unread(line, unit_id, coder_id)
