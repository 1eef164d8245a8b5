"""`init`: makes a database."""

from __future__ import annotations

import os
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Json, examples
from portrayals.cli.session import Session
from portrayals.settings import DATABASE_VARIABLE, FILE_NAME, home_database

app = commands()

#: What `--starter` alone stands for: the included catalogue.
_INCLUDED: Final = "therapists"


class Init(Command):
    """`init`, whose `--starter` may stand alone."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, where `--starter` has its value: what follows, if that is a catalogue."""
        own, included = [], f"--starter={_INCLUDED}"
        for word, following in zip_longest(args, args[1:], fillvalue=""):
            alone = word == "--starter" and not _is_catalogue(following)
            own.append(included if alone else word)
        rest = super().parse_args(ctx, own)
        ctx.obj.words = ["--starter" if word == included else word for word in ctx.obj.words]
        return rest


def _is_catalogue(word: str) -> bool:
    """Whether a word names text: a file that ends in .yaml, or a folder with such files."""
    return word.endswith((".yaml", ".yml")) or (
        Path(word).is_dir() and bool(word) and any(Path(word).glob("*.yaml"))
    )


@app.command(
    "init",
    cls=Init,
    epilog=examples(
        "portrayals init --starter",
        "portrayals init mine.db --starter titles.yaml",
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
        str | None,
        typer.Option(
            metavar="NAME|FILE|none",
            help="An included codebook, your own file, or none for now; by default that of the "
            "catalogue, or therapist-boundaries.",
        ),
    ] = None,
    starter: Annotated[
        str | None,
        typer.Option(
            "--starter",
            metavar="FILE|FOLDER",
            help="Fill it with a catalogue: a .yaml file or a folder; alone, the starter "
            "catalogue.",
        ),
    ] = None,
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
    """Create a database with a codebook, optionally with a catalogue of titles.

    A catalogue is text, as portrayals export text writes it: portrayals catalogue check.
    """
    from portrayals.services.study.create import create

    session: Session = context.obj
    written = create(
        _place(session, path, home),
        actor=session.actor,
        command=session.command,
        codebook=codebook,
        starter=starter or False,
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
