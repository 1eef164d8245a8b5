"""Exports hold what an import needs to make everything again, a batch of units at a time."""

from __future__ import annotations

import gc
import shutil
from pathlib import Path
from typing import Any

import pytest
from kept_study import KeptStudy
from study import Study

from portrayals.errors import InvalidQuery, UnknownKey
from portrayals.history.transaction import read, write
from portrayals.notation.cells import text
from portrayals.query import batches
from portrayals.results.show import UnitShown
from portrayals.services.browse.show import show
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.titles import screen
from portrayals.services.exporting import export as exporting
from portrayals.services.exporting.export import EXPORTED, export
from portrayals.services.study.info import set_policy

Row = dict[str, Any]

BOOK = """\
codebook: shapes
version: "2"
variables:
  - {key: tone, label: Tone, level: title, type: nominal, codes: [
      {key: comic, label: Comic}, {key: grave, label: Grave}]}
  - {key: age, label: Age, level: portrayal, type: number}
  - {key: formal, label: Formal, level: portrayal, type: boolean}
  - {key: remark, label: Remark, level: portrayal, type: text}
  - {key: act, label: Act, level: portrayal, type: multi, codes: [
      {key: hit, label: Hit}, {key: hug, label: Hug}, {key: lie, label: Lie}]}
derived:
  - {key: gentle, label: Gentle, level: portrayal, type: boolean,
     rules: [{when: "act:hit", then: no}], otherwise: yes}
"""


def exported(study: Study, what: str, *query: str, table: bool = False) -> list[Row]:
    """The rows of an export; of a table, the cells that are not empty as they are written."""
    with read(study.target) as connection:
        found = export(connection, what, query, table=table)
        rows = list(found.rows)
    assert all(set(row) == set(found.columns) for row in rows)
    if not table:
        return rows
    return [{name: None if row[name] is None else text(row[name]) for name in row} for row in rows]


def without_uuids(rows: list[Row]) -> list[Row]:
    return [
        {name: value for name, value in row.items() if not name.endswith("uuid")} for row in rows
    ]


@pytest.fixture(scope="module")
def shapes_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shapes")
    study = Study(str(folder / "study.db"))
    study.apply(BOOK, folder)
    study.coder("bob")
    study.title("Zoe", year="2001")
    study.portrayal("zoe", "Ann")
    return folder / "study.db"


@pytest.fixture
def shapes(shapes_once: Path) -> Study:
    """A portrayal, and a variable of each type to judge it by."""
    return KeptStudy.at(shutil.copy(shapes_once, shapes_once.with_name("copy.db")))


def value(study: Study, *values: str, table: bool = True) -> object:
    study.annotate("zoe/ann", *values)
    [row] = exported(study, "annotations", table=table)
    return row["value"]


COLUMNS = {
    "titles": "key,uuid,name,kind,year,end_year,countries,languages,genres,distributor,ids,aliases,"
    "original,synopsis,note,screened,screening_reason,stratum",
    "episodes": "key,uuid,title,title_uuid,season,number,name,aired,aliases",
    "portrayals": "key,uuid,title,title_uuid,name,performer,roles,year,aliases",
    "relationships": "key,uuid,portrayal,portrayal_uuid,name,performer,roles,year,aliases",
    "annotations": "unit,level,variable,coder,wave,purpose,state,value,basis,complete,note,"
    "codebook_version,unit_uuid,code,episode,start,end,quote,describes,source,citation,address,"
    "dated,accessed",
    "claims": "id,source,unit,stance,statement,basis,codes,stated_on,about,scope,locator,checked,"
    "checked_source",
    "findings": "unit,level,variable,state,value",
}


@pytest.mark.parametrize("what", COLUMNS)
def test_a_table_has_the_columns_that_an_import_takes(kept: KeptStudy, what: str) -> None:
    with read(kept.target) as connection:
        for name in (what, what.removesuffix("s")):
            found = export(connection, name, table=True)
            assert (found.what, ",".join(found.columns)) == (what, COLUMNS[what])
    assert exported(kept, what, table=True)


def test_a_title_comes_with_all_that_was_written_of_it(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "study.db"))
    facts = {
        "kind": "tv-series",
        "countries": ["France", "Belgium"],
        "languages": ["French"],
        "genres": ["drama", "comedy"],
        "distributor": "Gaumont",
        "synopsis": "Of a girl.",
        "aliases": ["Fabelhafte Welt", "The Fabulous Destiny"],
    }
    original = "Le Fabuleux Destin d’Amélie Poulain"
    study.title("Amélie", year="2001", end_year="2003", ids=["imdb:tt0211915"], **facts)
    with write(study.target, actor="ana", command="test") as change:
        edit(change, "amelie", ["note=seen twice", "stratum=2000s", f"original={original}"])
        screen(change, "amelie", "out", "no therapy")
    [row] = exported(study, "titles")
    assert row.pop("uuid")
    assert row == facts | {
        "key": "amelie",
        "name": "Amélie",
        "year": 2001,
        "end_year": 2003,
        "ids": {"imdb": "tt0211915"},
        "note": "seen twice",
        "original": [original],
        "stratum": "2000s",
        "screened": "out",
        "screening_reason": "no therapy",
    }


def test_a_second_identifier_of_a_kind_is_not_lost(shapes: Study) -> None:
    with write(shapes.target, actor="ana", command="edit") as change:
        edit(change, "zoe", ["id=imdb:tt0000002;imdb:tt0000001;tmdb:7"])
    ids = ["imdb:tt0000001", "imdb:tt0000002", "tmdb:7"]
    [row] = exported(shapes, "titles")
    assert row["ids"] == ids
    assert shapes.list("titles").rows[0]["ids"] == ids
    with read(shapes.target) as connection:
        shown = show(connection, "zoe")
    assert isinstance(shown, UnitShown)
    assert dict(shown.facts)["id"] == tuple(ids)


def test_people_and_episodes_name_what_they_stand_under(kept: KeptStudy) -> None:
    with write(kept.target, actor="ana", command="edit") as change:
        edit(change, "shrinking/s01e01", ["name=Coin Flip", "aired=2023-01-27", "alias=Pilot"])
    assert without_uuids(exported(kept, "episodes"))[0] == {
        "key": "shrinking/s01e01",
        "title": "shrinking",
        "season": 1,
        "number": 1,
        "name": "Coin Flip",
        "aired": "2023-01-27",
        "aliases": ["Pilot"],
    }
    assert without_uuids(exported(kept, "portrayals"))[0] == {
        "key": "prime/lisa-metzger",
        "title": "prime",
        "name": "Lisa Metzger",
        "performer": "Meryl Streep",
        "roles": ["lead", "mother"],
        "year": None,
        "aliases": [],
    }
    [rafi, _] = exported(kept, "relationships")
    assert (rafi["portrayal"], rafi["name"]) == ("prime/lisa-metzger", "Rafi")


@pytest.mark.parametrize(
    ("written", "cell", "json"),
    [
        ("act=hug;hit", "hit;hug", ["hit", "hug"]),
        ("act=lie;maybe:hit", "lie;maybe:hit", ["lie"]),
        ("act=none", "none", []),
        ("act=cannot-tell", "cannot-tell", None),
        ("formal=yes", "yes", True),
        ("formal=no", "no", False),
        ("formal=not-applicable", "not-applicable", None),
        ("age=52", "52", 52.0),
        ("age=0.1", "0.1", 0.1),
        ("age=-1e-7", "-1e-07", -1e-7),
        ("age=123456789012345.6", "123456789012345.6", 123456789012345.6),
        ("age=unavailable", "unavailable", None),
        ("remark=a; b, c", "a; b, c", "a; b, c"),
    ],
)
def test_a_value_is_one_cell_or_an_object_of_its_type(
    shapes: Study, written: str, cell: str, json: object
) -> None:
    assert value(shapes, written) == cell
    assert value(shapes, written, table=False) == json


def test_an_annotation_has_a_line_for_each_piece_of_evidence(kept: KeptStudy) -> None:
    kept.tag("prime/lisa-metzger/rafi", "flirting", at="1:02:03-1:02:04.5")
    kept.annotate("prime/lisa-metzger", "age=52.5", at="10:00")
    lines = [
        [row[name] for name in ("variable", "coder", "value", "code", "start", "end", "quote")]
        for row in exported(kept, "annotations", "year:2005", table=True)
        if row["coder"] != "consensus"
    ]
    assert lines == [
        ["tone", "ana", "comic", None, None, None, None],
        ["age", "ana", "52.5", None, "00:10:00", None, None],
        ["remark", "ana", "wry", None, None, None, None],
        ["act", "ana", "flirting", "flirting", "00:12:30", None, "Oh?"],
        ["act", "ana", "flirting", "flirting", "01:02:03", "01:02:04.500", None],
        ["act", "bob", "gift", None, None, None, None],
    ]
    with read(kept.target) as connection:
        found = export(connection, "annotations", table=True)
        assert (len(list(found.rows)), found.number) == (8, 7)


@pytest.mark.parametrize("what", EXPORTED)
@pytest.mark.parametrize("query", ["", "year:2005", "coder:bob", "year:1900"])
def test_rows_are_counted_before_they_are_read(kept: KeptStudy, what: str, query: str) -> None:
    kept.tag("prime/lisa-metzger/rafi", "flirting", at="1:02:03")
    words = query.split()
    with read(kept.target) as connection:
        number = len(list(export(connection, what, words, table=True).rows))
        counted = export(connection, what, words, table=True)
        assert counted.more_than(number) is None
        assert counted.more_than(number - 1) == number
        assert (counted.number, counted.lines) == (0, 0)
        assert len(list(counted.rows)) == counted.lines == number


def test_what_has_a_few_words_is_told_with_its_values(kept: KeptStudy) -> None:
    with read(kept.target) as connection:
        made = export(connection, "annotations", table=True)
        columns = {each.key: each for each in made.described}
        rows = list(made.rows)
    coded = {key: each for key, each in columns.items() if each.kind == "codes"}
    assert [*coded] == ["level", "purpose", "state", "basis", "complete"]
    for key, column in coded.items():
        words = {each.word for each in column.values}
        assert {text(row[key]) for row in rows} - {""} <= words
    state = columns["state"]
    assert [(each.word, each.number) for each in state.valid] == [("none", 0), ("coded", 1)]
    assert ("cannot-tell", -2) in [(each.word, each.number) for each in state.missing]
    assert columns["value"].kind == "text"


def test_evidence_tells_its_episode_its_source_and_what_it_describes(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "study.db"), "therapist-boundaries")
    study.title("Zoe", year="2001", kind="tv")
    study.portrayal("zoe", "Ann")
    study.relationship("zoe/ann", "Bo")
    mark = {"episode": "S07E05", "create": True, "description": "They kiss.", "basis": "watched"}
    study.tag("zoe/ann/bo", "flirting", source="A review", note="late", **mark)
    [row] = exported(study, "annotations", table=True)
    told = {name: row[name] for name in ("episode", "describes", "basis", "note", "wave")}
    assert told == {
        "episode": "S07E05",
        "describes": "They kiss.",
        "basis": "watched",
        "note": "late",
        "wave": "main",
    }
    assert row["source"] in {source["key"] for source in study.list("sources").rows}
    [whole] = exported(study, "annotations")
    assert whole["evidence"][0]["describes"] == "They kiss."


@pytest.mark.parametrize("query", ["", "coder:bob", "tone:comic", "basis:watched", "year:2023"])
def test_annotations_as_objects_are_those_of_the_list(kept: KeptStudy, query: str) -> None:
    words = query.split()
    listed = kept.list("annotations", *words).rows
    assert listed
    found = exported(kept, "annotations", *words)
    assert sorted(found, key=str) == sorted(listed, key=str)


@pytest.mark.parametrize("what", ["titles", "portrayals", "relationships", "episodes"])
@pytest.mark.parametrize("query", ["", "year:2005", "NOT act:gift", "metzger", "season:1"])
def test_a_query_chooses_what_it_chooses_in_a_list(kept: KeptStudy, what: str, query: str) -> None:
    words = query.split()
    try:
        listed = kept.keys(what, *words)
    except InvalidQuery:
        with pytest.raises(InvalidQuery):
            exported(kept, what, *words)
    else:
        assert [row["key"] for row in exported(kept, what, *words)] == listed


def test_claims_are_those_of_the_list(kept: KeptStudy) -> None:
    assert exported(kept, "claims") == list(kept.list("claims").rows)
    assert [row["statement"] for row in exported(kept, "claims", "flirts")] == ["She flirts."]
    assert [row["id"] for row in exported(kept, "claims", "year:2005")] == [1]
    with pytest.raises(InvalidQuery, match="neither a variable"):
        exported(kept, "claims", "yaer:2005")


@pytest.mark.parametrize("policy", ["majority", "unanimous", "any"])
def test_findings_are_those_that_a_list_shows_at_the_level_of_their_variable(
    kept: KeptStudy, policy: str
) -> None:
    with write(kept.target, actor="ana", command="db policy") as change:
        set_policy(change, policy)
    listed = {}
    for what, own in (
        ("titles", {"tone"}),
        ("portrayals", {"age"}),
        ("relationships", {"act", "harm"}),
    ):
        for row in kept.list(what).rows:
            findings: Any = row["findings"]
            for variable in own & set(findings):
                listed[row["key"], variable] = findings[variable]
    found = exported(kept, "findings")
    assert {(row["unit"], row["variable"]): row["state"] for row in found} == {
        place: finding["state"] for place, finding in listed.items()
    }
    for row in found:
        codes = listed[row["unit"], row["variable"]]["codes"]
        if row["variable"] == "act" and row["state"] == "coded":
            assert row["value"] == codes
        elif row["variable"] == "tone":
            assert [row["value"]] == codes


def test_findings_leave_out_what_is_not_coded_texts_and_titles_screened_out(
    shapes: Study,
) -> None:
    shapes.title("Out", year="2002")
    shapes.annotate("out", "tone=comic")
    shapes.screen("out", "out")
    shapes.portrayal("zoe", "Ben")
    shapes.annotate("zoe/ann", "act=hug;lie", "remark=wry", "formal=no", "age=7")
    shapes.annotate("zoe/ann", "act=hug", "formal=yes", "age=cannot-tell", actor="bob")
    found = exported(shapes, "findings", table=True)
    assert [(row["unit"], row["variable"], row["state"], row["value"]) for row in found] == [
        ("zoe/ann", "age", "unsettled", "unsettled"),
        ("zoe/ann", "formal", "unsettled", "unsettled"),
        ("zoe/ann", "act", "coded", "hug"),
        ("zoe/ann", "gentle", "coded", "yes"),
    ]
    assert exported(shapes, "findings", "act:hit") == []


def test_a_finding_is_a_cell_or_an_object_of_its_type(shapes: Study) -> None:
    shapes.annotate("zoe", "tone=grave")
    shapes.annotate("zoe/ann", "age=7", "formal=no", "act=none")
    values = [row["value"] for row in exported(shapes, "findings")]
    assert values == ["grave", 7.0, False, [], True]
    cells = [row["value"] for row in exported(shapes, "findings", table=True)]
    assert cells == ["grave", "7", "no", "none", "yes"]


def test_rows_are_sorted_by_title_name_then_key(shapes: Study) -> None:
    shapes.title("Émile", year="1950")
    shapes.title("Beta", year="1950")
    with write(shapes.target, actor="ana", command="edit") as change:
        edit(change, "zoe", ["name=Alpha"])
    assert [row["key"] for row in exported(shapes, "titles")] == ["zoe", "beta", "emile"]
    shapes.portrayal("beta", "Al")
    shapes.annotate("beta/al", "formal=yes")
    shapes.annotate("beta", "tone=comic")
    shapes.annotate("zoe/ann", "formal=yes")
    in_order = ["zoe/ann", "beta", "beta/al"]
    for what in ("annotations", "findings"):
        assert [row["unit"] for row in exported(shapes, what)] == in_order


def test_the_order_of_writing_leaves_no_trace(tmp_path: Path) -> None:
    studies = []
    for number, titles in enumerate([("Prime", "Shrinking"), ("Shrinking", "Prime")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        study = KeptStudy(str(folder / "study.db"))
        study.fill(folder, titles)
        studies.append(study)
    for what in EXPORTED:
        one, other = (without_uuids(exported(study, what)) for study in studies)
        assert one == other


@pytest.mark.parametrize("what", EXPORTED)
def test_the_size_of_a_batch_makes_no_difference(
    kept: KeptStudy, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = exported(kept, what)
    for size in (1, 3):
        monkeypatch.setattr(batches, "BATCH", size)
        assert exported(kept, what) == whole


def test_no_more_than_a_batch_is_read_before_its_rows_are_taken(
    kept: KeptStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = exporting.annotations_of
    monkeypatch.setattr(batches, "BATCH", 2)
    monkeypatch.setattr(
        exporting, "annotations_of", lambda c, ids: asked.append(len(ids)) or real(c, ids)
    )
    with read(kept.target) as connection:
        rows = export(connection, "annotations", table=True).rows
        assert asked == []
        next(rows)
        assert asked == [2]
        list(rows)
    assert asked == [2, 2]


def test_what_a_batch_leaves_behind_is_gone_before_the_next(
    kept: KeptStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 1)
    left: list[int] = []
    real = exporting.annotations_of
    monkeypatch.setattr(
        exporting, "annotations_of", lambda c, ids: left.append(gc.get_count()[0]) or real(c, ids)
    )
    with read(kept.target) as connection:
        gc.disable()
        try:
            list(export(connection, "annotations", table=True).rows)
        finally:
            gc.enable()
    _, second, *_, last = left
    assert last <= second


def test_without_a_codebook_there_is_nothing_to_judge(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "study.db"))
    assert [exported(study, what) for what in EXPORTED] == [[]] * len(EXPORTED)
    study.title("Zoe", year="2001")
    assert exported(study, "findings") == []


def test_another_kind_is_refused_with_the_nearest(kept: KeptStudy) -> None:
    with pytest.raises(UnknownKey) as refused:
        exported(kept, "titels")
    assert refused.value.candidates[0] == "titles"
    assert "findings" in str(refused.value.hint)


@pytest.mark.parametrize("what", ["titles", "annotations", "findings"])
def test_a_query_that_fits_no_level_is_refused_before_a_row_is_read(
    kept: KeptStudy, what: str
) -> None:
    with read(kept.target) as connection, pytest.raises(InvalidQuery):
        export(connection, what, ["colour:red"], table=True)


@pytest.mark.postgresql
def test_postgresql_exports_the_same(
    kept: KeptStudy, empty_postgresql_url: str, tmp_path: Path
) -> None:
    study = KeptStudy(empty_postgresql_url)
    study.fill(tmp_path)
    study.deepen()
    for what in EXPORTED:
        here, there = (without_uuids(exported(each, what)) for each in (kept, study))
        assert here == there
        with read(study.target) as connection:
            counted = export(connection, what, table=True)
            number = counted.more_than(0)
            assert number == len(list(counted.rows))
