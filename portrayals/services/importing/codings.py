"""Annotations in great number: staged row by row, compared with what is there, written at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final, Literal

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
    literal,
    or_,
    select,
)

from portrayals.query.book import StoredVariable
from portrayals.query.staging import fill, insert_new, stage, staged
from portrayals.services.annotations import Answer
from portrayals.services.importing.problems import Problems
from portrayals.services.scope import Change
from portrayals.tables import unit, variable
from portrayals.tables.metadata import Real

OnChange = Literal["update", "keep", "refuse"]

SLOT: Final = ("variable_id", "unit_id", "coder_id", "wave_id")
_VALUE: Final = ("state", "code_id", "number", "text", "set_id")
#: An insert says how many rows it wrote, which PostgreSQL's driver otherwise does not.
COUNTED: Final = {"preserve_rowcount": True}
_BATCH: Final = 10_000


class Codings:
    """The annotations of a file. Add them, `settle` their units, then compare and write."""

    def __init__(self, change: Change, problems: Problems) -> None:
        self.change = change
        self.problems = problems
        connection = change.connection
        self.rows = stage(
            connection,
            Column("line", Integer),
            Column("unit_id", Integer),
            Column("unit", Text),
            *(Column(name, Integer) for name in ("variable_id", "coder_id", "wave_id")),
            Column("state", Text),
            Column("code_id", Integer),
            Column("number", Real),
            Column("text", Text),
            Column("set_id", Integer),
            Column("basis", Text),
            Column("note", Text),
        )
        self.sets = stage(
            connection,
            Column("set_id", Integer, primary_key=True, autoincrement=False),
            Column("code_id", Integer, primary_key=True, autoincrement=False),
            Column("doubtful", Integer),
        )
        self._waiting: list[tuple[object, ...]] = []
        self._set_ids: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
        self._new_sets: list[tuple[int, int, int]] = []
        self._values: dict[int, tuple[object, ...]] = {}
        self.incoming: Table = self.rows
        self._placed: Select[Any] = select(self.rows)
        self._repeated = False

    @property
    def connection(self) -> Connection:
        """The connection of the change."""
        return self.change.connection

    def add(
        self,
        line: int,
        of: int | str,
        of_variable: StoredVariable,
        coder_id: int,
        wave_id: int,
        answer: Answer,
        basis: str | None = None,
        note: str | None = None,
    ) -> None:
        """Stages an annotation of a unit, by its id or as it is written in the file."""
        self._waiting.append(
            (
                line,
                *((None, of) if isinstance(of, str) else (of, None)),
                of_variable.variable_id,
                coder_id,
                wave_id,
                *self._value(of_variable, answer),
                basis,
                note,
            )
        )
        if len(self._waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Writes what waits to the staging tables."""
        fill(self.connection, self.sets, self._new_sets)
        fill(self.connection, self.rows, self._waiting)
        self._new_sets, self._waiting, self._values = [], [], {}

    def _value(self, of_variable: StoredVariable, answer: Answer) -> tuple[object, ...]:
        # The cells of a sheet repeat: one answer is met again and again as the same object.
        known = self._values.get(id(answer))
        if known is not None and known[-1] is answer:
            return known[:-1]
        single, set_id = None, None
        if of_variable.type == "multi" and answer.state == "coded":
            set_id = self._set_id(answer)
        elif answer.codes:
            single = answer.codes[0].code_id
        value = (answer.state, single, answer.number, answer.text, set_id)
        self._values[id(answer)] = (*value, answer)
        return value

    def _set_id(self, answer: Answer) -> int:
        sure = tuple(node.code_id for node in answer.codes)
        unsure = tuple(node.code_id for node in answer.doubtful)
        known = self._set_ids.get((sure, unsure))
        if known is not None:
            return known
        made = self._set_ids[sure, unsure] = len(self._set_ids) + 1
        self._new_sets += [(made, code_id, 0) for code_id in sure]
        self._new_sets += [(made, code_id, 1) for code_id in unsure]
        return made

    def gather(self, found: Table | None, *, once: bool) -> None:
        """Puts each annotation in its slot; `found` has the units of those named by text.

        What the file says twice of a slot counts once, and is a problem where the two differ, or
        with `once` in any case.
        """
        self.flush()
        rows, columns = self.rows, [*SLOT, "line", *_VALUE, "basis", "note"]
        unit_id: ColumnElement[Any] = rows.c.unit_id
        source: Any = rows
        if found is not None:
            unit_id = found.c.unit_id
            source = rows.join(variable, variable.c.variable_id == rows.c.variable_id).join(
                found, and_(found.c.unit == rows.c.unit, found.c.level_id == variable.c.level_id)
            )
        placed = select(
            *(unit_id.label(name) if name == "unit_id" else rows.c[name] for name in columns)
        ).select_from(source)
        self._placed = placed
        ordered = placed.where(rows.c.line > 0).order_by(
            rows.c.variable_id, unit_id, rows.c.coder_id, rows.c.wave_id, rows.c.line
        )
        self.incoming = stage(
            self.connection,
            *(
                Column(name, rows.c[name].type, primary_key=name in SLOT, autoincrement=False)
                for name in columns
            ),
        )
        taken = self.connection.execute(
            insert_new(self.connection, self.incoming).from_select(columns, ordered),
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
        differs = or_(*(placed.c[name].is_distinct_from(first.c[name]) for name in _VALUE))
        again = and_(
            same_slot(placed, first),
            placed.c.line != first.c.line,
            literal(True) if once else differs,
        )
        rows = select(
            placed.c.line, first.c.line.label("first"), unit.c.key, variable.c.key.label("variable")
        ).join_from(placed, first, again)
        rows = rows.join(unit, unit.c.unit_id == first.c.unit_id).join(
            variable, variable.c.variable_id == first.c.variable_id
        )
        told: set[int] = set()
        for row in self.connection.execute(rows.order_by(placed.c.line, variable.c.position)).all():
            if once and row.line not in told:
                said = f"the same unit and coder as line {row.first}: {row.key}"
                self.problems.add(row.line, "", row.key, said)
            elif not once:
                said = f"another value of {row.key} than in line {row.first}, by the same coder"
                self.problems.add(row.line, row.variable, "", said)
            told.add(row.line)

    @cached_property
    def placed(self) -> Table:
        """By line of the file, the slot of its annotation, be it the first there or not."""
        placed = self._placed.subquery()
        columns = ("line", *SLOT)
        return staged(self.connection, select(*(placed.c[name] for name in columns)), "line")

    def drop(self, lines: Iterable[int]) -> None:
        """Leaves these lines out; another that says the same of an annotation stands in."""
        bad = stage(self.connection, Column("line", Integer, primary_key=True, autoincrement=False))
        fill(self.connection, bad, [(line,) for line in sorted(lines)])
        here = self.incoming.c.line.in_(select(bad.c.line))
        lost = select(*(self.incoming.c[name] for name in SLOT)).where(here)
        slots = staged(self.connection, lost, *SLOT)
        self.connection.execute(delete(self.incoming).where(here))
        if self._repeated:
            placed = self._placed.subquery()
            others = select(placed).join(slots, same_slot(placed, slots))
            others = others.where(placed.c.line.not_in(select(bad.c.line)))
            others = others.order_by(*(placed.c[name] for name in (*SLOT, "line")))
            stand_in = insert_new(self.connection, self.incoming)
            self.connection.execute(stand_in.from_select(placed.c.keys(), others))


def same_slot(one: Any, other: Any) -> ColumnElement[bool]:
    """Whether rows of two tables belong to one annotation."""
    return and_(*(one.c[name] == other.c[name] for name in SLOT))


def slot_of(table: Any, row: Any) -> ColumnElement[bool]:
    """Whether a row of a table belongs to the annotation that a result row is of."""
    return and_(*(table.c[name] == getattr(row, name) for name in SLOT))
