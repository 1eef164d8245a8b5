"""`codebook`: what can be coded, and how it is changed."""

from __future__ import annotations

from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import DryRun, Force, Form, Json, Output, examples
from portrayals.cli.printing import printing
from portrayals.cli.recording import record

app = commands("See, check and apply codebooks.")

Source = Annotated[
    str, typer.Argument(metavar="FILE|NAME", help="A YAML file, or the name of a shipped codebook.")
]


@app.command("list", cls=Command, epilog=examples("portrayals codebook list"))
def list_(
    context: typer.Context,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """List the versions in use, and the codebooks that are shipped."""
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.codebooks_shown import list_codebooks
    from portrayals.services.scope import read

    with read(context.obj.target) as connection:
        found = list_codebooks(connection)
    out.show(found)


@app.command(
    "show",
    cls=Command,
    epilog=examples(
        "portrayals codebook show",
        "portrayals codebook show outcome-therapist",
        "portrayals codebook show dating-former-client",
    ),
)
def show(
    context: typer.Context,
    word: Annotated[
        str | None,
        typer.Argument(metavar="[WORD]", help="A variable, a code, or a word to look for."),
    ] = None,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show the variables and codes, or one of them in full."""
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.codebooks_shown import show_codebook
    from portrayals.services.scope import read

    with read(context.obj.target) as connection:
        found = show_codebook(connection, word)
    out.show(found)


@app.command("check", cls=Command, epilog=examples("portrayals codebook check study.yaml"))
def check(context: typer.Context, source: Source, json: Json = False) -> None:
    """Check a codebook file, without a database.

    Every problem is told with its line.
    """
    from portrayals.services.codebooks import check_codebook

    context.obj.tell(check_codebook(source), notices=[], json=json)


@app.command(
    "apply",
    cls=Command,
    epilog=examples("portrayals codebook apply study.yaml -n", "portrayals codebook apply smoking"),
)
def apply(
    context: typer.Context, source: Source, dry_run: DryRun = False, json: Json = False
) -> None:
    """Take a codebook or a new version of it into use, after asking."""
    from portrayals.services.applying import apply_codebook
    from portrayals.services.codebooks import plan_codebook
    from portrayals.services.scope import read

    with read(context.obj.target) as connection:
        plan = plan_codebook(connection, source)
    if context.obj.approved(plan, dry_run=dry_run, json=json):
        record(context.obj, lambda change: apply_codebook(change, source), json=json)
