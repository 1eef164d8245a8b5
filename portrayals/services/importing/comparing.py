"""Compares the annotations of a file with those that are there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    delete,
    exists,
    func,
    not_,
    or_,
    select,
)

from portrayals.database.staging import staged
from portrayals.notation.quoting import quoted
from portrayals.services.coding.values import MAYBE
from portrayals.services.importing.staged_annotations import SLOT, Codings, same_slot, slot_of
from portrayals.tables import annotation, annotation_code, coder, unit, variable


def differing_from_stored(codings: Codings) -> Table:
    """The slots that hold another answer now, with the line that would change it."""
    i, a, said = codings.incoming, annotation, codings.answers
    in_set = (
        select(func.count())
        .where(codings.sets.c.set_id == said.c.set_id)
        .correlate(said)
        .scalar_subquery()
    )
    stored = select(func.count()).where(same_slot(annotation_code, i))
    alike = stored.where(
        exists()
        .where(
            codings.sets.c.set_id == said.c.set_id,
            codings.sets.c.code_id == annotation_code.c.code_id,
            codings.sets.c.doubtful == annotation_code.c.doubtful,
        )
        .correlate(said, annotation_code)
    )
    same_set = or_(
        said.c.set_id.is_(None),
        and_(
            stored.correlate(i).scalar_subquery() == in_set,
            alike.correlate(i).scalar_subquery() == in_set,
        ),
    )
    same = and_(
        *(
            a.c[name].is_not_distinct_from(said.c[name])
            for name in ("state", "code_id", "number", "text")
        ),
        or_(i.c.basis.is_(None), a.c.basis == i.c.basis),
        or_(i.c.note.is_(None), a.c.note.is_not_distinct_from(i.c.note)),
        same_set,
    )
    rows = (
        select(*(i.c[name] for name in SLOT), i.c.line)
        .join_from(i, a, same_slot(a, i))
        .join(said, said.c.answer_id == i.c.answer_id)
    )
    return staged(codings.connection, rows.where(not_(same)), *SLOT)


def leave(codings: Codings, differing: Table) -> None:
    """Leaves out what would change what is there."""
    here = exists().where(same_slot(differing, codings.incoming))
    codings.connection.execute(delete(codings.incoming).where(here))


def told_changes(codings: Codings, differing: Table, limit: int = 20) -> tuple[str, ...]:
    """What differs, in words: unit, coder, variable, what it was and what it would be."""
    coder_key = _coders(codings.connection)
    rows = codings.connection.execute(
        select(differing, unit.c.key, variable.c.key.label("variable"))
        .join(unit, unit.c.unit_id == differing.c.unit_id)
        .join(variable, variable.c.variable_id == differing.c.variable_id)
        .order_by(differing.c.line)
        .limit(limit)
    ).all()
    return tuple(
        f"line {row.line}: {row.key} {coder_key[row.coder_id]} {row.variable} "
        f"{_described(codings, row)}"
        for row in rows
    )


def _described(codings: Codings, row: Any) -> str:
    """What an annotation is and what it would be: its value, else its basis or its note."""
    i, said = codings.incoming, codings.answers
    now = codings.connection.execute(select(annotation).where(slot_of(annotation, row))).one()
    answered = select(i.c.basis, i.c.note, said).join_from(
        i, said, said.c.answer_id == i.c.answer_id
    )
    then = codings.connection.execute(answered.where(slot_of(i, row))).one()
    value = _value_words(codings, now, annotation_code, slot_of(annotation_code, row))
    other = _value_words(codings, then, codings.sets, codings.sets.c.set_id == then.set_id)
    for one, another in ((value, other), (now.basis, then.basis), (now.note, then.note)):
        if another is not None and one != another:
            return f"{'nothing' if one is None else one} → {another}"
    return value


def _value_words(codings: Codings, found: Any, sets: Table, of_set: ColumnElement[bool]) -> str:
    nodes = {
        node.code_id: node.key
        for each in codings.change.book.variables.values()
        for node in each.nodes
    }
    if found.state != "coded":
        return str(found.state)
    if found.code_id is not None:
        return nodes[found.code_id]
    if found.number is not None:
        return f"{found.number:g}"
    if found.text is not None:
        return quoted(found.text)
    codes = codings.connection.execute(
        select(sets.c.code_id, sets.c.doubtful).where(of_set).order_by(sets.c.code_id)
    )
    return ";".join(f"{MAYBE if each.doubtful else ''}{nodes[each.code_id]}" for each in codes)


def _coders(connection: Connection) -> dict[int, str]:
    rows = connection.execute(select(coder.c.coder_id, coder.c.key))
    return {row.coder_id: row.key for row in rows}
