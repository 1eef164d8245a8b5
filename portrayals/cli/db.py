"""`db`: the database itself."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import DryRun, Force, Form, Json, Output, examples
from portrayals.cli.printing import printing
from portrayals.cli.recording import record
from portrayals.vocabulary import Policy

app = commands("Maintain the database: info, checks, copies, settings.")

File = Annotated[str, typer.Argument(metavar="FILE", help="The backup file.")]


@app.command("info", cls=Command, epilog=examples("portrayals db info --json"))
def info(
    context: typer.Context,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show what the file is and how much it holds.

    Databases with the same content have the same snapshot.
    """
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.study.info import info

    target = context.obj.target
    with context.obj.read() as connection:
        found = info(connection, target)
    out.show(found)


@app.command(
    "describe",
    cls=Command,
    epilog=examples(
        "portrayals db describe",
        'portrayals db describe title="Therapists on screen" licence=CC-BY-4.0',
    ),
)
def describe(
    context: typer.Context,
    assignments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FIELD=VALUE]...",
            help="title, creator, licence, population, frame, sampling, training and others.",
        ),
    ] = None,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show or set what notes and reports say about the study."""
    from portrayals.services.study.info import describe, description

    if assignments:
        told = assignments
        record(context.obj, lambda change: describe(change, told), json=json)
        return
    out = printing(context.obj, form, json, output, force)
    with context.obj.read() as connection:
        found = description(connection)
    out.show(found)


@app.command("check", cls=Command, epilog=examples("portrayals db check -q || exit 1"))
def check(
    context: typer.Context,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Check whether anything in the database is wrong.

    The exit status is 1 if so.
    """
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.study.check import check

    with context.obj.read() as connection:
        found = check(connection)
    if found.problems or not context.obj.quiet or out.form != "table":
        out.show(found)
    if found.problems:
        raise typer.Exit(1)


@app.command("policy", cls=Command, epilog=examples("portrayals db policy unanimous"))
def policy(
    context: typer.Context,
    chosen: Annotated[
        Policy | None,
        typer.Argument(metavar="[POLICY]", help="majority, unanimous or any."),
    ] = None,
    json: Json = False,
) -> None:
    """Show or change how answers of several coders settle."""
    from portrayals.services.study.info import policy, set_policy

    if chosen is not None:
        new = chosen
        record(context.obj, lambda change: set_policy(change, new), json=json)
        return
    with context.obj.read() as connection:
        found = policy(connection)
    if json:
        from portrayals.render.formats import to_json
        from portrayals.results.envelope import FORMAT

        sys.stdout.write(to_json({"format": FORMAT, "policy": found}))
    else:
        sys.stdout.write(f"{found}\n")


@app.command("upgrade", cls=Command, epilog=examples("portrayals db upgrade"))
def upgrade(context: typer.Context, json: Json = False) -> None:
    """Upgrade a database from an earlier version.

    A backup is first made next to it.
    """
    from portrayals.services.study.backup import upgrade

    target = context.obj.target
    written = upgrade(target)
    context.obj.tell(written, notices=[], json=json, target=target)


@app.command("backup", cls=Command, epilog=examples("portrayals db backup before-recoding.db"))
def backup(context: typer.Context, file: File, force: Force = False, json: Json = False) -> None:
    """Copy the whole database to a file.

    This is safe even while others write to it.
    """
    from portrayals.services.study.backup import backup

    written = backup(context.obj.target, file, force=force)
    context.obj.tell(written, notices=[], json=json)


@app.command("restore", cls=Command, epilog=examples("portrayals db restore before-recoding.db"))
def restore(
    context: typer.Context, file: File, dry_run: DryRun = False, json: Json = False
) -> None:
    """Replace the database with a backup, after asking."""
    from portrayals.services.study.backup import plan_restore, restore

    target = context.obj.target
    plan = plan_restore(target, file)
    if context.obj.approved(plan, dry_run=dry_run, json=json):
        written = restore(target, file)
        context.obj.tell(written, notices=[], json=json, target=target)
