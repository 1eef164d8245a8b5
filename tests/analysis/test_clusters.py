from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from portrayals.analysis.clusters import (
    ClusteredCells,
    clustered_cells,
    linearised_variance,
    rao_scott,
    t_test,
)
from portrayals.analysis.contingency_tables import pearson
from portrayals.analysis.proportions import ClusterSums, cluster

Titles = list[list[int]]

shapes = st.sampled_from([(2, 2), (2, 3), (3, 3), (4, 2)])
studies = shapes.flatmap(
    lambda shape: st.tuples(
        st.just(shape),
        st.lists(
            st.lists(st.integers(0, 4), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]),
            min_size=3,
            max_size=25,
        ),
    )
)
two_cells = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=30)


def cells_of(titles: Sequence[Sequence[int]]) -> ClusteredCells:
    return clustered_cells((title, 1) for title in titles)


def test_sums_over_titles_leave_empty_ones_out_and_count_alike_ones_together() -> None:
    one_by_one = cells_of([[1, 2], [0, 3], [1, 2], [0, 0]])
    assert one_by_one == ClusteredCells(3, (2, 7), {(0, 0): 2, (0, 1): 4, (1, 0): 4, (1, 1): 17})
    assert clustered_cells([([1, 2], 2), ([0, 3], 1), ([0, 0], 9)]) == one_by_one


@settings(deadline=None, max_examples=examples(150))
@given(titles=two_cells)
def test_r35_the_variance_of_a_share_is_that_of_its_clustered_interval(
    titles: list[tuple[int, int]],
) -> None:
    cells = cells_of(titles)
    if cells.titles == 0:
        return
    k, n = cells.counts[0], sum(cells.counts)
    sums = ClusterSums(
        cells.titles,
        k,
        n,
        sum(a * a for a, _ in titles),
        sum(a * (a + b) for a, b in titles),
        sum((a + b) ** 2 for a, b in titles),
    )
    found = cluster(sums)
    variance = linearised_variance(cells, ((n - k) / n**2, -k / n**2))
    if found.deff is not None:
        binomial = k * (n - k) / n**2
        assert variance == pytest.approx(found.deff * binomial / (n - 1), rel=1e-9)
    else:
        assert not variance


def reference(titles: Titles, rows: int, columns: int) -> tuple[float, float, float, float] | None:
    """F, its degrees of freedom and the mean design effect, by matrices as Rao & Scott have it.

    The generalised design effects are the eigenvalues of (C' D^-1 S D^-1 C)^-1 (C' D^-1 V D^-1 C):
    C the interaction contrasts, D the fitted shares, S the multinomial covariance under
    independence and V the linearised one.
    """
    counts = np.array([title for title in titles if any(title)], dtype=float)
    m, n = len(counts), counts.sum()
    if m < 2:
        return None
    share = counts.sum(axis=0) / n
    table = share.reshape(rows, columns)
    fitted = np.outer(table.sum(axis=1), table.sum(axis=0)).ravel()
    if fitted.min() == 0:
        return None
    scores = (counts - counts.sum(axis=1, keepdims=True) * share) / n
    v = m / (m - 1) * scores.T @ scores
    s = (np.diag(fitted) - np.outer(fitted, fitted)) / n
    contrasts = []
    for i in range(rows - 1):
        for j in range(columns - 1):
            contrast = np.zeros((rows, columns))
            contrast[i, j] = contrast[-1, -1] = 1
            contrast[i, -1] = contrast[-1, j] = -1
            contrasts.append(contrast.ravel() / fitted)
    c = np.array(contrasts).T
    delta = np.linalg.solve(c.T @ s @ c, c.T @ v @ c)
    trace, squares = np.trace(delta), np.trace(delta @ delta)
    if trace < 1e-9:
        return None
    statistic = n * ((share - fitted) ** 2 / fitted).sum()
    df = trace**2 / squares
    return statistic / trace, df, df * (m - 1), trace / ((rows - 1) * (columns - 1))


@settings(deadline=None, max_examples=examples(150))
@given(study=studies)
def test_r36_the_corrected_test_is_rao_and_scotts_by_matrices(
    study: tuple[tuple[int, int], Titles],
) -> None:
    (rows, columns), titles = study
    theirs = reference(titles, rows, columns)
    found = rao_scott(cells_of(titles), rows, columns)
    if theirs is None:
        return
    f, df, below, deff = theirs
    assert found.test.statistic == pytest.approx(f, rel=1e-7, abs=1e-10)
    assert found.test.df == pytest.approx(df, rel=1e-7)
    assert found.test.df_below == pytest.approx(below, rel=1e-7)
    assert found.deff == pytest.approx(deff, rel=1e-7)
    assert found.test.p == pytest.approx(float(stats.f.sf(f, df, below)), rel=1e-6, abs=1e-12)
    table = np.array(titles).sum(axis=0).reshape(rows, columns).tolist()
    assert found.statistic == pytest.approx(pearson(table)[0], rel=1e-9, abs=1e-9)


def test_r36_titles_of_one_unit_each_leave_pearsons_test_nearly_as_it_is() -> None:
    table = [[30, 20, 10], [15, 25, 20]]
    flat = [cell for row in table for cell in row]
    units = [([int(a == b) for b in range(6)], times) for a, times in enumerate(flat)]
    found = rao_scott(clustered_cells(units), 2, 3)
    assert found.deff == pytest.approx(1, abs=0.1)
    assert found.test.p == pytest.approx(float(stats.chi2.sf(found.statistic, 2)), rel=0.25)


def test_r36_units_that_only_repeat_their_title_tell_no_more_than_the_title() -> None:
    once = [[1, 0, 0, 0]] * 9 + [[0, 1, 0, 0]] * 4 + [[0, 0, 1, 0]] * 5 + [[0, 0, 0, 1]] * 8
    fivefold = [[5 * cell for cell in title] for title in once]
    single, repeated = (rao_scott(cells_of(titles), 2, 2) for titles in (once, fivefold))
    assert repeated.statistic == pytest.approx(5 * single.statistic)
    assert single.deff is not None
    assert repeated.deff == pytest.approx(5 * single.deff)
    assert repeated.test.p == pytest.approx(single.test.p)
    assert (single.test.df, repeated.test.df) == (1, 1)  # exactly: they are printed


def test_r36_an_empty_cell_row_or_column_is_no_hindrance() -> None:
    titles = [[2, 0, 0, 1, 0, 3], [1, 0, 0, 0, 0, 2], [0, 0, 0, 3, 0, 1], [4, 0, 0, 1, 0, 0]]
    kept = [[title[a] for a in (0, 2, 3, 5)] for title in titles]
    assert rao_scott(cells_of(titles), 2, 3).test.p == pytest.approx(
        rao_scott(cells_of(kept), 2, 2).test.p
    )


@pytest.mark.parametrize(
    ("titles", "why"),
    [
        ([[3, 4, 1, 2]], "fewer than two titles"),
        ([[3, 4, 0, 0], [1, 2, 0, 0]], "a variable does not vary"),
        ([[0, 0, 0, 0]], "a variable does not vary"),
        ([[3, 4, 1, 2], [6, 8, 2, 4]], "the table does not vary between titles"),
    ],
)
def test_what_allows_no_test_is_undefined_and_says_why(titles: Titles, why: str) -> None:
    found = rao_scott(cells_of(titles), 2, 2)
    assert (found.test.p, found.deff) == (None, None)
    assert found.test.reason == f"undefined: {why}"


def test_a_variance_needs_two_titles_and_rounding_is_no_variance() -> None:
    assert linearised_variance(cells_of([[3, 4]]), (4 / 49, -3 / 49)) is None
    assert linearised_variance(cells_of([[3, 4]] * 7), (4 / 49, -3 / 49)) == 0
    assert t_test(cells_of([[3, 4]]), 0.1, (1, 1), "slope").reason.endswith("fewer than two titles")
    assert t_test(cells_of([[3, 4]] * 3), 0.1, (0, 0), "slope").p is None


def test_t_is_the_value_over_its_error_with_a_degree_less_than_titles() -> None:
    cells = cells_of([[1, 3], [2, 2], [0, 5], [4, 1]])
    slopes = (11 / 324, -7 / 324)
    variance = linearised_variance(cells, slopes)
    assert variance
    found = t_test(cells, 0.2, slopes, "share")
    assert found.statistic == pytest.approx(0.2 / math.sqrt(variance))
    assert found.df_below == 3
    assert found.p == pytest.approx(2 * float(stats.t.sf(0.2 / math.sqrt(variance), 3)))
