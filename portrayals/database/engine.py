"""Engines for SQLite and PostgreSQL, and the one transaction scope."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.pool import NullPool

from portrayals.errors import NoDatabase, PortrayalsError

#: How long a writer waits for another one, in milliseconds.
BUSY_MS: Final = 60_000

WRITES: Final = "portrayals_writes"


def is_url(target: str) -> bool:
    """Whether `target` is the address of a server rather than a file."""
    return "://" in target


def engine_for(target: str) -> Engine:
    """An engine for a file or a server's address; nothing is opened yet."""
    if is_url(target):
        return _postgresql(target)
    return _sqlite(target)


def _postgresql(target: str) -> Engine:
    url = make_url(target)
    if url.get_backend_name() != "postgresql":
        raise NoDatabase(
            f"{url.get_backend_name()} is not a database that portrayals works with",
            hint="give a file for SQLite, or postgresql://USER@HOST/NAME",
        )
    try:
        return create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool)
    except ModuleNotFoundError:
        raise NoDatabase(
            "PostgreSQL needs a package that is not installed",
            hint="pip install 'portrayals[postgresql]'",
        ) from None


def _sqlite(path: str) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://",
        poolclass=NullPool,
        creator=lambda: sqlite3.connect(
            f"{Path(path).absolute().as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            timeout=BUSY_MS / 1000,
        ),
    )

    @event.listens_for(engine, "connect")
    def harden(connection: Any, _record: Any) -> None:
        # Keys are checked per connection. A file may come from anyone, or from a failing disk.
        # (The schema must stay trusted: the triggers that keep the search index need it.)
        cursor = connection.cursor()
        for pragma in ("foreign_keys = ON", "cell_size_check = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its place in the queue at once: a reader that turned writer half-way would
        # fail instead of waiting.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that sees one state of the database."""
    with _told(engine), engine.connect() as connection:
        transaction = connection.begin()
        try:
            yield connection
        finally:
            transaction.rollback()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that is committed whole or not at all."""
    with (
        _told(engine),
        engine.connect().execution_options(**{WRITES: True}) as connection,
        connection.begin(),
    ):
        yield connection


def outside_transaction(connection: Connection, statement: str) -> None:
    """Runs a statement that SQLite refuses, or ignores, within a transaction."""
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(statement)


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """Turns what the engine says into what a person can act on."""
    try:
        yield
    except IntegrityError as error:
        raise PortrayalsError(
            f"the database refused the change: {error.orig}",
            hint="nothing was written; if the data look right, run: portrayals db check",
        ) from error
    except OperationalError as error:
        raise _operational(str(error.orig), engine) from error
    except DBAPIError as error:
        raise NoDatabase(
            f"the database cannot be read: {error.orig}",
            hint="restore a backup (portrayals db restore FILE), or see what is wrong: "
            "portrayals db check",
        ) from error


def _operational(said: str, engine: Engine) -> PortrayalsError:
    where = engine.url.render_as_string(hide_password=True)
    for sign, message, hint in (
        ("locked", "another program is writing to the database", "try again in a moment"),
        ("full", "there is no room left on the disk", "nothing was written; make room, try again"),
        ("readonly", "the database cannot be written to", "check the permissions of its folder"),
        (
            "parser stack overflow",
            "the question is nested too deeply for SQLite",
            "ask it in parts, or with fewer some(…) round variables that are derived",
        ),
        ("unable to open", "the database file cannot be opened", "check its path and permissions"),
        ("disk i/o", "the disk failed while reading or writing", "check the disk and the file"),
    ):
        if sign in said.lower():
            return PortrayalsError(message, hint=hint)
    first = said.strip().splitlines()[0] if said.strip() else "no reason was given"
    if engine.dialect.name == "postgresql":
        return NoDatabase(
            f"the server at {where} says: {first}", hint="check the address and that it runs"
        )
    return NoDatabase(f"the database says: {first}", hint="see what is wrong: portrayals db check")
