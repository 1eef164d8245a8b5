from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import statsmodels.api as sm
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import Table

from portrayals.analysis.clusters import clustered_cells
from portrayals.analysis.contingency_tables import pearson
from portrayals.analysis.ordinal_association import (
    clustered_linear_by_linear,
    correlation,
    linear_by_linear,
)

#: Agresti (2002), Categorical Data Analysis, 2nd edition, table 2.8: job satisfaction of 96 black
#: men by their income.
JOB_SATISFACTION = [[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]]

shapes = st.sampled_from([(2, 2), (2, 3), (3, 3), (4, 2), (3, 5)])
tables = shapes.flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 9), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)
studies = shapes.flatmap(
    lambda shape: st.tuples(
        st.just(shape),
        st.lists(
            st.lists(st.integers(0, 3), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]),
            min_size=3,
            max_size=25,
        ),
    )
)


def places(table: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The row and the column of each unit."""
    return [(i, j) for i, line in enumerate(table) for j, n in enumerate(line) for _ in range(n)]


def differ(table: Sequence[Sequence[int]]) -> bool:
    return all(len({place[side] for place in places(table)}) > 1 for side in (0, 1))


def test_r36_it_is_that_of_agrestis_job_satisfaction() -> None:
    # There, 3.2 and 3.4: chi-square 5.97 with 9 degrees of freedom; M^2 = 95 x 0.177^2 = 2.98.
    found = linear_by_linear(JOB_SATISFACTION)
    assert found.statistic == pytest.approx(1.727133, abs=5e-7)
    assert found.p == pytest.approx(0.084144, abs=5e-7)
    assert found.statistic is not None
    assert found.statistic**2 == pytest.approx(2.983, abs=5e-4)
    assert pearson(JOB_SATISFACTION) == (pytest.approx(5.9655, abs=5e-5), 9)


@settings(deadline=None, max_examples=examples(150))
@given(table=tables.filter(differ))
def test_r36_it_is_that_of_statsmodels(table: list[list[int]]) -> None:
    array = np.array(table)
    scores = [np.arange(1, size + 1) for size in array.shape]
    theirs = Table(array, shift_zeros=False).test_ordinal_association(*scores)
    found = linear_by_linear(table)
    assert found.statistic == pytest.approx(float(theirs.zscore), rel=1e-9, abs=1e-9)
    assert found.p == pytest.approx(float(theirs.pvalue), rel=1e-9)


@settings(deadline=None, max_examples=examples(100))
@given(table=tables.filter(differ))
def test_r36_the_correlation_is_pearsons_of_the_places(table: list[list[int]]) -> None:
    one, other = zip(*places(table), strict=True)
    assert correlation(table) == pytest.approx(stats.pearsonr(one, other).statistic, abs=1e-12)


@settings(deadline=None, max_examples=examples(150))
@given(study=studies)
def test_r36_by_title_it_is_the_cluster_robust_test_of_a_mean_product(
    study: tuple[tuple[int, int], list[list[int]]],
) -> None:
    (rows, columns), titles = study
    each = [places([t[i * columns : (i + 1) * columns] for i in range(rows)]) for t in titles]
    units = np.array([unit for of_title in each for unit in of_title], dtype=float)
    found = clustered_linear_by_linear(clustered_cells((t, 1) for t in titles), rows, columns)
    if len(units) == 0 or min(len(set(units[:, side])) for side in (0, 1)) < 2:
        assert found.p is None
        return
    groups = np.array([h for h, of_title in enumerate(each) for _ in of_title])
    about = units - units.mean(axis=0)
    fit = sm.OLS(about[:, 0] * about[:, 1], np.ones(len(units))).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": True}, use_t=True
    )
    if found.statistic is None:
        assert len(set(groups)) < 2 or fit.bse[0] == pytest.approx(0, abs=1e-7)
        return
    assert found.statistic == pytest.approx(float(fit.tvalues[0]), rel=1e-6, abs=1e-9)
    assert found.df_below == len(set(groups)) - 1
    assert found.p == pytest.approx(2 * stats.t.sf(abs(found.statistic), found.df_below), rel=1e-9)


def test_r36_titles_repeated_unit_for_unit_tell_no_more_than_themselves() -> None:
    titles = [[1, 0, 0, 0], [0, 1, 0, 1], [1, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 1]]
    single, fivefold = (
        clustered_linear_by_linear(
            clustered_cells(([times * cell for cell in title], 1) for title in titles), 2, 2
        )
        for times in (1, 5)
    )
    assert fivefold.statistic == pytest.approx(single.statistic)
    assert fivefold.p == pytest.approx(single.p)


def test_r36_of_many_titles_of_one_unit_it_is_nearly_that_of_independent_units() -> None:
    kinds = [
        ([int((i, j) == (k, q)) for k in range(4) for q in range(4)], 100 * n)
        for i, line in enumerate(JOB_SATISFACTION)
        for j, n in enumerate(line)
    ]
    found = clustered_linear_by_linear(clustered_cells(kinds), 4, 4)
    assert found.statistic == pytest.approx(10 * 1.727133, rel=0.1)


def test_r36_turned_round_it_is_the_opposite() -> None:
    turned = [list(reversed(line)) for line in JOB_SATISFACTION]
    assert linear_by_linear(turned).statistic == pytest.approx(-1.727133, abs=5e-7)
    across = [list(column) for column in zip(*JOB_SATISFACTION, strict=True)]
    assert linear_by_linear(across).statistic == pytest.approx(1.727133, abs=5e-7)


@pytest.mark.parametrize(
    "table", [[[3, 4, 2], [0, 0, 0]], [[3, 0], [1, 0], [2, 0]], [[0, 0], [0, 0]]]
)
def test_r36_where_a_margin_has_one_value_it_is_undefined_and_says_why(
    table: list[list[int]],
) -> None:
    flat = [cell for line in table for cell in line]
    by_title = clustered_cells([(flat, 3)], len(flat))
    for found in (
        linear_by_linear(table),
        clustered_linear_by_linear(by_title, len(table), len(table[0])),
    ):
        assert (found.statistic, found.p) == (None, None)
        assert found.reason == "undefined: a variable does not vary"


def test_r36_of_one_title_it_is_undefined() -> None:
    found = clustered_linear_by_linear(clustered_cells([([1, 2, 2, 1], 1)]), 2, 2)
    assert found.p is None
    assert found.reason.endswith("fewer than two titles")
