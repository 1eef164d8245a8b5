"""`history`: what was changed, by whom, when."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Force, Form, Json, Output, examples
from portrayals.cli.printing import printing
from portrayals.vocabulary import MOST

app = commands()


@app.command(
    "history",
    cls=Command,
    epilog=examples("portrayals history --limit 10", "portrayals history himym"),
)
def history(
    context: typer.Context,
    key: Annotated[
        str | None, typer.Argument(metavar="[KEY]", help="Only changes to this.")
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", min=0, help="Show at most N.")] = None,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show what was changed, when, by whom and with which command, latest first."""
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.study.history import history as changes

    with context.obj.read() as connection:
        found = changes(connection, key, limit=None if limit is None else min(limit, MOST))
    out.show(found)
