"""Journey (f): a study of smoking, without relationships, goes through every command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from portrayals.cli.application import app
from portrayals.cli.program import run

Run = Callable[..., str]

WALKED = {
    *("demo", "init", "add", "tag", "untag", "annotate", "screen", "stats", "list", "show"),
    *("edit", "merge", "remove", "history", "codebook", "db", "help"),
}


@pytest.fixture
def portrayals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command in a folder of its own and returns its standard output."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)

    def command(*words: str, status: int = 0) -> str:
        ended = run(words)
        said = capsys.readouterr()
        assert ended == status, said.err
        return said.out

    return command


@pytest.mark.slow
def test_smoking_on_screen_goes_through_every_command(portrayals: Run) -> None:
    def rows(*words: str) -> list[dict[str, object]]:
        found: list[dict[str, object]] = json.loads(portrayals(*words, "--json"))
        return found

    assert "69 titles" in portrayals("demo")
    portrayals("init", "--codebook", "smoking")
    portrayals("add", "coder", "bea")
    portrayals("add", "source", "rating-board", "--citation", "Rating board, 2007")
    portrayals("add", "title", "Mad Men", "--year", "2007", "--kind", "tv-series")
    portrayals("add", "title", "Mad Man", "--year", "1998")
    portrayals("add", "title", "Casablanca", "--year", "1942", "--duplicate")
    portrayals("add", "episode", "Mad Men", "S01E01..S01E02")
    don = portrayals("add", "portrayal", "Mad Men", "Don Draper", "--performer", "Jon Hamm").strip()
    portrayals("add", "portrayal", "Mad Men", "Peggy Olson")
    portrayals("add", "portrayal", "Casablanca", "Rick Blaine")
    assert don == "mad-men/don-draper"

    portrayals("tag", "Mad Men/Don Draper", "cigarette", "--episode", "S01E01", "--at", "01:10")
    portrayals("tag", "casablanca", "cigarette", "--basis", "watched")
    portrayals("annotate", "mad-men/peggy", "smoking=none", "--basis", "watched")
    portrayals("annotate", "mad-men", "warning=no")
    portrayals("untag", "mad-men/don", "cigarette", "--episode", "S01E01", "--at", "01:10")
    portrayals("screen", "mad-man", "none", "--reason", "nobody smokes")

    [smokes] = [row for row in _stat(portrayals, "stats", "smokes") if row["code"] == "yes"]
    assert (smokes["count"], smokes["n"]) == (2, 3)
    titles = {row["code"]: row for row in _stat(portrayals, "stats", "smoking", "--level", "title")}
    assert (titles["cigarette"]["count"], titles["cigarette"]["n"]) == (2, 3)
    assert (titles["none"]["count"], titles["none"]["n"]) == (1, 3)

    assert [row["key"] for row in rows("list", "portrayals", "smoking.class:combustible")] == [
        "casablanca/rick-blaine",
        "mad-men/don-draper",
    ]
    assert [row["key"] for row in rows("list", "titles", "NOT", "smoking:any")] == ["mad-man"]
    assert "Don Draper" in portrayals("show", "mad men")
    portrayals("edit", "mad-men/don", "role+=lead")
    portrayals("add", "title", "Casablanka", "--year", "1942", "--duplicate")
    portrayals("merge", "casablanka", "casablanca", "--yes")
    portrayals("remove", "mad-men/peggy-olson", "--yes")
    assert len(rows("history")) > 10
    assert "smoking" in portrayals("codebook", "show")
    portrayals("codebook", "check", "smoking")
    portrayals("codebook", "list")
    portrayals("codebook", "apply", "smoking", "--yes")
    portrayals("db", "describe", "title=Smoking", "sampling=convenience")
    portrayals("db", "policy", "unanimous")
    portrayals("db", "upgrade")
    portrayals("db", "backup", "kept.db")
    portrayals("db", "restore", "kept.db", "--yes")
    assert json.loads(portrayals("db", "info", "--json"))["portrayals"] == 2
    assert json.loads(portrayals("db", "check", "--json"))["problems"] == []
    assert "undetermined" in portrayals("help", "states")
    assert {command.name for command in _commands()} <= WALKED


def _stat(portrayals: Run, *words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(portrayals(*words, "--json"))["rows"]
    return found


def _commands() -> list[object]:
    from typer.main import get_group

    return list(get_group(app).commands.values())


def test_a_codebook_on_another_subject_says_in_one_line_what_goes(portrayals: Run) -> None:
    portrayals("init", "--codebook", "smoking")
    plan = json.loads(portrayals("codebook", "apply", "therapist-boundaries", "-n", "--json"))
    dropped = [line for line in plan["lines"] if "dropped" in line]
    assert dropped == ["5 variables of smoking-on-screen dropped, for which nothing is coded"]
    assert "gender  new: portrayal, nominal, 3 codes" in plan["lines"]
