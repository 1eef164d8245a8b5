"""On a terminal nothing that stands in the study is obeyed, in whatever format it is shown."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import termios
import threading
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from mistaken import Mistaken

import portrayals
from portrayals.cli.program import run

#: Clears the screen, renames the window, emphasises; CSI in 8 bits; DEL; turns; hides; ends lines.
NAME = "Evil \x1b[2J\x1b]0;pwn\x07\x1b[1m"
SYNOPSIS = "a\x9b31mb \x7f \x85 \u202e\u2066 \u200b\u00ad\u3164 \u2028 \U000e0041 c\rd"
#: Our own emphasis, in tables alone.
EMPHASIS = re.compile("\x1b\\[[01]m")
PRINTED = [
    "list titles evil",
    "list titles evil -f csv",
    "list titles evil -f tsv",
    "list titles evil -f json",
    "list titles evil -f jsonl",
    "list titles evil -f markdown",
    "list titles evil -f latex",
    "show evil",
    "show evil --json",
    "show evil -f csv",
    "history -f csv",
    "history --json",
    "export titles - evil -f csv",
    "export titles - evil -f tsv",
    "export titles - evil -f json",
    "export titles - evil -f jsonl",
    "export titles - evil -f markdown",
    "remove evil -n",
    "remove evil -n --json",
]


@pytest.fixture(autouse=True)
def study(mistaken: Mistaken) -> Mistaken:
    """The study with a title that is written to command a terminal."""
    assert mistaken("add", "title", NAME, "--synopsis", SYNOPSIS).status == 0
    return mistaken


def on_a_terminal(work: Callable[[int], object]) -> str:
    """All that is written to a terminal while `work` has its number."""
    ours, theirs = pty.openpty()
    modes = termios.tcgetattr(theirs)
    modes[1] &= ~termios.OPOST  # or every line would end in a carriage return
    termios.tcsetattr(theirs, termios.TCSANOW, modes)
    read: list[bytes] = []

    def listen() -> None:
        while True:
            try:
                read.append(os.read(ours, 4096))
            except OSError:  # nobody has it open any more
                return

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        work(theirs)
    finally:
        os.close(theirs)
        listener.join()
        os.close(ours)
    return b"".join(read).decode()


def shown(monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    """What a command prints where both standard streams are a terminal."""

    def work(number: int) -> None:
        with (
            monkeypatch.context() as patched,
            os.fdopen(number, "w", closefd=False) as out,
            os.fdopen(number, "w", buffering=1, closefd=False) as beside,
        ):
            patched.setattr(sys, "stdout", out)
            patched.setattr(sys, "stderr", beside)
            run(words)

    return on_a_terminal(work)


def obeyed(text: str) -> list[str]:
    """The characters of a text that a terminal would obey, or that nobody sees."""
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return [
        c for c in text if (unicodedata.category(c) in kinds and c not in "\n\t") or c == "\u3164"
    ]


@pytest.mark.parametrize("typed", PRINTED)
def test_nothing_is_obeyed_in_any_format(
    study: Mistaken, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    piped = study(*typed.split()).out
    text = shown(monkeypatch, *typed.split())
    assert "evil" in text.casefold()
    assert obeyed(text) == []
    assert piped.count("\x9b") == text.count("\\u009b")
    if typed.endswith("json"):
        assert json.loads("".join(re.findall(r"(?m)^[\[{ }\]].*", text))) == json.loads(piped)


def test_a_refusal_is_obeyed_no_more_than_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    for words in (["show", SYNOPSIS], ["show", SYNOPSIS, "--json"], ["show", SYNOPSIS, "--debug"]):
        text = shown(monkeypatch, *words)
        assert "31mb" in text
        assert obeyed(text) == []


def test_emphasis_is_ours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    text = shown(monkeypatch, "list", "titles", "evil")
    assert EMPHASIS.search(text)
    assert obeyed(EMPHASIS.sub("", text)) == []
    assert "\\u{1b}[1m" in text


def test_a_file_and_a_pipe_have_every_byte(study: Mistaken) -> None:
    piped = study("export", "titles", "-", "evil", "-f", "csv").out
    study("export", "titles", "evil.csv", "evil")
    assert Path("evil.csv").read_bytes().decode() == piped
    for kept in (NAME, SYNOPSIS):
        assert kept in piped
    assert (
        SYNOPSIS in json.loads(study("export", "titles", "-", "evil", "-f", "json").out)[0].values()
    )


def test_the_program_itself_on_a_terminal_obeys_nothing() -> None:
    def work(number: int) -> None:
        subprocess.run(
            [sys.executable, "-m", "portrayals", "export", "titles", "-", "evil", "-f", "csv"],
            env=os.environ | {"PYTHONPATH": str(Path(portrayals.__file__).parents[1])},
            stdin=number,
            stdout=number,
            stderr=number,
            check=True,
        )

    text = on_a_terminal(work)
    assert "Evil \\u001b[2J\\u001b]0;pwn\\u0007" in text
    assert obeyed(text) == []
