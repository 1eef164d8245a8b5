"""A database that lacks what every study has is told to be damaged, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from kept_study import KeptStudy
from sqlalchemy import Engine, text

from portrayals.database.files import opened
from portrayals.errors import Damaged, NoDatabase, PortrayalsError
from portrayals.history import transaction
from portrayals.history.transaction import read, write
from portrayals.services.codebooks.diff import plan_codebook
from portrayals.services.codebooks.show import list_codebooks, show_codebook
from portrayals.services.study.backup import backup, restore, upgrade
from portrayals.services.study.info import info

LACKING = [
    ("DELETE FROM study", "the study has no row"),
    ("DELETE FROM alembic_version", "it names 0 schema revisions"),
    ("INSERT INTO alembic_version VALUES ('0000')", "it names 2 schema revisions"),
]


def ask_for_info(study: KeptStudy) -> None:
    with read(study.target) as connection:
        info(connection, study.target)


@pytest.mark.parametrize(("statement", "told"), LACKING)
def test_what_every_database_has_is_missed(kept: KeptStudy, statement: str, told: str) -> None:
    kept.damage(statement)
    with pytest.raises(Damaged, match=told) as caught:
        ask_for_info(kept)
    assert "portrayals db check" in str(caught.value.hint)
    assert "portrayals db restore FILE" in str(caught.value.hint)


@pytest.mark.parametrize(("statement", "told"), LACKING)
def test_nothing_is_written_to_a_database_without_it(
    kept: KeptStudy, statement: str, told: str
) -> None:
    kept.damage(statement)
    with pytest.raises(Damaged, match=told):
        kept.title("Bliss")
    assert kept.ask_raw("SELECT count(*) FROM title") == 2
    kept.damage("PRAGMA user_version = 0")
    with pytest.raises(Damaged, match=told):
        upgrade(kept.target)
    assert not list(Path(kept.target).parent.glob("*.backup-*"))


@pytest.mark.postgresql
@pytest.mark.parametrize(("statement", "told"), LACKING)
def test_a_server_misses_it_too(empty_postgresql_url: str, statement: str, told: str) -> None:
    study = KeptStudy(empty_postgresql_url)
    with write(study.target, actor="ana", command="damage") as change:
        change.connection.execute(text(statement))
    with pytest.raises(Damaged, match=told):
        ask_for_info(study)
    with pytest.raises(Damaged, match=told):
        study.title("Bliss")
    study.problems()  # who looks for what is wrong is let in


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE codebook SET level_names = '{'", "the codebook's names for levels"),
        ("UPDATE codebook SET level_names = '[]'", "the codebook's names for levels"),
        ("UPDATE codebook SET level_names = '{\"title\": 3}'", "the codebook's names for level"),
        ("UPDATE variable SET rules = '[{' WHERE key = 'harm'", "the rules of harm cannot be read"),
        ("UPDATE variable SET rules = '[1]' WHERE key = 'harm'", "the rules of harm cannot"),
        ("UPDATE variable SET rules = '[[1, 2]]' WHERE key = 'harm'", "the rules of harm cannot"),
        ("UPDATE variable SET rules = '{\"ab\": 1}' WHERE key = 'harm'", "the rules of harm"),
    ],
)
def test_rows_of_the_codebook_that_cannot_be_read_are_damage(
    kept: KeptStudy, statement: str, told: str
) -> None:
    kept.damage(statement)
    with pytest.raises(Damaged, match=told):
        kept.keys("titles")


@pytest.mark.parametrize("document", ["variables: [", "", "a: b"])
def test_a_codebook_whose_text_cannot_be_read_is_damage(kept: KeptStudy, document: str) -> None:
    kept.damage(f"UPDATE codebook SET document = '{document}'")  # noqa: S608 - our own
    with read(kept.target) as connection:
        for ask in (show_codebook, list_codebooks):
            with pytest.raises(Damaged, match="a codebook in it cannot be read: "):
                ask(connection)
        with pytest.raises(Damaged, match="a codebook in it cannot be read: "):
            plan_codebook(connection, "smoking")


def test_a_fault_of_the_program_is_not_told_to_be_damage(kept: KeptStudy) -> None:
    with pytest.raises(ZeroDivisionError), read(kept.target):
        1 / 0  # noqa: B018 - it is to fail
    with pytest.raises(PortrayalsError, match="a request") as caught, read(kept.target):
        raise PortrayalsError("a request that cannot be met")
    assert not isinstance(caught.value, NoDatabase)


def test_nothing_is_written_to_what_somebody_restored_while_one_waited(
    kept: KeptStudy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be of another schema than the one that was there when the turn was asked for."""
    earlier = str(tmp_path / "earlier.db")
    backup(kept.target, earlier, force=False)
    KeptStudy.at(earlier).damage(
        "PRAGMA user_version = 0", "UPDATE alembic_version SET version_num = '0000'"
    )

    def opened_and_restored(target: str) -> Engine:
        engine = opened(target)
        restore(target, earlier)
        return engine

    monkeypatch.setattr(transaction, "opened", opened_and_restored)
    with pytest.raises(PortrayalsError, match="has schema 0000, but had") as caught:
        kept.title("Bliss")
    assert "repeat the command" in str(caught.value.hint)
    assert kept.ask_raw("SELECT count(*) FROM title") == 2
