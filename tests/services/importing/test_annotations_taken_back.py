"""What a cell that says not coded, or is empty now, does to an annotation that is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sheet_study import SheetStudy, told

from portrayals.errors import WouldChange
from portrayals.history.transaction import write
from portrayals.services.importing.ending import Undecided
from portrayals.services.study.undo import undo

Write = Callable[..., Path]

STAYS = (
    "1 cell is empty where there is an annotation, which stays. To withdraw it where a cell is "
    "empty: --on-change update"
)


@pytest.fixture
def coded(study: SheetStudy, sheet: Write) -> SheetStudy:
    """A film coded by ana, and by ben, with a place for a code."""
    study.take_table(sheet("Film,tone,themes,remark", "Prime,comic,love;death,NA"))
    study.take_table(sheet("Film,tone", "Prime,grave"), coder="ben")
    study.tag("prime", "love", at="1:00")
    return study


def values(study: SheetStudy) -> dict[tuple[str, str], str]:
    """Values by coder and variable."""
    return {(who, variable): value for _, variable, who, value in study.said()}


ALL = {
    ("ana", "tone"): "comic",
    ("ana", "themes"): "love;death",
    ("ana", "remark"): "NA",
    ("ben", "tone"): "grave",
}


def without(*gone: tuple[str, str]) -> dict[tuple[str, str], str]:
    return {whose: value for whose, value in ALL.items() if whose not in gone}


def test_a_cell_that_says_so_withdraws_the_annotation_with_its_evidence(
    coded: SheetStudy, sheet: Write
) -> None:
    file = sheet("Film,tone,themes", "Prime,comic,not-coded")
    done = coded.take_table(file)
    assert (done.withdrawn, done.changed, done.same) == (1, 0, 1)
    assert done.changes == ("line 2: prime ana themes love;death → not coded",)
    assert values(coded) == without(("ana", "themes"))
    number = coded.number
    assert coded.take_table(file, on_change="refuse").withdrawn == 0
    assert coded.number == number
    with write(coded.target, actor="ana", command="undo") as change:
        undo(change)
    assert values(coded) == ALL
    assert ("love", "00:01:00") in coded.said("code", "start")


@pytest.mark.parametrize(
    ("lines", "options"),
    [
        (("Film,T", "Prime,9"), {"var": ("tone=T",), "value": ("tone:9=not-coded",)}),
        (("Film,tone", "Prime,Not-Coded"), {}),
    ],
)
def test_what_means_not_coded_is_a_change_that_is_asked_about(
    coded: SheetStudy, sheet: Write, lines: tuple[str, ...], options: dict[str, Any]
) -> None:
    file = sheet(*lines)
    with pytest.raises(Undecided) as asked:
        coded.take_table(file, on_change=None, **options)
    assert asked.value.imported.changed == 1
    with pytest.raises(WouldChange) as refused:
        coded.take_table(file, on_change="refuse", **options)
    assert refused.value.where == "line 2: prime ana tone comic → not coded"
    kept = coded.take_table(file, on_change="keep", **options)
    assert (kept.kept, kept.withdrawn, values(coded)) == (1, 0, ALL)
    assert coded.take_table(file, look=True, on_change=None, **options).withdrawn == 1
    assert coded.take_table(file, keep_empty=True, **options).withdrawn == 1


@pytest.mark.parametrize("cell", ["", "NA", "NULL"])
def test_an_empty_cell_withdraws_only_where_an_update_is_asked_for(
    coded: SheetStudy, sheet: Write, cell: str
) -> None:
    file = sheet("Film,tone,themes", f"Prime,{cell},love;death")
    for policy in ({"on_change": None}, {"on_change": "keep"}, {"keep_empty": True}):
        done = coded.take_table(file, **policy)
        assert (done.same, done.kept, done.withdrawn, done.changes) == (1, 0, 0, ())
        assert done.notices == (STAYS,)
    with pytest.raises(WouldChange) as refused:
        coded.take_table(file, on_change="refuse")
    assert refused.value.where == "line 2: prime ana tone comic → not coded (empty cell)"
    assert values(coded) == ALL
    done = coded.take_table(file, on_change="update")
    assert (done.withdrawn, done.notices) == (1, ())
    assert values(coded) == without(("ana", "tone"))


def test_a_preview_shows_the_empty_cells_whatever_the_policy(
    coded: SheetStudy, sheet: Write
) -> None:
    file = sheet("Film,tone", "Prime,")
    for policy, withdrawn in ((None, 0), ("update", 1)):
        done = coded.take_table(file, look=True, on_change=policy)
        assert done.changes == ("line 2: prime ana tone comic → not coded (empty cell)",)
        assert (done.withdrawn, done.notices) == (withdrawn, () if withdrawn else (STAYS,))


def test_what_a_sheet_does_not_have_is_left_alone(coded: SheetStudy, sheet: Write) -> None:
    coded.take_table(sheet("Film,tone,seen", "Other,comic,yes"))
    before = values(coded)
    for lines in (("Film,seen", "Prime,"), ("Film,tone,themes", "Other,comic,")):
        done = coded.take_table(sheet(*lines))
        assert (done.withdrawn, done.notices) == (0, ())
    coded.take_table(sheet("Film,tone", "Prime,comic"), coder="ben", on_change="keep")
    assert values(coded) == before


def test_only_the_coder_and_the_wave_of_the_row_lose_it(coded: SheetStudy, sheet: Write) -> None:
    coded.take_table(sheet("Film,Who,tone", "Prime,ben,"), coder_column="Who")
    assert values(coded) == without(("ben", "tone"))


@pytest.mark.parametrize(
    ("marks", "withdrawn"),
    [(",,", 1), ("not-coded,not-coded,not-coded", 1), ("not-coded,,", 1), ("x,x,", 0)],
)
def test_a_set_in_columns_is_withdrawn_where_all_of_them_are_empty(
    coded: SheetStudy, sheet: Write, marks: str, withdrawn: int
) -> None:
    done = coded.take_table(sheet("Film,love,death,money", f"Prime,{marks}"))
    assert (done.withdrawn, done.same) == (withdrawn, 1 - withdrawn)


def test_a_code_that_is_not_coded_beside_others_is_half_a_set(
    coded: SheetStudy, sheet: Write
) -> None:
    file = sheet("Film,love,death,money", "Prime,x,not-coded,")
    [(line, column, reason)] = told(coded.refused(lambda: coded.take_table(file)))
    assert (line, column) == (2, "death")
    assert "a set is coded as a whole" in reason


def test_an_empty_cell_of_a_row_that_cannot_be_read_takes_nothing_back(
    coded: SheetStudy, sheet: Write
) -> None:
    for rows in (("Prime,,lvoe",), ("Prime,,love;death", "Prime,cmic,")):
        done = coded.take_table(sheet("Film,tone,themes", *rows), skip_bad=True)
        assert done.withdrawn == 0
    assert values(coded) == ALL


def test_rows_of_annotations_take_back_what_they_say(coded: SheetStudy, sheet: Write) -> None:
    head = "unit,variable,value,coder"
    both = sheet(head, "prime,tone,,ana", "prime,themes,not-coded,ana", "prime,tone,not-coded,ben")
    done = coded.take("annotations", both, keep_empty=True)
    assert (done.withdrawn, done.notices) == (2, (STAYS,))
    assert values(coded) == without(("ana", "themes"), ("ben", "tone"))
    line = '{"unit": "prime", "variable": "tone", "state": "not-coded"}'
    assert coded.take("annotations", sheet(line, name="a.jsonl")).withdrawn == 1


def test_not_coded_beside_an_answer_of_the_same_coder_is_a_problem(
    coded: SheetStudy, sheet: Write
) -> None:
    file = sheet("unit,variable,value", "prime,tone,not-coded", "prime,tone,grave")
    [(line, column, reason)] = told(coded.refused(lambda: coded.take("annotations", file)))
    assert (line, column) == (2, "tone")
    assert reason == "prime is not coded here, but coded in line 3, by the same coder"


def test_a_unit_that_nobody_knows_cannot_lose_anything(coded: SheetStudy, sheet: Write) -> None:
    file = sheet("unit,variable,value", "pirme,tone,not-coded")
    [problem] = coded.refused(lambda: coded.take("annotations", file))
    assert problem["column"] == "unit"
    coded.title("New One Again")
    empty = sheet("unit,variable,value", "New One,tone,")
    assert coded.take("annotations", empty, create=True).made == {}


def test_a_unit_of_another_study_cannot_lose_anything_either(
    coded: SheetStudy, sheet: Write
) -> None:
    uuid = "00000000-0000-4000-8000-000000000000"
    head = "unit,unit_uuid,variable,value"
    file = sheet(head, f"prime,{uuid},tone,not-coded", f"prime,{uuid},seen,")
    [problem] = coded.refused(lambda: coded.take("annotations", file))
    assert (problem["line"], problem["column"]) == (2, "unit")
    assert uuid in problem["reason"]
