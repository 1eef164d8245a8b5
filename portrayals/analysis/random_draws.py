"""Seeded draws of counts: binomial, multinomial, hypergeometric, tables with given margins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, floor, lgamma, log, log1p, sqrt
from random import Random
from typing import Final

#: From this expected number on, rejection is faster than adding up from 0.
_REJECTION: Final = 10


def binomial(random: Random, n: int, p: float) -> int:
    """How many of `n` trials with probability `p` succeed, 0 <= p <= 1."""
    if n == 0 or p <= 0:
        return 0
    if p >= 1:
        return n
    if p > 0.5:
        return n - binomial(random, n, 1 - p)
    if n * p >= _REJECTION:
        return _rejected(random, n, p)
    left, height, odds, k = random.random(), exp(n * log1p(-p)), p / (1 - p), 0
    while left > height and k < n:
        left -= height
        height *= (n - k) / (k + 1) * odds
        k += 1
    return k


def _rejected(random: Random, n: int, p: float) -> int:
    """The same for p <= 1/2 and n p >= 10, in time that does not depend on n.

    Transformed rejection with squeeze (Hörmann 1993, Journal of Statistical Computation and
    Simulation 46, algorithm BTRS).
    """
    spread = sqrt(n * p * (1 - p))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    alpha = (2.83 + 5.1 / b) * spread
    squeeze = 0.92 - 4.2 / b
    odds, mode = log(p) - log1p(-p), floor((n + 1) * p)
    highest = lgamma(mode + 1) + lgamma(n - mode + 1)
    while True:
        u, v = random.random() - 0.5, random.random()
        inside = 0.5 - abs(u)
        if not inside:
            continue
        k = floor((2 * a / inside + b) * u + n * p + 0.5)
        if not 0 <= k <= n:
            continue
        if inside >= 0.07 and v <= squeeze:
            return k
        height = highest - lgamma(k + 1) - lgamma(n - k + 1) + (k - mode) * odds
        if v == 0 or log(v * alpha / (a / (inside * inside) + b)) <= height:
            return k


def multinomial(random: Random, n: int, weights: Sequence[float]) -> tuple[int, ...]:
    """How many of `n` fall to each of `weights`, which are positive and need not sum to 1."""
    left, mass = n, float(sum(weights))
    drawn = []
    for weight in weights[:-1]:
        k = binomial(random, left, min(1.0, weight / mass))
        drawn.append(k)
        left -= k
        mass -= weight
    return (*drawn, left)


def hypergeometric(random: Random, marked: int, others: int, drawn: int) -> int:
    """How many of `drawn` units are marked, without replacement from `marked` and `others`."""
    low, high = max(0, drawn - others), min(marked, drawn)
    if low == high:
        return low
    total = marked + others
    mode = min(high, max(low, (drawn + 1) * (marked + 1) // (total + 2)))
    height = exp(
        _log_choose(marked, mode) + _log_choose(others, drawn - mode) - _log_choose(total, drawn)
    )
    return _outwards(
        random,
        mode,
        (low, high),
        height,
        lambda k: (marked - k) * (drawn - k) / ((k + 1) * (others - drawn + k + 1)),
    )


def table_with_margins(
    random: Random, rows: Sequence[int], columns: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """A table drawn as if rows and columns were independent, given both margins.

    Each cell is drawn from its hypergeometric distribution (Patefield 1981, Applied Statistics 30,
    AS 159): the work depends on the number of cells and little on the number of units.
    """
    left = list(columns)
    table = []
    for row in rows[:-1]:
        units, pool = row, sum(left)
        drawn = []
        for j, column in enumerate(left):
            pool -= column
            k = hypergeometric(random, column, pool, units)
            drawn.append(k)
            left[j] -= k
            units -= k
        table.append(tuple(drawn))
    return (*table, tuple(left))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _outwards(
    random: Random,
    mode: int,
    ends: tuple[int, int],
    height: float,
    rise: Callable[[int], float],
) -> int:
    """The count at which probabilities, added outwards from the mode, pass a uniform draw.

    `height` is the probability of the mode, `rise(k)` the ratio of those of k + 1 and k.
    """
    left = random.random() - height
    below = above = mode
    low_height = high_height = height
    low, high = ends
    while left > 0 and (below > low or above < high):
        if above < high:
            high_height *= rise(above)
            above += 1
            left -= high_height
            if left <= 0:
                return above
        if below > low:
            below -= 1
            low_height /= rise(below)
            left -= low_height
            if left <= 0:
                return below
    # A draw that exceeds the total because of rounding gives the likeliest count.
    return mode
