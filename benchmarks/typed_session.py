"""How long the coding session of the README takes somebody who types 70 words a minute.

`python -m benchmarks.typed_session` types it at a terminal, in an empty study, and prints the
keystrokes and the seconds for each of its acts.
"""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

#: A word is five keystrokes.
_A_KEY: Final = 60 / (70 * 5)
_README: Final = Path(__file__).parents[1] / "README.md"


def typed_lines() -> list[str]:
    """The lines that are typed in the session."""
    text = _README.read_text(encoding="utf-8").partition("$ portrayals code --basis watched\n")[2]
    session = text.partition("```")[0]
    lines = re.findall(r"^(?:where>|code>|Add .* \[Y/n\])(.*)$", session, re.MULTILINE)
    return [line.strip() for line in lines]


def _read(terminal: int, seconds: float) -> str:
    """What comes within some seconds; a question where the cursor is gets an answer."""
    came = b""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if select.select([terminal], [], [], left)[0]:
            try:
                piece = os.read(terminal, 4096)
            except OSError:
                break
            came += piece
            if b"\x1b[6n" in piece:
                os.write(terminal, b"\x1b[1;1R")
    return came.decode(errors="replace")


def main() -> None:
    """Types the session and prints what it took."""
    program = [sys.executable, "-m", "portrayals"]
    lines = typed_lines()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*program, "init", "-q"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        ours, theirs = pty.openpty()
        command = [*program, "code", "--basis", "watched"]
        with subprocess.Popen(
            command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        ) as running:
            os.close(theirs)
            _read(ours, 3)
            begun = time.monotonic()
            said = ""
            for key in "".join(f"{line}\r" for line in lines):
                os.write(ours, key.encode())
                said += _read(ours, _A_KEY)
            took = time.monotonic() - begun
            said += _read(ours, 3)
            running.wait(10)
    keys = sum(len(line) + 1 for line in lines)
    [acts] = map(int, re.findall(r"(\d+) answers saved", said))
    print(f"{acts} acts in {took:.0f} s; each {keys / acts:.0f} keystrokes and {took / acts:.0f} s")


if __name__ == "__main__":
    main()
