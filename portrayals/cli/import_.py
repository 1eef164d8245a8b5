"""`import`: sheets of others, and one's own exports, taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from portrayals.cli.grammar import Command, commands
from portrayals.cli.importing import Import, carry_out
from portrayals.cli.options import (
    Force,
    HowKnown,
    Instruction,
    Json,
    ModelVersion,
    Wave,
    examples,
)
from portrayals.errors import InvalidValue
from portrayals.results.importing import Imported
from portrayals.vocabulary import Level

if TYPE_CHECKING:
    from portrayals.cli.importing import Work
    from portrayals.history.transaction import Change
    from portrayals.results.sheets import Sheet
    from portrayals.services.importing.ending import ImportPolicy

app = commands("Take in sheets: CSV, TSV, JSON, JSON Lines.")

File = Annotated[
    str, typer.Argument(metavar="FILE", help="CSV, TSV, JSON, JSON Lines; - is standard input.")
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="How its letters are written; else found out."),
]
SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help="Leave out rows that cannot be read, and take the rest.")
]
Errors = Annotated[
    str | None,
    typer.Option("--errors", metavar="FILE", help="Write all that cannot be read to a CSV file."),
]
OnChange = Annotated[
    str | None,
    typer.Option(
        "--on-change",
        metavar="update|keep|refuse",
        help="What to do where something else is there; else you are asked.",
    ),
]
Create = Annotated[
    bool, typer.Option("--create", help="Make titles and coders that are named and unknown.")
]
Program = Annotated[
    str | None,
    typer.Option("--program", metavar="MODEL", help="Every coder of the file is this program."),
]
Preview = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would be done, and change nothing.")
]
Column = str | None


def _of_units(level: Level) -> Work:
    def work(change: Change, sheet: Sheet, manner: ImportPolicy) -> Imported:
        from portrayals.services.importing.units import import_units

        return import_units(change, level, sheet, manner)

    return work


def _of_annotations(change: Change, sheet: Sheet, manner: ImportPolicy) -> Imported:
    from portrayals.services.importing.annotations import import_annotations

    return import_annotations(change, sheet, manner)


def _add(what: str, told: str, work: Work) -> None:
    """Adds the command that takes in a sheet whose columns have their names."""

    def command(
        context: typer.Context,
        file: File,
        encoding: Encoding = None,
        skip_bad: SkipBad = False,
        errors: Errors = None,
        on_change: OnChange = None,
        create: Create = False,
        dry_run: Preview = False,
        force: Force = False,
        json: Json = False,
    ) -> None:
        asked = Import(file, encoding, skip_bad, errors, on_change, create, dry_run, force, json)
        carry_out(context.obj, asked, work)

    command.__doc__ = told
    epilog = examples(
        f"portrayals import {what} {what}.csv --dry-run",
        f"portrayals import {what} {what}.csv --on-change update",
    )
    app.command(what, cls=Command, epilog=epilog)(command)


_add(
    "titles",
    "Take in titles, a row each.\n\nColumns: name, and any of year, end_year, kind, countries, "
    "languages, genres, distributor, ids (or imdb, wikidata ...), aliases, original, synopsis, "
    "note, stratum, screened, key, uuid.",
    _of_units("title"),
)
_add(
    "episodes",
    "Take in episodes, a row each.\n\nColumns: title, season, number, and any of name, aired, "
    "aliases, uuid.",
    _of_units("episode"),
)
_add(
    "portrayals",
    "Take in the people portrayed, a row each.\n\nColumns: title, name, and any of performer, "
    "roles, year, aliases, key, uuid.",
    _of_units("portrayal"),
)
_add(
    "relationships",
    "Take in relationships, a row each.\n\nColumns: portrayal, name, and any of performer, roles, "
    "year, aliases, key, uuid.",
    _of_units("relationship"),
)


@app.command(
    "annotations",
    cls=Command,
    epilog=examples(
        "portrayals import annotations annotations.csv --dry-run",
        "portrayals import annotations annotations.csv --on-change update",
        "portrayals import annotations robot.csv --create --program MODEL --model-version V",
    ),
)
def coded(
    context: typer.Context,
    file: File,
    program: Program = None,
    model_version: ModelVersion = None,
    instruction: Instruction = None,
    encoding: Encoding = None,
    skip_bad: SkipBad = False,
    errors: Errors = None,
    on_change: OnChange = None,
    create: Create = False,
    dry_run: Preview = False,
    force: Force = False,
    json: Json = False,
) -> None:
    """Take in annotations, a row each.

    A row is of a unit, a variable and a coder. Columns: unit, variable, value, and any of coder,
    level, wave, basis, note; complete, of a set, yes or no; code, episode, start, end, quote,
    describes, source say where the evidence is, a row for each piece; citation, address, dated what
    a new source is; coder_kind, model, model_version, instruction_sha256, method what a coder is
    who is no person.
    """
    from portrayals.services.catalogue.kinds_of_coder import CoderOptions

    coders = CoderOptions(program, model_version, instruction)
    asked = Import(
        file, encoding, skip_bad, errors, on_change, create, dry_run, force, json, coders
    )
    carry_out(context.obj, asked, _of_annotations)


@app.command(
    "table",
    cls=Command,
    epilog=examples(
        "portrayals import table films.csv --level title --name Film --year Year -n",
        "portrayals import table films.csv --level title --name Film --year Year \\",
        "    --id imdb=IMDb --coder-column Coder --var dating=Dating --map films.map",
        "portrayals import table men.csv --level portrayal --title Film --name Person",
        "portrayals import table eps.csv --level episode --title '=Show' --episode Ep",
    ),
)
def table(
    context: typer.Context,
    file: File,
    level: Annotated[
        str | None,
        typer.Option(metavar="LEVEL", help="What a row is: title, episode, portrayal ..."),
    ] = None,
    title: Annotated[
        Column,
        typer.Option(metavar="COLUMN", help="Column of the title; =NAME names one for all rows."),
    ] = None,
    portrayal: Annotated[
        Column,
        typer.Option(metavar="COLUMN", help="Column of the person, where rows are relationships."),
    ] = None,
    name: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the name of what a row is.")
    ] = None,
    year: Annotated[Column, typer.Option(metavar="COLUMN", help="Column of its year.")] = None,
    end_year: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the last year of a title.")
    ] = None,
    kind: Annotated[
        Column,
        typer.Option(metavar="COLUMN", help="Column of the kind of title; =KIND for all rows."),
    ] = None,
    performer: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of who plays the person.")
    ] = None,
    episode: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the code of an episode, S01E02.")
    ] = None,
    season: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the season ...")
    ] = None,
    number: Annotated[
        Column, typer.Option(metavar="COLUMN", help="... and of the number of an episode.")
    ] = None,
    ids: Annotated[
        list[str] | None,
        typer.Option("--id", metavar="imdb=COLUMN", help="Column of an identifier of the title."),
    ] = None,
    coder: Annotated[
        str | None, typer.Option(metavar="CODER", help="Who coded all rows; you, if not given.")
    ] = None,
    coder_column: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of who coded the row.")
    ] = None,
    wave: Wave = None,
    basis: HowKnown = None,
    var: Annotated[
        list[str] | None,
        typer.Option(
            metavar="VARIABLE=COLUMN",
            help="Codes a variable, or one code: VARIABLE:CODE=COLUMN; else told by the headers.",
        ),
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(metavar="VARIABLE:CELL=CODE", help="What a cell stands for: a code or state."),
    ] = None,
    split: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help="What stands between several codes in a cell; a semicolon if not given.",
        ),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(
            "--map",
            metavar="FILE",
            help="Read what is not given from FILE; if there is none, save it there.",
        ),
    ] = None,
    encoding: Encoding = None,
    skip_bad: SkipBad = False,
    errors: Errors = None,
    on_change: OnChange = None,
    create: Create = False,
    dry_run: Preview = False,
    force: Force = False,
    program: Program = None,
    model_version: ModelVersion = None,
    instruction: Instruction = None,
    json: Json = False,
) -> None:
    """Take in a coded spreadsheet.

    A row is a unit, or what a coder says of it; a column is a variable, or a code. Units that
    are not there are made. --dry-run shows what each column would become.
    """
    from portrayals.services.catalogue.kinds_of_coder import CoderOptions
    from portrayals.services.importing.table_columns import TableMap, read_map, written_map

    given = TableMap(
        level=level,
        title=title,
        portrayal=portrayal,
        name=name,
        year=year,
        end_year=end_year,
        kind=kind,
        performer=performer,
        episode=episode,
        season=season,
        number=number,
        ids=tuple(ids or ()),
        coder=coder,
        coder_column=coder_column,
        wave=wave,
        basis=basis,
        var=tuple(var or ()),
        value=tuple(value or ()),
        split=split,
    )
    kept = None if mapping is None else Path(mapping)
    saved = None
    if kept is not None and (force or not kept.exists()):
        saved = context.obj.new_file(str(kept), force=force)
    if kept is not None and kept.exists():
        context.obj.used.append(kept)
        try:
            given = given.over(read_map(kept.read_text(encoding="utf-8"), str(kept)))
        except UnicodeError:
            raise InvalidValue(
                f"{kept} is no mapping: it is no text in UTF-8", hint="name another: --map FILE"
            ) from None

    def work(change: Change, sheet: Sheet, manner: ImportPolicy) -> Imported:
        from portrayals.services.importing.table import import_table

        return import_table(change, sheet, given, manner)

    coders = CoderOptions(program, model_version, instruction)
    asked = Import(
        file, encoding, skip_bad, errors, on_change, create, dry_run, force, json, coders
    )
    carry_out(context.obj, asked, work)
    if saved is not None and not dry_run:
        saved.write(written_map(given))
        context.obj.remark(f"Wrote {saved}: what each column stands for.")
