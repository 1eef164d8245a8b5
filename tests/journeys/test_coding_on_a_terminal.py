"""`code` at a real terminal: completion in place, a resized window, Ctrl-C in the middle."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

import portrayals

#: What a terminal does not print: colours, cursor moves, modes.
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")
_PATIENCE = 30.0


class Terminal:
    """A terminal of 24 lines with `portrayals code` running in it."""

    def __init__(self, folder: Path, *words: str, kind: str = "xterm-256color") -> None:
        self._ours, theirs = pty.openpty()
        self.resize(24, 80)
        environment = {**os.environ, "TERM": kind, "LOGNAME": "ana"}
        environment.pop("PORTRAYALS_DB", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portrayals", "code", *words],
            cwd=folder,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.text = ""

    def resize(self, rows: int, columns: int) -> None:
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, size)

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def wait_for(self, told: str) -> str:
        """Reads on until it is on the terminal; what came since the last time."""
        until = time.monotonic() + _PATIENCE
        while told not in _CONTROL.sub("", self.text):
            ready, _, _ = select.select([self._ours], [], [], until - time.monotonic())
            if not ready:
                raise AssertionError(f"{told!r} did not come after {self.text!r}")
            try:
                piece = os.read(self._ours, 4096)
            except OSError:
                piece = b""
            if not piece:
                raise AssertionError(f"it ended before {told!r}: {self.text!r}")
            self.text += piece.decode(errors="replace")
            if "\x1b[6n" in piece.decode(errors="replace"):  # it asks where the cursor is
                self.type("\x1b[1;1R")
        came, self.text = _CONTROL.sub("", self.text), ""
        return came

    def end(self) -> int:
        """The exit status."""
        until = time.monotonic() + _PATIENCE
        while self.process.poll() is None and time.monotonic() < until:
            ready, _, _ = select.select([self._ours], [], [], 0.1)
            if ready:
                try:
                    self.text += os.read(self._ours, 4096).decode(errors="replace")
                except OSError:
                    break
        status = self.process.wait(_PATIENCE)
        os.close(self._ours)
        return status


@pytest.fixture
def folder(tmp_path: Path, starter_once: Path) -> Path:
    (tmp_path / "portrayals.db").write_bytes(starter_once.read_bytes())
    return tmp_path


def recorded(folder: Path) -> list[object]:
    rows = portrayals.open(str(folder / "portrayals.db")).list("annotations", "coder:ana").rows
    return [row["value"] for row in rows]


@pytest.mark.slow
def test_an_act_is_coded_with_completion_and_saved(folder: Path) -> None:
    terminal = Terminal(folder, "--basis", "watched")
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
    terminal = Terminal(folder, "--basis", "watched")
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
    assert "1 answer saved" in _CONTROL.sub("", terminal.text)
    assert recorded(folder) == [["flirting"]]


@pytest.mark.slow
def test_a_terminal_that_can_do_nothing_gets_plain_prompts(folder: Path) -> None:
    terminal = Terminal(folder, "--basis", "watched", kind="dumb")
    terminal.wait_for("where> ")
    terminal.type("prime lis raf\n")
    terminal.wait_for("code> ")
    terminal.type("flirting\n")
    terminal.wait_for("boundary-act = flirting")
    terminal.type("q\n")
    assert terminal.end() == 0
    assert "\x1b" not in terminal.text
    assert recorded(folder) == [["flirting"]]
