"""Draws lone changes: one column of one row gets another value that the schema lets stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Integer,
    MetaData,
    RowMapping,
    Table,
    Text,
    and_,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError

from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.results.count_options import CountOptions
from portrayals.services.statistics.stats import stats
from portrayals.tables import variable
from portrayals.tables.metadata import metadata
from portrayals.vocabulary import LEVELS

#: Alembic's own table, which the metadata do not have.
REVISION = Table("alembic_version", MetaData(), Column("version_num", Text, primary_key=True))


def tables(connection: Connection) -> list[Table]:
    """Every table of the schema as it stands, but for those that the engine keeps by itself."""
    known = {**metadata.tables, REVISION.name: REVISION}
    names = inspect(connection).get_table_names()
    return [known[name] for name in sorted(names) if not name.startswith("unit_search")]


def columns(connection: Connection) -> Iterator[Column[Any]]:
    """Every column that holds a value of its own; a computed one follows from others."""
    for table in tables(connection):
        yield from (column for column in table.c if column.computed is None)


@dataclass(frozen=True)
class LoneChange:
    """One value in the place of another."""

    column: Column[Any]
    row: RowMapping
    value: object

    def __str__(self) -> str:
        was = self.row[self.column.name]
        return f"{self.column}: {was!r} → {self.value!r} in {dict(self.row)}"

    def make(self, connection: Connection) -> bool:
        """Whether the schema lets it stand; within a savepoint, which the caller takes back."""
        table = self.column.table
        key = [each == self.row[each.name] for each in table.primary_key]
        try:
            connection.execute(update(table).where(and_(*key)).values({self.column: self.value}))
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        except DBAPIError:
            return False
        return True


def drawn(connection: Connection, column: Column[Any], draw: Random) -> Iterator[LoneChange]:
    """Changes of a column, in an endless random order: of any row, to any value of its type."""
    key = list(column.table.primary_key)
    rows = connection.execute(select(column.table).order_by(*key)).mappings().all()
    others = [row[column.name] for row in rows]
    others += [value for foreign in column.foreign_keys for value in _values(connection, foreign)]
    others += _words(column)
    while True:
        row = draw.choice(rows)
        value = draw.choice([draw.choice(others), _another(row[column.name], column, draw)])
        if value != row[column.name] or type(value) is not type(row[column.name]):
            yield LoneChange(column, row, value)


def _values(connection: Connection, foreign: Any) -> list[object]:
    return list(connection.execute(select(foreign.column)).scalars())


def _words(column: Column[Any]) -> list[object]:
    """The words that a CHECK admits in a column."""
    checks = [each for each in column.table.constraints if isinstance(each, CheckConstraint)]
    return [
        word
        for each in checks
        if str(each.sqltext).startswith(f"{column.name} IN ")
        for word in re.findall(r"'([^']*)'", str(each.sqltext))
    ]


def _another(was: object, column: Column[Any], draw: Random) -> object:
    """A value of the type of a column, near the one that it has or far from it; or none."""
    if column.nullable and was is not None and draw.random() < 0.2:
        return None
    if isinstance(column.type, Text):
        return _text(str(was or ""), draw)
    number = was if isinstance(was, int | float) else 1
    if isinstance(column.type, Integer):
        return int(number) + draw.choice((-1, 1, 2, 40))
    return number + draw.choice((-1.0, 0.25, 1.0, 40.0))


def _text(was: str, draw: Random) -> str:
    """Another text: a letter more, less or other, or quite another word."""
    place = draw.randrange(len(was) + 1)
    return draw.choice(
        (
            was[:place] + draw.choice("abyz019-:") + was[place + 1 :],
            was[:place] + was[place + 1 :],
            was + draw.choice("abyz019-: "),
            draw.choice(("", "other", "[]", "2012-02-30")),
        )
    )


def figures(connection: Connection) -> dict[str, object]:
    """What `stats` says of all variables, those of a level at once, or why it says nothing."""
    said: dict[str, object] = {}
    for level in LEVELS:
        counted = select(variable.c.key).where(
            variable.c.level_id == LEVEL_ID[level], variable.c.type != "text"
        )
        keys = connection.execute(counted.order_by(variable.c.key)).scalars().all()
        try:
            found = stats(connection, keys, CountOptions(level=level)) if keys else None
        except Exception as error:  # no figure is no wrong one, but another than there was
            said[level] = repr(error)
        else:
            said[level] = found and (found.n, found.states, found.rows)
    return said


@contextmanager
def taken_back(connection: Connection) -> Iterator[None]:
    """Takes back what is done within."""
    attempt = connection.begin_nested()
    try:
        yield
    finally:
        attempt.rollback()
        connection.info.pop("staged", None)  # its tables are gone; the same names compile once
