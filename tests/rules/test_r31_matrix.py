"""Who said what against whom: `reliability --matrix`."""

from __future__ import annotations

from coded_twice import both, reliability
from teachers import School


def test_numbers_within_the_tolerance_are_in_no_cell_of_the_matrix(own_school: School) -> None:
    for minutes in ("93", "96"):
        film = own_school.film()
        own_school.annotate(film, "length=90")
        own_school.annotate(film, f"length={minutes}", actor="bea")
    [cell] = reliability(own_school, "length", matrix=True).matrix or ()
    assert (cell.value, cell.other_value) == ("90", "96")


def test_the_matrix_has_the_worst_pair_first_with_its_units(own_school: School) -> None:
    both(own_school, "begun-by=pupil", "begun-by=pupil")
    once = both(own_school, "begun-by=parent", "begun-by=teacher")
    often = [both(own_school, "begun-by=pupil", "begun-by=teacher") for _ in range(2)]
    unsure = both(own_school, "begun-by=pupil", "begun-by=cannot-tell")
    cells = reliability(own_school, "begun-by", matrix=True).matrix or ()
    told = [(each.value, each.other_value, each.units, each.of_state) for each in cells]
    assert told[0] == ("pupil", "teacher", tuple(sorted(often)), False)
    assert set(told[1:]) == {
        ("parent", "teacher", (once,), False),
        ("pupil", "cannot-tell", (unsure,), True),
    }


def test_the_matrix_of_a_set_has_what_the_other_has_not(own_school: School) -> None:
    bond = both(own_school, "act=slap;help", "act=help;mock;maybe:cane")
    [cell] = reliability(own_school, "act", matrix=True).matrix or ()
    assert (cell.coder, cell.value) == ("ana", "slap")
    assert (cell.other_coder, cell.other_value, cell.units) == ("bea", "mock;maybe:cane", (bond,))
