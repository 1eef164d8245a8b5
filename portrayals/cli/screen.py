"""`screen`: whether a title belongs to the study."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Json, examples
from portrayals.cli.recording import record

app = commands()


@app.command(
    "screen",
    cls=Command,
    epilog=examples(
        "portrayals screen prime in",
        'portrayals screen frasier out --reason "radio advice, no therapy shown"',
    ),
)
def screen(
    context: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="The title: its key or its name.")],
    status: Annotated[str, typer.Argument(metavar="STATUS", help="in, none, out or unavailable.")],
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
    json: Json = False,
) -> None:
    """Say whether a title belongs to the study, and why.

    none: looked through, and nobody of the kind is portrayed; the title counts as coded none.
    out and unavailable: the title is not counted at all.
    """
    from portrayals.services.catalogue.titles import screen as screened

    record(context.obj, lambda change: screened(change, title, status, reason), json=json)
