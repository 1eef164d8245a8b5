"""A study for each test, and a place to write sheets in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sheet_study import SheetStudy, one_engine_for

from portrayals.database import files


@pytest.fixture(autouse=True)
def one_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "engine_for", one_engine_for)


@pytest.fixture(scope="session")
def sheets_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheets")
    return Path(SheetStudy.made(str(folder / "study.db"), folder).target)


@pytest.fixture
def study(sheets_once: Path) -> SheetStudy:
    """A study with a codebook and two coders, without titles."""
    return SheetStudy(str(shutil.copy(sheets_once, sheets_once.with_name("copy.db"))))


@pytest.fixture
def other(sheets_once: Path) -> SheetStudy:
    """Another one that is the same."""
    return SheetStudy(str(shutil.copy(sheets_once, sheets_once.with_name("other.db"))))


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Writes lines into a file, by default a table with commas."""

    def write(*lines: str, name: str = "sheet.csv") -> Path:
        file = tmp_path / name
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return file

    return write
