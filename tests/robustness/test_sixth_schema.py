"""A database of the sixth schema: marks told names apart, and countries had many spellings."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import func, update
from study import Study

from portrayals.database.engine import engine_for
from portrayals.database.migrate import alembic, migrating, upgrade
from portrayals.history.transaction import read, write
from portrayals.services.catalogue.edit import edit
from portrayals.services.study.check import check
from portrayals.services.study.undo import undo
from portrayals.tables import change_row, title_term, unit_name, unit_role


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Study:
    """A study as that schema had it, brought up to date."""
    if request.param == "sqlite":
        target = str(tmp_path / "study.db")
    else:
        target = request.getfixturevalue("empty_postgresql_url")
    made = Study(target)
    title = made.title("Love & Other Drugs", genres=["Sci–Fi"], countries=["US", "FR", "CI"])
    made.portrayal(title, "Dr. “Bones”", roles=["Nurse & Midwife"])
    with write(target, actor="ana", command="edit") as change:
        edit(
            change,
            title,
            [
                "genre=Romance",
                "name=Drugs",
                "alias+=Love & Other Drugs",
                "country=Soviet Union;UK;DE",
            ],
        )
    made.title("Twice", languages=["en", "de", "fr"])
    with migrating(engine_for(target)) as connection:
        command.downgrade(alembic(connection), "0006")
        for table, text in ((unit_name, "name"), (unit_role, "role"), (title_term, "value")):
            connection.execute(update(table).values(folded=func.lower(table.c[text])))
        for now, then in (("love and other", "love & other"), ("sci-fi", "sci–fi")):
            before = func.replace(change_row.c.before, now, then)
            connection.execute(update(change_row).values(before=before))
        for value, then in (
            *(("Soviet Union", "USSR"), ("United Kingdom", "u.k."), ("Germany", "GER")),
            *(("English", "en"), ("German", "English"), ("French", "eng")),
        ):
            here = title_term.c.value == value
            connection.execute(
                update(title_term).where(here).values(value=then, folded=then.lower())
            )
        for now, then in (("United States", "USA"), ("France", "U.S."), ("Côte d’Ivoire", "CIV")):
            for column in ("before", "row_key"):
                old = func.replace(change_row.c[column], f'"{now}"', f'"{then}"')
                connection.execute(update(change_row).values({column: old}))
    upgrade(engine_for(target))
    return made


def problems(study: Study) -> list[str]:
    with read(study.target) as connection:
        return list(check(connection).problems)


def test_what_is_stored_is_found_as_today(study: Study) -> None:
    assert problems(study) == []
    assert study.keys("titles", 'alias:="love and other drugs"') == ["love-other-drugs"]
    assert study.keys("portrayals", 'role:"nurse and"') == ["love-other-drugs/dr-bones"]
    assert study.keys("titles", 'dr. "bones"') == ["love-other-drugs"]


def countries(study: Study, key: str, field: str = "countries") -> object:
    return next(row[field] for row in study.list("titles").rows if row["key"] == key)


def test_countries_and_languages_have_one_spelling(study: Study) -> None:
    assert countries(study, "love-other-drugs") == ["Soviet Union", "United Kingdom", "GER"]
    assert countries(study, "twice", "languages") == ["English"]
    assert study.keys("titles", "country:gb") == ["love-other-drugs"]


def test_what_an_undo_brings_back_is_found_as_today(study: Study) -> None:
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    assert problems(study) == []
    assert countries(study, "love-other-drugs") == ["United States", "Côte d’Ivoire"]
    assert study.keys("titles", "genre:sci-fi") == ["love-other-drugs"]
    assert study.keys("titles", "love and other") == ["love-other-drugs"]
