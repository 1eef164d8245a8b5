"""What the tests of mistakes share: a study made once, of which each test has a copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from mistaken import Mistaken, copy_study, make_study
from once import Once


@pytest.fixture(scope="session")
def study_once(once: Once) -> Path:
    """The file of the study."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patched:
            patched.chdir(folder)
            patched.setenv("LOGNAME", "ana")
            for name in ("PORTRAYALS_DB", "PORTRAYALS_CODER"):
                patched.delenv(name, raising=False)
            make_study(folder)

    return once("mistaken", make) / "portrayals.db"


@pytest.fixture
def mistaken(
    study_once: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Mistaken:
    """The program in a folder with a copy of the study, run as ana."""
    copy_study(study_once, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    for name in ("PORTRAYALS_DB", "PORTRAYALS_CODER"):
        monkeypatch.delenv(name, raising=False)
    return Mistaken(capsys)
