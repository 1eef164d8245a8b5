"""Codings in sheets on the command line: taken back, in several rows, by coders with names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from study import Study

from portrayals.cli.program import run

BOOK = """
codebook: acts
version: "1"
variables:
  - {key: gun, level: title, type: boolean}
  - {key: act, level: title, type: multi, codes: [{key: gift}, {key: touch}]}
"""
Command = Callable[..., tuple[int, str, str]]
TABLE = ("import", "table", "s.csv", "--map", "s.map")


@pytest.fixture
def portrayals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Runs a command in a folder with an empty study and a sheet: status, output, errors."""
    Study(str(tmp_path / "portrayals.db")).apply(BOOK, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)
    monkeypatch.setenv("PORTRAYALS_CODER", "ana")

    def command(*words: str) -> tuple[int, str, str]:
        status = run(list(words))
        told = capsys.readouterr()
        return status, told.out, told.err

    return command


def wide(*rows: str) -> None:
    """Writes the sheet, and its map."""
    Path("s.csv").write_text("\n".join(("film,gun,act", *rows)), encoding="utf-8")
    Path("s.map").write_text('{"level": "title", "name": "film", "basis": "watched"}')


def values(portrayals: Command) -> list[str]:
    rows = json.loads(portrayals("list", "annotations", "--json")[1])
    return sorted(f"{row['unit']} {row['variable']}" for row in rows)


def test_a_yes_withdraws_what_says_not_coded_and_nothing_that_is_empty(portrayals: Command) -> None:
    wide("A,yes,gift;touch", "B,no,touch")
    portrayals(*TABLE)
    wide("A,not-coded,gift;touch", "B,,touch")
    status, _, told = portrayals(*TABLE)
    assert status == 2
    assert "line 2: a ana gun yes → not coded" in told
    assert "1 annotation would change" in told
    _, _, told = portrayals(*TABLE, "--yes")
    assert "Imported s.csv: 3 annotations of 2 rows, 1 withdrawn, 2 as before." in told
    assert "1 cell is empty where there is an annotation, which stays." in told
    assert values(portrayals) == ["a act", "b act", "b gun"]
    _, shown, told = portrayals(*TABLE, "--on-change", "update", "--dry-run")
    assert "line 3: b ana gun no → not coded (empty cell)" in shown
    portrayals(*TABLE, "--on-change", "update")
    assert values(portrayals) == ["a act", "b act"]


def test_one_code_a_row_is_kept_in_the_map(portrayals: Command) -> None:
    rows = ("Film,Who,Event,From", "A,Coder 1,gift,1:00", 'A,Coder 1,touch,"00:20:57,256"')
    Path("s.csv").write_text("\n".join(rows), encoding="utf-8")
    columns = ("--level", "title", "--name", "Film", "--coder-column", "Who", "--create")
    long = ("--long", "act=Event", "--evidence", "start=From")
    _, shown, _ = portrayals(*TABLE, *columns, *long, "--dry-run")
    assert "act (one code a row)" in shown
    assert "evidence: start" in shown
    _, _, told = portrayals(*TABLE, *columns, *long, "--basis", "watched")
    assert "New coders: Coder 1 is coder-1." in told
    assert "2 rows of act make 1 set, one for each unit and coder." in told
    assert "new: 1 title, 1 coder, 2 pieces of evidence." in told
    _, _, told = portrayals(*TABLE)
    assert "Imported s.csv: 1 annotation of 2 rows, as before." in told


def test_rows_of_one_unit_are_refused_with_the_option_for_one_code_a_row(
    portrayals: Command,
) -> None:
    wide("A,,gift", "A,,touch")
    status, _, told = portrayals(*TABLE)
    assert status == 1
    assert "s.csv:3  the same unit and coder as line 2: a" in told
    assert "or say that each row is one code of a set: --long VARIABLE" in told
    assert portrayals(*TABLE, "--long", "act")[0] == 0


def test_a_question_counts_the_titles_that_would_change(portrayals: Command) -> None:
    columns = ("import", "table", "s.csv", "--level", "title", "--name", "film")
    columns = (*columns, "--basis", "watched")
    wide("A,yes,gift", "B,no,gift")
    portrayals(*columns)
    for ids, question in (
        (("tt0000001", "tt0000002"), "2 titles would change. Change them?"),
        (("tt0000001", ""), "1 title would change. Change it?"),
    ):
        rows = (f"A,yes,{ids[0]}", f"B,no,{ids[1]}")
        Path("s.csv").write_text("\n".join(("film,gun,imdb", *rows)), encoding="utf-8")
        status, _, told = portrayals(*columns, "--id", "imdb=imdb")
        assert status == 2
        assert question in told
