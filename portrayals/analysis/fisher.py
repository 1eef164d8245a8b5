"""Fisher's exact test of an r x c table (Freeman & Halton 1951), by meeting in the middle."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import comb, exp, inf, lgamma, log, log1p, prod
from typing import Final

Margins = tuple[int, ...]

#: From here on binomial coefficients exceed the range of floats, so logarithms are used.
_MANY_UNITS: Final = 1000

#: Tables whose probability is larger than the observed one's by no more than rounding count as
#: equally likely (the tolerance of R's fisher.test).
_AS_LIKELY: Final = 1 + 1e-7


def fisher_exact(table: Sequence[Sequence[int]]) -> float:
    """P of all tables with these margins that are at most as likely as this one.

    The columns are split into two parts. For every way in which the rows can divide their units
    between the parts, the probabilities of each part's tables are listed, and a sorted list shows
    how many of the products stay below the observed one. `effort` says how much work that is.
    """
    rows, columns = _cheaper(table)
    observed = _probability(table) * _AS_LIKELY
    left, right = _halves(columns)
    if not right:
        return 1.0
    total = 0.0
    for share, mass in _shares(rows, sum(left)):
        if mass <= observed:
            total += mass
            continue
        rest = tuple(row - part for row, part in zip(rows, share, strict=True))
        shorter, longer = sorted((_tables(share, left), _tables(rest, right)), key=len)
        ordered = sorted(longer)
        sums = [0.0, *accumulate(ordered)]
        for weight in shorter:
            reach = mass * weight
            most = observed / reach if reach > 0 else inf
            total += reach * sums[bisect_right(ordered, most)]
    return min(1.0, total)


def effort(table: Sequence[Sequence[int]]) -> int:
    """At least as many steps as `fisher_exact` takes; a million take about a third of a second."""
    return _effort(*_cheaper(table))


def _effort(rows: Margins, columns: Margins) -> int:
    left, right = _halves(columns)
    if not right:
        return 1
    return _ways(rows, sum(left)) * (_listed(rows, left) + _listed(rows, right))


def _listed(rows: Margins, columns: Margins) -> int:
    left, right = _halves(columns)
    if not right:
        return 1
    return _ways(rows, sum(left)) * _listed(rows, left) * _listed(rows, right)


def _cheaper(table: Sequence[Sequence[int]]) -> tuple[Margins, Margins]:
    """The margins of the table or of its transpose, whichever takes fewer steps."""
    rows = tuple(sorted(filter(None, map(sum, table))))
    columns = tuple(sorted(filter(None, map(sum, zip(*table, strict=True)))))
    ways = (rows, columns), (columns, rows)
    return min(ways, key=lambda way: _effort(*way))


def _halves(columns: Margins) -> tuple[Margins, Margins]:
    middle = (len(columns) + 1) // 2
    return columns[:middle], columns[middle:]


def _ways(rows: Margins, units: int) -> int:
    """In how many ways the rows can give away `units` of their units; an upper bound if many."""
    most = [min(row, units) for row in rows]
    if units > _MANY_UNITS:
        return prod(given + 1 for given in sorted(most)[:-1])
    ways = [1] + [0] * units
    for row in most:
        sums = [0, *accumulate(ways)]
        ways = [sums[s + 1] - sums[max(0, s - row)] for s in range(units + 1)]
    return ways[units]


def _probability(table: Sequence[Sequence[int]]) -> float:
    """The probability of a table given its margins."""
    margins = [*map(sum, table), *map(sum, zip(*table, strict=True))]
    cells = [cell for row in table for cell in row]
    logs = sum(lgamma(m + 1) for m in margins) - sum(lgamma(c + 1) for c in cells)
    return exp(logs - lgamma(sum(cells) + 1))


def _shares(rows: Margins, units: int) -> Iterator[tuple[Margins, float]]:
    """Every way in which the rows can give `units` away, with its probability."""
    heights, whole = _heights(rows, units)
    reach = [*accumulate(reversed(rows), initial=0)][::-1]

    def give(i: int, left: int, mass: float) -> Iterator[tuple[Margins, float]]:
        if i == len(rows):
            yield (), mass
            return
        for k in range(max(0, left - reach[i + 1]), min(rows[i], left) + 1):
            for others, product in give(i + 1, left - k, mass * heights[i][k]):
                yield (k, *others), product

    for share, product in give(0, units, 1.0):
        yield share, product / whole


def _tables(rows: Margins, columns: Margins) -> list[float]:
    """The probabilities of all tables with these margins."""
    left, right = _halves(columns)
    if not right:
        return [1.0]
    if len(columns) == 2:
        return _two_columns(rows, columns[0])
    found = []
    for share, mass in _shares(rows, sum(left)):
        rest = tuple(row - part for row, part in zip(rows, share, strict=True))
        right_tables = _tables(rest, right)
        for weight in _tables(share, left):
            found += [mass * weight * other for other in right_tables]
    return found


def _two_columns(rows: Margins, units: int) -> list[float]:
    """The same for two columns, the first having `units` units: rows are added one by one."""
    heights, whole = _heights(rows, units)
    reached: dict[int, list[float]] = {units: [1 / whole]}
    after = sum(rows)
    for row, height in zip(rows, heights, strict=True):
        after -= row
        following: dict[int, list[float]] = {}
        for left, masses in reached.items():
            for k in range(max(0, left - after), min(row, left) + 1):
                factor = height[k]
                more = [mass * factor for mass in masses]
                following.setdefault(left - k, []).extend(more)
        reached = following
    return reached[0]


def _heights(rows: Margins, units: int) -> tuple[list[list[float]], float]:
    """For each row, the binomial probabilities of giving k away, and that of `units` in all.

    Their products over rows, divided by the latter, are the hypergeometric probabilities: unlike
    binomial coefficients they neither overflow nor lose what matters.
    """
    total = sum(rows)
    share = units / total if total else 0.0
    return [[_binomial(row, share, k) for k in range(min(row, units) + 1)] for row in rows], (
        _binomial(total, share, units)
    )


def _binomial(n: int, p: float, k: int) -> float:
    """The probability that k of n fall on the side with probability p."""
    if p in (0, 1):
        return float(k == n * p)
    if n < _MANY_UNITS:
        return comb(n, k) * exp(k * log(p) + (n - k) * log1p(-p))
    choices = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(choices + k * log(p) + (n - k) * log1p(-p))
