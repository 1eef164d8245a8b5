"""Titles by a word, and what is near where there is none: the same on each engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, select
from study import Study

from portrayals.database.engine import engine_for
from portrayals.database.lines import lines
from portrayals.database.migrate import alembic, migrating, upgrade
from portrayals.errors import UnknownKey
from portrayals.history.transaction import read, write
from portrayals.query import near
from portrayals.query.fields_text import titles_with
from portrayals.services.catalogue import resolve
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.study.check import check
from portrayals.services.study.undo import undo
from portrayals.tables import unit

NAMES = (
    *("Amélie", "Amelie Again", "The Silent Couch", "Silent Night", "Straße", "50/50"),
    *("שטיסל", "千と千尋の神隠し", "Face/Off", "The Other Silence", "O'Brien's Couch", "Öl"),
)
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=ENGINES)
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Study:
    on_server = request.param == "postgresql"
    url = request.getfixturevalue("empty_postgresql_url") if on_server else None
    made = Study(url or str(tmp_path / "study.db"))
    for name in NAMES:
        made.title(name, year="2001")
    made.portrayal("Silent Night", "Zoë Couch", performer="Ana Björk")
    made.portrayal("Face/Off", "Dr. Who")
    made.relationship("Silent Night/Zoë Couch", "Łucja")
    with write(made.target, actor="ana", command="edit") as change:
        edit(change, "strasse", ["original=Die lange Gasse", "synopsis=A sqlent man"])
        edit(change, "50-50", ["alias=Amelei"])
        edit(change, "o-brien-s-couch", ["alias=At Rest on a Couch Moush Elsewhere"])
        edit(change, "ol", ["key=tango-foxtrot"])
        edit(change, "face-off/dr-who", ["key=zulu-yankee"])
    return made


@pytest.mark.parametrize("most", [1_000, 0], ids=["few are read", "all are read"])
def test_what_is_near_is_told_in_the_order_of_its_likeness(
    study: Study, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (near, resolve):
        monkeypatch.setattr(module, "MOST_NAMED", most)
    named = {
        "Amelae": ("Amélie", "amelie", "Amelei (50/50)"),
        "silend night": ("Silent Night", "silent-night"),
        "the other": ("The Other Silence",),
        "strase": ("Straße", "strasse"),
        "die lnge gasse": ("Die lange Gasse (Straße)",),
        "a sqlent mn": (),
        "שטיסן": ("שטיסל",),
        "o'brian's couch": ("O'Brien's Couch", "o-brien-s-couch"),
        "tango-foxtrt": ("tango-foxtrot",),
        "face-off/zulu-yanke": ("face-off/zulu-yankee",),
        "silent-night/zoe couhc": ("Zoë Couch", "silent-night/zoe-couch"),
    }
    looked_for = {
        "Amelae": "Amelei, Amélie",
        "silend night": "Silent Night",
        "coush": "Couch",
        "bjork anna": "Björk",
        "die lnge gasse": "",
        "a sqlent mn": "",
        "name:coush": "name:Couch",
        "performer:bjrk": "performer:Björk",
    }
    with read(study.target) as connection:
        assert {text: suggested(connection, text) for text in named} == named
    assert {text: told_near(study, text) for text in looked_for} == looked_for


def suggested(connection: Connection, text: str) -> tuple[str, ...]:
    with pytest.raises(UnknownKey) as refused:
        find_unit(connection, text)
    return tuple(refused.value.candidates)


def told_near(study: Study, text: str) -> str:
    told = study.list("titles", text)
    assert told.found == 0
    return told.notes[0].partition(" Similar: ")[2] if told.notes else ""


def test_a_limit_ends_the_search_for_titles_with_a_word(study: Study) -> None:
    keys = {
        "silen": {"silent-night", "the-silent-couch", "the-other-silence"},
        "COUCH": {"silent-night", "the-silent-couch", "o-brien-s-couch"},
        "Bjork": {"silent-night"},
        "strasse": {"strasse"},
        "50/50": {"50-50"},
        "'": {"o-brien-s-couch"},
        "sqlent": {"strasse"},
        "lent": set(),
    }
    with read(study.target) as connection:
        for text, expected in keys.items():
            found = titles_with(text)
            titles = select(unit.c.key).where(unit.c.unit_id.in_(found))
            assert set(connection.execute(titles).scalars()) == expected
            assert set(study.keys("titles", f'"{text}"')) == expected
            assert len(connection.execute(found).all()) == len(expected)
            assert len(connection.execute(found.limit(1)).all()) == min(1, len(expected))


UNSPACED = {
    "千と千尋の神隠し": ("神隠し", "千尋", "尋", "千と千尋", "の神", "千と千尋の神隠し"),
    "기생충": ("기생", "생충", "기생충", "충"),
    "霸王别姬": ("霸王", "别姬", "王"),
    "ドライブ・マイ・カー": ("マイ", "ドライブ マイ", "カー"),
    "Drive 我的车 2": ("drive 我", "的车", "drive", "车 2", "2"),
}
NOWHERE = ("神尋", "隠千", "충생", "ive 我", "我的 2", "ドイ")


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_chinese_japanese_and_korean_are_found_by_any_characters_in_a_name(
    engine: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    on_server = engine == "postgresql"
    url = request.getfixturevalue("empty_postgresql_url") if on_server else None
    study = Study(url or str(tmp_path / "study.db"))
    keys = [study.title(name) for name in UNSPACED]

    def check_all() -> None:
        for key, texts in zip(keys, UNSPACED.values(), strict=True):
            for text in texts:
                assert study.keys("titles", f'"{text}"') == [key], text
        for text in NOWHERE:
            assert study.keys("titles", f'"{text}"') == [], text

    check_all()
    # A database of before has words as spaces part them; the upgrade brings the others.
    engine_of = engine_for(study.target)
    with migrating(engine_of) as connection:
        command.downgrade(alembic(connection), "-1")
        found = connection.execute(titles_with("drive")).all()
        assert len(found) == 1
    upgrade(engine_of)
    check_all()
    # Renamed, removed and brought back, a name is in the index as often as in the study.
    with write(study.target, actor="ana", command="edit") as change:
        edit(change, keys[0], ["name=もののけ姫"])
    assert study.keys("titles", "神隠し") == []
    assert study.keys("titles", "け姫") == keys[:1]
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    check_all()
    with read(study.target) as connection:
        assert check(connection).problems == ()


@pytest.mark.parametrize(("text", "name"), [("神隠", "千と千尋の神隠し"), ("生충", None)])
def test_a_unit_asked_for_by_part_of_such_a_name_is_suggested(
    study: Study, text: str, name: str | None
) -> None:
    with read(study.target) as connection:
        assert (name in suggested(connection, text)) is (name is not None)


def test_no_list_of_all_titles_with_a_word_is_made(tmp_path: Path) -> None:
    found = titles_with("silent").limit(10)
    with read(Study(str(tmp_path / "study.db")).target) as connection:
        asked = found.compile(connection.engine)
        values = tuple(asked.params[name] for name in asked.positiontup or ())
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", values)
        assert {row.detail.split()[0] for row in plan} == {"SCAN", "SEARCH", "USE"}


def test_many_texts_are_read_as_one(study: Study) -> None:
    with read(study.target) as connection:
        names = select(unit.c.name).where(unit.c.level_id == 1).order_by(unit.c.unit_id)
        assert lines(connection, names) == list(NAMES)
        assert lines(connection, names.where(unit.c.unit_id < 0)) == []
