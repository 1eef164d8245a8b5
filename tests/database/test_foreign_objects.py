"""A file from somebody else runs nothing of its own, neither when it is read nor when written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import StaticPool, create_engine

import portrayals
from portrayals.database.foreign_objects import TABLES, TRIGGERS, digest
from portrayals.database.migrate import alembic, migrating, newest_statements, statements
from portrayals.errors import NoDatabase, PortrayalsError
from portrayals.study import Study

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = portrayals.init(tmp_path / "study.db", actor="ana", codebook="none")
    made.add_title("Prime", year=2005)
    return made


def run(study: Study, *statements: str) -> None:
    with closing(sqlite3.connect(study.target)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


#: What older schemas had.
EARLIER = {"annotation_code", "tally", "tally_code"}


def test_what_is_ours_is_what_the_migrations_make() -> None:
    made = newest_statements()
    tables = {name for kind, name in made if kind == "table"} - {"sqlite_sequence"}
    assert tables | EARLIER == TABLES
    newest = {(name, digest(made[kind, name][1])) for kind, name in made if kind == "trigger"}
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with migrating(engine) as connection:
        command.upgrade(alembic(connection), "0001")
        before = {
            (name, digest(sql))
            for (kind, name), (_, sql) in statements(connection).items()
            if kind == "trigger"
        }
    assert newest | before == TRIGGERS


@pytest.mark.parametrize(
    "replacement",
    [
        f"CREATE VIEW title_term AS {ENDLESS}",
        f"CREATE VIEW Title_Term AS {ENDLESS}",
        "CREATE VIRTUAL TABLE title_term USING fts5(title_id)",
    ],
)
def test_nothing_that_computes_stands_in_for_a_table(study: Study, replacement: str) -> None:
    run(study, "DROP TABLE title_term", replacement)
    for ask in (study.info, study.list_titles, lambda: study.add_title("Bliss")):
        with pytest.raises(NoDatabase, match="instead of the table"):
            ask()


def test_a_table_does_not_stand_in_for_the_index_of_words(study: Study) -> None:
    run(study, "DROP TABLE unit_search", f"CREATE VIEW unit_search AS {ENDLESS}")
    with pytest.raises(NoDatabase, match="instead of the table"):
        study.list_titles("prime")


@pytest.mark.parametrize(
    "trigger",
    [
        "CREATE TRIGGER more AFTER INSERT ON unit BEGIN DELETE FROM title; END",
        "CREATE TRIGGER unit_name_deleted AFTER INSERT ON unit BEGIN DELETE FROM title; END",
    ],
)
def test_a_trigger_of_somebody_else_does_not_run(study: Study, trigger: str) -> None:
    run(study, "DROP TRIGGER unit_name_deleted", trigger)
    with pytest.raises(PortrayalsError, match="a foreign trigger"):
        study.add_title("Bliss", year=1997)
    assert [row["key"] for row in study.list_titles().rows] == ["prime"]


def test_a_statement_may_be_written_in_any_way(study: Study) -> None:
    """SQLite itself refuses a schema whose rows do not say what their statements make."""
    run(
        study,
        "DROP TABLE title_term",
        "CREATE VIRTUAL TABLE title_term USING fts5(title_id)",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'CREATE VIRTUAL', 'CREATE/* a */VIRTUAL') "
        "WHERE name = 'title_term'",
    )
    with pytest.raises(NoDatabase, match='instead of the table "title_term"'):
        study.list_titles()


def test_views_and_tables_of_ones_own_are_nobodys_business(study: Study) -> None:
    run(study, "CREATE VIEW my_titles AS SELECT name FROM unit", "CREATE TABLE notes (text)")
    study.add_title("Bliss", year=1997)
    assert len(study.list_titles().rows) == 2
