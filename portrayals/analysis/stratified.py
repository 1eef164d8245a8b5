"""A 2 x 2 table in each of several strata: a pooled odds ratio and a pooled test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from portrayals.analysis.clusters import ClusteredCells, linearised_variance, t_test
from portrayals.analysis.contingency_tables import Table, Test
from portrayals.analysis.effect_sizes import Effect, on_log_scale
from portrayals.analysis.quantiles import normal_quantile, t_quantile, upper_tail_point
from portrayals.analysis.tail_probabilities import chi_square_tail

_NAME = "mantel-haenszel-odds-ratio"


@dataclass(frozen=True, slots=True)
class Stratified:
    """The pooled odds ratio, the test that it is 1, and, for independent units, two more tests.

    `continuity` is the same test with the continuity correction, `homogeneity` whether the strata
    have one odds ratio at all; both are null for clustered units. `strata` are the informative
    ones.
    """

    odds_ratio: Effect
    test: Test
    continuity: Test | None
    homogeneity: Test | None
    strata: int


def mantel_haenszel(strata: Sequence[Table], confidence: float = 0.95) -> Stratified:
    """Strata of independent units (Mantel & Haenszel 1959).

    The interval is on the log scale (Robins, Breslow & Greenland 1986, Biometrics 42), the test
    Cochran, Mantel and Haenszel's without and with the correction of 1/2, homogeneity that of
    Breslow & Day (1980) as corrected by Tarone (1985). Null if no stratum has both diagonals,
    because then the ratio is 0, infinite or undefined.
    """
    z = normal_quantile(upper_tail_point(confidence))
    telling = [table for table in strata if 0 not in _margins(table)]
    r, s, pr, cross, qs = (0.0,) * 5
    for (a, b), (c, d) in telling:
        n = a + b + c + d
        concordant, discordant = a * d / n, b * c / n
        p, q = (a + d) / n, (b + c) / n
        r += concordant
        s += discordant
        pr += p * concordant
        cross += p * discordant + q * concordant
        qs += q * discordant
    effect = Effect(_NAME, None)
    homogeneity = None
    if r > 0 and s > 0:
        variance = pr / (2 * r * r) + cross / (2 * r * s) + qs / (2 * s * s)
        effect = on_log_scale(_NAME, log(r) - log(s), z * sqrt(variance))
        homogeneity = _breslow_day(telling, r / s)
    return Stratified(effect, _cmh(telling, 0.0), _cmh(telling, 0.5), homogeneity, len(telling))


def pooled_odds_ratio(strata: Sequence[Sequence[Sequence[float]]]) -> float | None:
    """The Mantel-Haenszel odds ratio alone; null in the same cases as `mantel_haenszel`."""
    tables = [(a, b, c, d, a + b + c + d) for (a, b), (c, d) in strata if a + b + c + d]
    r = sum(a * d / n for a, _, _, d, n in tables)
    s = sum(b * c / n for _, b, c, _, n in tables)
    return r / s if r and s else None


def clustered_mantel_haenszel(cells: ClusteredCells, confidence: float = 0.95) -> Stratified:
    """Strata of units clustered in titles: the ratio is the same, its error linearised.

    `cells` has four cells for each stratum, row by row. The interval of the logarithm, and the test
    that it is 0, use t with m - 1 degrees of freedom (R36).
    """
    upper = upper_tail_point(confidence)
    tables = [cells.counts[i : i + 4] for i in range(0, len(cells.counts), 4)]
    r = sum(a * d / (a + b + c + d) for a, b, c, d in tables if a * d)
    s = sum(b * c / (a + b + c + d) for a, b, c, d in tables if b * c)
    strata = sum((a + b) * (c + d) * (a + c) * (b + d) > 0 for a, b, c, d in tables)
    if r == 0 or s == 0:
        reason = "undefined: for one diagonal, no stratum has units in both cells"
        test = Test("t", None, None, None, reason)
        return Stratified(Effect(_NAME, None), test, None, None, strata)
    gradient = [slope for table in tables for slope in _slopes(table, r, s)]
    centre = log(r) - log(s)
    test = t_test(cells, centre, gradient, "logarithm of the pooled odds ratio")
    variance = linearised_variance(cells, gradient)
    if not variance:
        return Stratified(Effect(_NAME, r / s), test, None, None, strata)
    reach = t_quantile(upper, cells.titles - 1) * sqrt(variance)
    return Stratified(on_log_scale(_NAME, centre, reach), test, None, None, strata)


def _margins(table: Table) -> tuple[int, ...]:
    (a, b), (c, d) = table
    return a + b, c + d, a + c, b + d


def _slopes(table: Sequence[int], r: float, s: float) -> list[float]:
    """The derivatives of log (sum of ad/n) - log (sum of bc/n) by the cells of one stratum."""
    a, b, c, d = table
    n = sum(table)
    if n == 0:
        return [0.0] * 4
    common = b * c / (s * n * n) - a * d / (r * n * n)
    return [d / (n * r) + common, common - c / (n * s), common - b / (n * s), a / (n * r) + common]


def _cmh(strata: Sequence[Table], correction: float) -> Test:
    name = "cochran-mantel-haenszel"
    excess, variance = 0.0, 0.0
    for (a, b), (c, d) in strata:
        n = a + b + c + d
        excess += a - (a + b) * (a + c) / n
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))
    if variance == 0:
        return Test(name, None, None, None, "undefined: no stratum varies in both variables")
    statistic = max(0.0, abs(excess) - correction) ** 2 / variance
    how = "with" if correction else "without"
    reason = f"{how} continuity correction, {len(strata)} strata"
    return Test(name, statistic, 1, chi_square_tail(statistic, 1), reason)


def _breslow_day(strata: Sequence[Table], ratio: float) -> Test | None:
    """Breslow & Day's test with Tarone's correction; null with fewer than two strata."""
    if len(strata) < 2:
        return None
    statistic, excess, variances = 0.0, 0.0, 0.0
    for (a, b), (c, d) in strata:
        fitted = _fitted(a + b, c + d, a + c, ratio)
        cells = (fitted, a + b - fitted, a + c - fitted, d - a + fitted)
        variance = 1 / sum(1 / cell for cell in cells)
        statistic += (a - fitted) ** 2 / variance
        excess += a - fitted
        variances += variance
    statistic -= excess * excess / variances
    df = len(strata) - 1
    reason = f"whether {len(strata)} strata share one odds ratio"
    return Test("breslow-day", statistic, df, chi_square_tail(statistic, df), reason)


def _fitted(row: int, other: int, column: int, ratio: float) -> float:
    """The first cell of the table with these margins whose odds ratio is `ratio`."""
    if ratio == 1:
        return row * column / (row + other)
    b = ratio * (row + column) + other - column
    root = sqrt(b * b - 4 * ratio * (ratio - 1) * row * column)
    # The root between the bounds, in the form that loses no digits.
    return 2 * ratio * row * column / (b + root)
