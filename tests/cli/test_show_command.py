"""`show` as it is typed: in short, with `--all`, and whole in every other format."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from portrayals.cli.program import run

Show = Callable[..., str]


@pytest.fixture
def printed(starter_once: Path, capsys: pytest.CaptureFixture[str]) -> Show:
    """What a command prints of the starter catalogue."""

    def printed(*words: str) -> str:
        assert run(["--db", str(starter_once), *words]) == 0
        return capsys.readouterr().out

    return printed


@pytest.fixture
def show(printed: Show) -> Show:
    """What `show` prints of the starter catalogue."""
    return partial(printed, "show")


def test_all_is_what_the_last_line_in_short_promises(show: Show) -> None:
    short, whole = show("50/50"), show("50/50", "--all")
    assert "With --all: 23 not coded, 19 derived, all evidence (45), 4 notes" in short
    for only_whole in (
        "imdb:tt1306980",
        "apa-2017-10-05",
        "http://www.mindingtherapy.com",
        "note ",
    ):
        assert only_whole in whole
        assert only_whole not in short


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "markdown"])
@pytest.mark.parametrize("key", ["50/50", "dating"])
def test_other_formats_are_whole_without_it(show: Show, form: str, key: str) -> None:
    assert show(key, "-f", form) == show(key, "--all", "-f", form)


def test_json_of_a_unit_has_every_derived_variable_and_that_of_a_code_every_title(
    show: Show,
) -> None:
    pair = json.loads(show("50/50/katherine/adam", "--json"))
    assert sum(each["derived"] for each in pair["findings"]) == 21
    code = json.loads(show("dating", "--json"))
    assert len(code["titles"]) == code["titles_found"] > 10


def test_all_titles_of_a_code_are_told_with_all(show: Show) -> None:
    short, whole = show("dating"), show("dating", "--all")
    assert "more titles: portrayals list titles boundary-act:dating" in short
    assert "more titles" not in whole
    assert len(whole.splitlines()) > len(short.splitlines())


def test_a_codebook_is_shown_in_short_and_its_last_lines_show_the_rest(printed: Show) -> None:
    short = printed("codebook", "show")
    assert "flirting" not in short
    for line in short.splitlines()[-3:]:
        typed = line.strip().partition("   ")[0].replace("WORD", "flirting")
        _, *words = typed.partition("  ")[0].split()
        assert "flirting" in printed(*words)
    assert printed("codebook", "show", "initiator", "--all") == printed(
        "codebook", "show", "initiator"
    )


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "markdown", "latex"])
def test_a_codebook_is_whole_in_other_formats(printed: Show, form: str) -> None:
    whole = printed("codebook", "show", "--all", "-f", form)
    assert "flirting" in whole
    assert printed("codebook", "show", "-f", form) == whole


@pytest.mark.parametrize("command", ["show", "codebook show"])
def test_a_name_in_several_words_is_to_be_put_in_quotation_marks(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command.split(), "multiple", "relationship"])
    told = f'in quotation marks: portrayals {command} "NAME OF SEVERAL WORDS"'
    assert told in capsys.readouterr().err
