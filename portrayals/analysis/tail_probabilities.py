"""Tail probabilities of the normal, chi-square, t and F distributions, without scipy."""

from __future__ import annotations

from collections.abc import Callable
from math import erfc, exp, inf, lgamma, log, sqrt

from portrayals.analysis.quantiles import incomplete_beta


def normal_two_sided(z: float) -> float:
    """P(|Z| >= |z|) of the standard normal."""
    return erfc(abs(z) / sqrt(2))


def chi_square_tail(x: float, df: float) -> float:
    """P(X >= x) of chi-square with `df` > 0 degrees of freedom; 1 for x <= 0."""
    return incomplete_gamma(df / 2, max(0.0, x) / 2)[1]


def t_two_sided(t: float, df: float) -> float:
    """P(|T| >= |t|) of Student's t with `df` > 0 degrees of freedom."""
    return f_tail(t * t, 1, df)


def f_tail(f: float, above: float, below: float) -> float:
    """P(F >= f) of F with `above` and `below` degrees of freedom; 1 for f <= 0.

    I_x(below/2, above/2) with x = below / (below + above f) (Abramowitz & Stegun 1964, 26.6.2),
    or 1 - I_{1-x}(above/2, below/2) if that keeps its digits.
    """
    if f <= 0:
        return 1.0
    a, b, whole = above / 2, below / 2, below + above * f
    x, rest = below / whole, above * f / whole
    if 0 in (x, rest):
        return 1.0 if x else 0.0
    if rest < (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(rest, a, b)
    return min(1.0, incomplete_beta(x, b, a))


def incomplete_gamma(a: float, x: float) -> tuple[float, float]:
    """The regularised incomplete gamma functions P(a, x) and Q = 1 - P, a > 0, x >= 0.

    P by its series below the mean (NIST Digital Library of Mathematical Functions, 8.11.4), Q by
    its continued fraction above (8.9.2, Lentz's method), so that the smaller keeps its digits.
    """
    if x == 0:
        return 0.0, 1.0
    front = exp(a * log(x) - x - lgamma(a))
    if x < a + 1:
        below = front * _series(a, x)
        return below, max(0.0, 1 - below)
    above = front * _continued_fraction(a, x)
    return max(0.0, 1 - above), above


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    divisor = a
    while term > 1e-17 * total:
        divisor += 1
        term *= x / divisor
        total += term
    return total


def _continued_fraction(a: float, x: float) -> float:
    tiny = 1e-300
    b = x + 1 - a
    upper = inf
    lower = 1 / b
    value = lower
    # The number of terms grows as the square root of a; the limit is far beyond any table.
    for i in range(1, 100_000):
        term = i * (a - i)
        b += 2
        lower = term * lower + b
        lower = 1 / (lower if abs(lower) > tiny else tiny)
        upper = b + term / upper
        upper = upper if abs(upper) > tiny else tiny
        ratio = lower * upper
        value *= ratio
        if abs(ratio - 1) < 1e-15:
            break
    return value


def noncentral_chi_square(x: float, df: float, noncentrality: float) -> float:
    """P(X <= x) of the non-central chi-square, x > 0, df > 0, noncentrality >= 0.

    The mixture of central ones with Poisson weights (Johnson, Kotz & Balakrishnan 1995, Continuous
    Univariate Distributions 2, 29.3), summed outwards from the largest weight; each central one
    follows from its neighbour, P(a + 1, y) = P(a, y) - y^a e^-y / Gamma(a + 1) (DLMF 8.8.5).
    """
    rate, y = noncentrality / 2, x / 2
    a = df / 2 + int(rate)
    middle = incomplete_gamma(a, y)[0]
    if rate == 0:
        return middle
    weight = exp(int(rate) * log(rate) - rate - lgamma(int(rate) + 1))
    difference = exp(a * log(y) - y - lgamma(a + 1))
    total = weight * middle
    part, falling, step = middle, weight, difference
    for j in range(int(rate), 0, -1):
        falling *= j / rate
        step *= (df / 2 + j) / y
        part += step
        total += falling * part
        if falling < 1e-17:
            break
    part, rising, step, j = middle, weight, difference, int(rate)
    while rising > 1e-17:
        part -= step
        j += 1
        step *= y / (df / 2 + j)
        rising *= rate / j
        total += rising * part
    return min(1.0, max(0.0, total))


def noncentrality_of(x: float, df: float, p: float) -> float:
    """The non-centrality at which `x` >= 0 is the `p` quantile, to 12 digits of itself.

    0 where more than 1 - p of the central distribution already lies beyond `x`.
    """
    if x <= 0 or noncentral_chi_square(x, df, 0) <= p:
        return 0.0
    return _crossing(lambda middle: noncentral_chi_square(x, df, middle) > p, x + 1)


def chi_square_quantile(p: float, df: float) -> float:
    """The x with P(X <= x) = p, 0 < p < 1, of chi-square, to 12 digits of itself."""
    return _crossing(lambda x: chi_square_tail(x, df) > 1 - p, df + 1)


def _crossing(is_below: Callable[[float], bool], high: float) -> float:
    """Where `is_below` turns from true to false, sought between 0 and multiples of `high`."""
    low = 0.0
    while is_below(high):
        low, high = high, 2 * high
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if is_below(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2
