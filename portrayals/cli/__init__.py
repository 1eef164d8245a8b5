"""The command line: it parses, calls one use-case, and prints the result.

What needs nothing but a text (`--version`, the top of the help) is answered before the rest of
the program is loaded.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Any, NoReturn


def main() -> NoReturn:
    """Runs what the command line says, and ends with its exit status."""
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["--help"], ["-h"], []):
        from portrayals.cli.top import answer

        sys.exit(answer(arguments))
    # What is loaded stays: to look through it for garbage over and over takes a tenth of a command.
    gc.set_threshold(50_000)
    from portrayals.cli.program import run

    sys.exit(run(arguments))


def __getattr__(name: str) -> Any:
    """`app`, the Typer application, built when it is first asked for."""
    if name == "app":
        os.environ.setdefault("TYPER_USE_RICH", "0")
        from portrayals.cli.application import app

        return app
    raise AttributeError(name)
