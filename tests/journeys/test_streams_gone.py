"""Standard streams that are closed or full: what was done is said to be done, and nothing else is.

A script that repeats what failed must be able to tell a refusal from an answer that got lost.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest
from mistaken import Mistaken

import portrayals
from portrayals.cli import INTERRUPTED
from portrayals.cli.session import Session
from portrayals.errors import Untold
from portrayals.outputs import NewFile, unwritten

PROGRAM = f'"{sys.executable}" -m portrayals'
ENVIRONMENT = os.environ | {
    "PYTHONPATH": str(Path(portrayals.__file__).parents[1]),
    "LOGNAME": "ana",
}
FULL = Path("/dev/full")
DONE = "  the change was made: do not repeat it"
UNPRINTED = "portrayals: the answer could not be printed: No space left on device"


@pytest.fixture
def full() -> Iterator[TextIO]:
    """A file on a disk without room."""
    if not FULL.exists():
        pytest.skip("this system has no /dev/full")
    with FULL.open("w", buffering=1) as stream:  # by lines, as standard error is
        yield stream


def titles(mistaken: Mistaken) -> int:
    """How many there are."""
    return len(json.loads(mistaken("list", "titles", "--json").out))


@pytest.mark.parametrize(
    ("typed", "adds"),
    [
        ("add title New --year 1991", 1),
        ("import titles new.csv --json", 1),
        ("edit prime year=2006", 0),
        ("undo", 0),
        ("db backup copy.db", 0),
        ("init other.db", 0),
    ],
)
def test_what_is_done_is_said_to_be_done_though_the_answer_is_lost(
    mistaken: Mistaken, full: TextIO, monkeypatch: pytest.MonkeyPatch, typed: str, adds: int
) -> None:
    Path("new.csv").write_text("name,year\nNew,1991\n")
    before = titles(mistaken)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", full)
        said = mistaken(*typed.split())
    assert said.status == Untold.status == 4
    told = "done, but the answer could not be printed: No space left on device"
    if "--json" in typed:
        assert json.loads(said.err)["error"] == told
    else:
        assert said.lines[-2:] == [f"portrayals: {told}", DONE]
    assert titles(mistaken) == before + adds


@pytest.mark.parametrize(
    "typed", ["list titles", "show prime --json", "export titles -", "help query", "list --help"]
)
def test_an_answer_that_was_only_to_be_read_is_said_to_be_lost(
    mistaken: Mistaken, full: TextIO, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", full)
        said = mistaken(*typed.split())
    assert said.status == Untold.status
    assert "the answer could not be printed: No space left on device" in said.err
    assert "do not repeat" not in said.err


@pytest.mark.slow
def test_a_chart_is_drawn_though_the_table_beside_it_is_lost(
    mistaken: Mistaken, full: TextIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", full)
        assert mistaken("stats", "outcome", "--chart", "c.html").status == Untold.status
    assert Path("c.html").stat().st_size > 0


def test_a_fault_that_is_found_keeps_its_status_when_its_answer_is_lost(
    mistaken: Mistaken, full: TextIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mistaken("show", "nothing").status == 1
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", full)
        assert mistaken("show", "nothing").status == 1


@pytest.mark.parametrize(
    ("typed", "status"), [("list titles", 0), ("add title New", 0), ("show nothing", 1), ("x", 2)]
)
def test_what_cannot_be_told_beside_the_answer_changes_no_status(
    mistaken: Mistaken, full: TextIO, monkeypatch: pytest.MonkeyPatch, typed: str, status: int
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", full)
        said = mistaken(*typed.split())
    assert said.status == status
    assert bool(said.out) == (status == 0)


def test_what_fails_after_the_change_does_not_deny_it(
    mistaken: Mistaken, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when the mapping, or the list of errors, is to be kept."""
    Path("new.csv").write_text("name,year\nNew,1991\nBad,year\n")
    typed = ["import", "table", "new.csv", "--level", "title", "--name", "name", "--year", "year"]

    def no_room(self: NewFile, _content: object) -> None:
        raise unwritten(self.name, OSError(28, "No space left on device"))

    before = titles(mistaken)
    for option in (["--map", "m.map"], ["--errors", "e.csv"]):
        with monkeypatch.context() as patched:
            patched.setattr(NewFile, "write", no_room)
            said = mistaken(*typed, "--skip-bad", *option)
        assert said.status == Untold.status
        assert f"portrayals: cannot write {option[1]}: No space left on device" in said.lines
        assert said.lines[-1] == DONE
    assert titles(mistaken) == before + 1


@pytest.mark.parametrize("fault", [ZeroDivisionError("slip"), KeyboardInterrupt()])
def test_a_slip_or_ctrl_c_after_the_change_does_not_deny_it(
    mistaken: Mistaken, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise fault

    before = titles(mistaken)
    with monkeypatch.context() as patched:
        patched.setattr(Session, "remark", fail)
        said = mistaken("add", "title", "New")
    interrupted = isinstance(fault, KeyboardInterrupt)
    assert said.status == (INTERRUPTED if interrupted else Untold.status)
    assert said.lines[-1].strip() == DONE.strip()
    assert "nothing was written" not in said.err
    assert titles(mistaken) == before + 1


def ended(command: str) -> tuple[int, str]:
    """The status of a line of shell, where `P` is the program, and all that it printed."""
    done = subprocess.run(
        ["bash", "-c", f'P() {{ {PROGRAM} "$@"; }}; {command}'],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stdout
    assert "Exception" not in done.stdout
    assert "wrong inside" not in done.stdout
    return done.returncode, done.stdout


@pytest.mark.usefixtures("mistaken")
@pytest.mark.parametrize(
    ("command", "status", "told"),
    [
        ("P add title New >&-", 4, "done, but the answer could not be printed: standard output is"),
        ("P list titles 2>&-", 0, "Prime"),
        ("P remove prime <&-", 2, "there is no terminal to ask at"),
        ("P --help >&-", 4, "the answer could not be printed: standard output is closed"),
        ("P --version >/dev/full", 4, UNPRINTED),
        ("P add title New <&- >&- 2>&-", 4, ""),
        ("P add title New 2> >(exit)", 0, ""),
    ],
)
def test_a_stream_that_is_closed_leaves_status_and_words_in_order(
    command: str, status: int, told: str
) -> None:
    ends, printed = ended(command)
    assert (ends, told in printed) == (status, True), printed


def test_a_pipe_whose_reader_has_gone_is_no_fault(mistaken: Mistaken) -> None:
    before = titles(mistaken)
    status, printed = ended("set -o pipefail; P add title New | true")
    assert status == 0
    assert "printed" not in printed
    assert titles(mistaken) == before + 1
