"""Whether a set is complete is kept through merging, sheets and later answers (R6)."""

from __future__ import annotations

from pathlib import Path

import pytest
from teachers import School

import portrayals


def completeness(school: School, unit: str) -> list[object]:
    """What is so of the sets of a unit, by coder."""
    rows = school.list("annotations").rows
    return [row["complete"] for row in rows if (row["unit"], row["variable"]) == (unit, "act")]


def taken_in(school: School, folder: Path, *lines: str) -> None:
    """Takes in a sheet of annotations: unit, variable, value, coder, basis and note."""
    sheet = folder / "sheet.csv"
    rows = ("unit,variable,value,coder,basis,note", *lines)
    sheet.write_text("\n".join(rows), encoding="utf-8")
    portrayals.open(school.target, actor="ana").import_annotations(str(sheet), on_change="update")


def test_r06_of_two_equal_sets_that_are_joined_a_complete_one_stays_complete(
    own_school: School,
) -> None:
    teacher = own_school.teacher()
    one, other = own_school.bond(teacher), own_school.bond(teacher)
    own_school.annotate(one, "act=slap", basis="unstated")
    own_school.annotate(other, "act=slap", basis="documented")
    study = portrayals.open(own_school.target, actor="ana")
    study.merge(other, one)
    [row] = [each for each in own_school.list("annotations").rows if each["unit"] == one]
    assert (row["basis"], row["complete"]) == ("documented", True)


@pytest.mark.parametrize("basis", ["", "watched"])
def test_r06_a_note_from_a_sheet_leaves_a_partial_set_partial(
    own_school: School, tmp_path: Path, basis: str
) -> None:
    bond = own_school.bond()
    own_school.annotate(bond, "act=slap", basis="watched", complete=False)
    taken_in(own_school, tmp_path, f"{bond},act,slap,ana,{basis},Seen again.")
    assert completeness(own_school, bond) == [False]


def test_r06_what_is_no_set_keeps_no_completeness_for_a_later_one(
    own_school: School, tmp_path: Path
) -> None:
    bond = own_school.bond()
    own_school.annotate(bond, "act=slap", basis="watched", complete=False)
    taken_in(own_school, tmp_path, f"{bond},act,cannot-tell,ana,,")
    assert completeness(own_school, bond) == [None]
    taken_in(own_school, tmp_path, f"{bond},act,slap,ana,,")
    assert completeness(own_school, bond) == [True]


def test_r06_another_answer_on_the_same_basis_is_as_partial_as_it_was(own_school: School) -> None:
    bond = own_school.bond()
    own_school.annotate(bond, "act=slap", basis="watched", complete=False)
    own_school.annotate(bond, "act=help", basis="watched")
    assert completeness(own_school, bond) == [False]
    own_school.annotate(bond, "act=help", complete=True)
    assert completeness(own_school, bond) == [True]
