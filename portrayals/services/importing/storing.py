"""Writes the annotations of a file that are new or differ, a statement for each table."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Table, and_, delete, exists, func, insert, literal, not_, or_, select, update

from portrayals.history.record import keep
from portrayals.services.importing.staged_annotations import COUNTED, SLOT, Codings, same_slot
from portrayals.tables import annotation, annotation_code, evidence, variable, wave


@dataclass(slots=True)
class Counts:
    """What became of the annotations of a file."""

    added: int = 0
    changed: int = 0


def store(codings: Codings, differing: Table, counts: Counts, total: int) -> None:
    """Writes what is new and what differs of so many in total, as one statement a table."""
    connection, number = codings.connection, codings.change.number
    i, said = codings.incoming, codings.answers
    answered = said.c.answer_id == i.c.answer_id
    in_differing = exists().where(same_slot(differing, annotation))
    if counts.changed:
        keep(connection, number, annotation, in_differing)
        connection.execute(
            delete(annotation_code).where(exists().where(same_slot(differing, annotation_code)))
        )
        taken = {
            name: select(said.c[name])
            .join_from(i, said, answered)
            .where(same_slot(i, annotation))
            .scalar_subquery()
            for name in ("state", "code_id", "number", "text")
        }
        kept = {
            name: func.coalesce(
                select(i.c[name]).where(same_slot(i, annotation)).scalar_subquery(),
                annotation.c[name],
            )
            for name in ("basis", "note")
        }
        of_wave = select(wave.c.codebook_id).where(wave.c.wave_id == annotation.c.wave_id)
        connection.execute(
            update(annotation)
            .where(in_differing)
            .values(**taken, **kept, codebook_id=of_wave.scalar_subquery(), change_id=number)
        )
    columns = {
        **{name: i.c[name] for name in SLOT},
        "level_id": variable.c.level_id,
        "codebook_id": wave.c.codebook_id,
        "state": said.c.state,
        "basis": func.coalesce(i.c.basis, literal("unstated")),
        "code_id": said.c.code_id,
        "number": said.c.number,
        "text": said.c.text,
        "note": i.c.note,
        "change_id": literal(number),
    }
    new = (
        select(*columns.values())
        .select_from(i)
        .join(said, answered)
        .join(variable, variable.c.variable_id == i.c.variable_id)
        .join(wave, wave.c.wave_id == i.c.wave_id)
        .where(not_(exists().where(same_slot(annotation, i))))
        .order_by(*(i.c[name] for name in SLOT))
    )
    into = insert(annotation).from_select(list(columns), new)
    counts.added = connection.execute(into, execution_options=COUNTED).rowcount
    codes = (
        select(*(i.c[name] for name in SLOT), codings.sets.c.code_id, codings.sets.c.doubtful)
        .join_from(i, said, answered)
        .join(codings.sets, codings.sets.c.set_id == said.c.set_id)
        .order_by(*(i.c[name] for name in SLOT), codings.sets.c.code_id)
    )
    if counts.added + counts.changed < total:
        written = and_(same_slot(annotation, i), annotation.c.change_id == number)
        codes = codes.where(exists().where(written))
    connection.execute(insert(annotation_code).from_select([*SLOT, "code_id", "doubtful"], codes))
    if counts.changed:
        has_it = exists().where(
            same_slot(annotation_code, evidence),
            annotation_code.c.code_id == evidence.c.code_id,
        )
        is_it = exists().where(
            same_slot(annotation, evidence), annotation.c.code_id == evidence.c.code_id
        )
        connection.execute(
            delete(evidence).where(
                evidence.c.code_id.is_not(None),
                exists().where(same_slot(differing, evidence)),
                not_(or_(has_it, is_it)),
            )
        )
