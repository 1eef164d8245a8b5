"""A study for each test, and a place to write sheets in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from once import Once
from sheet_study import SheetStudy


@pytest.fixture(scope="session")
def sheets_once(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        SheetStudy.made(str(folder / "study.db"), folder)

    return Path(shutil.copy(once("sheets", make) / "study.db", tmp_path_factory.mktemp("sheets")))


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
