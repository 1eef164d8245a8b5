"""Agreement is of answers as they were first collected (R31)."""

from __future__ import annotations

from pathlib import Path

import pytest
from coded_twice import both, reliability
from sqlalchemy import update
from teachers import School

from portrayals.history.transaction import write
from portrayals.study import Study
from portrayals.tables import change


def changed_later(school: School, unit_key: str, value: str, *, days: int) -> None:
    """Changes ana's answer, as if so many days after it was given."""
    with write(school.target, actor="ana", command="clock") as made:
        made.connection.execute(
            update(change).where(change.c.change_id < made.number).values(at="2024-05-01T08:00:00Z")
        )
    school.annotate(unit_key, value)
    with write(school.target, actor="ana", command="clock") as made:
        made.connection.execute(
            update(change)
            .where(change.c.change_id == made.number - 1)
            .values(at=f"2024-05-{1 + days:02}T09:00:00Z")
        )


def test_r31_an_answer_that_was_changed_counts_as_it_was_first_collected(
    own_school: School,
) -> None:
    bond = both(own_school, "begun-by=pupil", "begun-by=parent")
    own_school.annotate(bond, "begun-by=parent")
    found = reliability(own_school, "begun-by")
    assert (found.rows[0].percent_agreement, found.changed) == (0, 1)
    assert any(note.startswith("1 answer was changed later") for note in found.notes)


def test_r31_codes_added_to_a_set_within_a_day_belong_to_the_first_answer(
    own_school: School,
) -> None:
    bond = both(own_school, "act=slap", "act=slap;help")
    changed_later(own_school, bond, "act=slap;help", days=0)
    found = reliability(own_school, "act")
    assert {each.percent_agreement for each in found.rows if each.code == "help"} == {100}
    assert found.changed == 0


@pytest.mark.parametrize(("value", "days"), [("act=slap;help", 3), ("act=help", 0)])
def test_r31_codes_added_later_or_taken_away_do_not(
    own_school: School, value: str, days: int
) -> None:
    bond = both(own_school, "act=slap", "act=slap;help")
    changed_later(own_school, bond, value, days=days)
    found = reliability(own_school, "act")
    assert {each.percent_agreement for each in found.rows if each.code == "help"} == {0}
    assert found.changed == 1


def test_r31_what_was_undone_was_no_answer(own_school: School) -> None:
    bond = own_school.bond()
    own_school.annotate(bond, "begun-by=parent", actor="bea")
    own_school.annotate(bond, "begun-by=pupil")
    Study(own_school.target, actor="ana").undo()
    own_school.annotate(bond, "begun-by=parent")
    found = reliability(own_school, "begun-by")
    assert (found.rows[0].percent_agreement, found.changed) == (100, 0)


def test_r31_nor_was_what_came_before_and_was_undone_with_it(own_school: School) -> None:
    bond = own_school.bond()
    own_school.annotate(bond, "begun-by=parent", actor="bea")
    own_school.annotate(bond, "begun-by=pupil")
    own_school.annotate(bond, "begun-by=teacher")
    Study(own_school.target, actor="ana").undo(last=2)
    own_school.annotate(bond, "begun-by=parent")
    found = reliability(own_school, "begun-by")
    assert (found.rows[0].percent_agreement, found.changed) == (100, 0)


def test_r31_what_was_redone_changed_the_first_answer(own_school: School) -> None:
    bond = both(own_school, "begun-by=pupil", "begun-by=pupil")
    own_school.annotate(bond, "begun-by=parent")
    study = Study(own_school.target, actor="ana")
    study.undo(int(study.undo().keys[0]))
    found = reliability(own_school, "begun-by")
    assert (found.rows[0].percent_agreement, found.changed) == (100, 1)


def test_r31_an_answer_is_of_the_basis_on_which_it_was_first_collected(
    own_school: School, tmp_path: Path
) -> None:
    bond = both(own_school, "begun-by=pupil", "begun-by=pupil", basis="watched")
    for actor in ("ana", "bea"):
        own_school.annotate(bond, "begun-by=parent", actor=actor, basis="documented")
    watched = reliability(own_school, "begun-by", basis="watched", data=tmp_path / "values")
    assert (watched.rows[0].units, watched.changed) == (1, 2)
    assert ",pupil" in (tmp_path / "values" / "long" / "begun-by.csv").read_text()
    documented = reliability(own_school, "begun-by", basis="documented")
    assert (documented.rows[0].units, documented.changed) == (0, 0)


def test_r31_a_changed_note_is_no_changed_answer(own_school: School) -> None:
    bond = both(own_school, "begun-by=pupil", "begun-by=pupil")
    own_school.annotate(bond, "begun-by=pupil", note="seen again")
    assert reliability(own_school, "begun-by").changed == 0
