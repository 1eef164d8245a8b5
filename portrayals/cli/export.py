"""`export`: writes the database to files that other programs and `import` read."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Final, get_args

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import Force, examples
from portrayals.errors import InvalidValue
from portrayals.notation.plurals import counted
from portrayals.render.write_rows import Form, write_rows

app = commands()

_FORMS: Final[tuple[Form, ...]] = get_args(Form)
_SUFFIXES: Final[dict[str, Form]] = {
    "": "csv",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "markdown",
    ".markdown": "markdown",
}
STANDARD_OUTPUT: Final = "-"


@app.command(
    "export",
    cls=Command,
    epilog=examples(
        "portrayals export titles titles.csv",
        "portrayals export annotations annotations.jsonl coder:ana",
        "portrayals export findings - --format tsv decade:1990s",
    ),
)
def export_(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="titles, episodes, portrayals, relationships, annotations, claims, findings.",
        ),
    ],
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH", help="The file, in the format of its suffix; - for standard output."
        ),
    ],
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY]...", help="Only those that match the query: portrayals help query."
        ),
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help=f"{', '.join(_FORMS)}; by default, from the suffix.",
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the number of rows and the file as JSON.")
    ] = False,
    force: Force = False,
) -> None:
    """Write titles, people, annotations or findings to a file.

    Titles, episodes, portrayals, relationships and annotations can be read back by `import`.
    As a table, annotations have one row per piece of evidence. Findings are the settled
    values, under the study's policy, of units not screened out.
    """
    if json and path == STANDARD_OUTPUT:
        raise typer.BadParameter(
            "standard output already carries the rows; for JSON: --format json", param_hint="--json"
        )
    chosen = form or _form_of(path)
    file = None if path == STANDARD_OUTPUT else context.obj.new_file(path, force=force)
    from portrayals.services.exporting.export import export

    with (  # what is read is known to be valid before the file is put in place
        file.opened() if file else nullcontext(sys.stdout) as stream,
        context.obj.read() as connection,
    ):
        found = export(connection, what, query or [], table=chosen not in {"json", "jsonl"})
        number = write_rows(stream, chosen, found.columns, found.rows)
        notes = found.notes()
    for note in notes:
        context.obj.say(note)
    if json:
        from portrayals.render.formats import to_json
        from portrayals.results.envelope import FORMAT

        sys.stdout.write(
            to_json({"format": FORMAT, "path": path, "what": found.what, "rows": number})
        )
        return
    told = counted(found.number, found.what.removesuffix("s"), found.what)
    lines = "" if number == found.number else f" in {counted(number, 'line')}"
    wrote = f"Wrote {file}: " if file else ""
    context.obj.remark(f"{wrote}{told}{lines}.")


def _form_of(path: str) -> Form:
    """The format that the suffix of a file's name asks for: CSV where it has none."""
    suffix = Path(path).suffix.lower()
    if suffix not in _SUFFIXES:
        known = ", ".join(each for each in _SUFFIXES if each)
        raise InvalidValue(
            f"cannot tell the format from the name {path}",
            hint=f"end it in {known}, or add --format {'|'.join(_FORMS)}",
        )
    return _SUFFIXES[suffix]
