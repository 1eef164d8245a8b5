"""What the tests of mistakes share: a study made once, of which each test has a copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from mistaken import Mistaken, copy_study, make_study


@pytest.fixture(scope="session")
def study_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the study."""
    folder = tmp_path_factory.mktemp("mistaken")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        patched.setenv("LOGNAME", "ana")
        for name in ("PORTRAYALS_DB", "PORTRAYALS_CODER"):
            patched.delenv(name, raising=False)
        return make_study(folder)


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
