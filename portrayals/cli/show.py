"""`show`: one thing with all that hangs on it."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Force, Form, Json, Output, examples
from portrayals.cli.printing import printing

app = commands()


@app.command(
    "show",
    cls=Command,
    epilog=examples(
        'portrayals show "50/50"',
        "portrayals show himym/kevin/robin",
        "portrayals show imdb:tt0460649",
        "portrayals show claim:3",
    ),
)
def show(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY", help="A key, name, alias, identifier or UUID: portrayals help keys."
        ),
    ],
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show one title, episode, person, relationship, coder, source or claim."""
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.browse.show import show as shown

    with context.obj.read() as connection:
        found = shown(connection, key)
    out.show(found)
