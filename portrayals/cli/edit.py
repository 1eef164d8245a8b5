"""`edit`: changes fields of one thing."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import DryRun, Json, examples
from portrayals.cli.recording import ask_where_refused, record_each
from portrayals.errors import PortrayalsError, UnlistedName
from portrayals.vocabulary import LEVELS, Level

app = commands()


@app.command(
    "edit",
    cls=Command,
    epilog=examples(
        "portrayals edit prime year=2005 genre+=drama",
        'portrayals edit shrinking/jimmy-laird name="Jimmy Laird"',
        "portrayals edit prime distributor=          (empties it)",
        "portrayals edit 'genre:thriller decade:1940s' genre+=noir",
    ),
)
def edit(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY|QUERY",
            help="What to change. Or a query with a field in it, for every unit that matches: "
            "portrayals help query.",
        ),
    ],
    edits: Annotated[
        list[str],
        typer.Argument(
            metavar="FIELD=VALUE...",
            help="Sets a field; FIELD+=V adds to it, FIELD-=V removes from it, FIELD= empties it.",
        ),
    ],
    level: Annotated[
        Level | None,
        typer.Option(
            metavar="LEVEL",
            help=f"With a query: what it is asked of ({', '.join(LEVELS)}). By default titles, "
            "unless they lack the fields.",
        ),
    ] = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Change fields of a title, person, relationship, episode, coder or source.

    A renamed item keeps its key, unless you change that too: key=NEW. It is still found by its old
    name and key, except for a slip: what you mend within an hour of adding it leaves no alias.

    All units that match a query are changed in one change, after showing it and asking.
    """
    from portrayals.services.catalogue.edit import edit as edited
    from portrayals.services.catalogue.several import edit_all

    def recording(allowed: frozenset[type[PortrayalsError]]) -> None:
        as_typed = UnlistedName in allowed
        record_each(
            context.obj,
            key,
            lambda change: edited(change, key, edits, as_typed=as_typed),
            lambda change: edit_all(change, key, edits, level, as_typed=as_typed),
            or_record=True,
            dry_run=dry_run,
            json=json,
        )

    ask_where_refused(
        context.obj,
        recording,
        json=json,
    )
