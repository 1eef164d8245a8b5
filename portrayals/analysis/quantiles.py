"""Quantiles of the normal, Student's t and beta distributions, without scipy."""

from __future__ import annotations

from functools import lru_cache
from math import exp, inf, lgamma, log, log1p, sqrt
from statistics import NormalDist

from portrayals.errors import InvalidValue

#: From here on the expansion in 1/df is the more accurate of the two methods.
_MANY_DEGREES = 1000


def upper_tail_point(confidence: float) -> float:
    """The probability below the upper end of a two-sided interval: 0.95 gives 0.975.

    Raises InvalidValue unless `confidence`, a share, lies strictly between 0 and 1.
    """
    point = (1 + confidence) / 2
    if not (confidence > 0 and point < 1):
        raise InvalidValue(
            f"{100 * confidence:g} % is not a confidence level.",
            hint="Give a percentage above 0 and below 100, such as 95.",
        )
    return point


def normal_quantile(p: float) -> float:
    """The standard normal quantile of `p`, 0 < p < 1."""
    return NormalDist().inv_cdf(p)


@lru_cache(maxsize=1024)
def t_quantile(p: float, df: float) -> float:
    """The quantile of `p`, 0 < p < 1, of Student's t with `df` degrees of freedom, df >= 1.

    Relative accuracy 1e-10 or better for p in [0.00001, 0.99999]. With many degrees of freedom, by
    expansion about the normal quantile (Abramowitz & Stegun 1964, 26.7.5), otherwise from P(|T| >
    t) = I_x(df/2, 1/2), x = df / (df + t^2) (26.5.27).
    """
    if p == 0.5:
        return 0.0
    if p < 0.5:
        return -_upper_t(p, 0.5 - p, df)
    return _upper_t(1 - p, p - 0.5, df)


def _upper_t(tail: float, body: float, df: float) -> float:
    """The t > 0 with probability `tail` above it and `body` between 0 and it."""
    if df > _MANY_DEGREES:
        return _t_from_normal(-normal_quantile(tail), df)
    # The smaller of x and 1 - x is solved for, so that neither loses digits.
    if incomplete_beta(0.5, df / 2, 0.5) > 2 * tail:
        x = beta_quantile(2 * tail, df / 2, 0.5)
        return sqrt(df * (1 - x) / x)
    y = beta_quantile(2 * body, 0.5, df / 2)
    return sqrt(df * y / (1 - y))


def _t_from_normal(z: float, df: float) -> float:
    """Abramowitz & Stegun 26.7.5, four terms: the error is of the order of z^11 / (1000 df^5)."""
    s = z * z
    terms = (
        z,
        z * (s + 1) / 4,
        z * ((5 * s + 16) * s + 3) / 96,
        z * (((3 * s + 19) * s + 17) * s - 15) / 384,
        z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160,
    )
    return sum(term / df**power for power, term in enumerate(terms))


def beta_quantile(p: float, a: float, b: float) -> float:
    """The x with I_x(a, b) = p, for 0 < p < 1 and a, b > 0.

    Newton's method, kept inside a bracket that every step narrows. It starts at the quantile of the
    leading term x^a / (a B(a, b)), or at the mean if that quantile lies beyond it.
    """
    low, high = 0.0, 1.0
    log_beta = lgamma(a) + lgamma(b) - lgamma(a + b)
    x = min(exp(min((log(p) + log(a) + log_beta) / a, 0.0)), a / (a + b))
    for _ in range(200):
        miss = incomplete_beta(x, a, b) - p
        if miss < 0:
            low = x
        else:
            high = x
        slope = exp((a - 1) * log(x) + (b - 1) * log1p(-x) - log_beta)
        step = miss / slope if slope > 0 else inf
        # Outside the bracket the tangent is useless; halving always works.
        nearer = x - step if low < x - step < high else (low + high) / 2
        if abs(nearer - x) <= 1e-15 * x:
            return nearer
        x = nearer
    return x


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), 0 < x < 1, a, b > 0.

    By its continued fraction (NIST Digital Library of Mathematical Functions, 8.17.22), on the
    side of the mean where it converges fast, and I_x(a, b) = 1 - I_{1-x}(b, a) (8.17.4).
    """
    log_beta = lgamma(a) + lgamma(b) - lgamma(a + b)
    front = exp(a * log(x) + b * log1p(-x) - log_beta)
    if x < (a + 1) / (a + b + 2):
        return front * _continued_fraction(x, a, b) / a
    return 1 - front * _continued_fraction(1 - x, b, a) / b


def _continued_fraction(x: float, a: float, b: float) -> float:
    """DLMF 8.17.22, evaluated forwards by the modified Lentz method (Thompson & Barnett 1986)."""
    tiny = 1e-300
    upper = 1.0
    lower = 1 / _never_zero(1 - (a + b) * x / (a + 1), tiny)
    value = lower
    # The number of terms grows as the square root of max(a, b); the limit is far beyond any
    # catalogue.
    for m in range(1, 100_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        ratio = 1.0
        for term in (even, odd):
            lower = 1 / _never_zero(1 + term * lower, tiny)
            upper = _never_zero(1 + term / upper, tiny)
            ratio = lower * upper
            value *= ratio
        if abs(ratio - 1) < 1e-15:
            break
    return value


def _never_zero(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny
