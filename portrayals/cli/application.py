"""The program. Its commands are loaded when they are named, each from the file of its name."""

from __future__ import annotations

from portrayals.cli.grammar import Program, commands

app = commands(cls=Program)


@app.callback()
def portrayals() -> None:
    """Catalogue films and shows, code what they portray, and count it honestly."""
