"""`db check`: every kind of damage is made, and seen by its name."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from damage import DAMAGE, IDS, RAFI
from kept_study import BOOK, KeptStudy
from sqlalchemy import text

from portrayals.database.copies import application_of, damage_of
from portrayals.database.migrate import HEAD
from portrayals.errors import NoDatabase
from portrayals.history.transaction import read, write
from portrayals.services.study.check import MOST, check


def test_a_sound_study_has_no_problem(kept: KeptStudy) -> None:
    with read(kept.target) as connection:
        found = check(connection)
    assert found.problems == ()
    assert found.checked == (
        *("file", "schema", "references", "units", "names"),
        *("codebooks", "coders", "annotations", "ballots", "claims", "handouts"),
        *("dates", "history", "search"),
    )


def test_every_version_of_a_codebook_is_looked_at(kept: KeptStudy, tmp_path: Path) -> None:
    kept.apply(
        BOOK.replace('version: "1"', 'version: "2"').replace("max: 120", "max: 50"), tmp_path
    )
    assert kept.problems() == ()  # 52.5 was coded under version 1


@pytest.mark.parametrize(("statements", "problem"), DAMAGE)
def test_damage_is_seen_and_named(kept: KeptStudy, statements: list[str], problem: str) -> None:
    kept.damage(*(each.format(**IDS) for each in statements))
    found = kept.problems()
    assert any(each.startswith(problem) for each in found), found


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("DROP TRIGGER unit_name_updated", "schema: trigger unit_name_updated is missing"),
        ("DROP VIEW finding_view", "schema: view finding_view is missing"),
        ("DROP INDEX ix_annotation_unit_id", "schema: index ix_annotation_unit_id is missing"),
        ("DROP TABLE viewing", "schema: table viewing is missing"),
        ("DROP TABLE unit_search", "schema: table unit_search is missing"),
        ("DELETE FROM study", "schema: the study has no row"),
        (
            "UPDATE alembic_version SET version_num = '9999'",
            f"schema: alembic_version holds 9999; the schema is {HEAD}",
        ),
        (
            "INSERT INTO alembic_version VALUES ('9999')",
            f"schema: alembic_version holds {HEAD} and 9999; the schema is {HEAD}",
        ),
        (
            "DELETE FROM alembic_version",
            f"schema: alembic_version holds nothing; the schema is {HEAD}",
        ),
        (
            "CREATE TRIGGER more AFTER INSERT ON unit BEGIN SELECT 1; END",
            "schema: trigger more does not belong to portrayals",
        ),
    ],
)
def test_what_the_schema_lacks_is_told_before_all_else(
    kept: KeptStudy, statement: str, problem: str
) -> None:
    kept.damage(statement)
    with read(kept.target) as connection:
        found = check(connection)
    assert problem in found.problems
    assert found.checked == ("file", "schema")


@pytest.mark.parametrize(
    ("kind", "name", "old", "new"),
    [
        ("table", "annotation", "BETWEEN 0 AND 4", "BETWEEN 0 AND 5"),
        ("trigger", "unit_name_deleted", "old.folded", "old.name"),
        ("index", "ix_annotation_unit_id", "(unit_id)", "(unit_id ASC)"),
        ("view", "portrayal_view", "level_id = 3", "level_id = 4"),
    ],
)
def test_what_is_made_by_another_statement_is_damage_of_the_schema(
    kept: KeptStudy, kind: str, name: str, old: str, new: str
) -> None:
    new_sql = f"replace(sql, '{old}', '{new}') WHERE name = '{name}'"
    kept.damage(f"UPDATE sqlite_master SET sql = {new_sql}", schema=True)  # noqa: S608 - our own
    assert kept.problems() == (f"schema: {kind} {name} is not as portrayals creates it",)


def test_a_name_in_the_schema_that_is_no_text_is_damage(kept: KeptStudy) -> None:
    """SQLite names it as it finds it, which Python then cannot read."""
    with closing(sqlite3.connect(kept.target)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sound = Path(kept.target).read_bytes()
    damaged = sound.replace(b"tableviewingviewing", b"tableviewin\xffviewing")
    assert damaged != sound
    Path(kept.target).write_bytes(damaged)
    with pytest.raises(NoDatabase, match="not UTF-8 text"):
        kept.ask("SELECT count(*) FROM unit")
    assert kept.problems() == (
        "file: cannot be read: its schema contains something that is not UTF-8 text",
    )
    assert damage_of(Path(kept.target)) == "its schema contains something that is not UTF-8 text"
    assert application_of(Path(kept.target)) is None


def test_a_damaged_page_is_told_and_nothing_else_is_looked_at(kept: KeptStudy) -> None:
    with closing(sqlite3.connect(kept.target)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'annotation'"
        ).fetchone()[0]
    with Path(kept.target).open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    with read(kept.target) as connection:
        found = check(connection)
    assert found.checked == ("file",)
    assert found.problems
    assert all(each.startswith("file: ") for each in found.problems)


def test_an_index_that_lacks_a_row_is_damage_of_the_file(kept: KeptStudy) -> None:
    kept.damage(
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = "
        "'ix_unit_parent_id') WHERE name = 'ix_unit_name_folded'",
        schema=True,
    )
    assert any(each.startswith("file: ") for each in kept.problems())


def test_of_many_problems_of_one_kind_the_first_are_told_and_the_rest_counted(
    kept: KeptStudy,
) -> None:
    for number in range(MOST + 5):
        kept.title(f"Film {number}", year="2000")
    kept.damage("DELETE FROM unit_name WHERE kind = 'name' AND name LIKE 'Film %'")
    names = [each for each in kept.problems() if each.startswith("names: ")]
    assert len(names) == MOST + 1
    assert names[-1] == "names: … and 5 more"


def test_a_check_writes_nothing(kept: KeptStudy) -> None:
    before = Path(kept.target).read_bytes()
    with read(kept.target) as connection:
        assert check(connection).problems == ()
        assert check(connection).problems == ()
        beside = Path(f"{kept.target}-wal")
        assert not beside.exists() or beside.stat().st_size == 0
    assert Path(kept.target).read_bytes() == before


def test_a_check_goes_on_while_somebody_writes(kept: KeptStudy) -> None:
    with read(kept.target) as connection:
        connection.execute(text("SELECT count(*) FROM unit")).scalar_one()
        kept.title("Bliss", year="1997")
        with write(kept.target, actor="ana", command="waiting"):
            assert check(connection).problems == ()


@pytest.mark.postgresql
def test_a_study_on_a_server_is_checked(empty_postgresql_url: str, tmp_path: Path) -> None:
    study = KeptStudy(empty_postgresql_url)
    study.fill(tmp_path)
    study.deepen()
    with read(study.target) as connection:
        found = check(connection)
    assert found.problems == ()
    assert found.checked == (
        *("schema", "constraints", "units", "names"),
        *("codebooks", "coders", "annotations", "ballots", "claims", "handouts", "dates"),
        "history",
    )
    with write(study.target, actor="ana", command="damage") as change:
        for statement in (
            "DELETE FROM answer_code WHERE answer_id = {said_by_bob}",
            "UPDATE unit_name SET folded = 'GRIEF' WHERE kind = 'alias'",
            "UPDATE answer SET number = 121 WHERE number IS NOT NULL",
            "UPDATE change_row SET before = '[' WHERE change_id = 2 AND position = 1",
            "ALTER TABLE study DROP CONSTRAINT ck_study_one_row",
            "ALTER TABLE study ADD CONSTRAINT ck_study_one_row CHECK (study_id = 1) NOT VALID",
        ):
            change.connection.execute(text(statement.format(**IDS)))
    told = study.problems()
    for problem in (
        "constraints: study: ck_study_one_row was never checked against the rows",
        f"annotations: {RAFI}: act by bob in main is coded, but has no code",
        'names: shrinking: "Grief" is not folded as it is for search',
        "annotations: prime/lisa-metzger: age by ana in main has a number outside the range of "
        "codebook romance 1",
        'history: change 2, row 1: what is kept is not a row of study: "["',
    ):
        assert problem in told, told
