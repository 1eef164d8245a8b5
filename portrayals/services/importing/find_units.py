"""Finds the units that the rows of a sheet name, many at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, select, tuple_

from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.notation.episodes import EpisodeCode
from portrayals.notation.identifiers import Identifier
from portrayals.notation.keys import fold
from portrayals.services.catalogue.units import COLUMNS, UnitRow, unit_row
from portrayals.tables import episode, identifier, unit, unit_name
from portrayals.vocabulary import Level

_CALLED: Final = ("name", "alias", "original")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit that a row names: how to find it, and what to create if it does not exist.

    `facts` are the fields of a unit of its level, by the names that `edit` knows (services/fields).
    """

    line: int
    level: Level
    name: str
    above: UnitRow | None = None
    key: str | None = None
    uuid: str | None = None
    year: int | None = None
    code: EpisodeCode | None = None
    ids: tuple[Identifier, ...] = ()
    screened: str = "pending"
    screening_reason: str | None = None
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Several:
    """More than one title has this name, so it is unclear which is meant."""

    keys: tuple[str, ...]


def found_units(connection: Connection, wanted: Sequence[Wanted]) -> list[UnitRow | Several | None]:
    """For each, the existing unit, several that may be it, or None.

    A UUID takes precedence over a key, a key over an identifier, and that over the name with the
    year. Beneath a title, people are found by name, episodes by code.
    """
    by_uuid = _by(connection, unit.c.uuid, [each.uuid for each in wanted if each.uuid])
    by_key = _by(connection, unit.c.key, [each.key for each in wanted if each.key])
    by_id = _by_identifier(connection, [one for each in wanted for one in each.ids])
    keyless = [each for each in wanted if each.key is None]
    by_code = _by_code(connection, [each for each in keyless if each.level == "episode"])
    named = _by_name(connection, [each for each in keyless if each.level != "episode"])
    found: list[UnitRow | Several | None] = []
    for each in wanted:
        told = by_uuid.get(each.uuid or "") or by_key.get(each.key or "")
        told = told or next((by_id[one] for one in each.ids if one in by_id), None)
        if told is not None or each.key is not None:
            found.append(told)
        elif each.level == "episode":
            found.append(by_code.get(_code_key(each)))
        else:
            found.append(_called(connection, each, named.get(_name_key(each), [])))
    return found


def keyed(connection: Connection, keys: Collection[str], level: Level) -> dict[str, UnitRow]:
    """The units of a level with these keys, by key."""
    found = _by(connection, unit.c.key, keys)
    return {key: each for key, each in found.items() if each.level == level}


def _called(
    connection: Connection,
    wanted: Wanted,
    named: Sequence[UnitRow],
) -> UnitRow | Several | None:
    """The one unit with this name; titles with another year or another identifier are different."""
    if wanted.level != "title":
        performer = next(iter(wanted.facts.get("performer", ())), None)
        chosen = [each for each in named if len(named) == 1 or each.performer == performer]
        if named and len(chosen) != 1:
            return Several(tuple(each.key for each in named))
        return chosen[0] if chosen else None
    fitting = [
        each
        for each in named
        if wanted.year is None or each.year is None or each.year == wanted.year
    ]
    if wanted.ids and fitting:
        others = _identified(connection, [each.unit_id for each in fitting])
        schemes = {one.scheme for one in wanted.ids}
        fitting = [each for each in fitting if not schemes & others.get(each.unit_id, set())]
    same_year = [each for each in fitting if each.year == wanted.year]
    chosen = same_year if len(same_year) == 1 else fitting
    if len(chosen) > 1:
        return Several(tuple(each.key for each in chosen))
    return chosen[0] if chosen else None


def _by(connection: Connection, column: Any, values: Collection[str]) -> dict[str, UnitRow]:
    if not values:
        return {}
    rows = connection.execute(
        select(*COLUMNS, column.label("found_by")).where(column.in_(set(values)))
    )
    return {row.found_by: unit_row(row) for row in rows}


def _by_identifier(connection: Connection, ids: Sequence[Identifier]) -> dict[Identifier, UnitRow]:
    if not ids:
        return {}
    pairs = {(one.scheme, one.value) for one in ids}
    rows = connection.execute(
        select(*COLUMNS, identifier.c.scheme, identifier.c.value)
        .join(identifier, identifier.c.title_id == unit.c.unit_id)
        .where(tuple_(identifier.c.scheme, identifier.c.value).in_(pairs))
    )
    return {Identifier(row.scheme, row.value): unit_row(row) for row in rows}


def _identified(connection: Connection, title_ids: Sequence[int]) -> dict[int, set[str]]:
    rows = connection.execute(
        select(identifier.c.title_id, identifier.c.scheme).where(
            identifier.c.title_id.in_(title_ids)
        )
    )
    found: dict[int, set[str]] = {}
    for row in rows:
        found.setdefault(row.title_id, set()).add(row.scheme)
    return found


def _by_name(
    connection: Connection, wanted: Sequence[Wanted]
) -> dict[tuple[int | None, str], list[UnitRow]]:
    names = {fold(each.name) for each in wanted}
    found: dict[tuple[int | None, str], list[UnitRow]] = {}
    if not names:
        return found
    above = {each.above.unit_id for each in wanted if each.above is not None}
    # Many people in other titles have the same names: only those of these titles are scanned, and
    # the index of names is not used.
    here = (
        [unit.c.parent_id.in_(above), unit_name.c.folded.concat("").in_(names)]
        if above
        else [unit.c.level_id == LEVEL_ID["title"], unit_name.c.folded.in_(names)]
    )
    rows = connection.execute(
        select(*COLUMNS, unit_name.c.folded)
        .join(unit_name, unit_name.c.unit_id == unit.c.unit_id)
        .where(*here, unit_name.c.kind.in_(_CALLED))
        .order_by(unit.c.unit_id)
        .distinct()
    )
    for row in rows:
        found.setdefault((row.parent_id, row.folded), []).append(unit_row(row))
    return found


def _by_code(
    connection: Connection, wanted: Sequence[Wanted]
) -> dict[tuple[int, EpisodeCode], UnitRow]:
    titles = {each.above.unit_id for each in wanted if each.above is not None}
    if not titles:
        return {}
    rows = connection.execute(
        select(*COLUMNS, episode.c.season, episode.c.number)
        .join(episode, episode.c.episode_id == unit.c.unit_id)
        .where(episode.c.title_id.in_(titles))
    )
    return {(row.title_id, EpisodeCode(row.season, row.number)): unit_row(row) for row in rows}


def same_unit(each: Wanted) -> tuple[object, ...]:
    """What two rows have in common if they want the same new unit."""
    if each.uuid or each.key:
        return (each.level, each.uuid or each.key)
    if each.ids:
        return (each.level, *each.ids)
    if each.level == "episode":
        return (each.level, *_code_key(each))
    return (each.level, *_name_key(each), each.year if each.level == "title" else None)


def _name_key(each: Wanted) -> tuple[int | None, str]:
    return (None if each.above is None else each.above.unit_id, fold(each.name))


def _code_key(each: Wanted) -> tuple[int, EpisodeCode]:
    return (each.above.unit_id if each.above else 0), each.code or EpisodeCode(0, 0)
