"""Proportions: k of n units, the possible range and the interval (NUMBERS R16, R35)."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final, Literal

from portrayals.analysis.quantiles import (
    beta_quantile,
    normal_quantile,
    t_quantile,
    upper_tail_point,
)

Method = Literal["auto", "wilson", "cluster", "exact"]

#: With fewer titles than this, a clustered interval gets a remark (R35).
FEW_CLUSTERS: Final = 30


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval, null at both ends if undefined, and how it was computed.

    `method` is `wilson`, `exact`, `cluster`, `t`, or `wilson-clusters`: Wilson with the number of
    titles as n, if nothing varies between titles. `deff` is the design effect, null if the method
    has none.
    """

    low: float | None
    high: float | None
    method: str
    deff: float | None = None


@dataclass(frozen=True, slots=True)
class ClusterSums:
    """What a clustered interval needs of a row: sums over the titles h with a unit in n.

    `clusters` is the number of those titles, `count` the sum of k_h and `n` of n_h; `kk`, `kn` and
    `nn` are the sums of k_h^2, k_h n_h and n_h^2. All are integers, so that a variance of zero is
    recognised exactly.
    """

    clusters: int
    count: int
    n: int
    kk: int
    kn: int
    nn: int


def bounds(known: int, possible: int, units: int) -> tuple[float, float] | None:
    """The lowest and the highest share that are still possible (R16).

    Of all `units`, `known` have it whatever the open ones turn out to be, and `possible` may have
    it. None if there is no unit at all.
    """
    return (known / units, possible / units) if units else None


def wilson(count: float, n: float, confidence: float = 0.95) -> tuple[float, float] | None:
    """The score interval without continuity correction (Wilson 1927; Newcombe 1998, method 3).

    Neither k nor n needs to be an integer. Low and high are shares; None if n is 0.
    """
    z = normal_quantile(upper_tail_point(confidence))
    if n == 0:
        return None
    centre = (count + z * z / 2) / (n + z * z)
    reach = z / (n + z * z) * sqrt(count * (n - count) / n + z * z / 4)
    # Exactly 0 and 1 at the ends, where the difference would leave a rounding error.
    low = 0.0 if count == 0 else max(0.0, centre - reach)
    high = 1.0 if count == n else min(1.0, centre + reach)
    return low, high


def exact(count: int, n: int, confidence: float = 0.95) -> tuple[float, float] | None:
    """The exact binomial interval (Clopper & Pearson 1934), from quantiles of the beta.

    Low and high are shares; None where n is 0.
    """
    upper = upper_tail_point(confidence)
    if n == 0:
        return None
    low = 0.0 if count == 0 else beta_quantile(1 - upper, count, n - count + 1)
    high = 1.0 if count == n else beta_quantile(upper, count + 1, n - count)
    return low, high


def cluster(sums: ClusterSums, confidence: float = 0.95) -> Interval:
    """The interval of a share of units clustered in titles (R35).

    Linearised (Taylor) variance of a ratio with titles as primary units (Cochran 1977,
    Sampling Techniques, chapter 6), on the logit scale, t with m - 1 degrees of freedom:
    V = m/(m-1) * sum_h (k_h - p n_h)^2 / n^2. Where k = 0, k = n or V = 0, Wilson with n = m,
    labelled `wilson-clusters`. Null with fewer than two titles.
    """
    upper = upper_tail_point(confidence)
    m, k, n = sums.clusters, sums.count, sums.n
    if m < 2:
        return Interval(None, None, "cluster")
    variance, deff = _variance(sums), design_effect(sums)
    if k in (0, n) or not variance:
        low, high = wilson(k / n * m, m, confidence) or (None, None)
        return Interval(low, high, "wilson-clusters", deff)
    logit = log(k / (n - k))
    reach = t_quantile(upper, m - 1) * sqrt(variance) / (k * (n - k) / (n * n))
    return Interval(_from_logit(logit - reach), _from_logit(logit + reach), "cluster", deff)


def design_effect(sums: ClusterSums) -> float | None:
    """By how much titles widen a share's variance: deff = V / (p(1-p)/(n-1)) (Kish 1965; R35).

    0 if the share is the same in every title; null with fewer than two titles, and if k = 0 or k =
    n.
    """
    k, n, variance = sums.count, sums.n, _variance(sums)
    if variance is None or k in (0, n):
        return None
    return variance / (k * (n - k) / (n * n) / (n - 1))


def _variance(sums: ClusterSums) -> float | None:
    """R35's V; exactly 0 if nothing varies, null with fewer than two titles."""
    m, k, n = sums.clusters, sums.count, sums.n
    if m < 2:
        return None
    # n^2 times the sum of (k_h - p n_h)^2, in integers: exact however large.
    scatter = sums.kk * n * n - 2 * k * n * sums.kn + k * k * sums.nn
    return m * scatter / ((m - 1) * n**4)


def interval(
    sums: ClusterSums,
    *,
    level_is_title: bool,
    method: Method = "auto",
    confidence: float = 0.95,
) -> Interval:
    """The interval of a row by `method`; `auto` is Wilson for titles, clustered below (R35)."""
    if method == "cluster" or (method == "auto" and not level_is_title):
        return cluster(sums, confidence)
    if method == "exact":
        low, high = exact(sums.count, sums.n, confidence) or (None, None)
        return Interval(low, high, "exact")
    low, high = wilson(sums.count, sums.n, confidence) or (None, None)
    return Interval(low, high, "wilson")


def _from_logit(x: float) -> float:
    """The inverse of the logit, taking the exponential only of negative numbers."""
    if x >= 0:
        return 1 / (1 + exp(-x))
    return exp(x) / (1 + exp(x))
