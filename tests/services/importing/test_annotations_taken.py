"""Sheets of annotations: how units, coders and values are named, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sheet_study import BOOK, SheetStudy, told
from sqlalchemy import update
from study import Study

from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.history.transaction import write
from portrayals.results.importing import BadCell
from portrayals.services.study.undo import undo
from portrayals.tables import wave

Write = Callable[..., Path]


@pytest.fixture
def films(study: SheetStudy) -> SheetStudy:
    """Two films and a series, with people."""
    study.title("Prime", year="2005", ids=["imdb:tt0387514"], aliases=["Therapy"])
    study.title("Bliss", year="1997")
    study.title("Bliss", year="2021")
    study.title("Shrinking", year="2023", kind="tv-series")
    study.episodes("shrinking", "S01E01..S01E02")
    study.portrayal("prime", "Lisa Metzger")
    study.relationship("prime/lisa-metzger", "Rafi")
    study.relationship("prime/lisa-metzger", "David")
    return study


def test_a_unit_is_named_in_every_way_that_a_key_may_be(films: SheetStudy, sheet: Write) -> None:
    file = sheet(
        "unit,variable,value,coder",
        "prime,tone,comic,ana",
        "Therapy,seen,y,ana",
        "imdb:tt0387514,stars,high,ana",
        "Bliss (2021),tone,GRAVE; OR SAD,Ben",
        "shrinking/s01e02,pace,QUICK,ana",
        "Prime/Lisa Metzger,age,30.5,ana",
        "prime/lisa-metzger/rafi,act,Romantic;gift,ana",
    )
    done = films.take("annotations", file)
    assert (done.added, done.rows) == (7, 7)
    assert set(films.said()) == {
        ("prime", "tone", "ana", "comic"),
        ("prime", "seen", "ana", "yes"),
        ("prime", "stars", "ana", "high"),
        ("bliss-2021", "tone", "ben", "grave"),
        ("shrinking/s01e02", "pace", "ana", "quick"),
        ("prime/lisa-metzger", "age", "ana", "30.5"),
        ("prime/lisa-metzger/rafi", "act", "ana", "romantic;gift"),
    }


def test_what_cannot_be_read_is_told_by_line_and_column(films: SheetStudy, sheet: Write) -> None:
    file = sheet(
        "unit,variable,value,coder,level,basis,episode,start,end,code",
        "Pirme,tone,comic,,,,,,,",
        "Bliss,tone,comic,,,,,,,",
        "prime,tune,comic,,,,,,,",
        "prime,sad,yes,,,,,,,",
        "prime,stars,middling,,,,,,,",
        "prime,seen,yes,bob,,,,,,",
        "prime,minutes,many,,,,,,,",
        "prime,minutes,-1,,,,,,,",
        "prime,tone,comic,ben,portrayal,,,,,",
        "prime,tone,comic,ben,,guess,,,,",
        ",tone,comic,,,,,,,",
        "shrinking,tone,comic,,,,S01E09,,,",
        "prime,seen,no,,,,,noon,,",
        "prime,remark,a,,,,,14:05,12:30,",
        "prime,themes,love,,,,,1:00,,money",
        "prime,themes,love;none,ben,,,,,,",
        "prime/lisa-metzger/rafi,act,maybe:maybe,,,,,,,",
    )
    problems = films.refused(lambda: films.take("annotations", file))
    places = {(line, column) for line, column, _ in told(problems)}
    assert places == {
        *((2, "unit"), (3, "unit"), (4, "variable"), (5, "variable"), (6, "value"), (7, "coder")),
        *((8, "value"), (9, "value"), (10, "level"), (11, "basis"), (12, "unit")),
        *((13, "episode"), (14, "start"), (15, "end"), (16, "code"), (17, "value"), (18, "value")),
    }
    near = {each["line"]: each["candidates"] for each in problems}
    assert "prime" in near[2]
    assert set(near[3]) >= {"bliss", "bliss-2021"}
    assert near[4] == ("tone",)


def test_a_row_told_twice_counts_once_and_two_values_are_a_problem(
    films: SheetStudy, sheet: Write
) -> None:
    same = ("prime,tone,comic", "imdb:tt0387514,tone,Comic")
    done = films.take("annotations", sheet("unit,variable,value", *same))
    assert (done.added, done.same, done.rows) == (1, 0, 2)
    file = sheet("unit,variable,value", *same, "prime,tone,grave")
    [(line, column, reason)] = told(films.refused(lambda: films.take("annotations", file)))
    assert (line, column) == (4, "tone")
    assert "line 2" in reason


def test_empty_and_missing_words_are_not_coded_but_a_text_may_be_any_words(
    films: SheetStudy, sheet: Write
) -> None:
    file = sheet(
        "unit,variable,value",
        *("prime,tone,", "prime,seen,NULL", "prime,stars,not-coded", "prime,minutes,N/A"),
        *("prime,themes,NA", "bliss,remark,NULL", "prime,remark,Cannot-Tell"),
        *("bliss,tone,CANNOT-TELL", "bliss,minutes,unavailable"),
    )
    assert films.take("annotations", file).added == 4
    assert {row[::3] for row in films.said()} == {
        *(("bliss", "NULL"), ("prime", "Cannot-Tell")),
        *(("bliss", "cannot-tell"), ("bliss", "unavailable")),
    }


@pytest.mark.parametrize("create", [False, True])
def test_unknown_titles_and_coders_are_made_where_that_is_asked(
    films: SheetStudy, sheet: Write, create: bool
) -> None:
    file = sheet("unit,variable,value,coder", "New One,tone,comic,cleo", "New One,seen,no,ana")
    if not create:
        problems = films.refused(lambda: films.take("annotations", file))
        assert {each["column"] for each in problems} == {"unit", "coder"}
        return
    done = films.take("annotations", file, create=True)
    assert done.made == {"coders": 1, "titles": 1}
    assert ("new-one", "tone", "cleo", "comic") in films.said()


def test_r10_an_answer_to_what_is_not_asked_is_refused_with_its_line(
    films: SheetStudy, sheet: Write
) -> None:
    file = sheet(
        "unit,variable,value,coder",
        "prime,cause,yes,ana",
        "prime,seen,no,ana",
        "bliss,cause,yes,ana",
        "bliss,seen,yes,ana",
        "prime,cause,no,ben",
        "prime,seen,yes,ben",
    )
    [(line, column, reason)] = told(films.refused(lambda: films.take("annotations", file)))
    assert (line, column) == (2, "cause")
    assert "seen:yes" in reason
    done = films.take("annotations", file, skip_bad=True)
    assert (done.added, done.skipped) == (5, 1)
    assert ("prime", "cause", "ana", "yes") not in films.said()


def test_what_is_kept_is_told_also_where_rows_are_left_out(films: SheetStudy, sheet: Write) -> None:
    films.annotate("bliss", "tone=comic")
    file = sheet(
        "unit,variable,value",
        "prime,cause,yes",
        "prime,seen,no",
        "bliss,tone,grave",
        "bliss,seen,no",
    )
    done = films.take("annotations", file, skip_bad=True, on_change="keep")
    assert (done.added, done.kept, done.same, done.skipped) == (2, 1, 0, 1)
    assert ("bliss", "tone", "ana", "comic") in films.said()


def test_a_changed_annotation_keeps_its_note_and_basis_and_loses_evidence_of_codes_it_lost(
    films: SheetStudy, sheet: Write
) -> None:
    rafi = "prime/lisa-metzger/rafi"
    films.tag(rafi, "gift", at="1:00", note="mine", basis="watched")
    films.tag(rafi, "flirting", at="2:00")
    head = "unit,variable,value,code,start,source"
    file = sheet(head, f"{rafi},act,flirting;dating,dating,3:00,guide")
    done = films.take("annotations", file)
    assert (done.changed, done.made) == (1, {"evidence": 1})
    assert films.said("value", "note", "basis", "code", "start") == [
        ("flirting;dating", "mine", "watched", "flirting", "00:02:00"),
        ("flirting;dating", "mine", "watched", "dating", "00:03:00"),
    ]
    number = films.number
    assert films.take("annotations", file, on_change="refuse").same == 1
    assert films.number == number
    more = sheet(head, f"{rafi},act,flirting;dating,dating,3:30,guide")
    assert films.take("annotations", more, on_change="refuse").made == {"evidence": 1}


def test_another_note_alone_is_a_change_and_is_taken_back(films: SheetStudy, sheet: Write) -> None:
    films.annotate("prime", "tone=comic", note="Mine.")
    done = films.take("annotations", sheet("unit,variable,value,note", "prime,tone,comic,Theirs."))
    assert done.changes == ("line 2: prime ana tone Mine. → Theirs.",)
    assert films.said("value", "note") == [("comic", "Theirs.")]
    with write(films.target, actor="ana", command="undo") as change:
        undo(change)
    assert films.said("value", "note") == [("comic", "Mine.")]


def test_a_partial_set_that_is_changed_beside_others_stays_partial(
    films: SheetStudy, sheet: Write
) -> None:
    films.annotate("prime", "tone=comic", basis="watched")
    films.annotate("prime", "themes=love", basis="watched", complete=False)
    file = sheet("unit,variable,value", "prime,tone,grave", "prime,themes,death")
    assert films.take("annotations", file).changed == 2
    assert films.said("value", "complete") == [("grave", ""), ("death", "no")]


def test_evidence_of_what_is_kept_as_it_was_is_left_out(films: SheetStudy, sheet: Write) -> None:
    films.tag("prime/lisa-metzger/rafi", "gift")
    file = sheet("unit,variable,value,code,start", "prime/lisa-metzger/rafi,act,dating,dating,1:00")
    done = films.take("annotations", file, on_change="keep")
    assert (done.kept, done.made) == (1, {})
    assert films.said("value", "code", "start") == [("gift", "", "")]


def test_where_one_of_two_rows_of_an_annotation_is_bad_the_other_stands(
    films: SheetStudy, sheet: Write
) -> None:
    file = sheet(
        "unit,variable,value,start",
        *("prime,tone,comic,noon", "prime,tone,comic,1:00", "bliss,tone,comic,never"),
    )
    done = films.take("annotations", file, skip_bad=True)
    assert (done.added, done.skipped, done.made) == (1, 2, {"evidence": 1})
    assert films.said("unit", "value", "start") == [("prime", "comic", "00:01:00")]


def test_a_json_annotation_has_any_number_of_pieces_of_evidence(
    films: SheetStudy, sheet: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("evidence", "evidence_cells"):
        monkeypatch.setattr(f"portrayals.services.importing.{module}._BATCH", 3)
    pieces = ", ".join(f'{{"start": "{n}:00"}}' for n in range(1, 9))
    line = f'{{"unit": "prime", "variable": "tone", "value": "comic", "evidence": [{pieces}]}}'
    for name in ("a.jsonl", "a.json"):
        done = films.take(
            "annotations", sheet(line if name == "a.jsonl" else f"[{line}]", name=name)
        )
        assert (done.added, done.made) == ((1, {"evidence": 8}) if name == "a.jsonl" else (0, {}))
    assert [start for (start,) in films.said("start")] == [f"00:0{n}:00" for n in range(1, 9)]


def test_a_locked_wave_and_one_that_is_not_there_are_told(films: SheetStudy, sheet: Write) -> None:
    file = sheet("unit,variable,value,wave", "prime,tone,comic,main", "prime,tone,comic,mian")
    [problem] = films.refused(lambda: films.take("annotations", file))
    assert (problem["line"], problem["column"], problem["candidates"]) == (3, "wave", ("main",))
    lock(films)
    file = sheet("unit,variable,value", "prime,tone,comic", "bliss,tone,comic")
    [problem] = films.refused(lambda: films.take("annotations", file))
    assert (problem["line"], problem["column"], problem["rows"]) == (2, "wave", 2)
    assert "has been locked" in problem["reason"]


def lock(study: SheetStudy) -> None:
    """Locks every wave, which no command does yet."""
    with write(study.target, actor="ana", command="lock") as change:
        change.connection.execute(
            update(wave).values(locked_at="2026-01-01T00:00:00Z", change_id=change.number)
        )


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("unit,variable,valeu", "has no column value"),
        ("unit,variable,value,colour", "colour"),
        ("unit,variable,value,value", "value (2)"),
    ],
)
def test_columns_that_are_wrong_are_told_before_anything_is_read(
    films: SheetStudy, sheet: Write, header: str, part: str
) -> None:
    file = sheet(header, "prime,tone,comic,grave")
    with pytest.raises(InvalidValue) as refusal:
        films.take("annotations", file)
    assert part in refusal.value.message
    if "valeu" in header:
        assert refusal.value.candidates == ("valeu",)


def test_without_a_codebook_nothing_is_coded(tmp_path: Path, sheet: Write) -> None:
    study = SheetStudy(str(tmp_path / "bare.db"))
    Study.__init__(study, study.target)
    study.title("Prime")
    [problem] = study.refused(
        lambda: study.take("annotations", sheet("unit,variable,value", "prime,tone,comic"))
    )
    assert "no codebook" in problem["reason"]


def test_every_bad_cell_is_given_to_whoever_asks_and_too_many_end_it(
    films: SheetStudy, sheet: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sheet("unit,variable,value", *("prime,tone,cosmic" for _ in range(9)))
    each: list[BadCell] = []
    [problem] = films.refused(lambda: films.take("annotations", file, each_bad=each.append))
    assert problem["rows"] == len(each) == 9
    monkeypatch.setattr("portrayals.services.importing.ending.TOO_MANY", 3)
    with pytest.raises(PortrayalsError, match="more than 3 rows cannot be read"):
        films.take("annotations", file)


def test_what_was_coded_with_a_code_that_is_inactive_now_stays_and_nothing_more_is(
    films: SheetStudy, sheet: Write, tmp_path: Path
) -> None:
    films.annotate("prime", "themes=love;death", "tone=comic")
    book = BOOK.replace("{key: love,", "{key: love, active: no,").replace('"1"', '"2"')
    films.apply(book.replace("{key: comic,", "{key: comic, active: no,"), tmp_path)
    export = tmp_path / "export.csv"
    export.write_text(films.written("annotations"), encoding="utf-8")
    assert films.take("annotations", export, on_change="refuse").same == 2
    for row in ("prime,themes,love;money", "bliss,themes,maybe:love"):
        file = sheet("unit,variable,value", row)
        [bad] = films.refused(partial(films.take, "annotations", file))
        assert (bad["line"], bad["column"], bad["value"]) == (2, "themes", "love")
        assert bad["reason"].startswith("love is inactive in the codebook")
