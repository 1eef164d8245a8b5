"""Evidence in bulk: where the pieces of a file point, and what they support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import Column, Integer, Select, Text, exists, func, insert, select, update

from portrayals.database.staging import fill, stage, staged
from portrayals.errors import PortrayalsError
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.history.record import keep
from portrayals.history.transaction import new_uuid
from portrayals.notation.episodes import parse_episode
from portrayals.notation.quoting import quoted
from portrayals.notation.times import parse_time, parse_time_range
from portrayals.services.catalogue.coders_and_sources import add_source
from portrayals.services.coding.evidence import CodingOptions, find_place
from portrayals.services.importing.staged_annotations import COUNTED, Codings
from portrayals.tables import annotation, answer_code, evidence, source
from portrayals.tables.coding import ANNOTATION_KEY, in_slots, same_annotation

#: The columns of `evidence` that say where.
PLACE: Final = (
    *("code_id", "episode_id", "source_id", "start_ms", "end_ms", "quote", "description"),
)
_BATCH: Final = 5_000


class Pointer(NamedTuple):
    """A piece of evidence as written; the last four describe a source that does not exist yet."""

    code: str | None = None
    episode: str | None = None
    start: str | None = None
    end: str | None = None
    quote: str | None = None
    source: str | None = None
    describes: str | None = None
    citation: str | None = None
    address: str | None = None
    dated: str | None = None
    accessed: str | None = None

    @property
    def place(self) -> tuple[str | None, ...]:
        """What says where it is."""
        return self.episode, self.start, self.end, self.quote, self.source, self.describes


class Pointing:
    """The evidence of a file: where it points is found, and staged with the slot it supports.

    `found` has a row for each piece and each code that it is for.
    """

    def __init__(self, codings: Codings, create: bool) -> None:
        self.codings = codings
        self.create = create
        self.found = stage(
            codings.connection,
            *(Column(name, Integer) for name in ("piece", "line")),
            *(Column(name, Text) for name in ("code", "uuid")),
            *(Column(name, Integer) for name in (*ANNOTATION_KEY, *PLACE[:5])),
            *(Column(name, Text) for name in PLACE[5:]),
        )
        self._number = 0
        self._waiting: list[tuple[object, ...]] = []
        self._places: dict[tuple[object, ...], Sequence[object]] = {}
        self._cited: set[str] = set()

    def add(
        self,
        line: int,
        of: StoredVariable,
        slot: tuple[int, ...],
        title_id: int,
        written: Pointer,
        code_ids: Sequence[int | None] = (None,),
    ) -> None:
        """Stages a piece of evidence for the code it names, or else for each of `code_ids`.

        What cannot be found is a problem of its line; what points nowhere is none.
        """
        if not any(written.place):
            return
        problems = self.codings.problems
        if written.code:
            node = of.node(written.code)
            if node is None:
                problems.add(line, "code", written.code, f"is not a code of {of.key}")
                return
            code_ids = (node.code_id,)
        try:
            place = self._place(title_id, written)
        except PortrayalsError as error:
            column = _wrong(written)
            problems.refused(line, column, getattr(written, column) or "", error)
            return
        self._number += 1
        staged_as = self._number, line, written.code
        self._waiting += [(*staged_as, new_uuid(), *slot, each, *place) for each in code_ids]
        if len(self._waiting) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        fill(self.codings.connection, self.found, self._waiting)
        self._waiting = []

    def check(self) -> None:
        """A problem for each piece of evidence for a code that its annotation does not have."""
        if not self._number:
            return
        self._flush()
        incoming, found = self.codings.incoming, self.found
        assigned = exists().where(
            same_annotation(incoming, found),
            answer_code.c.answer_id == incoming.c.answer_id,
            answer_code.c.code_id == found.c.code_id,
        )
        absent = select(found.c.line, found.c.code).where(found.c.code.is_not(None), ~assigned)
        for row in self.codings.connection.execute(absent.order_by(found.c.piece)).all():
            reason = f"{quoted(row.code)} is not among the codes given"
            self.codings.problems.add(row.line, "code", row.code, reason)

    def _place(self, title_id: int, written: Pointer) -> Sequence[object]:
        """Where a piece of evidence points; each way of writing it is read once."""
        known_as = title_id, *written.place
        known = self._places.get(known_as)
        if known is not None:
            return known
        at = written.start
        if written.end:
            parse_time(written.end)
            at = f"{written.start or written.end}-{written.end}"
        self._cite(written)
        mark = CodingOptions(
            episode=written.episode,
            at=at,
            quote=written.quote,
            source=written.source,
            create=self.create,
            description=written.describes,
        )
        place = find_place(self.codings.change, title_id, mark)
        values: Mapping[str, object] = {} if place is None else place.values()
        where = tuple(values.get(name) for name in PLACE[1:])
        if len(self._places) < 50_000:
            self._places[known_as] = where
        return where

    def _cite(self, written: Pointer) -> None:
        """Adds the source that is named and described, if it does not exist yet."""
        if not written.source or not written.citation or written.source in self._cited:
            return
        self._cited.add(written.source)
        change = self.codings.change
        known = select(source.c.source_id).where(source.c.key == written.source)
        if not change.connection.execute(known).first():
            add_source(
                change,
                written.source,
                citation=written.citation,
                address=written.address,
                dated=written.dated,
                accessed=written.accessed,
            )

    def write(self) -> int:
        """Writes the evidence that does not exist yet; returns how many pieces."""
        if not self._number:
            return 0
        connection, found = self.codings.connection, self.found
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


def _wrong(written: Pointer) -> str:
    """The column of a piece of evidence that could not be found."""
    for column, read in (
        ("episode", parse_episode),
        ("start", parse_time_range),
        ("end", parse_time),
    ):
        cell = getattr(written, column)
        try:
            if cell is not None:
                read(cell)
        except PortrayalsError:
            return column
    return "episode" if written.episode else "source" if written.source else "end"
