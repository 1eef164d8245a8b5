"""Locked waves: no command changes what was coded in them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, FromClause, Row, func, select

from portrayals.errors import WaveLocked
from portrayals.notation.plurals import counted
from portrayals.tables import adjudication, annotation, assignment, handout, wave

#: The roots whose rows, with all their parts, belong to a wave and are about a unit.
OF_UNITS: Final = (annotation, adjudication, assignment)
#: All roots whose rows belong to a wave.
OF_WAVES: Final = (*OF_UNITS, handout)

STAYS: Final = (
    "its codings cannot change: code again in an open wave (--wave), or exclude a title from "
    "counting: portrayals screen TITLE out"
)


def locked(of: Row[Any], so: str, hint: str) -> WaveLocked:
    """The error for a write to a locked wave; `so` is what the write would do."""
    return WaveLocked(f"wave {of.key} has been locked since {of.locked_at}, {so}", hint=hint)


def refuse_locked(
    connection: Connection, what: str, rows: FromClause, *where: ColumnElement[bool]
) -> None:
    """Raises WaveLocked if any of the rows, each of which is a `what`, belong to one."""
    for of in connection.execute(select(wave).where(wave.c.locked_at.is_not(None))).all():
        of_wave = select(func.count()).select_from(rows).where(rows.c.wave_id == of.wave_id, *where)
        number = connection.execute(of_wave).scalar_one()
        if number:
            raise locked(of, f"and {counted(number, what)} in it would change", STAYS)
