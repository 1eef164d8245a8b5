"""`init`: makes a database."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Json, examples
from portrayals.cli.session import Session
from portrayals.settings import DATABASE_VARIABLE, FILE_NAME, home_database

app = commands()


@app.command(
    "init",
    cls=Command,
    epilog=examples(
        "portrayals init --starter",
        "portrayals init smoking.db --codebook smoking",
        "portrayals init practice.db --training",
        "portrayals init study.db --codebook none",
    ),
)
def init(
    context: typer.Context,
    path: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATH]", help="The file or folder; by default portrayals.db in this folder."
        ),
    ] = None,
    codebook: Annotated[
        str,
        typer.Option(
            metavar="NAME|FILE|none", help="An included codebook, your own file, or none for now."
        ),
    ] = "therapist-boundaries",
    starter: Annotated[
        bool, typer.Option("--starter", help="Fill it with the starter catalogue.")
    ] = False,
    training: Annotated[
        bool,
        typer.Option(
            "--training", help="Fill it with 24 vignettes to practise on, and their answers."
        ),
    ] = False,
    home: Annotated[
        bool,
        typer.Option("--home", help="Create the default database, used if none is found nearby."),
    ] = False,
    json: Json = False,
) -> None:
    """Create a database with a codebook, optionally with the starter catalogue."""
    from portrayals.services.study.create import create

    session: Session = context.obj
    written = create(
        _place(session, path, home),
        actor=session.actor,
        command=session.command,
        codebook=codebook,
        starter=starter,
        training=training,
    )
    session.tell(written, notices=[], json=json)


def _place(session: Session, path: str | None, home: bool) -> str:
    """The new file: in the place named, by whatever way, or here."""
    named = [each for each in (path, session.database) if each]
    if len(named) + home > 1:
        raise typer.BadParameter("name one place: PATH, --db or --home", param_hint="PATH")
    if home:
        home_database().parent.mkdir(parents=True, exist_ok=True)
        return str(home_database())
    place = next(iter(named), None) or os.environ.get(DATABASE_VARIABLE) or FILE_NAME
    return str(Path(place, FILE_NAME)) if Path(place).is_dir() else place
