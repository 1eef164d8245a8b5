"""What a developer makes with Alembic in a checkout is a study that the program opens."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

import portrayals
from portrayals.database.migrate import HEAD
from portrayals.history.transaction import read
from portrayals.services.study.backup import upgrade
from portrayals.services.study.check import check

CONFIGURATION = Path(__file__).parents[2] / "alembic.ini"

pytestmark = pytest.mark.skipif(
    not CONFIGURATION.is_file(), reason="alembic.ini is for developers and stands in a checkout"
)


def alembic(url: str | None = None) -> Config:
    """The configuration that the command `alembic` reads, with another address if one is given."""
    configuration = Config(CONFIGURATION, stdout=io.StringIO())
    if url is not None:
        configuration.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return configuration


def is_opened(target: str) -> None:
    """Whether a database without titles can be read, written, checked and upgraded."""
    study = portrayals.open(target)
    assert study.info().schema == HEAD
    assert study.list("titles").rows == ()
    study.add_title("Bliss", year=1997)
    assert len(study.list("titles").rows) == 1
    with read(target) as connection:
        assert check(connection).problems == ()
    assert "up to date" in upgrade(target).said


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        marks = ("application_id", "user_version", "journal_mode")
        header = [str(connection.execute(f"PRAGMA {mark}").fetchone()) for mark in marks]
        return [*header, *connection.iterdump()]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that `alembic upgrade head` makes in an empty folder."""
    monkeypatch.chdir(tmp_path)
    command.upgrade(alembic(), "head")
    return tmp_path / "portrayals.db"


def test_an_empty_folder_gets_a_study_that_the_program_opens(made: Path) -> None:
    is_opened(str(made))


def test_its_file_says_of_itself_what_init_says(made: Path, tmp_path: Path) -> None:
    portrayals.init(str(tmp_path / "init.db"), codebook="none")
    assert dump(made)[:3] == dump(tmp_path / "init.db")[:3]


def test_a_look_or_a_second_upgrade_changes_nothing(made: Path) -> None:
    before = dump(made)
    configuration = alembic()
    command.current(configuration)
    command.check(configuration)
    command.upgrade(configuration, "head")
    assert f"{HEAD} (head)" in configuration.stdout.getvalue()
    assert dump(made) == before


def test_a_file_that_was_made_without_its_marks_and_study_is_given_them(made: Path) -> None:
    with closing(sqlite3.connect(made)) as connection, connection:
        connection.executescript(
            "PRAGMA application_id = 0; PRAGMA user_version = 0;"
            "DELETE FROM study; DELETE FROM coder; DELETE FROM change_row; DELETE FROM change"
        )
    command.upgrade(alembic(), "head")
    is_opened(str(made))


@pytest.mark.postgresql
def test_a_server_gets_a_study_that_the_program_opens(empty_postgresql_url: str) -> None:
    command.upgrade(alembic(empty_postgresql_url), "head")
    is_opened(empty_postgresql_url)
