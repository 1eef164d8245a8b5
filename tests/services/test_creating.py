"""`init`: a database is made whole or not at all, and never over one that is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from kept_study import KeptStudy
from sqlalchemy import inspect, text
from study import Study

from portrayals.database.engine import engine_for, writing
from portrayals.errors import AlreadyThere
from portrayals.services.study import create as creating
from portrayals.services.study.create import create


def make(target: str, *, coder: str = "ana", starter: bool = False) -> str:
    """What `init` says."""
    return create(target, actor=coder, command="init", codebook="none", starter=starter).said


def test_of_two_that_make_one_file_the_later_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, put = str(tmp_path / "study.db"), creating.put

    def put_after_another(whole: Path, goal: Path) -> None:
        monkeypatch.undo()
        make(target, coder="bea")
        put(whole, goal)

    monkeypatch.setattr(creating, "put", put_after_another)
    with pytest.raises(AlreadyThere, match="already exists"):
        make(target)
    study = KeptStudy.at(target)
    assert study.ask("SELECT key FROM coder") == "bea"
    assert study.problems() == ()
    assert [each.name for each in tmp_path.iterdir()] == ["study.db"]


@pytest.mark.postgresql
def test_a_database_with_a_study_is_not_made_one_again(empty_postgresql_url: str) -> None:
    study = Study(empty_postgresql_url)
    study.title("Bliss", year="1997")
    with pytest.raises(AlreadyThere, match="already has a study") as caught:
        make(empty_postgresql_url, coder="bea")
    assert "db info" in str(caught.value.hint)
    assert "createdb NAME" in str(caught.value.hint)
    assert study.keys("titles") == ["bliss"]


@pytest.mark.postgresql
def test_tables_of_another_program_are_let_alone(empty_postgresql_url: str) -> None:
    engine = engine_for(empty_postgresql_url)
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE title (name text)"))
    with pytest.raises(AlreadyThere, match="another program's tables: title") as caught:
        make(empty_postgresql_url)
    assert "createdb NAME" in str(caught.value.hint)
    assert inspect(engine).get_table_names() == ["title"]


@pytest.mark.postgresql
def test_what_ends_half_way_leaves_nothing_on_a_server(
    empty_postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(creating, "begin", killed)
    with pytest.raises(KeyboardInterrupt):
        make(empty_postgresql_url)
    assert inspect(engine_for(empty_postgresql_url)).get_table_names() == []
    monkeypatch.undo()
    make(empty_postgresql_url)
    assert KeptStudy.at(empty_postgresql_url).problems() == ()


@pytest.mark.postgresql
def test_a_schema_that_was_left_without_a_study_is_given_one(empty_postgresql_url: str) -> None:
    """As programs left it that made the schema first and then, in another transaction, the rest."""
    Study(empty_postgresql_url)
    with writing(engine_for(empty_postgresql_url)) as connection:
        for table in ("study", "coder", "change_row", "wave", "change"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own
    make(empty_postgresql_url, coder="bea")
    study = KeptStudy.at(empty_postgresql_url)
    assert study.ask("SELECT key FROM coder") == "bea"
    assert study.problems() == ()
