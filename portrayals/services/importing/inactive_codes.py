"""Answers of a file with codes that are no longer in use."""

from __future__ import annotations

from sqlalchemy import exists, select

from portrayals.services.coding.values import inactive
from portrayals.services.importing.staged_annotations import Codings
from portrayals.tables import annotation, answer_code
from portrayals.tables.coding import same_annotation


def tell_inactive(codings: Codings) -> None:
    """A problem for each answer with an inactive code, except where it is there already.

    An export of annotations has such codes: what was coded with them stays.
    """
    book, incoming = codings.change.book, codings.incoming
    retired = {
        node.code_id: (variable, node)
        for variable in book.variables.values()
        for node in variable.nodes
        if node.retired
    }
    if not retired:
        return
    there = exists().where(
        same_annotation(annotation, incoming), annotation.c.answer_id == incoming.c.answer_id
    )
    rows = (
        select(incoming.c.line, answer_code.c.code_id)
        .join(answer_code, answer_code.c.answer_id == incoming.c.answer_id)
        .where(answer_code.c.code_id.in_(retired), ~there)
    )
    for row in codings.connection.execute(rows.order_by(incoming.c.line)).all():
        variable, node = retired[row.code_id]
        codings.problems.refused(row.line, variable.key, node.key, inactive(variable, node))
