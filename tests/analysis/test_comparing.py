from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from portrayals.analysis.clusters import clustered_cells
from portrayals.analysis.comparing import (
    clustered_odds_ratio,
    compare,
    compare_clustered,
    newcombe,
)
from portrayals.analysis.effect_sizes import odds_ratio, risk_ratio

share = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
studies = st.lists(
    st.lists(st.integers(0, 4), min_size=4, max_size=4).filter(any), min_size=3, max_size=25
)


# Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10.
@pytest.mark.parametrize(
    ("first", "second", "limits"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.0582, 0.8062)),
        ((5, 56), (0, 29), (-0.0381, 0.1926)),
        ((0, 10), (0, 20), (-0.1611, 0.2775)),
        ((0, 10), (0, 10), (-0.2775, 0.2775)),
        ((10, 10), (0, 20), (0.6791, 1.0000)),
        ((10, 10), (0, 10), (0.6075, 1.0000)),
    ],
)
def test_differences_have_the_limits_newcombe_published(
    first: tuple[int, int], second: tuple[int, int], limits: tuple[float, float]
) -> None:
    found = newcombe(*first, *second)
    assert (found.low, found.high) == pytest.approx(limits, abs=5.001e-5)


@settings(deadline=None, max_examples=examples(150))
@given(first=share, second=share)
def test_the_difference_is_that_of_statsmodels_and_lies_in_its_interval(
    first: tuple[int, int], second: tuple[int, int]
) -> None:
    found = newcombe(*first, *second)
    theirs = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(theirs, abs=1e-9)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low <= found.value <= found.high <= 1
    turned = newcombe(*second, *first)
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


def test_two_groups_have_difference_ratios_and_the_test_of_their_table() -> None:
    found = compare(56, 70, 48, 80)
    assert found.difference == newcombe(56, 70, 48, 80)
    assert found.odds_ratio == odds_ratio([[56, 14], [48, 32]])
    assert found.risk_ratio == risk_ratio([[56, 14], [48, 32]])
    assert found.test.name == "chi2"
    theirs = stats.chi2_contingency([[56, 14], [48, 32]], correction=False)
    assert found.test.p == pytest.approx(float(theirs.pvalue))


def test_a_group_without_units_compares_with_nothing() -> None:
    found = compare(0, 0, 3, 8)
    assert (found.difference.value, found.risk_ratio.value, found.test.p) == (None, None, None)
    clustered = compare_clustered(clustered_cells([([0, 0, 3, 5], 1), ([0, 0, 1, 2], 4)]))
    values = (clustered.difference.value, clustered.risk_ratio.value, clustered.odds_ratio.value)
    assert values == (None, None, None)
    assert clustered.test.p is None
    assert compare_clustered(clustered_cells([], size=4)).difference.value is None


@settings(deadline=None, max_examples=examples(60))
@given(titles=studies)
def test_r36_clustered_effects_are_those_of_statsmodels_with_clustered_errors(
    titles: list[list[int]],
) -> None:
    cells = clustered_cells((title, 1) for title in titles)
    found = compare_clustered(cells)
    if 0 in cells.counts or found.difference.remark or found.odds_ratio.remark:
        return
    units = [
        (float(a % 2 == 0), float(a < 2), h)
        for h, title in enumerate(titles)
        for a in range(4)
        for _ in range(title[a])
    ]
    y, first, h = (np.array(column) for column in zip(*units, strict=True))
    m, n = len(titles), len(y)
    if n < 4:
        return
    fit = sm.OLS(y, sm.add_constant(first)).fit(
        cov_type="cluster", cov_kwds={"groups": h, "use_correction": True}
    )
    error = float(fit.cov_params()[1, 1]) ** 0.5 * math.sqrt((n - 2) / (n - 1))
    reach = float(stats.t.ppf(0.975, m - 1)) * error
    value = float(fit.params[1])
    assert found.difference.value == pytest.approx(value)
    limits = (max(-1, value - reach), min(1, value + reach))
    assert (found.difference.low, found.difference.high) == pytest.approx(limits, rel=1e-6)
    assert found.test.p == pytest.approx(2 * float(stats.t.sf(abs(value) / error, m - 1)), rel=1e-5)
    logit = sm.GLM(y, sm.add_constant(first), family=sm.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": h, "use_correction": False}
    )
    wide = (
        float(stats.t.ppf(0.975, m - 1))
        * float(logit.cov_params()[1, 1]) ** 0.5
        * math.sqrt(m / (m - 1))
    )
    limits = tuple(math.exp(float(logit.params[1]) + side * wide) for side in (-1, 1))
    assert (found.odds_ratio.low, found.odds_ratio.high) == pytest.approx(limits, rel=1e-4)


def test_r36_the_error_of_the_risk_ratio_is_that_of_small_steps() -> None:
    random = np.random.default_rng(5)
    titles = random.integers(0, 5, size=(30, 4)).tolist()
    totals = np.array(titles).sum(axis=0).astype(float)

    def log_ratio(x: np.ndarray) -> float:
        return float(np.log(x[0] / (x[0] + x[1])) - np.log(x[2] / (x[2] + x[3])))

    slopes = [
        (log_ratio(totals + 1e-4 * e) - log_ratio(totals - 1e-4 * e)) / 2e-4 for e in np.eye(4)
    ]
    error = math.sqrt(30 / 29 * ((np.array(titles) @ np.array(slopes)) ** 2).sum())
    reach = float(stats.t.ppf(0.975, 29)) * error
    found = compare_clustered(clustered_cells((title, 1) for title in titles)).risk_ratio
    limits = (math.exp(log_ratio(totals) - reach), math.exp(log_ratio(totals) + reach))
    assert (found.low, found.high) == pytest.approx(limits, rel=1e-6)


def test_r36_units_that_repeat_their_title_make_no_interval_narrower() -> None:
    once = [([1, 0, 0, 0], 9), ([0, 1, 0, 0], 4), ([0, 0, 1, 0], 5), ([0, 0, 0, 1], 8)]
    fivefold = [([5 * cell for cell in title], times) for title, times in once]
    single, repeated = (compare_clustered(clustered_cells(titles)) for titles in (once, fivefold))
    for name in ("difference", "risk_ratio", "odds_ratio"):
        ours, theirs = getattr(single, name), getattr(repeated, name)
        assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))
    naive = compare(45, 65, 25, 65).difference
    assert naive.low is not None
    assert repeated.difference.low is not None
    assert repeated.difference.low < naive.low


@pytest.mark.parametrize("cells", [[2, 1, 1, 3], [2, 0, 1, 3], [0, 4, 3, 0]])
def test_r35_of_one_title_the_effects_have_no_interval(cells: list[int]) -> None:
    a, b, c, d = cells
    found = compare_clustered(clustered_cells([(cells, 1)]))
    assert found.difference.value == pytest.approx(a / (a + b) - c / (c + d))
    for effect in (found.difference, found.risk_ratio, found.odds_ratio):
        assert effect.value is not None
        assert (effect.low, effect.high) == (None, None)
        assert effect.remark is not None
        assert effect.remark.endswith("no interval, because all units are from one title")
    assert found.test.p is None


def test_r36_an_empty_cell_falls_back_on_as_many_units_as_titles_and_says_so() -> None:
    titles = [([0, 3, 2, 1], 6), ([0, 2, 0, 4], 4)]
    found = compare_clustered(clustered_cells(titles))
    # Ten titles with 60 units: none with and 26 without, then 12 with and 22 without.
    a, b, c, d = (count * 10 / 60 for count in (0, 26, 12, 22))
    expected = newcombe(a, a + b, c, c + d)
    assert (found.difference.low, found.difference.high) == (expected.low, expected.high)
    assert found.difference.remark == "as if there were one independent unit per title"
    assert found.odds_ratio.value == odds_ratio([[a, b], [c, d]]).value
    assert found.odds_ratio.remark is not None
    assert "Haldane-Anscombe" in found.odds_ratio.remark
    assert "p is too small" in found.test.reason


def test_r36_titles_that_are_all_alike_leave_the_ratio_to_the_number_of_titles() -> None:
    found = clustered_odds_ratio(clustered_cells([([2, 1, 1, 2], 12)]))
    assert found.value == pytest.approx(4)
    assert found.low == pytest.approx(odds_ratio([[4, 2], [2, 4]]).low)
    assert found.remark is not None
