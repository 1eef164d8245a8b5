"""Answers about what was decided before they were given: the decision stands (R17)."""

from __future__ import annotations

from shlex import join

from sqlalchemy import ColumnElement, Connection, and_, exists, select

from portrayals.notation.quoting import listed
from portrayals.tables import adjudication, annotation, unit, variable, wave


def told_decided_before(connection: Connection, *answers: ColumnElement[bool]) -> str | None:
    """What was decided before the annotations of main waves that these conditions select, and how
    to take that back; None if nothing was.
    """
    decision, of_decision, later = adjudication, wave.alias(), adjudication.alias()
    decided_since = exists().where(
        later.c.variable_id == decision.c.variable_id,
        later.c.unit_id == decision.c.unit_id,
        later.c.wave_id > decision.c.wave_id,
    )
    same = and_(
        annotation.c.variable_id == decision.c.variable_id,
        annotation.c.unit_id == decision.c.unit_id,
        annotation.c.coder_id != decision.c.coder_id,
        annotation.c.change_id > decision.c.change_id,
    )
    rows = (
        select(unit.c.key, variable.c.key.label("variable"), of_decision.c.key.label("wave"))
        .select_from(decision)
        .join(annotation, same)
        .join(wave, and_(wave.c.wave_id == annotation.c.wave_id, wave.c.purpose == "main"))
        .join(of_decision, of_decision.c.wave_id == decision.c.wave_id)
        .join(unit, unit.c.unit_id == decision.c.unit_id)
        .join(variable, variable.c.variable_id == decision.c.variable_id)
        .where(~decided_since, *answers)
    )
    found = connection.execute(rows.distinct().order_by(unit.c.key, variable.c.key)).all()
    if not found:
        return None
    first = found[0]
    command = ("portrayals", "coding", "adjudicate", first.key, f"{first.variable}=not-coded")
    return (
        "Decided before, and the decision stands: "
        f"{listed([f'{each.key} {each.variable}' for each in found])}. To take "
        f"{'it' if len(found) == 1 else 'the first'} back: {join((*command, '--wave', first.wave))}"
    )
