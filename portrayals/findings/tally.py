"""Keeps `tally` and `tally_code`: the one function that writes them, and the one that checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    Table,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
)

from portrayals.database.staging import staged
from portrayals.findings.votes import Voters, counted_votes
from portrayals.tables import annotation, tally, tally_code

#: By so much, as a share of them, sums of the same numbers may differ in another order.
_LAST_DIGITS: Final = 1e-12


def refresh(
    connection: Connection,
    *,
    variable_ids: Sequence[int] | None = None,
    units: Any = None,
) -> None:
    """Counts the votes anew, of some variables and units or of all.

    `units` is a list of unit ids or a select of them. Whoever writes annotations, waves or codes
    calls this in the same transaction.
    """
    kept: tuple[Table, Table] = (tally, tally_code)
    for table in reversed(kept):
        connection.execute(delete(table).where(*_within(table, variable_ids, units)))
    within = _within(annotation, variable_ids, units)
    scope = and_(*within) if within else None
    for table, rows in zip(kept, counted_votes(connection, scope), strict=True):
        columns = [column.name for column in table.c]
        connection.execute(insert(table).from_select(columns, rows))


def _within(
    table: Table, variable_ids: Sequence[int] | None, units: Any
) -> list[ColumnElement[bool]]:
    limits: list[ColumnElement[bool]] = []
    if variable_ids is not None:
        limits.append(table.c.variable_id.in_(variable_ids))
    if units is not None:
        limits.append(table.c.unit_id.in_(units))
    return limits


def differences(connection: Connection) -> int:
    """How many rows of the tallies are not what the annotations say."""
    wrong = 0
    for table, rows in zip((tally, tally_code), counted_votes(connection), strict=True):
        counted, stored = rows.subquery(), select(*table.c).subquery()
        # A mean depends in its last digits on the order of adding; its ends do not.
        compared = [column.name for column in table.c if column.name != "number_mean"]
        for one, other in ((counted, stored), (stored, counted)):
            ours, theirs = ([side.c[name] for name in compared] for side in (one, other))
            missing = select(*ours).except_(select(*theirs)).subquery()
            wrong += connection.execute(select(func.count()).select_from(missing)).scalar_one()
        if table is tally:
            apart = _means_apart(counted, stored)
            wrong += connection.execute(select(func.count()).select_from(apart)).scalar_one()
    return wrong


def _means_apart(counted: Subquery, stored: Subquery) -> Subquery:
    """The rows of `tally` that differ in their mean by more than its last digits."""
    one, other = counted.c.number_mean, stored.c.number_mean
    apart = or_(
        func.abs(one - other) > _LAST_DIGITS * (func.abs(one) + func.abs(other)),
        one.is_(None) != other.is_(None),
    )
    same = and_(*(counted.c[key.name] == stored.c[key.name] for key in tally.primary_key))
    return select(counted.c.unit_id).select_from(counted.join(stored, same)).where(apart).subquery()


def tally_of(
    connection: Connection, voters: Voters, scope: ColumnElement[bool] | None = None
) -> tuple[Table, Table]:
    """The tallies of one coder or one wave, in temporary tables of this connection.

    `scope` is a condition on `annotation`, where not all of them are wanted.
    """
    of_units, of_codes = counted_votes(connection, scope, voters)
    return (
        staged(connection, of_units, *tally.primary_key.columns.keys()),
        staged(connection, of_codes, *tally_code.primary_key.columns.keys()),
    )
