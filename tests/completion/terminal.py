"""A shell in a terminal of its own: keys are typed, and the screen is read."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress

_SECONDS = 10.0
#: How a terminal is told to move, colour and clear.
_CONTROLS = re.compile(
    r"\x1b(?:\[[0-9;?>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78A-Z])"
)


class Terminal:
    """A program that believes that somebody sits before it."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.pid, self._side = pty.fork()
        if not self.pid:
            os.execvpe(command[0], command, environment)  # noqa: S606 - as the tests do
        fcntl.ioctl(self._side, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))

    def type(self, keys: str) -> None:
        """Presses keys."""
        os.write(self._side, keys.encode())

    def read_until(self, text: str) -> str:
        """What is printed until a text stands there, without colours. Raises TimeoutError."""
        printed, end = b"", time.monotonic() + _SECONDS
        while time.monotonic() < end:
            if select.select([self._side], [], [], 0.1)[0]:
                with suppress(OSError):  # its last words were read
                    printed += os.read(self._side, 65536)
            shown = _CONTROLS.sub("", printed.decode(errors="replace"))
            if text in shown:
                return shown
        raise TimeoutError(f"no {text!r} in {shown!r}")

    def close(self) -> None:
        """Ends the program."""
        os.close(self._side)
        with suppress(ProcessLookupError):
            os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
