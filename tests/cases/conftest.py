"""What the tests of others' files share."""

from __future__ import annotations

from pathlib import Path

import pytest
from published import Program


@pytest.fixture
def portrayals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Program:
    """The program, run as ana in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    for name in ("PORTRAYALS_DB", "PORTRAYALS_CODER"):
        monkeypatch.delenv(name, raising=False)
    return Program(capsys)
