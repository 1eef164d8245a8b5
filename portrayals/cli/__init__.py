"""The command line: it parses, calls one use-case, and prints the result.

Requests that need only a text (`--version`, the top of the help), and those of a shell that
completes a line, are answered before the rest of the program is loaded.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # typing takes longer to load than all else that is needed here
if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from typing import Any, Final, NoReturn

#: The exit status of what was ended by Ctrl-C.
INTERRUPTED: Final = 130


def main() -> NoReturn:
    """Runs what the command line says, and ends with its exit status."""
    sys.unraisablehook = obey_interrupt
    try:
        status = _answered(sys.argv[1:])
    except KeyboardInterrupt:  # while modules were loaded
        status = INTERRUPTED
    # Objects that end with the process are not garbage-collected: that takes a fifth of a command.
    gc.freeze()
    sys.exit(status)


def obey_interrupt(unraisable: UnraisableHookArgs) -> None:
    """Ends at once, like a kill, on a Ctrl-C that Python would drop.

    One that arrives while Python releases a module lock would only print a traceback.
    """
    if unraisable.exc_type is KeyboardInterrupt:
        os._exit(INTERRUPTED)
    sys.__unraisablehook__(unraisable)


def _answered(arguments: list[str]) -> int:
    from portrayals.cli.streams import reopen_closed

    reopen_closed()
    if arguments in (["--version"], ["--help"], ["-h"], []):
        from portrayals.cli.top import answer

        return answer(arguments)
    if arguments[:1] == ["completion"] and arguments[2:3] == ["--"]:
        from portrayals.cli.top import complete

        return complete(arguments[1], arguments[3:])
    # Loaded modules stay: collecting them again and again takes a tenth of a command.
    gc.disable()
    from portrayals.cli.program import run

    gc.enable()
    gc.freeze()
    gc.set_threshold(50_000)
    return run(arguments)


def __getattr__(name: str) -> Any:
    """`app`, the Typer application, built when it is first asked for."""
    if name == "app":
        os.environ.setdefault("TYPER_USE_RICH", "0")
        from portrayals.cli.application import app

        return app
    raise AttributeError(name)
