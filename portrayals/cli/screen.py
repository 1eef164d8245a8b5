"""`screen`: whether a title belongs to the study."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import DryRun, Json, examples
from portrayals.cli.recording import record_each

app = commands()


@app.command(
    "screen",
    cls=Command,
    epilog=examples(
        "portrayals screen prime in",
        'portrayals screen frasier out --reason "radio advice, no therapy shown"',
        "portrayals screen 'kind:film year:..1929' out --reason silent",
    ),
)
def screen(
    context: typer.Context,
    title: Annotated[
        str,
        typer.Argument(
            metavar="TITLE|QUERY",
            help="The title: its key or its name. Or a query with a field in it, for every title "
            "that matches: portrayals help query.",
        ),
    ],
    status: Annotated[str, typer.Argument(metavar="STATUS", help="in, none, out or unavailable.")],
    reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Say whether a title belongs to the study, and why.

    none: looked through, and nobody of the kind is portrayed; the title counts as coded none.
    out and unavailable: the title is not counted at all.

    All titles that match a query are screened in one change, after showing it and asking.
    """
    from portrayals.services.catalogue.several import screen_all
    from portrayals.services.catalogue.titles import screen as screened

    record_each(
        context.obj,
        title,
        lambda change: screened(change, title, status, reason),
        lambda change: screen_all(change, title, status, reason),
        dry_run=dry_run,
        json=json,
    )
