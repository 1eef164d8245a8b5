"""Checks a SQLite file before opening it: does it exist, is it ours, is it the right version?"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from portrayals.database.engine import (
    UNREADABLE,
    busy,
    connect,
    engine_for,
    operational,
    reading,
    reason,
)
from portrayals.database.migrate import APPLICATION_ID, HEAD, SCHEMA_NUMBER
from portrayals.errors import Busy, Damaged, NeedsUpgrade, NoDatabase
from portrayals.notation.database_urls import is_url
from portrayals.notation.plurals import counted
from portrayals.outputs import SQLITE_MAGIC

#: An engine caches its compiled statements, because compiling takes longer than running most.
_engine_of: Final = lru_cache(maxsize=8)(engine_for)


def opened(target: str) -> Engine:
    """An engine for a portrayals database that is up to date.

    Raises NoDatabase if it is missing, not ours, damaged or newer, and NeedsUpgrade if it is older.
    Nothing is changed.
    """
    if is_url(target):
        engine = _engine_of(target)
        _check_revision(engine)
        return engine
    check_file(target)
    return _engine_of(target)


def check_file(target: str) -> None:
    """Raises NoDatabase or NeedsUpgrade if a file cannot be used as it is."""
    application, number = _header(Path(target))
    if application != APPLICATION_ID:
        raise _not_ours(target)
    if number > SCHEMA_NUMBER:
        raise NoDatabase(
            f"{target} was made by a newer version of portrayals (schema {number}, this one "
            f"supports {SCHEMA_NUMBER})",
            hint="install that version: pip install --upgrade portrayals",
        )
    if number < SCHEMA_NUMBER:
        raise NeedsUpgrade(
            f"{target} has an earlier schema ({number}, now {SCHEMA_NUMBER})",
            hint="run: portrayals db upgrade     (it makes a backup first)",
        )


def _not_ours(path: str | Path) -> NoDatabase:
    return NoDatabase(f"{path} is not a portrayals database", hint="name another: --db FILE")


def lacking(connection: Connection) -> str | None:
    """What essential part a database lacks, null if it has them.

    These are one row with its schema version, and one with its study.
    """
    return _lacking(_marks(connection))


def check_unchanged(connection: Connection) -> None:
    """Raises if a database is damaged, or has another schema than when it was opened."""
    marks = _marks(connection)
    if damage := _lacking(marks):
        raise Damaged(damage)
    revision = marks[0][0]
    if revision != HEAD:
        raise Busy(
            f"the database has schema {revision}, but had {HEAD} a moment ago",
            hint="nothing was written. If somebody restored or upgraded it, repeat the command; "
            "if not, find the problem: portrayals db check",
        )


def _lacking(marks: Sequence[tuple[str, int]]) -> str | None:
    if len(marks) != 1:
        return f"it names {counted(len(marks), 'schema revision')}"
    return None if marks[0][1] else "the study has no row"


def _marks(connection: Connection) -> list[tuple[str, int]]:
    """The schema revisions that a database names, and for each how many studies it has."""
    marks = connection.exec_driver_sql(
        "SELECT version_num, (SELECT count(*) FROM study) FROM alembic_version"
    )
    return [(revision, studies) for revision, studies in marks]


def _header(path: Path) -> tuple[int, int]:
    """The application id and the schema number in the header of a file."""
    if path.is_dir():
        raise NoDatabase(f"{path} is a folder", hint="name a file in it: --db FILE")
    if not path.exists():
        raise NoDatabase(f"there is no file {path}", hint=f"create one: portrayals init {path}")
    try:
        # Only through SQLite: opening and closing the file in any other way drops the locks that
        # this process has on it, and with them what it is writing.
        connection = connect(path)
        try:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            number = connection.execute("PRAGMA user_version").fetchone()[0]
        finally:
            connection.close()
    except UNREADABLE as error:
        if busy(error):
            raise Busy(f"another program has locked {path}", hint="try again in a moment") from None
        if isinstance(error, sqlite3.OperationalError):
            raise operational(str(error), engine_for(str(path))) from None
        if not _begins_as_one(path):
            raise _not_ours(path) from None
        raise Damaged(
            reason(error), of=str(path), hint="restore a backup: portrayals db restore FILE"
        ) from None
    return application, number


def _begins_as_one(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC


def _check_revision(engine: Engine) -> None:
    with reading(engine) as connection:
        tables = set(engine.dialect.get_table_names(connection, schema="public"))
        if "alembic_version" not in tables or "portrayal_view" not in set(
            engine.dialect.get_view_names(connection, schema="public")
        ):
            raise NoDatabase(
                "the database on the server is not a portrayals database",
                hint="set it up: portrayals init URL",
            )
        # A database that names none is read as if it were up to date; nothing is written to it.
        revision = max((revision for revision, _ in _marks(connection)), default=HEAD)
    if revision > HEAD:
        raise NoDatabase(
            f"the database was made by a newer version of portrayals (schema {revision}, this "
            f"one supports {HEAD})",
            hint="install that version: pip install --upgrade portrayals",
        )
    if revision != HEAD:
        raise NeedsUpgrade(
            f"the database has an earlier schema ({revision}, now {HEAD})",
            hint="back it up with pg_dump, then run: portrayals db upgrade",
        )
