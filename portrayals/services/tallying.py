"""Keeps `tally` and `tally_code`: the one function that writes them, and the one that checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    func,
    insert,
    select,
)

from portrayals.query.staging import staged
from portrayals.query.votes import Voters, tally_code_rows, tally_rows
from portrayals.tables import annotation, tally, tally_code


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
    for table in (tally_code, tally):
        connection.execute(delete(table).where(*_within(table, variable_ids, units)))
    within = _within(annotation, variable_ids, units)
    scope = and_(*within) if within else None
    for table, rows in ((tally, tally_rows(scope)), (tally_code, tally_code_rows(scope))):
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
    for table, rows in ((tally, tally_rows()), (tally_code, tally_code_rows())):
        counted, stored = rows.subquery(), select(*table.c).subquery()
        # A mean depends in its last digits on the order of adding; its ends do not.
        compared = [column.name for column in table.c if column.name != "number_mean"]
        for one, other in ((counted, stored), (stored, counted)):
            ours, theirs = ([side.c[name] for name in compared] for side in (one, other))
            missing = select(*ours).except_(select(*theirs)).subquery()
            wrong += connection.execute(select(func.count()).select_from(missing)).scalar_one()
    return wrong


def tally_of(connection: Connection, voters: Voters) -> tuple[Table, Table]:
    """The tallies of one coder or one wave, in temporary tables of this connection."""
    of_units = staged(connection, tally_rows(None, voters), *tally.primary_key.columns.keys())
    of_codes = staged(
        connection, tally_code_rows(None, voters), *tally_code.primary_key.columns.keys()
    )
    return of_units, of_codes
