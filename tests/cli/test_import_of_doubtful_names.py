"""At a terminal an import asks about names that may be meant as they stand, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from study import Study

from portrayals.cli.program import run

Run = Callable[..., tuple[int, str]]

FILMS = "name,year,countries\n"


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Imports rows of titles; `answer` is typed at a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)
    monkeypatch.setenv("LOGNAME", "ana")
    Study(str(tmp_path / "portrayals.db"), "therapist-boundaries")
    assert run(["add", "title", "Mr. Ohm", "--year", "1996"]) == 0

    def command(*rows: str, answer: str | None = None) -> tuple[int, str]:
        Path("films.csv").write_text(FILMS + "\n".join(rows), encoding="utf-8")
        stdin = io.StringIO(answer or "")
        monkeypatch.setattr(stdin, "isatty", lambda: answer is not None)
        monkeypatch.setattr("sys.stdin", stdin)
        capsys.readouterr()
        return run(["import", "titles", "films.csv"]), capsys.readouterr().err

    return command


DOUBTFUL = ("Mr Ohm,1996,", "Blue,1990,Ruritania")


def test_doubtful_names_are_asked_about_together_and_taken_as_they_are(typed: Run) -> None:
    status, err = typed(*DOUBTFUL, answer="y\n")
    assert status == 0
    assert "Mr. Ohm (1996) is there already" in err
    assert '"Ruritania" is in no list of countries' in err
    assert "Take them as they are? [y/N]" in err
    assert "2 titles of 2 rows" in err


@pytest.mark.parametrize("answer", ["n\n", "\n", None])
def test_without_a_yes_or_a_terminal_nothing_is_imported(typed: Run, answer: str | None) -> None:
    status, err = typed(*DOUBTFUL, answer=answer)
    assert status
    assert "2 titles of 2 rows" not in err


def test_beside_a_row_that_cannot_be_read_nothing_is_asked(typed: Run) -> None:
    status, err = typed(*DOUBTFUL, "Red,19O0,", answer="y\n")
    assert status
    assert "Take them as they are?" not in err
