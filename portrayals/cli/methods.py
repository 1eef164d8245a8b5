"""`methods`: how the study was made, as a paper says it."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.count_options import Output
from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Force, Form, Json, examples
from portrayals.cli.printing import printing

app = commands()


@app.command(
    "methods",
    cls=Command,
    epilog=examples(
        "portrayals methods",
        "portrayals methods --wave main --provenance",
        "portrayals methods -o methods.docx",
    ),
)
def methods(
    context: typer.Context,
    wave: Annotated[
        str | None,
        typer.Option(
            "--wave", metavar="WAVE", help="Only the coding of this wave; of all that count."
        ),
    ] = None,
    provenance: Annotated[
        bool,
        typer.Option("--provenance", help="Print the command that shows the facts of a sentence."),
    ] = False,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Print the methods section of a paper.

    Sample, coders, what was coded twice and how it was drawn, agreement, how differences were
    resolved, and how figures are counted. A sentence is printed only if the database bears it; what
    a paper should say and the database does not know is named at the end.
    """
    out = printing(context.obj, form, json, output, force, documents=True)
    from portrayals.results.methods import MethodsBySentence
    from portrayals.services.report.methods import methods as told

    target = context.obj.target
    with context.obj.read() as connection:
        found = told(connection, target, wave)
    out.show(MethodsBySentence(found) if provenance else found)
