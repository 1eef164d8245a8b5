"""From the cells of a row to the answers that they give about its unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from portrayals.errors import PortrayalsError
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.history.transaction import Change
from portrayals.notation.decimals import Decimals, decimal_mark
from portrayals.notation.keys import caseless
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.services.coding.annotations import GivenAnswer, minimal_set
from portrayals.services.importing.cell_options import meanings
from portrayals.services.importing.cells import SAY, CellReader, NotCoded, read_mark
from portrayals.services.importing.ending import RowProblems
from portrayals.services.importing.sheet import SheetLine
from portrayals.services.importing.table_columns import TableColumns
from portrayals.services.importing.table_map import TableMap
from portrayals.vocabulary import State

#: The states that are of a set as a whole, and of no code alone.
_OF_A_WHOLE_SET: Final[tuple[State, ...]] = ("not-applicable", "unavailable")


@dataclass(slots=True)
class RowAnswers:
    """Reads the cells of a row that code its unit."""

    columns: TableColumns
    mapping: TableMap
    split: Mapping[str, tuple[str, ...]]
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
        written = self.mapping.decimal
        for column, variable in coded.items():
            self._readers[column] = CellReader(
                variable,
                self.split[column],
                meant.get(variable.key, {}),
                of_others=True,
                decimals=Decimals(None if written is None else decimal_mark(written)),
            )
        for column, (variable, node) in self.columns.codes.items():
            self._of_codes.setdefault(variable.key, []).append((column, variable, node))
        self.seen = {column: Counter() for column in (*self._readers, *self.columns.codes)}

    def answers(self, line: SheetLine) -> Iterator[tuple[StoredVariable, GivenAnswer | NotCoded]]:
        """The answers of a row, or why there is none; a cell that cannot be read is a problem."""
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
            yield reader.variable, answer
        for of_variable in self._of_codes.values():
            made = self._set(line, of_variable)
            if made is not None:
                yield of_variable[0][1], made

    def _set(
        self, line: SheetLine, of_variable: Sequence[tuple[str, StoredVariable, Node]]
    ) -> GivenAnswer | NotCoded | None:
        """The set that a row's columns of one variable make together (R6); None is a problem.

        If only marks are filled in, the blanks say that the rest was not found. A state that stands
        in all of them is that of the set.
        """
        marks: dict[str, list[Node]] = {"yes": [], "no": [], "maybe": []}
        empty, not_coded = [], []
        key = of_variable[0][1].key
        said = {caseless(line.cells[column]) for column, _, _ in of_variable}
        for state in _OF_A_WHOLE_SET:
            if said == {state}:
                return GivenAnswer(state)
        meant = self._meant.get(key, {})
        for column, _, node in of_variable:
            cell = line.cells[column]
            try:
                mark = read_mark(meant.get(caseless(cell), cell))
            except PortrayalsError as error:
                say = f"{SAY} {quoted(f'{key}:{cell}=yes')}"
                self.problems.add(line.number, column, cell, error.message, hint=say)
                return None
            if mark is None:
                empty.append(column)
                continue
            if mark == "not-coded":
                not_coded.append(column)
            else:
                marks[mark].append(node)
            if self.look:
                self.seen[column][mark] += 1
        if not any(marks.values()):
            return NotCoded.SAID if not_coded else NotCoded.EMPTY
        if not_coded or (empty and marks["no"]):
            column = (not_coded or empty)[0]
            self.problems.add(
                line.number,
                column,
                line.cells[column],
                f"is {'not coded' if not_coded else 'empty'}, but other codes of {key} are marked "
                "yes or no: a set is coded as a whole",
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


def _told(cell: str, answer: GivenAnswer | NotCoded) -> str:
    """What a cell became, in one word."""
    if isinstance(answer, NotCoded):
        return f"{cell} (not coded)"
    if answer.state != "coded":
        return answer.state
    if answer.codes or answer.doubtful:
        return ";".join(node.key for node in (*answer.codes, *answer.doubtful))
    return "number" if answer.number is not None else "text"
