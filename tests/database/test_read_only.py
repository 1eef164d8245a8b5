"""A database in a place that nobody can write to is read as it lies, and never half of it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import portrayals
from portrayals.cli import export
from portrayals.cli.program import run
from portrayals.database.engine import connect
from portrayals.errors import NoDatabase, PortrayalsError
from portrayals.history.transaction import read


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Takes the permission to write from a folder; from root by telling the program so."""

    def close(folder: Path) -> None:
        for each in (*folder.iterdir(), folder):
            each.chmod(each.stat().st_mode & ~0o222)
        if os.geteuid() == 0:
            real = os.access
            monkeypatch.setattr(
                os, "access", lambda path, mode: not mode & os.W_OK and real(path, mode)
            )

    return close


def test_it_can_be_read(tmp_path: Path, closed: Callable[[Path], None]) -> None:
    portrayals.init(tmp_path / "study.db", actor="ana", codebook="none").add_title("Prime")
    closed(tmp_path)
    there = {each.name for each in tmp_path.iterdir()}
    study = portrayals.open(tmp_path / "study.db")
    assert [row["key"] for row in study.list_titles().rows] == ["prime"]
    assert {each.name for each in tmp_path.iterdir()} == there
    with pytest.raises(PortrayalsError, match="cannot be written to"):
        study.add_title("Bliss")


def test_what_is_written_meanwhile_by_somebody_else_is_told_and_nothing_else_is(
    tmp_path: Path, closed: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "theirs").mkdir()
    file = tmp_path / "theirs" / "study.db"
    portrayals.init(file, actor="ana", codebook="none").add_title("Prime")
    closed(tmp_path / "theirs")

    def write_to_it() -> None:
        file.parent.chmod(0o755)
        file.chmod(0o644)
        with closing(sqlite3.connect(file)) as theirs, theirs:
            theirs.execute("UPDATE study SET title = coalesce(title, '') || '!'")

    with pytest.raises(PortrayalsError, match="changed while it was being read"), read(str(file)):
        write_to_it()
    with read(str(file)):  # afterwards it is read again
        pass
    copied = connect(file)
    write_to_it()
    with pytest.raises(PortrayalsError, match="changed while"):
        copied.close()

    def write_rows(*given: Any) -> int:
        write_to_it()
        return real(*given)

    real = export.write_rows
    monkeypatch.setattr(export, "write_rows", write_rows)
    assert run(["--db", str(file), "export", "titles", str(tmp_path / "titles.csv")]) == 1
    assert not (tmp_path / "titles.csv").exists()


def test_changes_that_lie_in_a_log_beside_it_are_not_left_out(
    tmp_path: Path, closed: Callable[[Path], None]
) -> None:
    (tmp_path / "copy").mkdir()
    study = portrayals.init(tmp_path / "study.db", actor="ana", codebook="none")
    with closing(sqlite3.connect(study.target)) as held:
        held.execute("BEGIN")
        held.execute("SELECT count(*) FROM unit").fetchone()  # so that the log stays
        study.add_title("Prime")
        for name in ("study.db", "study.db-wal"):
            shutil.copy(tmp_path / name, tmp_path / "copy" / name)
    closed(tmp_path / "copy")
    with pytest.raises(NoDatabase, match=r"changes in study\.db-wal"):
        connect(tmp_path / "copy" / "study.db")
