"""Evidence in bulk: the places that the rows of a file point at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    Column,
    Integer,
    Select,
    Table,
    Text,
    exists,
    func,
    insert,
    select,
    update,
)

from portrayals.database.staging import fill, stage, staged
from portrayals.errors import PortrayalsError
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import answers_of
from portrayals.history.record import keep
from portrayals.history.transaction import new_uuid
from portrayals.notation.episodes import parse_episode
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.notation.times import parse_time, parse_time_range
from portrayals.services.catalogue.coders_and_sources import add_source
from portrayals.services.coding.evidence import CodingOptions, find_place
from portrayals.services.importing.sheet import SheetLine
from portrayals.services.importing.staged_annotations import COUNTED, Codings
from portrayals.tables import annotation, answer_code, evidence, source, unit
from portrayals.tables.coding import ANNOTATION_KEY, in_slots, same_annotation

#: The columns of a sheet that point somewhere.
POINTERS: Final = ("episode", "start", "end", "quote", "source", "describes")
#: The columns that describe a source that does not exist yet.
CITED: Final = ("citation", "address", "dated", "accessed")
_WRITTEN: Final = ("line", "code", *POINTERS, *CITED)
#: The columns of `evidence` that say where.
PLACE: Final = (
    *("code_id", "episode_id", "source_id", "start_ms", "end_ms", "quote", "description"),
)
_BATCH: Final = 5_000


class Pointing:
    """The evidence of a file: staged as written, then resolved and attached to what it supports."""

    def __init__(self, codings: Codings, create: bool) -> None:
        self.codings = codings
        self.create = create
        connection = codings.connection
        self._rows = stage(
            connection,
            Column("piece", Integer, primary_key=True, autoincrement=False),
            Column("line", Integer),
            *(Column(name, Text) for name in _WRITTEN[1:]),
        )
        self._waiting: list[tuple[object, ...]] = []
        self._places: dict[tuple[object, ...], Mapping[str, object]] = {}
        self._cited: set[str] = set()
        self._of = {each.variable_id: each for each in codings.change.book.variables.values()}
        self._answers: Mapping[int, Answer] = {}
        self.number = 0

    def add(self, batch: Sequence[SheetLine]) -> None:
        """Stages the evidence that the cells of rows hold."""
        for line in batch:
            cells = line.cells
            if any(cells.get(name) for name in POINTERS):
                written = (cells.get(name) or None for name in _WRITTEN[1:])
                self.number += 1
                self._waiting.append((self.number, line.number, *written))
        if len(self._waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Writes the gathered rows to the staging table."""
        fill(self.codings.connection, self._rows, self._waiting)
        self._waiting = []

    def check(self) -> Table | None:
        """The resolved evidence, with the slot it supports; what cannot be resolved is a problem.

        None if the file has none.
        """
        self.flush()
        if not self.number:
            return None
        found = stage(
            self.codings.connection,
            Column("piece", Integer),
            Column("line", Integer),
            Column("uuid", Text),
            *(Column(name, Integer) for name in (*ANNOTATION_KEY, *PLACE[:5])),
            *(Column(name, Text) for name in PLACE[5:]),
        )
        batch: list[tuple[object, ...]] = []
        for row in self._written():
            batch += self._found(row)
            if len(batch) >= _BATCH:
                fill(self.codings.connection, found, batch)
                batch = []
        fill(self.codings.connection, found, batch)
        self._refuse_absent_codes(found)
        self._tell_lost()
        return found

    def _written(self) -> Iterator[Any]:
        """The evidence as written, with the slot and the unit of its line, batch by batch."""
        connection, placed = self.codings.connection, self.codings.placed
        whole, part = self.codings.incoming, self.codings.is_part(placed)
        of_set = whole.c.answer_id.label("set_id")
        last = 0
        while True:
            rows = connection.execute(
                select(self._rows, *placed.c[1:], of_set, part.label("part"), unit.c.title_id)
                .join_from(self._rows, placed, placed.c.line == self._rows.c.line)
                .join(whole, same_annotation(whole, placed))
                .join(unit, unit.c.unit_id == placed.c.unit_id)
                .where(self._rows.c.piece > last)
                .order_by(self._rows.c.piece)
                .limit(_BATCH)
            ).all()
            if not rows:
                return
            used = {each for row in rows for each in (row.answer_id, row.set_id) if row.part}
            self._answers = answers_of(connection, used)
            yield from rows
            last = rows[-1].piece

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

    def _found(self, row: Any) -> list[tuple[object, ...]]:
        """The pieces of evidence of a row: of a part of a set, one for each of its codes."""
        of = self._of[row.variable_id]
        code_ids: Sequence[int | None] = (None,)
        if row.code:
            node = of.node(row.code)
            if node is None:
                self.codings.problems.add(row.line, "code", row.code, f"is not a code of {of.key}")
                return []
            code_ids = (node.code_id,)
        elif row.part:
            own, whole = self._answers[row.answer_id], self._answers[row.set_id]
            held = {*whole.codes, *whole.doubtful}  # without codes above others in it (R9)
            code_ids = [each for each in (*own.codes, *own.doubtful) if each in held] or (None,)
        try:
            place = self._place(row)
        except PortrayalsError as error:
            column = _wrong(row)
            self.codings.problems.refused(row.line, column, getattr(row, column) or "", error)
            return []
        slot = (row.variable_id, row.unit_id, row.coder_id, row.wave_id)
        where = tuple(place[name] for name in PLACE[1:])
        return [(row.piece, row.line, new_uuid(), *slot, code_id, *where) for code_id in code_ids]

    def _refuse_absent_codes(self, found: Table) -> None:
        """A problem for each piece of evidence for a code that its annotation does not have."""
        incoming = self.codings.incoming
        assigned = exists().where(
            same_annotation(incoming, found),
            answer_code.c.answer_id == incoming.c.answer_id,
            answer_code.c.code_id == found.c.code_id,
        )
        absent = (
            select(self._rows.c.line, self._rows.c.code)
            .join(found, found.c.piece == self._rows.c.piece)
            .where(found.c.code_id.is_not(None), ~assigned)
        )
        for row in self.codings.connection.execute(absent.order_by(self._rows.c.piece)).all():
            reason = f"{quoted(row.code)} is not among the codes given"
            self.codings.problems.add(row.line, "code", row.code, reason)

    def _place(self, row: Any) -> Mapping[str, object]:
        """Where a piece of evidence points, resolved once for each place written the same way."""
        written = (row.title_id, *(getattr(row, name) for name in POINTERS))
        known = self._places.get(written)
        if known is not None:
            return known
        at = row.start
        if row.end:
            parse_time(row.end)
            at = f"{row.start or row.end}-{row.end}"
        self._cite(row)
        mark = CodingOptions(
            episode=row.episode,
            at=at,
            quote=row.quote,
            source=row.source,
            create=self.create,
            description=row.describes,
        )
        place = find_place(self.codings.change, row.title_id, mark)
        values = {} if place is None else place.values()
        if len(self._places) < 50_000:
            self._places[written] = values
        return values

    def _cite(self, row: Any) -> None:
        """Adds the source that a row names and describes, if it does not exist yet."""
        if not row.source or not row.citation or row.source in self._cited:
            return
        self._cited.add(row.source)
        change = self.codings.change
        known = select(source.c.source_id).where(source.c.key == row.source)
        if not change.connection.execute(known).first():
            add_source(
                change,
                row.source,
                citation=row.citation,
                address=row.address,
                dated=row.dated,
                accessed=row.accessed,
            )

    def write(self, found: Table) -> int:
        """Writes the evidence that does not exist yet; returns how many pieces."""
        connection = self.codings.connection
        same = exists().where(
            same_annotation(evidence, found),
            *(evidence.c[name].is_not_distinct_from(found.c[name]) for name in PLACE),
        )
        columns = ["uuid", *ANNOTATION_KEY, *PLACE]
        alike = [found.c[name] for name in columns[1:]]
        first = [func.min(found.c[name]).label(name) for name in ("piece", "uuid")]
        there = exists().where(same_annotation(self.codings.incoming, found))
        fresh = select(*first, *alike).where(there, ~same, found.c.line.not_in(self._left_out()))
        new = staged(connection, fresh.group_by(*alike))
        if connection.execute(select(new.c.piece).limit(1)).first() is None:
            return 0
        number = self.codings.change.number
        backed = select(*(new.c[name] for name in ANNOTATION_KEY)).distinct()
        backed = backed.join(annotation, same_annotation(annotation, new))
        slots = staged(connection, backed.where(annotation.c.change_id != number), *ANNOTATION_KEY)
        if connection.execute(select(slots.c.unit_id).limit(1)).first() is not None:
            keep(connection, number, annotation, in_slots(annotation, slots))
            touched = update(annotation).where(in_slots(annotation, slots))
            connection.execute(touched.values(change_id=number))
        return connection.execute(
            insert(evidence).from_select(
                columns, select(*(new.c[name] for name in columns)).order_by(new.c.piece)
            ),
            execution_options=COUNTED,
        ).rowcount

    def _left_out(self) -> Select[Any]:
        """The lines that cannot be read."""
        connection = self.codings.connection
        bad = stage(connection, Column("line", Integer, primary_key=True, autoincrement=False))
        fill(connection, bad, [(line,) for line in sorted(self.codings.problems.lines)])
        return select(bad.c.line)


def _wrong(row: Any) -> str:
    """The column of a row whose evidence could not be resolved."""
    for column, read in (
        ("episode", parse_episode),
        ("start", parse_time_range),
        ("end", parse_time),
    ):
        written = getattr(row, column)
        try:
            if written is not None:
                read(written)
        except PortrayalsError:
            return column
    return "episode" if row.episode else "source" if row.source else "end"
