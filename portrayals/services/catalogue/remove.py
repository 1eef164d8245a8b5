"""Removes things with everything that belongs to them, if nothing else needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    delete,
    false,
    func,
    or_,
    select,
)

from portrayals.errors import InUse, InvalidValue
from portrayals.findings.stored_ballots import wait_for_turn
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.locks import OF_UNITS, refuse_locked
from portrayals.history.record import PARTS, keep
from portrayals.history.transaction import Change
from portrayals.results.written import Plan, Written
from portrayals.services.catalogue.resolve import RECORDS, Record, find_thing, identity_of
from portrayals.services.catalogue.units import UnitRow
from portrayals.services.catalogue.write_fields import family
from portrayals.tables import (
    adjudication,
    adjudication_with,
    annotation,
    assignment,
    claim,
    claim_code,
    coder,
    evidence,
    handout,
    proposal,
    source,
    unit,
    unit_ballot,
    viewing,
)
from portrayals.vocabulary import LEVELS

#: What would be left with a dangling reference if a coder or a source went: references by id.
_USERS: Final[dict[str, tuple[tuple[str, Column[Any]], ...]]] = {
    "coder": (
        ("annotation", annotation.c.coder_id),
        ("adjudication", adjudication.c.decided_by),
        ("adjudication together with others", adjudication_with.c.with_coder_id),
        ("assignment", assignment.c.coder_id),
        ("handout", handout.c.coder_id),
        ("viewing", viewing.c.coder_id),
    ),
    "source": (("piece of evidence", evidence.c.source_id), ("claim", claim.c.source_id)),
}
_PLURALS: Final = {
    "adjudication together with others": "adjudications together with others",
    "piece of evidence": "pieces of evidence",
    "check of a claim": "checks of claims",
}


@dataclass(frozen=True)
class _Doomed:
    """What is to be removed, as conditions: the things named and everything that belongs to them.

    The conditions are true or false, never null, so that their negation is what stays.
    """

    named: tuple[UnitRow | Record, ...]

    @property
    def units(self) -> Select[int]:
        ids = [each.unit_id for each in self.named if isinstance(each, UnitRow)]
        return select(unit.c.unit_id).where(family(ids))

    @property
    def records(self) -> list[Record]:
        return [each for each in self.named if isinstance(each, Record)]

    def of(self, table: Table) -> ColumnElement[bool]:
        """The condition that a row of `table` belongs to a unit that goes, or is a claim named."""
        if table is viewing:
            seen = and_(viewing.c.episode_id.is_not(None), viewing.c.episode_id.in_(self.units))
            return or_(viewing.c.title_id.in_(self.units), seen)
        if table is handout:
            return false()  # it says what was given out, whatever becomes of it
        if table is proposal:
            return _proposed(self.units)
        if table is claim:
            named = [each.record_id for each in self.records if each.kind == "claim"]
            about = and_(claim.c.unit_id.is_not(None), claim.c.unit_id.in_(self.units))
            return or_(about, claim.c.claim_id.in_(named))
        within: ColumnElement[bool] = table.c.unit_id.in_(self.units)
        return within


def _proposed(units: Select[int]) -> ColumnElement[bool]:
    """Whether a proposal became a unit that goes, lies beneath one, or beneath such a proposal."""
    above = proposal.alias("above")
    beneath = select(above.c.proposal_id).where(_concerns(above, units))
    of_those = func.coalesce(proposal.c.above_proposal_id, 0).in_(beneath)
    return or_(_concerns(proposal, units), of_those)


def _concerns(rows: FromClause, units: Select[int]) -> ColumnElement[bool]:
    columns = (rows.c.above_unit_id, rows.c.unit_id)
    return or_(*(func.coalesce(column, 0).in_(units) for column in columns))


def plan_removal(connection: Connection, keys: Sequence[str]) -> Plan:
    """What would be removed with the things named. Raises the same as `remove`."""
    doomed = _doomed(connection, keys)
    _refuse_used(connection, doomed)
    for root in OF_UNITS:
        refuse_locked(connection, root.name, root, doomed.of(root))
    lines = tuple(_line(connection, each) for each in doomed.named)
    names = ", ".join(map(_called, doomed.named))
    # Of a single thing, its line says it already.
    hanging = _hanging(connection, doomed) if len(lines) > 1 else ""
    return Plan(f"Remove {names}{f', with {hanging}' if hanging else ''}?", lines)


def remove(change: Change, keys: Sequence[str]) -> Written:
    """Removes what is named, with everything that belongs to it; the history keeps it.

    Raises InUse if something that stays needs it (a coder or source still used, evidence that
    points at an episode, a claim about a claim), and WaveLocked if a locked wave does.
    """
    connection = change.connection
    doomed = _doomed(connection, keys)
    _refuse_used(connection, doomed)
    hanging = _hanging(connection, doomed)
    wait_for_turn(connection, doomed.units)
    for root in (unit, annotation, adjudication, assignment, proposal, viewing, claim):
        keep(connection, change.number, root, doomed.of(root))
    judged = (unit_ballot, evidence, adjudication_with, adjudication, annotation)
    for table in (*judged, assignment, proposal):
        connection.execute(delete(table).where(doomed.of(table)))
    connection.execute(delete(viewing).where(doomed.of(viewing)))
    claims = select(claim.c.claim_id).where(doomed.of(claim))
    connection.execute(delete(claim_code).where(claim_code.c.claim_id.in_(claims)))
    connection.execute(delete(claim).where(doomed.of(claim)))
    delete_units(connection, doomed.units)
    for each in doomed.records:
        same = identity_of(each.kind) == each.record_id
        keep(connection, change.number, RECORDS[each.kind], same)
        connection.execute(delete(RECORDS[each.kind]).where(same))
    names = ", ".join(_called(each) for each in doomed.named)
    return Written(
        tuple(each.key for each in doomed.named),
        f"Removed {names}{f', with {hanging}' if hanging else ''}.",
    )


def delete_units(connection: Connection, units: Select[int] | Sequence[int]) -> None:
    """Deletes the rows of units that nothing refers to any more; `keep` them before."""
    for part, (of_unit,) in reversed(PARTS[unit]):
        connection.execute(delete(part).where(part.c[of_unit].in_(units)))
    connection.execute(delete(unit).where(unit.c.unit_id.in_(units)))


def _doomed(connection: Connection, keys: Sequence[str]) -> _Doomed:
    if not keys:
        raise InvalidValue("nothing was named", hint="portrayals remove KEY…")
    named = dict.fromkeys(find_thing(connection, key) for key in keys)
    return _Doomed(tuple(named))


def _called(thing: UnitRow | Record) -> str:
    return f"{thing.kind} {thing.key}" if isinstance(thing, Record) else thing.key


def _refuse_used(connection: Connection, doomed: _Doomed) -> None:
    problems = [
        *_used_records(connection, doomed),
        *_used_episodes(connection, doomed),
        *_used_claims(connection, doomed),
    ]
    if problems:
        raise InUse(
            "other records depend on what you want to remove",
            where="\n".join(problems),
            hint="remove those first, or name them too; to merge duplicates: portrayals merge KEY "
            "INTO",
        )


def _used_records(connection: Connection, doomed: _Doomed) -> list[str]:
    problems = []
    for each in doomed.records:
        counts = {}
        for what, column in _USERS.get(each.kind, ()):
            by_it = and_(column == each.record_id, ~doomed.of(column.table))
            counts[what] = _count(connection, column.table, by_it)
        if each.kind == "source":
            checked = and_(claim.c.checked_source == each.key, ~doomed.of(claim))
            counts["check of a claim"] = _count(connection, claim, checked)
        used = _counted(counts)
        if used:
            problems.append(f"{_called(each)} is used by {used}")
    return problems


def _used_episodes(connection: Connection, doomed: _Doomed) -> list[str]:
    """Evidence of annotations that stay, which points at an episode that would go."""
    at, of = unit.alias("at"), unit.alias("of")
    rows = connection.execute(
        select(at.c.key, of.c.key.label("coded"), func.count().label("pieces"))
        .select_from(evidence)
        .join(at, at.c.unit_id == evidence.c.episode_id)
        .join(of, of.c.unit_id == evidence.c.unit_id)
        .where(evidence.c.episode_id.in_(doomed.units), ~doomed.of(evidence))
        .group_by(at.c.key, of.c.key)
        .order_by(at.c.key, of.c.key)
    )
    return [
        f"{row.key} is referred to by {_counted({'piece of evidence': row.pieces})} of {row.coded}"
        for row in rows
    ]


def _used_claims(connection: Connection, doomed: _Doomed) -> list[str]:
    """Claims that stay and are about a claim that would go."""
    about = select(claim.c.claim_id).where(doomed.of(claim))
    rows = connection.execute(
        select(claim.c.claim_id, claim.c.about_claim_id, source.c.key)
        .join(source, source.c.source_id == claim.c.source_id)
        .where(claim.c.about_claim_id.in_(about), ~doomed.of(claim))
        .order_by(claim.c.claim_id)
    )
    return [
        f"claim:{row.claim_id} of {row.key} refers to claim:{row.about_claim_id}" for row in rows
    ]


def _line(connection: Connection, thing: UnitRow | Record) -> str:
    if isinstance(thing, Record):
        table = RECORDS[thing.kind]
        column = {"coder": coder.c.name, "source": source.c.citation}.get(
            thing.kind, claim.c.statement
        )
        said = connection.execute(
            select(column).select_from(table).where(identity_of(thing.kind) == thing.record_id)
        ).scalar_one()
        return f"{_called(thing)}{f'  {said}' if said else ''}"
    hanging = _hanging(connection, _Doomed((thing,)))
    year = "" if thing.year is None else f" ({thing.year})"
    return f"{thing.key}  {thing.name}{year}{f': {hanging}' if hanging else ''}"


def _hanging(connection: Connection, doomed: _Doomed) -> str:
    """How many of each belong to the things named, in words; empty if there are none."""
    named = [each.unit_id for each in doomed.named if isinstance(each, UnitRow)]
    counts: dict[str, int] = {}
    for level in LEVELS:
        beneath = and_(
            unit.c.unit_id.in_(doomed.units),
            unit.c.unit_id.not_in(named),
            unit.c.level_id == LEVEL_ID[level],
        )
        counts[level] = _count(connection, unit, beneath)
    for what, table in (
        ("annotation", annotation),
        ("piece of evidence", evidence),
        ("assignment", assignment),
        ("proposal", proposal),
        ("viewing", viewing),
    ):
        counts[what] = _count(connection, table, doomed.of(table))
    counts["claim"] = _count(connection, claim, claim.c.unit_id.in_(doomed.units))
    return _counted(counts)


def _count(connection: Connection, table: Table, where: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(where)).scalar_one()


def _counted(counts: dict[str, int]) -> str:
    """`2 portrayals, 1 claim`, without zeros."""
    return ", ".join(
        f"{number} {what if number == 1 else _PLURALS.get(what, f'{what}s')}"
        for what, number in counts.items()
        if number
    )
