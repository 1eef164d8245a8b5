"""Titles, episodes, portrayals and relationships with every column that an import takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, select

from portrayals.findings.settlement import Reading
from portrayals.query.batches import batches
from portrayals.query.select import Ids
from portrayals.results.listing import Row
from portrayals.services.browse.unit_rows import described
from portrayals.tables import identifier, title, unit_name
from portrayals.vocabulary import Level

_PERSON: Final = ("name", "performer", "roles", "year", "aliases")

COLUMNS: Final[dict[Level, tuple[str, ...]]] = {
    "title": (
        *("key", "uuid", "name", "kind", "year", "end_year", "countries", "languages", "genres"),
        *("distributor", "ids", "aliases", "original", "synopsis", "note", "screened"),
        *("screening_reason", "stratum"),
    ),
    "episode": ("key", "uuid", "title", "season", "number", "name", "aired", "aliases"),
    "portrayal": ("key", "uuid", "title", *_PERSON),
    "relationship": ("key", "uuid", "portrayal", *_PERSON),
}


def catalogue(connection: Connection, reading: Reading, level: Level, chosen: Ids) -> Iterator[Row]:
    """The units of a level, in their order; lists as lists, identifiers by their scheme."""
    more = {"title": _title_facts, "episode": _aliases}.get(level)
    for batch in batches(connection, chosen):
        beside = {} if more is None else more(connection, batch)
        rows = described(connection, reading, level, batch, shown=())
        for unit_id, row in zip(batch, rows, strict=True):
            whole = row | beside.get(unit_id, {})
            yield {name: whole[name] for name in COLUMNS[level]}


def _title_facts(connection: Connection, batch: Sequence[int]) -> dict[int, Row]:
    """What a list of titles has no room for."""
    pairs: dict[int, list[tuple[str, str]]] = {}
    for row in connection.execute(
        select(identifier)
        .where(identifier.c.title_id.in_(batch))
        .order_by(identifier.c.scheme, identifier.c.value)
    ):
        pairs.setdefault(row.title_id, []).append((row.scheme, row.value))
    originals = _names(connection, batch, "original")
    facts = select(title.c.title_id, title.c.note, title.c.screening_reason, title.c.stratum)
    return {
        row.title_id: {
            "note": row.note,
            "screening_reason": row.screening_reason,
            "stratum": row.stratum,
            "ids": _by_scheme(pairs.get(row.title_id, [])),
            "original": originals[row.title_id],
        }
        for row in connection.execute(facts.where(title.c.title_id.in_(batch)))
    }


def _by_scheme(pairs: Sequence[tuple[str, str]]) -> dict[str, str] | list[str]:
    """Values by scheme; where a scheme has two of them, all as they are written, `imdb:tt1`."""
    by_scheme = dict(pairs)
    if len(by_scheme) == len(pairs):
        return by_scheme
    return [f"{scheme}:{value}" for scheme, value in pairs]


def _aliases(connection: Connection, batch: Sequence[int]) -> dict[int, Row]:
    found = _names(connection, batch, "alias")
    return {unit_id: {"aliases": aliases} for unit_id, aliases in found.items()}


def _names(connection: Connection, batch: Sequence[int], kind: str) -> dict[int, list[str]]:
    """The names of one kind that units have, as they were given."""
    found: dict[int, list[str]] = {unit_id: [] for unit_id in batch}
    for row in connection.execute(
        select(unit_name.c.unit_id, unit_name.c.name)
        .where(unit_name.c.unit_id.in_(batch), unit_name.c.kind == kind)
        .order_by(unit_name.c.unit_name_id)
    ):
        found[row.unit_id].append(row.name)
    return found
