"""One study for the tests of a file, which each make units of their own in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from teachers import School

from portrayals.history import transaction


@pytest.fixture(scope="module", autouse=True)
def _engines_are_kept() -> Iterator[None]:
    """Statements are compiled once for each study, not once for each use-case of these files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transaction, "opened", cache(transaction.opened))
        yield


@pytest.fixture(scope="session")
def _newly_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    School.made(folder)
    return folder / "study.db"


@pytest.fixture(scope="module")
def school(_newly_made: Path, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A study about teachers on screen, shared by the tests of a file."""
    return School(str(shutil.copy(_newly_made, tmp_path_factory.mktemp("school"))))


@pytest.fixture
def own_school(_newly_made: Path, tmp_path: Path) -> School:
    """The same with nothing in it, of the test's own."""
    return School(str(shutil.copy(_newly_made, tmp_path)))
