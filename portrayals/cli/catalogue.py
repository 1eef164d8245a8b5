"""`catalogue`: titles as text, checked before anybody takes them in."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Json, examples

app = commands("Check a catalogue of titles that is written as text.")


@app.callback()
def catalogue() -> None:
    """Check a catalogue of titles that is written as text."""


@app.command(
    "check",
    cls=Command,
    epilog=examples("portrayals catalogue check titles.yaml", "portrayals catalogue check study/"),
)
def check(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|FOLDER",
            help="A .yaml file, or a folder as portrayals export text writes it.",
        ),
    ],
    codebook: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE",
            help="The codebook of a catalogue that names none; by default therapist-boundaries.",
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Check a catalogue, without a database.

    Every error is shown with its line, and after them what is right and yet worth a look. The same
    is checked by init --starter and import text, which take in nothing where there is an error.
    """
    from portrayals.services.study.check_text import check_text

    checked = check_text(file, codebook)
    if json:
        from portrayals.render.formats import to_json

        sys.stdout.write(to_json(checked.to_dict()))
        return
    for notice in checked.notices:
        context.obj.say(str(notice))
    context.obj.remark(str(checked))
