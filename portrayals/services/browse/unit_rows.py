"""Units as rows of a list: their names, facts and findings, as `--json` prints them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_findings import FoundOfUnit, findings_of, lonely_titles
from portrayals.findings.unit_ref import LEVEL_ID, is_below
from portrayals.results.listing import Row
from portrayals.tables import episode, identifier, title, title_term, unit, unit_name, unit_role
from portrayals.vocabulary import Level

#: How many ids one statement names: engines limit the number of parameters.
BATCH = 5_000


def described(
    connection: Connection,
    reading: Reading,
    level: Level,
    unit_ids: Sequence[int],
    shown: Sequence[StoredVariable] | None,
) -> tuple[Row, ...]:
    """The rows of units in the order of their ids; findings of `shown`, or of every variable."""
    rows: list[Row] = []
    for first in range(0, len(unit_ids), BATCH):
        batch = unit_ids[first : first + BATCH]
        made = _DESCRIBE[level](connection, batch)
        if level != "episode":
            _add_findings(connection, reading, level, batch, shown, made)
        rows += (made[unit_id] for unit_id in batch)
    return tuple(rows)


def _add_findings(
    connection: Connection,
    reading: Reading,
    level: Level,
    batch: Sequence[int],
    shown: Sequence[StoredVariable] | None,
    made: dict[int, Row],
) -> None:
    found = findings_of(connection, reading, level, batch, shown)
    lonely = lonely_titles(connection, batch) if level == "title" else set()
    variables = reading.book.variables
    listed = tuple(variables.values()) if shown is None else shown
    sets = [each.key for each in listed if each.type == "multi" and is_below(each.level, level)]
    for unit_id, by_variable in found.items():
        told: dict[str, object] = {}
        for key, of_unit in by_variable.items():
            beneath = variables[key].level == "relationship"
            state = of_unit.state(lonely=beneath and unit_id in lonely)
            if state != "not-coded":
                told[key] = _finding(state, of_unit)
        row = made[unit_id]
        if level == "title" and row["screened"] == "none" and not row["portrayals"]:
            # Looked through, with nobody of the kind in it: coded none (R13).
            told |= {key: _finding("none", FoundOfUnit()) for key in sets}
        row["findings"] = told


def _finding(state: str, of_unit: FoundOfUnit) -> Row:
    codes = of_unit.codes()
    told: Row = {
        "state": state,
        "codes": [node.key for node in codes],
        "labels": [node.label for node in codes],
    }
    if of_unit.number is not None:
        told["number"] = of_unit.number
    return told


def _names(connection: Connection, batch: Sequence[int], kind: str) -> dict[int, list[str]]:
    rows = connection.execute(
        select(unit_name.c.unit_id, unit_name.c.name)
        .where(unit_name.c.unit_id.in_(batch), unit_name.c.kind == kind)
        .order_by(unit_name.c.unit_name_id)
    )
    return _gathered((row.unit_id, row.name) for row in rows)


def _gathered(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    gathered: dict[int, list[str]] = {}
    for unit_id, value in pairs:
        gathered.setdefault(unit_id, []).append(value)
    return gathered


def _titles(connection: Connection, batch: Sequence[int]) -> dict[int, Row]:
    aliases = _names(connection, batch, "alias")
    originals = _names(connection, batch, "original")
    terms: dict[str, dict[int, list[str]]] = {}
    for row in connection.execute(
        select(title_term)
        .where(title_term.c.title_id.in_(batch))
        .order_by(title_term.c.title_id, title_term.c.field, title_term.c.position)
    ):
        terms.setdefault(row.field, {}).setdefault(row.title_id, []).append(row.value)
    ids: dict[int, list[tuple[str, str]]] = {}
    for row in connection.execute(
        select(identifier)
        .where(identifier.c.title_id.in_(batch))
        .order_by(identifier.c.scheme, identifier.c.value)
    ):
        ids.setdefault(row.title_id, []).append((row.scheme, row.value))
    beneath: dict[tuple[int, int], int] = {}
    for row in connection.execute(
        select(unit.c.title_id, unit.c.level_id, func.count().label("number"))
        .where(unit.c.title_id.in_(batch))
        .group_by(unit.c.title_id, unit.c.level_id)
    ):
        beneath[row.title_id, row.level_id] = row.number
    made = {}
    for row in connection.execute(
        select(unit.c.unit_id, unit.c.key, unit.c.uuid, unit.c.name, unit.c.year, title)
        .join(title, title.c.title_id == unit.c.unit_id)
        .where(unit.c.unit_id.in_(batch))
    ):
        of = row.unit_id
        made[of] = {
            "key": row.key,
            "uuid": row.uuid,
            "name": row.name,
            "kind": row.kind,
            "year": row.year,
            "end_year": row.end_year,
            "countries": terms.get("country", {}).get(of, []),
            "languages": terms.get("language", {}).get(of, []),
            "genres": terms.get("genre", {}).get(of, []),
            "distributor": next(iter(terms.get("distributor", {}).get(of, [])), None),
            "ids": _by_scheme(ids.get(of, [])),
            "aliases": aliases.get(of, []),
            "original": originals.get(of, []),
            "synopsis": row.synopsis,
            "note": row.note,
            "screened": row.screened,
            "screening_reason": row.screening_reason,
            "stratum": row.stratum,
            "portrayals": beneath.get((of, LEVEL_ID["portrayal"]), 0),
            "relationships": beneath.get((of, LEVEL_ID["relationship"]), 0),
        }
    return made


def _by_scheme(pairs: Sequence[tuple[str, str]]) -> dict[str, str] | list[str]:
    """Values by scheme; if a scheme has two of them, all as they are written, `imdb:tt1`."""
    by_scheme = dict(pairs)
    if len(by_scheme) == len(pairs):
        return by_scheme
    return [f"{scheme}:{value}" for scheme, value in pairs]


def _episodes(connection: Connection, batch: Sequence[int]) -> dict[int, Row]:
    aliases = _names(connection, batch, "alias")
    over = unit.alias()
    rows = connection.execute(
        select(
            unit,
            episode,
            over.c.key.label("title_key"),
            over.c.uuid.label("title_uuid"),
            over.c.name.label("title_name"),
        )
        .join(episode, episode.c.episode_id == unit.c.unit_id)
        .join(over, over.c.unit_id == unit.c.title_id)
        .where(unit.c.unit_id.in_(batch))
    ).mappings()
    return {
        row["unit_id"]: {
            "key": row["key"],
            "uuid": row["uuid"],
            "name": row["name"],
            "title": row["title_key"],
            "title_uuid": row["title_uuid"],
            "title_name": row["title_name"],
            "season": row["season"],
            "number": row["number"],
            "code": f"S{row['season']:02}E{row['number']:02}",
            "aired": row["aired"],
            "aliases": aliases.get(row["unit_id"], []),
        }
        for row in rows
    }


def _people(connection: Connection, batch: Sequence[int]) -> dict[int, Row]:
    roles = _gathered(
        (row.unit_id, row.role)
        for row in connection.execute(
            select(unit_role)
            .where(unit_role.c.unit_id.in_(batch))
            .order_by(unit_role.c.unit_id, unit_role.c.position)
        )
    )
    aliases = _names(connection, batch, "alias")
    over, above, child = unit.alias(), unit.alias(), unit.alias()
    children = select(func.count()).where(child.c.parent_id == unit.c.unit_id).scalar_subquery()
    rows = connection.execute(
        select(
            unit,
            over.c.key.label("title_key"),
            over.c.uuid.label("title_uuid"),
            over.c.name.label("title_name"),
            above.c.key.label("above_key"),
            above.c.uuid.label("above_uuid"),
            above.c.name.label("above_name"),
            func.coalesce(unit.c.year, above.c.year, over.c.year).label("period"),
            children.label("relationships"),
        )
        .join(over, over.c.unit_id == unit.c.title_id)
        .join(above, above.c.unit_id == unit.c.parent_id)
        .where(unit.c.unit_id.in_(batch))
    ).mappings()
    return {row["unit_id"]: _person(row, roles, aliases) for row in rows}


def _person(row: Any, roles: dict[int, list[str]], aliases: dict[int, list[str]]) -> Row:
    of = row["unit_id"]
    related = row["level_id"] == LEVEL_ID["relationship"]
    told: Row = {
        "key": row["key"],
        "uuid": row["uuid"],
        "name": row["name"],
        "title": row["title_key"],
        "title_uuid": row["title_uuid"],
        "title_name": row["title_name"],
    }
    if related:
        told |= {
            "portrayal": row["above_key"],
            "portrayal_uuid": row["above_uuid"],
            "portrayal_name": row["above_name"],
        }
    told |= {
        "performer": row["performer"],
        "roles": roles.get(of, []),
        "year": row["year"],
        "period": row["period"],
        "aliases": aliases.get(of, []),
    }
    return told if related else told | {"relationships": row["relationships"]}


_DESCRIBE = {
    "title": _titles,
    "episode": _episodes,
    "portrayal": _people,
    "relationship": _people,
}
