"""What the terminal has no room for is read through a pager, which leaves no trace."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import shutil
import struct
import sys
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import portrayals

LINES, COLUMNS = 24, 80
SECONDS = 30
#: Longer than the terminal, and shorter.
LONG, SHORT = ["codebook", "show"], ["codebook", "show", "flirting"]


@dataclass(frozen=True)
class Told:
    """What the terminal was given, and how the program ended."""

    text: str
    status: int


Terminal = Callable[..., Told]


@pytest.fixture
def terminal(starter_once: Path, tmp_path: Path) -> Terminal:
    """Runs the program on a terminal of its own; `typing` is what to wait for, and to type then."""

    def run(words: list[str], *typing: tuple[str, str], **environment: str) -> Told:
        child, number = pty.fork()
        if child == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.chdir(tmp_path)
            known = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
            surroundings = {"TERM": "xterm", "LC_ALL": "C.UTF-8"} | known | environment
            surroundings["PYTHONPATH"] = str(Path(portrayals.__file__).parents[1])
            program = [sys.executable, "-m", "portrayals", "--db", str(starter_once), *words]
            os.execve(program[0], program, surroundings)  # noqa: S606  # after a fork
        return listen(child, number, list(typing))

    return run


def listen(child: int, number: int, typing: list[tuple[str, str]]) -> Told:
    """All that is written to the terminal until the program ends."""
    heard, answered, until = b"", 0, time.monotonic() + SECONDS
    while True:
        if typing and (place := heard.find(typing[0][0].encode(), answered)) >= 0:
            answered = place + len(typing[0][0])
            os.write(number, typing.pop(0)[1].encode())
        ready, _, _ = select.select([number], [], [], max(0, until - time.monotonic()))
        assert ready, f"still waiting after {SECONDS} s; so far: {heard.decode()}"
        try:
            more = os.read(number, 4096)
        except OSError:  # nobody has it open any more
            more = b""
        if not more:
            break
        heard += more
    os.close(number)
    _, status = os.waitpid(child, 0)
    return Told(heard.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(status))


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A pager that keeps what it is given, and the options of less."""
    return script(tmp_path / "pager", 'echo "$LESS $1" >options', "cat >given", "echo PAGED")


@pytest.mark.slow
def test_what_is_longer_than_the_terminal_goes_through_the_pager_whole(
    terminal: Terminal, pager: str, tmp_path: Path
) -> None:
    told = terminal(LONG, PAGER=f"{pager} -x")
    assert (told.text, told.status) == ("PAGED\n", 0)
    given = (tmp_path / "given").read_text()
    assert given == terminal(LONG, PAGER="cat").text
    assert given.startswith("\x1b[1m")
    assert max(map(len, given.splitlines()[1:])) <= COLUMNS
    assert (tmp_path / "options").read_text() == "FRX -x\n"


def test_what_has_room_is_printed_without_one(terminal: Terminal, pager: str) -> None:
    told = terminal(SHORT, PAGER=pager)
    assert "PAGED" not in told.text
    assert "Flirting" in told.text


@pytest.mark.slow
def test_a_line_that_the_terminal_wraps_takes_the_room_of_several(
    terminal: Terminal, pager: str
) -> None:
    fifteen = ["list", "titles", "-f", "csv", "--limit", "15", "--fields"]
    assert "PAGED" not in terminal([*fifteen, "key"], PAGER=pager).text
    assert "PAGED" in terminal([*fifteen, "key,synopsis"], PAGER=pager).text


def test_what_is_told_beside_a_result_stands_below_it_when_the_pager_is_left(
    terminal: Terminal, pager: str
) -> None:
    told = terminal(["list", "titles"], PAGER=pager)
    assert told.text.startswith("PAGED\n69 titles.\n")


@pytest.mark.parametrize(
    "environment",
    [
        {"PAGER": "cat"},
        {"PAGER": ""},
        {"PAGER": "PAGER", "PORTRAYALS_PAGER": ""},
        {"PAGER": "no-such-pager"},
        {"PAGER": "false"},
        {"PAGER": "/dev/null"},
        {"PAGER": "'a quote left open"},
        {"PAGER": "PAGER", "TERM": "dumb"},
    ],
)
def test_without_a_pager_all_of_it_is_printed(
    terminal: Terminal, pager: str, environment: dict[str, str]
) -> None:
    named = {name: pager if it == "PAGER" else it for name, it in environment.items()}
    told = terminal(LONG, NO_COLOR="1", **named)
    assert (told.status, "PAGED" in told.text) == (0, False)
    assert told.text.startswith("Boundary")
    assert len(told.text.splitlines()) > LINES


def test_a_pager_of_our_own_comes_before_that_of_all_programs(
    terminal: Terminal, pager: str
) -> None:
    assert terminal(LONG, PAGER="cat", PORTRAYALS_PAGER=pager).text == "PAGED\n"


@pytest.mark.slow
def test_it_can_be_gone_without_wherever_the_option_stands(terminal: Terminal, pager: str) -> None:
    for words in (["--no-pager", *LONG], [*LONG, "--no-pager"]):
        assert "PAGED" not in terminal(words, PAGER=pager).text


def test_a_file_is_written_and_not_paged(terminal: Terminal, pager: str, tmp_path: Path) -> None:
    told = terminal([*LONG, "-o", "book.json"], PAGER=pager)
    assert told.text == "Wrote book.json.\n"
    assert json.loads((tmp_path / "book.json").read_text())


def test_json_and_the_topics_of_the_help_are_paged_too(
    terminal: Terminal, pager: str, tmp_path: Path
) -> None:
    assert terminal([*LONG, "--json"], PAGER=pager).text == "PAGED\n"
    assert json.loads((tmp_path / "given").read_text())
    assert terminal(["help", "query"], PAGER=pager).text == "PAGED\n"


def script(path: Path, *lines: str) -> str:
    """A pager of these lines of shell."""
    path.write_text("\n".join(("#!/bin/sh", *lines, "")))
    path.chmod(0o700)
    return str(path)


def test_a_reader_who_has_seen_enough_leaves_no_trace(terminal: Terminal, tmp_path: Path) -> None:
    leaves = script(tmp_path / "leaves", "exec head -n 1")
    everything = ["list", "annotations", "--json"]  # more than a pipe holds
    told = terminal(everything, PAGER=leaves)
    assert (told.text, told.status) == ("[\n", 0)


@pytest.mark.slow
def test_ctrl_c_ends_a_pager_that_heeds_it_and_nothing_is_said(
    terminal: Terminal, tmp_path: Path
) -> None:
    heeds = script(tmp_path / "heeds", "echo READING", "exec sleep 60")
    everything = ["list", "annotations", "--json"]
    told = terminal(everything, ("READING", "\x03"), PAGER=heeds)
    assert (told.text.replace("^C", ""), told.status) == ("READING\n", 0)


def test_ctrl_c_is_for_the_pager_alone_and_what_is_to_be_told_comes_after_it(
    terminal: Terminal, tmp_path: Path
) -> None:
    stays = script(
        tmp_path / "stays",
        "trap 'echo STAYS' INT",
        "echo READING",
        "until read -r word </dev/tty; do :; done",
        'echo "LEFT $word"',
    )
    told = terminal(
        ["list", "titles"], ("READING", "\x03"), ("STAYS", "seen\n"), PAGER=stays, NO_COLOR="1"
    )
    assert told.status == 0
    assert told.text.splitlines()[-3:-1] == ["LEFT seen", "69 titles."]


@pytest.mark.skipif(shutil.which("less") is None, reason="less is not installed")
def test_less_is_the_pager_where_none_is_named(terminal: Terminal) -> None:
    told = terminal(LONG, ("\n:", "Gq"))
    assert told.status == 0
    assert "nasw-2021-2-06" in told.text  # the end, which only less went to


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
@pytest.mark.parametrize("words", [["stats", "--help"], ["list", "titles", "-h"], ["--help"]])
def test_the_help_is_shown_on_a_terminal_of_any_locale(
    terminal: Terminal, words: list[str], locale: str
) -> None:
    told = terminal(words, PAGER="cat", LC_ALL=locale)
    assert (told.status, told.text.startswith("Usage: portrayals")) == (0, True)
