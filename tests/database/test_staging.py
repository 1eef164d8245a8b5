"""Temporary tables of a connection."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Integer, select
from study import Study

from portrayals.database.staging import fill, stage, staged, unstage
from portrayals.history.transaction import write


def test_tables_that_follow_others_have_their_names_and_nothing_of_their_rows(
    tmp_path: Path,
) -> None:
    names = []
    with write(Study(str(tmp_path / "study.db")).target, actor="ana", command="stage") as change:
        for each in range(2):
            first = stage(change.connection, Column("number", Integer))
            fill(change.connection, first, [(each,)])
            second = staged(change.connection, select(first.c.number))
            assert change.connection.execute(select(second)).all() == [(each,)]
            names.append((first.name, second.name))
            unstage(change.connection)
    assert names[0] == names[1]


def test_a_table_that_went_with_a_savepoint_is_no_matter(tmp_path: Path) -> None:
    with write(Study(str(tmp_path / "study.db")).target, actor="ana", command="stage") as change:
        kept = stage(change.connection, Column("number", Integer))
        with change.connection.begin_nested() as attempt:
            stage(change.connection, Column("number", Integer))
            attempt.rollback()
        unstage(change.connection)
        again = stage(change.connection, Column("number", Integer))
        assert (again.name, change.connection.execute(select(again)).all()) == (kept.name, [])
