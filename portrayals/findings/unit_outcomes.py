"""What was found of many variables for units of their own level, in a few statements for them all.

`found_at` has one variable at any level in a whole study. Of a handful of units the time goes into
putting statements together, so these name all variables at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import FromClause, Integer, Select, and_, literal_column, select, union_all

from portrayals.findings.outcome_at_unit import UNASKED, UNNAMED, derived_value, outcome_at
from portrayals.findings.policies import policy_for
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import NONE_ID, StoredVariable
from portrayals.findings.unit_ref import place
from portrayals.vocabulary import Level


def states(
    reading: Reading, variables: Sequence[StoredVariable], level: Level, unit_ids: Sequence[int]
) -> Select[Any]:
    """A row a unit: its id, then for each variable its outcome where nobody named a code, or
    UNASKED."""
    at = place(level)
    told = (outcome_at(reading, each, UNNAMED, at, UNASKED) for each in variables)
    columns = (state.label(f"state_{number}") for number, state in enumerate(told))
    return select(at.unit.c.unit_id, *columns).where(at.unit.c.unit_id.in_(unit_ids))


def values(reading: Reading, variable: StoredVariable, unit_ids: Sequence[int]) -> Select[int, str]:
    """A row a unit: its id, and the value of a derived variable: a code's key, or WITHOUT_VALUE.

    One variable a statement: handed several, SQLite works out each rule of each, needed or not.
    """
    at = place(variable.level)
    rows = select(at.unit.c.unit_id, derived_value(reading, variable, at))
    return rows.where(at.unit.c.unit_id.in_(unit_ids))


def codes(
    reading: Reading, variables: Sequence[StoredVariable], unit_ids: Sequence[int]
) -> FromClause:
    """A row for each code that somebody named, and for `none` where there is anything to say of it:
    variable_id, unit_id, code_id and outcome."""
    parts: list[Select[Any]] = []
    for policy in sorted({policy_for(reading.policy, each.type) for each in variables}):
        own = [each for each in variables if policy_for(reading.policy, each.type) == policy]
        ballot = reading.ballot(policy)
        votes, node = ballot.unit, ballot.node
        of_unit = and_(node.c.variable_id == votes.c.variable_id, node.c.unit_id == votes.c.unit_id)
        rows = select(votes.c.variable_id, votes.c.unit_id).where(votes.c.unit_id.in_(unit_ids))
        named = rows.add_columns(node.c.code_id, ballot.at_node(own).label("outcome"))
        of_none = rows.add_columns(literal_column(str(NONE_ID), Integer), ballot.none)
        sets = [each.variable_id for each in own if each.type == "multi"]
        parts += [
            named.join(node, of_unit).where(votes.c.variable_id.in_([v.variable_id for v in own])),
            of_none.where(votes.c.variable_id.in_(sets), ballot.may_be_none),
        ]
    return union_all(*parts).subquery()


def means(
    reading: Reading, variables: Sequence[StoredVariable], unit_ids: Sequence[int]
) -> Select[int, int, float]:
    """A row for each unit that somebody coded: variable_id, unit_id, and the mean of the numbers
    given; null where none was."""
    votes = reading.tally.alias()
    return select(votes.c.variable_id, votes.c.unit_id, votes.c.number_mean).where(
        votes.c.variable_id.in_([each.variable_id for each in variables]),
        votes.c.unit_id.in_(unit_ids),
    )
