"""New titles of a sheet that are nearly others: the same but for marks and spaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from sqlalchemy import Connection, select

from portrayals.errors import LikelyDuplicate
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.notation.keys import fold
from portrayals.services.catalogue.titles import YEARS_APART, Near
from portrayals.services.importing.find_units import Wanted
from portrayals.tables import unit, unit_name

#: So many pairs of new titles are told.
_MOST_TOLD: Final = 5


class _New(NamedTuple):
    """A new title, where the sheet names it."""

    name: str
    line: int
    year: int | None


class NearTitles:
    """The titles before an import and the new ones of its sheet, by the letters of their names."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._there: dict[str, list[Near]] | None = None
        self._new: dict[str, list[_New]] = {}
        self._told = 0

    def of(self, wanted: Iterable[Wanted]) -> Mapping[int, LikelyDuplicate]:
        """By line, the new titles that are nearly one that is there, unless a row identifies it."""
        new = [each for each in wanted if not (each.key or each.uuid or each.ids)]
        if not new:
            return {}
        if self._there is None:
            self._there = self._read()
        found: dict[int, LikelyDuplicate] = {}
        for each in new:
            for near in self._there.get(_letters(each.name), ()):
                if _may_be_of(each.year, near.year):
                    found[each.line] = _error(near)
                    break
        return found

    def twins(self, wanted: Iterable[Wanted]) -> Iterator[str]:
        """Which new titles are nearly others of the sheet, in words: two coders may spell alike."""
        for each in wanted:
            if each.key or each.uuid or each.ids:
                continue
            here = _New(each.name, each.line, each.year)
            same = self._new.setdefault(_letters(each.name), [])
            twin = next((one for one in same if _may_be_of(one.year, here.year)), None)
            same.append(here)
            if twin is None:
                continue
            self._told += 1
            if self._told <= _MOST_TOLD:
                yield (
                    f"{here.name} in line {here.line} and {twin.name} in line {twin.line} are two "
                    "titles; if they are one, write one name in both."
                )
            elif self._told == _MOST_TOLD + 1:
                yield "More new titles are nearly alike: portrayals list titles"

    def _read(self) -> dict[str, list[Near]]:
        rows = self.connection.execute(
            select(unit.c.key, unit.c.name, unit.c.year, unit_name.c.folded)
            .join(unit_name, unit_name.c.unit_id == unit.c.unit_id)
            .where(unit.c.level_id == LEVEL_ID["title"])
            .where(unit_name.c.kind.in_(("name", "alias", "original")))
            .order_by(unit.c.key)
        )
        there: dict[str, list[Near]] = {}
        for row in rows:
            there.setdefault(_letters(row.folded), []).append(Near(row.key, row.name, row.year))
        there.pop("", None)
        return there


def _may_be_of(year: int | None, other: int | None) -> bool:
    return year is None or other is None or abs(year - other) <= YEARS_APART


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, fold(name)))


def _error(near: Near) -> LikelyDuplicate:
    when = "" if near.year is None else f" ({near.year})"
    return LikelyDuplicate(
        f"{near.name}{when} is there already: write its name, or, for another title, import with "
        "--yes",
        candidates=[near.key],
    )
