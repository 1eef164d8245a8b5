"""`methods` at the terminal and in files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import pytest

import portrayals
from portrayals.cli.program import run


@pytest.fixture(autouse=True)
def in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, starter_once: Path) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(starter_once, tmp_path)


def test_it_prints_paragraphs_and_what_nobody_stated(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["methods"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Sample. The population was “Films")
    assert "\n\nUnits. The units of analysis were 69 titles, 95 therapists and 161 rel" in told
    assert told.endswith(
        "\n  how far coders agree\n    portrayals coding assign --wave WAVE --coder KEY "
        "--coder KEY --reliability 30%\n"
    )


def test_each_sentence_stands_above_its_command_where_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["methods", "--provenance"]) == 0
    assert (
        "\nUnits\n  The units of analysis were 69 titles, 95 therapists and 161 relationships.\n"
        "    portrayals stats\n"
    ) in capsys.readouterr().out


@pytest.mark.slow
def test_json_and_python_have_each_sentence_with_its_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["methods", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == portrayals.open("portrayals.db").methods().to_dict()
    assert {"topic", "text", "command"} == told["sentences"][0].keys()
    assert {
        "what": "hours of training",
        "command": "portrayals db describe training_hours=HOURS",
    } in (told["missing"])


def test_a_document_has_paragraphs_beneath_their_topics(tmp_path: Path) -> None:
    assert run(["methods", "-o", "methods.docx"]) == 0
    paragraphs = [each.text for each in docx.Document(tmp_path / "methods.docx").paragraphs]
    assert paragraphs[paragraphs.index("Units") + 1].startswith("The units of analysis were 69")


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("markdown", "**Sample**\n\nThe population was "),
        ("latex", "\\noindent\\textbf{Sample}\\par\nThe population was "),
        ("csv", "topic,text,command\nSample,"),
    ],
)
def test_every_format_has_the_sentences(
    form: str, beginning: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["methods", "-f", form]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(beginning)
    assert "Not stated: hours of training. State it: portrayals db describe tr" in said.err


def test_a_workbook_has_a_row_for_each_sentence(tmp_path: Path) -> None:
    assert run(["methods", "-o", "methods.xlsx"]) == 0
    with (tmp_path / "methods.xlsx").open("rb") as file:
        assert file.read(2) == b"PK"


def test_a_wave_that_counts_for_nothing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["methods", "--wave", "second"]) == 1
    assert "wave second is for recode, and what is coded in it" in capsys.readouterr().err
