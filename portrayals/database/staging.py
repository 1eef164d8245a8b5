"""Intermediate results, stored in temporary tables with a key.

Given one long statement, an engine joins its parts by scanning them against each other, because it
knows no keys for them. A stored step costs one write per unit and makes every later join a look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any, Final

from sqlalchemy import Column, Connection, Dialect, MetaData, Select, SelectBase, Table, insert
from sqlalchemy.schema import CreateTable

#: SQLite: how many rows are written by one statement, which takes half the time of one for each.
_ROWS: Final = 50

#: Where a connection keeps the number of its last temporary table.
_NUMBER: Final = "staged"


def staged(connection: Connection, rows: SelectBase, *key: str) -> Table:
    """The rows of a select in a temporary table of this connection, indexed by key."""
    table = stage(
        connection,
        *(
            Column(column.name, column.type, primary_key=column.name in key, autoincrement=False)
            for column in rows.selected_columns
        ),
    )
    connection.execute(insert(table).from_select(table.c.keys(), rows))
    return table


def stage(connection: Connection, *columns: Column[Any]) -> Table:
    """An empty temporary table of this connection; with a key, its rows are stored in key order.

    The tables of a connection are numbered, so the same table has the same name on every
    connection, and the engine has to compile each statement only once.
    """
    number = connection.info[_NUMBER] = connection.info.get(_NUMBER, 0) + 1
    table = _table(
        _name(number),
        tuple((each.name, each.type.__class__, each.primary_key) for each in columns),
        columns,
    )
    connection.exec_driver_sql(_creating(table, connection.dialect))
    return table


def unstage(connection: Connection) -> None:
    """Drops the temporary tables of this connection; the next ones have their names again."""
    for number in range(1, connection.info.pop(_NUMBER, 0) + 1):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {_name(number)}")


def _name(number: int) -> str:
    return f"staged_{number}"


@lru_cache(maxsize=512)
def _creating(table: Table, dialect: Dialect) -> str:
    """The statement that creates a table, which takes longer to write than to run."""
    return str(CreateTable(table).compile(dialect=dialect))


_KNOWN: Final[dict[tuple[object, ...], Table]] = {}


def _table(name: str, form: tuple[object, ...], columns: Sequence[Column[Any]]) -> Table:
    known = _KNOWN.get((name, form))
    if known is None:
        keyed = any(column.primary_key for column in columns)
        known = _KNOWN[name, form] = Table(
            name, MetaData(), *columns, prefixes=["TEMPORARY"], sqlite_with_rowid=not keyed
        )
    return known


def fill(connection: Connection, table: Table, rows: Iterable[Sequence[object]]) -> None:
    """Writes rows, in the order of the columns, as fast as the engine accepts them."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    row = f"({', '.join('?' * len(table.c))})"
    coming = iter(rows)
    while some := list(islice(coming, _ROWS)):
        places = ", ".join([row] * len(some))
        values = [*chain.from_iterable(some)]
        driver.execute(f"INSERT INTO {table.name} VALUES {places}", values)  # noqa: S608 - our own table


def insert_new(connection: Connection, table: Table) -> Any:
    """An insert that skips rows whose key exists."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as or_nothing

        return or_nothing(table).on_conflict_do_nothing()
    return insert(table).prefix_with("OR IGNORE")


def insert_over(connection: Connection, table: Table, rows: Select[Any]) -> Any:
    """An insert that overwrites rows whose key exists; the rows name their columns."""
    columns = rows.selected_columns.keys()
    adding = _upsert(connection)(table).from_select(columns, rows)
    others = {name: adding.excluded[name] for name in columns if not table.c[name].primary_key}
    key = list(table.primary_key.columns)
    if not others:
        return adding.on_conflict_do_nothing(index_elements=key)
    return adding.on_conflict_do_update(index_elements=key, set_=others)


def _upsert(connection: Connection) -> Any:
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as of_postgresql

        return of_postgresql
    from sqlalchemy.dialects.sqlite import insert as of_sqlite

    return of_sqlite
