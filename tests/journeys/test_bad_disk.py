"""A full disk, a folder that may not be written to, a database removed while it is open."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from mistaken import Mistaken
from sqlalchemy import event
from sqlalchemy.engine import Engine

import portrayals
from portrayals.services.catalogue import titles

PROGRAM = (sys.executable, "-m", "portrayals")
ENVIRONMENT = os.environ | {
    "PYTHONPATH": str(Path(portrayals.__file__).parents[1]),
    "LOGNAME": "ana",
}
EXPORTED = ("csv", "xlsx", "sav", "dta", "parquet")
#: Root may write anywhere, but for this. As another user, nothing is wanted.
POWERS = "-dac_override,-dac_read_search,-fowner"
WITHOUT_POWERS = ("setpriv", f"--bounding-set={POWERS}", f"--inh-caps={POWERS}")


def program(*words: str, within: Path, before: tuple[str, ...] = ()) -> tuple[int, str, str]:
    """Status, standard output and standard error of the program in a process of its own."""
    done = subprocess.run(
        [*before, *PROGRAM, *words],
        cwd=within,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def unprivileged() -> tuple[str, ...]:
    """What a command begins with so that permissions hold for it; nothing unless we are root."""
    if os.geteuid() != 0:
        return ()
    tried = shutil.which("setpriv") and subprocess.run([*WITHOUT_POWERS, "true"], check=False)
    if not tried or tried.returncode:
        pytest.skip("root may write anywhere, and there is no setpriv to give that up")
    return WITHOUT_POWERS


@pytest.fixture
def small_disk(study_once: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk with a copy of the study and room for little more."""
    folder = tmp_path / "disk"
    folder.mkdir()
    size = f"size={study_once.stat().st_size + 200_000}"
    mount = ["mount", "-t", "tmpfs", "-o", size, "portrayals", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small disk can be mounted by root only")
    try:
        shutil.copy(study_once, folder)
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_without_room_for_another_page_nothing_is_written(
    mistaken: Mistaken,
) -> None:
    """SQLite is told that the file may not grow, and ends as it does on a full disk."""

    def no_room(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # that is: no more than there are

    before = mistaken.info()
    event.listen(Engine, "connect", no_room)
    try:
        said = mistaken("annotate", "prime", f"remark={'x' * 100_000}")
    finally:
        event.remove(Engine, "connect", no_room)
    assert said.status == 1
    assert said.lines == [
        "portrayals: the disk is full",
        "  nothing was written; free some space and try again",
    ]
    assert mistaken.info() == before


def fill(folder: Path) -> Path:
    """Fills the disk of a folder to the last byte, with a file."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return filler


@pytest.mark.slow
def test_a_full_disk_is_told_and_leaves_the_study_as_it_was(
    study_once: Path, small_disk: Path
) -> None:
    before = program("db", "info", "--json", within=small_disk)
    filler = fill(small_disk)
    for words in (
        ("annotate", "prime", f"remark={'y' * 100_000}"),
        *(("export", "titles", f"titles.{form}") for form in EXPORTED),
        ("list", "titles", "-o", "titles.json"),
        ("db", "backup", "copy.db"),
        ("db", "restore", str(study_once), "--yes"),
        ("init", "new.db"),
    ):
        status, out, err = program(*words, within=small_disk)
        assert (status, out) == (1, ""), (words, err)
        assert "space" in err, (words, err)
    filler.unlink()
    assert program("db", "check", "-q", within=small_disk)[0] == 0
    assert program("db", "info", "--json", within=small_disk) == before
    assert [each.name for each in small_disk.iterdir()] == ["portrayals.db"]


@pytest.mark.parametrize("form", EXPORTED[1:])
def test_a_disk_that_is_full_half_way_is_told_whatever_writes_the_file(
    form: str, study_once: Path, small_disk: Path, tmp_path: Path
) -> None:
    shutil.copy(study_once, tmp_path)
    synopsis = random.Random(1).randbytes(16_000).hex()
    assert program("edit", "prime", f"synopsis={synopsis}", within=tmp_path)[0] == 0
    filler = fill(small_disk)
    os.truncate(filler, filler.stat().st_size - 4096)
    name = f"{small_disk.name}/titles.{form}"
    status, out, err = program("export", "titles", name, within=tmp_path)
    assert (status, out) == (1, "")
    assert err.startswith(f"portrayals: cannot write {name}: No space left on device\n")
    assert sorted(each.name for each in small_disk.iterdir()) == ["filler", "portrayals.db"]


@pytest.mark.slow
@pytest.mark.usefixtures("mistaken")
def test_a_folder_that_may_not_be_written_to_is_told_and_its_database_is_read(
    tmp_path: Path, unprivileged: tuple[str, ...]
) -> None:
    before = (tmp_path / "portrayals.db").read_bytes()
    (tmp_path / "secret.csv").write_text("name\nX\n")
    (tmp_path / "secret.csv").chmod(0)
    (tmp_path / "portrayals.db").chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        status, out, err = program("show", "prime", within=tmp_path, before=unprivileged)
        assert (status, err) == (0, "")
        assert out.startswith("Prime")
        for words in (
            ("add", "title", "New"),
            ("export", "titles", "titles.csv"),
            ("list", "titles", "-o", "titles.json"),
            ("db", "backup", "copy.db"),
            ("init", "new.db"),
            ("import", "titles", "secret.csv"),
        ):
            status, out, err = program(*words, within=tmp_path, before=unprivileged)
            assert (status, out) == (1, ""), (words, err)
            assert len(err.splitlines()) > 1, (words, err)
            assert "permissions" in err or "writable" in err, (words, err)
    finally:
        tmp_path.chmod(0o755)
    assert (tmp_path / "portrayals.db").read_bytes() == before


@pytest.mark.usefixtures("mistaken")
def test_a_database_that_may_not_be_read_is_not_taken_for_damaged(
    study_once: Path, tmp_path: Path, unprivileged: tuple[str, ...]
) -> None:
    path = tmp_path / "portrayals.db"
    before = path.read_bytes()
    path.chmod(0)
    try:
        status, out, err = program(
            *("db", "restore", str(study_once), "--yes"), within=tmp_path, before=unprivileged
        )
    finally:
        path.chmod(0o644)
    assert (status, out) == (1, "")
    assert "portrayals.db cannot be read" in err
    assert "nothing was changed; check its permissions" in err
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["portrayals.db"]


def test_a_database_removed_while_it_is_open_is_told(
    mistaken: Mistaken, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It must not be written to where nobody would find it again."""
    adding = titles.add_title

    def removed_meanwhile(*words: Any, **facts: Any) -> Any:
        Path("portrayals.db").unlink()
        return adding(*words, **facts)

    monkeypatch.setattr(titles, "add_title", removed_meanwhile)
    said = mistaken("add", "title", "New")
    assert said.status == 1
    assert said.out == ""
    assert said.lines[0] == (
        "portrayals: the database was moved, removed or replaced while it was open"
    )
    assert "portrayals db restore FILE" in said.lines[1]
    assert mistaken("list", "titles").lines[0].startswith("portrayals: there is no portrayals.db")


def test_another_program_that_holds_the_database_is_waited_for_and_then_told(
    mistaken: Mistaken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portrayals.database.engine.BUSY_MS", 50)
    before = mistaken.info()
    with closing(sqlite3.connect("portrayals.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = mistaken("add", "title", "New")
        other.execute("ROLLBACK")
    assert said.lines == [
        "portrayals: another program is writing to the database",
        "  try again in a moment",
    ]
    assert said.status == 1
    assert mistaken.info() == before
