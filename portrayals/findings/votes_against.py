"""Where a variable has one value: how many agree that it is another one (R20, R21)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Select,
    Table,
    and_,
    exists,
    func,
    not_,
    select,
)

from portrayals.findings.settle import word
from portrayals.tables import code, code_implies, variable


def agreeing_otherwise(ballots: Table, lacking: Table) -> Select[Any]:
    """Where coders chose different codes of one value: the most who agree that it is another.

    Two nodes are rivals where no code implies both; who says no at one is counted at its rivals.
    """
    split = (
        select(ballots.c.variable_id, ballots.c.unit_id)
        .where(ballots.c.counts == 1)
        .group_by(ballots.c.variable_id, ballots.c.unit_id)
        .having(func.min(ballots.c.code_id) < func.max(ballots.c.code_id))
        .cte()
    )
    node, other = code.alias(), code.alias()
    here, there, either = code_implies.alias(), code_implies.alias(), code_implies.alias()
    together = exists().where(
        here.c.implied_id == node.c.code_id,
        there.c.implied_id == other.c.code_id,
        here.c.code_id == there.c.code_id,
        here.c.certain == 1,
        there.c.certain == 1,
    )
    one_value = variable.c.type.in_([word("nominal"), word("ordinal")])
    rival = (
        select(node.c.variable_id, node.c.code_id, other.c.code_id.label("other_id"))
        .select_from(variable.join(node, node.c.variable_id == variable.c.variable_id))
        .join(other, other.c.variable_id == node.c.variable_id)
        .where(one_value, not_(together))
        .cte()
    )
    implied = code_implies.alias()
    touches = exists().where(
        either.c.code_id == ballots.c.code_id, either.c.implied_id == rival.c.code_id
    )
    unasked = exists().where(
        lacking.c.codebook_id == ballots.c.codebook_id, lacking.c.code_id == rival.c.code_id
    )
    of_split = and_(
        split.c.variable_id == ballots.c.variable_id, split.c.unit_id == ballots.c.unit_id
    )
    held = and_(implied.c.code_id == ballots.c.code_id, implied.c.certain == 1)
    agreeing = (
        select(
            ballots.c.variable_id,
            ballots.c.unit_id,
            rival.c.code_id,
            func.count().label("number"),
        )
        .select_from(split.join(ballots, of_split).join(implied, held))
        .join(
            rival,
            and_(
                rival.c.variable_id == ballots.c.variable_id,
                rival.c.other_id == implied.c.implied_id,
            ),
        )
        .where(ballots.c.counts == 1, not_(touches), not_(unasked))
        .group_by(ballots.c.variable_id, ballots.c.unit_id, rival.c.code_id, rival.c.other_id)
        .subquery()
    )
    return select(
        agreeing.c.variable_id,
        agreeing.c.unit_id,
        agreeing.c.code_id,
        func.max(agreeing.c.number).label("against"),
    ).group_by(agreeing.c.variable_id, agreeing.c.unit_id, agreeing.c.code_id)
