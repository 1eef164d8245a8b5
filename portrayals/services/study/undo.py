"""Takes changes back, each as a change of its own."""

from __future__ import annotations

from sqlalchemy import Connection, Row, delete, exists, func, select

from portrayals.database.staging import staged
from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.findings.tally import refresh
from portrayals.history.dependence import Needed
from portrayals.history.put_back import begin, restore
from portrayals.history.record import open_change
from portrayals.history.transaction import Change
from portrayals.results.written import Written
from portrayals.services.codebooks.apply import imply
from portrayals.tables import (
    annotation,
    change,
    codebook,
    coder,
    tally,
    tally_code,
    variable,
    wave,
)

#: Where these came, went or changed, any vote may count otherwise.
_COUNTING = (variable, codebook, coder, wave)


def undo(
    under_way: Change, number: int | None = None, *, last: int = 1, anyone: bool = False
) -> Written:
    """Takes back the change of a number, else so many of the latest of whoever acts.

    Each becomes a change of its own, which can be taken back in turn. Raises UnknownKey where
    there is no such change, InvalidValue where it is somebody else's and `anyone` is not said, and
    PortrayalsError where a later change depends on it.
    """
    if number is not None:
        return _undo(under_way, number, anyone=anyone)
    if last < 1:
        raise InvalidValue(f"{last} is no number of changes", hint="give 1 or more")
    done = [_undo(under_way, _latest(under_way, anyone), anyone=anyone) for _ in range(last)]
    return Written(
        tuple(key for each in done for key in each.keys), "\n".join(each.said for each in done)
    )


def _latest(under_way: Change, anyone: bool) -> int:
    """The latest change that stands, undone ones and undos left out, of one actor or of anyone."""
    connection = under_way.connection
    undone_by = _undone_by(connection)
    rows = select(change.c.change_id, change.c.actor).where(change.c.undoes_change_id.is_(None))
    for row in connection.execute(rows.order_by(change.c.change_id.desc())):
        if (anyone or row.actor == under_way.actor) and _stands(row.change_id, undone_by):
            return int(row.change_id)
    whose = "" if anyone else f" of {under_way.actor}"
    raise PortrayalsError(
        f"there is no change{whose} to undo",
        hint="see what there is: portrayals history"
        + ("" if anyone else "; others' changes: portrayals undo --anyone"),
    )


def _undone_by(connection: Connection) -> dict[int, int]:
    """By change the one that took it back."""
    rows = select(change.c.undoes_change_id, change.c.change_id)
    return dict(connection.execute(rows.where(change.c.undoes_change_id.is_not(None))).all())


def _stands(number: int, undone_by: dict[int, int]) -> bool:
    return number not in undone_by or not _stands(undone_by[number], undone_by)


def _undo(under_way: Change, number: int, *, anyone: bool) -> Written:
    connection = under_way.connection
    undone_by = _undone_by(connection)
    asked = _change(connection, number)
    if number == connection.execute(select(func.min(change.c.change_id))).scalar_one():
        raise PortrayalsError(
            f"change {number} made the database, which is not undone",
            hint="to be rid of it, remove its file",
        )
    if not _stands(number, undone_by):
        by = undone_by[number]
        raise InvalidValue(
            f"change {number} is undone already, by change {by}", hint=f"redo: portrayals undo {by}"
        )
    if asked.actor != under_way.actor and not anyone:
        raise InvalidValue(
            f"change {number} is by {asked.actor}, not by {under_way.actor}",
            hint=f"undo it all the same: portrayals undo {number} --anyone",
        )
    while number in undone_by:  # it was undone and redone: it stands by the last of these
        number = undone_by[undone_by[number]]
    target = _change(connection, number)
    by = _take_back(under_way, target)
    first = asked
    while first.undoes_change_id is not None:
        first = _change(connection, first.undoes_change_id)
    what = f"{first.change_id}: {first.actor}, {first.command}"
    gone = first.change_id not in undone_by or _stands(first.change_id, undone_by)
    return Written(
        (str(by),),
        f"Undid {what}. Redo: portrayals undo {by}"
        if gone
        else f"Redid {what}. Undo: portrayals undo {by}",
    )


def _change(connection: Connection, number: int) -> Row[int, str, str, str, int | None]:
    found = connection.execute(select(change).where(change.c.change_id == number)).one_or_none()
    if found is None:
        raise UnknownKey(f"there is no change {number}", hint="see them: portrayals history")
    return found


def _take_back(under_way: Change, target: Row[int, str, str, str, int | None]) -> int:
    connection = under_way.connection
    try:
        undoing = begin(connection, target.change_id, target.undoes_change_id)
    except Needed as needed:
        later = _change(connection, needed.change_id)
        raise PortrayalsError(
            f"change {target.change_id} cannot be undone: change {later.change_id} "
            f"({later.actor}, {later.command}) depends on it",
            hint=f"undo that one first: portrayals undo {later.change_id}",
        ) from None
    by = open_change(connection, under_way.actor, under_way.command, target.change_id)
    everything = any(undoing.touches(root) for root in _COUNTING)
    touched = undoing.touched(annotation, "variable_id", "unit_id")
    slots = staged(connection, select(*touched.c), *touched.c.keys())
    for table in (tally_code, tally):  # what goes must not be counted any more
        counted_here = exists().where(
            slots.c.variable_id == table.c.variable_id, slots.c.unit_id == table.c.unit_id
        )
        connection.execute(delete(table) if everything else delete(table).where(counted_here))
    restore(undoing, by)
    if undoing.touches(variable):
        imply(connection)
    if everything:
        refresh(connection)
    else:
        ids = connection.execute(select(slots.c.variable_id).distinct()).scalars().all()
        refresh(connection, variable_ids=ids, units=select(slots.c.unit_id))
    return by
