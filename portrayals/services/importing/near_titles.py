"""New titles of a sheet that are nearly others: the same but for marks and spaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from sqlalchemy import Column, Connection, Integer, Table, Text, select

from portrayals.database.staging import fill, stage
from portrayals.errors import LikelyDuplicate
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.notation.keys import fold, letters
from portrayals.services.catalogue.titles import YEARS_APART, Near
from portrayals.services.importing.find_units import Wanted
from portrayals.tables import unit, unit_name

#: So many pairs of new titles are told.
_MOST_TOLD: Final = 5
_PAGE: Final = 5_000


class NearTitles:
    """The titles before an import and the new ones of its sheet, by the letters of their names.

    They are kept in the database: a catalogue and a sheet may have a million.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._number = 0
        self._told = 0

    def of(self, wanted: Iterable[Wanted]) -> Mapping[int, LikelyDuplicate]:
        """By line, the new titles that are nearly one that is there, unless a row identifies it."""
        new = _uncertain(wanted)
        alike = self._alike(new)
        found: dict[int, LikelyDuplicate] = {}
        for each in new:
            for near in alike.get(_letters(each.name), ()):
                if near.line is None and _may_be_of(each.year, near.year):
                    found[each.line] = _error(Near(near.key, near.name, near.year))
                    break
        return found

    def twins(self, wanted: Iterable[Wanted]) -> Iterator[str]:
        """Which new titles are nearly others of the sheet, in words: two coders may spell alike."""
        new = _uncertain(wanted)
        alike: dict[str, list[Any]] = self._alike(new)
        for each in new:
            same = alike.setdefault(_letters(each.name), [])
            near = (one for one in same if one.line is not None)
            twin = next((one for one in near if _may_be_of(one.year, each.year)), None)
            same.append(each)
            if twin is None:
                continue
            self._told += 1
            if self._told <= _MOST_TOLD:
                yield (
                    f"{each.name} in line {each.line} and {twin.name} in line {twin.line} are two "
                    "titles; if they are one, write one name in both."
                )
            elif self._told == _MOST_TOLD + 1:
                yield "More new titles are nearly alike: portrayals list titles"
        if new:
            kept = ((_letters(each.name), None, each.name, each.year, each.line) for each in new)
            self._keep(self._titles, kept)

    def _alike(self, wanted: Sequence[Wanted]) -> dict[str, list[Any]]:
        """What has the letters of any of these, in the order in which it was met."""
        letters = {_letters(each.name) for each in wanted}
        if not letters:
            return {}
        titles = self._titles
        rows = select(titles).where(titles.c.letters.in_(letters)).order_by(titles.c.number)
        found: dict[str, list[Any]] = {}
        for row in self.connection.execute(rows):
            found.setdefault(row.letters, []).append(row)
        return found

    @cached_property
    def _titles(self) -> Table:
        """All titles; those that were there before the import have no line."""
        titles = stage(
            self.connection,
            Column("letters", Text, primary_key=True),
            Column("number", Integer, primary_key=True, autoincrement=False),
            *(Column(name, Text) for name in ("key", "name")),
            *(Column(name, Integer) for name in ("year", "line")),
        )
        there = (
            select(unit_name.c.folded, unit.c.key, unit.c.name, unit.c.year)
            .join(unit, unit.c.unit_id == unit_name.c.unit_id)
            .where(unit.c.level_id == LEVEL_ID["title"])
            .where(unit_name.c.kind.in_(("name", "alias", "original")))
            .order_by(unit.c.key)
        )
        stored = self.connection.execute(there, execution_options={"yield_per": _PAGE})
        for page in stored.partitions():
            self._keep(
                titles, ((letters(row.folded), row.key, row.name, row.year, None) for row in page)
            )
        return titles

    def _keep(
        self, titles: Table, rows: Iterable[tuple[str, str | None, str, int | None, int | None]]
    ) -> None:
        numbered = []
        for word, *others in rows:
            if word:
                self._number += 1
                numbered.append((word, self._number, *others))
        fill(self.connection, titles, numbered)


def _uncertain(wanted: Iterable[Wanted]) -> list[Wanted]:
    """Those that a row names alone; names of signs without letters have nothing in common."""
    named = (each for each in wanted if not (each.key or each.uuid or each.ids))
    return [each for each in named if _letters(each.name)]


def _may_be_of(year: int | None, other: int | None) -> bool:
    return year is None or other is None or abs(year - other) <= YEARS_APART


def _letters(name: str) -> str:
    return letters(fold(name))


def _error(near: Near) -> LikelyDuplicate:
    when = "" if near.year is None else f" ({near.year})"
    return LikelyDuplicate(
        f"{near.name}{when} is there already: write its name, or, for another title, import with "
        "--yes",
        candidates=[near.key],
    )
