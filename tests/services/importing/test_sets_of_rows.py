"""Sets that several rows make together: in tables with one code a row, and in annotations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sheet_study import SheetStudy, told

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.results.importing import Imported

Write = Callable[..., Path]
Take = Callable[..., Imported]


@pytest.fixture(params=["table", "annotations"])
def take(request: pytest.FixtureRequest, study: SheetStudy, sheet: Write) -> Take:
    """Takes in rows of film, coder and code from either kind of sheet."""
    for name in ("Prime", "Bliss"):
        study.title(name)

    def taken(*rows: str, **manner: Any) -> Imported:
        if request.param == "table":
            lines = ("Film,Who,themes,start", *rows)
            return study.take_table(sheet(*lines), coder_column="Who", long="themes", **manner)
        lines = ("unit,coder,value,start,variable", *(f"{row},themes" for row in rows))
        return study.take("annotations", sheet(*lines), **manner)

    return taken


ROWS = ("Prime,ana,love,1:00", "Bliss,ana,none,", "Prime,ben,love,", "Prime,ana,death,0:02:00")


def sets(study: SheetStudy) -> dict[tuple[str, str], str]:
    """Values by unit and coder."""
    return dict(zip(study.said("unit", "coder"), (v for (v,) in study.said("value")), strict=True))


def test_rows_of_one_unit_and_coder_are_one_set_wherever_they_stand(
    study: SheetStudy, take: Take
) -> None:
    assert (take(*ROWS).added, take(*ROWS, on_change="refuse").same) == (3, 3)
    assert sets(study) == {
        ("bliss", "ana"): "none",
        ("prime", "ana"): "love;death",
        ("prime", "ben"): "love",
    }
    assert study.said("coder", "code", "start")[1:3] == [
        ("ana", "love", "00:01:00"),
        ("ana", "death", "00:02:00"),
    ]


def test_what_is_assumed_of_the_other_codes_is_told(study: SheetStudy, sheet: Write) -> None:
    file = sheet("Film,themes", "Prime,love", "Prime,death")
    for basis, words in (("watched", "count as looked for and not found"), ("hearsay", "partial")):
        notices = study.take_table(file, long="themes", basis=basis).notices
        assert [each for each in notices if "2 rows of themes make 1 set" in each and words in each]


def test_another_row_less_is_a_changed_set(take: Take) -> None:
    take(*ROWS)
    done = take(*ROWS[:3])
    assert done.changes == ("line 2: prime ana themes love;death → love",)


@pytest.mark.parametrize(
    "bad",
    [
        "Prime,ana,lvoe,",
        "Prime,ana,money,noon",
        ",,money,",
        "Prime,anna,money,",
        "Prime,ana,money,1:00,more",
        'Prime,ana,money,"1:00" 2:00',
    ],
)
def test_a_set_of_which_a_row_is_bad_is_left_out_whole(
    study: SheetStudy, take: Take, bad: str
) -> None:
    rows = ("Bliss,ben,love,", "Prime,ben,love,", "Prime,ana,love,1:00", "Prime,ana,death,", bad)
    done = take(*rows, skip_bad=True)
    of_set = "is of one set of prime with line 6, which is left out"
    [others] = [each.rows for each in done.problems if each.reason == of_set]
    assert others == 2 or bad.endswith("more"), "the bad row itself is told why it is bad"
    assert ("prime", "ana") not in sets(study)
    assert sets(study)["bliss", "ben"] == "love"
    assert done.skipped == 3 or bad.endswith("more"), "whose it is, the others say"


@pytest.mark.parametrize("bad", ["theme,love,main", "themes,love,mian", "themes,love,main,"])
def test_a_misspelt_variable_or_wave_spoils_the_set_that_may_be_meant(
    study: SheetStudy, sheet: Write, bad: str
) -> None:
    study.title("Prime")
    file = sheet("unit,variable,value,wave", "prime,themes,death,main", f"prime,{bad},ana")
    assert study.take("annotations", file, skip_bad=True).skipped == 2
    assert sets(study) == {}


@pytest.mark.parametrize("row", ["Prime,ana,none,", "Prime,ana,cannot-tell,"])
def test_a_state_beside_codes_is_no_part_of_a_set(study: SheetStudy, take: Take, row: str) -> None:
    rows = ("Prime,ana,love,", row, "Bliss,ana,love,")
    problems = study.refused(lambda: take(*rows))
    assert [(each["line"], each["column"]) for each in problems] == [(3, "themes")]
    assert take(*rows, skip_bad=True).skipped == 2
    assert sets(study) == {("bliss", "ana"): "love"}


def test_a_certain_code_outdoes_the_doubt_of_another_row(study: SheetStudy, take: Take) -> None:
    take("Prime,ana,maybe:love,", "Prime,ana,love,", "Prime,ana,maybe:death,")
    assert sets(study) == {("prime", "ana"): "love;maybe:death"}


def test_a_set_that_has_only_empty_rows_now_is_told(study: SheetStudy, take: Take) -> None:
    take(*ROWS)
    rows = ("Prime,ana,,", "Prime,ana,,", "Bliss,ana,,", "Bliss,ana,none,")
    assert take(*rows, keep_empty=True).withdrawn == 0
    assert take(*rows).withdrawn == 1
    assert ("prime", "ana") not in sets(study)


def test_the_other_columns_of_a_unit_repeat_or_are_a_problem(
    study: SheetStudy, sheet: Write
) -> None:
    lines = ("Film,themes,tone", "Prime,love,comic", "Bliss,love,grave", "Prime,death,comic")
    assert study.take_table(sheet(*lines), long="themes").added == 4
    file = sheet(*lines, "Prime,money,grave")
    [problem] = told(study.refused(lambda: study.take_table(file, long="themes")))
    assert problem == (5, "tone", "another value of prime than in line 2, by the same coder")
    done = study.take_table(file, long="themes", skip_bad=True)
    assert (done.skipped, done.changed, done.same) == (3, 0, 2)


def test_a_row_whose_unit_cannot_be_read_spoils_the_set_of_that_name(
    study: SheetStudy, sheet: Write
) -> None:
    file = sheet("Film,Year,themes", "Prime,2005,love", "Prime,2OO5,death", "Bliss,1997,love")
    done = study.take_table(file, year="Year", long="themes", skip_bad=True)
    assert done.skipped == 2
    assert sets(study) == {("bliss", "ana"): "love"}


def test_places_are_read_from_named_columns_too(study: SheetStudy, sheet: Write) -> None:
    lines = ("Film,Event,From,quote", "Prime,love,1:00,a", "Prime,love;death,2:00,", "Prime,,3:00,")
    options = {"long": "themes=Event", "evidence": ("start=From",)}
    done = study.take_table(sheet(*lines), **options)
    assert done.made == {"titles": 1, "evidence": 3}
    assert study.said("code", "start", "quote") == [
        ("love", "00:01:00", "a"),
        ("love", "00:02:00", ""),
        ("death", "00:02:00", ""),
    ]
    lost = "1 row with evidence and no code or value: the evidence is left out."
    assert lost in done.notices
    assert study.take_table(sheet(*lines), on_change="refuse", **options).made == {}


def test_a_place_of_a_code_above_another_is_of_the_set(study: SheetStudy, sheet: Write) -> None:
    study.title("Prime")
    study.portrayal("prime", "Lisa")
    study.relationship("prime/lisa", "Rafi")
    file = sheet(
        "Film,Person,With,act,start", "Prime,Lisa,Rafi,romantic,1:00", "Prime,Lisa,Rafi,dating,2:00"
    )
    names = {"title": "Film", "portrayal": "Person", "name": "With"}
    study.take_table(file, level="relationship", long="act", **names)
    assert study.said("value", "code", "start") == [
        ("dating", "", "00:01:00"),
        ("dating", "dating", "00:02:00"),
    ]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"long": "tone"}, "takes one value"),
        ({"long": "theme"}, "is not a variable that can be coded"),
        ({"long": "act"}, "is coded for relationships"),
        ({"long": "themes=Event"}, "there is no column"),
        ({"long": "themes", "evidence": ("begin=Film",)}, "is not a field of evidence"),
        ({"long": "themes", "evidence": ("start=Film",)}, "used twice"),
        ({"evidence": ("start=tone",)}, "evidence is for the code of a row"),
    ],
)
def test_what_cannot_be_long_is_refused(
    study: SheetStudy, sheet: Write, options: dict[str, Any], words: str
) -> None:
    file = sheet("Film,themes,tone", "Prime,love,comic")
    with pytest.raises((InvalidValue, UnknownKey), match=words):
        study.take_table(file, **options)


def test_rows_of_one_set_have_one_basis_and_keep_their_notes(
    study: SheetStudy, sheet: Write
) -> None:
    study.title("Prime")
    head = "unit,variable,value,basis,note"
    first = "prime,themes,love,watched,a"
    file = sheet(head, first, "prime,themes,death,,b", "prime,themes,money,watched,a")
    study.take("annotations", file)
    assert study.said("value", "basis", "note") == [("love;death;money", "watched", "a; b")]
    file = sheet(head, first, "prime,themes,death,documented,b")
    [(line, column, reason)] = told(study.refused(lambda: study.take("annotations", file)))
    assert (line, column) == (3, "basis")
    assert reason == "one set is watched in line 2 and documented here"


def test_whole_sets_in_every_row_are_no_parts(study: SheetStudy, sheet: Write) -> None:
    study.title("Prime")
    head = "unit,variable,value,code,start"
    whole = "prime,themes,love;death"
    file = sheet(head, f"{whole},love,1:00", f"{whole},death,noon", f"{whole},,3:00")
    done = study.take("annotations", file, skip_bad=True)
    assert (done.added, done.skipped) == (1, 1)
    assert not [each for each in done.notices if "set" in each]
    assert study.said("value", "code", "start") == [
        ("love;death", "", "00:03:00"),
        ("love;death", "love", "00:01:00"),
    ]
