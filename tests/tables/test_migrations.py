"""An upgrade is whole or not at all, and says what the file is."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from portrayals.database import migrate
from portrayals.database.engine import engine_for
from portrayals.database.files import check_file
from portrayals.database.migrate import APPLICATION_ID, SCHEMA_NUMBER, upgrade
from portrayals.errors import NeedsUpgrade, NoDatabase

NEXT = f"{SCHEMA_NUMBER + 1:04}"

LATER = '''
"""A change that goes wrong half-way."""

from alembic import op

revision = {revision!r}
down_revision = {before!r}


def upgrade() -> None:
    op.execute("CREATE TABLE half_done (a INTEGER)")
    op.execute("INSERT INTO level (level_id, key, parent_level_id) VALUES (5, 'scene', 1)")
    op.execute({statement!r})
'''


def made(path: Path) -> Path:
    path.touch()
    upgrade(engine_for(str(path)))
    return path


def asked(path: Path, statement: str) -> object:
    with sqlite3.connect(path) as connection:
        answer = connection.execute(statement).fetchone()[0]
    connection.close()
    return answer


def content(path: Path) -> str:
    """Everything in a file, as one hash."""
    with sqlite3.connect(path) as connection:
        digest = hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()
        header = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode")
        ]
    connection.close()
    return f"{digest} {header}"


def followed_by(statement: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Adds one migration more, which ends with a statement."""
    copy = folder / "migrations"
    shutil.copytree(migrate.migrations(), copy, ignore=shutil.ignore_patterns("__pycache__"))
    later = LATER.format(revision=NEXT, before=migrate.HEAD, statement=statement)
    (copy / "versions" / f"{NEXT}_later.py").write_text(later)
    monkeypatch.setattr(migrate, "migrations", lambda: copy)


def test_a_new_file_says_what_it_is(tmp_path: Path) -> None:
    path = made(tmp_path / "study.db")
    assert asked(path, "PRAGMA application_id") == APPLICATION_ID
    assert APPLICATION_ID.to_bytes(4, "big") == b"prty"
    assert asked(path, "PRAGMA user_version") == SCHEMA_NUMBER
    assert asked(path, "PRAGMA journal_mode") == "wal"
    assert asked(path, "SELECT version_num FROM alembic_version") == migrate.HEAD
    check_file(str(path))


def test_the_levels_are_there_in_their_order(tmp_path: Path) -> None:
    with sqlite3.connect(made(tmp_path / "study.db")) as connection:
        rows = connection.execute("SELECT * FROM level ORDER BY level_id").fetchall()
    connection.close()
    assert rows == [
        (1, "title", None),
        (2, "episode", 1),
        (3, "portrayal", 1),
        (4, "relationship", 3),
    ]


def test_an_upgrade_of_the_newest_changes_nothing(tmp_path: Path) -> None:
    path = made(tmp_path / "study.db")
    before = content(path)
    upgrade(engine_for(str(path)))
    assert content(path) == before


def test_one_migration_more_is_run_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path / "study.db")
    followed_by("INSERT INTO half_done VALUES (1)", tmp_path, monkeypatch)
    upgrade(engine_for(str(path)))
    assert asked(path, "SELECT a FROM half_done") == 1
    assert asked(path, "SELECT version_num FROM alembic_version") == NEXT


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "study.db")
    before = content(path)
    followed_by("INSERT INTO nowhere VALUES (1)", tmp_path, monkeypatch)
    with pytest.raises(DBAPIError, match="nowhere"):
        upgrade(engine_for(str(path)))
    assert content(path) == before


def test_a_migration_that_breaks_a_reference_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "study.db")
    before = content(path)
    followed_by("UPDATE level SET parent_level_id = 9 WHERE level_id = 4", tmp_path, monkeypatch)
    with pytest.raises(RuntimeError, match="level"):
        upgrade(engine_for(str(path)))
    assert content(path) == before


def test_a_first_migration_that_fails_leaves_the_file_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "study.db"
    path.touch()
    followed_by("INSERT INTO nowhere VALUES (1)", tmp_path, monkeypatch)
    with pytest.raises(DBAPIError, match="nowhere"):
        upgrade(engine_for(str(path)))
    assert asked(path, "SELECT count(*) FROM sqlite_master") == 0
    assert asked(path, "PRAGMA user_version") == 0


def test_nobody_else_writes_while_a_file_is_migrated(tmp_path: Path) -> None:
    path = made(tmp_path / "study.db")
    with (
        migrate.migrating(engine_for(str(path))),
        closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_an_upgrade_waits_for_who_writes_to_a_file_without_a_log(tmp_path: Path) -> None:
    """As a copy is; SQLite gives it a log, but by itself does not wait to do so."""
    path = made(tmp_path / "study.db")
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as writer:
        writer.execute("PRAGMA journal_mode = DELETE")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("PRAGMA user_version = 0")
        ending = Timer(0.3, writer.execute, ("COMMIT",))
        ending.start()
        upgrade(engine_for(str(path)))
        ending.join()
    assert asked(path, "PRAGMA user_version") == SCHEMA_NUMBER
    assert asked(path, "PRAGMA journal_mode") == "wal"


@pytest.mark.postgresql
def test_a_server_is_migrated_by_one_at_a_time(empty_postgresql_url: str) -> None:
    engine = engine_for(empty_postgresql_url)
    turn = text(f"SELECT pg_try_advisory_xact_lock({APPLICATION_ID})")
    with engine.connect() as other:
        with migrate.migrating(engine):
            assert other.execute(turn).scalar_one() is False
        assert other.execute(turn).scalar_one() is True


@pytest.mark.postgresql
def test_a_migration_that_fails_leaves_the_server_as_it_was(
    empty_postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_for(empty_postgresql_url)
    followed_by("INSERT INTO nowhere VALUES (1)", tmp_path, monkeypatch)
    with pytest.raises(DBAPIError, match="nowhere"):
        upgrade(engine)
    assert inspect(engine).get_table_names() == []


@pytest.mark.parametrize(("number", "error"), [(-1, NeedsUpgrade), (1, NoDatabase)])
def test_a_file_of_another_schema_is_not_opened(
    number: int, error: type[Exception], tmp_path: Path
) -> None:
    path = made(tmp_path / "study.db")
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_NUMBER + number}")
    connection.close()
    with pytest.raises(error):
        check_file(str(path))
