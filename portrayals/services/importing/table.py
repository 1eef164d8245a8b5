"""Wide tables: each row is a unit (and coder), each column a variable or a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from portrayals.errors import PortrayalsError
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.history.transaction import Change
from portrayals.notation.described import OF_TITLE
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.results.importing import ColumnUse, Imported
from portrayals.results.sheets import Sheet
from portrayals.services.coding.annotations import check_basis, open_wave
from portrayals.services.coding.values import refuse_without_codebook
from portrayals.services.importing.cell_options import separators
from portrayals.services.importing.cells import NotCoded
from portrayals.services.importing.coders import Coders
from portrayals.services.importing.ending import ImportPolicy, RowProblems, refuse_bad_rows
from portrayals.services.importing.evidence_cells import PointingCells
from portrayals.services.importing.row_answers import RowAnswers
from portrayals.services.importing.sheet import Lines, SheetLine
from portrayals.services.importing.staged_annotations import Codings, Judge
from portrayals.services.importing.table_columns import TableColumns, columns_of
from portrayals.services.importing.table_map import TableMap
from portrayals.services.importing.table_units import RowUnits
from portrayals.services.importing.unread_rows import UnreadRows
from portrayals.services.importing.write_annotations import write_codings
from portrayals.vocabulary import Level

_MOST_SHOWN: Final = 6


class _Rows:
    """What the rows of a table say: their units, the answers about these, and who gave them."""

    def __init__(
        self, change: Change, columns: TableColumns, mapping: TableMap, manner: ImportPolicy
    ) -> None:
        self.problems = RowProblems(manner.each_bad)
        self.codings = Codings(change, self.problems, columns.long)
        self.pointing = PointingCells(self.codings, manner.create)
        self.people = Coders(change, manner)
        split = separators(mapping, change.book, columns)
        self.units = RowUnits(change, columns, split, self.problems, manner)
        self.cells = RowAnswers(columns, mapping, split, change, self.problems, look=manner.look)
        self._columns = columns
        self._coder = mapping.coder
        self._unread = UnreadRows(self.people, columns.places)
        self._wave_id = int(open_wave(change.connection, mapping.wave).wave_id)
        self._basis = None if mapping.basis is None else check_basis(mapping.basis)

    def add(self, batch: Sequence[SheetLine]) -> None:
        """Stages the answers of rows, and creates their units; what cannot be read is a problem."""
        read = {line.number: (self._coder_of(line), [*self.cells.answers(line)]) for line in batch}
        if self._columns.evidence:
            self.pointing.add([_places(line, self._columns.evidence) for line in batch])
        # Only now, because no unit is created for a row that cannot be read.
        for line, of in self.units.of_rows(batch):
            coder_id, answers = read[line.number]
            self._unread.found(line.number, of.unit_id)
            for variable, answer in answers if coder_id else []:
                judge = self._judge(variable, coder_id)
                if isinstance(answer, NotCoded):
                    self.codings.add_gap(line.number, of.unit_id, judge, answer)
                else:
                    self.codings.add(line.number, of.unit_id, judge, answer)
        self._unread.keep(self.problems.lines)

    def gather(self, spoilt: Sequence[SheetLine]) -> None:
        """Finds what the answers are about, and their evidence.

        `spoilt` are rows whose cells are not known to be in their columns.
        """
        for line in spoilt:
            self._unread.spoilt(line, self._coder_in(line))
        columns = self._columns
        coded = [*columns.variables.values(), *(variable for variable, _ in columns.codes.values())]
        for bad in self._unread:
            for variable in dict.fromkeys(coded):
                judge = self._judge(variable, bad.coder_id)
                self.codings.add_unread(bad.line, bad.unit_id, judge)
        self.codings.gather(None, once=columns.long is None)
        self.pointing.check()

    def notices(self) -> Iterator[str]:
        """What was assumed of the rows."""
        for each in (self.units, self.people, self.cells):
            yield from each.notices()

    def _coder_of(self, line: SheetLine) -> int:
        column = self._columns.places.get("coder_column")
        written = self._coder_in(line)
        self._unread.add(line, written)
        coder_id = 0
        try:
            coder_id = self.people.find(written)
            self.people.refuse_basis(coder_id, self._basis)
        except PortrayalsError as error:
            self.problems.refused(line.number, column or "--coder", written, error)
        return coder_id

    def _coder_in(self, line: SheetLine) -> str:
        column = self._columns.places.get("coder_column")
        return self._coder or (line.cell(column) if column else "")

    def _judge(self, variable: StoredVariable, coder_id: int) -> Judge:
        return self.codings.judge(variable, coder_id, self._wave_id, self._basis)


def import_table(change: Change, sheet: Sheet, mapping: TableMap, manner: ImportPolicy) -> Imported:
    """Imports a table: the units that its rows name, created if needed, and their codes.

    A row has all of a unit, or, in a table that is `long` in a variable, one part of a set. Raises
    InvalidRows if rows cannot be read, and `Undecided` if annotations would change.
    """
    refuse_without_codebook(change.book)
    columns = columns_of(mapping, change.book, sheet.columns, sheet.labels)
    rows = _Rows(change, columns, mapping, manner)
    problems, units = rows.problems, rows.units
    manner.step("reading")
    lines = Lines(sheet, problems)
    filled: Counter[str] = Counter()
    for batch in lines:
        if manner.look:
            filled.update(column for line in batch for column, cell in line.cells.items() if cell)
        rows.add(batch)
    rows.gather(lines.named(lines.spoilt))
    units.complete_new()
    if manner.look or manner.on_change == "update":
        units.fields.apply()
    refuse_bad_rows(problems, manner, sheet.name, lines.number)
    change.notices += [*rows.notices(), *_column_notices(columns)]
    imported = Imported(
        "annotations",
        sheet.name,
        rows=lines.number,
        made={**units.made, **rows.people.made},
        edited=units.changed(),
        changes=units.fields.told(),
        columns=tuple(_uses(sheet, columns, rows.cells, filled)),
    )
    done = write_codings(rows.codings, manner, imported, evidence=rows.pointing.write)
    if manner.on_change == "keep" and done.edited:
        left = [counted(each, what.removesuffix("s")) for what, each in done.edited.items()]
        change.notices.append(f"Left as they were in the catalogue: {', '.join(left)}.")
        done = replace(done, edited={})
    return done


def _places(line: SheetLine, evidence: Mapping[str, str]) -> SheetLine:
    """The cells of a row that say where its code is seen."""
    return SheetLine(line.number, {name: line.cells[of] for name, of in evidence.items()})


def _column_notices(columns: TableColumns) -> Iterator[str]:
    if not columns.variables and not columns.codes:
        yield (
            "No coded column: no header is a variable's key or label. Name one: --var "
            "VARIABLE=COLUMN"
        )
    for header, key in columns.by_label.items():
        yield (
            f"Column {quoted(header)} has the label of one and the key of another, and was read as "
            f"the label: {key}."
        )
    if columns.without_column:
        yield (f"Codes without a column count as not found: {', '.join(columns.without_column)}.")
    if columns.by_header:
        yield (
            f"Taken for fields of the catalogue by their headers: {', '.join(columns.by_header)}. "
            "To leave one out: --ignore COLUMN"
        )
    if columns.unused:
        yield f"Columns not used: {', '.join(columns.unused)}."


def _words(level: Level, place: str) -> str:
    """What a column holds, in words: `portrayal name`, `title year`, `coder`."""
    if place == "coder_column":
        return "coder"
    if place in {"title", "portrayal"}:
        return f"{place} name"
    if place == "episode":
        return "episode code"
    of_title = {"kind", "end_year", *OF_TITLE, *(["year"] if level == "episode" else [])}
    if place == "title_year":
        return "title year"
    of = "title" if place in of_title else level
    return f"{of} {place.replace('_', ' ')}"


def _uses(
    sheet: Sheet, columns: TableColumns, cells: RowAnswers, filled: Counter[str]
) -> Iterator[ColumnUse]:
    """What each column became, in sheet order."""
    places = {column: _words(columns.level, place) for place, column in columns.places.items()}
    places |= {column: f"title id {scheme}" for scheme, column in columns.ids.items()}
    places |= {column: f"evidence: {name}" for name, column in columns.evidence.items()}
    for column in sheet.columns:
        seen = cells.seen.get(column, Counter())
        shown = ", ".join(f"{value} {number}" for value, number in seen.most_common(_MOST_SHOWN))
        more = len(seen) - _MOST_SHOWN
        values = f"{shown}, {more} more" if more > 0 else shown
        if column in columns.variables:
            variable = columns.variables[column]
            shape = "one code a row" if variable is columns.long else variable.type
            becomes = f"{variable.key} ({shape})"
        elif column in columns.codes:
            of, node = columns.codes[column]
            becomes = f"{of.key}:{node.key}"
        else:
            becomes = places.get(column, "not used")
        yield ColumnUse(column, becomes, filled[column], values)
