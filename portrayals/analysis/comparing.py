"""Two groups: difference of their shares, risk ratio, odds ratio, and a test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log, sqrt

from portrayals.analysis.clusters import ClusteredCells, linearised_variance, t_test
from portrayals.analysis.contingency_tables import RESAMPLES, Asked, Test, independence
from portrayals.analysis.effect_sizes import Effect, odds_ratio, on_log_scale, risk_ratio
from portrayals.analysis.proportions import wilson
from portrayals.analysis.quantiles import t_quantile, upper_tail_point


@dataclass(frozen=True, slots=True)
class TwoShares:
    """Effects of the first group against the second; `difference` is of shares, in -1..1."""

    difference: Effect
    risk_ratio: Effect
    odds_ratio: Effect
    test: Test


def newcombe(
    count: float, n: float, other_count: float, other_n: float, confidence: float = 0.95
) -> Effect:
    """The difference of two independent proportions with the hybrid score interval.

    From the Wilson limits of each (Newcombe 1998, Statistics in Medicine 17:873-890, method 10).
    Counts need not be integers. Null if either group is empty.
    """
    first, second = wilson(count, n, confidence), wilson(other_count, other_n, confidence)
    if first is None or second is None:
        return Effect("difference", None)
    p, q = count / n, other_count / other_n
    down = sqrt((p - first[0]) ** 2 + (second[1] - q) ** 2)
    up = sqrt((first[1] - p) ** 2 + (q - second[0]) ** 2)
    return Effect("difference", p - q, max(-1.0, p - q - down), min(1.0, p - q + up))


def compare(
    count: int,
    n: int,
    other_count: int,
    other_n: int,
    *,
    confidence: float = 0.95,
    asked: Asked = "auto",
    seed: int = 1,
    resamples: int = RESAMPLES,
) -> TwoShares:
    """Two groups of independent units, no unit in both: `count` of `n` against the others."""
    table = ((count, n - count), (other_count, other_n - other_count))
    return TwoShares(
        newcombe(count, n, other_count, other_n, confidence),
        risk_ratio(table, confidence),
        odds_ratio(table, confidence),
        independence(table, asked=asked, seed=seed, resamples=resamples),
    )


def compare_clustered(cells: ClusteredCells, confidence: float = 0.95) -> TwoShares:
    """Two groups of units clustered in titles; a title, and a unit, may be in both.

    `cells` has the first group with and without, then the second with and without. Intervals are
    linearised, with t and m - 1 degrees of freedom, those of ratios on the log scale; the test is
    that of the difference (R36). With an empty cell, or without a variance, the effects are
    computed and labelled as for independent units, as many in all as there are titles (as R35 does
    for one share); with fewer than two titles they have no interval.
    """
    a, b, c, d = cells.counts
    if a + b and c + d:
        value = a / (a + b) - c / (c + d)
        what = "difference of the shares"
        if 0 in cells.counts:
            what += " (one of 0 or 1 adds no variance, so p is too small)"
        test = t_test(cells, value, _slopes_of_difference(cells), what)
    else:
        test = Test("t", None, None, None, "undefined: a group has no unit")
    return TwoShares(
        _clustered_difference(cells, confidence),
        _clustered_risk_ratio(cells, confidence),
        clustered_odds_ratio(cells, confidence),
        test,
    )


def clustered_odds_ratio(cells: ClusteredCells, confidence: float = 0.95) -> Effect:
    """The odds ratio of a 2 x 2 table of units clustered in titles.

    Linearised on the log scale, t with m - 1 degrees of freedom. With an empty cell, or without a
    variance, as in `compare_clustered`; null if a whole row or column is empty.
    """
    a, b, c, d = cells.counts
    reach = None
    if 0 not in cells.counts:
        reach = _reach(cells, (1 / a, -1 / b, -1 / c, 1 / d), confidence)
    if reach is None:
        return _labelled(cells, odds_ratio(_as_titles(cells), confidence))
    return on_log_scale("odds-ratio", log(a) + log(d) - log(b) - log(c), reach)


def _clustered_difference(cells: ClusteredCells, confidence: float) -> Effect:
    a, b, c, d = cells.counts
    reach = None
    if 0 not in cells.counts:
        reach = _reach(cells, _slopes_of_difference(cells), confidence)
    if reach is None:
        (a_, b_), (c_, d_) = _as_titles(cells)
        return _labelled(cells, newcombe(a_, a_ + b_, c_, c_ + d_, confidence))
    value = a / (a + b) - c / (c + d)
    return Effect("difference", value, max(-1.0, value - reach), min(1.0, value + reach))


def _clustered_risk_ratio(cells: ClusteredCells, confidence: float) -> Effect:
    a, b, c, d = cells.counts
    n, other_n = a + b, c + d
    reach = None
    if 0 not in cells.counts:
        slopes = (1 / a - 1 / n, -1 / n, 1 / other_n - 1 / c, 1 / other_n)
        reach = _reach(cells, slopes, confidence)
    if reach is None:
        return _labelled(cells, risk_ratio(_as_titles(cells), confidence))
    return on_log_scale("risk-ratio", log(a) - log(n) - log(c) + log(other_n), reach)


def _slopes_of_difference(cells: ClusteredCells) -> tuple[float, ...]:
    a, b, c, d = cells.counts
    n, other_n = a + b, c + d
    return b / n**2, -a / n**2, -d / other_n**2, c / other_n**2


def _reach(cells: ClusteredCells, slopes: tuple[float, ...], confidence: float) -> float | None:
    """How far the interval reaches either way; null if nothing varies between titles."""
    variance = linearised_variance(cells, slopes)
    if not variance:
        return None
    return t_quantile(upper_tail_point(confidence), cells.titles - 1) * sqrt(variance)


def _as_titles(cells: ClusteredCells) -> tuple[tuple[float, float], tuple[float, float]]:
    """The table scaled to as many units in all as there are titles; with one title, unchanged."""
    n = sum(cells.counts)
    times = cells.titles / n if cells.titles > 1 else 1.0
    a, b, c, d = (count * times for count in cells.counts)
    return (a, b), (c, d)


def _labelled(cells: ClusteredCells, effect: Effect) -> Effect:
    if effect.value is None:
        return effect
    why = "as if there were one independent unit per title"
    if cells.titles < 2:
        why = "no interval, because all units are from one title"
        effect = replace(effect, low=None, high=None)
    return replace(effect, remark=f"{effect.remark}; {why}" if effect.remark else why)
