"""`codebook`: what can be coded, and how it is changed."""

from __future__ import annotations

import io
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Final, Literal, get_args

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import DryRun, Force, Form, Json, Output, examples
from portrayals.cli.printing import printing
from portrayals.cli.recording import record
from portrayals.errors import InvalidValue
from portrayals.notation.plurals import either
from portrayals.vocabulary import LEVELS, Level

if TYPE_CHECKING:
    from portrayals.services.codebooks.draft import DraftedCodebook
    from portrayals.services.codebooks.export import CodebookInUse

app = commands("See, check, draft, apply and export codebooks.")

CodebookForm = Literal["yaml", "markdown", "csv", "tsv"]
_FORMS: Final[tuple[CodebookForm, ...]] = get_args(CodebookForm)
_SUFFIXES: Final[dict[str, CodebookForm]] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "csv",
    ".tsv": "tsv",
}
_STANDARD_OUTPUT: Final = "-"

Source = Annotated[
    str,
    typer.Argument(metavar="FILE|NAME", help="A YAML file, or the name of an included codebook."),
]


@app.command("list", cls=Command, epilog=examples("portrayals codebook list"))
def list_(
    context: typer.Context,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """List the versions in use and the included codebooks."""
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.codebooks.show import list_codebooks

    with context.obj.read() as connection:
        found = list_codebooks(connection)
    out.show(found)


@app.command(
    "show",
    cls=Command,
    epilog=examples(
        "portrayals codebook show",
        "portrayals codebook show --all",
        "portrayals codebook show outcome-therapist",
        "portrayals codebook show dating-former-client",
    ),
)
def show(
    context: typer.Context,
    word: Annotated[
        str | None,
        typer.Argument(metavar="[WORD]", help="A variable, a code, or a word to search for."),
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Show every code too. Formats other than the table always do."),
    ] = False,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show all variables, or one variable or code in full."""
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.codebooks.show import outline_codebook, show_codebook

    in_short = word is None and not everything
    with context.obj.read() as connection:
        found = outline_codebook(connection) if in_short else show_codebook(connection, word)
    out.show(found)


@app.command("check", cls=Command, epilog=examples("portrayals codebook check study.yaml"))
def check(context: typer.Context, source: Source, json: Json = False) -> None:
    """Check a codebook file, without a database.

    Every problem is shown with its line.
    """
    from portrayals.services.codebooks.read import check_codebook

    context.obj.tell(check_codebook(source), notices=[], json=json)


@app.command(
    "apply",
    cls=Command,
    epilog=examples("portrayals codebook apply study.yaml -n", "portrayals codebook apply smoking"),
)
def apply(
    context: typer.Context, source: Source, dry_run: DryRun = False, json: Json = False
) -> None:
    """Put a codebook or a new version of it into use, after asking."""
    from portrayals.services.codebooks.apply import apply_codebook
    from portrayals.services.codebooks.diff import plan_codebook

    with context.obj.read() as connection:
        plan = plan_codebook(connection, source)
    if context.obj.approved(plan, dry_run=dry_run, json=json):
        record(context.obj, lambda change: apply_codebook(change, source), json=json)


@app.command(
    "diff",
    cls=Command,
    epilog=examples(
        "portrayals codebook diff study.yaml",
        "portrayals codebook diff study.yaml --against 1.0",
        "portrayals codebook diff new.yaml --against old.yaml",
    ),
)
def diff(
    context: typer.Context,
    source: Source,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="VERSION|FILE",
            help="Compare with this, instead of the codebook in use.",
        ),
    ] = None,
    form: Form = None,
    json: Json = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Show what a file changes in the codebook in use.

    Each line tells how many annotations it touches, and which units must be coded again because of
    it. Where a code has gone and a new one looks like it, the line to type is drafted.
    """
    out = printing(context.obj, form, json, output, force)
    from portrayals.services.codebooks.diff import codebook_diff

    with context.obj.read() as connection:
        found = codebook_diff(connection, source, against)
    out.show(found)


@app.command(
    "draft",
    cls=Command,
    epilog=examples(
        "portrayals codebook draft films.csv --level title -o study.yaml",
        "portrayals codebook draft films.csv --level title -o study.yaml --skip Coder",
    ),
)
def draft(
    context: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The coded sheet, in any form that import reads.")
    ],
    level: Annotated[
        Level,
        typer.Option(
            "--level", metavar="LEVEL", help=f"What each row is about: {', '.join(LEVELS)}."
        ),
    ],
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE.yaml", help="Where to write the codebook."),
    ],
    name: Annotated[
        str | None,
        typer.Option(
            "--name", metavar="KEY", help="The codebook's key; by default, from the file name."
        ),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", metavar="COLUMN", help="Not a variable; may be repeated."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="COLUMN", help="Only these are variables; may be repeated."),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet",
            metavar="NAME",
            help="Sheet of a workbook; by default, the only one with rows.",
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            help="Character encoding of the file; detected by default.",
        ),
    ] = None,
    json: Json = False,
    force: Force = False,
) -> None:
    """Draft a codebook from a sheet coded without one.

    Each column becomes a variable of the type it looks like, unless it names the unit or
    numbers the rows. The file is meant to be edited; doubtful points are listed and marked in it.
    """
    printed = output == _STANDARD_OUTPUT
    if json and printed:
        raise typer.BadParameter(
            "standard output already carries the codebook", param_hint="--json"
        )
    if not printed and _SUFFIXES.get(PurePath(output).suffix.lower()) != "yaml":
        raise InvalidValue(
            f"a codebook is a YAML file, and {output} does not end in .yaml", hint="end it in .yaml"
        )
    context.obj.used.append(file)
    to = None if printed else context.obj.new_file(output, force=force)
    from portrayals.exchange.sheets import open_sheet
    from portrayals.services.codebooks.draft import draft_codebook

    with open_sheet(file, encoding=encoding, sheet=sheet) as coded:
        drafted = draft_codebook(coded, level=level, name=name, skip=skip or (), only=only or ())
    if to is None:
        sys.stdout.write(drafted.text)
    else:
        to.write(drafted.text)
    if json:
        from portrayals.render.formats import to_json
        from portrayals.results.envelope import FORMAT

        sys.stdout.write(to_json({"format": FORMAT, "path": output, **drafted.to_dict()}))
        return
    if not printed:
        sys.stdout.write(f"{output}\n")
    _tell_of_draft(context, "Drafted" if printed else f"Wrote {output}", drafted)


def _tell_of_draft(context: typer.Context, did: str, drafted: DraftedCodebook) -> None:
    for notice in drafted.notices:
        context.obj.say(notice)
    first = " Check these first:" if drafted.doubtful else ""
    context.obj.remark(f"{did}: {drafted.contents}.{first}")
    for line in drafted.doubtful:
        context.obj.remark(f"  {line}")
    if drafted.left_out:
        context.obj.remark("Not used as variables:")
    for line in drafted.left_out:
        context.obj.remark(f"  {line}")


@app.command(
    "export",
    cls=Command,
    epilog=examples(
        "portrayals codebook export study.yaml", "portrayals codebook export appendix.md"
    ),
)
def export(
    context: typer.Context,
    path: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="The file, in the format of its suffix; - for standard output."
        ),
    ],
    form: Annotated[
        CodebookForm | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help=f"{', '.join(_FORMS)}; by default, from the suffix.",
        ),
    ] = None,
    json: Json = False,
    force: Force = False,
) -> None:
    """Write the codebook in use to a file.

    YAML is the text as applied, and `codebook apply` accepts it as the same version.
    Markdown is for the appendix of a paper; CSV and TSV have one row for each code.
    """
    printed = path == _STANDARD_OUTPUT
    if json and printed:
        raise typer.BadParameter(
            "standard output already carries the codebook", param_hint="--json"
        )
    chosen = form or ("yaml" if printed else _form_of(path))
    to = None if printed else context.obj.new_file(path, force=force)
    from portrayals.services.codebooks.export import codebook_in_use

    with context.obj.read() as connection:
        found = codebook_in_use(connection)
    text = _as_text(found, chosen)
    if to is None:
        sys.stdout.write(text)
        return
    to.write(text)
    if json:
        from portrayals.render.formats import to_json
        from portrayals.results.envelope import FORMAT

        sys.stdout.write(to_json({"format": FORMAT, "path": path, **found.to_dict()}))
        return
    sys.stdout.write(f"{path}\n")
    context.obj.remark(f"Wrote {path}: {found.named}, {found.contents}.")


def _as_text(found: CodebookInUse, form: CodebookForm) -> str:
    if form in {"yaml", "markdown"}:
        return found.document("yaml" if form == "yaml" else "markdown")
    from portrayals.render.write_rows import write_rows

    page = io.StringIO(newline="")
    write_rows(page, "csv" if form == "csv" else "tsv", found.columns, found.rows())
    return page.getvalue()


def _form_of(path: str) -> CodebookForm:
    """The format that the suffix of a file's name asks for."""
    form = _SUFFIXES.get(PurePath(path).suffix.lower())
    if form is None:
        raise InvalidValue(
            f"cannot tell the format from the name {path}",
            hint=f"end it in {', '.join(_SUFFIXES)}, or add --format FORMAT ({either(_FORMS)})",
        )
    return form
