"""What coders recorded of the units of one variable, before anything is settled (R31)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    Text,
    cast,
    func,
    or_,
    select,
)

from portrayals.findings.cast_ballots import STREAMED
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import answers_of
from portrayals.tables import annotation, assignment, codebook, coder, title, unit, wave
from portrayals.tables.coding import completeness
from portrayals.vocabulary import BASES, COUNTED_OUT


class Recorded(NamedTuple):
    """What one coder recorded of a unit in one wave; `basis` is its place in BASES."""

    coder_id: int
    wave_id: int
    basis: int
    codebook_id: int
    complete: bool
    answer: Answer


#: All that was recorded of one unit, in the order of coders and waves.
OfUnit = tuple[Recorded, ...]

#: The units of one title: places of what was recorded, each with of how many units, in order.
OfTitle = tuple[tuple[int, int], ...]

#: What stands between annotations of a unit, between a unit and how many there are, and between
#: the units of a title.
_ANNOTATIONS, _TIMES, _UNITS = " ", "*", ","

_NUMBERS: Final = ("coder_id", "wave_id", "basis", "codebook_id")


@dataclass(frozen=True, slots=True)
class CodersCompared:
    """Whose annotations are compared: of some waves, and of some coders or of all.

    The consensus and programs are no coders here (R31, R38) unless they are named. `overlap_alone`:
    where units of a wave were assigned for reliability, only those.
    """

    wave_ids: tuple[int, ...]
    coder_ids: tuple[int, ...] | None = None
    overlap_alone: bool = True


class RecordedByTitle(NamedTuple):
    """What was recorded of the units of a variable: each different thing once, then the titles.

    Titles stand by their units, with how many have the like; those asked for `apart` by their id.
    """

    units: Sequence[OfUnit]
    titles: Mapping[OfTitle, int]
    apart: Mapping[int, OfTitle]


def recorded_by_title(
    connection: Connection,
    variable_id: int,
    compared: CodersCompared,
    apart: Select[int] | None = None,
) -> RecordedByTitle:
    """What was recorded of the units of a variable, counted by the database.

    An annotation is one number there, a unit the text of its numbers, a title that of its units, so
    that few rows are read however many units there are. Where units of a wave were assigned for
    reliability, only those are looked at (R31).
    """
    packing = _Packing.of(connection)
    written = func.aggregate_strings(cast(packing.number(), Text), _ANNOTATIONS)
    of_unit = (
        select(annotation.c.unit_id, written.label("written"))
        .where(*_limits(connection, variable_id, compared))
        .group_by(annotation.c.unit_id)
        .subquery()
    )
    by_unit = (
        select(unit.c.title_id, of_unit.c.written, func.count().label("times"))
        .join_from(of_unit, unit, unit.c.unit_id == of_unit.c.unit_id)
        .join(title, title.c.title_id == unit.c.title_id)
        .where(title.c.screened.not_in(COUNTED_OUT))
        .group_by(unit.c.title_id, of_unit.c.written)
        .subquery()
    )
    each = by_unit.c.written + _TIMES + cast(by_unit.c.times, Text)
    by_title = select(
        by_unit.c.title_id, func.aggregate_strings(each, _UNITS).label("units")
    ).group_by(by_unit.c.title_id)
    alike = by_title if apart is None else by_title.where(by_unit.c.title_id.not_in(apart))
    units = alike.subquery().c.units
    read = _Reader()
    titles: Counter[OfTitle] = Counter()
    found = connection.execute(
        select(units, func.count()).group_by(units), execution_options=STREAMED
    )
    with closing(found) as rows:
        for text, times in rows:
            titles[read(text)] += times
    by_id = {}
    if apart is not None:
        of_these = by_title.where(by_unit.c.title_id.in_(apart))
        by_id = {row.title_id: read(row.units) for row in connection.execute(of_these)}
    return RecordedByTitle(_recorded_as(connection, packing, list(read.places)), titles, by_id)


class _Reader:
    """Reads the units of titles; `places` has the numbers of each different unit, as met."""

    def __init__(self) -> None:
        self.places: dict[tuple[int, ...], int] = {}
        self._known: dict[str, int] = {}

    def __call__(self, text: str) -> OfTitle:
        """The units of a title; the order of the parts of a text says nothing."""
        units: dict[int, int] = {}
        for each in text.split(_UNITS):
            written, _, times = each.partition(_TIMES)
            place = self._known.get(written)
            if place is None:
                numbers = tuple(sorted(map(int, written.split(_ANNOTATIONS))))
                place = self.places.setdefault(numbers, len(self.places))
                self._known[written] = place
            units[place] = units.get(place, 0) + int(times)
        return tuple(sorted(units.items()))


class _Packing(NamedTuple):
    """How an annotation is one number: its answer, and what it must share, one above the other.

    The sizes are one more than the largest number of each.
    """

    coders: int
    waves: int
    codebooks: int

    @classmethod
    def of(cls, connection: Connection) -> _Packing:
        """The packing of a study."""
        ids = (coder.c.coder_id, wave.c.wave_id, codebook.c.codebook_id)
        largest = (connection.execute(select(func.max(each))).scalar_one() or 0 for each in ids)
        return cls(*(number + 1 for number in largest))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Those of all but the answer, the innermost last."""
        return self.coders, self.waves, len(BASES), self.codebooks, 2

    def number(self) -> ColumnElement[int]:
        """The number of a row of `annotation`."""
        complete = completeness(annotation.c.complete, annotation.c.basis)
        packed: ColumnElement[int] = cast(annotation.c.answer_id, BigInteger)
        parts = (*(annotation.c[name] for name in _NUMBERS), complete)
        for size, part in zip(self.sizes, parts, strict=True):
            packed = packed * size + part
        return packed

    def read(self, number: int) -> tuple[int, ...]:
        """The parts of a number: the answer, then the others, the innermost last."""
        parts = []
        for size in reversed(self.sizes):
            number, part = divmod(number, size)
            parts.append(part)
        return number, *reversed(parts)


def _recorded_as(
    connection: Connection, packing: _Packing, units: Sequence[tuple[int, ...]]
) -> list[OfUnit]:
    """What the numbers of units say, each in the order of coders and waves."""
    rows = [[packing.read(number) for number in each] for each in units]
    answers = answers_of(connection, {row[0] for each in rows for row in each})
    return [
        tuple(
            sorted(
                (
                    Recorded(coder_id, wave_id, basis, book, bool(complete), answers[answer_id])
                    for answer_id, coder_id, wave_id, basis, book, complete in each
                ),
                key=_order,
            )
        )
        for each in rows
    ]


def recorded_of_units(
    connection: Connection,
    variable_id: int,
    compared: CodersCompared,
    units: Select[int] | None = None,
) -> dict[int, tuple[int, OfUnit]]:
    """By unit its title and what was recorded of it; of some units, or of all."""
    columns = (*(annotation.c[name] for name in _NUMBERS), annotation.c.answer_id)
    complete = completeness(annotation.c.complete, annotation.c.basis).label("complete")
    rows = _rows(connection, variable_id, compared, complete, *columns)
    if units is not None:
        rows = rows.where(annotation.c.unit_id.in_(units))
    told = connection.execute(rows.order_by(annotation.c.unit_id)).all()
    answers = answers_of(connection, {row.answer_id for row in told})
    found: defaultdict[tuple[int, int], list[Recorded]] = defaultdict(list)
    for row in told:
        found[row.unit_id, row.title_id].append(_recorded(row, answers))
    return {
        unit_id: (title_id, tuple(sorted(recorded, key=_order)))
        for (unit_id, title_id), recorded in found.items()
    }


def _recorded(row: Row[Any], answers: Mapping[int, Answer]) -> Recorded:
    numbers = (row.coder_id, row.wave_id, row.basis, row.codebook_id)
    return Recorded(*numbers, bool(row.complete), answers[row.answer_id])


def _order(recorded: Recorded) -> tuple[int, int]:
    return recorded.coder_id, recorded.wave_id


def _rows(
    connection: Connection, variable_id: int, compared: CodersCompared, *columns: ColumnElement[Any]
) -> Select[Any]:
    return (
        select(unit.c.title_id, annotation.c.unit_id, *columns)
        .join_from(annotation, unit, unit.c.unit_id == annotation.c.unit_id)
        .join(title, title.c.title_id == unit.c.title_id)
        .where(*_limits(connection, variable_id, compared), title.c.screened.not_in(COUNTED_OUT))
    )


def _limits(
    connection: Connection, variable_id: int, compared: CodersCompared
) -> list[ColumnElement[bool]]:
    limits = [
        annotation.c.variable_id == variable_id,
        annotation.c.wave_id.in_(compared.wave_ids),
    ]
    if compared.coder_ids is not None:
        limits.append(annotation.c.coder_id.in_(compared.coder_ids))
    else:
        silent = select(coder.c.coder_id).where(coder.c.kind.in_(("consensus", "program")))
        limits.append(annotation.c.coder_id.not_in(silent))
    if compared.overlap_alone and waves_with_overlap_drawn(connection, compared.wave_ids):
        limits.append(is_in_overlap(annotation))
    return limits


def waves_with_overlap_drawn(connection: Connection, wave_ids: Iterable[int]) -> list[int]:
    """Those of the waves in which units were assigned for reliability."""
    rows = _DRAWN.distinct().where(assignment.c.wave_id.in_(list(wave_ids)))
    return list(connection.execute(rows).scalars())


_DRAWN: Final = select(assignment.c.wave_id).where(assignment.c.purpose == "reliability")


def is_in_overlap(annotations: FromClause) -> ColumnElement[bool]:
    """Whether the unit of an annotation, or one above it, was assigned for reliability (R31).

    All are where none was assigned in the annotation's wave.
    """
    of, given = unit.alias(), annotations.c
    assigned = (
        select(assignment.c.unit_id)
        .join(of, assignment.c.unit_id.in_([of.c.unit_id, of.c.parent_id, of.c.title_id]))
        .where(
            of.c.unit_id == given.unit_id,
            assignment.c.wave_id == given.wave_id,
            assignment.c.purpose == "reliability",
        )
    )
    return or_(given.wave_id.not_in(_DRAWN), assigned.exists())
