"""New titles of a sheet that are nearly ones that were there: the same but for marks and spaces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from portrayals.errors import LikelyDuplicate
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.notation.keys import fold
from portrayals.services.catalogue.titles import YEARS_APART, Near
from portrayals.services.importing.find_units import Wanted
from portrayals.tables import unit, unit_name


class NearTitles:
    """The titles before an import, by the letters and digits of their names.

    Titles of one sheet are not compared with each other: who lists two means two.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._there: dict[str, list[Near]] | None = None

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
