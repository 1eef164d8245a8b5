"""Locks a wave, whose codings and assignments then change by no command, and unlocks it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from portrayals.errors import InvalidValue
from portrayals.history.record import keep
from portrayals.history.transaction import Change
from portrayals.notation.plurals import counted
from portrayals.results.written import Plan, Written
from portrayals.services.coding.annotations import wave_called
from portrayals.tables import annotation, study, wave


def lock_wave(change: Change, key: str) -> Written:
    """Locks a wave. Raises UnknownKey if there is none, InvalidValue if it is locked."""
    of = wave_called(change.connection, key)
    if of.locked_at is not None:
        raise InvalidValue(
            f"wave {key} has been locked since {of.locked_at}",
            hint=f"to open it again: portrayals coding unlock {key}",
        )
    _write(change, of, locked_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    said = f"Locked {key}: its {_annotations(change.connection, of)} can no longer change."
    return Written((key,), said)


def plan_unlock(connection: Connection, key: str) -> Plan:
    """What unlocking a wave would allow. Raises the same as `unlock_wave`."""
    of = _locked(connection, key)
    lines = (f"{_annotations(connection, of)} could change, and figures that rest on them.",)
    return Plan(f"Unlock {key}, locked since {of.locked_at}?", lines)


def unlock_wave(change: Change, key: str) -> Written:
    """Opens a locked wave, for coding with the codebook in force.

    Raises UnknownKey if there is none, InvalidValue if it is open.
    """
    of = _locked(change.connection, key)
    in_force = change.connection.execute(select(study.c.codebook_id)).scalar_one()
    _write(change, of, locked_at=None, codebook_id=in_force)
    return Written((key,), f"Unlocked {key}: it can be coded again.")


def _locked(connection: Connection, key: str) -> Row[Any]:
    of = wave_called(connection, key)
    if of.locked_at is None:
        raise InvalidValue(f"wave {key} is open", hint=f"to lock it: portrayals coding lock {key}")
    return of


def _write(change: Change, of: Row[Any], **values: str | int | None) -> None:
    same = wave.c.wave_id == of.wave_id
    keep(change.connection, change.number, wave, same)
    change.connection.execute(update(wave).where(same).values(change_id=change.number, **values))


def _annotations(connection: Connection, of: Row[Any]) -> str:
    rows = select(func.count()).select_from(annotation)
    return counted(
        connection.execute(rows.where(annotation.c.wave_id == of.wave_id)).scalar_one(),
        "annotation",
    )
