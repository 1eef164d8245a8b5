"""Tables and pairs of units that nobody looked through for all: what is known of each cell (R6)."""

from __future__ import annotations

from pathlib import Path

import pytest
from study import Study
from teachers import School

import portrayals
from portrayals.results.cooccur import Cooccurrence
from portrayals.results.crosstab import Crosstab

BOOK = """\
codebook: open
version: 1.0
variables:
  - key: q
    level: relationship
    type: multi
    codes: [{key: a}, {key: b}, {key: c}]
  - key: place
    level: relationship
    type: nominal
    codes: [{key: home}, {key: away}]
derived:
  - key: bad
    level: relationship
    type: boolean
    rules: [{when: "q:a", then: "yes"}]
    otherwise: "no"
  - key: grade
    level: relationship
    type: nominal
    codes: [{key: worse}, {key: bad}, {key: none-known}]
    rules: [{when: "q:a", then: worse}, {when: "q:c", then: bad}]
    otherwise: none-known
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def school(request: pytest.FixtureRequest, tmp_path: Path) -> School:
    """Four documents: of a at home, of a and c away, of nothing at home, of what cannot be told."""
    if request.param == "sqlite":
        made = School.made(tmp_path, BOOK)
    else:
        study = Study(request.getfixturevalue("empty_postgresql_url"))
        study.apply(BOOK, tmp_path)
        made = School(study.target)
    for acts, place in (("a", "home"), ("a;c", "away"), ("none", "home"), ("cannot-tell", "away")):
        made.annotate(made.bond(), f"q={acts}", f"place={place}", basis="documented")
    return made


def table(school: School, row: str, column: str, **options: str) -> Crosstab:
    return portrayals.open(school.target).crosstab(row, column, **options)


def pairs(school: School, *, silence: str = "open") -> Cooccurrence:
    return portrayals.open(school.target).cooccur("q:a,b,c", silence=silence)


def test_r06_w13_cells_tell_what_is_known_of_all_units_and_nothing_is_tested(
    school: School,
) -> None:
    found = table(school, "q:a,c", "place")
    assert [row.code for row in found.rows] == ["a", "c"]
    assert [(row.known, row.units) for row in found.rows] == [((1, 1), 4), ((0, 1), 4)]
    # At home: a is known once, and open once. Away: known once, and cannot be told once.
    assert [(row.lowest, row.highest) for row in found.rows] == [
        ((25.0, 25.0), (50.0, 50.0)),
        ((0.0, 25.0), (50.0, 50.0)),
    ]
    assert (found.n, found.tests, found.effects) == (0, (), ())
    assert any("--silence no" in note for note in found.notes)


def test_r06_w13_what_cannot_be_is_not_counted_as_possible(school: School) -> None:
    found = table(school, "bad", "place")
    yes, no = found.rows
    assert (yes.known, no.known) == ((1, 1), (0, 0))
    # Of those in which a is known it is known that nothing else can be.
    assert no.highest == (25.0, 25.0)


def test_r06_w13_a_code_that_an_open_unit_cannot_have_is_not_possible(school: School) -> None:
    school.annotate(school.bond(), "q=c", "place=home", basis="documented")
    found = {row.code: row for row in table(school, "grade", "place").rows}
    # Of the one in which c is known it is open whether it is worse, and none-known it is not.
    assert found["bad"].highest == (40.0, 20.0)
    assert found["none-known"].highest == (20.0, 20.0)


def test_r06_w13_as_reported_the_cells_are_counts_again(school: School) -> None:
    found = table(school, "q:a,c", "place", silence="no")
    assert [row.counts for row in found.rows] == [(1, 1), (0, 1)]
    assert [row.known for row in found.rows] == [None, None]
    assert found.n == 3


def test_r06_pairs_tell_in_how_many_both_are_known(school: School) -> None:
    found = pairs(school)
    told = {(row.code, row.other): (row.known, row.units) for row in found.rows}
    assert told == {("a", "b"): (0, 4), ("a", "c"): (1, 4), ("b", "c"): (0, 4)}
    both = next(row for row in found.rows if row.known)
    assert (both.lowest, both.highest, both.percent_of_code) == (25.0, 100.0, None)
    assert [row.known for row in pairs(school, silence="no").rows] == [None] * 3


def test_r06_a_list_takes_silence_for_a_no_where_it_is_asked_to(school: School) -> None:
    study = portrayals.open(school.target)
    assert len(study.list("relationships", "q:none").rows) == 0
    assert len(study.list("relationships", "q:none", silence="no").rows) == 1
    assert len(study.list("relationships", "NOT q:c").rows) == 0
    assert len(study.list("relationships", "NOT q:c", silence="no").rows) == 2
