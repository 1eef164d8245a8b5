"""Undoes changes, each as a change of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sqlalchemy import Connection, Row, delete, exists, func, select

from portrayals.database.staging import staged
from portrayals.errors import CannotUndo, InvalidValue, UnknownKey
from portrayals.findings.stored_ballots import drop_ballots, keep_ballots, wait_for_turn
from portrayals.history.dependence import Needed
from portrayals.history.put_back import begin, restore
from portrayals.history.record import open_change, stands, undone_by
from portrayals.history.rows_touched import Undoing
from portrayals.history.transaction import Change, acting
from portrayals.notation.plurals import counted
from portrayals.results.written import Plan, Written
from portrayals.services.catalogue.kinds_of_coder import refuse_watched_compilations
from portrayals.services.codebooks.apply import imply
from portrayals.services.study.history import first_changes, rows_touched
from portrayals.tables import (
    annotation,
    change,
    codebook,
    coder,
    unit_ballot,
    variable,
    wave,
)

#: If rows of these tables came, went or changed, any vote may count differently.
_COUNTING = (variable, codebook, coder, wave)

ChangeRow = Row[int, str, str, str, int | None]

#: An undo of more rows needs confirmation: nobody enters this many in one command by hand.
MOST_UNASKED: Final = 1_000


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """The changes that an undo is about, as they were when it was requested."""

    numbers: tuple[int, ...]
    rows: int
    plan: Plan

    @property
    def large(self) -> bool:
        """Whether it needs confirmation first."""
        return self.rows > MOST_UNASKED


def plan_undo(
    connection: Connection,
    actor: str | None,
    number: int | None = None,
    *,
    last: int = 1,
    anyone: bool = False,
) -> UndoPlan:
    """What an undo would undo now. Raises CannotUndo if there is nothing to undo."""
    by = acting(connection, actor)
    numbers = _meant(connection, by, number, last, anyone=anyone)
    for each in numbers:
        _target(connection, each, by, anyone=anyone)
    first = first_changes(connection)
    firsts = [first.get(each, each) for each in numbers]
    touched = rows_touched(connection, firsts)
    rows = [touched.get(each, 0) for each in firsts]
    told = [_about(connection, each) for each in numbers]
    lines = tuple(
        f"{what}: {counted(one, 'row')}" for (what, _), one in zip(told, rows, strict=True)
    )
    what = f"change {lines[0]}" if len(lines) == 1 else f"{len(lines)} changes"
    verb = "Undo" if told[0][1] else "Redo"
    return UndoPlan(numbers, sum(rows), Plan(f"{verb} {what}?", lines))


def refuse_in_vain(connection: Connection, planned: UndoPlan) -> None:
    """Refuses early what `undo` would refuse, so that nobody is asked to confirm in vain."""
    _begin(connection, _standing_by(connection, planned.numbers[0]))


def undo(
    under_way: Change,
    number: int | None = None,
    *,
    last: int = 1,
    anyone: bool = False,
    planned: UndoPlan | None = None,
) -> Written:
    """Undoes the change with a number, else the latest changes of whoever acts.

    Each becomes a change of its own, which can be undone in turn. Raises UnknownKey if there is no
    such change, InvalidValue if it is somebody else's and `anyone` is not given, and CannotUndo if
    a later change depends on it, or if it would undo other changes than `planned`, because another
    one came in between; WaveLocked if a wave has been locked since.
    """
    numbers = _meant(under_way.connection, under_way.actor, number, last, anyone=anyone)
    if planned is not None and numbers != planned.numbers:
        raise _came_between(under_way.connection, planned.numbers, numbers)
    done = [_undo(under_way, each, anyone=anyone) for each in numbers]
    return Written(
        tuple(key for each in done for key in each.keys), "\n".join(each.said for each in done)
    )


def _meant(
    connection: Connection, actor: str, number: int | None, last: int, *, anyone: bool
) -> tuple[int, ...]:
    """The change with a number, else the latest changes in effect, without undos."""
    if number is not None:
        return (number,)
    if last < 1:
        raise InvalidValue(f"{last} is not a number of changes", hint="give 1 or more")
    undone = undone_by(connection)
    rows = select(change.c.change_id).where(change.c.undoes_change_id.is_(None))
    if not anyone:
        rows = rows.where(change.c.actor == actor)
    latest = connection.execute(rows.order_by(change.c.change_id.desc())).scalars()
    found = tuple(islice((each for each in latest if stands(each, undone)), last))
    if len(found) < last:
        there = f"there are no {last} changes" if found else "there is no change"
        raise CannotUndo(
            f"{there}{'' if anyone else f' of {actor}'} to undo",
            hint="list changes: portrayals history"
            + ("" if anyone else "; others' changes: portrayals undo --anyone"),
        )
    return found


def _came_between(connection: Connection, planned: Sequence[int], now: Sequence[int]) -> CannotUndo:
    """The error for undoing other changes than were meant when the undo was requested."""
    undone = undone_by(connection)
    gone = next((each for each in planned if not stands(each, undone)), None)
    came = _change(connection, max({*now} - {*planned}) if gone is None else undone[gone])
    known = len(planned) == 1 and gone is None
    return CannotUndo(
        f"change {came.change_id} ({came.actor}, {came.command}) came in between; nothing was "
        "undone",
        hint=f"to undo the one you chose: portrayals undo {planned[0]}"
        if known
        else "list changes: portrayals history",
    )


def _target(connection: Connection, number: int, actor: str, *, anyone: bool) -> ChangeRow:
    """What to undo to undo a change. Raises if the actor may not, or there is nothing to undo."""
    undone = undone_by(connection)
    asked = _change(connection, number)
    if number == connection.execute(select(func.min(change.c.change_id))).scalar_one():
        raise CannotUndo(
            f"change {number} created the database and cannot be undone",
            hint="to remove it, delete its file",
        )
    if not stands(number, undone):
        by = undone[number]
        raise InvalidValue(
            f"change {number} is already undone, by change {by}", hint=f"redo: portrayals undo {by}"
        )
    if asked.actor != actor and not anyone:
        raise InvalidValue(
            f"change {number} is by {asked.actor}, not by {actor}",
            hint=f"undo it anyway: portrayals undo {number} --anyone",
        )
    return _standing_by(connection, number)


def _standing_by(connection: Connection, number: int) -> ChangeRow:
    """The change by which one is in effect: itself or, if undone and redone, the last redo."""
    undone = undone_by(connection)
    while number in undone:
        number = undone[undone[number]]
    return _change(connection, number)


def _about(connection: Connection, number: int) -> tuple[str, bool]:
    """What a change, or the one that an undo is about, did; and whether it is in effect now."""
    first = _change(connection, first_changes(connection).get(number, number))
    in_effect = stands(first.change_id, undone_by(connection))
    return f"{first.change_id}: {first.actor}, {first.command}", in_effect


def _undo(under_way: Change, number: int, *, anyone: bool) -> Written:
    connection = under_way.connection
    target = _target(connection, number, under_way.actor, anyone=anyone)
    what, in_effect = _about(connection, number)
    by = _take_back(under_way, target)
    done, back = ("Undid", "Redo") if in_effect else ("Redid", "Undo")
    return Written((str(by),), f"{done} {what}. {back}: portrayals undo {by}")


def _change(connection: Connection, number: int) -> ChangeRow:
    found = connection.execute(select(change).where(change.c.change_id == number)).one_or_none()
    if found is None:
        raise UnknownKey(f"there is no change {number}", hint="list them: portrayals history")
    return found


def _begin(connection: Connection, target: ChangeRow) -> Undoing:
    """Looks up what a change left. Raises CannotUndo if a later one depends on it."""
    try:
        return begin(connection, target.change_id, target.undoes_change_id)
    except Needed as needed:
        later = _change(connection, needed.change_id)
        raise CannotUndo(
            f"change {target.change_id} cannot be undone: change {later.change_id} "
            f"({later.actor}, {later.command}) depends on it",
            hint=f"first undo that one: portrayals undo {later.change_id}",
        ) from None


def _take_back(under_way: Change, target: ChangeRow) -> int:
    connection = under_way.connection
    undoing = _begin(connection, target)
    by = open_change(connection, under_way.actor, under_way.command, target.change_id)
    everything = any(undoing.touches(root) for root in _COUNTING)
    touched = undoing.touched(annotation, "variable_id", "unit_id")
    slots = staged(connection, select(*touched.c), *touched.c.keys())
    if everything:
        drop_ballots(connection)
    else:
        wait_for_turn(connection, select(slots.c.unit_id))
        touched_here = exists().where(
            slots.c.variable_id == unit_ballot.c.variable_id,
            slots.c.unit_id == unit_ballot.c.unit_id,
        )
        connection.execute(delete(unit_ballot).where(touched_here))
    restore(undoing, by)
    if undoing.touches(coder):
        refuse_watched_compilations(connection)
    if undoing.touches(variable):
        imply(connection)
    if everything:
        keep_ballots(connection)
    else:
        ids = connection.execute(select(slots.c.variable_id).distinct()).scalars().all()
        keep_ballots(connection, variable_ids=ids, units=select(slots.c.unit_id))
    return by
