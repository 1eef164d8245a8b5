"""A title that is nearly there already is asked about, and never made twice unawares."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from portrayals.cli.program import run


class Terminal(io.StringIO):
    """Somebody at the keyboard."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    run(["init"])
    run(["add", "title", "Shrinking", "--year", "2023", "--id", "imdb:tt15677150"])


def keys(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    run(["list", "titles", "--fields", "key", "-f", "csv"])
    return capsys.readouterr().out.split()[1:]


@pytest.mark.parametrize(
    ("answer", "made"), [("y\n", ["shrinking", "shrinking-2024"]), ("n\n", ["shrinking"])]
)
def test_on_a_terminal_the_answer_decides(
    answer: str,
    made: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    run(["add", "title", "Shrinking", "--year", "2024"])
    assert "Add it as a different title? [y/N]" in capsys.readouterr().err
    assert keys(capsys) == made


def test_without_a_terminal_it_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run(["add", "title", "Shrinkin", "--year", "2023"]) == 1
    assert "Shrinking (2023) already exists" in capsys.readouterr().err
    assert keys(capsys) == ["shrinking"]


def test_an_identifier_is_never_given_twice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert run(["add", "title", "Another", "--year", "1950", "--id", "imdb:tt15677150"]) == 1
    assert keys(capsys) == ["shrinking"]
