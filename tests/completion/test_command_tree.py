"""What completion knows of the commands is what the program takes."""

from __future__ import annotations

import json
from pathlib import Path

import command_tree
import pytest

import portrayals
from portrayals.completion.command_line import Wanted
from portrayals.completion.of_commands import takes_file
from portrayals.completion.of_studies import OF_ONE_COMMAND, SOURCES

FILE = Path(portrayals.__file__).parent / "completion" / "commands.json"
REFRESH = "python tests/completion/command_tree.py >portrayals/completion/commands.json"

#: What anybody may write freely, or what only arithmetic knows.
FREE = {
    *(
        "ALPHA",
        "CHANGE",
        "COLUMN",
        "D",
        "DATE",
        "FIELD=COLUMN",
        "FIELDS",
        "ID",
        "LOW,HIGH",
        "METHOD",
        "MODEL",
        "N",
    ),
    *(
        "NAME",
        "PERCENT",
        "POINTS",
        "S01",
        "S01E01[..S01E10]",
        "SCHEME:ID",
        "SHARE",
        "TEXT",
        "TIME",
        "URL",
    ),
    *("V", "VERSION", "YEAR", "imdb=COLUMN"),
}


def test_the_file_is_what_the_program_takes() -> None:
    assert FILE.read_text(encoding="utf-8") == command_tree.written(), f"to refresh it: {REFRESH}"


@pytest.fixture(scope="module")
def tree() -> dict[str, dict[str, object]]:
    commands: dict[str, dict[str, object]] = json.loads(FILE.read_text(encoding="utf-8"))[
        "commands"
    ]
    return commands


def test_every_value_is_completed_or_known_to_be_free(tree: dict[str, dict[str, object]]) -> None:
    found = set()
    for command, takes in tree.items():
        for taken in (*takes["options"], *takes["arguments"]):  # type: ignore[misc]
            what = taken.get("takes")
            if what and not taken.get("words") and not takes_file(Wanted(command, what, "")):
                found.add(what)
    assert found - {*SOURCES} == FREE


def test_what_one_command_calls_otherwise_is_taken_by_it(
    tree: dict[str, dict[str, object]],
) -> None:
    for command, what in OF_ONE_COMMAND:
        takes = tree[command]
        taken = [*takes["options"], *takes["arguments"]]  # type: ignore[misc]
        assert any(what in (each.get("takes"), *each.get("spellings", ())) for each in taken)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("A note to keep with it.", "A note to keep with it"),
        ("Their role; may be repeated.", "Their role; may be repeated"),
        ("Add a title.\n\nIts key is printed.", "Add a title"),
        ("Values\nunder review. More.", "Values under review"),
        (None, ""),
    ],
)
def test_an_option_is_told_in_one_sentence(text: str | None, sentence: str) -> None:
    assert command_tree.first_sentence(text) == sentence
