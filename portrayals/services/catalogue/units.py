"""Writes units: the rows of a title, an episode or a person, with its searchable names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, text

from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.transaction import Change, new_uuid
from portrayals.notation.episodes import EpisodeCode
from portrayals.notation.identifiers import Identifier
from portrayals.notation.keys import fold, slug
from portrayals.tables import (
    episode,
    identifier,
    title,
    title_term,
    unit,
    unit_name,
    unit_role,
)
from portrayals.vocabulary import LEVELS, Level

#: The key of the relationship with nobody in particular (R13).
GENERAL = "general"


class UnitRow(NamedTuple):
    """A unit as stored."""

    unit_id: int
    key: str
    level: Level
    title_id: int
    parent_id: int | None
    name: str
    year: int | None
    performer: str | None = None


COLUMNS = (
    unit.c.unit_id,
    unit.c.key,
    unit.c.level_id,
    unit.c.title_id,
    unit.c.parent_id,
    unit.c.name,
    unit.c.year,
    unit.c.performer,
)


def unit_row(row: Any) -> UnitRow:
    """A row of `COLUMNS` as a `UnitRow`."""
    return UnitRow(
        row.unit_id,
        row.key,
        LEVELS[row.level_id - 1],
        row.title_id,
        row.parent_id,
        row.name,
        row.year,
        row.performer,
    )


def free_key(connection: Connection, wanted: str, year: int | None = None) -> str:
    """The key itself, or, if it is taken, with the year or else the first free number."""
    candidates = [wanted, *([f"{wanted}-{year}"] if year is not None else [])]
    for candidate in candidates:
        if not _taken(connection, candidate):
            return candidate
    number = 2
    while _taken(connection, f"{candidates[-1]}-{number}"):
        number += 1
    return f"{candidates[-1]}-{number}"


def _taken(connection: Connection, key: str) -> bool:
    found = connection.execute(select(unit.c.unit_id).where(unit.c.key == key)).first()
    return found is not None


def insert_title(
    change: Change,
    name: str,
    *,
    key: str | None = None,
    kind: str,
    year: int | None,
    end_year: int | None = None,
    synopsis: str | None = None,
    note: str | None = None,
    screened: str = "pending",
    terms: dict[str, Sequence[str]] | None = None,
    ids: Iterable[Identifier] = (),
    aliases: Iterable[str] = (),
) -> UnitRow:
    """Writes a title; `terms` are its countries, languages, genres and distributor by field."""
    connection = change.connection
    unit_id = _next_unit_id(connection)
    key = key or free_key(connection, slug(name), year)
    _insert_unit(change, "title", unit_id=unit_id, key=key, title_id=unit_id, name=name, year=year)
    connection.execute(
        insert(title).values(
            title_id=unit_id,
            kind=kind,
            end_year=end_year,
            synopsis=synopsis,
            note=note,
            screened=screened,
        )
    )
    for field, values in (terms or {}).items():
        write_terms(connection, unit_id, field, values)
    for each in ids:
        connection.execute(
            insert(identifier).values(scheme=each.scheme, value=each.value, title_id=unit_id)
        )
    write_names(connection, unit_id, "name", [name])
    write_names(connection, unit_id, "alias", aliases)
    write_names(connection, unit_id, "synopsis", [synopsis] if synopsis else [])
    return UnitRow(unit_id, key, "title", unit_id, None, name, year)


def insert_person(
    change: Change,
    above: UnitRow,
    name: str,
    *,
    key: str | None = None,
    performer: str | None = None,
    roles: Sequence[str] = (),
    year: int | None = None,
    aliases: Iterable[str] = (),
) -> UnitRow:
    """Writes a portrayal of a title, or a relationship of a portrayal."""
    connection = change.connection
    level: Level = "portrayal" if above.level == "title" else "relationship"
    unit_id = _next_unit_id(connection)
    full = free_key(connection, f"{above.key}/{key or slug(name)}")
    _insert_unit(
        change,
        level,
        unit_id=unit_id,
        key=full,
        title_id=above.title_id,
        parent_id=above.unit_id,
        name=name,
        performer=performer,
        year=year,
    )
    write_roles(connection, unit_id, roles)
    write_names(connection, unit_id, "name", [name])
    write_names(connection, unit_id, "performer", [performer] if performer else [])
    write_names(connection, unit_id, "alias", aliases)
    return UnitRow(unit_id, full, level, above.title_id, above.unit_id, name, year, performer)


def insert_episode(
    change: Change,
    of: UnitRow,
    code: EpisodeCode,
    *,
    name: str | None = None,
    aired: str | None = None,
) -> UnitRow:
    """Writes an episode of a title; without a name, its code is its name."""
    connection = change.connection
    unit_id = _next_unit_id(connection)
    key = f"{of.key}/{str(code).casefold()}"
    called = name or str(code)
    _insert_unit(
        change,
        "episode",
        unit_id=unit_id,
        key=key,
        title_id=of.unit_id,
        parent_id=of.unit_id,
        name=called,
    )
    connection.execute(
        insert(episode).values(
            episode_id=unit_id,
            title_id=of.unit_id,
            season=code.season,
            number=code.number,
            aired=aired,
        )
    )
    write_names(connection, unit_id, "name", [called])
    return UnitRow(unit_id, key, "episode", of.unit_id, of.unit_id, called, None)


def _insert_unit(change: Change, level: Level, **values: Any) -> None:
    change.connection.execute(
        insert(unit).values(
            uuid=new_uuid(), level_id=LEVEL_ID[level], change_id=change.number, **values
        )
    )


def _next_unit_id(connection: Connection) -> int:
    """The id of the next unit: a title's row refers to itself, so it must know its id."""
    if connection.dialect.name == "postgresql":
        sequence = text("SELECT nextval(pg_get_serial_sequence('unit', 'unit_id'))")
        return int(connection.execute(sequence).scalar_one())
    given = text("SELECT seq FROM sqlite_sequence WHERE name = 'unit'")
    return int(connection.execute(given).scalar_one_or_none() or 0) + 1


def write_names(connection: Connection, unit_id: int, kind: str, names: Iterable[str]) -> None:
    """Replaces all the names of one kind by which a unit is found."""
    connection.execute(
        delete(unit_name).where(unit_name.c.unit_id == unit_id, unit_name.c.kind == kind)
    )
    rows = [
        {"unit_id": unit_id, "kind": kind, "name": name, "folded": fold(name)}
        for name in dict.fromkeys(names)
    ]
    if rows:
        connection.execute(insert(unit_name), rows)


def write_roles(connection: Connection, unit_id: int, roles: Iterable[str]) -> None:
    """Replaces all the roles of a person, in order."""
    connection.execute(delete(unit_role).where(unit_role.c.unit_id == unit_id))
    rows = [
        {"unit_id": unit_id, "position": position, "role": role, "folded": fold(role)}
        for position, role in enumerate(dict.fromkeys(roles))
    ]
    if rows:
        connection.execute(insert(unit_role), rows)


def write_terms(connection: Connection, title_id: int, field: str, values: Iterable[str]) -> None:
    """Replaces all the countries, languages, genres or distributors of a title."""
    connection.execute(
        delete(title_term).where(title_term.c.title_id == title_id, title_term.c.field == field)
    )
    rows = [
        {
            "title_id": title_id,
            "field": field,
            "value": value,
            "position": position,
            "folded": fold(value),
        }
        for position, value in enumerate(dict.fromkeys(values))
    ]
    if rows:
        connection.execute(insert(title_term), rows)


def count_people(connection: Connection, title_id: int) -> int:
    """How many portrayals a title has."""
    rows = select(func.count()).where(
        unit.c.title_id == title_id, unit.c.level_id == LEVEL_ID["portrayal"]
    )
    return connection.execute(rows.select_from(unit)).scalar_one()
