from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
import statsmodels.api as sm
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from portrayals.analysis.proportions import (
    FEW_CLUSTERS,
    ClusterSums,
    Interval,
    bounds,
    cluster,
    design_effect,
    exact,
    interval,
    wilson,
)
from portrayals.errors import InvalidValue

# One pair a title: how many of its units have the code, and how many are in n.
Titles = Sequence[tuple[int, int]]

title_counts = st.lists(
    st.integers(1, 8).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=40,
)


def sums_of(titles: Titles) -> ClusterSums:
    return ClusterSums(
        clusters=len(titles),
        count=sum(k for k, _ in titles),
        n=sum(n for _, n in titles),
        kk=sum(k * k for k, _ in titles),
        kn=sum(k * n for k, n in titles),
        nn=sum(n * n for _, n in titles),
    )


# Newcombe 1998 (Statistics in Medicine 17:857-872), table I: methods 3 (Wilson) and 5
# (Clopper-Pearson), four places as printed there.
NEWCOMBE = [
    (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
    (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
    (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
    (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
]


@pytest.mark.parametrize(("count", "n", "score", "clopper_pearson"), NEWCOMBE)
def test_r35_wilson_and_exact_give_the_limits_newcombe_published(
    count: int, n: int, score: tuple[float, float], clopper_pearson: tuple[float, float]
) -> None:
    assert wilson(count, n) == pytest.approx(score, abs=5.001e-5)
    assert exact(count, n) == pytest.approx(clopper_pearson, abs=5.001e-5)


@settings(deadline=None, max_examples=examples(150))
@given(
    counts=st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    confidence=st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.999]),
)
def test_r35_wilson_and_exact_agree_with_statsmodels(
    counts: tuple[int, int], confidence: float
) -> None:
    count, n = counts
    for ours, method in ((wilson, "wilson"), (exact, "beta")):
        theirs = proportion_confint(count, n, alpha=1 - confidence, method=method)
        assert ours(count, n, confidence) == pytest.approx(theirs, rel=1e-8, abs=1e-12)


def test_r35_the_ends_are_exactly_nought_and_one_where_none_or_all_have_it() -> None:
    for n in range(1, 200):
        for method in (wilson, exact):
            none, every = method(0, n), method(n, n)
            assert none is not None
            assert every is not None
            assert none[0] == 0.0
            assert every[1] == 1.0
            assert none[1] == pytest.approx(1 - every[0])


def test_an_interval_of_no_units_is_undefined() -> None:
    assert wilson(0, 0) is None
    assert exact(0, 0) is None
    nobody = ClusterSums(0, 0, 0, 0, 0, 0)
    assert cluster(nobody) == Interval(None, None, "cluster", None)
    for method in ("auto", "wilson", "exact", "cluster"):
        found = interval(nobody, level_is_title=True, method=method)
        assert (found.low, found.high) == (None, None)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_senseless_confidence_is_refused_even_where_there_is_nothing_to_count(
    confidence: float,
) -> None:
    empty = ClusterSums(0, 0, 0, 0, 0, 0)
    with pytest.raises(InvalidValue):
        interval(empty, level_is_title=True, confidence=confidence)
    with pytest.raises(InvalidValue):
        interval(empty, level_is_title=False, confidence=confidence)
    with pytest.raises(InvalidValue):
        interval(empty, level_is_title=False, method="exact", confidence=confidence)


# Wheeze of 537 children of Steubenville, Ohio, at four yearly visits (Six Cities study;
# Fitzmaurice & Laird 1993, Biometrika 80:141-151): children by number of visits with wheeze.
OHIO = [(0, 4)] * 355 + [(1, 4)] * 97 + [(2, 4)] * 44 + [(3, 4)] * 23 + [(4, 4)] * 18


def test_r35_the_clustered_interval_of_the_ohio_children_is_the_linearised_one() -> None:
    sums = sums_of(OHIO)
    assert sums.count / sums.n == pytest.approx(0.151769, abs=5e-7)
    found = cluster(sums)
    assert (found.low, found.high) == pytest.approx((0.131180, 0.174939), abs=5e-7)
    # In whole numbers, V / (p(1-p)/(n-1)) is 2.0645307694.
    assert found.deff == pytest.approx(2.0645307694, rel=1e-10)
    assert found.method == "cluster"
    assert wilson(sums.count, sums.n) == pytest.approx((0.137218, 0.167563), abs=5e-7)


def linearised(titles: Titles, confidence: float) -> tuple[float, float, float]:
    """Low, high and deff title by title, as R35 is written; t from scipy."""
    m = len(titles)
    k = sum(count for count, _ in titles)
    n = sum(units for _, units in titles)
    p = k / n
    variance = m / (m - 1) * math.fsum((count - p * units) ** 2 for count, units in titles) / n**2
    reach = stats.t.ppf((1 + confidence) / 2, m - 1) * math.sqrt(variance) / (p * (1 - p))
    low, high = (1 / (1 + math.exp(-(math.log(p / (1 - p)) + sign * reach))) for sign in (-1, 1))
    return low, high, variance / (p * (1 - p) / (n - 1))


@settings(deadline=None, max_examples=examples(200))
@given(titles=title_counts, confidence=st.sampled_from([0.9, 0.95, 0.99]))
def test_r35_the_sums_give_what_going_through_the_titles_gives(
    titles: Titles, confidence: float
) -> None:
    sums = sums_of(titles)
    found = cluster(sums, confidence)
    if len(titles) < 2:
        assert found == Interval(None, None, "cluster")
        return
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.high <= 1
    if found.method == "cluster":
        low, high, deff = linearised(titles, confidence)
        assert (found.low, found.high) == pytest.approx((low, high), rel=1e-8, abs=1e-14)
        assert found.deff == pytest.approx(deff, rel=1e-9)
    else:
        shares = {k * sums.n == sums.count * n for k, n in titles}
        assert sums.count in (0, sums.n) or shares == {True}
        assert found.deff == (None if sums.count in (0, sums.n) else 0)


@settings(deadline=None, max_examples=examples(50))
@given(titles=title_counts.filter(lambda t: len(t) > 1))
def test_r35_the_variance_is_that_of_statsmodels_with_its_cluster_correction(
    titles: Titles,
) -> None:
    found = cluster(sums_of(titles))
    if found.method != "cluster":
        return
    values = np.array([float(i < k) for k, n in titles for i in range(n)])
    groups = np.array([h for h, (_, n) in enumerate(titles) for _ in range(n)])
    # Its correction is m/(m-1) * (n-1)/(n-1) with the one regressor that a mean has.
    fit = sm.OLS(values, np.ones_like(values)).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": True}
    )
    p = values.mean()
    assert found.deff is not None
    variance = found.deff * p * (1 - p) / (len(values) - 1)
    assert variance == pytest.approx(float(fit.cov_params()[0][0]), rel=1e-9)


@pytest.mark.parametrize(
    ("titles", "why"),
    [
        ([(0, 3), (0, 1), (0, 5)], "k = 0"),
        ([(3, 3), (1, 1), (5, 5)], "k = n"),
        ([(1, 3)] * 7, "V = 0"),
        ([(1, 3), (2, 6), (3, 9)], "V = 0 with titles of unlike size"),
    ],
)
def test_r35_without_a_variance_it_is_wilson_with_the_number_of_titles_and_labelled(
    titles: Titles, why: str
) -> None:
    sums = sums_of(titles)
    m, p = len(titles), sums.count / sums.n
    found = cluster(sums)
    assert found.method == "wilson-clusters", why
    assert (found.low, found.high) == pytest.approx(wilson(p * m, m))


@pytest.mark.parametrize("title", [(2, 5), (0, 5), (5, 5), (1, 1)])
def test_r35_of_one_title_there_is_no_interval_and_no_design_effect(title: tuple[int, int]) -> None:
    assert cluster(sums_of([title])) == Interval(None, None, "cluster")
    assert design_effect(sums_of([title])) is None


def test_r35_the_design_effect_is_how_many_times_wider_than_of_independent_units() -> None:
    # Titles alike within of 3 each, half of them yes: V = 4/3 * 4 * 1.5^2 / 144 = 1/12; of twelve
    # independent ones 1/4 / 11.
    assert design_effect(sums_of([(3, 3), (0, 3)] * 2)) == pytest.approx(11 / 3)
    assert design_effect(sums_of([(1, 2)] * 5)) == 0
    assert design_effect(sums_of([(0, 2)] * 5)) is None


def test_r35_a_variance_of_nought_is_recognised_exactly_in_an_archive_of_millions() -> None:
    m = 1_000_003
    assert cluster(ClusterSums(m, m, 3 * m, m, 3 * m, 9 * m)).method == "wilson-clusters"
    # One title of a million differs: a variance again.
    odd = ClusterSums(m, m + 1, 3 * m, m + 3, 3 * m + 3, 9 * m)
    assert cluster(odd).method == "cluster"


def test_r35_titles_get_wilson_and_what_is_below_them_the_clustered_form() -> None:
    sums = sums_of(OHIO)
    assert interval(sums, level_is_title=False) == cluster(sums)
    found = interval(sums, level_is_title=True)
    assert (found.low, found.high) == wilson(sums.count, sums.n)
    assert (found.method, found.deff) == ("wilson", None)


def test_a_method_asked_for_by_name_is_used_at_any_level() -> None:
    sums = sums_of(OHIO)
    for level_is_title in (True, False):

        def asked(method: str, level: bool = level_is_title) -> Interval:
            return interval(sums, level_is_title=level, method=method, confidence=0.9)

        assert asked("cluster") == cluster(sums, 0.9)
        assert (asked("wilson").low, asked("wilson").high) == wilson(sums.count, sums.n, 0.9)
        assert (asked("exact").low, asked("exact").high) == exact(sums.count, sums.n, 0.9)
        assert asked("exact").method == "exact"


@settings(deadline=None)
@given(titles=title_counts.filter(lambda t: len(t) > 1))
def test_more_confidence_gives_a_wider_interval_at_every_method(titles: Titles) -> None:
    sums = sums_of(titles)
    for method in ("wilson", "exact", "cluster"):
        narrow, wide = (
            interval(sums, level_is_title=False, method=method, confidence=c) for c in (0.8, 0.99)
        )
        assert narrow.low is not None
        assert narrow.high is not None
        assert wide.low is not None
        assert wide.high is not None
        assert wide.low <= narrow.low <= narrow.high <= wide.high


def test_r16_the_bounds_are_the_shares_of_the_known_and_of_the_possible_among_all_units() -> None:
    assert bounds(3, 8, 15) == (3 / 15, 8 / 15)
    assert bounds(3, 3, 10) == (0.3, 0.3)
    assert bounds(0, 4, 4) == (0.0, 1.0)
    assert bounds(0, 0, 0) is None


def test_r35_fewer_than_thirty_titles_are_few() -> None:
    assert FEW_CLUSTERS == 30
