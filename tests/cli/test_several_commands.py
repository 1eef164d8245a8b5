"""`screen`, `edit` and `tag` with a query in the place of a key: shown first, and asked about."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from study import Study

from portrayals.cli import recording
from portrayals.cli.program import run

Run = Callable[..., tuple[int, str, str]]
EARLY = ("screen", "year:..1949", "out", "--reason", "silent era")


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs the program on a small study: the status, the result, what is told beside it."""
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.chdir(tmp_path)
    for name in ("PORTRAYALS_DB", "PORTRAYALS_CODER"):
        monkeypatch.delenv(name, raising=False)

    def typed(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(list(words))
        said = capsys.readouterr()
        return status, said.out, said.err

    Study(str(tmp_path / "portrayals.db"), "therapist-boundaries")
    for name, year in (("Carefree", "1938"), ("Spellbound", "1945"), ("Prime", "2005")):
        typed("add", "title", name, "--year", year)
    typed("add", "portrayal", "prime", "Lisa")
    typed("add", "relationship", "prime/lisa", "Rafi")
    return typed


def titles(typed: Run, query: str) -> list[str]:
    return [row["key"] for row in json.loads(typed("list", "titles", query, "--json")[1])]


def test_where_nobody_can_be_asked_the_line_to_repeat_is_told(typed: Run) -> None:
    status, out, told = typed(*EARLY)
    assert (status, out) == (2, "")
    lines = [line.strip() for line in told.splitlines()]
    assert lines[:2] == ["carefree: screened pending → out", "spellbound: screened pending → out"]
    assert "Screen 2 titles out: silent era?" in lines[2]
    assert "portrayals screen year:..1949 out --reason 'silent era' --yes" in " ".join(lines)
    assert titles(typed, "screened:out") == []


def test_a_dry_run_shows_it_and_changes_nothing(typed: Run) -> None:
    status, out, _ = typed(*EARLY, "-n")
    assert (status, out.splitlines()[0]) == (0, "carefree: screened pending → out")
    plan = json.loads(typed(*EARLY, "-n", "--json")[1])
    assert plan["question"] == "Screen 2 titles out: silent era?"
    assert typed("edit", "prime", "year=2006", "-n")[1] == "Changed prime: year 2005 → 2006.\n"
    assert typed("screen", "prime", "in", "-n")[1] == "Screened Prime in.\n"
    assert "flirting" in typed("tag", "prime/lisa/rafi", "flirting", "-n")[1]
    assert typed("tag", "title:prime", "flirting", "-n")[0] == 0
    assert titles(typed, "screened:out OR year:2006 OR boundary-act:any") == []


def test_with_a_yes_it_is_one_change_and_one_undo(typed: Run) -> None:
    status, out, told = typed("--yes", *EARLY)
    assert (status, out) == (0, "carefree\nspellbound\n")
    assert told == "Screened 2 titles out: silent era.\n"
    assert typed("edit", "year:..1949", "country=US", "--yes")[0] == 0
    assert typed("tag", "title:prime", "flirting", "--yes")[1] == "prime/lisa/rafi\n"
    assert typed("undo", "--last", "3", "--yes")[0] == 0
    assert titles(typed, "screened:out OR country:US OR boundary-act:any") == []


def test_a_misspelt_key_is_never_a_query(typed: Run) -> None:
    for words in (
        ("screen", "crefree", "out"),
        ("edit", "crefree", "year=1939"),
        ("tag", "crefree", "x"),
    ):
        status, _, told = typed(*words, "--yes")
        assert (status, "did you mean" in told) == (1, True)


def test_nothing_is_changed_that_was_not_shown(typed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    record = recording.record

    def overtaken(session: object, *words: object, **options: object) -> None:
        if getattr(session, "words", [""])[0] == "screen":
            typed("add", "title", "Metropolis", "--year", "1927")
        record(session, *words, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(recording, "record", overtaken)
    monkeypatch.setattr("portrayals.cli.session.Session.approved", lambda *_, **__: True)
    status, _, _ = typed(*EARLY)
    assert status == 2
    assert titles(typed, "screened:out") == []
    assert titles(typed, "year:1927") == ["metropolis"]
