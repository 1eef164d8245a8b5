"""Which units of two that are one are the same, and which only come along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from portrayals.errors import InvalidValue
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.notation.keys import fold
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.catalogue.units import COLUMNS, GENERAL, UnitRow, unit_row
from portrayals.tables import episode, unit
from portrayals.vocabulary import Level

#: What tells the units beneath one apart: the code of an episode, the folded name of a person.
Mark = tuple[Level, str]

_WITH_UNITS_BENEATH: Final = ("title", "portrayal")


@dataclass(frozen=True, slots=True)
class Pairing:
    """Units to be joined, upper before lower, as the one that goes and the one that stays; and
    units that have no counterpart, each with the unit that it comes to lie beneath."""

    joined: tuple[tuple[UnitRow, UnitRow], ...]
    moved: tuple[tuple[UnitRow, UnitRow], ...]


def find_pair(connection: Connection, key: str, into: str) -> tuple[UnitRow, UnitRow]:
    """The unit that goes and the one that stays. Raises InvalidValue where they cannot be one."""
    goes, stays = find_unit(connection, key), find_unit(connection, into)
    if goes.unit_id == stays.unit_id:
        raise InvalidValue(f"both names are of {goes.key}", hint="name the duplicate of it")
    if goes.level != stays.level:
        raise InvalidValue(
            f"{goes.key} is a {goes.level} and {stays.key} a {stays.level}, so they are not one",
            hint="see what they are: portrayals show KEY",
        )
    if goes.parent_id != stays.parent_id:
        above, other = goes.key.rpartition("/")[0], stays.key.rpartition("/")[0]
        raise InvalidValue(
            f"{goes.key} and {stays.key} lie apart; what is merged lies beneath one unit",
            hint=f"if those above them are one: portrayals merge {above} {other}",
        )
    return goes, stays


def pair(connection: Connection, goes: UnitRow, stays: UnitRow) -> Pairing:
    """Pairs two units and those beneath them: episodes by code, people by folded name."""
    joined, moved = [(goes, stays)], []
    known = dict(_beneath(connection, stays))
    for mark, each in _beneath(connection, goes):
        same = known.pop(mark, None)
        if same is None:
            moved.append((each, stays))
        else:
            below = pair(connection, each, same)
            joined += below.joined
            moved += below.moved
    return Pairing(tuple(joined), tuple(moved))


def _beneath(connection: Connection, of: UnitRow) -> list[tuple[Mark, UnitRow]]:
    if of.level not in _WITH_UNITS_BENEATH:
        return []
    rows = connection.execute(
        select(*COLUMNS, episode.c.season, episode.c.number)
        .outerjoin(episode, episode.c.episode_id == unit.c.unit_id)
        .where(unit.c.parent_id == of.unit_id)
        .order_by(unit.c.key)
    )
    found = []
    for row in rows:
        each = unit_row(row)
        if row.level_id == LEVEL_ID["episode"]:
            told_by = f"{row.season} {row.number}"
        elif row.level_id == LEVEL_ID["relationship"] and row.key.endswith(f"/{GENERAL}"):
            told_by = ""
        else:
            told_by = fold(row.name)
        found.append(((each.level, told_by), each))
    return found
