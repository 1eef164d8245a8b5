"""Asks about several codes at once: whether a unit has one of them, or any code at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    case,
    func,
    null,
    or_,
    select,
    union_all,
)

from portrayals.findings.outcome import Outcome, OutcomeColumn, by_outcome, reversed_outcome
from portrayals.findings.outcomes import Found, found_at, rolled_up
from portrayals.findings.reading import Reading
from portrayals.findings.rollup import rolled_by
from portrayals.findings.settle import NONE_ID
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_ref import is_below
from portrayals.tables.literals import number
from portrayals.vocabulary import Level, Rollup

#: The id that every statement may use for the node "one of these codes", which is no code.
ONE_OF: Final = -2

#: In ascending weight. One yes decides; an open code leaves open what the noes do not decide; a
#: code that does not apply is false beside a no (R24).
_WEIGHTS: Final = (
    Outcome.NOT_APPLICABLE,
    Outcome.NO,
    Outcome.UNDETERMINED_NO,
    Outcome.INCOMPLETE_NO,
    Outcome.UNAVAILABLE,
    Outcome.NOT_CODED,
    Outcome.UNDETERMINED,
    Outcome.CANNOT_TELL,
    Outcome.UNSETTLED,
    Outcome.INCOMPLETE,
    Outcome.INCOMPLETE_YES,
    Outcome.YES,
)


def found_of(
    connection: Connection,
    reading: Reading,
    variable: StoredVariable,
    codes: Sequence[int],
    level: Level,
    counted: FromClause,
    rule: Rollup | None = None,
) -> tuple[Found, int]:
    """The outcomes at "one of these codes" for units of any level, and the node of those outcomes.

    Without codes, the question is whether a set has any. Codes are joined where they are settled,
    and what lies beneath a unit is rolled up afterwards (R23), or by a rule before; so whether a
    unit is in n depends only on these codes.
    """
    beneath = is_below(variable.level, level)
    if len(codes) == 1 and (rule is None or not beneath):
        return found_at(connection, reading, variable, level, counted, codes=codes), codes[0]
    asked = None if rule else codes or (NONE_ID,)  # a rule needs everything there is
    own = found_at(connection, reading, variable, level, counted, rolled=False, codes=asked)
    if beneath and rule is not None:
        own = rolled_by(connection, variable, level, counted, own, rule)
    joined = one_of(own, codes) if codes else any_code(own)
    if beneath and rule is None:
        joined = rolled_up(connection, variable, level, counted, joined)
    return joined, ONE_OF


def one_of(found: Found, codes: Sequence[int]) -> Found:
    """The outcomes with one node, `ONE_OF`: a yes if one of the codes is, a no if all are (R24)."""
    nodes = found.nodes
    if nodes is None:
        return found
    keys = _keys(nodes)
    named = (
        select(
            *keys,
            nodes.c.unnamed,
            func.count().label("named"),
            func.max(_weight(nodes.c.outcome)).label("weight"),
        )
        .where(nodes.c.code_id.in_(codes))
        .group_by(*keys, nodes.c.unnamed)
        .cte()
    )
    silent = _weight(named.c.unnamed)
    decided = or_(named.c.named == len(codes), named.c.weight > silent)
    weight = case((decided, named.c.weight), else_=silent)
    outcome = case({place: each.sql for place, each in enumerate(_WEIGHTS)}, value=weight)
    rows = select(*_keys(named), named.c.unnamed, _node(), outcome.label("outcome"))
    return Found(found.units, rows.cte())


def any_code(found: Found) -> Found:
    """The outcomes of a set with one node, `ONE_OF`: the opposite of its `none`."""
    nodes = found.nodes
    if nodes is None:
        return found
    unnamed = select(*_keys(found.units), found.units.c.unnamed, null().label("none"))
    none = select(*_keys(nodes), nodes.c.unnamed, nodes.c.outcome).where(nodes.c.code_id == NONE_ID)
    told = union_all(unnamed, none).cte()
    at_none = func.coalesce(func.max(told.c.none), told.c.unnamed)
    reverse = {each: reversed_outcome(each).sql for each in Outcome}
    denied = by_outcome(at_none, reverse, at_none)
    keys = _keys(told)
    rows = select(*keys, told.c.unnamed, _node(), denied.label("outcome"))
    return Found(found.units, rows.group_by(*keys, told.c.unnamed).cte())


def _node() -> ColumnElement[int]:
    return number(ONE_OF).label("code_id")


def _weight(outcome: OutcomeColumn) -> ColumnElement[int]:
    weights = {each: number(place) for place, each in enumerate(_WEIGHTS)}
    return by_outcome(outcome, weights, null())


def _keys(rows: FromClause) -> list[ColumnElement[object]]:
    """The columns that identify the units of a relation."""
    return [each for each in rows.c if each.name in {"unit_id", "title_id", "grp", "judged_id"}]
