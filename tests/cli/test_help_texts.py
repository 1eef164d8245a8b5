"""The help: set by hand at the top, within 80 columns, and telling of every command."""

from __future__ import annotations

import re
from typing import Any

import pytest
import typer

from portrayals import __version__
from portrayals.cli.application import app
from portrayals.cli.help import KEYS, NUMBERS, QUERY, STATES, TOPICS
from portrayals.cli.program import run
from portrayals.cli.session import Session
from portrayals.cli.top import HELP

PROGRAM: Any = typer.main.get_command(app)
CONTEXT = PROGRAM.make_context("portrayals", ["help"], obj=Session())
NAMES = PROGRAM.list_commands(CONTEXT)
GROUPS = {
    "add": "title",
    "catalogue": "check",
    "codebook": "apply",
    "coding": "assign",
    "db": "restore",
    "import": "table",
    "samplesize": "alpha",
}
PATHS = [*([name] for name in NAMES), *([group, name] for group, name in GROUPS.items())]


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@pytest.mark.parametrize("text", [HELP, *TOPICS.values()])
def test_every_text_fits_eighty_columns(text: str) -> None:
    assert max(map(len, text.splitlines())) <= 80
    assert text.endswith("\n")


def test_the_top_names_every_command_and_no_other() -> None:
    said = set(re.findall(r"[a-z]+", HELP))
    assert set(NAMES) <= said


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"], ["help"], ["-q", "--help"]])
def test_the_top_is_one_text_however_it_is_asked_for(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    if words:
        assert run(words) == 0
        assert capsys.readouterr().out == HELP


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_a_command_has_a_summary_options_in_words_and_an_example(
    path: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*path, "--help"]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    assert text.startswith(f"Usage: portrayals {' '.join(path)}")
    if path[0] not in GROUPS or len(path) > 1:
        assert "Examples:\n    portrayals " in text
        unsaid = re.findall(r"^  (?:-\w, )?--[a-z-]+(?: \S+)?$\n(?! {8})", text, re.MULTILINE)
        assert unsaid == []


@pytest.mark.parametrize("group", GROUPS)
def test_no_summary_is_cut_where_commands_are_listed(
    group: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run([group, "--help"])
    assert "..." not in capsys.readouterr().out.partition("Commands:")[2]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("query", QUERY),
        ("queries", QUERY),
        ("keys", KEYS),
        ("key", KEYS),
        ("states", STATES),
        ("numbers", NUMBERS),
        ("number", NUMBERS),
    ],
)
def test_topics_are_explained(asked: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", asked]) == 0
    assert capsys.readouterr().out == text


def test_help_shows_the_help_of_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    run(["add", "title", "--help"])
    asked = capsys.readouterr().out
    assert run(["help", "add", "title"]) == 0
    assert capsys.readouterr().out == asked


def test_help_on_nothing_that_is_there_says_what_there_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["help", "cooking"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "query, keys, states, numbers" in told.err


def test_the_version_may_be_asked_for_anywhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-q", "--version"]) == 0
    assert run(["show", "prime", "--version"]) == 0
    assert set(capsys.readouterr().out.split("\n")) == {f"portrayals {__version__}", ""}
