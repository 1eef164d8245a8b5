"""`export`: writes the database to files that other programs and `import` read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from portrayals.cli.count_options import ByPolicy, Coder, OfWave, level_of
from portrayals.cli.grammar import Command, commands
from portrayals.cli.options import BySilence, Force, examples
from portrayals.cli.texts import write_text
from portrayals.render.format_names import export_form
from portrayals.render.write_rows import write_rows
from portrayals.results.exported import EXPORT_FORMS, NESTED, ExportForm, counted_lines
from portrayals.results.table_options import TableOptions
from portrayals.vocabulary import Level, Rollup

if TYPE_CHECKING:
    from portrayals.cli.session import Session
    from portrayals.exchange.table_files import TableFile
    from portrayals.services.exporting.export import Export

app = commands()

# Before Polars is loaded: it would keep the memory of rows that it has written, and more of it the
# more processors there are. One thread is as fast, because one thread reads the database.
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")
os.environ.setdefault("POLARS_MAX_THREADS", "1")

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
        ExportForm | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help=f"{', '.join(EXPORT_FORMS)}; by default, from the suffix.",
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
    rollup: Annotated[
        Rollup | None,
        typer.Option(
            "--rollup",
            metavar="RULE",
            help="In a table, how values of lower units combine: max, min, median, mean, sum, "
            "count.",
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

    A table has a row for each unit, with a column for each variable and each code of a set; where
    a value is missing, it says why. Beside a .csv file it writes a script that reads it in R,
    beside a .sav file one that defines the multiple-response sets in SPSS.

    As text, the study is a folder of YAML with a file for each title, always written the same way,
    so that git diff shows what changed; import text takes it in. The history, handouts and
    proposals stay in the database.
    """
    if what.casefold() in {_TEXT, f"{_TEXT}s"}:
        if query or form or any((level, by, coder, policy, wave, rollup)) or silence != "open":
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

    kind = kind_exported(what)
    how = TableOptions(level, by, coder, policy, wave, silence, rollup)
    if kind != TABLE and how != TableOptions():
        raise typer.BadParameter(
            "--level, --by, --coder, --policy, --wave, --silence and --rollup are of a table: "
            "portrayals export table",
            param_hint="WHAT",
        )
    chosen = form or export_form(path)
    to = None if path == STANDARD_OUTPUT else _file(context.obj, path, chosen, kind == TABLE, force)

    with (  # what is read is known to be valid before the file is put in place
        to.opened(write_rows) if to else _printed(chosen) as write,
        context.obj.read() as connection,
    ):
        if kind == TABLE:
            made = wide_table(connection, query or [], how)
        else:
            made = export(connection, kind, query or [], table=chosen not in NESTED)
        write(made)
        notes = made.notes()
    for note in notes:
        context.obj.say(note)
    if to is None:
        context.obj.remark(f"{counted_lines(made.number, made.noun, made.lines)}.")
        return
    done = to.finish(made, notes)
    if json:
        from portrayals.render.formats import to_json

        sys.stdout.write(to_json(done.to_dict()))
    else:
        context.obj.remark(done.said)


def _file(session: Session, path: str, form: ExportForm, scripted: bool, force: bool) -> TableFile:
    from portrayals.exchange.table_files import table_file

    return table_file(path, form, partial(session.new_file, force=force), scripted=scripted)


@contextmanager
def _printed(form: ExportForm) -> Iterator[Callable[[Export], None]]:
    """What writes rows to standard output, as text."""
    match form:
        case "xlsx" | "sav" | "dta" | "parquet":
            raise typer.BadParameter(
                f"a .{form} file cannot go to standard output: name a file", param_hint="PATH"
            )
        case form:
            yield lambda made: write_rows(sys.stdout, form, made.columns, made.rows)
