"""Tables below the level of titles: NUMBERS R36."""

from __future__ import annotations

import pytest
from teachers import School

from portrayals.render.format_names import Format
from portrayals.render.formats import render
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


def pairs(school: School, *titles: tuple[tuple[str, str], ...]) -> None:
    """Titles with the standing of a teacher and how bad a pupil was hurt, for each relationship."""
    for title in titles:
        film = school.film()
        for standing, hurt in title:
            teacher = school.teacher(film)
            school.annotate(teacher, f"standing={standing}")
            school.coded(f"hurt={hurt}", teacher=teacher)


PAIRS = (
    (("low", "slight"), ("high", "worst")),
    (("low", "bad"),),
    (("high", "bad"), ("high", "worst"), ("low", "slight")),
    (("high", "slight"),),
)


def test_r36_two_ordinals_are_tested_by_their_order_too_linear_by_linear_by_title(
    own_school: School,
) -> None:
    pairs(own_school, *PAIRS)
    found = table(own_school, "standing", "hurt")
    test = found.ordinal_test
    assert test is not None
    assert test.naive is not None
    # Places 1 and 3, nobody being of middling standing, and 1 to 3: standing sums to 15 over seven
    # units, hurt to 13.
    standing, hurt = {"low": 1 - 15 / 7, "high": 3 - 15 / 7}, {"slight": 1, "bad": 2, "worst": 3}
    units = [[(standing[a], hurt[b] - 13 / 7) for a, b in title] for title in PAIRS]
    together = sum(u * v for title in units for u, v in title)
    spreads = sum(u * u for title in units for u, _ in title)
    spreads *= sum(v * v for title in units for _, v in title)
    assert test.naive.name == "linear-by-linear"
    assert test.naive.statistic == pytest.approx(together / spreads**0.5 * 6**0.5)

    covariance = together / 7
    by_title = [sum(u * v - covariance for u, v in title) / 7 for title in units]
    variance = 4 / 3 * sum(share**2 for share in by_title)
    assert test.statistic == pytest.approx(covariance / variance**0.5)
    assert (test.df, test.df2) == (None, 3)


def test_r36_it_stands_beside_the_other_tests_in_every_form(own_school: School) -> None:
    pairs(own_school, *PAIRS)
    found = table(own_school, "standing", "hurt")
    told = found.to_dict()
    assert [test.name for test in found.tests] == ["rao-scott"]
    assert told["tests_made"] == 1
    assert isinstance(told["ordinal_test"], dict)
    assert told["ordinal_test"]["naive"]["name"] == "linear-by-linear"
    forms: tuple[Format, ...] = ("table", "markdown", "latex")
    for form in forms:
        text = render(found, form)
        assert "linear by linear, t(3) = " in text
        assert "linear by linear, z = " in text


def test_r36_of_titles_it_is_that_of_independent_units(own_school: School) -> None:
    pairs(own_school, *((pair,) for title in PAIRS for pair in title))
    by_title = table(own_school, "standing", "hurt").ordinal_test
    found = table(own_school, "standing", "hurt", level="title", rollup="max").ordinal_test
    assert found is not None
    assert by_title is not None
    assert (found.name, found.naive) == ("linear-by-linear", None)
    assert by_title.naive is not None
    assert found.statistic == pytest.approx(by_title.naive.statistic)


@pytest.mark.parametrize(
    ("row", "column"),
    [("subject", "hurt"), ("standing", "begun-by"), ("standing:low", "hurt"), ("standing", "act")],
)
def test_r36_only_two_whole_orders_are_tested_by_it(
    own_school: School, row: str, column: str
) -> None:
    pairs(own_school, *PAIRS)
    found = table(own_school, row, column)
    assert found.ordinal_test is None
    assert found.to_dict()["ordinal_test"] is None


def test_r36_where_a_margin_has_one_value_it_is_undefined_and_says_why(own_school: School) -> None:
    pairs(own_school, (("low", "slight"), ("low", "worst")), (("low", "bad"),))
    found = table(own_school, "standing", "hurt").ordinal_test
    assert found is not None
    assert (found.statistic, found.p) == (None, None)
    assert found.reason == "undefined: a variable does not vary"
