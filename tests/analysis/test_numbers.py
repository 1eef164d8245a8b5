from __future__ import annotations

import statistics

import numpy as np
import pytest
import statsmodels.api as sm
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from portrayals.analysis.means import NO_NUMBERS, NumberSums, mean, mean_interval, sd
from portrayals.analysis.proportions import ClusterSums, Interval, cluster

# The values of the units of each title.
Titles = list[list[float]]

whole = st.integers(-100, 100).map(float)
fractional = st.integers(-10_000, 10_000).map(lambda i: i / 100)
titles_of_values = st.sampled_from([whole, fractional]).flatmap(
    lambda value: st.lists(st.lists(value, min_size=1, max_size=6), min_size=1, max_size=25)
)


def sums_of(titles: Titles) -> NumberSums:
    centre = titles[0][0]
    moved = [[value - centre for value in title] for title in titles]
    values = [value for title in moved for value in title]
    return NumberSums(
        clusters=len(titles),
        n=len(values),
        centre=centre,
        total=sum(values),
        squares=sum(value * value for value in values),
        tt=sum(sum(title) ** 2 for title in moved),
        tn=sum(sum(title) * len(title) for title in moved),
        nn=sum(len(title) ** 2 for title in moved),
    )


@settings(deadline=None, max_examples=examples(200))
@given(titles=titles_of_values)
def test_mean_and_standard_deviation_are_those_of_the_values(titles: Titles) -> None:
    values = [value for title in titles for value in title]
    sums = sums_of(titles)
    assert mean(sums) == pytest.approx(statistics.fmean(values), abs=1e-9)
    if len(values) > 1:
        assert sd(sums) == pytest.approx(statistics.stdev(values), rel=1e-6, abs=1e-9)
    else:
        assert sd(sums) is None


@pytest.mark.parametrize("least", [1990.0, 1e9, -1e12])
def test_the_spread_of_large_numbers_that_lie_close_together_keeps_its_digits(
    least: float,
) -> None:
    values = [least + i % 3 for i in range(500)]
    sums = sums_of([[value] for value in values])
    assert sd(sums) == pytest.approx(statistics.stdev(i % 3 for i in range(500)), rel=1e-12)
    found = mean_interval(sums, level_is_title=False)
    assert found.low is not None
    assert found.high is not None
    assert found.low < statistics.fmean(values) < found.high


def test_nothing_has_no_mean_no_deviation_and_no_interval() -> None:
    nothing = NO_NUMBERS
    assert mean(nothing) is None
    assert sd(nothing) is None
    assert mean_interval(nothing, level_is_title=True) == Interval(None, None, "t")
    assert mean_interval(nothing, level_is_title=False) == Interval(None, None, "cluster")


def test_the_interval_of_titles_is_students_t() -> None:
    values = [31.0, 45.5, 28.0, 60.0, 39.25]
    found = mean_interval(sums_of([[value] for value in values]), level_is_title=True)
    expected = stats.t.interval(0.95, 4, np.mean(values), stats.sem(values))
    assert (found.low, found.high) == pytest.approx(expected)
    assert (found.method, found.deff) == ("t", None)


@settings(deadline=None, max_examples=examples(30))
@given(titles=titles_of_values.filter(lambda t: len(t) > 1))
def test_r35_the_clustered_interval_of_a_mean_is_that_of_statsmodels(titles: Titles) -> None:
    found = mean_interval(sums_of(titles), level_is_title=False, confidence=0.9)
    if found.low is None:
        return
    assert found.high is not None
    values = np.array([value for title in titles for value in title])
    groups = np.array([h for h, title in enumerate(titles) for _ in title])
    fit = sm.OLS(values, np.ones_like(values)).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": True}
    )
    variance = float(fit.cov_params()[0][0])
    reach = stats.t.ppf(0.95, len(titles) - 1) * variance**0.5
    assert found.high - found.low == pytest.approx(2 * reach, rel=1e-5)
    assert (found.high + found.low) / 2 == pytest.approx(values.mean(), abs=1e-9)
    assert found.deff == pytest.approx(variance / (values.var(ddof=1) / len(values)), rel=1e-5)


def test_r35_the_mean_of_noughts_and_ones_has_the_design_effect_of_the_proportion() -> None:
    titles = [[1.0, 0.0, 0.0], [1.0, 1.0], [0.0], [0.0, 1.0, 1.0, 1.0], [0.0, 0.0]]
    k, n = [sum(title) for title in titles], [len(title) for title in titles]
    proportion = cluster(
        ClusterSums(
            count=int(sum(k)),
            n=sum(n),
            clusters=len(titles),
            kk=int(sum(a * a for a in k)),
            kn=int(sum(a * b for a, b in zip(k, n, strict=True))),
            nn=sum(b * b for b in n),
        )
    )
    s = sums_of(titles)
    assert mean_interval(s, level_is_title=False).deff == pytest.approx(proportion.deff)


@pytest.mark.parametrize(
    ("titles", "level_is_title"),
    [
        ([[4.0]], True),
        ([[4.0, 5.0, 6.0]], False),
        ([[40.0], [40.0], [40.0]], True),
        ([[40.0, 40.0], [40.0]], False),
        ([[0.1, 0.3], [0.2, 0.2], [0.3, 0.1]], False),
        ([[0.1], [0.1], [0.1], [0.1], [0.1], [0.1], [0.1]], True),
    ],
)
def test_r35_where_nothing_varies_or_one_title_speaks_the_interval_is_undefined(
    titles: Titles, level_is_title: bool
) -> None:
    found = mean_interval(sums_of(titles), level_is_title=level_is_title)
    assert (found.low, found.high, found.deff) == (None, None, None)


def test_values_that_do_not_vary_deviate_by_exactly_nought() -> None:
    assert sd(sums_of([[0.1]] * 10)) == 0.0
