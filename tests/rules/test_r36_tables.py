"""Tables below the level of titles: NUMBERS R36."""

from __future__ import annotations

import pytest
from teachers import School

from portrayals.results.crosstab import Crosstab
from portrayals.study import Study


def table(school: School, row: str, column: str, **options: str) -> Crosstab:
    return Study(school.target).crosstab(row, column, **options)


def teachers(school: School, subject: str, tenured: str, *, titles: int, each: int) -> None:
    """Titles, each with so many teachers who are all alike."""
    for _ in range(titles):
        film = school.film()
        for _ in range(each):
            school.annotate(
                school.teacher(film), f"subject={subject}", f"tenured={tenured}", basis="watched"
            )


@pytest.fixture
def alike(own_school: School) -> School:
    """Eight titles of three teachers alike: 9 and 3 tenured in science, 3 and 9 in arts."""
    for subject, tenured, titles in (
        ("science", "yes", 3),
        ("science", "no", 1),
        ("arts", "yes", 1),
        ("arts", "no", 3),
    ):
        teachers(own_school, subject, tenured, titles=titles, each=3)
    return own_school


def test_r36_the_test_is_by_title_and_the_naive_one_stands_beside_it(alike: School) -> None:
    (test,) = table(alike, "subject", "tenured").tests
    assert test.name == "rao-scott"
    assert test.naive is not None
    assert test.naive.name == "chi2"
    assert test.naive.statistic == pytest.approx(6)  # 4 x 3^2 / 6
    assert test.p is not None
    assert test.naive.p is not None
    assert test.p > 0.1
    assert test.naive.p < 0.05


def test_r36_units_alike_tell_as_much_as_their_titles(alike: School) -> None:
    # Of the share of science and tenure beyond what the margins foretell, 0.125, six titles lie
    # 3/24 x 0.125 above and two 3/24 x 0.375 below: V = 8/7 (6/64^2 + 2 x 9/64^2) = 3/448. As of
    # independent units it would be 0.25 x 0.25 / 24 = 1/384: a design effect of 18/7 for the 6.
    (test,) = table(alike, "subject", "tenured").tests
    assert test.statistic == pytest.approx(6 * 7 / 18)
    assert test.df2 == pytest.approx(7)


def test_r36_titles_themselves_are_independent(alike: School) -> None:
    (test,) = table(alike, "subject:science", "tenured:yes", level="title").tests
    assert (test.name, test.naive) == ("fisher", None)


def test_r36_overlapping_rows_have_a_test_each_and_none_over_all(own_school: School) -> None:
    for act, by in (("slap,praise", "teacher"), ("praise", "pupil"), ("slap", "pupil")):
        own_school.coded(f"act={act}", f"begun-by={by}")
    found = table(own_school, "act", "begun-by")
    tested = [test.code for test in found.tests]
    assert {"slap", "praise"} <= set(tested)
    assert None not in tested
    assert len(tested) == len(set(tested))
    assert any("overlap" in note for note in found.notes)


def test_r36_a_row_without_overlap_is_tested_as_a_whole(own_school: School) -> None:
    for subject, tenured in (("science", "yes"), ("arts", "no"), ("sport", "no")):
        teachers(own_school, subject, tenured, titles=1, each=1)
    (test,) = table(own_school, "subject", "tenured").tests
    assert (test.code, test.column) == (None, None)
