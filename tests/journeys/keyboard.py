"""A real terminal with the program in it: what it prints, and keys that are typed."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

#: What a terminal does not print: colours, cursor moves, modes.
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()][A-Z0-9]|\x1b[=>]|\r")
_PATIENCE = 30.0


class Terminal:
    """A terminal of 24 lines with a command of the program running in it."""

    def __init__(self, folder: Path, *words: str, kind: str = "xterm-256color") -> None:
        self._ours, theirs = pty.openpty()
        self.resize(24, 80)
        environment = {**os.environ, "TERM": kind, "LOGNAME": "ana"}
        environment.pop("PORTRAYALS_DB", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portrayals", *words],
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
        while told not in CONTROL.sub("", self.text):
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
        came, self.text = CONTROL.sub("", self.text), ""
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
