"""Two coders who judge the same unit at the same moment: on a server no vote is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import OperationalError
from study import Study

from portrayals.database.engine import engine_for, writing
from portrayals.findings.settle import Answer
from portrayals.findings.stored_answers import keep_answers
from portrayals.findings.stored_ballots import wait_for_turn, wrong_ballots
from portrayals.history.transaction import read, write
from portrayals.services.coding import tag
from portrayals.tables import ballot, unit_ballot

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]

BOOK = """
codebook: tones
version: "1"
variables:
  - {key: tone, level: title, type: nominal, codes: [{key: comic}, {key: grave}]}
  - {key: minutes, level: title, type: number}
"""
TITLES = 20
#: Seconds until one who waits for the other gives up, and the test fails.
PATIENCE = 20


def test_no_vote_is_lost_where_two_code_one_unit_at_once(
    empty_postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = Study(empty_postgresql_url)
    study.apply(BOOK, tmp_path)
    study.coder("ben", "cleo")
    titles = [study.title(f"Film {number}") for number in range(TITLES)]
    both_wrote, keep = Barrier(2), tag.keep_ballots

    def keep_once_both_wrote(connection: Connection, **scope: Any) -> None:
        both_wrote.wait(PATIENCE)
        keep(connection, **scope)

    def code(actor: str) -> None:
        # Who is the second to give an answer that is new to the study waits for the first.
        tone, more = {"ben": ("comic", 0), "cleo": ("grave", TITLES)}[actor]
        for number, key in enumerate(titles):
            with write(study.target, actor=actor, command="annotate") as change:
                tag.annotate(change, key, [f"minutes={number + more}", f"tone={tone}"])

    monkeypatch.setattr(tag, "keep_ballots", keep_once_both_wrote)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(code, ("ben", "cleo")))
    of_units = ballot.join(unit_ballot, unit_ballot.c.ballot_id == ballot.c.ballot_id)
    voters = select(ballot.c.voters, func.count()).select_from(of_units).group_by(ballot.c.voters)
    with read(study.target) as connection:
        assert connection.execute(voters).all() == [(2, 2 * TITLES)]
        assert wrong_ballots(connection) == 0


def test_what_two_say_for_the_first_time_at_once_is_one_answer(
    empty_postgresql_url: str, tmp_path: Path
) -> None:
    study = Study(empty_postgresql_url)
    study.apply(BOOK, tmp_path)
    said = [(2, Answer("coded", number=float(number))) for number in range(2_000)]
    both_began = Barrier(2)

    def keep(seed: int) -> set[int]:
        mine = Random(seed).sample(said, len(said))
        with write(study.target, actor="ana", command="answers") as change:
            both_began.wait(PATIENCE)
            return set(keep_answers(change.connection, mine))

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(keep, (1, 2))
    assert one == other
    assert len(one) == len(said)


@pytest.mark.parametrize(("mine", "yours"), [(None, [1]), ([1], None), (None, None)])
def test_who_makes_all_ballots_is_alone_with_them(
    empty_postgresql_url: str, mine: list[int] | None, yours: list[int] | None
) -> None:
    engine = engine_for(Study(empty_postgresql_url).target)
    with writing(engine) as one:
        wait_for_turn(one, mine)
        with engine.connect() as other, other.begin():
            other.exec_driver_sql("SET LOCAL lock_timeout = '200ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                wait_for_turn(other, yours)


def test_two_who_write_of_different_units_do_not_wait_for_each_other(
    empty_postgresql_url: str,
) -> None:
    study = Study(empty_postgresql_url)
    study.title("Prime")
    study.title("Bliss")
    engine = engine_for(study.target)
    with writing(engine) as one:
        wait_for_turn(one, [1])
        with engine.connect() as other, other.begin():
            other.exec_driver_sql("SET LOCAL lock_timeout = '200ms'")
            wait_for_turn(other, [2])
            with pytest.raises(OperationalError, match="lock timeout"):
                wait_for_turn(other, [1])
