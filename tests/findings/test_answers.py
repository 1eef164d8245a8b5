"""Answers as texts and as rows: what is said again is the same row."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from study import Study

from portrayals.findings.forms import form_of_answer, key_of, read_answer
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import answers_of, keep_answers
from portrayals.history.transaction import read, write
from portrayals.tables import annotation, answer, answer_code, code, variable
from portrayals.vocabulary import STATES

BOOK = """
codebook: tones
version: "1"
variables:
  - {key: minutes, level: title, type: number}
  - {key: tone, level: title, type: multi, codes: [CODES]}
""".replace("CODES", ", ".join(f"{{key: tone-{number}}}" for number in range(90)))

IDS = st.lists(st.integers(1, 10**6), unique=True, max_size=6).map(lambda ids: tuple(sorted(ids)))
NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
ANSWERS = st.builds(Answer, st.sampled_from(STATES), IDS, IDS, NUMBERS)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = Study(str(tmp_path / "study.db"))
    made.apply(BOOK, tmp_path)
    made.title("Prime")
    made.title("Bliss")
    return made


@given(st.integers(1, 10**6), ANSWERS)
def test_an_answer_is_read_as_it_was_written(variable_id: int, said: Answer) -> None:
    assert read_answer(form_of_answer(variable_id, said)) == (variable_id, said)


@pytest.mark.parametrize("form", ["", "12", "12|", "12|x3", "12|c3|c4", "12|c3@1", "c|c3"])
def test_what_is_no_answer_is_not_read(form: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever part is wrong
        read_answer(form)


def test_what_is_said_again_is_the_same_row(study: Study) -> None:
    study.annotate("prime", "tone=tone-2;tone-1;maybe:tone-4;maybe:tone-3", "minutes=-0")
    study.annotate("bliss", "tone=tone-1;tone-2;maybe:tone-3;maybe:tone-4", "minutes=0.0")
    with read(study.target) as connection:
        assert connection.execute(select(func.count()).select_from(answer)).scalar_one() == 2
        ids = connection.execute(select(annotation.c.answer_id)).scalars().all()
    assert sorted(ids) == [1, 1, 2, 2]


def test_answers_are_kept_and_read_however_long_they_are(study: Study) -> None:
    with write(study.target, actor="ana", command="answers") as change:
        connection = change.connection
        of_tone = select(variable.c.variable_id).where(variable.c.key == "tone")
        tone = connection.execute(of_tone).scalar_one()
        codes = tuple(connection.execute(select(code.c.code_id).order_by(code.c.code_id)).scalars())
        said = [Answer("none"), Answer("coded", codes[:80], codes[80:]), Answer("coded", codes[:1])]
        ids = keep_answers(connection, [(tone, each) for each in (*said, said[1])])
        assert ids[1] == ids[3]
        found = answers_of(connection, ids)
        assert [found[each] for each in ids[:3]] == said
        form = form_of_answer(tone, said[1])
        kept = select(answer.c.key, answer.c.form).where(answer.c.answer_id == ids[1])
        assert connection.execute(kept).one() == (key_of(form), form)
        number = select(func.count()).select_from(answer_code)
        assert connection.execute(number).scalar_one() == len(codes) + 1
