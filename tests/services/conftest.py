"""Studies that every test gets a copy of: one to change soundly, one to copy and to damage."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from changed_study import ChangedStudy
from kept_study import KeptStudy
from once import Once


@pytest.fixture(scope="session")
def filled(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a filled study."""

    def make(folder: Path) -> None:
        ChangedStudy(str(folder / "study.db")).fill(folder)

    return Path(shutil.copy(once("filled", make) / "study.db", tmp_path_factory.mktemp("filled")))


@pytest.fixture
def changed(filled: Path) -> Iterator[ChangedStudy]:
    """A filled study of the test's own, always at the same place: an engine is kept for a place."""
    study = ChangedStudy(str(shutil.copy(filled, filled.with_name("changed.db"))))
    yield study
    study.assert_sound()


@pytest.fixture
def changed_on_postgresql(empty_postgresql_url: str, tmp_path: Path) -> Iterator[ChangedStudy]:
    """The same on PostgreSQL."""
    study = ChangedStudy(empty_postgresql_url)
    study.fill(tmp_path)
    yield study
    study.assert_sound()


@pytest.fixture(scope="session")
def kept_once(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a study with something of everything."""

    def make(folder: Path) -> None:
        study = KeptStudy(str(folder / "study.db"))
        study.fill(folder)
        study.deepen()

    return Path(shutil.copy(once("kept", make) / "study.db", tmp_path_factory.mktemp("kept")))


@pytest.fixture
def kept(kept_once: Path, tmp_path: Path) -> KeptStudy:
    """Such a study of the test's own, which it may damage."""
    return KeptStudy.at(shutil.copy(kept_once, tmp_path))
