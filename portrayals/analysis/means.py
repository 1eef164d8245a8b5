"""Number variables: mean, standard deviation, and the interval of the mean (NUMBERS R35)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

from portrayals.analysis.proportions import Interval
from portrayals.analysis.quantiles import t_quantile, upper_tail_point

#: A result smaller than this, relative to the squares it is the difference of, is rounding error;
#: so is a root mean square spread that is smaller than this, relative to the values.
_OF_SQUARES: Final = 1e-13
_OF_VALUES: Final = 1e-15


@dataclass(frozen=True, slots=True)
class NumberSums:
    """What the mean of a number variable and its interval need: sums over units and titles.

    They are sums of differences from `centre`, which lies among the values: the squares of large
    numbers that lie close together would lose their differences. `clusters` is the number of titles
    h with a unit in n, `total` the sum over all units and `squares` that of the squares; `tt`, `tn`
    and `nn` are the sums over titles of Y_h^2, Y_h n_h and n_h^2, Y_h being the sum in a title and
    n_h its units in n.
    """

    clusters: int
    n: int
    centre: float
    total: float
    squares: float
    tt: float
    tn: float
    nn: int


NO_NUMBERS: Final = NumberSums(0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0)


def mean(sums: NumberSums) -> float | None:
    """The mean of the values; None if there are none."""
    return sums.centre + _beyond_centre(sums) if sums.n else None


def sd(sums: NumberSums) -> float | None:
    """The standard deviation of the values, over n - 1; None with fewer than two."""
    return sqrt(_spread(sums) / (sums.n - 1)) if sums.n > 1 else None


def mean_interval(sums: NumberSums, *, level_is_title: bool, confidence: float = 0.95) -> Interval:
    """The interval of the mean: t with n - 1 for titles, clustered with m - 1 below (R35).

    Clustered, V = m/(m-1) * sum_h (Y_h - mean n_h)^2 / n^2: R35 on the scale of the values
    itself. Null with fewer than two values (titles, if clustered) and if they do not vary.
    """
    upper = upper_tail_point(confidence)
    method = "t" if level_is_title else "cluster"
    centre = mean(sums)
    independent = sums.n if level_is_title else sums.clusters
    if centre is None or independent < 2:
        return Interval(None, None, method)
    simple = _spread(sums) / (sums.n - 1) / sums.n
    variance = simple if level_is_title else _clustered_variance(sums)
    if 0 in (simple, variance):
        return Interval(None, None, method)
    reach = t_quantile(upper, independent - 1) * sqrt(variance)
    deff = None if level_is_title else variance / simple
    return Interval(centre - reach, centre + reach, method, deff)


def _beyond_centre(sums: NumberSums) -> float:
    return sums.total / sums.n


def _spread(sums: NumberSums) -> float:
    """The sum over units of (y - mean)^2."""
    return _beyond_rounding(sums.squares - sums.total * _beyond_centre(sums), sums.squares, sums)


def _clustered_variance(sums: NumberSums) -> float:
    beyond = _beyond_centre(sums)
    scatter = sums.tt - 2 * beyond * sums.tn + beyond * beyond * sums.nn
    m = sums.clusters
    return m / (m - 1) * _beyond_rounding(scatter, sums.tt, sums) / (sums.n * sums.n)


def _beyond_rounding(scatter: float, squares: float, sums: NumberSums) -> float:
    least = sums.n * (_OF_VALUES * sums.centre) ** 2
    return scatter if scatter > max(least, _OF_SQUARES * squares) else 0.0
