"""Engines for SQLite and PostgreSQL, and the one transaction scope."""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, NestedTransaction, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.pool import NullPool

from portrayals.database.foreign_objects import refuse_foreign_tables, refuse_foreign_triggers
from portrayals.errors import (
    Busy,
    InvalidValue,
    NoAccess,
    NoDatabase,
    NotInstalled,
    PortrayalsError,
)
from portrayals.notation.database_urls import is_url, without_password
from portrayals.notation.quoting import quoted

#: How long a writer waits for another one, in milliseconds.
BUSY_MS: Final = 60_000
#: After how long it retries.
TRY_MS: Final = 20

WRITES: Final = "portrayals_writes"

#: What `sqlite3` raises of a damaged file: of one whose names are no text it cannot even say so.
UNREADABLE: Final = (sqlite3.DatabaseError, UnicodeDecodeError)

# What goes wrong is reported once, in words, by `told`.
for _logger in ("sqlalchemy", "psycopg"):
    logging.getLogger(_logger).addHandler(logging.NullHandler())

_ADDRESS: Final = "give a file for SQLite, or postgresql://USER@HOST/NAME"
_OPENED: Final = "portrayals_opened"


def busy(error: sqlite3.DatabaseError | UnicodeDecodeError) -> bool:
    """Whether SQLite waited in vain for another program, so nothing is wrong with the file."""
    # The lowest byte of a code is its kind; the others say why.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )


def reason(error: DBAPIError | sqlite3.DatabaseError | UnicodeDecodeError) -> str:
    """The engine's description of an error; if it names a broken text, it cannot be quoted."""
    if isinstance(error, UnicodeDecodeError):
        return "its schema contains something that is not UTF-8 text"
    return str(error.orig if isinstance(error, DBAPIError) else error)


def engine_for(target: str) -> Engine:
    """An engine for a file or a server's address; nothing is opened yet."""
    if is_url(target):
        return _postgresql(target)
    return _sqlite(target)


def _postgresql(target: str) -> Engine:
    try:
        url = make_url(target)
    except (ArgumentError, ValueError):
        raise NoDatabase("that is not a database address", hint=_ADDRESS) from None
    if url.get_backend_name() != "postgresql":
        raise NoDatabase(
            f"{url.get_backend_name()} is not a database that portrayals supports",
            hint=_ADDRESS,
        )
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool)
    except ModuleNotFoundError:
        raise NotInstalled(
            "PostgreSQL needs a package that is not installed",
            hint="pip install 'portrayals[postgresql]'",
        ) from None

    @event.listens_for(engine, "connect")
    def interpret(connection: Any, _record: Any) -> None:
        # Long statements that run once: LLVM takes longer to compile each than it takes to run.
        connection.autocommit = True
        connection.execute("SET jit = off")
        connection.autocommit = False

    return engine


def _sqlite(path: str) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://",
        poolclass=NullPool,
        creator=lambda: connect(path),
    )

    @event.listens_for(engine, "connect")
    def harden(connection: Any, record: Any) -> None:
        record.info[_OPENED] = _identity(path)
        # Keys are checked per connection. A file may come from anyone, or from a failing disk.
        cursor = connection.cursor()
        for pragma in ("foreign_keys = ON", "cell_size_check = ON", "trusted_schema = OFF"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        refuse_foreign_tables(connection, path)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer queues at once: a reader that became a writer halfway would fail instead of
        # waiting.
        if connection.get_execution_options().get(WRITES):
            driver: Any = connection.connection.driver_connection
            patiently(driver, "BEGIN IMMEDIATE")
            # The triggers that maintain the search index need a trusted schema.
            driver.execute("PRAGMA trusted_schema = ON")
            refuse_foreign_triggers(driver)
        else:
            # Counting sorts first, while a second thread reads ahead.
            connection.exec_driver_sql("PRAGMA threads = 1")
            connection.exec_driver_sql("BEGIN")

    @event.listens_for(engine, "commit")
    def commit(connection: Connection) -> None:
        # Writes to a file that was removed meanwhile are lost when it is closed, and SQLite does
        # not notice if it keeps a log beside the file.
        if connection.info[_OPENED] != _identity(path):
            raise NoDatabase(
                "the database was moved, removed or replaced while it was open",
                hint="nothing was written; see what is there now: portrayals db info     "
                "or restore a backup: portrayals db restore FILE",
            )

    return engine


def connect(path: str | Path) -> sqlite3.Connection:
    """A connection to an existing file; BEGIN and COMMIT are up to the user.

    If the file and its folder are not writable, SQLite cannot keep the log that even readers need,
    and the file is read as it is. Raises NoDatabase if there are changes in a log beside it,
    because without them old content would be read.
    """
    file = Path(path).absolute()
    mode, kind = "mode=rw", sqlite3.Connection
    if not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)) and file.exists():
        log = file.with_name(f"{file.name}-wal")
        if log.exists() and log.stat().st_size:
            raise NoDatabase(
                f"{path} has changes in {log.name} that cannot be read without write permission "
                "for the folder",
                hint="copy both files to a folder of your own, and open the copy",
            )
        mode, kind = "mode=ro&immutable=1", _AsItLies
        looks = _looks(file)
    connection = sqlite3.connect(
        f"{file.as_uri()}?{mode}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_MS / 1000,
        factory=kind,
    )
    if isinstance(connection, _AsItLies):
        connection.file, connection.looked = file, looks
    return connection


class _AsItLies(sqlite3.Connection):
    """A connection that takes no lock, so somebody else may write to the file meanwhile."""

    file: Path
    looked: tuple[int, ...] | None = None

    def refuse_changed(self) -> None:
        """Raises Busy if the file is no longer the one that was opened."""
        looked, self.looked = self.looked, None
        if looked is not None and looked != _looks(self.file):
            raise Busy(
                f"{self.file.name} was changed while it was being read",
                hint="try again; to avoid this, get write permission for its folder, or work on a "
                "copy (portrayals db backup FILE)",
            )

    def close(self) -> None:
        """Closes it; raises the same as `refuse_changed`."""
        super().close()
        self.refuse_changed()


def _looks(file: Path) -> tuple[int, ...]:
    """What changes about a file whenever it is written to; empty if there is no file."""
    try:
        found = file.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def patiently(driver: Any, statement: str) -> None:
    """SQLite: runs a statement during which nobody else may write, when it is its turn.

    The longer SQLite waits, the less often it retries, so newcomers would go first again and again;
    and for some statements it does not wait at all. So it is told to wait briefly many times, and
    long waiters retry as often as newcomers.
    """
    until = time.monotonic() + BUSY_MS / 1000
    driver.execute(f"PRAGMA busy_timeout = {TRY_MS}")
    try:
        while True:
            try:
                driver.execute(statement)
            except sqlite3.OperationalError as error:
                if not busy(error) or time.monotonic() > until:
                    raise
                time.sleep(0.001)
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


def _identity(path: str) -> tuple[int, int] | None:
    """The identity of the file at a path, null if there is none."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that sees one state of the database."""
    with told(engine), engine.connect() as connection:
        transaction = connection.begin()
        try:
            yield connection
        finally:
            transaction.rollback()
            driver = connection.connection.driver_connection
            if isinstance(driver, _AsItLies):
                driver.refuse_changed()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection in one transaction that is committed completely or not at all."""
    with (
        told(engine),
        engine.connect().execution_options(**{WRITES: True}) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def savepoint(connection: Connection) -> Iterator[NestedTransaction]:
    """A part of a transaction that an error undoes alone.

    Not an error of the engine, such as a full disk, or an interrupt: then the whole is undone, by
    the engine itself, and it would only complain that there is no such savepoint.
    """
    part = connection.begin_nested()
    try:
        yield part
    except (OperationalError, sqlite3.OperationalError):
        raise
    except Exception:
        part.rollback()
        raise
    if part.is_active:
        part.commit()


def outside_transaction(connection: Connection, statement: str) -> None:
    """Runs a statement that SQLite refuses, or ignores, within a transaction."""
    driver = connection.connection.driver_connection
    if driver is not None:
        patiently(driver, statement)


@contextmanager
def told(engine: Engine) -> Iterator[None]:
    """Turns engine errors into messages that a person can act on."""
    try:
        with refusals():
            yield
    except OperationalError as error:
        raise operational(str(error.orig), engine) from error
    except sqlite3.OperationalError as error:
        raise operational(str(error), engine) from error
    except (DBAPIError, UnicodeDecodeError) as error:
        raise NoDatabase(
            f"the database cannot be read: {reason(error)}",
            hint="restore a backup (portrayals db restore FILE), or find the problem: portrayals "
            "db check",
        ) from error


@contextmanager
def refusals() -> Iterator[None]:
    """Turns errors that concern what is written, and not the database, into messages."""
    try:
        yield
    except IntegrityError as error:
        raise PortrayalsError(
            f"the database refused the change: {error.orig}",
            hint="nothing was written; if the data look right, run: portrayals db check",
        ) from error
    except UnicodeEncodeError as error:
        raise InvalidValue(
            f"{quoted(error.object)} holds half a character (a lone surrogate)",
            hint="write it again, in UTF-8",
        ) from error
    except DataError as error:
        raise InvalidValue(
            f"the database cannot store this: {error.orig}",
            hint="nothing was written; leave out control characters and extremely large numbers",
        ) from error


def operational(said: str, engine: Engine) -> PortrayalsError:
    """The error for an operation that failed although nothing is wrong with the database."""
    where = without_password(engine.url.render_as_string(hide_password=False))
    known = {
        "locked": Busy("another program is writing to the database", hint="try again in a moment"),
        "full": NoAccess(
            "the disk is full", hint="nothing was written; free some space and try again"
        ),
        "readonly": NoAccess(
            "the database cannot be written to",
            hint="check the permissions of the file and its folder (SQLite needs a log there even "
            "to read), or copy it to a folder of your own",
        ),
        "parser stack overflow": InvalidValue(
            "the query is nested too deeply for SQLite",
            hint="split it, or use fewer some(…) around derived variables",
        ),
        "expression tree is too large": InvalidValue(
            "the query has too many parts for SQLite",
            hint="split it, or use fewer words",
        ),
        "pattern too complex": InvalidValue(
            "the text to search for is too long", hint="search for a part of it"
        ),
        "unable to open": NoAccess(
            "the database file cannot be opened", hint="check its path and permissions"
        ),
        "disk i/o": NoAccess(
            "the disk failed while reading or writing", hint="check the free space on it"
        ),
    }
    for sign, error in known.items():
        if sign in said.lower():
            return error
    first = said.strip().splitlines()[0] if said.strip() else "no reason was given"
    if engine.dialect.name == "postgresql":
        return NoDatabase(
            f"the server at {where} says: {first}",
            hint="check the address and that the server is running",
        )
    return NoDatabase(f"the database says: {first}", hint="find the problem: portrayals db check")
