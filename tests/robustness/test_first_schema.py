"""A database of the first schema is opened, upgraded and used; a newer one is not spoilt."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from later import later_migrations
from stored import ENVIRONMENT, PROGRAM, first_schema

from portrayals.database.migrate import SCHEMA_NUMBER
from portrayals.history.transaction import read
from portrayals.services.study.check import check
from portrayals.services.study.info import info

#: What the study was cited by when it was stored.
SNAPSHOT = "5bada9364da42f7c32d669540f7d70a30ea704e4b02a8e261ea9caa0546d40a6"
RAFI = "prime/lisa-metzger/rafi"


class Study:
    """A stored database, and the two programs that work on it."""

    def __init__(self, folder: Path) -> None:
        self.path = first_schema(folder / "study.db")
        later = Path(__file__).with_name("later.py")
        self.later_program = (sys.executable, str(later), str(later_migrations(folder)))

    def now(self, *words: str) -> tuple[int, str]:
        """What this program says."""
        return self._ran(PROGRAM, words)

    def later(self, *words: str) -> tuple[int, str]:
        """What a later one says."""
        return self._ran(self.later_program, words)

    def _ran(self, program: tuple[str, ...], words: tuple[str, ...]) -> tuple[int, str]:
        ran = subprocess.run(
            [*program, "--db", self.path, "--yes", *words],
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return ran.returncode, ran.stdout

    def backup(self) -> Path:
        """The one copy that was made beside the database."""
        (copy,) = self.path.parent.glob("study.backup-*.db")
        return copy


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return Study(tmp_path)


def test_a_database_of_the_first_schema_is_read_and_is_what_it_was(study: Study) -> None:
    with closing(sqlite3.connect(study.path)) as connection:
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    assert revision == ("0001",)
    study.now("db", "upgrade")
    with read(str(study.path)) as connection:
        assert check(connection).problems == ()
        assert info(connection, "").snapshot == SNAPSHOT


def test_an_upgrade_takes_passwords_out_of_the_history(study: Study) -> None:
    with closing(sqlite3.connect(study.path)) as connection, connection:
        connection.execute(
            "UPDATE change SET command = 'init postgresql://ana:secret@host/a --starter' "
            "WHERE change_id = 1"
        )
    assert study.now("db", "upgrade")[0] == 0
    status, said = study.now("history")
    assert status == 0
    assert "init postgresql://ana:***@host/a --starter" in said
    assert b"secret" not in study.path.read_bytes()


@pytest.mark.slow
def test_a_later_program_upgrades_it_and_it_is_used(study: Study) -> None:
    status, said = study.later("list", "titles")
    assert status == 3
    assert "portrayals db upgrade" in said
    status, said = study.later("db", "upgrade")
    assert status == 0, said
    assert study.backup().name in said
    for words in (
        ("db", "check"),
        ("show", RAFI),
        ("add", "title", "Bliss", "--year", "1997"),
        ("tag", RAFI, "dating"),
        ("undo",),
        ("stats", "act"),
        ("db", "check"),
        ("db", "upgrade"),  # a second time there is nothing to do
    ):
        status, said = study.later(*words)
        assert status == 0, f"{words}: {said}"
    assert "up to date" in said


@pytest.mark.slow
def test_this_program_refuses_the_upgraded_file_and_goes_on_with_the_copy(study: Study) -> None:
    assert study.later("db", "upgrade")[0] == 0
    upgraded = study.path.read_bytes()
    for words in (("list", "titles"), ("add", "title", "Bliss"), ("db", "upgrade")):
        status, said = study.now(*words)
        assert status == 1
        assert (
            f"newer version of portrayals (schema {SCHEMA_NUMBER + 1}, "
            f"this one supports {SCHEMA_NUMBER})" in said
        )
        assert "pip install --upgrade portrayals" in said
    assert study.path.read_bytes() == upgraded
    copy = study.backup()
    status, said = study.now("db", "restore", str(copy))
    assert status == 0, said
    assert study.now("db", "upgrade")[0] == 0
    assert study.now("db", "check")[0] == 0
    with read(str(study.path)) as connection:
        assert info(connection, "").snapshot == SNAPSHOT
