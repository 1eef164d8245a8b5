"""`import`: sheets of others, and one's own exports, taken in."""

from __future__ import annotations

import shlex
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
from portrayals.cli.texts import take_text
from portrayals.cli.unread_cells import Dialogue
from portrayals.results.importing import Imported
from portrayals.vocabulary import Level

if TYPE_CHECKING:
    from portrayals.cli.importing import Work
    from portrayals.history.transaction import Change
    from portrayals.results.sheets import Sheet
    from portrayals.services.importing.ending import ImportPolicy

app = commands("Import sheets (Excel, OpenDocument, CSV, JSON, SPSS, Stata, Parquet) or text.")

File = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help="A workbook (.xlsx, .xls, .ods), CSV, TSV, JSON, JSON Lines, .sav, .dta or .parquet; "
        "- is standard input.",
    ),
]
SheetName = Annotated[
    str | None,
    typer.Option(
        "--sheet", metavar="NAME", help="Sheet of a workbook; by default, the only one with rows."
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="Character encoding; detected by default."),
]
SkipBad = Annotated[
    bool, typer.Option("--skip-bad", help="Skip rows that cannot be read, and import the rest.")
]
Errors = Annotated[
    str | None,
    typer.Option("--errors", metavar="FILE", help="Write every problem to a CSV file."),
]
OnChange = Annotated[
    str | None,
    typer.Option(
        "--on-change",
        metavar="update|keep|refuse",
        help="What to do where a different value exists; by default you are asked.",
    ),
]
Create = Annotated[
    bool, typer.Option("--create", help="Create titles and coders that do not exist yet.")
]
Program = Annotated[
    str | None,
    typer.Option("--program", metavar="MODEL", help="Every coder in the file is this program."),
]
Preview = Annotated[
    bool, typer.Option("--dry-run", "-n", help="Show what would be done without changing anything.")
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
        sheet: SheetName = None,
        encoding: Encoding = None,
        skip_bad: SkipBad = False,
        errors: Errors = None,
        on_change: OnChange = None,
        create: Create = False,
        dry_run: Preview = False,
        force: Force = False,
        json: Json = False,
    ) -> None:
        asked = Import(
            file, sheet, encoding, skip_bad, errors, on_change, create, dry_run, force, json
        )
        carry_out(context.obj, asked, work)

    command.__doc__ = told
    epilog = examples(
        f"portrayals import {what} {what}.csv --dry-run",
        f"portrayals import {what} {what}.csv --on-change update",
    )
    app.command(what, cls=Command, epilog=epilog)(command)


_add(
    "titles",
    "Import titles, one per row.\n\nColumns: name, and any of year, end_year, kind, countries, "
    "languages, genres, distributor, ids (or imdb, wikidata ...), aliases, original, synopsis, "
    "note, stratum, screened, key, uuid.",
    _of_units("title"),
)
_add(
    "episodes",
    "Import episodes, one per row.\n\nColumns: title, season, number, and any of name, aired, "
    "aliases, uuid, title_uuid.",
    _of_units("episode"),
)
_add(
    "portrayals",
    "Import the people portrayed, one per row.\n\nColumns: title, name, and any of performer, "
    "roles, year, aliases, key, uuid, title_uuid.",
    _of_units("portrayal"),
)
_add(
    "relationships",
    "Import relationships, one per row.\n\nColumns: portrayal, name, and any of performer, "
    "roles, year, aliases, key, uuid, portrayal_uuid.",
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
    sheet: SheetName = None,
    encoding: Encoding = None,
    skip_bad: SkipBad = False,
    errors: Errors = None,
    on_change: OnChange = None,
    create: Create = False,
    dry_run: Preview = False,
    force: Force = False,
    json: Json = False,
) -> None:
    """Import annotations, one per row.

    A row is for one unit, variable and coder; rows with different codes of a set make it together,
    and the value not-coded takes an annotation back. Columns: unit, variable, value, and any of
    coder, level, wave, basis, note; unit_uuid, which says which unit it is whatever its name;
    complete (yes or no, for a set); code, episode, start, end, quote, describes, source for
    evidence, one row per piece; citation, address, dated, accessed for a new source; coder_kind,
    model, model_version, instruction_sha256, method for a coder who is not a person.
    """
    from portrayals.services.catalogue.kinds_of_coder import CoderOptions

    coders = CoderOptions(program, model_version, instruction)
    asked = Import(
        file, sheet, encoding, skip_bad, errors, on_change, create, dry_run, force, json, coders
    )
    carry_out(context.obj, asked, _of_annotations)


@app.command(
    "table",
    cls=Command,
    epilog=examples(
        "portrayals import table films.csv --level title --name Film --year Year -n",
        "portrayals import table films.csv --level title --name Film --year Year \\",
        "    --id imdb=IMDb --coder-column Coder --var dating=Dating --map films.map",
        "portrayals import table codes.xlsx --sheet Ana --level title --name Film",
        "portrayals import table men.csv --level portrayal --title Film \\",
        "    --title-year Year --name Person",
        "portrayals import table eps.csv --level episode --title '=Show' --episode Ep",
        "portrayals import table acts.csv --level title --name Film --long act",
    ),
)
def table(
    context: typer.Context,
    file: File,
    level: Annotated[
        str | None,
        typer.Option(metavar="LEVEL", help="What each row is: title, episode, portrayal ..."),
    ] = None,
    title: Annotated[
        Column,
        typer.Option(metavar="COLUMN", help="Column of the title; =NAME names one for all rows."),
    ] = None,
    title_year: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the title's year.")
    ] = None,
    portrayal: Annotated[
        Column,
        typer.Option(metavar="COLUMN", help="Column of the person, where rows are relationships."),
    ] = None,
    name: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the unit's name.")
    ] = None,
    year: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the unit's own year.")
    ] = None,
    end_year: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of a title's last year.")
    ] = None,
    kind: Annotated[
        Column,
        typer.Option(metavar="COLUMN", help="Column of the kind of title; =KIND for all rows."),
    ] = None,
    performer: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the performer.")
    ] = None,
    episode: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the episode code, such as S01E02.")
    ] = None,
    season: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the season ...")
    ] = None,
    number: Annotated[
        Column, typer.Option(metavar="COLUMN", help="... and of the number of an episode.")
    ] = None,
    country: Annotated[
        Column,
        typer.Option(
            metavar="COLUMN",
            help="Column of the title's countries; this and the next five by default from the "
            "headers.",
        ),
    ] = None,
    genre: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the title's genres.")
    ] = None,
    language: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the title's languages.")
    ] = None,
    distributor: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the title's distributor.")
    ] = None,
    role: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the person's roles.")
    ] = None,
    aired: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the date an episode aired.")
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="Column not to use, whatever its header."),
    ] = None,
    ids: Annotated[
        list[str] | None,
        typer.Option("--id", metavar="imdb=COLUMN", help="Column of an identifier of the title."),
    ] = None,
    coder: Annotated[
        str | None, typer.Option(metavar="CODER", help="Who coded all rows; you by default.")
    ] = None,
    coder_column: Annotated[
        Column, typer.Option(metavar="COLUMN", help="Column of the row's coder.")
    ] = None,
    wave: Wave = None,
    basis: HowKnown = None,
    var: Annotated[
        list[str] | None,
        typer.Option(
            metavar="VARIABLE=COLUMN",
            help="Column of a variable, or of one code: VARIABLE:CODE=COLUMN; by default, from the "
            "headers.",
        ),
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(
            metavar="VARIABLE:CELL=CODE",
            help="What a cell value means: a code or state; *:CELL=CODE for every variable.",
        ),
    ] = None,
    split: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT",
            help="Separator between codes in a cell, a semicolon by default; VARIABLE=TEXT or "
            "COLUMN=TEXT for another one in one column.",
        ),
    ] = None,
    decimal: Annotated[
        str | None,
        typer.Option(
            metavar="comma|point", help="Decimal mark of numbers; by default each column shows it."
        ),
    ] = None,
    long: Annotated[
        str | None,
        typer.Option(
            metavar="VARIABLE[=COLUMN]",
            help="Each row is one code of VARIABLE; rows of one unit and coder are one set.",
        ),
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=COLUMN",
            help="With --long: column of the start, end, episode, quote, describes or source of "
            "the code; by default, from the headers.",
        ),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(
            "--map",
            metavar="FILE",
            help="Read options not given here from FILE; if it does not exist, save them there.",
        ),
    ] = None,
    sheet: SheetName = None,
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
    """Import a coded spreadsheet.

    A row is a unit, or one coder's answers for it; a column is a variable or a code. With --long,
    a row is one code, label or event of a unit. Units that do not exist are created. --dry-run
    shows what each column would become.
    """
    from portrayals.services.catalogue.kinds_of_coder import CoderOptions
    from portrayals.services.importing.table_map import TableMap, load_map, written_map

    given = TableMap(
        level=level,
        title=title,
        title_year=title_year,
        portrayal=portrayal,
        name=name,
        year=year,
        end_year=end_year,
        kind=kind,
        performer=performer,
        episode=episode,
        season=season,
        number=number,
        country=country,
        genre=genre,
        language=language,
        distributor=distributor,
        role=role,
        aired=aired,
        ids=tuple(ids or ()),
        coder=coder,
        coder_column=coder_column,
        wave=wave,
        basis=basis,
        var=tuple(var or ()),
        value=tuple(value or ()),
        split=tuple(split or ()),
        decimal=decimal,
        ignore=tuple(ignore or ()),
        long=long,
        evidence=tuple(evidence or ()),
    )
    kept = None if mapping is None else Path(mapping)
    saved = None
    if kept is not None and (force or not kept.exists()):
        saved = context.obj.new_file(str(kept), force=force)
    if kept is not None and kept.exists():
        context.obj.used.append(kept)
        given = given.over(load_map(kept))

    dialogue = Dialogue(context.obj, given)

    def work(change: Change, sheet: Sheet, manner: ImportPolicy) -> Imported:
        from portrayals.services.importing.table import import_table

        return import_table(change, sheet, dialogue.mapping, manner)

    coders = CoderOptions(program, model_version, instruction)
    asked = Import(
        file, sheet, encoding, skip_bad, errors, on_change, create, dry_run, force, json, coders
    )
    imported = False
    try:
        carry_out(context.obj, asked, work, dialogue)
        imported = True
    finally:
        if saved is not None and not dry_run and (imported or dialogue.words):
            saved.write(written_map(dialogue.mapping))
            context.obj.remark(f"Wrote {saved}: what each column means.")
        elif dialogue.words:
            context.obj.remark(f"To say the same again: {shlex.join(dialogue.words)}")


@app.command(
    "text",
    cls=Command,
    epilog=examples(
        "portrayals import text study/ --dry-run",
        "portrayals import text titles.yaml --on-change update",
    ),
)
def text(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE|FOLDER",
            help="A catalogue of titles as a .yaml file, or a folder that export text wrote.",
        ),
    ],
    on_change: OnChange = None,
    dry_run: Preview = False,
    json: Json = False,
) -> None:
    """Import a study or a catalogue that is written as text.

    A block says all about its title, person or answer; what has no block stays. All of it is
    checked first, as by portrayals catalogue check, and with any error nothing is imported.
    """
    take_text(context.obj, file, on_change, dry_run=dry_run, json=json)
