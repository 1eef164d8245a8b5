"""From what a person writes to whatever it names: a unit, a coder, a source or a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, Text, cast, select

from portrayals.errors import AmbiguousKey, UnknownKey
from portrayals.notation.near import nearest
from portrayals.notation.quoting import quoted
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.catalogue.units import UnitRow
from portrayals.tables import claim, coder, source


@dataclass(frozen=True, slots=True)
class Record:
    """What is no unit: a coder, a source or a claim. A claim's key is its number."""

    kind: str
    record_id: int
    key: str


RECORDS: Final[dict[str, Table]] = {"coder": coder, "source": source, "claim": claim}


def identity_of(kind: str) -> ColumnElement[int]:
    """The column that identifies the records of a kind."""
    column: ColumnElement[int] = RECORDS[kind].c[f"{kind}_id"]
    return column


def find_thing(connection: Connection, written: str) -> UnitRow | Record:
    """The unit that `written` names, else the coder or source of that key.

    `coder:KEY`, `source:KEY` and `claim:NUMBER` say which. Raises UnknownKey, and AmbiguousKey
    where it is the key of a coder or source and names, in another way than by key, a unit too.
    """
    text = written.strip()
    kind, _, key = text.partition(":")
    if kind in RECORDS and key[:1].strip():
        return find_record(connection, kind, key)
    records = [
        found
        for found in (_record(connection, each, text) for each in ("coder", "source"))
        if found is not None
    ]
    try:
        named = find_unit(connection, text)
    except UnknownKey:
        if len(records) == 1:
            return records[0]
        if not records:
            raise
        keys = []
    else:
        if named.key == text or not records:
            return named
        keys = [named.key]
    raise AmbiguousKey(
        f"{quoted(text)} names several things",
        candidates=[*keys, *(f"{each.kind}:{each.key}" for each in records)],
        hint="use one of these",
    )


def find_record(connection: Connection, kind: str, key: str) -> Record:
    """The coder, source or claim of a key. Raises UnknownKey with the nearest."""
    found = _record(connection, kind, key)
    if found is None:
        raise UnknownKey(
            f"there is no {kind} {quoted(key)}",
            hint=f"see them: portrayals list {kind}s",
            candidates=nearest(key, _keys(connection, kind)),
        )
    return found


def _record(connection: Connection, kind: str, key: str) -> Record | None:
    found = connection.execute(
        select(identity_of(kind)).where(_key_of(kind) == key)
    ).scalar_one_or_none()
    return None if found is None else Record(kind, found, key)


def _keys(connection: Connection, kind: str) -> list[str]:
    return list(connection.execute(select(_key_of(kind)).order_by(identity_of(kind))).scalars())


def _key_of(kind: str) -> ColumnElement[str]:
    if kind == "claim":
        return cast(identity_of(kind), Text)
    key: ColumnElement[str] = RECORDS[kind].c.key
    return key
