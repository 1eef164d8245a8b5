"""What the annotations of a file would change, and the changes in words."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Table,
    and_,
    false,
    not_,
    or_,
    select,
)

from portrayals.database.staging import staged
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import answers_of
from portrayals.notation.quoting import quoted
from portrayals.services.coding.values import MAYBE
from portrayals.services.importing.cells import NotCoded
from portrayals.services.importing.staged_annotations import (
    Codings,
    of_annotation,
    same_answer,
)
from portrayals.tables import (
    annotation,
    coder,
    unit,
    variable,
)
from portrayals.tables.coding import ANNOTATION_KEY, completeness, same_annotation
from portrayals.vocabulary import BASES


def differences_from_stored(codings: Codings) -> Table:
    """The slots that hold a different answer now, with the line that would change it."""
    i, a = codings.incoming, annotation
    unsaid = false() if codings.whole else i.c.note.is_(None)
    same = and_(
        same_answer(a, i),
        or_(i.c.basis.is_(None), a.c.basis == i.c.basis),
        or_(i.c.complete.is_(None), completeness(a.c.complete, a.c.basis) == i.c.complete),
        or_(unsaid, a.c.note.is_not_distinct_from(i.c.note)),
    )
    columns = (*(i.c[name] for name in ANNOTATION_KEY), i.c.line)
    rows = select(*columns).join_from(i, a, same_annotation(a, i)).where(not_(same))
    return staged(codings.connection, rows, *ANNOTATION_KEY)


def told_changes(
    codings: Codings, differing: Table, withdrawn: Table, limit: int = 20
) -> tuple[str, ...]:
    """The differences in words: unit, coder, variable, before and after; the first lines."""
    told: list[tuple[int, str]] = []
    for slots in (differing, withdrawn):
        rows = codings.connection.execute(
            select(slots, unit.c.key, variable.c.key.label("variable"), coder.c.key.label("coder"))
            .join(unit, unit.c.unit_id == slots.c.unit_id)
            .join(coder, coder.c.coder_id == slots.c.coder_id)
            .join(variable, variable.c.variable_id == slots.c.variable_id)
            .order_by(slots.c.line, variable.c.position)
            .limit(limit)
        ).all()
        for row in rows:
            said = _described(codings, row) if slots is differing else _lost(codings, row)
            whose = f"line {row.line}: {row.key} {row.coder} {row.variable}"
            told.append((row.line, f"{whose} {said}"))
    return tuple(words for _, words in sorted(told, key=itemgetter(0))[:limit])


def _lost(codings: Codings, row: Any) -> str:
    """An annotation that is taken back: its value, and how the file says so."""
    connection = codings.connection
    now = connection.execute(select(annotation).where(of_annotation(annotation, row))).one()
    value = _words(codings, answers_of(connection, {now.answer_id})[now.answer_id], now.text)
    return f"{value} → not coded{' (empty cell)' if row.why == NotCoded.EMPTY.value else ''}"


def _described(codings: Codings, row: Any) -> str:
    """An annotation before and after: its value, else its basis or its note."""
    connection, i = codings.connection, codings.incoming
    now = connection.execute(select(annotation).where(of_annotation(annotation, row))).one()
    then = connection.execute(select(i).where(of_annotation(i, row))).one()
    answers = answers_of(connection, {now.answer_id, then.answer_id})
    value, other = (_words(codings, answers[each.answer_id], each.text) for each in (now, then))
    bases = [None if each is None else BASES[each] for each in (now.basis, then.basis)]
    for one, another in ((value, other), bases, (now.note, then.note)):
        if another is not None and one != another:
            return f"{'nothing' if one is None else one} → {another}"
    return value


def _words(codings: Codings, said: Answer, text: str | None) -> str:
    nodes = {
        node.code_id: node.key
        for each in codings.change.book.variables.values()
        for node in each.nodes
    }
    if said.state != "coded":
        return said.state
    if said.number is not None:
        return f"{said.number:g}"
    if text is not None:
        return quoted(text)
    codes = {each: nodes[each] for each in said.codes}
    codes |= {each: f"{MAYBE}{nodes[each]}" for each in said.doubtful}
    return ";".join(codes[each] for each in sorted(codes))
