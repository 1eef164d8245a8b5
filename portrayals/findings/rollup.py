"""Rolls ordinals and numbers up to a higher level by a named rule (R14)."""

from __future__ import annotations

from collections.abc import Collection
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
    not_,
    null,
    or_,
    select,
)

from portrayals.database.staging import staged
from portrayals.errors import InvalidValue
from portrayals.findings.outcome import Outcome, by_outcome, is_incomplete, is_no
from portrayals.findings.outcomes import Found, beneath, found_at, rolled_outcome
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_ref import is_below
from portrayals.tables import code
from portrayals.tables.literals import number, word
from portrayals.vocabulary import Level, Rollup

#: The columns that identify the units a variable is coded for, beneath the counted units.
_KEY: Final = ("judged_id", "unit_id", "grp")

#: What an ordinal can be rolled up by: its codes have an order and no sum.
ORDINAL_RULES: tuple[Rollup, ...] = ("max", "min", "median")


def found_at_level(
    connection: Connection,
    reading: Reading,
    variable: StoredVariable,
    level: Level,
    counted: FromClause,
    rule: Rollup | None,
    *,
    codes: Collection[int] | None = None,
) -> Found:
    """What was found of a variable for units of a level, rolled up by its rule where it has one.

    At least these codes, or all, are among its nodes.
    """
    if rule is None or not is_below(variable.level, level):
        return found_at(connection, reading, variable, level, counted, codes=codes)
    own = found_at(connection, reading, variable, level, counted, rolled=False)
    return rolled_by(connection, variable, level, counted, own, rule)


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
    chosen = _chosen(connection, variable, own.nodes)
    settled = Found(_settled(own.units, chosen), None)
    below = beneath(connection, variable, level, counted, settled)
    may_be = _range(connection, variable, own, chosen)
    return _ordinal(connection, variable, may_be, below, rule)


def _aggregate(
    rule: Rollup, rows: FromClause, value: ColumnElement[Any], *, ordinal: bool
) -> Select[*tuple[Any, ...]]:
    """One value for each counted unit, from those beneath it.

    The median of an even number of values is the mean of the middle two; for an ordinal, whose
    codes have no distances, it is the lower of the two.
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


def _chosen(connection: Connection, variable: StoredVariable, nodes: FromClause) -> Table:
    """The position of the code that each unit of an ordinal has, as the codes are now."""
    became_others = [node.code_id for node in variable.nodes if node.became]
    rows = (
        select(*(nodes.c[name] for name in _KEY), code.c.position)
        .join(code, code.c.code_id == nodes.c.code_id)
        .where(
            nodes.c.outcome == Outcome.YES.sql,
            code.c.kind == word("code"),
            code.c.code_id.not_in(became_others),
        )
    )
    return staged(connection, rows, *_KEY)


def _settled(units: FromClause, chosen: Table) -> FromClause:
    """The units of an ordinal, unsettled where the coders disagree on the code (R20)."""
    same = and_(*(chosen.c[name] == units.c[name] for name in _KEY))
    split = and_(units.c.unnamed == Outcome.NO.sql, chosen.c.position.is_(None))
    state = case((split, Outcome.UNSETTLED.sql), else_=units.c.unnamed)
    rows = select(units.c.unit_id, units.c.title_id, units.c.grp, state.label("unnamed"))
    return rows.select_from(units.outerjoin(chosen, same)).cte()


def _range(
    connection: Connection, variable: StoredVariable, own: Found, chosen: Table
) -> FromClause:
    """The lowest and the highest code that each unit may have, as positions in their order: the
    same code twice if it has one, the first and the last if it is open (R16)."""
    units, nodes = own.units, own.nodes
    first, last = _ends(variable)
    known: FromClause = chosen
    if variable.derived and nodes is not None:
        possible = (
            select(
                *(nodes.c[name] for name in _KEY),
                func.min(code.c.position).label("low"),
                func.max(code.c.position).label("high"),
            )
            .join(code, code.c.code_id == nodes.c.code_id)
            .where(not_(is_no(nodes.c.outcome)), code.c.kind == word("code"))
            .group_by(*(nodes.c[name] for name in _KEY))
        )
        known = staged(connection, possible, *_KEY)
        low, high = known.c.low, known.c.high
    else:
        low = high = chosen.c.position
    same = and_(*(known.c[name] == units.c[name] for name in _KEY))
    rows = (
        select(
            *(units.c[name] for name in _KEY),
            func.coalesce(low, first).label("low"),
            func.coalesce(high, last).label("high"),
        )
        .select_from(units.outerjoin(known, same))
        .where(units.c.unnamed != Outcome.NOT_APPLICABLE.sql)
    )
    return staged(connection, rows, *_KEY)


def _ends(variable: StoredVariable) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """The positions of the first code and of the last."""
    places = [node.position for node in variable.codes if not node.retired]
    return number(min(places, default=0)), number(max(places, default=0))


def _ordinal(
    connection: Connection,
    variable: StoredVariable,
    may_be: FromClause,
    below: FromClause,
    rule: Rollup,
) -> Found:
    """The rule applied to the lowest codes that the units beneath may have, and to the highest: the
    same code if all are settled, else the range that the higher unit may have (R14, R16)."""
    ends = [
        staged(connection, _aggregate(rule, may_be, may_be.c[end], ordinal=True), "unit_id", "grp")
        for end in ("low", "high")
    ]
    identity = (below.c.unit_id, below.c.title_id, below.c.grp)
    source = below
    for end in ends:
        same = and_(end.c.unit_id == below.c.unit_id, end.c.grp == below.c.grp)
        source = source.outerjoin(end, same)
    low, high = (end.c.value for end in ends)
    first, last = _ends(variable)
    # Nothing is known about a portrayal without relationships: any may be beneath it.
    open_to = below.c.lonely == 1
    at_least = low if rule == "max" else case((open_to, first), else_=low)
    at_most = high if rule == "min" else case((open_to, last), else_=high)
    unnamed = rolled_outcome(variable, below).label("unnamed")
    ends_told = (
        func.coalesce(at_least, first).label("low"),
        func.coalesce(at_most, last).label("high"),
    )
    told = select(*identity, unnamed, *ends_told)
    rolled = staged(connection, told.select_from(source), "unit_id", "grp")
    units = select(*(rolled.c[each.name] for each in identity), rolled.c.unnamed)
    position = code.c.position
    out_of_range = or_(position < rolled.c.low, position > rolled.c.high)
    of_incomplete = case(
        (out_of_range, Outcome.INCOMPLETE_NO.sql),
        (and_(rolled.c.low == position, rolled.c.high == position), Outcome.INCOMPLETE_YES.sql),
        else_=Outcome.INCOMPLETE.sql,
    )
    outcome = case((rolled.c.unnamed == Outcome.NO.sql, Outcome.YES.sql), else_=of_incomplete)
    in_use = and_(
        code.c.variable_id == variable.variable_id,
        code.c.kind == word("code"),
        code.c.retired == 0,
        or_(
            and_(rolled.c.unnamed == Outcome.NO.sql, position == rolled.c.low),
            is_incomplete(rolled.c.unnamed),
        ),
    )
    nodes = select(
        *(rolled.c[each.name] for each in identity),
        rolled.c.unnamed,
        code.c.code_id,
        outcome.label("outcome"),
    ).select_from(rolled.join(code, in_use))
    return Found(units.cte(), nodes.cte())
