"""What `list` says below a table to somebody who sits at a terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from study import Study

from portrayals.cli.program import run


@pytest.fixture
def listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Lists titles of a folder that has two, at a terminal: what is told."""
    study = Study(str(tmp_path / "portrayals.db"))
    study.title("Prime")
    study.title("Shrinking", year="2023")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)

    def listed(*words: str) -> str:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
        assert run(["list", "titles", *words]) == 0
        return capsys.readouterr().err

    return listed


def test_the_first_title_is_taken_as_an_example(listed: Callable[..., str]) -> None:
    line = "More: portrayals show prime   Narrow: portrayals list titles decade:2020s"
    assert line in listed()  # a decade of which there is something


def test_one_title_is_not_narrowed_down(listed: Callable[..., str]) -> None:
    told = listed("prime")
    assert "More: portrayals show prime\n" in told
    assert "Narrow" not in told


@pytest.mark.parametrize("words", [["--fields", "name,countries"], ["xyzzy"]])
def test_without_a_key_there_is_no_example(listed: Callable[..., str], words: list[str]) -> None:
    assert "More" not in listed(*words)
