"""Moves what is attached to a unit that goes to the one that stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    and_,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from portrayals.findings.ballots import is_complete, said_beside
from portrayals.history.record import keep
from portrayals.history.transaction import Change
from portrayals.services.catalogue.fields import shown
from portrayals.services.catalogue.units import UnitRow
from portrayals.tables import (
    adjudication,
    adjudication_with,
    annotation,
    answer,
    answer_code,
    assignment,
    claim,
    code,
    coder,
    evidence,
    proposal,
    unit_ballot,
    variable,
    viewing,
    wave,
)
from portrayals.tables.coding import ANNOTATION_KEY, same_annotation
from portrayals.vocabulary import STATES

#: What identifies an annotation of one unit.
_SLOT: Final = tuple(name for name in ANNOTATION_KEY if name != "unit_id")
#: The columns of evidence and viewings that carry no meaning.
_OWN: Final = {"evidence_id", "viewing_id", "uuid", "change_id"}


@dataclass(frozen=True)
class Judgement:
    """An annotation in comparable form: its value, and its basis."""

    slot: tuple[int, ...]
    said_by: str
    value: tuple[Any, ...]
    said: str
    basis: int
    complete: int | None
    is_set: bool
    note: str | None

    @property
    def is_complete(self) -> bool:
        """Whether a set denies the codes it does not mention (R6)."""
        return is_complete(self.complete, self.basis)


@dataclass(frozen=True)
class MergedUnits:
    """The codings of two units: how many answers only the one that goes has, the pairs of equal
    ones, and a line for each pair that differs."""

    only: int
    equal: tuple[tuple[Judgement, Judgement], ...]
    conflicts: tuple[str, ...]


def compare(connection: Connection, goes: UnitRow, stays: UnitRow) -> MergedUnits:
    """Compares the annotations of two units, coder by coder."""
    here = _judgements(connection, goes)
    there = _judgements(connection, stays) if here else {}
    both = [(here[slot], there[slot]) for slot in here if slot in there]
    return MergedUnits(
        len(here) - len(both),
        tuple((one, other) for one, other in both if one.value == other.value),
        tuple(
            f"{stays.key}  {one.said_by}: {other.said}; {goes.key}: {one.said}"
            for one, other in both
            if one.value != other.value
        ),
    )


def _judgements(connection: Connection, of: UnitRow) -> dict[tuple[int, ...], Judgement]:
    codes: dict[int, list[str]] = defaultdict(list)
    given = select(annotation.c.answer_id).where(annotation.c.unit_id == of.unit_id)
    for answer_id, key, doubtful in connection.execute(
        select(answer_code.c.answer_id, code.c.key, answer_code.c.doubtful)
        .join(code, code.c.code_id == answer_code.c.code_id)
        .where(answer_code.c.answer_id.in_(given))
        .order_by(answer_code.c.doubtful, code.c.position)
    ):
        codes[answer_id].append(f"maybe:{key}" if doubtful else key)
    rows = connection.execute(
        select(
            *(annotation.c[name] for name in _SLOT),
            annotation.c.answer_id,
            answer.c.state,
            answer.c.number,
            annotation.c.text,
            annotation.c.basis,
            annotation.c.complete,
            annotation.c.note,
            variable.c.key.label("variable"),
            variable.c.type,
            coder.c.key.label("coder"),
            wave.c.key.label("wave"),
        )
        .join(variable, variable.c.variable_id == annotation.c.variable_id)
        .join(coder, coder.c.coder_id == annotation.c.coder_id)
        .join(wave, wave.c.wave_id == annotation.c.wave_id)
        .join(answer, answer.c.answer_id == annotation.c.answer_id)
        .where(annotation.c.unit_id == of.unit_id)
        .order_by(variable.c.position, coder.c.key, wave.c.wave_id)
    )
    found = {}
    for row in rows:
        slot = tuple(row[:3])
        said = [str(each) for each in (row.number, row.text) if each is not None]
        found[slot] = Judgement(
            slot,
            f"{row.variable} by {row.coder} in {row.wave}",
            (row.answer_id, row.text),
            shown((*said, *codes[row.answer_id])) if row.state == 0 else STATES[row.state],
            row.basis,
            row.complete,
            row.type == "multi" and row.state <= STATES.index("none"),
            row.note,
        )
    return found


def join_annotations(change: Change, goes: UnitRow, stays: UnitRow, found: MergedUnits) -> None:
    """Moves the annotations of a unit to another one that has no different ones.

    Of two equal ones, that of the unit that stays is kept, with the better basis of the two (R18)
    and the evidence of both.
    """
    connection = change.connection
    for root in (annotation, adjudication):
        keep(connection, change.number, root, root.c.unit_id == goes.unit_id)
    keep(connection, change.number, annotation, _has_twin(annotation, stays, goes))
    for root in (annotation, adjudication):
        _copy(change, root, goes, stays, change_id=literal(change.number))
    _copy_participants(change, goes, stays)
    for one, other in found.equal:
        basis = min(one.basis, other.basis)
        complete = one.is_complete or other.is_complete
        connection.execute(
            update(annotation)
            .where(annotation.c.unit_id == stays.unit_id, *_of_slot(other))
            .values(
                basis=basis,
                complete=said_beside(complete, basis) if one.is_set else None,
                note=other.note or one.note,
                change_id=change.number,
            )
        )
    connection.execute(
        update(evidence).where(evidence.c.unit_id == goes.unit_id).values(unit_id=stays.unit_id)
    )
    for table in (adjudication_with, adjudication, annotation, unit_ballot):
        connection.execute(delete(table).where(table.c.unit_id == goes.unit_id))


def _of_slot(judgement: Judgement) -> Iterable[ColumnElement[bool]]:
    return (annotation.c[name] == value for name, value in zip(_SLOT, judgement.slot, strict=True))


def _has_twin(table: Table, of: UnitRow, other: UnitRow) -> ColumnElement[bool]:
    """Whether a row of one unit has a counterpart with the other, equal in the rest of its key."""
    twin = table.alias("twin")
    same = [
        twin.c[column.name] == column for column in table.primary_key if column.name != "unit_id"
    ]
    return and_(
        table.c.unit_id == of.unit_id, exists().where(twin.c.unit_id == other.unit_id, *same)
    )


def _copy(
    change: Change, table: Table, goes: UnitRow, stays: UnitRow, **values: ColumnElement[Any]
) -> None:
    """Copies the rows of a unit to another one, except those it already has."""
    new = {"unit_id": literal(stays.unit_id), **values}
    columns = [new.get(column.name, column) for column in table.c]
    lacking = and_(table.c.unit_id == goes.unit_id, ~_has_twin(table, goes, stays))
    change.connection.execute(
        insert(table).from_select(
            [column.name for column in table.c], select(*columns).where(lacking)
        )
    )


def _copy_participants(change: Change, goes: UnitRow, stays: UnitRow) -> None:
    """Copies who took part in the decisions that have moved; one that stays has its own."""
    took_part, moved = adjudication_with, adjudication.alias("moved")
    same = (moved.c[name] == took_part.c[name] for name in _SLOT)
    has_moved = exists().where(
        moved.c.unit_id == stays.unit_id, moved.c.change_id == change.number, *same
    )
    columns = [
        literal(stays.unit_id) if column.name == "unit_id" else column for column in took_part.c
    ]
    rows = select(*columns).where(took_part.c.unit_id == goes.unit_id, has_moved)
    change.connection.execute(
        insert(took_part).from_select([column.name for column in took_part.c], rows)
    )


def join_assignments(change: Change, goes: UnitRow, stays: UnitRow) -> None:
    """Moves the assignments of a unit to another; of two equal ones, the existing one stays."""
    of_goes = assignment.c.unit_id == goes.unit_id
    keep(change.connection, change.number, assignment, of_goes)
    _copy(change, assignment, goes, stays, change_id=literal(change.number))
    change.connection.execute(delete(assignment).where(of_goes))


def join_claims(change: Change, goes: UnitRow, stays: UnitRow) -> None:
    """Moves the claims about a unit to another."""
    of_goes = claim.c.unit_id == goes.unit_id
    keep(change.connection, change.number, claim, of_goes)
    change.connection.execute(
        update(claim).where(of_goes).values(unit_id=stays.unit_id, change_id=change.number)
    )


def join_proposals(change: Change, goes: UnitRow, stays: UnitRow) -> None:
    """Moves the proposals beneath a unit, and those it was made of, to another."""
    for column in (proposal.c.above_unit_id, proposal.c.unit_id):
        of_goes = column == goes.unit_id
        keep(change.connection, change.number, proposal, of_goes)
        change.connection.execute(
            update(proposal)
            .where(of_goes)
            .values({column: stays.unit_id, proposal.c.change_id: change.number})
        )


def join_viewings(change: Change, goes: UnitRow, stays: UnitRow) -> None:
    """Moves the viewings of a title or an episode to another."""
    if goes.level not in {"title", "episode"}:
        return
    column = viewing.c.title_id if goes.level == "title" else viewing.c.episode_id
    keep(change.connection, change.number, viewing, column == goes.unit_id)
    change.connection.execute(
        update(viewing)
        .where(column == goes.unit_id)
        .values({column: stays.unit_id, viewing.c.change_id: change.number})
    )


def join_places(change: Change, goes: UnitRow, stays: UnitRow) -> None:
    """Moves evidence that points at an episode to another."""
    if goes.level != "episode":
        return
    points = points_at([goes.unit_id])
    keep(change.connection, change.number, annotation, points)
    change.connection.execute(update(annotation).where(points).values(change_id=change.number))
    change.connection.execute(
        update(evidence)
        .where(evidence.c.episode_id == goes.unit_id)
        .values(episode_id=stays.unit_id)
    )


def points_at(unit_ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether an annotation has evidence in one of these episodes."""
    piece = evidence.alias("piece")
    pieces = select(*(piece.c[name] for name in ANNOTATION_KEY))
    return tuple_(*annotation.primary_key).in_(pieces.where(piece.c.episode_id.in_(unit_ids)))


def drop_doubles(change: Change) -> None:
    """Removes duplicates of evidence and viewings that arose in this change."""
    written = exists().where(
        annotation.c.change_id == change.number,
        same_annotation(annotation, evidence),
    )
    first = evidence.alias("first")
    change.connection.execute(
        delete(evidence).where(
            written, _alike(first, evidence, first.c.evidence_id < evidence.c.evidence_id)
        )
    )
    other = viewing.alias("other")
    before = or_(other.c.change_id != change.number, other.c.viewing_id < viewing.c.viewing_id)
    change.connection.execute(
        delete(viewing).where(viewing.c.change_id == change.number, _alike(other, viewing, before))
    )


def _alike(other: FromClause, table: Table, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether another row says the same."""
    said = [column for column in table.c if column.name not in _OWN]
    same = [other.c[column.name].is_not_distinct_from(column) for column in said]
    return exists().where(which, *same)
