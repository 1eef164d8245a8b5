"""Updates units in place: their fields, with their searchable names, and their keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from portrayals.history.record import keep
from portrayals.history.transaction import Change
from portrayals.notation.episodes import EpisodeCode
from portrayals.notation.identifiers import parse_identifier
from portrayals.services.catalogue.fields import FIELDS, Values
from portrayals.services.catalogue.units import UnitRow, write_names, write_roles, write_terms
from portrayals.tables import episode, identifier, title, title_term, unit, unit_name, unit_role
from portrayals.vocabulary import Level

#: The table of each field that is a column, and the column that identifies a unit there.
_COLUMNS: Final[dict[Table, tuple[str, tuple[str, ...]]]] = {
    unit: ("unit_id", ("name", "performer", "year")),
    title: ("title_id", ("kind", "end_year", "synopsis", "note", "stratum")),
    episode: ("episode_id", ("aired",)),
}
_YEARS: Final = ("year", "end_year")
_TERMS: Final = ("country", "language", "genre", "distributor")
_NAMES: Final = ("name", "alias", "original", "performer", "synopsis")


def family(unit_ids: Sequence[int]) -> ColumnElement[bool]:
    """The condition that a row of `unit` is one of these or beneath one."""
    return or_(
        unit.c.unit_id.in_(unit_ids),
        unit.c.title_id.in_(unit_ids),
        unit.c.parent_id.in_(unit_ids),
    )


def code_of(connection: Connection, of: UnitRow) -> str | None:
    """The code of an episode, which is its name until it has another; None for other units."""
    row = connection.execute(
        select(episode.c.season, episode.c.number).where(episode.c.episode_id == of.unit_id)
    ).one_or_none()
    return None if row is None else str(EpisodeCode(row.season, row.number))


def values_of(connection: Connection, of: UnitRow) -> Values:
    """The current values of all fields of a unit."""
    return values_of_all(connection, of.level, [of])[of.unit_id]


def values_of_all(
    connection: Connection, level: Level, units: Sequence[UnitRow]
) -> dict[int, Values]:
    """The values of all fields of units of one level, by unit id."""
    ids = [each.unit_id for each in units]
    rows = connection.execute(
        select(
            unit.c.unit_id.label("of_unit"),
            *(table.c[name] for table, (_, names) in _COLUMNS.items() for name in names),
        )
        .select_from(unit)
        .outerjoin(title, title.c.title_id == unit.c.unit_id)
        .outerjoin(episode, episode.c.episode_id == unit.c.unit_id)
        .where(unit.c.unit_id.in_(ids))
    )
    keys = {each.unit_id: each.key.rsplit("/", 1)[-1] for each in units}
    several = _several(connection, ids)
    found: dict[int, Values] = {}
    for row in rows:
        single = {
            name: () if value is None else (str(value),) for name, value in row._mapping.items()
        } | {"key": (keys[row.of_unit],)}
        own = several.get(row.of_unit, {})
        found[row.of_unit] = {
            name: single[name] if name in single else tuple(own.get(name, ()))
            for name in FIELDS[level]
        }
    return found


def _several(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """The values stored as separate rows, in order, by unit id and field."""
    found: dict[int, dict[str, list[str]]] = {}

    def gather(of: Any, field: Any, value: Any, *order: Any) -> None:
        rows = connection.execute(select(of, field, value).where(of.in_(ids)).order_by(*order))
        for unit_id, name, each in rows:
            found.setdefault(unit_id, {}).setdefault(name, []).append(each)

    gather(unit_name.c.unit_id, unit_name.c.kind, unit_name.c.name, unit_name.c.unit_name_id)
    gather(unit_role.c.unit_id, literal("role"), unit_role.c.role, unit_role.c.position)
    pairs = identifier.c.scheme + ":" + identifier.c.value
    gather(identifier.c.title_id, literal("id"), pairs, pairs)
    gather(title_term.c.title_id, title_term.c.field, title_term.c.value, title_term.c.position)
    return found


def write_values(change: Change, of: UnitRow, before: Values, after: Values) -> None:
    """Writes the fields of a unit that differ; `rekey` writes its key."""
    connection = change.connection
    keep(connection, change.number, unit, unit.c.unit_id == of.unit_id)
    changed = {name: values for name, values in after.items() if values != before[name]}
    for table, (identity, names) in _COLUMNS.items():
        columns = {name: _stored(name, changed[name]) for name in names if name in changed}
        if table is unit:
            columns["change_id"] = change.number
        if columns:
            connection.execute(
                update(table).where(table.c[identity] == of.unit_id).values(**columns)
            )
    for name, values in changed.items():
        if name in _NAMES:
            write_names(connection, of.unit_id, name, values)
        if name in _TERMS:
            write_terms(connection, of.unit_id, name, values)
        if name == "role":
            write_roles(connection, of.unit_id, values)
        if name == "id":
            _write_identifiers(connection, of.unit_id, values)


def _stored(name: str, values: tuple[str, ...]) -> str | int | None:
    if not values:
        return None
    return int(values[0]) if name in _YEARS else values[0]


def _write_identifiers(connection: Connection, title_id: int, written: Sequence[str]) -> None:
    connection.execute(delete(identifier).where(identifier.c.title_id == title_id))
    for each in map(parse_identifier, written):
        connection.execute(
            insert(identifier).values(scheme=each.scheme, value=each.value, title_id=title_id)
        )


def rekey(change: Change, of: UnitRow, key: str, *, old_lives: bool = True) -> None:
    """Gives a unit and everything beneath it a free key; the old keys become aliases."""
    connection = change.connection
    all_of_it = family([of.unit_id])
    keep(connection, change.number, unit, all_of_it)
    known = unit_name.alias()
    has_it = exists().where(
        known.c.unit_id == unit.c.unit_id, known.c.kind == "alias", known.c.name == unit.c.key
    )
    if old_lives:
        # A key is made of folded names, so it is folded already.
        old = select(unit.c.unit_id, literal("alias"), unit.c.key, unit.c.key)
        connection.execute(
            insert(unit_name).from_select(
                ["unit_id", "kind", "name", "folded"], old.where(all_of_it, ~has_it)
            )
        )
    connection.execute(
        update(unit)
        .where(all_of_it)
        .values(
            key=literal(key) + func.substr(unit.c.key, len(of.key) + 1), change_id=change.number
        )
    )
