"""Effect sizes in tables of independent units, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Final

from portrayals.analysis.quantiles import normal_quantile, upper_tail_point
from portrayals.analysis.tail_probabilities import chi_square_quantile, noncentrality_of

#: Added to every cell of a table with an empty one (Haldane 1956; Anscombe 1956).
HALDANE_ANSCOMBE: Final = 0.5
CORRECTED: Final = "0.5 added to every cell because one is empty (Haldane-Anscombe)"
WIDENED: Final = "chi-square is small: the upper limit is that of a table whose chi-square is 0"


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect and its interval, each null if undefined; `remark` says how it was corrected."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    remark: str | None = None


def cramers_v(
    shape: tuple[int, int], statistic: float, n: float, confidence: float = 0.95
) -> tuple[Effect, Effect]:
    """Bias-corrected Cramér's V, with its interval, and V as originally defined, without one.

    `shape` is the number of rows and columns that have units, `statistic` Pearson's chi-square and
    `n` the units; for clustered units, both divided by the mean design effect. Corrected: phi^2 =
    max(0, chi2/n - df/(n-1)) over the smaller of r - (r-1)^2/(n-1) and c - (c-1)^2/(n-1), less 1
    (Bergsma 2013, Journal of the Korean Statistical Society 42). The interval is that of the
    non-centrality divided by n and the smaller of r-1 and c-1 (Smithson 2003, Confidence
    Intervals). If chi-square is smaller than expected by chance, that interval would shrink to a
    point; its upper limit is then the non-centrality that is compatible with a chi-square of 0,
    which is the critical value of chi-square: a distance d of the table from independence is
    distinguished from the observed one, e, if (d - e)^2 exceeds it (Scheffé's principle), so the
    coverage is no lower. Null if there is a single row or column or n <= the larger of r and c.
    """
    upper = upper_tail_point(confidence)
    rows, columns = shape
    least, df = min(rows, columns) - 1, (rows - 1) * (columns - 1)
    value = corrected_v(shape, statistic, n)
    if value is None:
        return Effect("cramers-v-corrected", None), Effect("cramers-v", None)
    lowest, highest = (noncentrality_of(statistic, df, p) for p in (upper, 1 - upper))
    critical = chi_square_quantile(2 * upper - 1, df)
    low, high = (min(1.0, sqrt(x / (n * least))) for x in (lowest, max(highest, critical)))
    # The corrected estimate may lie just outside an interval that is not corrected.
    corrected = Effect(
        "cramers-v-corrected",
        value,
        min(low, value),
        max(high, value),
        WIDENED if highest < critical else None,
    )
    return corrected, Effect("cramers-v", min(1.0, sqrt(statistic / (n * least))))


def corrected_v(shape: tuple[int, int], statistic: float, n: float, times: int = 1) -> float | None:
    """Cramér's V as corrected by Bergsma; null in the same cases as `cramers_v`.

    Under independence, the expected chi-square equals its degrees of freedom: they are subtracted
    `times` times, once for each time the units were drawn (from a population, and again in a
    resample).
    """
    rows, columns = shape
    df = (rows - 1) * (columns - 1)
    if min(shape) < 2 or n <= max(shape):
        return None
    smaller = min(k - 1 - (k - 1) ** 2 / (n - 1) for k in shape)
    return min(1.0, sqrt(max(0.0, statistic / n - times * df / (n - 1)) / smaller))


def odds_ratio(table: Sequence[Sequence[float]], confidence: float = 0.95) -> Effect:
    """The odds ratio of a 2 x 2 table, its interval on the log scale (Woolf 1955).

    With an empty cell, 0.5 is added to every cell and the effect is labelled; null if a whole row
    or column is empty.
    """
    z = normal_quantile(upper_tail_point(confidence))
    (a, b), (c, d) = table
    if 0 in (a + b, c + d, a + c, b + d):
        return Effect("odds-ratio", None)
    remark = None
    if 0 in (a, b, c, d):
        a, b, c, d = (cell + HALDANE_ANSCOMBE for cell in (a, b, c, d))
        remark = CORRECTED
    return on_log_scale(
        "odds-ratio",
        log(a) + log(d) - log(b) - log(c),
        z * sqrt(1 / a + 1 / b + 1 / c + 1 / d),
        remark,
    )


def risk_ratio(table: Sequence[Sequence[float]], confidence: float = 0.95) -> Effect:
    """The share of the first column in the first row divided by that in the second.

    Its interval is on the log scale (Katz, Baptista, Azen & Pike 1978, Biometrics 34, method C). If
    either row has none, 0.5 is added to every cell and the effect is labelled; null if a row is
    empty or neither row has any.
    """
    z = normal_quantile(upper_tail_point(confidence))
    (a, b), (c, d) = table
    if 0 in (a + b, c + d, a + c):
        return Effect("risk-ratio", None)
    remark = None
    if 0 in (a, c):
        a, b, c, d = (cell + HALDANE_ANSCOMBE for cell in (a, b, c, d))
        remark = CORRECTED
    variance = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    centre = log(a) - log(a + b) - log(c) + log(c + d)
    return on_log_scale("risk-ratio", centre, z * sqrt(variance), remark)


def on_log_scale(name: str, centre: float, reach: float, remark: str | None = None) -> Effect:
    """The effect whose logarithm is `centre`, with an interval of `reach` either way."""
    low, value, high = (_exp(centre + side * reach) for side in (-1, 0, 1))
    return Effect(name, value, low, high, remark)


def _exp(x: float) -> float:
    return exp(min(x, 709.0))
