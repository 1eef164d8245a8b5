"""Programs and compilations on the command line: made, listed, taken in with a sheet."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from study import Study

from portrayals.cli.program import run

BOOK = """
codebook: tones
version: "1"
variables:
  - {key: tone, level: title, type: nominal, codes: [{key: comic}, {key: grave}]}
"""
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def portrayals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Runs a command in a folder with a study of one film: status, output, errors."""
    study = Study(str(tmp_path / "portrayals.db"))
    study.apply(BOOK, tmp_path)
    study.title("Prime")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)
    monkeypatch.setenv("PORTRAYALS_CODER", "ana")
    (tmp_path / "prompt.txt").write_text("Code it.", encoding="utf-8")

    def command(*words: str) -> tuple[int, str, str]:
        status = run(list(words))
        told = capsys.readouterr()
        return status, told.out, told.err

    return command


ROBOT = ("--program", "model-m", "--model-version", "2024-08-06")


def coders(portrayals: Command) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in json.loads(portrayals("list", "coders", "--json")[1])}


def test_a_program_is_added_with_its_instruction(portrayals: Command) -> None:
    status, key, told = portrayals("add", "coder", "robot", *ROBOT, "--instruction", "prompt.txt")
    assert (status, key, told) == (0, "robot\n", "Added program robot.\n")
    robot = coders(portrayals)["robot"]
    assert (robot["kind"], robot["model"]) == ("program", "model-m")
    assert robot["model_version"] == "2024-08-06"
    assert robot["instruction_sha256"] == sha256(b"Code it.").hexdigest()


def test_a_compilation_is_added_with_its_method(portrayals: Command) -> None:
    assert portrayals("add", "coder", "guides", "--compilation", "Read in guides.")[0] == 0
    guides = coders(portrayals)["guides"]
    assert (guides["kind"], guides["method"]) == ("compilation", "Read in guides.")


def test_half_a_program_is_refused_with_what_to_type(portrayals: Command) -> None:
    status, key, told = portrayals("add", "coder", "robot", "--program", "model-m")
    assert (status, key) == (1, "")
    assert 'the program "model-m" needs its version' in told
    assert "--model-version V" in told


def test_a_list_tells_what_each_is_within_80_columns(
    portrayals: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "About" not in portrayals("list", "coders")[1]
    portrayals("add", "coder", "robot", *ROBOT)
    portrayals("add", "coder", "guides", "--name", "The guides", "--compilation", "Read. " * 40)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    listed = portrayals("list", "coders")[1].splitlines()
    assert all(len(line) <= 80 for line in listed)
    assert "model-m 2024-08-06" in next(line for line in listed if "robot" in line)


def test_show_tells_all_of_it(portrayals: Command) -> None:
    portrayals("add", "coder", "guides", "--compilation", "Read in guides.")
    shown = portrayals("show", "guides")[1]
    assert ["method", "Read", "in", "guides."] in [line.split() for line in shown.splitlines()]


@pytest.mark.parametrize("what", ["annotations", "table"])
def test_a_sheet_of_a_program_makes_it(portrayals: Command, tmp_path: Path, what: str) -> None:
    if what == "annotations":
        text, more = "unit,variable,value,coder\nprime,tone,comic,robot\n", ()
    else:
        text = "Film,tone,Who\nPrime,comic,robot\n"
        more = ("--level", "title", "--name", "Film", "--coder-column", "Who")
    (tmp_path / "sheet.csv").write_text(text, encoding="utf-8")
    status, _, told = portrayals("import", what, "sheet.csv", *more, "--create", *ROBOT)
    assert status == 0, told
    robot = coders(portrayals)["robot"]
    assert (robot["kind"], robot["annotations"]) == ("program", 1)
    found = portrayals("stats", "tone", "--coder", "robot")[1]
    assert "robot is a program: model-m, version 2024-08-06." in found


def test_a_sheet_with_half_a_program_is_refused(portrayals: Command, tmp_path: Path) -> None:
    sheet = "unit,variable,value\nprime,tone,comic\n"
    (tmp_path / "sheet.csv").write_text(sheet, encoding="utf-8")
    status, _, told = portrayals("import", "annotations", "sheet.csv", "--program", "model-m")
    assert status == 1
    assert "needs its version" in told


def test_a_table_of_a_compilation_says_on_what_basis(portrayals: Command, tmp_path: Path) -> None:
    portrayals("add", "coder", "guides", "--compilation", "Read in guides.")
    (tmp_path / "sheet.csv").write_text("Film,tone\nPrime,comic\n", encoding="utf-8")
    words = ("import", "table", "sheet.csv", "--level", "title", "--name", "Film")
    status, _, told = portrayals(*words, "--coder", "guides", "--basis", "watched")
    assert status == 1
    assert "a compilation reads descriptions" in told
    assert portrayals(*words, "--coder", "guides")[0] == 0
    listed = json.loads(portrayals("list", "annotations", "--json")[1])
    assert [row["basis"] for row in listed] == ["documented"]
