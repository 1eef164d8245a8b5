"""PostgreSQL: who writes about which units takes turns. SQLite has one writer at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, Select, func, select

from portrayals.tables import unit

#: The number of the advisory lock for building ballots.
_TURN: Final = 0x62616C6C


def wait_for_turn(connection: Connection, units: Sequence[int] | Select[int] | None) -> None:
    """Makes others who write about the same units wait until this transaction ends.

    Only then does each read what the others have written. Whoever rebuilds all ballots, or those of
    several changes (None), has them alone. Code that changes or deletes rows that another may wait
    for calls this first; code that only adds annotations leaves it to `keep_ballots`.
    """
    if connection.dialect.name != "postgresql":
        return
    if units is None:
        connection.execute(select(func.pg_advisory_xact_lock(_TURN)))
        return
    wait_for_those_alone(connection)
    rows = select(unit.c.unit_id).where(unit.c.unit_id.in_(units))
    # In order, so that two writers do not deadlock.
    connection.execute(rows.order_by(unit.c.unit_id).with_for_update(key_share=True)).all()


def wait_for_those_alone(connection: Connection) -> None:
    """Waits for whoever has all ballots alone, and makes the next of those wait.

    Whoever adds answers calls this first: between two changes of one transaction another could add
    answers that the second change waits for, and wait for those of the first.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock_shared(_TURN)))
