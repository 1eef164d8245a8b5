"""`export`: writes the database to files that other programs and `import` read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, get_args

import typer

from portrayals.cli.count_options import ByPolicy, Coder, OfWave, level_of
from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import BySilence, Force, examples
from portrayals.cli.texts import write_text
from portrayals.errors import AlreadyThere, InvalidValue
from portrayals.notation.plurals import counted
from portrayals.render.write_rows import Counted, write_rows
from portrayals.results.table_options import TableOptions
from portrayals.vocabulary import Level

if TYPE_CHECKING:
    from portrayals.cli.session import Session
    from portrayals.outputs import NewFile
    from portrayals.services.exporting.export import Export

app = commands()

FileForm = Literal["csv", "tsv", "json", "jsonl", "markdown", "xlsx", "sav", "dta", "parquet"]
_FORMS: Final[tuple[FileForm, ...]] = get_args(FileForm)
_SUFFIXES: Final[dict[str, FileForm]] = {
    "": "csv",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "markdown",
    ".markdown": "markdown",
    ".xlsx": "xlsx",
    ".sav": "sav",
    ".dta": "dta",
    ".parquet": "parquet",
}
#: The scripts that are written beside a table.
_SCRIPTS: Final[dict[FileForm, str]] = {"csv": ".R", "tsv": ".R", "sav": ".sps"}
STANDARD_OUTPUT: Final = "-"
_TEXT: Final = "text"


@app.command(
    "export",
    cls=Command,
    epilog=examples(
        "portrayals export titles titles.csv",
        "portrayals export annotations annotations.jsonl coder:ana",
        "portrayals export findings - --format tsv decade:1990s",
        "portrayals export table therapists.sav --level portrayal",
        "portrayals export table acts.csv --level relationship --by coder",
        "portrayals export text study/",
    ),
)
def export_(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help="titles, episodes, portrayals, relationships, annotations, claims, findings; "
            "table: a row for each unit; or text: the whole study in a folder.",
        ),
    ],
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="The file, in the format of its suffix; - for standard output; of text, the "
            "folder.",
        ),
    ],
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUERY]...", help="Only those that match the query: portrayals help query."
        ),
    ] = None,
    form: Annotated[
        FileForm | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help=f"{', '.join(_FORMS)}; by default, from the suffix.",
        ),
    ] = None,
    level: Annotated[
        Level | None,
        typer.Option(
            "--level",
            metavar="LEVEL",
            parser=level_of,
            help="What a row of a table is: title, episode, portrayal or relationship.",
        ),
    ] = None,
    by: Annotated[
        Literal["coder"] | None,
        typer.Option("--by", metavar="coder", help="In a table, columns for each coder."),
    ] = None,
    coder: Coder = None,
    policy: ByPolicy = None,
    wave: OfWave = None,
    silence: BySilence = "open",
    json: Annotated[
        bool, typer.Option("--json", help="Print the number of rows and the file as JSON.")
    ] = False,
    force: Force = False,
) -> None:
    """Write titles, people, annotations or findings to a file.

    Titles, episodes, portrayals, relationships and annotations can be read back by `import`.
    As a table, annotations have one row per piece of evidence. Findings are the settled
    values, under the study's policy, of units not screened out.

    A table has a row for each unit, with a column for each variable and each code of a set; where
    a value is missing, it says why. Beside a .csv file it writes a script that reads it in R,
    beside a .sav file one that defines the multiple-response sets in SPSS.

    As text, the study is a folder of YAML with a file for each title, always written the same way,
    so that git diff shows what changed; import text takes it in. The history, handouts and
    proposals stay in the database.
    """
    if what.casefold() in {_TEXT, f"{_TEXT}s"}:
        if query or form or any((level, by, coder, policy, wave)) or silence != "open":
            raise typer.BadParameter(
                "text is the whole study: it takes no query, --format, or options of a table",
                param_hint="WHAT",
            )
        write_text(context.obj, path, force=force, json=json)
        return
    if json and path == STANDARD_OUTPUT:
        raise typer.BadParameter(
            "standard output already carries the rows; for JSON: --format json", param_hint="--json"
        )
    from portrayals.services.exporting.export import TABLE, export, kind_exported
    from portrayals.services.exporting.wide_table import wide_table

    kind, how = kind_exported(what), TableOptions(level, by, coder, policy, wave, silence)
    if kind != TABLE and how != TableOptions():
        raise typer.BadParameter(
            "--level, --by, --coder, --policy, --wave and --silence are of a table: "
            "portrayals export table",
            param_hint="WHAT",
        )
    chosen = form or _form_of(path)
    file = None if path == STANDARD_OUTPUT else context.obj.new_file(path, force=force)
    script = _script_beside(context.obj, path, chosen, force=force) if kind == TABLE else None

    with (  # what is read is known to be valid before the file is put in place
        _writer(file, chosen) as write,
        context.obj.read() as connection,
    ):
        if kind == TABLE:
            made = wide_table(connection, query or [], how)
        else:
            objects = chosen in {"json", "jsonl"}
            made = export(connection, kind, query or [], table=not objects)
        number = write(made)
        notes = made.notes()
    if script:
        script.write(_script(made, chosen, path))
    for note in notes:
        context.obj.say(note)
    if json:
        from portrayals.render.formats import to_json
        from portrayals.results.envelope import FORMAT

        told = {"path": path, "what": made.what, "rows": number}
        sys.stdout.write(to_json({"format": FORMAT, **told, **_named(script)}))
        return
    noun = level or made.what.removesuffix("s")
    lines = "" if number == made.number else f" in {counted(number, 'line')}"
    files = " and ".join(str(each) for each in (file, script) if each)
    wrote = f"Wrote {files}: " if files else ""
    context.obj.remark(f"{wrote}{counted(made.number, noun)}{lines}.")


def _named(script: NewFile | None) -> dict[str, str]:
    return {"script": str(script)} if script else {}


@contextmanager
def _writer(file: NewFile | None, form: FileForm) -> Iterator[Callable[[Export], int]]:
    """What writes the rows to a file, or text to standard output, and returns how many they are."""
    match form:
        case "xlsx" | "sav" | "dta" | "parquet":
            if file is None:
                raise typer.BadParameter(
                    f"a .{form} file cannot go to standard output: name a file", param_hint="PATH"
                )
            from portrayals.exchange.writers import writer_of

            def written(made: Export) -> int:
                rows = Counted(made.rows)
                writer_of(form)(path, made.described, rows, made.heading)
                return rows.number

            with file.unfinished() as path:
                yield written
        case _:
            with file.opened() if file else nullcontext(sys.stdout) as stream:
                yield lambda made: write_rows(stream, form, made.columns, made.rows)


def _script_beside(session: Session, path: str, form: FileForm, *, force: bool) -> NewFile | None:
    """The script that belongs to a table, which takes the place of an earlier one alone."""
    from portrayals.exchange import r_script, spss_script

    if path == STANDARD_OUTPUT or form not in _SCRIPTS:
        return None
    beside = Path(path).with_suffix(_SCRIPTS[form])
    ours = (r_script.FIRST_LINE.encode(), spss_script.FIRST_LINE.encode())
    if beside.is_file() and not beside.read_bytes().startswith(ours):
        raise AlreadyThere(
            f"{beside} would be written too, and is a file of your own",
            hint="give the table another name",
        )
    return session.new_file(str(beside), force=force)


def _script(made: Export, form: FileForm, path: str) -> str:
    """A script that opens the table beside it."""
    from portrayals.exchange.r_script import r_script
    from portrayals.exchange.spss_script import spss_script

    name = Path(path).name
    if form == "sav":
        return spss_script(made.described, name)
    return r_script(made.described, name, "\t" if form == "tsv" else ",", made.cluster)


def _form_of(path: str) -> FileForm:
    """The format that the suffix of a file's name asks for: CSV where it has none."""
    suffix = Path(path).suffix.lower()
    if suffix not in _SUFFIXES:
        known = ", ".join(each for each in _SUFFIXES if each)
        raise InvalidValue(
            f"cannot tell the format from the name {path}",
            hint=f"end it in {known}, or add --format {'|'.join(_FORMS)}",
        )
    return _SUFFIXES[suffix]
