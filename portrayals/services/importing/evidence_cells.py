"""The cells of a sheet that point at evidence, until the units of their rows are found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Column, Integer, Text, select

from portrayals.database.staging import fill, stage
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import answers_of
from portrayals.notation.plurals import counted
from portrayals.services.importing.evidence import Pointer, Pointing
from portrayals.services.importing.sheet import SheetLine
from portrayals.services.importing.staged_annotations import Codings
from portrayals.tables import unit
from portrayals.tables.coding import same_annotation

#: The columns of a sheet that point somewhere.
POINTERS: Final = ("episode", "start", "end", "quote", "source", "describes")
#: The columns that describe a source that does not exist yet.
CITED: Final = ("citation", "address", "dated", "accessed")
_BATCH: Final = 5_000


class PointingCells:
    """The evidence in the rows of a sheet: staged as written, then found, as `Pointing` does."""

    def __init__(self, codings: Codings, create: bool) -> None:
        self.codings = codings
        self._pointing = Pointing(codings, create)
        self._rows = stage(
            codings.connection,
            Column("piece", Integer, primary_key=True, autoincrement=False),
            Column("line", Integer),
            *(Column(name, Text) for name in Pointer._fields),
        )
        self._waiting: list[tuple[object, ...]] = []
        self._number = 0

    def add(self, batch: Sequence[SheetLine]) -> None:
        """Stages the evidence that the cells of rows hold."""
        for line in batch:
            cells = line.cells
            if any(cells.get(name) for name in POINTERS):
                written = (cells.get(name) or None for name in Pointer._fields)
                self._number += 1
                self._waiting.append((self._number, line.number, *written))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        fill(self.codings.connection, self._rows, self._waiting)
        self._waiting = []

    def check(self) -> None:
        """Finds where the cells point, once the codings are gathered; what cannot be found is a
        problem.
        """
        self._flush()
        if not self._number:
            return
        variables = {each.variable_id: each for each in self.codings.change.book.variables.values()}
        for rows in self._written():
            used = {each for row in rows for each in (row.answer_id, row.set_id) if row.part}
            answers = answers_of(self.codings.connection, used)
            for row in rows:
                self._pointing.add(
                    row.line,
                    variables[row.variable_id],
                    (row.variable_id, row.unit_id, row.coder_id, row.wave_id),
                    row.title_id,
                    Pointer(*(getattr(row, name) for name in Pointer._fields)),
                    _codes_of_part(row, answers) if row.part else (None,),
                )
        self._pointing.check()
        self._tell_lost()

    def write(self) -> int:
        """Writes the evidence that does not exist yet; returns how many pieces."""
        return self._pointing.write()

    def _written(self) -> Iterator[Sequence[Any]]:
        """The evidence as written, with the slot and the unit of its line, batch by batch."""
        placed = self.codings.placed
        whole, part = self.codings.incoming, self.codings.is_part(placed)
        of_set = whole.c.answer_id.label("set_id")
        rows = (
            select(self._rows, *placed.c[1:], of_set, part.label("part"), unit.c.title_id)
            .join_from(self._rows, placed, placed.c.line == self._rows.c.line)
            .join(whole, same_annotation(whole, placed))
            .join(unit, unit.c.unit_id == placed.c.unit_id)
            .order_by(self._rows.c.piece)
            .limit(_BATCH)
        )
        last = 0
        while True:
            batch = self.codings.connection.execute(rows.where(self._rows.c.piece > last)).all()
            if batch:
                yield batch
            if len(batch) < _BATCH:
                return
            last = batch[-1].piece

    def _tell_lost(self) -> None:
        """Says how many rows have evidence and no answer that it could be for."""
        placed = select(self.codings.placed.c.line)
        rows = select(self._rows.c.line).where(self._rows.c.line.not_in(placed)).distinct()
        lost = {*self.codings.connection.execute(rows).scalars()} - self.codings.problems.lines
        if lost:
            self.codings.change.notices.append(
                f"{counted(len(lost), 'row')} with evidence and no code or value: the evidence is "
                "left out."
            )


def _codes_of_part(row: Any, answers: Mapping[int, Answer]) -> Sequence[int | None]:
    """The codes of a part of a set that are in the set, which has none above others in it (R9)."""
    own, whole = answers[row.answer_id], answers[row.set_id]
    held = {*whole.codes, *whole.doubtful}
    return [each for each in (*own.codes, *own.doubtful) if each in held] or (None,)
