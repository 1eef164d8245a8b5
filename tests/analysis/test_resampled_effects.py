"""Effects in resamples of titles, against plain resampling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from portrayals.analysis.bootstrap import one_by_one, resampled
from portrayals.analysis.clusters import clustered_cells, rao_scott
from portrayals.analysis.comparing import TwoShares, compare, compare_clustered
from portrayals.analysis.effect_sizes import Effect, corrected_v, cramers_v
from portrayals.analysis.resampled_effects import (
    compare_resampled,
    odds_ratio_of,
    pooled_odds_ratio_of,
    resampled_effect,
    v_of,
)
from portrayals.analysis.stratified import mantel_haenszel, pooled_odds_ratio

#: Titles with units of the first group with and without, of the second, and how many are alike.
TITLES = [
    ((2, 1, 0, 0), 9),
    ((0, 2, 0, 0), 6),
    ((1, 1, 1, 2), 7),
    ((0, 0, 0, 3), 8),
    ((0, 0, 2, 1), 5),
    ((1, 0, 0, 1), 6),
]


def plainly(titles: Any, value: Callable[[Any], Any], draws: int = 20_000) -> tuple[float, float]:
    """The percentile interval of a value of four totals, title by title."""
    cells = np.array([cells for cells, times in titles for _ in range(times)], dtype=float)
    drawn = np.random.default_rng(5).integers(0, len(cells), (draws, len(cells)))
    low, high = np.percentile(value(cells[drawn].sum(axis=1).T), [2.5, 97.5])
    return float(low), float(high)


def ends(effect: Effect | None) -> tuple[float | None, float | None]:
    assert effect is not None
    return effect.low, effect.high


def compared() -> TwoShares:
    return compare_clustered(clustered_cells(TITLES))


def test_r36_a_difference_and_ratios_are_those_of_a_plain_resampling_of_titles() -> None:
    difference, risk, odds = compare_resampled(compared(), resampled(TITLES))
    assert ends(difference) == pytest.approx(
        plainly(TITLES, lambda t: t[0] / (t[0] + t[1]) - t[2] / (t[2] + t[3])), abs=0.02
    )
    assert ends(risk) == pytest.approx(
        plainly(TITLES, lambda t: t[0] / (t[0] + t[1]) / (t[2] / (t[2] + t[3]))), rel=0.06
    )
    assert ends(odds) == pytest.approx(
        plainly(TITLES, lambda t: t[0] * t[3] / t[1] / t[2]), rel=0.1
    )
    found = compared()
    for effect, own in zip(
        (difference, risk, odds), (found.difference, found.risk_ratio), strict=False
    ):
        assert effect is not None
        assert effect.value == own.value


def test_with_an_empty_cell_nothing_is_resampled() -> None:
    empty = [((2, 1, 0, 3), 5), ((1, 1, 0, 2), 4)]
    found = compare_clustered(clustered_cells(empty))
    assert compare_resampled(found, resampled(empty)) == (None, None, None)


def test_what_is_the_same_in_every_resample_is_not_resampled() -> None:
    same = [((1, 1, 1, 3), 6)]
    found = compare_clustered(clustered_cells(same))
    assert compare_resampled(found, resampled(same)) == (None, None, None)


def test_r34_resamples_in_which_a_group_is_empty_are_left_out_and_told() -> None:
    # Two of twelve titles have the second group: (10/12)^12 = 11 % of the resamples are without.
    few = [((1, 2, 0, 0), 10), ((0, 1, 1, 1), 2)]
    difference, *_ = compare_resampled(compare_clustered(clustered_cells(few)), resampled(few))
    assert ends(difference) == (None, None)
    assert difference is not None
    assert difference.remark is not None
    assert "too many for an interval" in difference.remark
    # Four of twelve: (8/12)^12 = 0.8 %.
    some = [((1, 2, 0, 0), 8), ((0, 1, 1, 1), 4)]
    difference, *_ = compare_resampled(compare_clustered(clustered_cells(some)), resampled(some))
    assert difference is not None
    assert difference.low is not None
    assert difference.remark is not None
    assert difference.remark.endswith("resamples, left out")


def test_titles_that_are_units_are_resampled_as_such() -> None:
    found = compare(30, 50, 20, 60)
    difference, *_ = compare_resampled(found, resampled(one_by_one((30, 20, 20, 40))))
    assert ends(difference) == pytest.approx(ends(found.difference), abs=0.03)


def test_the_odds_ratio_of_a_table_is_that_of_a_plain_resampling() -> None:
    own = Effect("odds-ratio", 1.0)
    found = resampled_effect(own, resampled(TITLES), odds_ratio_of)
    assert ends(found) == pytest.approx(
        plainly(TITLES, lambda t: t[0] * t[3] / t[1] / t[2]), rel=0.1
    )


def test_cramers_v_of_a_resample_is_corrected_twice() -> None:
    table = [[20, 5, 10], [4, 12, 9]]
    n, statistic = 60, pearson_of(table)
    assert v_of(table, 1.5)((20, 5, 10, 4, 12, 9)) == pytest.approx(
        corrected_v((2, 3), statistic / 1.5, n / 1.5, times=2)
    )
    assert v_of(table, 1.0)((20, 5, 10, 0, 0, 0)) is None
    assert v_of([[9, 0, 3], [2, 0, 8]], 1.0)((9, 0, 3, 2, 0, 8)) == pytest.approx(
        corrected_v((2, 2), pearson_of([[9, 3], [2, 8]]), 22, times=2)
    )


def pearson_of(table: list[list[int]]) -> float:
    cells = np.array(table, dtype=float)
    expected = cells.sum(1, keepdims=True) * cells.sum(0) / cells.sum()
    return float(((cells - expected) ** 2 / expected).sum())


def test_the_interval_of_cramers_v_comes_near_that_of_the_non_centrality() -> None:
    """Of many titles, both tell the same."""
    titles = [((1, 0, 0, 1), 60), ((2, 1, 1, 2), 50), ((0, 1, 1, 0), 40), ((1, 0, 0, 0), 30)]
    cells = clustered_cells(titles)
    corrected = rao_scott(cells, 2, 2)
    assert corrected.deff is not None
    n = sum(cells.counts) / corrected.deff
    own, _ = cramers_v((2, 2), corrected.statistic / corrected.deff, n)
    table = [list(cells.counts[:2]), list(cells.counts[2:])]
    found = resampled_effect(own, resampled(titles), v_of(table, corrected.deff))
    assert ends(found) == pytest.approx(ends(own), abs=0.05)


def test_a_pooled_odds_ratio_is_that_of_the_strata() -> None:
    strata = [((8, 3), (4, 9)), ((5, 5), (2, 7)), ((0, 0), (0, 0))]
    cells = [cell for (a, b), (c, d) in strata for cell in (a, b, c, d)]
    value = mantel_haenszel(strata).odds_ratio.value
    assert pooled_odds_ratio_of(cells) == pytest.approx(value)
    assert pooled_odds_ratio([((3, 0), (0, 2))]) is None
