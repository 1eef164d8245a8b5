"""Words of other programs lead to the command, and people may be added under other names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from study import Study

from portrayals.cli._click import get_command
from portrayals.cli.add import ALSO
from portrayals.cli.application import app
from portrayals.cli.program import run
from portrayals.cli.synonyms import SYNONYMS

PAIRS = [
    (command, word, target) for command, words in SYNONYMS.items() for word, target in words.items()
]


def below(command: Any, word: str) -> Any:
    return command.get_command(None, word) if word in command.list_commands(None) else None


@pytest.mark.parametrize(("command", "word", "target"), PAIRS)
def test_every_synonym_leads_to_what_exists(command: str, word: str, target: str) -> None:
    found = get_command(app)
    for each in command.split()[1:]:
        found = below(found, each)
    assert below(found, word) is None, "it is a command itself"
    for each in target.split():
        if each.startswith("-"):
            assert any(each in option.opts for option in found.params), target
        else:
            found = below(found, each)
            assert found is not None, target


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["delete", "prime"], 'No such command "delete". Did you mean remove?'),
        (["Plot"], 'No such command "Plot". Did you mean stats --chart?'),
        (["kappa"], 'No such command "kappa". Did you mean reliability?'),
        (["add", "movie", "x"], 'No such command "movie". Did you mean title?'),
    ],
)
def test_an_unknown_command_leads_to_the_right_one_before_spelling_does(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("noun", [*ALSO, "persons", "therapist", "Therapists"])
def test_a_portrayal_is_added_under_other_names(
    noun: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    study = Study("portrayals.db", "therapist-boundaries")
    study.title("Prime")
    assert run(["add", noun, "prime", "Lisa", "--as", "ana"]) == 0
    assert capsys.readouterr().out == "prime/lisa\n"


def test_what_the_codebook_does_not_say_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["add", "therapist", "prime", "Lisa"]) == 2
    assert 'No such command "therapist".' in capsys.readouterr().err
