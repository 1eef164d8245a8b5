"""The database, its history and its codebooks as text, in every format."""

from __future__ import annotations

import json

import pytest

from portrayals.errors import InvalidValue
from portrayals.render.format_names import FORMATS, Format, format_of
from portrayals.render.formats import render
from portrayals.render.terminal import Screen
from portrayals.results.database import (
    Check,
    CodebookLine,
    CodebookList,
    CodebookListed,
    CodebookOutline,
    CodebookShown,
    DatabaseInfo,
    Description,
    History,
    HistoryEntry,
    VariableInOutline,
)
from portrayals.results.tabular import Tabular

WORDS = ("study.db", "sqlite", "0001", "0.1.0", "therapist-boundaries 0.9", "majority", "9f3a")
INFO = DatabaseInfo(*WORDS, 69, 0, 86, 118, 2, 200, 0, 41)
CHECK = Check(("tables", "ballots"), ())
DESCRIPTION = Description((("title", "Therapists on screen"), ("licence", None)))
HISTORY = History(
    None,
    (
        HistoryEntry(41, "2026-11-22T19:40:12+00:00", "ana", "tag himym/kevin flirting", 3, None),
        HistoryEntry(9, "2026-11-21T08:00:00+00:00", "coder-b", "undo", 1, 8),
    ),
)
BOOKS = CodebookList((CodebookListed("smoking", "1.0", True, 3, 12, 0),), ("smoking", "other"))
TREE = CodebookShown(
    "outcome-therapist  What happens to the therapist?",
    (CodebookLine(0, "professional", "Consequence", ""), CodebookLine(1, "job", "Loses it", "x")),
    (("definition", "What follows for the therapist, as far as it is shown in the title."),),
)
OUTLINE = CodebookOutline(
    TREE,
    (
        VariableInOutline(
            "outcome", "What happens", "each therapist (portrayal)", "any of 2 codes"
        ),
        VariableInOutline("age", "Age", "each therapist (portrayal)", "number, in years"),
        VariableInOutline("harmed", "Harmed", "derived, each relationship", "yes or no"),
    ),
    "outcome",
)
RESULTS: list[Tabular] = [INFO, CHECK, DESCRIPTION, HISTORY, BOOKS, TREE, OUTLINE]


def test_info_is_aligned_pairs() -> None:
    lines = render(INFO).splitlines()
    assert lines[0] == "path           study.db"
    assert "relationships  118" in lines


def test_a_check_says_that_nothing_is_wrong_or_what_is() -> None:
    assert render(CHECK) == "No problems found. Checked: tables, ballots.\n"
    assert render(Check(("tables",), ("unit 3 has no title",))) == "unit 3 has no title\n"


def test_what_is_not_stated_of_the_study_is_named_with_the_way_to_state_it() -> None:
    way = "To state one: portrayals db describe FIELD=VALUE"
    assert render(DESCRIPTION).splitlines() == [
        "title  Therapists on screen",
        f"Not stated: licence. {way}",
    ]
    new = Description((("title", None), ("frame_size", None)))
    assert render(new) == f"Not stated: title, frame_size. {way}\n"
    assert render(Description((("frame_size", 9),))) == "frame size  9\n"


def test_a_history_has_a_line_for_each_change() -> None:
    assert render(HISTORY).splitlines() == [
        "41  2026-11-22 19:40  ana      tag himym/kevin flirting",
        " 9  2026-11-21 08:00  coder-b  undo  (undoes 8)",
    ]
    assert render(History(None, ())) == ""


def test_an_outline_has_a_line_for_each_variable_and_says_what_to_type_next() -> None:
    assert render(OUTLINE).splitlines() == [
        "outcome-therapist  What happens to the therapist?",
        "Each therapist (portrayal)",
        "  outcome  What happens  any of 2 codes",
        "  age      Age           number, in years",
        "Derived, each relationship",
        "  harmed   Harmed        yes or no",
        "",
        "  portrayals codebook show outcome  its codes",
        "  portrayals codebook show WORD     a code in full, or where a word occurs",
        "  portrayals codebook show --all    every code",
    ]
    assert max(map(len, render(OUTLINE, screen=Screen(40)).splitlines()[1:7])) <= 40
    for form in ("json", "csv", "markdown"):
        assert render(OUTLINE, form) == render(TREE, form)


def test_a_codebook_is_a_tree_and_wraps_within_its_column() -> None:
    lines = render(TREE, screen=Screen(50)).splitlines()
    assert lines[1:3] == ["  professional  Consequence", "    job         Loses it   x"]
    assert lines[3].startswith("  definition  What follows")
    assert lines[4].startswith(" " * 14)
    assert max(map(len, lines)) <= 50


def test_codebooks_tell_which_is_current_and_what_is_shipped() -> None:
    text = render(BOOKS)
    assert " smoking   1.0      current" in text
    assert text.endswith("Included with portrayals: smoking, other\n")


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
@pytest.mark.parametrize("form", FORMATS)
def test_every_result_has_every_format(result: Tabular, form: Format) -> None:
    text = render(result, form)
    assert text == "" or text.endswith("\n")
    if form == "json":
        assert json.loads(text) == json.loads(json.dumps(result.to_dict()))
    if form == "jsonl":
        assert all(isinstance(json.loads(line), dict) for line in text.splitlines())


@pytest.mark.parametrize(
    ("file", "form"),
    [("a.json", "json"), ("A.TEX", "latex"), ("b.md", "markdown"), ("c.tsv", "tsv")],
)
def test_the_suffix_of_a_file_says_the_format(file: str, form: str) -> None:
    assert format_of(file) == form


@pytest.mark.parametrize("file", ["films", "films.xlsx", ".csv", ""])
def test_a_name_that_says_no_format_is_refused_with_those_there_are(file: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        format_of(file)
    assert refusal.value.hint is not None
    assert ".csv" in refusal.value.hint
