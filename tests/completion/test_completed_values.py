"""What the program answers a shell: in the form of its script, at once, and never an error."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from portrayals.completion.answers import answer, candidates
from portrayals.completion.shell_words import insertion, words_of

#: What would make the answer slow.
HEAVY = {"sqlalchemy", "typer", "rich", "alembic", "yaml", "rapidfuzz", "platformdirs", "inspect"}
LISTING = """
import sys
from portrayals.cli import main
sys.argv = ["portrayals", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code
print(*sys.modules, file=sys.stderr)
"""


@pytest.fixture
def study(starter_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the starter catalogue, in the folder one is in."""
    file = tmp_path / "portrayals.db"
    file.write_bytes(starter_once.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)
    return file


def test_a_value_is_answered_without_loading_what_other_commands_need(study: Path) -> None:
    words = ["completion", "zsh", "--", "--db", str(study), "tag", "50-"]
    done = subprocess.run(
        [sys.executable, "-c", LISTING, *words], capture_output=True, text=True, check=True
    )
    assert done.stdout == "open\t50-50/\t50/50 (2011)\n"
    assert not HEAVY & set(done.stderr.split())


@pytest.mark.usefixtures("study")
def test_bash_gets_what_to_insert_and_a_blank_where_the_word_ends() -> None:
    assert answer("bash", ["portrayals show 50-", "50-", "9"]) == "50-50/\n"
    assert answer("bash", ["portrayals codebook sh", "sh", "9"]) == "show \n"
    assert answer("bash", ["portrayals stats violation --by=dec", "dec", "9"]) == "decade \n"
    assert answer("bash", ["portrayals stats boundary-act:flir", "flir", "9"]) == "flirting \n"


@pytest.mark.usefixtures("study")
def test_bash_gets_the_rest_of_a_word_in_quotation_marks() -> None:
    assert answer("bash", ['portrayals show "50/5', "50/5", "9"]) == "50/50/\n"
    line = "portrayals list titles 'kind:tv genre:com"
    assert answer("bash", [line, "kind:tv genre:com", "9"]) == "kind:tv genre:Comedy\n"
    line = 'portrayals list titles kind:tv\\ "genre:com'
    assert answer("bash", [line, "genre:com", "9"]) == "genre:Comedy\n"


@pytest.mark.usefixtures("study")
def test_bash_sees_labels_where_it_only_lists() -> None:
    listed = answer("bash", ["portrayals stats boundary-act:gi", "gi", "63"])
    assert listed.splitlines() == [
        "gifts-services  (Gifts and services)",
        "gives-gift  (Gives gift)",
    ]


@pytest.mark.usefixtures("study")
def test_bash_keeps_what_was_typed_where_candidates_only_contain_it() -> None:
    answers = answer("bash", ["portrayals codebook show status", "status", "9"])
    assert sorted(answers.splitlines()) == [" ", "client-status ", "training-status "]
    found = answer("zsh", ["codebook", "show", "status"]).splitlines()
    assert found[0] == "list"
    assert {line.split("\t")[1] for line in found[1:]} == {"training-status", "client-status"}


@pytest.mark.usefixtures("study")
def test_fish_sends_the_word_as_it_is_typed() -> None:
    assert answer("fish", ["show", '"50/5']) == "open\t50/50/\t50/50 (2011)\n"


@pytest.mark.usefixtures("study")
def test_a_file_is_left_to_the_shell() -> None:
    assert answer("zsh", ["stats", "-o", "t"]) == "files\n"
    assert answer("bash", ["portrayals stats -o t", "t", "9"]) == "files\n"


def test_nothing_in_a_name_controls_the_terminal(study: Path) -> None:
    with closing(sqlite3.connect(study)) as connection:
        connection.execute(
            "UPDATE source SET citation = 'a\x1b[31mb\nc' WHERE key = '72miles-carefree'"
        )
        connection.execute("UPDATE coder SET key = 'evil\x1b[2J' WHERE key = 'catalogue'")
        connection.commit()
    assert answer("zsh", ["show", "72miles-carefree"]) == "whole\t72miles-carefree\ta [31mb c\n"
    assert answer("zsh", ["--as", "evil"]) == ""


def test_reading_leaves_nothing_beside_the_file(study: Path) -> None:
    assert candidates(["show"], "50-")[0]
    assert [each.name for each in study.parent.iterdir()] == ["portrayals.db"]


def test_a_search_that_takes_too_long_is_given_up(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portrayals.completion.study._MOST_STEPS", 0)
    assert answer("zsh", ["--db", str(study), "show", ""]) == ""


def test_what_another_program_has_just_written_is_offered(study: Path) -> None:
    with closing(sqlite3.connect(study)) as other:
        other.execute("UPDATE coder SET key = 'zoe' WHERE key = 'catalogue'")
        other.commit()
        assert study.with_name("portrayals.db-wal").stat().st_size
        assert answer("zsh", ["--as", "z"]).startswith("whole\tzoe\t")


def test_a_file_in_a_folder_above_is_found(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = study.parent / "a" / "b"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert answer("zsh", ["show", "50-"])
    monkeypatch.setenv("HOME", str(study.parent))
    monkeypatch.chdir("/")
    assert answer("zsh", ["--db", "~/portrayals.db", "show", "50-"])
    assert answer("zsh", ["--db=~/portrayals.db", "show", "50-"])


def damaged(file: Path) -> None:
    """Overwrites the middle of a file."""
    content = bytearray(file.read_bytes())
    content[100:60_000] = b"\xff" * 59_900
    file.write_bytes(content)


def of_another_program(file: Path) -> None:
    """Puts a database of somebody else in its place."""
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE notes (text)")


def old(file: Path) -> None:
    """Takes away what an early version did not have."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TABLE unit_name")
        connection.execute("DROP TABLE source")


@pytest.fixture(
    params=["missing", "empty", "text", "folder", "damaged", "other", "old", "locked", "server"]
)
def unreadable(
    request: pytest.FixtureRequest, study: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """A study whose names cannot be read."""
    match request.param:
        case "missing":
            study.unlink()
            monkeypatch.setenv("XDG_DATA_HOME", str(study.parent))
        case "empty":
            study.write_bytes(b"")
        case "text":
            study.write_text("no database at all\n" * 100)
        case "folder":
            monkeypatch.setenv("PORTRAYALS_DB", str(study.parent))
        case "damaged":
            damaged(study)
        case "other":
            of_another_program(study)
        case "old":
            old(study)
        case "server":
            monkeypatch.setenv("PORTRAYALS_DB", "postgresql://nobody:secret@127.0.0.1:1/none")
        case "locked":
            with closing(sqlite3.connect(study, isolation_level=None)) as other:
                other.execute("PRAGMA journal_mode = DELETE")
                other.execute("BEGIN EXCLUSIVE")
                yield
                return
    yield


@pytest.mark.usefixtures("unreadable")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_where_no_names_can_be_read_none_are_offered_but_commands_are(shell: str) -> None:
    requests = {
        "bash": (["portrayals show 5", "5", "9"], ["portrayals unt", "unt", "9"]),
        "zsh": (["show", "5"], ["unt"]),
        "fish": (["show", "5"], ["unt"]),
    }
    value, command = requests[shell]
    done = subprocess.run(
        [sys.executable, "-m", "portrayals", "completion", shell, "--", *value],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert "untag" in answer(shell, command)
    file = ["portrayals stats -o t", "t", "9"] if shell == "bash" else ["stats", "-o", "t"]
    assert answer(shell, file) == "files\n"


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(
    "request_",
    [
        [],
        ["--"],
        ["\udcff"],
        ["--db"],
        ["tag", "\0"],
        ["tag", "'"],
        ["list", "titles", '"'],
        ["-"],
        ["--="],
    ],
)
def test_no_request_is_an_error(request_: list[str]) -> None:
    for shell in ("bash", "zsh", "fish", "tcsh"):
        assert isinstance(answer(shell, request_), str)


@pytest.mark.usefixtures("study")
def test_a_closed_pipe_is_silent() -> None:
    command = f'set -o pipefail; "{sys.executable}" -m portrayals completion zsh -- show "" | true'
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("line", "words", "quote"),
    [
        ("portrayals tag ", ["portrayals", "tag", ""], ""),
        ("portrayals ta", ["portrayals", "ta"], ""),
        ('show "50/', ["show", "50/"], '"'),
        ("show 'Crazy, St", ["show", "Crazy, St"], "'"),
        (r"show Crazy,\ St", ["show", "Crazy, St"], ""),
        ('show "a b" c', ["show", "a b", "c"], ""),
        ('show "50/"5', ["show", "50/5"], ""),
        ("show it\\", ["show", "it"], ""),
        ("show \"it's", ["show", "it's"], '"'),
    ],
)
def test_the_words_of_a_line(line: str, words: list[str], quote: str) -> None:
    assert words_of(line) == (words, quote)


@pytest.mark.parametrize(
    "text",
    [
        "Amélie",
        "What's Up, Doc?",
        "50/50",
        "$9.99",
        'a "b" `c` \\ d',
        "~x",
        "#1 (2000)",
        "a*[b]{c}",
    ],
)
@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_what_is_inserted_is_the_text_for_bash(text: str, quote: str) -> None:
    command = f"printf %s {quote}{insertion(text, quote)}{quote}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert done.stdout == os.fsencode(text)
