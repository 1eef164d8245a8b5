"""What each voter says at each node of the tree, and how many say so (R5, R6, R9, R20, R21)."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    Table,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
)

from portrayals.database.staging import insert_least, insert_new, stage, staged
from portrayals.findings.policies import word
from portrayals.tables import annotation_code, code, code_implies, codebook, codebook_code, variable
from portrayals.tables.coding import same_annotation


def lacking_nodes() -> Select[int, int, int]:
    """By version of the codebook the nodes of today that it had not, or not switched on (R5).

    A value of a property is no code: whoever was asked for all that carry it has answered it,
    also where it was given to them later.
    """
    carrier = code.alias("carrier")
    carrier_lacks = exists().where(
        code_implies.c.implied_id == code.c.code_id,
        code_implies.c.certain == 1,
        carrier.c.code_id == code_implies.c.code_id,
        carrier.c.assignable == 1,
        not_(_had(carrier)),
    )
    return (
        select(codebook.c.codebook_id, code.c.variable_id, code.c.code_id)
        .select_from(codebook.join(code, and_(code.c.retired == 0, not_(_had(code)))))
        .where(or_(code.c.kind == word("code"), carrier_lacks))
    )


def _had(node: FromClause) -> ColumnElement[bool]:
    had = exists().where(
        codebook_code.c.codebook_id == codebook.c.codebook_id,
        codebook_code.c.code_id == node.c.code_id,
    )
    return had.correlate(codebook, node)  # nested deeper, it does not do so by itself


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


#: What one coder says of one node, the strongest first: not asked, and then what the coder answered
#: to the rest; it is there, in doubt, left open. Not asked goes before all, else old units would
#: be in n of a new parent only as yeses (R4, R5).
_UNASKED, _UNASKED_CANNOT_TELL, _UNASKED_NOT_APPLICABLE = 1, 2, 3
_YES, _DOUBTFUL, _OPEN = 4, 5, 6
#: Nobody's word: a node at which coders only agree that it is something else.
_NOTHING: Final = 0
_NODE: Final = ("variable_id", "unit_id", "code_id")


def said_rows(connection: Connection, ballots: Table) -> Select[Any]:
    """The rows of `tally_code`: at each node named or left open, what the voters say."""
    says = stage(
        connection,
        *(
            Column(name, Integer, primary_key=True, autoincrement=False)
            for name in (*_NODE, "coder_id")
        ),
        Column("says", Integer),
    )
    lacking = staged(connection, lacking_nodes(), "codebook_id", "code_id")
    steps = [_of_set(ballots), _of_one(ballots)]
    if _any(connection, lacking):
        steps.append(_not_asked(ballots, lacking))
    for rows in steps:
        connection.execute(insert_least(connection, says, "says", rows))
    against = staged(connection, agreeing_otherwise(ballots, lacking), *_NODE)
    if not _any(connection, against):
        return _counted(says, says, cast(null(), Integer))
    nobody = select(*(against.c[name] for name in _NODE), literal(0), literal(_NOTHING))
    connection.execute(insert_new(connection, says).from_select(says.c.keys(), nobody))
    same = and_(*(against.c[name] == says.c[name] for name in _NODE))
    return _counted(says, says.outerjoin(against, same), func.max(against.c.against))


def _counted(says: Table, source: FromClause, against: ColumnElement[Any]) -> Select[Any]:
    def number(word_of_theirs: int) -> ColumnElement[int]:
        return func.sum(case((says.c.says == word_of_theirs, 1), else_=0))

    return (
        select(
            *(says.c[name] for name in _NODE),
            number(_YES).label("votes"),
            number(_DOUBTFUL).label("doubtful"),
            number(_OPEN).label("open"),
            against.label("against"),
            number(_UNASKED).label("unasked"),
            number(_UNASKED_CANNOT_TELL).label("unasked_cannot_tell"),
            number(_UNASKED_NOT_APPLICABLE).label("unasked_not_applicable"),
        )
        .select_from(source)
        .group_by(*(says.c[name] for name in _NODE))
    )


def _any(connection: Connection, rows: Table) -> bool:
    return connection.execute(select(literal(1)).select_from(rows).limit(1)).first() is not None


def _says(ballots: Table, says: ColumnElement[int], node: ColumnElement[int]) -> Select[Any]:
    voting = (ballots.c.counts == 1, ballots.c.state != word("unavailable"))
    unit = (ballots.c.variable_id, ballots.c.unit_id)
    return select(*unit, node, ballots.c.coder_id, says.label("says")).where(*voting)


def _of_set(ballots: Table) -> Select[Any]:
    """From sets: what a voter says of the nodes that a code implies, or leaves open."""
    implied = ballots.join(annotation_code, same_annotation(annotation_code, ballots)).join(
        code_implies, code_implies.c.code_id == annotation_code.c.code_id
    )
    sure, certain = annotation_code.c.doubtful == 0, code_implies.c.certain == 1
    says = case((not_(sure), _DOUBTFUL), (certain, _YES), else_=_OPEN)
    rows = _says(ballots, says, code_implies.c.implied_id).select_from(implied)
    return rows.where(or_(not_(sure), certain, not_(_narrowed(ballots))))


def _of_one(ballots: Table) -> Select[Any]:
    """From single values: as from a set of one."""
    implied = ballots.join(code_implies, code_implies.c.code_id == ballots.c.code_id)
    says = case((code_implies.c.certain == 1, _YES), else_=_OPEN)
    return _says(ballots, says, code_implies.c.implied_id).select_from(implied)


def _narrowed(ballots: Table) -> ColumnElement[bool]:
    """Whether maybes below a parent say what of it is open: the rest below it is not (R9)."""
    maybe, below = annotation_code.alias("maybe"), code_implies.alias("below")
    return (
        exists()
        .select_from(maybe.join(below, below.c.code_id == maybe.c.code_id))
        .where(
            same_annotation(maybe, ballots),
            maybe.c.doubtful == 1,
            maybe.c.code_id != annotation_code.c.code_id,
            below.c.implied_id == annotation_code.c.code_id,
            below.c.certain == 1,
        )
        .correlate(ballots, annotation_code)
    )


def _not_asked(ballots: Table, lacking: Table) -> Select[Any]:
    """Whoever was not asked of a node says nothing there, whatever the answer to the rest (R5)."""
    same = and_(
        lacking.c.codebook_id == ballots.c.codebook_id,
        lacking.c.variable_id == ballots.c.variable_id,
    )
    unasked = {
        word("cannot-tell"): _UNASKED_CANNOT_TELL,
        word("not-applicable"): _UNASKED_NOT_APPLICABLE,
    }
    says = case(unasked, value=ballots.c.state, else_=_UNASKED)
    return _says(ballots, says, lacking.c.code_id).select_from(ballots.join(lacking, same))
