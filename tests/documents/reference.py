"""The reference of all commands, written from the program's own help.

python tests/documents/reference.py >docs/commands.md
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

HEAD = """\
# Commands

What each command prints with `--help`, at 80 columns. This page is written by
`python tests/documents/reference.py >docs/commands.md`, and a test compares it with the program.
"""
#: All that the program may know of who runs it, so that the page is the same for everyone.
PLAIN = {"COLUMNS": "80", "TERM": "dumb", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}


def commands(app: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The words and the command, of the program itself and of all that is not hidden below it."""
    from typer.main import get_command  # here, for the program decides how Typer is loaded

    yield from _below((), get_command(app))


def _below(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield words, command
    if hasattr(command, "list_commands"):
        context = command.context_class(command, info_name=" ".join(words))
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if not child.hidden:
                yield from _below((*words, name), child)


def help_of(main: Callable[[], object], words: tuple[str, ...]) -> str:
    """What the program prints when it is run with these words and `--help`."""
    sys.argv = ["portrayals", *words, "--help"]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        main()
    return "\n".join(line.rstrip() for line in printed.getvalue().strip("\n").split("\n"))


def reference(app: Any, main: Callable[[], object]) -> str:
    """The page: a section for each command, of its name and its help."""
    sections = [HEAD]
    for words, _ in commands(app):
        heading = f"## {' '.join(('portrayals', *words))}"
        sections.append(f"{heading}\n\n```text\n{help_of(main, words)}\n```\n")
    return "\n".join(sections)


if __name__ == "__main__":
    os.environ.clear()
    os.environ.update(PLAIN)
    from portrayals import cli

    page = reference(cli.app, cli.main)
    sys.stdout.buffer.write(page.encode())
