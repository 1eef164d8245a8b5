"""One study for the tests of a file, which each make units of their own in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from once import Once
from staff import GUIDES, ROBOT, add
from teachers import School


@pytest.fixture(scope="session")
def _newly_made(once: Once) -> Path:
    return once("school", School.made) / "study.db"


@pytest.fixture(scope="module")
def school(_newly_made: Path, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A study about teachers on screen, shared by the tests of a file."""
    return School(str(shutil.copy(_newly_made, tmp_path_factory.mktemp("school"))))


@pytest.fixture
def own_school(_newly_made: Path, tmp_path: Path) -> School:
    """The same with nothing in it, of the test's own."""
    return School(str(shutil.copy(_newly_made, tmp_path)))


@pytest.fixture
def staffed(own_school: School) -> School:
    """A study with a program, robot, and a compilation, guides."""
    add(own_school, "robot", **ROBOT)
    add(own_school, "guides", **GUIDES)
    return own_school
