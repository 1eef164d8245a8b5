"""Brings the schema of a database to the newest revision, through Alembic alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, StaticPool, create_engine

from portrayals.database.engine import WRITES, outside_transaction

if TYPE_CHECKING:
    from alembic.config import Config

#: The newest revision, which is a number; a test holds it against the folder of migrations.
HEAD: Final = "0012"

#: What the header of our SQLite files says: "prty", and the number of the schema's revision.
APPLICATION_ID: Final = 0x70727479
SCHEMA_NUMBER: Final = int(HEAD)


def migrations() -> Path:
    """The folder of migrations: in the package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    packaged = package / "migrations"
    return packaged if packaged.is_dir() else package.parent / "migrations"


def alembic(connection: Connection) -> Config:
    """The configuration of Alembic."""
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    configuration.attributes["connection"] = connection
    return configuration


def upgrade(engine: Engine) -> None:
    """Brings the schema to the newest revision, completely or not at all."""
    with migrating(engine) as connection:
        to_newest(connection)


def to_newest(connection: Connection) -> None:
    """Runs the migrations that a database lacks, on a connection of `migrating`."""
    from alembic import command

    command.upgrade(alembic(connection), "head")


def schema_number(connection: Connection) -> int:
    """The number of the revision that a database names; 0 if it names none."""
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return int(revision or 0)


def is_newest(connection: Connection) -> bool:
    """Whether a database names the newest revision."""
    return schema_number(connection) == SCHEMA_NUMBER


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A connection for migrations, whose work is kept completely or not at all.

    Only one process at a time has it; others wait. Foreign keys are off meanwhile, because a table
    that others refer to may be rebuilt; they are checked before anything is kept. A file lets
    readers continue while someone writes (WAL).
    """
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            outside_transaction(connection, "PRAGMA foreign_keys = OFF")
            outside_transaction(connection, "PRAGMA journal_mode = WAL")
        with connection.begin():
            if not sqlite:
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
            yield connection
            if sqlite:
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchone()
                if broken is not None:
                    raise RuntimeError(f"the migration broke a reference in {broken[0]}")


def mark(connection: Connection, revision: str | None) -> None:
    """SQLite: marks the header of a file as ours, with the revision."""
    if revision is not None and connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {int(revision)}")


def statements(connection: Connection) -> dict[tuple[str, str], tuple[str, str]]:
    """SQLite: the table and statement of each schema object, by kind and name.

    An index that SQLite made itself has no statement.
    """
    made = connection.exec_driver_sql(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
    )
    return {(kind, name): (table, " ".join(sql.split())) for kind, name, table, sql in made}


@cache
def newest_statements() -> dict[tuple[str, str], tuple[str, str]]:
    """The same for the newest schema, created in memory for this."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    upgrade(engine)
    with engine.connect() as connection:
        made = statements(connection)
    engine.dispose()
    return made
