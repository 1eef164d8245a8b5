"""Reads annotations, and makes the ballot of each unit of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, select

from portrayals.findings.ballots import Coding, ballot_of
from portrayals.findings.settle import Answer, Ballot
from portrayals.tables import adjudication, annotation, annotation_code, coder, wave
from portrayals.tables.coding import ANNOTATION_KEY

#: The codes of a set, and those that are in doubt.
_Codes = tuple[tuple[int, ...], tuple[int, ...]]

#: Rows are read so many at a time, for a study has millions.
STREAMED: Final = {"yield_per": 10_000}


@dataclass(frozen=True, slots=True)
class Voters:
    """Whose annotations are looked at: all coders' of the main waves, or one's, or one wave's."""

    coder_id: int | None = None
    wave_id: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables and units that are looked at; of either all where none is named.

    `units` are ids, or a select of them.
    """

    variable_ids: Sequence[int] | None = None
    units: Sequence[int] | Select[int] | None = None

    def of(self, table: Table) -> list[ColumnElement[bool]]:
        """The conditions that a row lies within."""
        limits: list[ColumnElement[bool]] = []
        if self.variable_ids is not None:
            limits.append(table.c.variable_id.in_(self.variable_ids))
        if self.units is not None:
            limits.append(table.c.unit_id.in_(self.units))
        return limits


EVERYTHING: Final = Scope()


@dataclass(slots=True)
class Cast:
    """The ballots of some units: each different one once, in the order in which they were met.

    The places are those of `ballots` that the units have, whose ids stand beside.
    """

    ballots: dict[Ballot, int] = field(default_factory=dict)
    variable_ids: array[int] = field(default_factory=lambda: array("q"))
    unit_ids: array[int] = field(default_factory=lambda: array("q"))
    places: array[int] = field(default_factory=lambda: array("q"))

    def add(self, variable_id: int, unit_id: int, ballot: Ballot) -> None:
        """Says which ballot a unit has."""
        self.variable_ids.append(variable_id)
        self.unit_ids.append(unit_id)
        self.places.append(self.ballots.setdefault(ballot, len(self.ballots)))

    def rows(self, ids: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """The rows of `unit_ballot`, given the ids of the ballots."""
        chosen = (ids[place] for place in self.places)
        return zip(self.variable_ids, self.unit_ids, chosen, strict=True)


def cast_ballots(
    connection: Connection, scope: Scope = EVERYTHING, voters: Voters = Voters()
) -> Cast:
    """The ballots of the units of a scope that somebody has coded."""
    cast = Cast()
    for variable_id, unit_id, found in ballots_by_unit(connection, scope, voters):
        cast.add(variable_id, unit_id, found)
    return cast


def ballots_by_unit(
    connection: Connection, scope: Scope = EVERYTHING, voters: Voters = Voters()
) -> Iterator[tuple[int, int, Ballot]]:
    """Variable, unit and ballot, ordered by both; read as they are taken."""
    known: dict[tuple[int, tuple[Coding, ...]], Ballot] = {}
    codings_of_units = groupby(_codings(connection, scope, voters), key=itemgetter(0, 1))
    for (variable_id, unit_id), rows in codings_of_units:
        # Units are alike in what they were coded, and most are not looked at twice.
        codings = variable_id, tuple(row[2] for row in rows)
        ballot = known.get(codings)
        if ballot is None:
            ballot = known[codings] = ballot_of(*codings)
        yield variable_id, unit_id, ballot


def _codings(
    connection: Connection, scope: Scope, voters: Voters
) -> Iterator[tuple[int, int, Coding]]:
    """Variable, unit, and what each coder who may vote (R11), or who decides (R17), said.

    By variable and unit, and of one coder in the order of the waves.
    """
    of_consensus = select(coder.c.coder_id).where(coder.c.kind == "consensus")
    judges = set(connection.execute(of_consensus).scalars())
    decided = _decided(connection, scope) if judges else set()
    main = select(wave.c.wave_id).where(wave.c.purpose == "main")
    waves = {voters.wave_id} if voters.wave_id else set(connection.execute(main).scalars())
    columns = (*ANNOTATION_KEY, "state", "basis", "code_id", "number", "codebook_id")
    rows = connection.execute(
        _within(annotation, scope, voters, columns), execution_options=STREAMED
    )
    with closing(rows), closing(_Sets(connection, scope, voters)) as sets:
        for variable_id, unit_id, coder_id, wave_id, state, *told in rows:
            key = (variable_id, unit_id, coder_id, wave_id)
            judge = coder_id in judges
            if wave_id not in waves or (judge and key not in decided):
                continue
            basis, code_id, number, codebook_id = told
            codes, doubtful = _NOTHING
            if code_id is not None:
                codes = (code_id,)
            elif number is not None:
                number += 0.0  # one zero, and not -0.0
            elif state == "coded":
                codes, doubtful = sets.of(key)
            answer = Answer(state, codes, doubtful, number)
            yield variable_id, unit_id, Coding(coder_id, judge, basis, answer, codebook_id)


_NOTHING: Final[_Codes] = ((), ())


def _within(table: Table, scope: Scope, voters: Voters, columns: Sequence[str]) -> Select[Any]:
    limits = scope.of(table)
    if voters.coder_id is not None:
        limits.append(table.c.coder_id == voters.coder_id)
    if voters.wave_id is not None:
        limits.append(table.c.wave_id == voters.wave_id)
    rows = select(*(table.c[name] for name in columns)).where(*limits)
    return rows.order_by(*(table.c[name] for name in ANNOTATION_KEY))


def _decided(connection: Connection, scope: Scope) -> set[tuple[int, ...]]:
    rows = select(*(adjudication.c[name] for name in ANNOTATION_KEY))
    return {tuple(row) for row in connection.execute(rows.where(*scope.of(adjudication)))}


class _Sets:
    """The codes of sets, read beside the annotations, in whose order they are asked for."""

    def __init__(self, connection: Connection, scope: Scope, voters: Voters) -> None:
        columns = (*ANNOTATION_KEY, "code_id", "doubtful")
        rows = _within(annotation_code, scope, voters, columns)
        ordered = rows.order_by(annotation_code.c.code_id)
        self._rows = connection.execute(ordered, execution_options=STREAMED)
        self._sets = groupby(self._rows, key=itemgetter(0, 1, 2, 3))
        self._next = next(self._sets, None)

    def close(self) -> None:
        """Ends the reading, also of sets that nobody asked for."""
        self._rows.close()

    def of(self, key: tuple[int, ...]) -> _Codes:
        """The codes of an annotation, and those that are in doubt."""
        while self._next is not None and self._next[0] < key:
            self._next = next(self._sets, None)
        if self._next is None or self._next[0] > key:
            return _NOTHING
        codes = [(code_id, doubtful) for *_, code_id, doubtful in self._next[1]]
        self._next = next(self._sets, None)
        return (
            tuple(code_id for code_id, doubtful in codes if not doubtful),
            tuple(code_id for code_id, doubtful in codes if doubtful),
        )
