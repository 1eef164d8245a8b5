"""`remove`: takes things out, after asking."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import DryRun, Json, examples
from portrayals.cli.recording import record

app = commands()


@app.command(
    "remove",
    cls=Command,
    epilog=examples("portrayals remove shrinking/jimmy-laird/grace", "portrayals remove prime -n"),
)
def remove(
    context: typer.Context,
    keys: Annotated[list[str], typer.Argument(metavar="KEY...", help="What to remove.")],
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Remove things and everything that depends on them, after showing it and asking."""
    from portrayals.services.catalogue.remove import plan_removal
    from portrayals.services.catalogue.remove import remove as removed

    with context.obj.read() as connection:
        plan = plan_removal(connection, keys)
    if context.obj.approved(plan, dry_run=dry_run, json=json):
        record(context.obj, lambda change: removed(change, keys), json=json)
