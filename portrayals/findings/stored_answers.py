"""Stores answers: the same answer is the same row, whoever gives it and for whatever unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import Column, Connection, Integer, Table, Text, exists, func, insert, select

from portrayals.database.staging import fill, insert_new, stage, staged
from portrayals.findings.forms import form_of_answer, key_and_form
from portrayals.findings.settle import Answer
from portrayals.tables import answer, answer_code
from portrayals.tables.metadata import Real
from portrayals.vocabulary import STATES

#: The form of a row of `answer`.
ANSWER_FORM: Final = func.coalesce(answer.c.form, answer.c.key)

#: How many answers are looked up in one statement.
_BATCH: Final = 500


class NewAnswers:
    """Answers that are gathered, each with its position, and then stored together."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.rows = stage(
            connection,
            Column("place", Integer, primary_key=True, autoincrement=False),
            *(Column(name, Integer) for name in ("variable_id", "state")),
            Column("number", Real),
            *(Column(name, Text) for name in ("key", "form")),
        )
        self.codes = stage(
            connection,
            *(
                Column(name, Integer, primary_key=True, autoincrement=False)
                for name in ("place", "code_id")
            ),
            Column("doubtful", Integer),
        )
        self._waiting: list[tuple[object, ...]] = []
        self._codes: list[tuple[int, int, int]] = []
        self._number = 0

    def add(self, variable_id: int, said: Answer) -> int:
        """Gathers an answer to a variable; returns its position."""
        self._number += 1
        place = self._number
        named = key_and_form(form_of_answer(variable_id, said)).values()
        self._waiting.append((place, variable_id, STATES.index(said.state), said.number, *named))
        self._codes += [(place, code_id, 0) for code_id in said.codes]
        self._codes += [(place, code_id, 1) for code_id in said.doubtful]
        return place

    def flush(self) -> None:
        """Writes the gathered answers to the staging tables."""
        fill(self.connection, self.rows, self._waiting)
        fill(self.connection, self.codes, self._codes)
        self._waiting, self._codes = [], []

    def keep(self) -> Table:
        """Stores those that nobody has given yet; returns the `answer_id` of each by `place`."""
        self.flush()
        connection, rows, codes = self.connection, self.rows, self.codes
        names = ("variable_id", "state", "number", "key", "form")
        there = exists().where(answer.c.key == rows.c.key)
        # Always in the same order, so that two writers of the same rows do not deadlock.
        new = select(*(rows.c[name] for name in names)).where(~there).distinct()
        adding = insert_new(connection, answer).from_select(names, new.order_by(rows.c.key))
        connection.execute(adding)
        found = select(rows.c.place, answer.c.answer_id).join(answer, answer.c.key == rows.c.key)
        ids = staged(connection, found, "place")
        has_codes = exists().where(answer_code.c.answer_id == ids.c.answer_id)
        of_new = (
            select(rows.c.variable_id, ids.c.answer_id, codes.c.code_id, codes.c.doubtful)
            .join_from(codes, ids, ids.c.place == codes.c.place)
            .join(rows, rows.c.place == codes.c.place)
            .where(~has_codes)
            .distinct()
        )
        connection.execute(
            insert(answer_code).from_select(
                answer_code.c.keys(), of_new.order_by(ids.c.answer_id, codes.c.code_id)
            )
        )
        return ids


def keep_answers(connection: Connection, said: Iterable[tuple[int, Answer]]) -> list[int]:
    """The ids of answers, each of a variable."""
    new = NewAnswers(connection)
    for variable_id, each in said:
        new.add(variable_id, each)
    ids = new.keep()
    rows = select(ids.c.answer_id).order_by(ids.c.place)
    return list(connection.execute(rows).scalars())


def answers_of(connection: Connection, ids: Collection[int]) -> dict[int, Answer]:
    """The answers of these ids."""
    ordered, found = sorted(ids), dict[int, Answer]()
    for first in range(0, len(ordered), _BATCH):
        found |= _read(connection, ordered[first : first + _BATCH])
    return found


def _read(connection: Connection, ids: Sequence[int]) -> dict[int, Answer]:
    codes: tuple[dict[int, list[int]], ...] = (defaultdict(list), defaultdict(list))
    given = select(answer_code.c.answer_id, answer_code.c.code_id, answer_code.c.doubtful)
    given = given.where(answer_code.c.answer_id.in_(ids))
    for answer_id, code_id, doubtful in connection.execute(
        given.order_by(answer_code.c.answer_id, answer_code.c.code_id)
    ):
        codes[doubtful][answer_id].append(code_id)
    sure, unsure = codes
    rows = select(answer.c.answer_id, answer.c.state, answer.c.number)
    return {
        answer_id: Answer(
            STATES[state], tuple(sure.get(answer_id, ())), tuple(unsure.get(answer_id, ())), number
        )
        for answer_id, state, number in connection.execute(rows.where(answer.c.answer_id.in_(ids)))
    }
