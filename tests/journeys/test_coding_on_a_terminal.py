"""`code` at a real terminal: completion in place, a resized window, Ctrl-C in the middle."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from keyboard import CONTROL, Terminal

import portrayals


@pytest.fixture
def folder(tmp_path: Path, starter_once: Path) -> Path:
    (tmp_path / "portrayals.db").write_bytes(starter_once.read_bytes())
    return tmp_path


def recorded(folder: Path) -> list[object]:
    rows = portrayals.open(str(folder / "portrayals.db")).list("annotations", "coder:ana").rows
    return [row["value"] for row in rows]


@pytest.mark.slow
def test_an_act_is_coded_with_completion_and_saved(folder: Path) -> None:
    terminal = Terminal(folder, "code", "--basis", "watched")
    terminal.wait_for("where>")
    terminal.type("prime lis raf")
    terminal.type("\r")
    terminal.wait_for("code>")
    terminal.type("dat cur")
    assert "Dating, current client" in terminal.wait_for("Dating, current client")
    terminal.type("\t")
    terminal.wait_for("dating-current-client")
    terminal.type(" 12:30\r")
    terminal.wait_for("evidence 00:12:30")
    terminal.wait_for("code>")
    terminal.type("? decl love\r")
    assert "u{1b}" not in terminal.wait_for("definition")
    terminal.wait_for("code>")
    terminal.type("\x04")
    assert terminal.end() == 0
    assert recorded(folder) == [["dating-current-client"]]


@pytest.mark.slow
def test_a_window_that_is_resized_and_an_interruption_lose_nothing(folder: Path) -> None:
    terminal = Terminal(folder, "code", "--basis", "watched")
    terminal.wait_for("where>")
    terminal.type("prime lis raf\r")
    terminal.wait_for("code>")
    terminal.type("flirt")
    terminal.resize(10, 40)
    terminal.process.send_signal(signal.SIGWINCH)
    terminal.type("ing\r")
    terminal.wait_for("flirting")
    terminal.wait_for("code>")
    terminal.type("gives-gi")
    terminal.type("\x03")
    assert terminal.end() == 130
    assert "1 answer saved" in CONTROL.sub("", terminal.text)
    assert recorded(folder) == [["flirting"]]


@pytest.mark.slow
def test_a_terminal_that_can_do_nothing_gets_plain_prompts(folder: Path) -> None:
    terminal = Terminal(folder, "code", "--basis", "watched", kind="dumb")
    terminal.wait_for("where> ")
    terminal.type("prime lis raf\n")
    terminal.wait_for("code> ")
    terminal.type("flirting\n")
    terminal.wait_for("boundary-act = flirting")
    terminal.type("q\n")
    assert terminal.end() == 0
    assert "\x1b" not in terminal.text
    assert recorded(folder) == [["flirting"]]
