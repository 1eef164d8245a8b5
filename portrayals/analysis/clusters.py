"""Tables of units that come clustered in titles: linearised variances (NUMBERS R35, R36)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Final

from portrayals.analysis.contingency_tables import Test
from portrayals.analysis.tail_probabilities import f_tail, t_two_sided

#: A variance smaller than this, relative to the terms it is the difference of, is rounding error.
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, slots=True)
class ClusteredCells:
    """What linearisation needs of a table: sums over the titles h that have a unit in it.

    `titles` is the number of those, `counts` the sum of n_ha for each cell a (of an r x c table row
    by row), and `products` the sum of n_ha n_hb for each pair of cells (a, b); both (a, b) and (b,
    a) are included, and pairs that no title has may be missing. All are integers that a database
    can sum, so that no title is read.
    """

    titles: int
    counts: tuple[int, ...]
    products: Mapping[tuple[int, int], int]


def clustered_cells(titles: Iterable[tuple[Sequence[int], int]], size: int = 0) -> ClusteredCells:
    """The sums over titles, given the counts of a title's cells and how many titles have them.

    Titles without a unit in any cell are left out. If there may be no title at all, `size` gives
    the number of cells.
    """
    number = 0
    counts = [0] * size
    products: dict[tuple[int, int], int] = {}
    for cells, times in titles:
        counts = counts or [0] * len(cells)
        present = [(a, cell) for a, cell in enumerate(cells) if cell]
        number += times if present else 0
        for a, cell in present:
            counts[a] += times * cell
            for b, other in present:
                products[a, b] = products.get((a, b), 0) + times * cell * other
    return ClusteredCells(number, tuple(counts), products)


def linearised_variance(cells: ClusteredCells, gradient: Sequence[float]) -> float | None:
    """The variance of a function of the cells' totals whose derivatives are `gradient`.

    V = m/(m-1) * sum_h (z_h - mean z)^2 with z_h = sum_a gradient_a n_ha (Taylor linearisation:
    Woodruff 1971, Journal of the American Statistical Association 66; Cochran 1977, chapter 6):
    R35's for a share. Exactly 0 if only rounding is left; null with fewer than two titles.
    """
    m = cells.titles
    if m < 2:
        return None
    squares = [gradient[a] * gradient[b] * sum_ for (a, b), sum_ in cells.products.items()]
    centre = fsum(slope * count for slope, count in zip(gradient, cells.counts, strict=True))
    scatter = fsum(squares) - centre * centre / m
    if scatter <= _ROUNDING * fsum(map(abs, squares)):
        return 0.0
    return m / (m - 1) * scatter


def t_test(cells: ClusteredCells, value: float, gradient: Sequence[float], what: str) -> Test:
    """Tests whether a function of the totals, whose value is `value`, is 0: t with m - 1 df.

    `gradient` has its derivatives, `what` its name in the reason.
    """
    variance = linearised_variance(cells, gradient)
    if not variance:
        why = "fewer than two titles" if variance is None else "it does not vary between titles"
        return Test("t", None, None, None, f"undefined: {what}, {why}")
    t, df = value / sqrt(variance), cells.titles - 1
    reason = f"{what}, linearised over {cells.titles} titles"
    return Test("t", t, 1, t_two_sided(t, df), reason, df_below=df)


@dataclass(frozen=True, slots=True)
class RaoScott:
    """The corrected test; `statistic` is Pearson's chi-square for independent units, with `df`.

    `deff` is the mean design effect: statistic / deff is the first-order correction. Null where
    undefined.
    """

    test: Test
    statistic: float
    df: int
    deff: float | None


def rao_scott(cells: ClusteredCells, rows: int, columns: int) -> RaoScott:
    """Independence in a table of clustered units: Pearson's chi-square, corrected to second order.

    The chi-square is distributed as a sum of single ones weighted by design effects d_k (Rao &
    Scott 1981, Journal of the American Statistical Association 76), whose sum and sum of squares
    follow from the linearised covariances of p_ij - p_i. p_.j over the margins' products. Then
    F = chi2 / sum d with nu and nu (m - 1) degrees of freedom, nu = (sum d)^2 / sum d^2 (Thomas &
    Rao 1987, same journal 82; Rao & Scott 1984, Annals of Statistics 12). Undefined with fewer
    than two titles, rows or columns that have a unit.
    """
    n, m = sum(cells.counts), cells.titles
    table = [cells.counts[i * columns : (i + 1) * columns] for i in range(rows)]
    row_shares = [sum(row) / n if n else 0.0 for row in table]
    column_shares = [sum(column) / n if n else 0.0 for column in zip(*table, strict=True)]
    fitted = [row * column for row in row_shares for column in column_shares]
    scale = [1 / (n * share) if share else 0.0 for share in fitted]
    statistic = sum(
        (count - n * share) ** 2 * factor
        for count, share, factor in zip(cells.counts, fitted, scale, strict=True)
    )
    df = max(0, sum(map(bool, row_shares)) - 1) * max(0, sum(map(bool, column_shares)) - 1)
    if m < 2 or df < 1:
        why = "fewer than two titles" if df else "a variable does not vary"
        return RaoScott(_no_rao_scott(why), statistic, df, None)
    departures = [count / n - share for count, share in zip(cells.counts, fitted, strict=True)]
    covariances = _covariances(cells, _Departure(row_shares, column_shares, departures))
    total = sum(scale[a] * covariances[a][a] for a in range(rows * columns))
    squares = sum(
        scale[a] * scale[b] * covariance * covariance
        for a, line in enumerate(covariances)
        for b, covariance in enumerate(line)
    )
    raw = sum(factor * cells.products.get((a, a), 0) for a, factor in enumerate(scale))
    if total <= _ROUNDING * raw:
        why = "the table does not vary between titles"
        return RaoScott(_no_rao_scott(why), statistic, df, None)
    nu = total * total / squares if df > 1 else 1.0  # a single one leaves nothing to average
    f = statistic / total
    reason = f"Pearson's chi-square corrected for {m} titles, to second order"
    p = f_tail(f, nu, nu * (m - 1))
    test = Test("rao-scott", f, nu, p, reason, df_below=nu * (m - 1))
    return RaoScott(test, statistic, df, total / df)


def _no_rao_scott(why: str) -> Test:
    return Test("rao-scott", None, None, None, f"undefined: {why}")


@dataclass(frozen=True, slots=True)
class _Departure:
    """p_ij - p_i. p_.j of every cell, and what is needed to differentiate it."""

    rows: Sequence[float]
    columns: Sequence[float]
    values: Sequence[float]

    def derivative(self, counts: Sequence[float]) -> list[float]:
        """n times the derivative of each in the direction of `counts`, a title's cells."""
        width = len(self.columns)
        lines = [counts[i * width : (i + 1) * width] for i in range(len(self.rows))]
        below = [sum(column) for column in zip(*lines, strict=True)]
        every = sum(below)
        return [
            counts[i * width + j]
            - row * below[j]
            - column * (beside - row * every)
            - self.values[i * width + j] * every
            for i, (row, beside) in enumerate(zip(self.rows, map(sum, lines), strict=True))
            for j, column in enumerate(self.columns)
        ]


def _covariances(cells: ClusteredCells, departure: _Departure) -> list[list[float]]:
    """n^2 times the linearised covariances of the departures, cell by cell."""
    m, size = cells.titles, len(cells.counts)
    half = [
        departure.derivative([cells.products.get((a, b), 0) for a in range(size)])
        for b in range(size)
    ]
    return [
        [m / (m - 1) * value for value in departure.derivative([line[a] for line in half])]
        for a in range(size)
    ]
