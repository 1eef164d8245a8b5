"""`undo`: takes changes back."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import DryRun, Json, examples
from portrayals.cli.recording import record
from portrayals.vocabulary import MOST

app = commands()


@app.command(
    "undo",
    cls=Command,
    epilog=examples(
        "portrayals undo",
        "portrayals undo 41",
        "portrayals undo --last 3",
        "portrayals undo 7 --anyone",
    ),
)
def undo(
    context: typer.Context,
    change: Annotated[
        int | None,
        typer.Argument(
            metavar="[CHANGE]",
            min=1,
            help="Its number in the history; by default, your last change.",
        ),
    ] = None,
    last: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Your latest N changes."),
    ] = None,
    anyone: Annotated[bool, typer.Option("--anyone", help="Also changes by others.")] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Undo a change; undoing an undo redoes it.

    The change is chosen when you ask, even if undo then has to wait for others. A
    change of more than 1,000 rows asks first.
    """
    from portrayals.errors import InvalidValue, UnknownKey
    from portrayals.services.study.undo import plan_undo, refuse_in_vain
    from portrayals.services.study.undo import undo as taken_back

    if change is not None and last is not None:
        raise InvalidValue("give either a change or --last")
    if change is not None and change > MOST:
        raise UnknownKey(f"there is no change {change}", hint="list them: portrayals history")
    session, several = context.obj, last or 1
    with session.read() as connection:
        planned = plan_undo(connection, session.actor, change, last=several, anyone=anyone)
        asks = dry_run or (planned.large and not session.yes)
        if asks:
            refuse_in_vain(connection, planned)
    if not asks or session.approved(planned.plan, dry_run=dry_run, json=json):
        record(
            session,
            lambda under_way: taken_back(
                under_way, change, last=several, anyone=anyone, planned=planned
            ),
            json=json,
        )
