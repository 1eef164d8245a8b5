"""Ordinals and numbers of a higher level, by a named rule (R14)."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    FromClause,
    Select,
    Table,
    and_,
    case,
    func,
    null,
    select,
)

from portrayals.database.staging import staged
from portrayals.errors import InvalidValue
from portrayals.findings.outcome import Outcome, by_outcome
from portrayals.findings.outcomes import Found, beneath, rolled_outcome
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.tables import code
from portrayals.tables.literals import word
from portrayals.vocabulary import Level, Rollup

#: What tells the units apart that a variable is coded for, beneath those counted.
_KEY: Final = ("judged_id", "unit_id", "grp")

#: What an ordinal can be rolled up by: its codes have an order and no sum.
ORDINAL_RULES: tuple[Rollup, ...] = ("max", "min", "median")


def rolled_by(
    connection: Connection,
    variable: StoredVariable,
    level: Level,
    counted: FromClause,
    own: Found,
    rule: Rollup,
) -> Found:
    """The value of each higher unit, computed by a rule from the settled values beneath it.

    Raises InvalidValue for a rule that an ordinal cannot have.
    """
    if variable.type == "number":
        return _number(
            connection, variable, beneath(connection, variable, level, counted, own), own, rule
        )
    if rule not in ORDINAL_RULES:
        raise InvalidValue(
            f"{variable.key} is ordinal, and has no {rule}",
            hint=f"one of {', '.join(ORDINAL_RULES)}",
        )
    if own.nodes is None:
        return own
    chosen = _chosen(connection, own.nodes)
    settled = Found(_settled(own.units, chosen), None)
    below = beneath(connection, variable, level, counted, settled)
    return _ordinal(connection, variable, chosen, below, rule)


def _aggregate(
    rule: Rollup, rows: FromClause, value: ColumnElement[Any], *, ordinal: bool
) -> Select[*tuple[Any, ...]]:
    """By unit counted, one value from those beneath it.

    The median of an even number of values is the mean of the middle two; of an ordinal, whose
    codes have no distances, it is the lower of them.
    """
    if rule == "median":
        within = [rows.c.unit_id, rows.c.grp]
        ranked = select(
            rows.c.unit_id,
            rows.c.grp,
            value.label("value"),
            func.row_number().over(partition_by=within, order_by=value).label("place"),
            func.count().over(partition_by=within).label("number"),
        ).cte()
        place, number = ranked.c.place, ranked.c.number
        middle = and_(2 * place >= number, 2 * place <= number + (1 if ordinal else 2))
        return (
            select(
                ranked.c.unit_id, ranked.c.grp, func.avg(ranked.c.value, type_=Float).label("value")
            )
            .where(middle)
            .group_by(ranked.c.unit_id, ranked.c.grp)
        )
    made: ColumnElement[Any] = {
        "max": func.max(value),
        "min": func.min(value),
        "mean": func.avg(value, type_=Float),
        "sum": func.sum(value),
        "count": func.count(value),
    }[rule]
    return select(rows.c.unit_id, rows.c.grp, made.label("value")).group_by(
        rows.c.unit_id, rows.c.grp
    )


def _number(
    connection: Connection, variable: StoredVariable, below: FromClause, own: Found, rule: Rollup
) -> Found:
    settled = (
        select(own.units.c.unit_id, own.units.c.grp, own.units.c.number)
        .where(own.units.c.unnamed == Outcome.YES.sql)
        .cte()
    )
    values = _aggregate(rule, settled, settled.c.number, ordinal=False)
    made = staged(connection, values, "unit_id", "grp")
    same = and_(made.c.unit_id == below.c.unit_id, made.c.grp == below.c.grp)
    state = rolled_outcome(variable, below)
    units = select(
        below.c.unit_id,
        below.c.title_id,
        below.c.grp,
        by_outcome(state, {Outcome.NO: Outcome.YES.sql}, state).label("unnamed"),
        by_outcome(state, {Outcome.NO: made.c.value}, null()).label("number"),
    ).select_from(below.outerjoin(made, same))
    return Found(units.cte(), None)


def _chosen(connection: Connection, nodes: FromClause) -> Table:
    """The place of the code that each unit of an ordinal has."""
    rows = (
        select(*(nodes.c[name] for name in _KEY), code.c.position)
        .join(code, code.c.code_id == nodes.c.code_id)
        .where(nodes.c.outcome == Outcome.YES.sql, code.c.kind == word("code"))
    )
    return staged(connection, rows, *_KEY)


def _settled(units: FromClause, chosen: Table) -> FromClause:
    """The units of an ordinal, unsettled where the coders disagree on the code (R20)."""
    same = and_(*(chosen.c[name] == units.c[name] for name in _KEY))
    split = and_(units.c.unnamed == Outcome.NO.sql, chosen.c.position.is_(None))
    state = case((split, Outcome.UNSETTLED.sql), else_=units.c.unnamed)
    rows = select(units.c.unit_id, units.c.title_id, units.c.grp, state.label("unnamed"))
    return rows.select_from(units.outerjoin(chosen, same)).cte()


def _ordinal(
    connection: Connection,
    variable: StoredVariable,
    chosen: FromClause,
    below: FromClause,
    rule: Rollup,
) -> Found:
    positions = _aggregate(rule, chosen, chosen.c.position, ordinal=True)
    made = staged(connection, positions, "unit_id", "grp")
    same = and_(made.c.unit_id == below.c.unit_id, made.c.grp == below.c.grp)
    unnamed = rolled_outcome(variable, below).label("unnamed")
    identity = (below.c.unit_id, below.c.title_id, below.c.grp)
    units = select(*identity, unnamed).cte()
    at_place = and_(
        code.c.variable_id == variable.variable_id,
        code.c.kind == word("code"),
        code.c.retired == 0,
        code.c.position == made.c.value,
    )
    of_rule = (
        select(*identity, unnamed, code.c.code_id, Outcome.YES.sql.label("outcome"))
        .select_from(below.join(made, same).join(code, at_place))
        .where(unnamed == Outcome.NO.sql)
    )
    return Found(units, of_rule.cte())
