"""Evidence in great number: the places that the rows of a file point at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Column, Integer, Table, Text, exists, func, insert, select, update

from portrayals.errors import PortrayalsError
from portrayals.history.record import keep
from portrayals.notation.times import parse_time
from portrayals.query.staging import fill, stage, staged
from portrayals.services.evidence import Mark, find_place
from portrayals.services.importing.codings import SLOT, Codings
from portrayals.services.scope import new_uuid
from portrayals.services.units import COLUMNS, unit_row
from portrayals.tables import annotation, evidence, unit

#: The columns of a sheet that point somewhere.
POINTERS: Final = ("episode", "start", "end", "quote", "source", "describes")
_WRITTEN: Final = ("line", "code", *POINTERS)
_PLACE: Final = (
    *("code_id", "episode_id", "source_id", "start_ms", "end_ms", "quote", "description"),
)
_BATCH: Final = 5_000


class Pointing:
    """The evidence of a file: staged as it is written, then found and put beside what it backs."""

    def __init__(self, codings: Codings, create: bool) -> None:
        self.codings = codings
        self.create = create
        connection = codings.connection
        self._rows = stage(
            connection, Column("line", Integer), *(Column(name, Text) for name in _WRITTEN[1:])
        )
        self._waiting: list[tuple[object, ...]] = []
        self._places: dict[tuple[object, ...], Mapping[str, object]] = {}
        self.number = 0

    def add(self, line: int, cells: Mapping[str, str]) -> None:
        """Stages one piece of evidence, where the cells of a row hold one."""
        if any(cells.get(name) for name in POINTERS):
            self._waiting.append((line, *(cells.get(name) or None for name in _WRITTEN[1:])))
            self.number += 1
        if len(self._waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Writes what waits to the staging table."""
        fill(self.codings.connection, self._rows, self._waiting)
        self._waiting = []

    def check(self) -> Table | None:
        """The evidence found, beside the slot that it backs; what cannot be found is a problem.

        None where the file has none.
        """
        self.flush()
        if not self.number:
            return None
        found = stage(
            self.codings.connection,
            Column("uuid", Text),
            *(Column(name, Integer) for name in (*SLOT, *_PLACE[:5])),
            *(Column(name, Text) for name in _PLACE[5:]),
        )
        batch: list[tuple[object, ...]] = []
        for row in self._written():
            made = self._found(row)
            if made is not None:
                batch.append(made)
            if len(batch) >= _BATCH:
                fill(self.codings.connection, found, batch)
                batch = []
        fill(self.codings.connection, found, batch)
        return found

    def _written(self) -> Iterator[Any]:
        """The evidence as written, with the slot and the unit of its line, batch by batch."""
        connection, placed = self.codings.connection, self.codings.placed
        last = 0
        while True:
            rows = connection.execute(
                select(self._rows, *(placed.c[name] for name in SLOT), *COLUMNS[1:])
                .join_from(self._rows, placed, placed.c.line == self._rows.c.line)
                .join(unit, unit.c.unit_id == placed.c.unit_id)
                .where(self._rows.c.line > last)
                .order_by(self._rows.c.line)
                .limit(_BATCH)
            ).all()
            if not rows:
                return
            whole = rows if len(rows) < _BATCH else [r for r in rows if r.line < rows[-1].line]
            yield from whole or rows
            last = (whole or rows)[-1].line

    def _found(self, row: Any) -> tuple[object, ...] | None:
        book = self.codings.change.book
        of = next(v for v in book.variables.values() if v.variable_id == row.variable_id)
        node = None
        if row.code:
            node = of.node(row.code)
            if node is None:
                self.codings.problems.add(row.line, "code", row.code, f"is not a code of {of.key}")
                return None
        try:
            place = self._place(row)
        except PortrayalsError as error:
            column = "episode" if row.episode and row.episode in error.message else "start"
            self.codings.problems.refused(row.line, column, getattr(row, column) or "", error)
            return None
        values = {"code_id": None if node is None else node.code_id} | dict(place)
        slot = (row.variable_id, row.unit_id, row.coder_id, row.wave_id)
        return (new_uuid(), *slot, *(values[name] for name in _PLACE))

    def _place(self, row: Any) -> Mapping[str, object]:
        """Where a piece of evidence points, found once for each place that is written alike."""
        written = (row.title_id, *(getattr(row, name) for name in POINTERS))
        known = self._places.get(written)
        if known is not None:
            return known
        at = row.start
        if row.end:
            parse_time(row.end)
            at = f"{row.start or row.end}-{row.end}"
        mark = Mark(
            episode=row.episode,
            at=at,
            quote=row.quote,
            source=row.source,
            create=self.create,
            description=row.describes,
        )
        place = find_place(self.codings.change, unit_row(row), mark)
        values = {} if place is None else place.values()
        if len(self._places) < 50_000:
            self._places[written] = values
        return values

    def write(self, found: Table) -> int:
        """Writes the evidence that is not there yet; how many pieces."""
        connection, number = self.codings.connection, self.codings.change.number
        same = exists().where(
            *(evidence.c[name] == found.c[name] for name in SLOT),
            *(evidence.c[name].is_not_distinct_from(found.c[name]) for name in _PLACE),
        )
        columns = ["uuid", *SLOT, *_PLACE]
        fresh = select(
            func.min(found.c.uuid).label("uuid"), *(found.c[name] for name in columns[1:])
        )
        fresh = fresh.where(~same).group_by(*(found.c[name] for name in columns[1:]))
        new = staged(connection, fresh, "uuid")
        backed = exists().where(*(annotation.c[name] == new.c[name] for name in SLOT))
        keep(connection, number, annotation, backed)
        connection.execute(update(annotation).where(backed).values(change_id=number))
        return connection.execute(
            insert(evidence).from_select(columns, select(*(new.c[name] for name in columns)))
        ).rowcount
