"""The Python API: the words of the command line, the results of the services, typed errors."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import portrayals
from portrayals.errors import (
    Declined,
    InvalidRows,
    InvalidValue,
    NoDatabase,
    PortrayalsError,
    UnknownKey,
)
from portrayals.render.formats import render
from portrayals.results.tabular import Tabular
from portrayals.services.browse.listing import KINDS
from portrayals.services.study.undo import MOST_UNASKED
from portrayals.study import Study


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "study.db"
    portrayals.init(path, actor="ana")
    return path


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Study:
    return portrayals.open(shutil.copy(made, tmp_path), actor="ana")


@pytest.fixture
def coded(study: Study) -> Study:
    """A series with a therapist and a client, coded."""
    made = study.add_title("Shrinking", year=2023, kind="tv-series")
    study.add_portrayal(made.key, "Jimmy Laird", performer="Jason Segel")
    study.add_relationship("shrinking/jimmy-laird", "Sean", roles=["client"])
    study.add_episode("shrinking", "S01E02")
    study.tag("shrinking/jimmy-laird/sean", ["flirting"], episode="S01E02", at="12:30")
    return study


@pytest.mark.slow
def test_what_is_added_and_coded_is_found_and_counted(coded: Study) -> None:
    assert coded.list_titles("boundary-act:flirting").rows[0]["key"] == "shrinking"
    counted = coded.stats("boundary-act:flirting", level="relationship", by="decade")
    [row] = counted.rows
    assert (row.group, row.to_dict()["count"], row.n) == ("2020s", 1, 1)
    assert coded.show("shrinking/jimmy-laird/sean").to_dict()["key"] == "shrinking/jimmy-laird/sean"


def test_what_a_list_leaves_open_can_be_listed(coded: Study) -> None:
    coded.add_relationship("shrinking/jimmy-laird", "Grace")
    open_keys = {
        method: [row["key"] for row in method("boundary-act:flirting", open=True).rows]
        for method in (coded.list_titles, coded.list_portrayals, coded.list_relationships)
    }
    assert [*open_keys.values()] == [[], [], ["shrinking/jimmy-laird/grace"]]
    assert coded.list("titles", "NOT boundary-act:flirting", open=True).found == 0
    with pytest.raises(InvalidValue):
        coded.list_titles(open=True)


def test_each_change_is_in_the_history_in_the_words_of_the_command_line(coded: Study) -> None:
    commands = [each.command for each in coded.history().entries]
    assert commands[0] == "tag shrinking/jimmy-laird/sean flirting"
    assert commands[-2] == "add title Shrinking"
    said = coded.undo().said
    assert said.startswith("Undid")
    assert coded.list_annotations().rows == ()


def test_an_undo_of_much_wants_a_yes(study: Study, tmp_path: Path) -> None:
    sheet = tmp_path / "many.csv"
    sheet.write_text("name\n" + "".join(f"Film {n}\n" for n in range(MOST_UNASKED + 1)))
    study.import_units("title", str(sheet))
    with pytest.raises(Declined, match="1,001 rows") as refused:
        study.undo()
    assert "yes=True" in str(refused.value.hint)
    assert study.undo(yes=True).said.startswith("Undid")
    assert study.list_titles().rows == ()


def test_an_undo_is_of_what_was_meant_or_of_nothing(
    coded: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = Study._change

    def late(study: Study, words: Sequence[str], work: Callable[[Any], Any]) -> Any:
        if words[0] == "undo":
            study.add_title("Prime")
        return changed(study, words, work)

    monkeypatch.setattr(Study, "_change", late)
    with pytest.raises(PortrayalsError, match=r"add title Prime.* came in between"):
        coded.undo()
    assert coded.list_annotations().rows


ACTS = ("dating", "flirting")


def test_every_way_of_writing_is_there(coded: Study, tmp_path: Path) -> None:
    coded.add_coder("ben", name="Ben")
    coded.add_source("a-book", citation="A. Author, 2001", dated="2001")
    coded.add_claim("a-book", "shrinking", "boundary-act=flirting", statement="He flirts.")
    coded.annotate("shrinking/jimmy-laird", "prominence=lead", basis="watched")
    coded.untag("shrinking/jimmy-laird/sean", ["flirting"])
    coded.edit("shrinking", "genre=comedy")
    coded.screen("shrinking", "in")
    sheet = tmp_path / "titles.csv"
    sheet.write_text("name,year\nPrime,2005\nPrime Again,2006\n", encoding="utf-8")
    assert coded.import_units("title", str(sheet)).added == 2
    sheet.write_text("unit,variable,value\nprime,based-on,original\n", encoding="utf-8")
    assert coded.import_annotations(str(sheet)).added == 1
    coded.merge("prime-again", "prime")
    coded.remove("prime")
    assert [each.verdict for each in coded.claims().claims] == ["open"]
    assert len(coded.claims("source:a-book", verdict="open", coder="ben").claims) == 1
    assert coded.claims(verdict=["supported", "in-part"]).claims == ()
    assert coded.info().titles == 1
    assert len(coded.history(limit=3).entries) == 3


def test_a_table_is_imported_with_what_its_cells_mean(study: Study, tmp_path: Path) -> None:
    sheet = tmp_path / "films.csv"
    sheet.write_text("Film,Year,Base\nPrime,2005,?\nBliss,1997,original\n", encoding="utf-8")
    with pytest.raises(InvalidRows, match="1 of 2 rows"):
        study.import_table(sheet, level="title", name="Film", var=["based-on=Base"])
    done = study.import_table(
        sheet, level="title", name="Film", var=["based-on=Base"], value=["*:?=cannot-tell"]
    )
    assert (done.added, done.made) == (2, {"titles": 2})
    assert {row["unit"]: row["state"] for row in study.list_annotations().rows} == {
        "prime": "cannot-tell",
        "bliss": "coded",
    }


def test_a_table_is_imported_as_on_the_command_line(coded: Study, tmp_path: Path) -> None:
    sheet, columns = tmp_path / "acts.csv", tmp_path / "acts.map"
    rows = (
        "Show,Person,With,Who,Event,From",
        *(f"Shrinking,Jo,Al,Bo Ek,{act},1:00" for act in ACTS),
    )
    sheet.write_text("\n".join(rows), encoding="utf-8")
    columns.write_text('{"title": "Show", "name": "With", "coder_column": "Who"}', encoding="utf-8")
    done = coded.import_table(
        sheet,
        map=columns,
        level="relationship",
        portrayal="Person",
        long="boundary-act=Event",
        evidence=["start=From"],
        basis="watched",
        create=True,
    )
    assert (done.added, done.made) == (
        1,
        {"portrayals": 1, "relationships": 1, "coders": 1, "evidence": 2},
    )
    assert coded.list_annotations("coder:bo-ek").rows[0]["value"] == list(ACTS)


def test_every_statistic_is_there_and_has_rows_for_a_data_frame(coded: Study) -> None:
    acts = "boundary-act:flirting"
    coded.add_title("Prime", year=2005)
    coded.add_portrayal("prime", "Lisa Metzger")
    coded.add_relationship("prime/lisa-metzger", "Rafi Gardet")
    results = (
        coded.trend(acts, per="year"),
        coded.compare(acts, where="kind:tv", versus="kind:film"),
        coded.crosstab(acts, "kind", level="relationship"),
        coded.cooccur("boundary-act"),
    )
    assert [result.to_dict()["command"] for result in results] == [
        *("trend", "compare", "crosstab", "cooccur")
    ]
    for result in results:
        assert len({tuple(record) for record in result.records()}) <= 1
        assert result.remarks()


def test_rows_are_chosen_and_ranked_and_periods_joined(coded: Study) -> None:
    acts = "boundary-act"
    ranked = coded.stats(acts, sort="share", top=2)
    assert [row.to_dict()["code"] for row in ranked.rows] == ["sexual-romantic", "flirting"]
    assert ranked.shown == ranked.notes[:1]
    assert coded.stats(acts, min_n=1).shown == ()
    coded.add_title("Prime", year=2005)
    assert [row.group for row in coded.trend(acts, level="title", min_n=2).rows] == ["2000s–2020s"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"sort": "size"}, "is not an order"),
        ({"top": 0}, "cannot show 0 rows"),
        ({"top": -3}, "cannot show -3 rows"),
        ({"min_n": 9}, "no row has 9 units or more"),
    ],
)
def test_rows_that_cannot_be_are_refused(asked: dict[str, Any], told: str, coded: Study) -> None:
    with pytest.raises(InvalidValue) as error:
        coded.stats("boundary-act", **asked)
    assert told in error.value.message


@pytest.mark.slow
def test_each_argument_is_read_as_on_the_command_line(coded: Study) -> None:
    assert len(coded.list("titles", "kind:film or kind:tv").rows) == 1
    assert len(coded.list("titles", "kind:film", "or", "kind:tv").rows) == 1
    of_phrase = coded.list("titles", "kind:tv", "or flirting")
    assert of_phrase.rows == ()
    assert any("in capitals, OR joins" in note for note in of_phrase.notes)
    assert any("boundary-act:flirting" in note for note in of_phrase.notes)


def test_errors_are_typed_and_name_what_is_near(coded: Study) -> None:
    with pytest.raises(UnknownKey) as refused:
        coded.show("shrinkng")
    assert "shrinking" in refused.value.candidates
    assert refused.value.hint


def test_a_study_that_is_to_be_read_only_is_not_written(coded: Study) -> None:
    reader = portrayals.open(coded.target, read_only=True)
    assert reader.info().titles == 1
    with pytest.raises(PortrayalsError, match="read-only"):
        reader.add_title("Prime", year=2005)


def test_what_is_no_study_is_told_when_it_is_opened(tmp_path: Path) -> None:
    with pytest.raises(NoDatabase), portrayals.open(tmp_path / "none.db"):
        pass


def test_notices_come_with_what_was_written(coded: Study) -> None:
    written = coded.annotate("shrinking/jimmy-laird", "prominence=lead")
    assert any("basis" in notice for notice in written.notices)


def test_rows_are_flat_records_for_a_data_frame(coded: Study) -> None:
    [title] = coded.list_titles().records()
    assert title["key"] == "shrinking"
    assert title["findings.boundary-act"] == "flirting"
    assert "findings" not in title
    record = coded.stats("boundary-act:flirting").records()[0]
    assert (record["count"], record["n"], record["states.not-coded"]) == (1, 1, 0)


def test_the_sizes_of_samples_are_those_of_the_command(coded: Study) -> None:
    [half] = coded.samplesize_proportion([5], population=400).rows
    assert (half.units, half.everything) == (197, False)
    assert [row.units for row in coded.samplesize_alpha([0.8], [5]).rows] == [560]


RESULTS: dict[str, Callable[[Study], Tabular]] = {
    **{
        f"list {what}": lambda study, what=what: study.list(what)  # type: ignore[misc]
        for what in KINDS
    },
    "show": lambda study: study.show("shrinking/laird-jimmy/sean-or-so"),
    "show a coder": lambda study: study.show("ana"),
    "info": Study.info,
    "history": Study.history,
    "claims": Study.claims,
    "stats": lambda study: study.stats("boundary-act", by="kind"),
    "trend": lambda study: study.trend("violation"),
    "compare": lambda study: study.compare("violation", where="kind:tv", versus="kind:film"),
    "crosstab": lambda study: study.crosstab("violation", "kind"),
    "cooccur": lambda study: study.cooccur("boundary-act"),
    "samplesize": Study.samplesize_proportion,
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A study with something of every kind, which is only read."""
    study = portrayals.init(tmp_path_factory.mktemp("whole") / "study.db", actor="ana")
    for name, kind in (("Shrinking", "tv-series"), ("Prime", "film")):
        key = study.add_title(name, year=2023, kind=kind, ids=["imdb:tt1234567"][: kind == "film"])
        person = study.add_portrayal(key.key, "Laird, Jimmy")
        client = study.add_relationship(person.key, "Sean; or so", roles=["client"])
        acts = ["flirting", "gives-gift"]
        study.tag(client.key, acts, quote="Oh?", basis="watched", source="Said; elsewhere")
    study.add_episode("shrinking", "S01E02")
    study.add_source("guide", citation="A guide")
    study.add_claim("guide", client.key, "boundary-act=flirting", statement="They flirt.")
    study.assign("main", ["ana"])
    return study


def stands_in(told: object, path: str) -> bool:
    """Whether a column is the path of a key in JSON: `findings.tone`, `codes.found`.

    Of a unit that is shown, findings are a list, and each names its variable.
    """
    if isinstance(told, list):
        return any(stands_in(each, path) for each in told)
    if not isinstance(told, dict):
        return False
    name, _, rest = path.partition(".")
    beneath = name in told and stands_in(told[name], rest)
    return path in told or beneath or told.get("variable") == path


@pytest.mark.parametrize("name", RESULTS)
def test_csv_data_frames_and_json_have_the_same_names(whole: Study, name: str) -> None:
    result = RESULTS[name](whole)
    columns, *rows = csv.reader(io.StringIO(render(result, "csv"), newline=""))
    assert rows
    assert "format" not in columns
    for library in ("pandas", "polars"):
        if find_spec(library):
            frame = getattr(result, f"to_{library}")()
            assert (list(frame.columns), len(frame)) == (columns, len(rows))
    objects = [json.loads(line) for line in render(result, "jsonl").splitlines()]
    assert [column for column in columns if not stands_in(objects, column)] == []


def test_importing_the_package_brings_nothing_heavy() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import portrayals, sys; print('sqlalchemy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "False\n"


def test_a_doubtful_name_is_taken_where_that_is_said(study: Study, tmp_path: Path) -> None:
    study.add_title("Mr. Ohm", year=1996)
    sheet = tmp_path / "films.csv"
    sheet.write_text("Film,Year,Base\nMr Ohm,1996,original\n", encoding="utf-8")
    columns = {"level": "title", "name": "Film", "year": "Year", "var": ["based-on=Base"]}
    with pytest.raises(InvalidRows, match="1 of 1 row"):
        study.import_table(sheet, **columns)
    assert study.import_table(sheet, as_typed=True, **columns).made == {"titles": 1}
