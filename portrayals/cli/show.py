"""`show`: one thing with all that hangs on it."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Force, Form, Json, Output, examples
from portrayals.cli.printing import printing

app = commands()


@app.command(
    "show",
    cls=Command,
    epilog=examples(
        'portrayals show "50/50"',
        "portrayals show himym/kevin/robin",
        "portrayals show imdb:tt0460649 --all",
        "portrayals show flirting",
        "portrayals show claim:3",
    ),
)
def show(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY|CODE",
            help="A key, name, alias, identifier or UUID (portrayals help keys); or a variable, "
            "a code, VARIABLE:CODE.",
        ),
    ],
    everything: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Also show what is not coded or does not apply, all derived variables, evidence "
            "with its sources, identifiers and notes. Formats other than the table always "
            "do.",
        ),
    ] = False,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show one title, episode, person, relationship, coder, source, claim, variable or code.

    If a unit and a code share a name, the unit is shown, and a note mentions the code.
    """
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.browse.show import show as in_full
    from portrayals.services.browse.show import show_in_short

    look = in_full if everything or out.form != "table" else show_in_short
    with context.obj.read() as connection:
        found = look(connection, key)
    out.show(found)
