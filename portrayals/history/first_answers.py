"""Answers as they were first collected, where they were changed since."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, select

from portrayals.findings.forms import read_answer
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import ANSWER_FORM
from portrayals.history.image_fields import id_before
from portrayals.history.record import stands, undone_by
from portrayals.tables import annotation, answer, change, change_row, change_variable, unit
from portrayals.tables.coding import ANNOTATION_KEY
from portrayals.tables.literals import word

#: A set is often told code by code: what is added so soon belongs to the first answer.
ONE_SITTING: Final = timedelta(days=1)

#: Unit, coder and wave.
OfVariable = tuple[int, int, int]


class AnswerAt(NamedTuple):
    """What an annotation said, on what basis (its place in BASES), and since when."""

    answer: Answer
    basis: int
    complete: int | None
    codebook_id: int
    since: datetime


def first_answers(connection: Connection, variable_id: int) -> dict[OfVariable, AnswerAt]:
    """The first answer of each annotation of a variable of which the history has an image.

    Codes added to a set within a day belong to it. What an `undo` took back was no answer: the
    images that it left are passed over, and those left by what was undone.
    """
    rows = _images(variable_id, change_row.c.change_id).add_columns(change_row.c.before)
    rows = rows.order_by(change_row.c.change_id, change_row.c.position)
    undone = undone_by(connection)
    images: defaultdict[OfVariable, list[dict[str, Any]]] = defaultdict(list)
    for change_id, before in connection.execute(rows):
        if not stands(change_id, undone):
            continue
        image = json.loads(before)
        _, unit_id, coder_id, wave_id = (image[name] for name in ANNOTATION_KEY)
        images[unit_id, coder_id, wave_id].append(image)
    if not images:
        return {}
    written = {image["change_id"] for each in images.values() for image in each}
    times = select(change.c.change_id, change.c.at).where(change.c.change_id.in_(written))
    since = {number: datetime.fromisoformat(at) for number, at in connection.execute(times)}
    now = _now(connection, variable_id, images.keys())
    return {
        key: _first([*(_answer_at(image, since) for image in images[key]), latest])
        for key, latest in now.items()
    }


def units_changed(variable_id: int) -> Select[int]:
    """The units of which some annotation of a variable has an image in the history."""
    return _images(variable_id, id_before("unit_id"))


def titles_changed(variable_id: int) -> Select[int]:
    """The titles of these units."""
    return select(unit.c.title_id).where(unit.c.unit_id.in_(units_changed(variable_id)))


def _images(variable_id: int, column: ColumnElement[Any]) -> Select[Any]:
    return (
        select(column)
        .join(change, change.c.change_id == change_row.c.change_id)
        .where(
            change_row.c.table_name == word(annotation.name),
            change_row.c.change_id.in_(
                select(change_variable.c.change_id).where(
                    change_variable.c.variable_id == variable_id
                )
            ),
            id_before("variable_id") == variable_id,
            change.c.undoes_change_id.is_(None),
        )
    )


def _answer_at(image: dict[str, Any], since: dict[int, datetime]) -> AnswerAt:
    _, said = read_answer(image["answer_form"] or image["answer"])
    told = (image["basis"], image["complete"], image["codebook_id"])
    return AnswerAt(said, *told, since[image["change_id"]])


def _now(
    connection: Connection, variable_id: int, keys: Collection[OfVariable]
) -> dict[OfVariable, AnswerAt]:
    """What those annotations say today that are still there."""
    units = units_changed(variable_id)
    rows = (
        select(annotation, ANSWER_FORM.label("said"), change.c.at)
        .join(answer, answer.c.answer_id == annotation.c.answer_id)
        .join(change, change.c.change_id == annotation.c.change_id)
        .where(annotation.c.variable_id == variable_id, annotation.c.unit_id.in_(units))
    )
    return {
        key: AnswerAt(
            read_answer(row.said)[1],
            row.basis,
            row.complete,
            row.codebook_id,
            datetime.fromisoformat(row.at),
        )
        for row in connection.execute(rows)
        if (key := (row.unit_id, row.coder_id, row.wave_id)) in keys
    }


def _first(versions: Sequence[AnswerAt]) -> AnswerAt:
    """The first of the versions, with the codes that were added to it in one sitting."""
    first = versions[0]
    for later in versions[1:]:
        soon = later.since - versions[0].since <= ONE_SITTING
        if not (soon and _adds_to(first.answer, later.answer)):
            break
        first = later
    return first


def _adds_to(one: Answer, other: Answer) -> bool:
    """Whether a set of codes holds another, doubts apart from codes."""
    return bool(one.codes or one.doubtful) and all(
        set(before) <= set(after)
        for before, after in ((one.codes, other.codes), (one.doubtful, other.doubtful))
    )
