"""Annotations in bulk: staged row by row, compared with existing ones, written at once."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    Subquery,
    Table,
    Text,
    and_,
    case,
    delete,
    exists,
    false,
    func,
    literal,
    not_,
    select,
    union_all,
)

from portrayals.database.staging import fill, insert_new, stage, staged
from portrayals.findings.settle import Answer as Said
from portrayals.findings.stored_answers import NewAnswers
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.history.transaction import Change
from portrayals.services.coding.annotations import GivenAnswer
from portrayals.services.importing.cells import NotCoded
from portrayals.services.importing.ending import LONG, RowProblems
from portrayals.services.importing.sets_of_rows import UNREAD, SetsOfRows, join_sets
from portrayals.tables import annotation, unit, variable
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
    coder_id: int
    wave_id: int


class Codings:
    """The annotations of a file: add them, `gather` them by slot, then compare and write.

    A staged row is a few cells: whose answer it is and which answer are in separate tables, because
    both repeat. `long` is the variable of which each row of the file holds a part. In a file that
    is `whole` a row says all there is to an annotation: one without a note takes a note away.
    """

    def __init__(
        self,
        change: Change,
        problems: RowProblems,
        long: StoredVariable | None = None,
        *,
        whole: bool = False,
    ) -> None:
        self.change = change
        self.problems = problems
        self.long = long
        self.whole = whole
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
        self._lacking = stage(
            connection, *(Column(name, Integer) for name in ("line", "of", "judge_id", "why"))
        )
        self.answers = NewAnswers(connection)
        self._missing: list[tuple[int, int, int, int]] = []
        self._coded: dict[tuple[int, int, int], bool] = {}
        self._waiting: list[tuple[object, ...]] = []
        self._judges: dict[tuple[object, ...], Judge] = {}
        self._new_judges: list[tuple[object, ...]] = []
        self._places: dict[tuple[int, Said], int] = {}
        self._known: dict[tuple[int, int], tuple[GivenAnswer, int]] = {}
        self.incoming: Table = self.rows
        self.gaps: Table = self._lacking
        self.sets: SetsOfRows | None = None
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

    def add_gap(self, line: int, of: int, judge: Judge, why: NotCoded) -> None:
        """Stages that a row has no answer of a unit, and why."""
        # The cells of most sheets are empty where nobody has ever coded: there are millions.
        if why is not NotCoded.EMPTY or self._has_coded(judge):
            self._missing.append((line, of, judge.judge_id, why.value))
            if len(self._missing) >= _BATCH:
                self.flush()

    def add_unread(self, line: int, of: int, judge: Judge) -> None:
        """Stages that a row cannot be read that says something of a unit."""
        self._missing.append((line, of, judge.judge_id, UNREAD))

    def _has_coded(self, judge: Judge) -> bool:
        """Whether the database has any answer of a coder to a variable."""
        whose = judge.variable_id, judge.coder_id, judge.wave_id
        if whose not in self._coded:
            a = annotation.c
            same = and_(a.variable_id == whose[0], a.coder_id == whose[1], a.wave_id == whose[2])
            found = self.connection.execute(select(a.unit_id).where(same).limit(1)).first()
            self._coded[whose] = found is not None
        return self._coded[whose]

    def flush(self) -> None:
        """Writes the gathered rows to the staging tables."""
        fill(self.connection, self.judges, self._new_judges)
        self._new_judges = []
        fill(self.connection, self._lacking, self._missing)
        self._missing = []
        self.answers.flush()
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
        known = self._judges.get(whose)
        if known is None:
            known = self._judges[whose] = Judge(len(self._judges) + 1, *whose[:3])
            self._new_judges.append((known.judge_id, *whose))
        return known

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
            place = self._places[said] = self.answers.add(*said)
        self._known[same] = answer, place
        return place

    def gather(self, found: Table | None, *, once: bool) -> None:
        """Puts each annotation in its slot; `found` has the units of numbered names.

        If the file says something twice about a slot, it counts once, and is a problem if the two
        differ, or, with `once`, in any case. Without `once`, rows of one set make it together.
        """
        self.flush()
        rows, judges = self.rows, self.judges
        ids = self.answers.keep()
        source, slot = self._in_slots(rows, found)
        source = source.join(ids, ids.c.place == rows.c.place)
        known_by = (judges.c.basis, judges.c.complete)
        others = (rows.c.line, ids.c.answer_id, *known_by, rows.c.text, rows.c.note)
        placed = self._placed = select(*slot, *others).select_from(source)
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
        lacking = self._lacking
        source, slot = self._in_slots(lacking, found)
        why = func.max(lacking.c.why).label("why")
        gaps = select(*slot, lacking.c.line, why).select_from(source)
        gaps = gaps.group_by(*slot, lacking.c.line)
        self.gaps = staged(self.connection, gaps, *ANNOTATION_KEY, "line")
        if not once:
            self.sets = join_sets(self, placed, repeated=self._repeated)
        if self._repeated:
            self._tell_repeated(placed.subquery(), once=once)
        self._settle_gaps()

    def _in_slots(self, rows: Table, found: Table | None) -> tuple[Any, tuple[Any, ...]]:
        """Staged rows with who says them, and the columns of the slot of each."""
        judges = self.judges
        source = rows.join(judges, judges.c.judge_id == rows.c.judge_id)
        unit_id = rows.c.of
        if found is not None:
            source = source.join(found, found.c.name_id == rows.c.of)
            unit_id = found.c.unit_id
        j = judges.c
        return source, (j.variable_id, unit_id.label("unit_id"), j.coder_id, j.wave_id)

    def _settle_gaps(self) -> None:
        """A problem for each row that says not coded where another has an answer.

        An empty cell says nothing there.
        """
        gaps, first = self.gaps, self.incoming
        rows = (
            select(gaps.c.line, first.c.line.label("first"), variable.c.key, unit.c.key.label("of"))
            .join_from(gaps, first, same_annotation(gaps, first))
            .join(unit, unit.c.unit_id == gaps.c.unit_id)
            .join(variable, variable.c.variable_id == gaps.c.variable_id)
            .where(gaps.c.why == NotCoded.SAID.value)
        )
        for row in self.connection.execute(rows.order_by(gaps.c.line)).all():
            said = f"{row.of} is not coded here, but coded in line {row.first}, by the same coder"
            self.problems.add(row.line, row.key, "not-coded", said)
        answered = exists().where(same_annotation(first, gaps))
        self.connection.execute(delete(gaps).where(gaps.c.why == NotCoded.EMPTY.value, answered))

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
        if self.sets is not None:
            joined = self.sets.joined
            rows = rows.where(~exists().where(same_annotation(joined, first)))
        told: set[int] = set()
        for row in self.connection.execute(rows.order_by(placed.c.line, variable.c.position)).all():
            if once and row.line not in told:
                said = f"the same unit and coder as line {row.first}: {row.key}"
                self.problems.add(row.line, "", row.key, said, hint=LONG)
            elif not once:
                said = f"another value of {row.key} than in line {row.first}, by the same coder"
                self.problems.add(row.line, row.variable, "", said)
            told.add(row.line)

    def named(self) -> Subquery:
        """The lines of the file with the number of a name, and 1 if they say something of it."""
        lacking = self._lacking.c
        says = case((lacking.why == NotCoded.SAID.value, 1), else_=0).label("says")
        answered = select(self.rows.c.line, self.rows.c.of, literal(1).label("says"))
        return union_all(answered, select(lacking.line, lacking.of, says)).subquery()

    def variable_ids(self) -> list[int]:
        """The variables that have annotations in the file."""
        rows = select(self.incoming.c.variable_id).distinct()
        return list(self.connection.execute(rows).scalars())

    @cached_property
    def placed(self) -> Table:
        """The slot and the answer of each row by line, whether it is the first there or not.

        In a file that is long in a variable, only of that variable.
        """
        placed = self._placed.subquery()
        columns = ("line", *ANNOTATION_KEY, "answer_id")
        rows = select(*(placed.c[name] for name in columns))
        if self.long is not None:
            rows = rows.where(placed.c.variable_id == self.long.variable_id)
        return staged(self.connection, rows, "line")

    def is_part(self, placed: Table) -> ColumnElement[bool]:
        """Whether a row of `placed` has a part of a set that several rows make together."""
        if self.sets is None:
            return false()
        parts = self.sets.parts
        return exists().where(parts.c.line == placed.c.line, same_annotation(parts, placed))

    def drop_bad(self) -> None:
        """Leaves out the lines that are problems; another that says the same takes their place.

        A set is left out with all its rows, which then are problems too.
        """
        if self.sets is not None:
            self.sets.spoil(self)
        if not self.problems.lines:
            return
        bad = stage(self.connection, Column("line", Integer, primary_key=True, autoincrement=False))
        fill(self.connection, bad, [(line,) for line in sorted(self.problems.lines)])
        here = self.incoming.c.line.in_(select(bad.c.line))
        lost = select(*(self.incoming.c[name] for name in ANNOTATION_KEY)).where(here)
        slots = staged(self.connection, lost, *ANNOTATION_KEY)
        self.connection.execute(delete(self.incoming).where(here))
        self.connection.execute(
            delete(self.gaps).where(
                self.gaps.c.line.in_(select(bad.c.line)), self.gaps.c.why != UNREAD
            )
        )
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
