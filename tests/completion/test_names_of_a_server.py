"""The Tab key on a study that is on a server: the names known at the last command."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from study import starter_on_server

import portrayals
from portrayals.cli.program import run
from portrayals.completion.answers import answer
from portrayals.completion.study import names_file
from portrayals.services.study import kept_names
from portrayals.services.study.kept_names import keep_names

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]


@pytest.fixture
def address(empty_postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a study with the starter catalogue, and an empty cache of one's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PORTRAYALS_DB", empty_postgresql_url)
    starter_on_server(empty_postgresql_url)
    return empty_postgresql_url


def completed(line: str) -> list[str]:
    return answer("bash", [f"portrayals {line}", line.rpartition(" ")[2], "9"]).splitlines()


def test_names_are_completed_after_the_first_command_that_follows_the_first_tab(
    address: str,
) -> None:
    assert not run(["list", "titles", "kind:film"])
    assert not names_file(address).exists()
    assert completed("show 50-") == []
    assert not run(["list", "coders"])
    assert completed("show 50-") == ["50-50/"]
    assert completed("tag 50-50/kat") == ["50-50/katherine-mckay/"]
    assert completed("stats viol") == ["violation ", "violation-in-context "]
    assert completed("list titles genre:dra") == ["genre:Drama "]
    assert completed("annotate x --coder ") != []


@pytest.mark.usefixtures("address")
def test_a_command_that_changes_the_study_changes_what_is_completed() -> None:
    completed("show num")
    assert not run(["add", "title", "Numb", "--year", "2007", "--yes"])
    assert completed("show num") == ["numb "]
    assert not run(["undo", "--yes"])
    assert completed("show num") == []


def test_the_file_is_written_only_where_something_is_new_and_nobody_else_may_read_it(
    address: str,
) -> None:
    completed("show 50-")
    file = names_file(address)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keep_names(address, file)
    assert not keep_names(address, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    portrayals.open(address).add_title("Numb", year=2007)
    assert keep_names(address, file)


def test_of_another_study_at_the_same_address_nothing_is_left(address: str) -> None:
    completed("show 50-")
    file = names_file(address)
    keep_names(address, file)
    with closing(sqlite3.connect(file)) as kept:
        kept.execute("UPDATE study SET uuid = 'another'")
        kept.execute("DELETE FROM unit")
        kept.commit()
    assert completed("show 50-") == []
    assert keep_names(address, file)
    assert completed("show 50-") == ["50-50/"]


def test_of_a_very_large_study_no_names_are_kept(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_names, "MOST_UNITS", 10)
    completed("show 50-")
    assert not keep_names(address, names_file(address))
    assert names_file(address).stat().st_size == 0


def test_whatever_its_password_an_address_is_one_study() -> None:
    one, two = (names_file(f"postgresql://ana:{each}@host/one") for each in ("first", "second"))
    assert one == two
    assert names_file("postgresql://host/one") != names_file("postgresql://host/two")


@pytest.mark.usefixtures("address")
def test_names_that_cannot_be_kept_spoil_no_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    completed("show 50-")

    def fail(*_: object) -> bool:
        raise OSError

    monkeypatch.setattr(kept_names, "keep_names", fail)
    assert not run(["list", "coders"])
    assert "Error" not in capsys.readouterr().err
