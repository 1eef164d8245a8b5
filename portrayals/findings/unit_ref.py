"""One unit in a statement, and how to reach the units above and beneath it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, not_, select, true

from portrayals.tables import title, unit
from portrayals.tables.literals import light
from portrayals.vocabulary import LEVELS, PARENT_LEVEL, Level

LEVEL_ID: Final[dict[Level, int]] = {level: place for place, level in enumerate(LEVELS, 1)}

_UNITS: Final = light(unit)


def another_unit() -> FromClause:
    """One more unit for a statement to refer to, with the columns of `unit`."""
    return _UNITS.alias()


def is_below(lower: Level, upper: Level) -> bool:
    """Whether units of `lower` lie beneath units of `upper`."""
    above = PARENT_LEVEL[lower]
    return above is not None and (above == upper or is_below(above, upper))


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit of a level, as a row of an alias of `unit`."""

    level: Level
    unit: FromClause

    def id_of(self, level: Level) -> ColumnElement[int]:
        """The id of this unit, or of the one of `level` above it."""
        if level == self.level:
            return self.unit.c.unit_id
        return self.unit.c.title_id if level == "title" else self.unit.c.parent_id

    def has_units_for(self, level: Level) -> ColumnElement[bool]:
        """Whether something is there that can be coded at a level: this unit, or one beneath it.

        For a title that includes a person of whom no relationship is recorded (R12).
        """
        if not is_below(level, self.level):
            return true()
        people = self.level == "title" and level == "relationship"
        under, is_under = self.beneath("portrayal" if people else level)
        return exists(select(under.unit.c.unit_id).where(is_under))

    def beneath(self, level: Level) -> tuple[UnitRef, ColumnElement[bool]]:
        """A place for the units of `level` beneath this one, and the condition that they are."""
        under = UnitRef(level, another_unit())
        of_level = under.unit.c.level_id == LEVEL_ID[level]
        if self.level == "title":
            return under, and_(under.unit.c.title_id == self.unit.c.unit_id, of_level)
        return under, and_(under.unit.c.parent_id == self.unit.c.unit_id, of_level)

    def above(self, level: Level) -> tuple[UnitRef, ColumnElement[bool]]:
        """A place for the unit of `level` above this one, and the condition that it is."""
        over = UnitRef(level, another_unit())
        return over, over.unit.c.unit_id == self.id_of(level)


def place(level: Level) -> UnitRef:
    """A place for units of a level, to select from."""
    return UnitRef(level, another_unit())


def value_of(rows: Select[*tuple[Any, ...]]) -> ColumnElement[Any]:
    """The single value of a subquery, which may refer to any unit around it."""
    return rows.correlate_except().scalar_subquery()


def some_of(rows: Select[*tuple[Any, ...]]) -> ColumnElement[bool]:
    """Whether a subquery has a row; it may refer to any unit around it."""
    return rows.correlate_except().exists()


def childless(at: UnitRef) -> ColumnElement[bool]:
    """Whether a portrayal has no relationships."""
    child = another_unit()
    return not_(some_of(select(child.c.unit_id).where(child.c.parent_id == at.unit.c.unit_id)))


def screened_none(at: UnitRef) -> ColumnElement[bool]:
    """Whether a title was looked through and has nobody of the kind portrayed (R13)."""
    row = title.alias()
    looked = select(row.c.title_id).where(row.c.screened == "none")
    return some_of(looked.where(row.c.title_id == at.id_of("title")))
