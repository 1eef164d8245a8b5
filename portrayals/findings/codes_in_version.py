"""What a version of the codebook had, and what it had not (R5)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, not_, or_, select

from portrayals.findings.settle import word
from portrayals.tables import code, code_implies, codebook, codebook_code


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
    return exists().where(
        codebook_code.c.codebook_id == codebook.c.codebook_id,
        codebook_code.c.code_id == node.c.code_id,
    )
