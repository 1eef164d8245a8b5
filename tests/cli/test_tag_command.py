"""`tag --create` at the command line: what is new is shown and asked about before it is made."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from study import Study

from portrayals.cli.program import run

MUMFORD = "Mumford (1999)/Dr. Mumford/Sofie Crisp"
QUESTION = "Add film Mumford (1999), therapist Dr. Mumford, client Sofie Crisp?"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command in an empty study; `answer` is typed at a terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)
    Study(str(tmp_path / "portrayals.db"), "therapist-boundaries")

    def command(*words: str, answer: str | None = None) -> tuple[int, str, str]:
        stdin = io.StringIO(answer or "")
        monkeypatch.setattr(stdin, "isatty", lambda: answer is not None)
        monkeypatch.setattr("sys.stdin", stdin)
        status = run(words)
        out, err = capsys.readouterr()
        return status, out, err

    return command


@pytest.mark.parametrize("answer", ["\n", "y\n", "Yes\n"])
def test_what_is_new_is_asked_about_and_enter_is_yes(typed: Run, answer: str) -> None:
    status, out, err = typed("tag", MUMFORD, "flirting@1:20:00", "--create", answer=answer)
    assert (status, out) == (0, "mumford/dr-mumford/sofie-crisp\n")
    assert f"{QUESTION} [Y/n]" in err
    assert typed("undo")[0] == 0
    assert typed("list", "titles", "--json")[1].strip() == "[]"


@pytest.mark.parametrize("answer", ["n\n", "no\n", "what?\n", ""])
def test_any_other_answer_records_nothing(typed: Run, answer: str) -> None:
    status, out, err = typed("tag", MUMFORD, "flirting", "--create", answer=answer)
    assert (status, out) == (2, "")
    assert "nothing was changed" in err
    assert typed("list", "titles", "--json")[1].strip() == "[]"


def test_without_a_terminal_it_wants_a_yes(typed: Run) -> None:
    status, _, err = typed("tag", MUMFORD, "flirting", "--create")
    assert status == 2
    assert f"this needs confirmation: {QUESTION}" in err
    assert typed("tag", MUMFORD, "flirting", "--create", "--yes")[0] == 0
    again = typed("tag", "mumford/dr/sofie", "gives-gift", "--create")
    assert again[0] == 0  # nothing is new, so nothing is asked


def test_a_dry_run_shows_what_would_be_recorded(typed: Run) -> None:
    status, out, err = typed("tag", MUMFORD, "flirting@1:20:00", "--create", "--dry-run")
    assert status == 0
    assert "Added film Mumford (1999), therapist Dr. Mumford, client Sofie Crisp." in out
    assert "boundary-act = flirting" in out
    assert "nothing was changed" in err
    told = json.loads(typed("tag", MUMFORD, "flirting", "--create", "-n", "--json")[1])
    assert told["question"] == QUESTION
    assert typed("list", "titles", "--json")[1].strip() == "[]"


def test_lines_of_a_file_are_one_question_and_one_change(typed: Run, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text(f'"{MUMFORD}" flirting@1:20:00\n"Numb/Dr. Blaine" dating\n', encoding="utf-8")
    status, out, err = typed("tag", "--from", "notes.txt", "--create", answer="\n")
    assert (status, len(out.splitlines())) == (0, 2)
    assert "client Sofie Crisp, film Numb, therapist Dr. Blaine, the relationship" in err
    assert typed("undo")[0] == 0
    assert typed("list", "titles", "--json")[1].strip() == "[]"
    status, _, err = typed("tag", "--from", "missing.txt")
    assert (status, "there is no file" in err) == (1, True)
    notes.write_text("nobody flirting\n", encoding="utf-8")
    err = typed("tag", "--from", "notes.txt")[2]
    assert err.splitlines() == [
        'portrayals: nothing is called "nobody"',
        "  notes.txt, line 1",
        "  list titles: portrayals list titles     to add it: repeat with --create",
    ]
    notes.write_text("Numb (2007)/Dr. Blaine dating\n", encoding="utf-8")
    assert typed("tag", "--from", "notes.txt", "--create")[2].splitlines()[1:] == [
        "  notes.txt, line 1",
        "  a name with spaces goes in quotation marks",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["tag"], "no unit was given"),
        (["tag", "prime"], "nothing is called"),
        (["tag", "prime", "flirting", "--from", "notes.txt"], "--from reads units and codes"),
    ],
)
def test_a_line_that_says_too_little_or_too_much_is_refused(
    typed: Run, words: list[str], told: str
) -> None:
    status, out, err = typed(*words)
    assert (status > 0, out) == (True, "")
    assert told in err


def test_the_basis_may_come_from_the_environment(
    typed: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTRAYALS_BASIS", "watched")
    typed("tag", MUMFORD, "flirting", "--create", "--yes")
    typed("tag", "numb/ann/bob", "flirting", "--create", "--yes", "--basis", "hearsay")
    rows = json.loads(typed("list", "annotations", "--json")[1])
    assert [row["basis"] for row in rows] == ["watched", "hearsay"]
    monkeypatch.setenv("PORTRAYALS_BASIS", "guessed")
    status, _, err = typed("tag", "mumford/dr/sofie", "gives-gift")
    assert (status, "guessed" in err) == (2, True)


NEARLY = ("tag", "Mumford (2000)/Dr. Wise", "flirting", "--create")


def test_a_title_that_is_nearly_another_is_asked_about_at_a_terminal(typed: Run) -> None:
    typed("add", "title", "Mumford", "--year", "1999")
    status, _, err = typed(*NEARLY, answer="n\n")
    assert status
    assert "Mumford (1999) already exists: mumford" in err
    assert "Add it as a different title? [y/N]" in err
    assert [each["key"] for each in json.loads(typed("list", "titles", "--json")[1])] == ["mumford"]
    status, out, err = typed(*NEARLY, answer="y\ny\n")
    assert status == 0, err
    assert out.startswith("mumford-2000/dr-wise/")
    assert "Add film Mumford (2000), therapist Dr. Wise" in err


@pytest.mark.parametrize("options", [(), ("--yes",)])
def test_without_a_terminal_it_is_refused_with_the_line_to_type(
    typed: Run, options: tuple[str, ...]
) -> None:
    typed("add", "title", "Mumford", "--year", "1999")
    status, _, err = typed(*options, *NEARLY)
    assert status
    assert "portrayals add title Mumford --duplicate" in err
