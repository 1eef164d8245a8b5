"""Annotations in bulk: staged row by row, compared with existing ones, written at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    Text,
    and_,
    delete,
    func,
    not_,
    select,
)

from portrayals.database.staging import fill, insert_new, stage, staged
from portrayals.findings.settle import Answer as Said
from portrayals.findings.stored_answers import NewAnswers
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.history.transaction import Change
from portrayals.services.coding.annotations import GivenAnswer
from portrayals.services.importing.ending import RowProblems
from portrayals.tables import unit, variable
from portrayals.tables.coding import ANNOTATION_KEY, same_annotation
from portrayals.vocabulary import BASES

#: An insert says how many rows it wrote, which PostgreSQL's driver otherwise does not.
COUNTED: Final = {"preserve_rowcount": True}
_BATCH: Final = 10_000


#: The columns of a judge, besides its number.
_JUDGE: Final = ("variable_id", "coder_id", "wave_id", "basis", "complete")


class Judge(NamedTuple):
    """Who answers what: a number in the file, and its variable."""

    judge_id: int
    variable_id: int


class Codings:
    """The annotations of a file: add them, `gather` them by slot, then compare and write.

    A staged row is a few cells: whose answer it is and which answer are in separate tables, because
    both repeat.
    """

    def __init__(self, change: Change, problems: RowProblems) -> None:
        self.change = change
        self.problems = problems
        connection = change.connection
        self.rows = stage(
            connection,
            *(Column(name, Integer) for name in ("line", "of", "judge_id", "place")),
            *(Column(name, Text) for name in ("text", "note")),
        )
        self.judges = stage(
            connection,
            Column("judge_id", Integer, primary_key=True, autoincrement=False),
            *(Column(name, Integer) for name in _JUDGE),
        )
        self._answers = NewAnswers(connection)
        self._waiting: list[tuple[object, ...]] = []
        self._judge_ids: dict[tuple[object, ...], int] = {}
        self._places: dict[tuple[int, Said], int] = {}
        self._known: dict[tuple[int, int], tuple[GivenAnswer, int]] = {}
        self.incoming: Table = self.rows
        self._placed: Select[Any] = select(self.rows)
        self._repeated = False

    @property
    def connection(self) -> Connection:
        """The connection of the change."""
        return self.change.connection

    def add(
        self, line: int, of: int, judge: Judge, answer: GivenAnswer, note: str | None = None
    ) -> None:
        """Stages an annotation of a unit, by its id or the number of its name in the file."""
        place = self._place(judge.variable_id, answer)
        self._waiting.append((line, of, judge.judge_id, place, answer.text, note))
        if len(self._waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Writes the gathered rows to the staging tables."""
        self._answers.flush()
        fill(self.connection, self.rows, self._waiting)
        self._waiting, self._places, self._known = [], {}, {}

    def judge(
        self,
        of_variable: StoredVariable,
        coder_id: int,
        wave_id: int,
        basis: str | None,
        complete: bool | None = None,
    ) -> Judge:
        """Who answers what, and how they know; for a set, whether it is said to be complete."""
        number = None if basis is None else BASES.index(basis)
        said = None if complete is None else int(complete)
        whose = (of_variable.variable_id, coder_id, wave_id, number, said)
        known = self._judge_ids.get(whose)
        if known is None:
            known = self._judge_ids[whose] = len(self._judge_ids) + 1
            fill(self.connection, self.judges, [(known, *whose)])
        return Judge(known, of_variable.variable_id)

    def _place(self, variable_id: int, answer: GivenAnswer) -> int:
        """The position of an answer among those new in this batch of rows."""
        # The cells of a sheet repeat: the same answer object is met again and again.
        same = variable_id, id(answer)
        known = self._known.get(same)
        if known is not None:
            return known[1]
        said = variable_id, answer.said
        place = self._places.get(said)
        if place is None:
            place = self._places[said] = self._answers.add(*said)
        self._known[same] = answer, place
        return place

    def gather(self, found: Table | None, *, once: bool) -> None:
        """Puts each annotation in its slot; `found` has the units of numbered names.

        If the file says something twice about a slot, it counts once, and is a problem if the two
        differ, or, with `once`, in any case.
        """
        self.flush()
        rows, judges = self.rows, self.judges
        ids = self._answers.keep()
        source = rows.join(judges, judges.c.judge_id == rows.c.judge_id)
        source = source.join(ids, ids.c.place == rows.c.place)
        unit_id = rows.c.of
        if found is not None:
            source = source.join(found, found.c.name_id == rows.c.of)
            unit_id = found.c.unit_id
        slot = (judges.c.variable_id, unit_id, judges.c.coder_id, judges.c.wave_id)
        known_by = (judges.c.basis, judges.c.complete)
        others = (rows.c.line, ids.c.answer_id, *known_by, rows.c.text, rows.c.note)
        placed = select(slot[0], unit_id.label("unit_id"), *slot[2:], *others).select_from(source)
        self._placed = placed
        self.incoming = stage(
            self.connection,
            *(
                Column(
                    each.name,
                    each.type,
                    primary_key=each.name in ANNOTATION_KEY,
                    autoincrement=False,
                )
                for each in placed.selected_columns
            ),
        )
        ordered = placed.order_by(*slot, rows.c.line)
        taken = self.connection.execute(
            insert_new(self.connection, self.incoming).from_select(self.incoming.c.keys(), ordered),
            execution_options=COUNTED,
        ).rowcount
        number = self.connection.execute(
            select(func.count()).select_from(placed.subquery())
        ).scalar_one()
        self._repeated = taken < number
        if self._repeated:
            self._tell_repeated(placed.subquery(), once=once)

    def _tell_repeated(self, placed: Any, *, once: bool) -> None:
        first = self.incoming
        again = and_(same_annotation(placed, first), placed.c.line != first.c.line)
        rows = (
            select(
                placed.c.line,
                first.c.line.label("first"),
                unit.c.key,
                variable.c.key.label("variable"),
            )
            .join_from(placed, first, again)
            .join(unit, unit.c.unit_id == first.c.unit_id)
            .join(variable, variable.c.variable_id == first.c.variable_id)
        )
        if not once:
            rows = rows.where(not_(same_answer(placed, first)))
        told: set[int] = set()
        for row in self.connection.execute(rows.order_by(placed.c.line, variable.c.position)).all():
            if once and row.line not in told:
                said = f"the same unit and coder as line {row.first}: {row.key}"
                self.problems.add(row.line, "", row.key, said)
            elif not once:
                said = f"another value of {row.key} than in line {row.first}, by the same coder"
                self.problems.add(row.line, row.variable, "", said)
            told.add(row.line)

    def variable_ids(self) -> list[int]:
        """The variables that have annotations in the file."""
        rows = select(self.incoming.c.variable_id).distinct()
        return list(self.connection.execute(rows).scalars())

    @cached_property
    def placed(self) -> Table:
        """The slot of each annotation by line of the file, whether it is the first there or not."""
        placed = self._placed.subquery()
        columns = ("line", *ANNOTATION_KEY)
        return staged(self.connection, select(*(placed.c[name] for name in columns)), "line")

    def drop(self, lines: Iterable[int]) -> None:
        """Leaves these lines out; another line that says the same takes their place."""
        bad = stage(self.connection, Column("line", Integer, primary_key=True, autoincrement=False))
        fill(self.connection, bad, [(line,) for line in sorted(lines)])
        here = self.incoming.c.line.in_(select(bad.c.line))
        lost = select(*(self.incoming.c[name] for name in ANNOTATION_KEY)).where(here)
        slots = staged(self.connection, lost, *ANNOTATION_KEY)
        self.connection.execute(delete(self.incoming).where(here))
        if self._repeated:
            placed = self._placed.subquery()
            others = select(placed).join(slots, same_annotation(placed, slots))
            others = others.where(placed.c.line.not_in(select(bad.c.line)))
            others = others.order_by(*(placed.c[name] for name in (*ANNOTATION_KEY, "line")))
            stand_in = insert_new(self.connection, self.incoming)
            self.connection.execute(stand_in.from_select(placed.c.keys(), others))


def same_answer(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether rows of two tables say the same."""
    return and_(one.c.answer_id == other.c.answer_id, one.c.text.is_not_distinct_from(other.c.text))


def of_annotation(table: Any, row: Any) -> ColumnElement[bool]:
    """Whether a row of a table belongs to the annotation of a result row."""
    return and_(*(table.c[name] == getattr(row, name) for name in ANNOTATION_KEY))
