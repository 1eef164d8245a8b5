"""Wide tables: each row is a unit (and coder), each column a variable or a code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from portrayals.errors import PortrayalsError
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.history.transaction import Change
from portrayals.notation.decimals import Decimals, decimal_mark
from portrayals.notation.described import OF_TITLE
from portrayals.notation.keys import caseless
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.results.importing import ColumnUse, Imported
from portrayals.results.sheets import Sheet
from portrayals.services.coding.annotations import GivenAnswer, check_basis, minimal_set, open_wave
from portrayals.services.coding.values import refuse_without_codebook
from portrayals.services.importing.annotations import Coders
from portrayals.services.importing.cells import SAY, CellReader, read_mark
from portrayals.services.importing.ending import ImportPolicy, RowProblems, refuse_bad_rows
from portrayals.services.importing.sheet import Lines, SheetLine
from portrayals.services.importing.staged_annotations import Codings
from portrayals.services.importing.table_columns import (
    TableColumns,
    TableMap,
    columns_of,
    meanings,
    separators,
)
from portrayals.services.importing.table_units import RowUnits
from portrayals.services.importing.write_annotations import write_codings
from portrayals.vocabulary import Level


@dataclass(slots=True)
class RowAnswers:
    """Reads the cells of a row that code its unit."""

    columns: TableColumns
    mapping: TableMap
    change: Change
    problems: RowProblems
    look: bool
    seen: dict[str, Counter[str]] = field(default_factory=dict)
    _readers: dict[str, CellReader] = field(default_factory=dict)
    _of_codes: dict[str, list[tuple[str, StoredVariable, Node]]] = field(default_factory=dict)
    _meant: dict[str, dict[str, str]] = field(default_factory=dict)
    _blanks: int = 0

    def __post_init__(self) -> None:
        book, coded = self.change.book, self.columns.variables
        meant = self._meant = meanings(self.mapping, book)
        split = separators(self.mapping, book, coded)
        written = self.mapping.decimal
        for column, variable in coded.items():
            self._readers[column] = CellReader(
                variable,
                split[column],
                meant.get(variable.key, {}),
                of_others=True,
                decimals=Decimals(None if written is None else decimal_mark(written)),
            )
        for column, (variable, node) in self.columns.codes.items():
            self._of_codes.setdefault(variable.key, []).append((column, variable, node))
        self.seen = {column: Counter() for column in (*self._readers, *self.columns.codes)}

    def answers(self, line: SheetLine) -> Iterator[tuple[StoredVariable, GivenAnswer]]:
        """The answers of a row; a cell that cannot be read is a problem."""
        for column, reader in self._readers.items():
            cell = line.cells[column]
            try:
                answer = reader.read(cell)
            except PortrayalsError as error:
                self.problems.refused(line.number, column, cell, error)
                if self.look:
                    self.seen[column][f"{cell} (cannot be read)"] += 1
                continue
            if self.look and cell:
                self.seen[column][_told(cell, answer)] += 1
            if answer is not None:
                yield reader.variable, answer
        for of_variable in self._of_codes.values():
            answer = self._set(line, of_variable)
            if answer is not None:
                yield of_variable[0][1], answer

    def _set(
        self, line: SheetLine, of_variable: Sequence[tuple[str, StoredVariable, Node]]
    ) -> GivenAnswer | None:
        """The set that a row's columns of one variable make together (R6).

        If only marks are filled in, the blanks say that the rest was not found.
        """
        marks: dict[str, list[Node]] = {"yes": [], "no": [], "maybe": []}
        empty = []
        meant = self._meant.get(of_variable[0][1].key, {})
        for column, _, node in of_variable:
            cell = line.cells[column]
            try:
                mark = read_mark(meant.get(caseless(cell), cell))
            except PortrayalsError as error:
                key = of_variable[0][1].key
                say = f"{SAY} {quoted(f'{key}:{cell}=yes')}"
                self.problems.add(line.number, column, cell, error.message, hint=say)
                return None
            if mark is None:
                empty.append(column)
            else:
                marks[mark].append(node)
                if self.look:
                    self.seen[column][mark] += 1
        if len(empty) == len(of_variable):
            return None
        if empty and marks["no"]:
            self.problems.add(
                line.number,
                empty[0],
                "",
                f"is empty, but other codes of {of_variable[0][1].key} are marked yes or no: a "
                "set is coded as a whole",
                hint="write 1, 0 or maybe",
            )
            return None
        self._blanks += bool(empty)
        if not marks["yes"] and not marks["maybe"]:
            return GivenAnswer("none")
        sure = minimal_set(of_variable[0][1], marks["yes"])
        return GivenAnswer("coded", sure, tuple(marks["maybe"]))

    def notices(self) -> Iterator[str]:
        """What was assumed of the cells."""
        for reader in self._readers.values():
            yield from reader.notices()
        if self._blanks:
            yield (
                f"{counted(self._blanks, 'row')} with marks and empty cells: an empty cell counts "
                "as not found."
            )


def _told(cell: str, answer: GivenAnswer | None) -> str:
    """What a cell became, in one word."""
    if answer is None:
        return f"{cell} (not coded)"
    if answer.state != "coded":
        return answer.state
    if answer.codes or answer.doubtful:
        return ";".join(node.key for node in (*answer.codes, *answer.doubtful))
    return "number" if answer.number is not None else "text"


_MOST_SHOWN: Final = 6


def import_table(change: Change, sheet: Sheet, mapping: TableMap, manner: ImportPolicy) -> Imported:
    """Imports a wide table: the units that its rows name, created if needed, and their codes.

    Raises InvalidRows if rows cannot be read, and `Undecided` if annotations would change.
    """
    refuse_without_codebook(change)
    columns = columns_of(mapping, change.book, sheet.columns)
    problems = RowProblems(manner.each_bad)
    codings = Codings(change, problems)
    people = Coders(change, manner)
    wave_id = int(open_wave(change.connection, mapping.wave).wave_id)
    units = RowUnits(change, columns, problems, manner)
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
                people.refuse_basis(coder_id, basis)
            except PortrayalsError as error:
                problems.refused(line.number, coder_column or "--coder", written, error)
            read[line.number] = coder_id, [*cells.answers(line)]
        # Only now, because no unit is created for a row that cannot be read.
        for line, of in units.of_rows(batch):
            coder_id, answers = read[line.number]
            for variable, answer in answers if coder_id else []:
                judge = codings.judge(variable, coder_id, wave_id, basis)
                codings.add(line.number, of.unit_id, judge, answer)
    codings.gather(None, once=True)
    units.complete_new()
    if manner.look or manner.on_change == "update":
        units.fields.apply()
    refuse_bad_rows(problems, manner, sheet.name, lines.number)
    change.notices += [*units.notices(), *cells.notices(), *_column_notices(columns)]
    imported = Imported(
        "annotations",
        sheet.name,
        rows=lines.number,
        made={**units.made, **people.made},
        edited=units.changed(),
        changes=units.fields.told(),
        columns=tuple(_uses(sheet, columns, cells, filled)),
    )
    done = write_codings(codings, manner, imported)
    if manner.on_change == "keep" and done.edited:
        left = [counted(each, what.removesuffix("s")) for what, each in done.edited.items()]
        change.notices.append(f"Left as they were in the catalogue: {', '.join(left)}.")
        done = replace(done, edited={})
    return done


def _column_notices(columns: TableColumns) -> Iterator[str]:
    if not columns.variables and not columns.codes:
        yield (
            "No coded column: no header is a variable's key or label. Name one: --var "
            "VARIABLE=COLUMN"
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
