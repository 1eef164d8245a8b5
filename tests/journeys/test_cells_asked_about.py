"""`import table` at a real terminal: it asks what cells mean that are no codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from keyboard import CONTROL, Terminal

import portrayals

BOOK = """\
codebook: c
version: "1"
variables:
  - {key: strict, level: title, type: boolean}
  - {key: loud, level: title, type: boolean}
  - {key: age, level: title, type: number}
  - {key: methods, level: title, type: multi, codes: [{key: talks}, {key: detention}]}
"""
SHEET = """\
Film,Year,Strict,Loud,Methods,Age
Alpha,2001,yes,maybe,"talks, detention",12
Beta,2002,maybe,no,taks,unknown
Gamma,2003,no,no,"taks, detention",3
"""
IMPORT = ("import", "table", "f.csv", "--level", "title", "--name", "Film", "--year", "Year")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cb.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "f.csv").write_text(SHEET, encoding="utf-8")
    book = str(tmp_path / "cb.yaml")
    portrayals.init(tmp_path / "portrayals.db", actor="ana", codebook=book)
    return tmp_path


def recorded(folder: Path) -> dict[tuple[object, object], object]:
    rows = portrayals.open(folder / "portrayals.db").list("annotations").rows
    return {(row["unit"], row["variable"]): row["value"] for row in rows}


def answer(terminal: Terminal, *answers: tuple[str, str]) -> str:
    """Types each answer after its question, and returns all that was printed."""
    printed = ""
    for question, typed in answers:
        printed += terminal.wait_for(question)
        terminal.type(f"{typed}\n")
    status = terminal.end()
    return f"{printed}{CONTROL.sub('', terminal.text)}status {status}"


@pytest.mark.slow
def test_the_answers_about_unknown_cells_are_the_map_of_one_change(folder: Path) -> None:
    terminal = Terminal(folder, *IMPORT, "--map", "f.map", kind="dumb")
    printed = answer(
        terminal,
        ('Split at ","? [Y/n] ', ""),
        ("a code, [s]kip: ", "c"),
        ("a code, [s]kip: ", "tal"),
        ("a number, [s]kip: ", "n"),
    )
    assert '"maybe" stands in 2 columns, 2 cells (cannot-tell?)' in printed
    assert "Imported f.csv: 11 annotations of 3 rows, all new" in printed
    assert printed.endswith("status 0")
    assert recorded(folder) == {
        ("alpha", "strict"): True,
        ("alpha", "loud"): None,
        ("alpha", "age"): 12,
        ("alpha", "methods"): ["talks", "detention"],
        ("beta", "strict"): None,
        ("beta", "loud"): False,
        ("beta", "methods"): ["talks"],
        ("gamma", "strict"): False,
        ("gamma", "loud"): False,
        ("gamma", "age"): 3,
        ("gamma", "methods"): ["talks", "detention"],
    }
    kept = json.loads((folder / "f.map").read_text(encoding="utf-8"))
    assert kept["split"] == ["methods=,"]
    assert kept["value"] == [
        "loud:maybe=cannot-tell",
        "strict:maybe=cannot-tell",
        "methods:taks=talks",
        "age:unknown=not-coded",
    ]
    log = portrayals.open(folder / "portrayals.db").history().entries
    assert [each.command.count("--value") for each in log] == [4, 0]


@pytest.mark.slow
def test_what_is_skipped_is_left_out_only_if_that_is_wanted(folder: Path) -> None:
    skipping = (
        ("[Y/n] ", ""),
        ("[s]kip: ", "no idea"),
        ('"no idea" is not clear for loud, strict; codes: yes, no', "s"),
        ("[s]kip: ", "talks"),
        ("[s]kip: ", "s"),
    )
    refused = answer(Terminal(folder, *IMPORT, kind="dumb"), *skipping, ("[y/N] ", ""))
    assert "To say the same again: --split methods=, --value" in refused
    assert refused.endswith("status 1")
    assert recorded(folder) == {}
    done = answer(Terminal(folder, *IMPORT, kind="dumb"), *skipping, ("[y/N] ", "y"))
    assert "2 rows left out" in done
    assert {unit for unit, _ in recorded(folder)} == {"gamma"}


@pytest.mark.slow
def test_q_ends_and_nothing_was_imported(folder: Path) -> None:
    printed = answer(Terminal(folder, *IMPORT, kind="dumb"), ("[Y/n] ", "n"), ("[s]kip: ", "q"))
    assert printed.endswith("status 1")
    assert recorded(folder) == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    "options", [("--yes",), ("--quiet",), ("--json",), ("--dry-run",), ("--skip-bad",)]
)
def test_those_who_want_no_questions_get_none(folder: Path, options: tuple[str, ...]) -> None:
    before = options if options[0] in {"--yes", "--quiet"} else ()
    terminal = Terminal(folder, *before, *IMPORT, *(() if before else options), kind="dumb")
    status = terminal.end()
    assert "[s]kip" not in terminal.text
    assert (status == 0) is (options[0] == "--skip-bad")
