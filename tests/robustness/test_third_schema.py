"""A database of the third schema: what was done before an upgrade is undone and redone after it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from stored import THIRD_SCHEMA, snapshot_of, stored, stored_on_server, undone
from study import Study

from portrayals.database.engine import engine_for
from portrayals.database.migrate import upgrade
from portrayals.errors import PortrayalsError
from portrayals.history.transaction import read, write
from portrayals.services.study.check import check
from portrayals.services.study.undo import undo
from portrayals.tables import annotation, change, change_row, metadata

#: The changes of annotations, and what the study was cited by before each of them.
BEFORE = {
    13: "71258bec22bbe0f472204e8950ed6d4123114d4f1ff509ef6cac2a95c33f5ae2",  # annotate
    14: "fdf35dca1a29e4401a04e7160bf690827650a7b9d3ab4ddcd896dd77dfb193d4",  # by another coder
    15: "8505156b2d96501f07b23da2cca1494b73b1fbf60c425a52dc53f96f2d4d8d82",  # annotate again
    16: "1987d8ae00d2953efef52778d3291a229947cb362b641e426cef197d7cf4e938",  # tag
    17: "c6d2602b8557ef3ae2cdd896715ef9260495befe2b6752c59019553e26b79d3e",  # untag
    18: "05d670d18fc7c8b9484b397b84c4c040a0e7267503e5b44031f423226d6b0704",  # untag the last code
    19: "aad8b86da30f4213af19a4e55769091531f5f821826adf178c2169e6083c4cfe",  # import
    20: "c33e9416efc76824eaa3cf0c61380ff1b762367bc5ebd0573bf77c6bf6af4813",  # withdraw
    21: "44255cc4355c478af7be5f4a94e2590143517a3bfa6b5653a35e63a7717e9e29",  # remove
    22: "9f5bc4e91429866fe2a7f276ef996b4fad02935349e4dd2f342b5010b2248f0b",  # annotate a double
    23: "e1434b3b335692299c1b5ae3e7a2479c094f566d65b0287ff26451d82bc4060b",  # merge
    24: "8684ee1c6e8886458b52871539b36dde90f341dbbc1a028f087a7ee7692ebb4a",  # codebook apply
    28: "d85f47a501d9eb3598968f5952f50b5f7f0718fe192c9ffae3f89eb02605bb40",  # annotate by it
}
#: An annotation, taken back before the upgrade; what is redone, and what the study was then.
UNDONE, REDONE = 25, "cadcbb8ee97285e7daa6fc31e4f3442dd9ccfd10d66a84a61c5a4f3bc676583e"
SNAPSHOT = "54416573026b456a4ffe78b34ebb6280e5c23dd3820ead9aafb8513bfa5761ad"
RAFI = "prime/lisa-metzger/rafi"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The stored database on an engine, brought up to date."""
    if request.param == "sqlite":
        made = str(stored(tmp_path / "study.db", THIRD_SCHEMA))
    else:
        made = request.getfixturevalue("empty_postgresql_url")
        stored_on_server(made, THIRD_SCHEMA, "0003")
    upgrade(engine_for(made))
    return made


def test_it_is_what_it_was(target: str) -> None:
    assert snapshot_of(target) == SNAPSHOT


@pytest.mark.slow
def test_all_that_was_done_before_is_undone_after_and_redone(target: str) -> None:
    undos = []
    for number, before in reversed(BEFORE.items()):
        undos.append(undone(target, number))
        assert snapshot_of(target) == before, number
    for number, after in zip(reversed(undos), [*list(BEFORE.values())[1:], SNAPSHOT], strict=True):
        undone(target, number)
        assert snapshot_of(target) == after, number


def test_what_was_undone_before_is_redone_after(target: str) -> None:
    undone(target, 28)
    with read(target) as connection:
        taken_back = select(change.c.change_id).where(change.c.undoes_change_id == UNDONE)
        number = connection.execute(taken_back).scalar_one()
    undone(target, number)
    assert snapshot_of(target) == REDONE


def test_what_a_later_change_needs_is_not_undone(target: str) -> None:
    undone_first = undone(target, 28)
    undone(target, undone_first)  # the newest annotation has a code of the second codebook
    with pytest.raises(PortrayalsError, match=r"change 28 .* depends on it"):
        undone(target, 24)


def test_what_needs_a_code_that_is_gone_is_not_redone(target: str) -> None:
    redo = undone(target, 28)
    undone(target, 24)
    with pytest.raises(PortrayalsError, match="depends on it"):
        undone(target, redo)


def test_it_is_used_as_any_other(target: str) -> None:
    study = Study.at(target)
    study.tag(RAFI, "flirting", actor="ben")
    study.annotate("prime", "motif=none", "tone=comic")
    assert study.keys("relationships", "act:flirting") == []  # one of two says so
    assert snapshot_of(target) != SNAPSHOT
    with write(target, actor="ana", command="undo") as under_way:
        undo(under_way, last=2, anyone=True)
    assert snapshot_of(target) == SNAPSHOT


def test_the_history_holds_no_row_of_a_table_that_is_gone(target: str) -> None:
    with read(target) as connection:
        names = set(connection.execute(select(change_row.c.table_name)).scalars())
        kept = connection.execute(select(annotation.c.answer_id)).all()
    assert names <= set(metadata.tables)
    assert kept


def test_an_answer_is_there_once_and_a_long_one_beside_its_digest(tmp_path: Path) -> None:
    path = stored(tmp_path / "study.db", THIRD_SCHEMA)
    upgrade(engine_for(str(path)))
    with closing(sqlite3.connect(path)) as connection:
        answers = connection.execute("SELECT key, form FROM answer ORDER BY answer_id").fetchall()
        images = connection.execute(
            'SELECT count(*) FROM change_row WHERE before LIKE \'%"answer": "blake2b:%\''
        ).fetchone()
    assert len({key for key, _ in answers}) == len(answers)
    assert images == (1,)


@pytest.mark.parametrize("before", ["[", "[1]", "{}", '{"state": "else", "number": 1}'])
def test_an_image_that_is_damaged_stays_and_is_told(before: str, tmp_path: Path) -> None:
    path = stored(tmp_path / "study.db", THIRD_SCHEMA)
    with closing(sqlite3.connect(path)) as connection, connection:
        damage = "UPDATE change_row SET before = ? WHERE table_name LIKE 'annotation%'"
        connection.execute(damage, [before])
    upgrade(engine_for(str(path)))
    with read(str(path)) as connection:
        told = check(connection).problems
    assert told
    assert all(each.startswith("history: change ") for each in told), told
