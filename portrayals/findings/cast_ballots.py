"""Reads annotations, and makes the ballot of each unit from them."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, select

from portrayals.findings.ballots import Coding, ballot_of, is_complete
from portrayals.findings.settle import Answer, Ballot
from portrayals.findings.stored_answers import answers_of
from portrayals.tables import adjudication, annotation, coder, variable, wave
from portrayals.tables.coding import ANNOTATION_KEY
from portrayals.vocabulary import BASES, CoderKind, Silence

#: How many rows are read at a time, because a study has millions.
STREAMED: Final = {"yield_per": 10_000}

#: How many different codings are remembered, so that memory is bounded if all differ.
_REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Voters:
    """Whose annotations are read: all coders' in the main waves, one coder's, or one wave's.

    A program votes only if it is that one coder (R38). `silence` is what a partial set says about
    codes it does not mention (R6).
    """

    coder_id: int | None = None
    wave_id: int | None = None
    silence: Silence = "open"


@dataclass(frozen=True, slots=True)
class Scope:
    """The variables and units to look at; None means all of them.

    `units` are ids, or a select of ids.
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
    """The ballots of some units: each different one once, in the order they were met.

    `places` are the positions in `ballots` of the ballots that the units have.
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

    def rows(self, ids: Mapping[Ballot, int]) -> Iterator[tuple[int, int, int]]:
        """The rows of `unit_ballot`, given the ids of the ballots."""
        of_place = [ids[ballot] for ballot in self.ballots]
        chosen = (of_place[place] for place in self.places)
        return zip(self.variable_ids, self.unit_ids, chosen, strict=True)


def cast_ballots(
    connection: Connection,
    scope: Scope = EVERYTHING,
    voters: Voters = Voters(),
    *,
    at_once: int | None = None,
) -> Iterator[Cast]:
    """The ballots of the coded units of a scope, `at_once` units at a time, or all together."""
    found = ballots_by_unit(connection, scope, voters)
    for first in found:
        cast = Cast()
        for variable_id, unit_id, ballot in chain((first,), islice(found, at_once)):
            cast.add(variable_id, unit_id, ballot)
        yield cast


def ballots_by_unit(
    connection: Connection, scope: Scope = EVERYTHING, voters: Voters = Voters()
) -> Iterator[tuple[int, int, Ballot]]:
    """Variable, unit and ballot, ordered by variable and unit; read lazily."""
    answers: dict[int, Answer] = {}
    known: dict[tuple[int, tuple[_Row, ...]], Ballot] = {}
    for variable_id, unit_id, told in _codings(connection, scope, voters, answers):
        # Many units have the same codings, whoever gave them, so most are looked up.
        codings = variable_id, tuple(sorted(told))
        ballot = known.get(codings)
        if ballot is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            ballot = known[codings] = ballot_of(variable_id, _read(told, answers))
        yield variable_id, unit_id, ballot


#: Whether it decides, basis, answer, version of the codebook, whether a set may be partial.
_Row = tuple[bool, int, int, int, bool]


def _read(rows: Iterable[_Row], answers: Mapping[int, Answer]) -> Iterator[Coding]:
    for decides, basis, answer_id, codebook_id, may_be_partial in rows:
        said = answers[answer_id]
        partial = may_be_partial and said.state in {"coded", "none"}
        yield Coding(decides, BASES[basis], said, codebook_id, partial)


def _codings(
    connection: Connection, scope: Scope, voters: Voters, answers: dict[int, Answer]
) -> Iterator[tuple[int, int, Collection[_Row]]]:
    """Variable and unit, with the last that each coder said who may vote (R11) or decides (R17).

    Ordered by variable and unit. The answers met are put in `answers`.
    """
    judges, programs = (_of_kind(connection, kind) for kind in ("consensus", "program"))
    decided = _decided(connection, scope) if judges else set()
    of_sets = select(variable.c.variable_id).where(variable.c.type == "multi")
    # If silence means no, all sets are complete.
    sets = set(connection.execute(of_sets).scalars()) if voters.silence == "open" else set()
    main = select(wave.c.wave_id).where(wave.c.purpose == "main")
    waves = {voters.wave_id} if voters.wave_id else set(connection.execute(main).scalars())
    given = _annotations(scope, voters, programs - {voters.coder_id})
    found = connection.execute(given, execution_options=STREAMED)
    slot, last = None, dict[int, _Row]()
    with closing(found):
        for rows in found.partitions():
            met = {row[-1] for row in rows}
            answers.update(answers_of(connection, met - answers.keys()))
            for variable_id, unit_id, coder_id, wave_id, basis, complete, codebook, answer in rows:
                judge = coder_id in judges
                if judge and (variable_id, unit_id, coder_id, wave_id) not in decided:
                    continue
                if wave_id not in waves or answer not in answers:  # the latter: a damaged file
                    continue
                if slot != (variable_id, unit_id):
                    if slot is not None:
                        yield *slot, last.values()
                    slot, last = (variable_id, unit_id), {}
                partial = variable_id in sets and not is_complete(complete, basis)
                last[coder_id] = judge, basis, answer, codebook, partial
    if slot is not None:
        yield *slot, last.values()


def _of_kind(connection: Connection, kind: CoderKind) -> set[int]:
    return set(connection.execute(select(coder.c.coder_id).where(coder.c.kind == kind)).scalars())


def _annotations(scope: Scope, voters: Voters, silent: Iterable[int]) -> Select[Any]:
    limits = scope.of(annotation)
    if silent := sorted(silent):
        limits.append(annotation.c.coder_id.not_in(silent))
    if voters.coder_id is not None:
        limits.append(annotation.c.coder_id == voters.coder_id)
    if voters.wave_id is not None:
        limits.append(annotation.c.wave_id == voters.wave_id)
    columns = (*ANNOTATION_KEY, "basis", "complete", "codebook_id", "answer_id")
    rows = select(*(annotation.c[name] for name in columns)).where(*limits)
    return rows.order_by(*(annotation.c[name] for name in ANNOTATION_KEY))


def _decided(connection: Connection, scope: Scope) -> set[tuple[int, ...]]:
    rows = select(*(adjudication.c[name] for name in ANNOTATION_KEY))
    return {tuple(row) for row in connection.execute(rows.where(*scope.of(adjudication)))}
