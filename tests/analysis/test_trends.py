from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from portrayals.analysis.clusters import clustered_cells
from portrayals.analysis.trends import clustered_trend, cochran_armitage

groups = st.lists(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=2,
    max_size=8,
)


# Fleiss (1981), Statistical Methods for Rates and Proportions, p. 139: smokers among patients of
# four studies, as in the documentation of R's prop.trend.test: chi-square 8.2249, p = 0.004132.
SMOKERS, PATIENTS = (83, 90, 129, 70), (86, 93, 136, 82)


def test_smokers_have_the_published_trend() -> None:
    found = cochran_armitage(SMOKERS, PATIENTS, (1, 2, 3, 4))
    assert found.statistic == pytest.approx(-2.867913, abs=5e-7)
    assert found.statistic is not None
    assert found.statistic**2 == pytest.approx(8.224922, abs=5e-7)
    assert found.p == pytest.approx(0.0041319, abs=5e-8)


def test_other_scores_give_the_other_published_trend() -> None:
    found = cochran_armitage(SMOKERS, PATIENTS, (0, 0, 0, 1))
    assert found.statistic is not None
    assert found.statistic**2 == pytest.approx(12.17315, abs=5e-6)
    assert found.p == pytest.approx(0.000484825, abs=5e-10)


@settings(deadline=None, max_examples=examples(100))
@given(counts=groups, origin=st.floats(-3000, 3000), unit=st.floats(0.1, 50))
def test_moving_or_stretching_the_scores_changes_nothing(
    counts: list[tuple[int, int]], origin: float, unit: float
) -> None:
    ks, ns = zip(*counts, strict=True)
    plain = cochran_armitage(ks, ns, range(len(ns)))
    moved = cochran_armitage(ks, ns, [origin + unit * i for i in range(len(ns))])
    assert moved.p == (None if plain.p is None else pytest.approx(plain.p, rel=1e-6))


@settings(deadline=None, max_examples=examples(100))
@given(counts=groups)
def test_of_two_groups_it_is_pearsons_test_and_turned_round_it_turns_its_sign(
    counts: list[tuple[int, int]],
) -> None:
    ks, ns = zip(*counts[:2], strict=True)
    found = cochran_armitage(ks, ns, (1990, 2000))
    if sum(ks) in (0, sum(ns)):
        assert found.p is None
        assert found.reason.startswith("undefined")
        return
    table = [ks, [n - k for k, n in zip(ks, ns, strict=True)]]
    assert found.p == pytest.approx(float(stats.chi2_contingency(table, correction=False).pvalue))
    turned = cochran_armitage(ks[::-1], ns[::-1], (1990, 2000))
    assert found.statistic is not None
    assert turned.statistic == pytest.approx(-found.statistic)


def test_a_period_without_units_is_of_no_account_and_one_alone_has_no_trend() -> None:
    assert cochran_armitage((3, 0, 9), (10, 0, 14), (1970, 1980, 1990)).p == pytest.approx(
        cochran_armitage((3, 9), (10, 14), (1970, 1990)).p
    )
    assert cochran_armitage((3, 0), (10, 0), (1970, 1980)).p is None
    assert cochran_armitage((), (), ()).p is None


# Ohio children by number of visits with wheeze come by pattern; here each title has cells
# (with, without) for each of three decades.
studies = st.lists(
    st.lists(st.integers(0, 3), min_size=6, max_size=6).filter(any), min_size=3, max_size=20
)


@settings(deadline=None, max_examples=examples(60))
@given(titles=studies)
def test_r36_the_clustered_trend_is_the_slope_of_statsmodels_with_clustered_errors(
    titles: list[list[int]],
) -> None:
    scores = (1970.0, 1980.0, 1990.0)
    units = [
        (float(answer == 0), scores[period], h)
        for h, title in enumerate(titles)
        for period in range(3)
        for answer in range(2)
        for _ in range(title[2 * period + answer])
    ]
    y, s, h = (np.array(column) for column in zip(*units, strict=True))
    found = clustered_trend(clustered_cells((title, 1) for title in titles), scores)
    if found.p is None or len(set(s)) < 2 or len(y) < 4:
        return
    m, n = len(titles), len(y)
    fit = sm.OLS(y, sm.add_constant(s - 1980)).fit(
        cov_type="cluster", cov_kwds={"groups": h, "use_correction": True}
    )
    # Its correction is m/(m-1) * (n-1)/(n-2); ours is m/(m-1).
    t = float(fit.params[1] / (fit.bse[1] * np.sqrt((n - 2) / (n - 1))))
    assert found.statistic == pytest.approx(t, rel=1e-5, abs=1e-9)
    assert found.df_below == m - 1
    assert found.p == pytest.approx(2 * float(stats.t.sf(abs(t), m - 1)), rel=1e-4, abs=1e-9)


def test_r36_what_has_no_trend_is_undefined_and_says_why() -> None:
    for titles in ([[3, 0, 2, 0]], [[0, 0, 3, 2]], [[3, 1, 2, 2]], [[0, 0, 0, 0]]):
        found = clustered_trend(clustered_cells((title, 1) for title in titles), (1, 2))
        assert found.p is None
        assert found.reason.startswith("undefined")
