"""Wide tables: a row a unit (and coder), a column a variable or a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from portrayals.errors import PortrayalsError
from portrayals.history.transaction import Change
from portrayals.results.importing import ColumnUse, Imported
from portrayals.results.sheets import Sheet
from portrayals.services.coding.annotations import check_basis, open_wave
from portrayals.services.coding.values import refuse_without_codebook
from portrayals.services.importing.annotations import Coders
from portrayals.services.importing.mapping import Columns, TableMap, columns_of
from portrayals.services.importing.outcome import Manner, refuse_bad_rows
from portrayals.services.importing.problems import Problems
from portrayals.services.importing.row_answers import RowAnswers
from portrayals.services.importing.row_units import RowUnits
from portrayals.services.importing.sheet import Lines
from portrayals.services.importing.staged_annotations import Codings
from portrayals.services.importing.writing import write_codings
from portrayals.vocabulary import Level

_MOST_SHOWN: Final = 6


def import_table(change: Change, sheet: Sheet, mapping: TableMap, manner: Manner) -> Imported:
    """Takes in a wide table: the units that its rows name, made where need be, and their codes.

    Raises InvalidRows where rows cannot be read, `Undecided` where annotations would change.
    """
    refuse_without_codebook(change)
    columns = columns_of(mapping, change.book, sheet.columns)
    problems = Problems(manner.each_bad)
    codings = Codings(change, problems)
    people = Coders(change, manner.create)
    wave_id = int(open_wave(change.connection, mapping.wave).wave_id)
    units = RowUnits(change, columns, problems)
    cells = RowAnswers(columns, mapping, change, problems, look=manner.look)
    basis = None if mapping.basis is None else check_basis(mapping.basis)
    coder_column = columns.places.get("coder_column")
    manner.step("reading")
    lines = Lines(sheet, problems)
    filled: Counter[str] = Counter()
    for batch in lines:
        if manner.look:
            filled.update(column for line in batch for column, cell in line.cells.items() if cell)
        read = {}
        for line in batch:
            written = mapping.coder or (line.cells[coder_column] if coder_column else "")
            coder_id = 0
            try:
                coder_id = people.find(written)
            except PortrayalsError as error:
                problems.refused(line.number, coder_column or "--coder", written, error)
            read[line.number] = coder_id, [*cells.answers(line)]
        # Only now, for a row that cannot be read makes no unit.
        for line, of in units.of_rows(batch):
            coder_id, answers = read[line.number]
            for variable, answer in answers if coder_id else []:
                judge_id = codings.judge(variable, coder_id, wave_id, basis)
                answer_id = codings.answer(variable, answer)
                codings.add(line.number, of.unit_id, judge_id, answer_id)
    codings.gather(None, once=True)
    refuse_bad_rows(problems, manner, sheet.name, lines.number)
    change.notices += [*units.notices(), *cells.notices(), *_column_notices(columns)]
    return write_codings(
        codings,
        manner,
        Imported(
            "annotations",
            sheet.name,
            rows=lines.number,
            made={**units.made, **people.made},
            columns=tuple(_uses(sheet, columns, cells, filled)),
        ),
    )


def _column_notices(columns: Columns) -> Iterator[str]:
    if not columns.variables and not columns.codes:
        yield (
            "No column is coded: none is headed by a variable's key or label. "
            "Say which is: --var VARIABLE=COLUMN"
        )
    if columns.without_column:
        yield (f"Codes without a column count as not found: {', '.join(columns.without_column)}.")
    if columns.unused:
        yield f"Columns not used: {', '.join(columns.unused)}."


def _words(level: Level, place: str) -> str:
    """What a place is, in words: `portrayal name`, `title year`, `coder`."""
    if place == "coder_column":
        return "coder"
    if place in {"title", "portrayal"}:
        return f"{place} name"
    if place == "episode":
        return "episode code"
    of_title = {"kind", "end_year", *(["year"] if level == "episode" else [])}
    of = "title" if place in of_title else level
    return f"{of} {place.replace('_', ' ')}"


def _uses(
    sheet: Sheet, columns: Columns, cells: RowAnswers, filled: Counter[str]
) -> Iterator[ColumnUse]:
    """What each column became, in the order of the sheet."""
    places = {column: _words(columns.level, place) for place, column in columns.places.items()}
    places |= {column: f"title id {scheme}" for scheme, column in columns.ids.items()}
    for column in sheet.columns:
        seen = cells.seen.get(column, Counter())
        shown = ", ".join(f"{value} {number}" for value, number in seen.most_common(_MOST_SHOWN))
        more = len(seen) - _MOST_SHOWN
        values = f"{shown}, {more} more" if more > 0 else shown
        if column in columns.variables:
            variable = columns.variables[column]
            becomes = f"{variable.key} ({variable.type})"
        elif column in columns.codes:
            of, node = columns.codes[column]
            becomes = f"{of.key}:{node.key}"
        else:
            becomes = places.get(column, "not used")
        yield ColumnUse(column, becomes, filled[column], values)
