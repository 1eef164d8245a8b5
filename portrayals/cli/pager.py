"""Long output on a terminal goes through a pager, as in git."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
from typing import Final

from portrayals.render.cells import cell_width

#: The first of these that is set names the pager, parsed like a shell command without redirections.
_CHOSEN_BY: Final = ("PORTRAYALS_PAGER", "PAGER")
#: Quits if the text fits the screen, shows colours, and leaves the text on the screen.
_LESS: Final = {"LESS": "FRX", "LV": "-c"}
_EMPHASIS: Final = re.compile("\x1b\\[[01]m")


def paged(text: str, encoding: str) -> bool:
    """Shows a text that does not fit the terminal in the pager, until that is closed.

    Returns False, and shows nothing, if the text fits, if no pager is wanted (`cat`, or none), or
    if the pager cannot be run.
    """
    command = _command()
    return bool(command) and not _fits(text) and _shown(command, text, encoding)


def _command() -> list[str]:
    if os.environ.get("TERM", "dumb") == "dumb":  # it can neither scroll nor clear
        return []
    wanted = next((os.environ[name] for name in _CHOSEN_BY if name in os.environ), "less")
    try:
        command = shlex.split(wanted)
    except ValueError:  # a quote is not closed
        return []
    return [] if command == ["cat"] else command


def _fits(text: str) -> bool:
    """Whether the lines, wrapped at the terminal's width, leave a line for the prompt."""
    columns, lines = shutil.get_terminal_size()
    rows = 0
    for line in text.removesuffix("\n").split("\n"):
        rows += max(1, -(-cell_width(_EMPHASIS.sub("", line)) // columns))
        if rows >= lines:
            return False
    return True


def _shown(command: list[str], text: str, encoding: str) -> bool:
    # Ctrl-C is for the pager, which would inherit an ignored signal, but not a handler.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        pager = subprocess.Popen(  # noqa: S603  # the reader's own choice of program
            command, stdin=subprocess.PIPE, env=_LESS | os.environ
        )
        pager.communicate(text.encode(encoding, errors="replace"))  # as much as it wants to read
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return pager.returncode <= 0  # one that fails has shown nothing
