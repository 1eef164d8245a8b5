"""Tests and trends below the title level: NUMBERS R36, with R4, R23 and R37 where they meet."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

import pytest
from teachers import School

from portrayals.results.compare import Comparison, Size
from portrayals.results.trend import Trend
from portrayals.study import Study

#: Titles with the year and the act of each relationship.
FILMS = (
    (("1991", "slap"), ("1992", "help")),
    (("1993", "none"),),
    (("1995", "slap"), ("2004", "help"), ("2005", "slap")),
    (("2003", "slap"), ("2003", "slap")),
    (("2008", "slap"), ("2009", "none"), ("2001", "slap"), ("2002", "slap")),
    (("2011", "help"), ("2012", "slap")),
)


def filmed(school: School, films: Sequence[Sequence[tuple[str, str]]] = FILMS) -> None:
    for bonds in films:
        teacher = school.teacher()
        for year, act in bonds:
            school.annotate(school.bond(teacher, year=year), f"act={act}")


def trended(school: School, variable: str, **options: Any) -> Trend:
    return Study(school.target).trend(variable, **options)


def compared(school: School, variable: str, where: str, versus: str, **options: Any) -> Comparison:
    return Study(school.target).compare(variable, where=where, versus=versus, **options)


def size(found: Sequence[Size], name: str) -> Size:
    return next(each for each in found if each.name == name)


def test_r36_a_trend_below_titles_is_tested_by_title_with_the_naive_test_beside_it(
    own_school: School,
) -> None:
    filmed(own_school)
    found = trended(own_school, "act:slap", per="decade")
    told = [(row.group, row.count, row.n) for row in found.rows]
    assert told == [("1990s", 2, 4), ("2000s", 6, 8), ("2010s", 1, 2)]

    films = [[(int(y) // 10 * 10, int(act == "slap")) for y, act in bonds] for bonds in FILMS]
    units = [unit for bonds in films for unit in bonds]
    n, p = len(units), sum(y for _, y in units) / len(units)
    mean = sum(s for s, _ in units) / n
    spread = sum((s - mean) ** 2 for s, _ in units)
    slope = sum((s - mean) * y for s, y in units) / spread
    assert found.test.name == "cochran-armitage"
    assert found.test.statistic == pytest.approx(slope * spread / sqrt(p * (1 - p) * spread))

    def share_of(bonds: Sequence[tuple[int, int]]) -> float:
        return sum((s - mean) * (y - p - slope * (s - mean)) for s, y in bonds) / spread

    m = len(films)
    variance = m / (m - 1) * sum(share_of(bonds) ** 2 for bonds in films)
    assert found.clustered is not None
    assert found.clustered.statistic == pytest.approx(slope / sqrt(variance))
    assert found.clustered.df == m - 1


def test_r36_a_trend_of_titles_has_the_naive_test_alone(own_school: School) -> None:
    for year, made_by in (("1991", "state"), ("1995", "studio"), ("2004", "state")):
        own_school.annotate(own_school.film(year=year), f"made-by={made_by}")
    found = trended(own_school, "made-by:state")
    assert found.clustered is None
    assert found.test.statistic is not None
    assert {row.method for row in found.rows} == {"wilson"}


def test_r36_two_groups_below_titles_differ_by_title_with_the_naive_figures_beside_them(
    own_school: School,
) -> None:
    filmed(own_school)
    found = compared(own_school, "act:slap", "year:..1999", "year:2000..")
    assert [(row.group, row.count, row.n) for row in found.rows] == [
        ("year:..1999", 2, 4),
        ("year:2000..", 7, 10),
    ]
    p, q = 2 / 4, 7 / 10

    def share_of(bonds: Sequence[tuple[str, str]]) -> float:
        old = [int(act == "slap") - p for year, act in bonds if year < "2000"]
        new = [int(act == "slap") - q for year, act in bonds if year >= "2000"]
        return sum(old) / 4 - sum(new) / 10

    variance = 6 / 5 * sum(share_of(bonds) ** 2 for bonds in FILMS)
    assert found.test.statistic == pytest.approx((p - q) / sqrt(variance))
    assert found.test.df == 5
    difference = size(found.sizes, "difference")
    reach = 2.570582 * sqrt(variance)  # t with 5 degrees of freedom at 0.975, from tables
    assert difference.value == pytest.approx(100 * (p - q))
    assert (difference.low, difference.high) == pytest.approx(
        (100 * (p - q - reach), 100 * (p - q + reach)), abs=1e-3
    )
    naive = size(found.naive_sizes, "difference")
    assert (naive.value, naive.method) == (difference.value, "independent units")
    assert naive.low != pytest.approx(difference.low)
    assert found.naive_test is not None
    assert found.naive_test.p != pytest.approx(found.test.p)


def test_r36_two_groups_of_titles_have_the_figures_of_independent_units_alone(
    own_school: School,
) -> None:
    for year, yes, n in (("1990", 7, 9), ("2000", 4, 8)):
        for place in range(n):
            film = own_school.film(year=year)
            own_school.annotate(film, f"made-by={'state' if place < yes else 'studio'}")
    found = compared(own_school, "made-by:state", "year:1990", "year:2000")
    assert (found.naive_sizes, found.naive_test) == ((), None)
    assert {each.method for each in found.sizes} == {"independent units"}
    assert size(found.sizes, "difference").value == pytest.approx(100 * (7 / 9 - 4 / 8))
    assert size(found.sizes, "risk-ratio").value == pytest.approx(7 / 9 / (4 / 8))
    assert size(found.sizes, "odds-ratio").value == pytest.approx(7 / 2)
    assert found.test.p is not None


def test_r04_r23_several_codes_are_one_thing_before_levels_are_crossed(own_school: School) -> None:
    # One relationship with a slap and one whose kind of harm is open: yes beneath, and not settled.
    film = own_school.film(year="1999")
    teacher = own_school.teacher(film)
    own_school.coded("act=mock", teacher=teacher)
    own_school.coded("act=violence", teacher=teacher)  # slap or cane: undetermined
    found = trended(own_school, "act:slap,mock", level="title")
    assert (found.n, found.rows[0].states["incomplete"]) == (0, 1)
    found = trended(own_school, "act:violence,mock", level="title")
    assert (found.n, found.rows[0].count) == (1, 1)


def test_r37_the_periods_of_a_trend_are_those_of_the_units_own_years(own_school: School) -> None:
    film = own_school.film(year="1999")
    own_school.coded("act=slap", teacher=own_school.teacher(film))
    own_school.annotate(own_school.bond(own_school.teacher(film), year="2014"), "act=none")
    found = trended(own_school, "act:slap")
    assert [(row.group, row.count, row.n) for row in found.rows] == [
        ("1990s", 1, 1),
        ("2000s", 0, 0),
        ("2010s", 0, 1),
    ]
