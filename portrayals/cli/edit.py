"""`edit`: changes fields of one thing."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Json, examples
from portrayals.cli.recording import record_asking
from portrayals.errors import UnlistedName

app = commands()


@app.command(
    "edit",
    cls=Command,
    epilog=examples(
        "portrayals edit prime year=2005 genre+=drama",
        'portrayals edit shrinking/jimmy-laird name="Jimmy Laird"',
        "portrayals edit prime distributor=          (empties it)",
    ),
)
def edit(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="What to change.")],
    edits: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="Sets a field; FIELD+=V adds to it, FIELD-=V removes from it, FIELD= empties it.",
        ),
    ],
    json: Json = False,
) -> None:
    """Change fields of a title, person, relationship, episode, coder or source.

    Keys never change: a renamed item is still found by its key.
    """
    from portrayals.services.catalogue.edit import edit as edited

    record_asking(
        context.obj,
        lambda change, allowed: edited(change, key, edits, as_typed=UnlistedName in allowed),
        json=json,
    )
