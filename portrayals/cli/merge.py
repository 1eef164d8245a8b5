"""`merge`: joins two things that are one."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import DryRun, Json, examples
from portrayals.cli.recording import record

app = commands()


@app.command("merge", cls=Command, epilog=examples("portrayals merge prime-2005 prime"))
def merge(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="The duplicate, which is removed.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The one to keep.")],
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Merge a duplicate into the original, after showing what moves and asking."""
    from portrayals.services.catalogue.merge import merge as merged
    from portrayals.services.catalogue.merge import plan_merge

    with context.obj.read() as connection:
        plan = plan_merge(connection, key, into)
    if context.obj.approved(plan, dry_run=dry_run, json=json):
        record(context.obj, lambda change: merged(change, key, into), json=json)
