"""A bar for what takes long, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from portrayals.cli.session import Session
from portrayals.results.sheets import BadRow, Sheet, SheetRow

#: Smaller files are read before a bar could be looked at.
_WORTH_IT: Final = 1_000_000
_EVERY: Final = 2_000


@contextmanager
def progress(session: Session, sheet: Sheet) -> Iterator[tuple[Sheet, Callable[[str], None]]]:
    """The sheet, whose rows move a bar as they are read, and a function to tell the step by."""
    if session.quiet or not sys.stderr.isatty() or sheet.size < _WORTH_IT:
        yield sheet, lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True, no_color=session.no_color)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("reading", total=sheet.size)

        def rows() -> Iterator[SheetRow | BadRow]:
            for number, row in enumerate(sheet.rows):
                if number % _EVERY == 0:
                    bar.update(task, completed=sheet.position())
                yield row

        def step(doing: str) -> None:
            # How long the database will take cannot be told: the bar only says what is done.
            bar.update(task, description=doing, total=None if doing != "reading" else sheet.size)

        yield replace(sheet, rows=rows()), step
