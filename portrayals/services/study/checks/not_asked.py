"""Answers to variables that are not asked: they are not wrong, but not counted."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, not_, select

from portrayals.findings.outcome_at_unit import is_asked
from portrayals.findings.unit_ref import place
from portrayals.notation.plurals import counted
from portrayals.query.whose import reading_of
from portrayals.tables import unit_ballot


def answers_not_asked(connection: Connection) -> Iterator[str]:
    """For each variable, how many units have answers that count as not-applicable because another
    answer has changed since (R10)."""
    reading = reading_of(connection)
    for variable in reading.book.variables.values():
        at = place(variable.level)
        asked = None if variable.retired else is_asked(reading, variable, at)
        if asked is None:
            continue
        answered = (
            select(func.count())
            .select_from(unit_ballot)
            .join(at.unit, at.unit.c.unit_id == unit_ballot.c.unit_id)
            .where(unit_ballot.c.variable_id == variable.variable_id, not_(asked))
        )
        number = connection.execute(answered).scalar_one()
        if number:
            have = "has an answer" if number == 1 else "have answers"
            yield (
                f"{counted(number, variable.level)} {have} to {variable.key}, which is asked only "
                f"where {variable.asked_when_text}: counted as not-applicable"
            )
