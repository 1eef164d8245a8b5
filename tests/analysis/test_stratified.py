from __future__ import annotations

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import StratifiedTable

from portrayals.analysis.clusters import clustered_cells
from portrayals.analysis.stratified import clustered_mantel_haenszel, mantel_haenszel

Table = list[list[int]]

# Bickel, Hammel & O'Connell (1975), Science 187:398-404: admission (columns) of men and women
# (rows) to the six largest departments of Berkeley.
BERKELEY = [
    [[512, 313], [89, 19]],
    [[353, 207], [17, 8]],
    [[120, 205], [202, 391]],
    [[138, 279], [131, 244]],
    [[53, 138], [94, 299]],
    [[22, 351], [24, 317]],
]
# Agresti (1990), Categorical Data Analysis, p. 231-237: penicillin and survival of rabbits, as the
# documentation of R's mantelhaen.test has them: ratio 7, 3.9286 with the continuity correction.
RABBITS = [
    [[0, 6], [0, 5]],
    [[3, 3], [0, 6]],
    [[6, 0], [2, 4]],
    [[5, 1], [6, 0]],
    [[2, 0], [5, 0]],
]

strata_of = st.lists(
    st.lists(st.integers(1, 60), min_size=4, max_size=4).map(lambda x: [x[:2], x[2:]]),
    min_size=2,
    max_size=6,
)


def test_berkeley_has_the_published_ratio_and_tests() -> None:
    found = mantel_haenszel([[row[::-1] for row in table] for table in BERKELEY])
    # R's mantelhaen.test(UCBAdmissions, correct = FALSE) and TRUE.
    assert mantel_haenszel(BERKELEY).odds_ratio.value == pytest.approx(0.9046968, abs=5e-8)
    assert found.odds_ratio.value == pytest.approx(1 / 0.9046968, abs=5e-8)
    assert found.test.statistic == pytest.approx(1.5246, abs=5e-5)
    assert found.test.p == pytest.approx(0.2169, abs=5e-5)
    assert found.continuity is not None
    assert found.continuity.statistic == pytest.approx(1.4269, abs=5e-5)
    assert found.continuity.p == pytest.approx(0.2323, abs=5e-5)


def test_rabbits_have_the_published_ratio_and_tests_and_empty_strata_tell_nothing() -> None:
    found = mantel_haenszel(RABBITS)
    assert found.odds_ratio.value == pytest.approx(7)
    assert found.odds_ratio.low == pytest.approx(1.026713, abs=5e-7)
    assert found.odds_ratio.high == pytest.approx(47.725133, abs=5e-7)
    assert found.test.statistic == pytest.approx(5.6571, abs=5e-5)
    assert found.continuity is not None
    assert found.continuity.statistic == pytest.approx(3.9286, abs=5e-5)
    assert found.continuity.p == pytest.approx(0.04747, abs=5e-6)
    assert found.strata == 3


@settings(deadline=None, max_examples=examples(100))
@given(strata=strata_of)
def test_pooled_ratio_and_tests_are_those_of_statsmodels(strata: list[Table]) -> None:
    theirs = StratifiedTable([np.array(table, dtype=float) for table in strata])
    ours = mantel_haenszel(strata)
    assert ours.odds_ratio.value == pytest.approx(float(theirs.oddsratio_pooled))
    limits = theirs.oddsratio_pooled_confint(0.05)
    assert (ours.odds_ratio.low, ours.odds_ratio.high) == pytest.approx(limits)
    plain, corrected = (theirs.test_null_odds(correction=c) for c in (False, True))
    assert ours.test.statistic == pytest.approx(float(plain.statistic), abs=1e-9)
    assert ours.test.p == pytest.approx(float(plain.pvalue), abs=1e-12)
    assert ours.continuity is not None
    if ours.continuity.statistic:
        assert ours.continuity.statistic == pytest.approx(float(corrected.statistic), abs=1e-9)
    assert ours.homogeneity is not None
    if theirs.oddsratio_pooled == 1:
        return
    equal = theirs.test_equal_odds(adjust=True)
    assert ours.homogeneity.statistic == pytest.approx(float(equal.statistic), abs=1e-6)
    assert ours.homogeneity.p == pytest.approx(float(equal.pvalue), abs=1e-6)


def test_one_stratum_is_the_table_itself() -> None:
    found = mantel_haenszel([[[12, 5], [6, 9]]])
    assert found.odds_ratio.value == pytest.approx(12 * 9 / (5 * 6))
    assert found.homogeneity is None


@pytest.mark.parametrize("strata", [[], [[[0, 0], [3, 4]]], [[[3, 0], [4, 0]], [[0, 0], [0, 0]]]])
def test_strata_that_differ_in_one_only_tell_nothing(strata: list[Table]) -> None:
    found = mantel_haenszel(strata)
    assert (found.odds_ratio.value, found.test.p, found.homogeneity) == (None, None, None)


def test_a_ratio_of_nought_or_without_end_is_undefined_but_tested() -> None:
    found = mantel_haenszel([[[5, 0], [0, 5]], [[4, 0], [2, 5]]])
    assert found.odds_ratio.value is None
    assert found.test.p is not None


def flat(strata: list[Table]) -> list[int]:
    return [cell for table in strata for row in table for cell in row]


def test_r36_units_one_a_title_have_the_same_pooled_ratio_and_nearly_its_interval() -> None:
    counts = flat(BERKELEY)
    titles = [([int(a == b) for b in range(24)], times) for a, times in enumerate(counts)]
    ours, naive = clustered_mantel_haenszel(clustered_cells(titles)), mantel_haenszel(BERKELEY)
    assert ours.odds_ratio.value == pytest.approx(naive.odds_ratio.value)
    assert ours.odds_ratio.low == pytest.approx(naive.odds_ratio.low, rel=0.005)
    assert ours.odds_ratio.high == pytest.approx(naive.odds_ratio.high, rel=0.005)
    assert ours.test.p == pytest.approx(naive.test.p, abs=0.005)
    assert ours.strata == 6


def test_r36_its_error_is_that_of_derivatives_taken_by_small_steps() -> None:
    random = np.random.default_rng(5)
    titles = random.integers(0, 4, size=(40, 8)).tolist()
    totals = np.array(titles).sum(axis=0).astype(float)

    def log_ratio(x: np.ndarray) -> float:
        tables = x.reshape(-1, 4)
        n = tables.sum(axis=1)
        r = (tables[:, 0] * tables[:, 3] / n).sum()
        s = (tables[:, 1] * tables[:, 2] / n).sum()
        return float(np.log(r / s))

    step = 1e-4
    slopes = [
        (log_ratio(totals + step * e) - log_ratio(totals - step * e)) / (2 * step)
        for e in np.eye(8)
    ]
    z = np.array(titles) @ np.array(slopes)
    t = log_ratio(totals) / np.sqrt(40 / 39 * (z**2).sum())
    found = clustered_mantel_haenszel(clustered_cells((title, 1) for title in titles))
    assert found.test.statistic == pytest.approx(t, rel=1e-5)
    assert found.test.df_below == 39


def test_r36_without_both_diagonals_or_a_second_title_there_is_no_test() -> None:
    none = clustered_mantel_haenszel(clustered_cells([([3, 0, 0, 4], 1), ([1, 0, 0, 2], 1)]))
    assert (none.odds_ratio.value, none.test.p) == (None, None)
    alone = clustered_mantel_haenszel(clustered_cells([([3, 1, 2, 4], 1)]))
    assert alone.odds_ratio.value == pytest.approx(6)
    assert (alone.odds_ratio.low, alone.test.p) == (None, None)
