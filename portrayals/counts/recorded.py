"""What coders recorded of the units of one variable, before anything is settled (R31)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, cast, func, or_, select

from portrayals.findings.cast_ballots import STREAMED
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import answers_of
from portrayals.tables import annotation, assignment, coder, title, unit
from portrayals.tables.coding import completeness
from portrayals.vocabulary import COUNTED_OUT


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

#: What stands between the numbers of one annotation, and between annotations.
_INNER, _OUTER = ":", " "

_NUMBERS: Final = ("coder_id", "wave_id", "basis", "codebook_id")


@dataclass(frozen=True, slots=True)
class Compared:
    """Whose annotations are compared: of some waves, and of some coders or bases, or of all.

    The consensus and programs are no coders here (R31, R38) unless they are named.
    """

    wave_ids: tuple[int, ...]
    coder_ids: tuple[int, ...] | None = None
    basis: int | None = None


class RecordedByTitle(NamedTuple):
    """What was recorded of the units of a variable: each different thing once, then the titles.

    Titles stand by their units, with how many have the like; those asked for `apart` by their id.
    """

    units: Sequence[OfUnit]
    titles: Mapping[OfTitle, int]
    apart: Mapping[int, OfTitle]


def recorded_by_title(
    connection: Connection, variable_id: int, compared: Compared, apart: Container[int] = ()
) -> RecordedByTitle:
    """What was recorded of the units of a variable, counted by the database.

    Where units of a wave were assigned for reliability, only those are looked at (R31).
    """
    numbers = [cast(annotation.c[name], Text) for name in _NUMBERS]
    complete = cast(completeness(annotation.c.complete, annotation.c.basis), Text)
    told: ColumnElement[str] = numbers[0]
    for each in (*numbers[1:], complete, cast(annotation.c.answer_id, Text)):
        told = told + _INNER + each
    of_unit = (
        _rows(connection, variable_id, compared, func.aggregate_strings(told, _OUTER))
        .group_by(unit.c.title_id, annotation.c.unit_id)
        .subquery()
    )
    title_id, _, written = of_unit.c
    counted = select(title_id, written, func.count()).group_by(title_id, written)
    places: dict[str, int] = {}
    titles: Counter[OfTitle] = Counter()
    by_id: dict[int, OfTitle] = {}
    found = connection.execute(counted.order_by(title_id), execution_options=STREAMED)
    with closing(found) as rows:
        for of_id, of_one in groupby(rows, key=itemgetter(0)):
            units = sorted(
                (places.setdefault(text, len(places)), times) for _, text, times in of_one
            )
            if of_id in apart:
                by_id[of_id] = tuple(units)
            else:
                titles[tuple(units)] += 1
    read = _read(connection, list(places))
    once = {of_unit: place for place, of_unit in enumerate(dict.fromkeys(read))}
    if len(once) == len(read):
        return RecordedByTitle(read, titles, by_id)
    place_of = [once[of_unit] for of_unit in read]
    merged: Counter[OfTitle] = Counter()
    for of_title, number in titles.items():
        merged[_at(place_of, of_title)] += number
    return RecordedByTitle(
        list(once), merged, {each: _at(place_of, of_title) for each, of_title in by_id.items()}
    )


def _at(places: Sequence[int], of_title: OfTitle) -> OfTitle:
    """The units of a title at other places, of which several may be one."""
    units: Counter[int] = Counter()
    for place, times in of_title:
        units[places[place]] += times
    return tuple(sorted(units.items()))


def recorded_of_units(
    connection: Connection,
    variable_id: int,
    compared: Compared,
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


def _read(connection: Connection, texts: Sequence[str]) -> list[OfUnit]:
    """What each text says; the order of its parts says nothing."""
    rows = [
        sorted(tuple(map(int, each.split(_INNER))) for each in text.split(_OUTER)) for text in texts
    ]
    answers = answers_of(connection, {row[-1] for each in rows for row in each})
    return [
        tuple(
            Recorded(coder_id, wave_id, basis, codebook_id, bool(complete), answers[answer_id])
            for coder_id, wave_id, basis, codebook_id, complete, answer_id in each
        )
        for each in rows
    ]


def _order(recorded: Recorded) -> tuple[int, int]:
    return recorded.coder_id, recorded.wave_id


def _rows(
    connection: Connection, variable_id: int, compared: Compared, *columns: ColumnElement[Any]
) -> Select[Any]:
    limits = [
        annotation.c.variable_id == variable_id,
        annotation.c.wave_id.in_(compared.wave_ids),
        title.c.screened.not_in(COUNTED_OUT),
    ]
    if compared.coder_ids is not None:
        limits.append(annotation.c.coder_id.in_(compared.coder_ids))
    else:
        silent = select(coder.c.coder_id).where(coder.c.kind.in_(("consensus", "program")))
        limits.append(annotation.c.coder_id.not_in(silent))
    if compared.basis is not None:
        limits.append(annotation.c.basis == compared.basis)
    drawn = waves_with_overlap_drawn(connection, compared.wave_ids)
    if drawn:
        limits.append(or_(annotation.c.wave_id.not_in(drawn), _is_assigned()))
    return (
        select(unit.c.title_id, annotation.c.unit_id, *columns)
        .join_from(annotation, unit, unit.c.unit_id == annotation.c.unit_id)
        .join(title, title.c.title_id == unit.c.title_id)
        .where(*limits)
    )


def waves_with_overlap_drawn(connection: Connection, wave_ids: Iterable[int]) -> list[int]:
    """Those of the waves in which units were assigned for reliability."""
    rows = select(assignment.c.wave_id).distinct()
    of_these = assignment.c.wave_id.in_(list(wave_ids)), assignment.c.purpose == "reliability"
    return list(connection.execute(rows.where(*of_these)).scalars())


def _is_assigned() -> ColumnElement[bool]:
    """Whether the unit, or one above it, was assigned for reliability in the annotation's wave."""
    return (
        select(assignment.c.unit_id)
        .where(
            assignment.c.wave_id == annotation.c.wave_id,
            assignment.c.purpose == "reliability",
            assignment.c.unit_id.in_([unit.c.unit_id, unit.c.parent_id, unit.c.title_id]),
        )
        .exists()
    )
