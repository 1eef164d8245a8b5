"""Lists the people whom coders proposed, and accepts or declines them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from portrayals.errors import AlreadyThere, InvalidRows, InvalidValue, UnknownKey
from portrayals.history.record import keep
from portrayals.history.transaction import Change
from portrayals.notation.keys import fold
from portrayals.notation.plurals import counted
from portrayals.results.proposals import Proposals, Proposed
from portrayals.results.written import Written
from portrayals.services.catalogue.people import (
    Namesakes,
    add_portrayal,
    add_relationship,
    namesakes_of,
)
from portrayals.services.catalogue.resolve import find_unit, need_unit
from portrayals.services.catalogue.titles import nearly_alike
from portrayals.services.catalogue.units import COLUMNS, UnitRow, unit_row
from portrayals.services.coding.annotations import open_wave
from portrayals.services.handouts.answers import WITHDRAWN, answers_about
from portrayals.services.handouts.write_answers import Whose, write_answers
from portrayals.tables import coder, handout, proposal, unit, wave
from portrayals.vocabulary import MOST

_ALL: Final = "portrayals coding proposals"
_NOBODY: Final = "Nobody is proposed."


def list_proposals(connection: Connection, *, everyone: bool = False) -> Proposals:
    """The people proposed whom nobody has decided about; `everyone`: the others too."""
    rows = connection.execute(_rows().order_by(proposal.c.proposal_id)).all()
    units = _units(connection, rows)
    names = {row.proposal_id: row.name for row in rows}
    pending = [row for row in rows if row.decision == "pending"]
    return Proposals(
        tuple(
            Proposed(
                id=row.proposal_id,
                coder=row.coder,
                wave=row.wave,
                level=row.level,
                above=units[row.above_unit_id].key
                if row.above_unit_id is not None
                else names[row.above_proposal_id],
                name=row.name,
                performer=row.performer,
                role=row.role,
                note=row.note,
                answers=len(json.loads(row.answers)),
                like=tuple(_like(connection, row, pending, units)) if row in pending else (),
                decision=row.decision,
                reason=row.reason,
                unit=None if row.unit_id is None else units[row.unit_id].key,
            )
            for row in rows
            if everyone or row.decision == "pending"
        )
    )


def accept_proposals(
    change: Change,
    numbers: Sequence[int],
    *,
    same_as: str | None = None,
    duplicate: bool = False,
) -> Written:
    """Makes units of people who were proposed, and takes their coders' answers about them.

    `same_as` names a unit that is the same person: it gets the answers. Raises AlreadyThere and
    LikelyDuplicate for somebody of the same or nearly the same name, unless the person is another
    one, a `duplicate`; WaveLocked; InvalidRows for answers that cannot be taken any more; and
    InvalidValue where the coder has given other answers about the same person.
    """
    keys: list[str] = []
    said: list[str] = []
    # Somebody with another person is made after that person.
    for row in sorted(_pending(change.connection, numbers), key=lambda row: row.level):
        open_wave(change.connection, row.wave)
        made = _unit_of(change, row, same_as, duplicate=duplicate)
        _decide(change, row, decision="accepted", unit_id=made.unit_id)
        answers = [each for each in answers_about(row.answers) if each.state != WITHDRAWN]
        whose = Whose(row.coder_id, row.wave_id, "unstated")
        taken = write_answers(change, whose, answers, {row.uuid: made})
        if taken.refused:
            raise InvalidRows(
                f"{counted(len(taken.refused), 'answer')} of {row.coder} about {row.name} cannot "
                "be taken, so nothing was accepted",
                [each.told for each in taken.refused],
                [{"variable": each.variable, "reason": each.reason} for each in taken.refused],
                hint="ask the coder to correct them and to send the file again, or decline: "
                f"{_ALL} decline {row.proposal_id}",
            )
        if taken.changed:
            raise InvalidValue(
                f"{row.coder} has coded {made.key} otherwise than {row.name}: "
                f"{counted(taken.changed, 'answer')} would be replaced",
                hint="ask the coder to withdraw the answers about one of the two and to send the "
                f"file again, or decline: {_ALL} decline {row.proposal_id}",
            )
        keys.append(made.key)
        said.append(f"{row.name}, proposed by {row.coder}: {counted(taken.new, 'answer')} taken.")
    return Written(tuple(keys), "\n".join(said) or _NOBODY)


def decline_proposals(change: Change, numbers: Sequence[int], reason: str | None) -> Written:
    """Declines people who were proposed; answers about them are kept, and enter nothing."""
    rows = _pending(change.connection, numbers)
    for row in rows:
        _decide(change, row, decision="declined", reason=reason)
    names = ", ".join(row.name for row in rows)
    return Written(
        tuple(str(row.proposal_id) for row in rows), f"Declined: {names}." if rows else _NOBODY
    )


def pending_numbers(connection: Connection) -> tuple[int, ...]:
    """The numbers of all people whom nobody has decided about."""
    rows = select(proposal.c.proposal_id).where(proposal.c.decision == "pending")
    return tuple(connection.execute(rows.order_by(proposal.c.proposal_id)).scalars())


def _rows() -> Any:
    whose = (handout.c.wave_id, handout.c.coder_id, coder.c.key.label("coder"))
    return (
        select(proposal, *whose, wave.c.key.label("wave"))
        .join(handout, handout.c.handout_id == proposal.c.handout_id)
        .join(coder, coder.c.coder_id == handout.c.coder_id)
        .join(wave, wave.c.wave_id == handout.c.wave_id)
    )


def _units(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, UnitRow]:
    ids = {each for row in rows for each in (row.above_unit_id, row.unit_id) if each is not None}
    found = connection.execute(select(*COLUMNS).where(unit.c.unit_id.in_(ids)))
    return {row.unit_id: unit_row(row) for row in found}


def _like(
    connection: Connection,
    row: Row[Any],
    pending: Sequence[Row[Any]],
    units: dict[int, UnitRow],
) -> list[str]:
    """Whom a proposal may mean too: people there, and others who are proposed."""
    if row.above_unit_id is None:
        return []
    same, near = namesakes_of(connection, units[row.above_unit_id], row.name)
    people = [each.key for each in (*same, *([near] if near else []))]
    others = [
        each
        for each in pending
        if each.above_unit_id == row.above_unit_id and each.proposal_id != row.proposal_id
    ]
    wanted, names = fold(row.name), [fold(each.name) for each in others]
    alike = {place for place, name in enumerate(names) if name == wanted}
    alike |= {*nearly_alike(wanted, names)}
    return people + [str(others[place].proposal_id) for place in sorted(alike)]


def _pending(connection: Connection, numbers: Sequence[int]) -> list[Row[Any]]:
    """The people of these numbers, about whom nobody has decided."""
    wanted = _rows().where(proposal.c.proposal_id.in_(n for n in numbers if n <= MOST))
    rows = {row.proposal_id: row for row in connection.execute(wanted)}
    for number in numbers:
        if number not in rows:
            raise UnknownKey(f"{number} is not the number of a proposal", hint=f"list them: {_ALL}")
        if rows[number].decision != "pending":
            raise InvalidValue(
                f"{rows[number].name} was {rows[number].decision} already",
                hint="to decide again, take that back: portrayals history, portrayals undo CHANGE",
            )
    return [rows[number] for number in dict.fromkeys(numbers)]


def _unit_of(change: Change, row: Row[Any], same_as: str | None, *, duplicate: bool) -> UnitRow:
    """The unit that a proposal becomes."""
    connection = change.connection
    if same_as is not None:
        why = f"{row.name} is proposed as a {row.level}"
        return need_unit(connection, same_as, row.level, why, change.notices)
    above = _above(connection, row)
    add = add_portrayal if row.level == "portrayal" else add_relationship
    try:
        made = add(
            change,
            above.key,
            row.name,
            performer=row.performer,
            roles=[row.role] if row.role else [],
            namesakes=Namesakes(duplicate, ask=True),
        )
    except AlreadyThere as error:
        key = error.candidates[0] if error.candidates else "KEY"
        error.hint = (
            f"the same person: {_ALL} accept {row.proposal_id} --same-as {key}     another one: "
            "--duplicate"
        )
        raise
    return find_unit(connection, made.key)


def _above(connection: Connection, row: Row[Any]) -> UnitRow:
    above_id = row.above_unit_id
    if above_id is None:
        over = connection.execute(
            select(proposal).where(proposal.c.proposal_id == row.above_proposal_id)
        ).one()
        if over.unit_id is None:
            declined = over.decision == "declined"
            raise InvalidValue(
                f"{row.name} is proposed with {over.name}, "
                + ("who was declined" if declined else "about whom nothing is decided yet"),
                hint=f"{_ALL} decline {row.proposal_id}"
                if declined
                else f"first: {_ALL} accept {over.proposal_id}",
            )
        above_id = over.unit_id
    found = connection.execute(select(*COLUMNS).where(unit.c.unit_id == above_id))
    return unit_row(found.one())


def _decide(change: Change, row: Row[Any], **values: object) -> None:
    this = proposal.c.proposal_id == row.proposal_id
    keep(change.connection, change.number, proposal, this)
    change.connection.execute(
        update(proposal).where(this).values(change_id=change.number, **values)
    )
