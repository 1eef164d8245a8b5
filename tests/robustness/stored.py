"""Databases as earlier schemas kept them: stored as text, made files for each test."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from alembic import command
from sqlalchemy import func, inspect, select

import portrayals
from portrayals.database.engine import engine_for
from portrayals.database.migrate import alembic, migrating, upgrade
from portrayals.history.snapshot import snapshot
from portrayals.history.transaction import read, write
from portrayals.services.study.check import check
from portrayals.services.study.undo import undo
from portrayals.tables import metadata

DATA = Path(__file__).parents[1] / "data"
FIRST_SCHEMA, THIRD_SCHEMA, FOURTH_SCHEMA = (
    DATA / f"{which}-schema.sql" for which in ("first", "third", "fourth")
)

#: The program as a user starts it, from whatever folder.
PROGRAM = (sys.executable, "-m", "portrayals")
ENVIRONMENT = os.environ | {
    "PYTHONPATH": str(Path(portrayals.__file__).parents[1]),
    "PORTRAYALS_CODER": "ana",
}


def first_schema(path: Path, *, page_size: int = 4096) -> Path:
    """Makes the database of the first schema at a path."""
    return stored(path, FIRST_SCHEMA, page_size=page_size)


def stored(path: Path, text: Path, *, page_size: int = 4096) -> Path:
    """Makes a stored database at a path, in the journal mode that databases are used in."""
    with closing(sqlite3.connect(path)) as connection:
        statements = text.read_text(encoding="utf-8")
        connection.execute(f"PRAGMA page_size = {page_size}")
        connection.executescript(f"BEGIN;\n{statements}COMMIT;")
        connection.execute("PRAGMA journal_mode = WAL")
    return path


def stored_on_server(url: str, text: Path, revision: str) -> None:
    """Makes a stored database of a revision of the schema on a PostgreSQL server."""
    with migrating(engine_for(url)) as connection:
        command.upgrade(alembic(connection), revision)
        # Rows come in the order in which they are kept, which their keys do not ask for.
        connection.exec_driver_sql("SET session_replication_role = replica")
        connection.exec_driver_sql("DELETE FROM level")
        connection.exec_driver_sql("DELETE FROM alembic_version")
        for statement in _rows_of(text):
            connection.exec_driver_sql(statement.replace("%", "%%"))
        connection.exec_driver_sql("SET session_replication_role = origin")
        there = set(inspect(connection).get_table_names())
        for table in metadata.tables.values():
            (key, *others) = table.primary_key
            if key.autoincrement is True and not others and table.name in there:
                counter = func.pg_get_serial_sequence(table.name, key.name)
                following = func.coalesce(func.max(key), 0) + 1
                connection.execute(select(func.setval(counter, following, False)))


def _rows_of(text: Path) -> Iterator[str]:
    """The statements that write the rows of a stored database."""
    statement = ""
    for line in text.read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            into = statement.split(" ", 3)[:3]
            if into[0] == "INSERT" and into[2] not in {"unit_search", "sqlite_sequence"}:
                yield statement.removesuffix(";\n")
            statement = ""


def snapshot_of(target: str) -> str:
    """What a study is cited by; it is sound."""
    with read(target) as connection:
        assert check(connection).problems == ()
        return snapshot(connection)


def undone(target: str, number: int) -> int:
    """The change that takes back another, whosever it is."""
    with write(target, actor="ana", command="undo") as under_way:
        return int(undo(under_way, number, anyone=True).keys[0])


def stored_study(path: Path, *, page_size: int = 4096) -> Path:
    """The same, brought up to date."""
    upgrade(engine_for(str(first_schema(path, page_size=page_size))))
    return path
