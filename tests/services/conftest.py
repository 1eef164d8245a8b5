"""Studies that every test gets a copy of: one to change soundly, one to copy and to damage."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from changed_study import ChangedStudy
from kept_study import KeptStudy

from portrayals.database import files
from portrayals.database.engine import engine_for

#: An engine keeps the statements it has compiled: one for all tests is much faster.
one_engine_for = cache(engine_for)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a filled study."""
    folder = tmp_path_factory.mktemp("filled")
    ChangedStudy(str(folder / "study.db")).fill(folder)
    return folder / "study.db"


@pytest.fixture
def changed(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ChangedStudy]:
    """A filled study of the test's own, always at the same place."""
    monkeypatch.setattr(files, "engine_for", one_engine_for)
    study = ChangedStudy(str(shutil.copy(filled, filled.with_name("changed.db"))))
    yield study
    study.assert_sound()


@pytest.fixture
def changed_on_postgresql(
    empty_postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ChangedStudy]:
    """The same on PostgreSQL."""
    monkeypatch.setattr(files, "engine_for", one_engine_for)
    study = ChangedStudy(empty_postgresql_url)
    study.fill(tmp_path)
    yield study
    study.assert_sound()


@pytest.fixture(scope="session")
def kept_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a study with something of everything."""
    folder = tmp_path_factory.mktemp("kept")
    study = KeptStudy(str(folder / "study.db"))
    study.fill(folder)
    study.deepen()
    return folder / "study.db"


@pytest.fixture
def kept(kept_once: Path, tmp_path: Path) -> KeptStudy:
    """Such a study of the test's own, which it may damage."""
    return KeptStudy.at(shutil.copy(kept_once, tmp_path))
