"""Two ordinals by their order: whether the ranks of one rise with those of the other."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from portrayals.analysis.clusters import ClusteredCells, t_test
from portrayals.analysis.contingency_tables import Table, Test
from portrayals.analysis.tail_probabilities import normal_two_sided

_INDEPENDENT, _CLUSTERED = "linear-by-linear", "linear-by-linear-by-title"


@dataclass(frozen=True, slots=True)
class _Spread:
    """The n units of a table, their mean ranks, and the sums of squares and products about them.

    Ranks count from 0 here: nothing depends on where they begin.
    """

    n: int
    mean_row: float
    mean_column: float
    rows: float
    columns: float
    together: float

    @classmethod
    def of(cls, table: Table) -> _Spread | None:
        """The spread of a table; null unless the units differ in both."""
        by_row, by_column = list(map(sum, table)), list(map(sum, zip(*table, strict=True)))
        n = sum(by_row)
        if sum(map(bool, by_row)) < 2 or sum(map(bool, by_column)) < 2:
            return None
        row = sum(i * number for i, number in enumerate(by_row)) / n
        column = sum(j * number for j, number in enumerate(by_column)) / n
        return cls(
            n,
            row,
            column,
            sum(number * (i - row) ** 2 for i, number in enumerate(by_row)),
            sum(number * (j - column) ** 2 for j, number in enumerate(by_column)),
            sum(
                number * (i - row) * (j - column)
                for i, line in enumerate(table)
                for j, number in enumerate(line)
            ),
        )

    @property
    def correlation(self) -> float:
        """Pearson's correlation of the ranks."""
        return self.together / sqrt(self.rows * self.columns)


def correlation(table: Table) -> float | None:
    """Pearson's correlation of the ranks of row and column, 1, 2, 3 and so on.

    Null unless the units differ in both.
    """
    spread = _Spread.of(table)
    return None if spread is None else spread.correlation


def linear_by_linear(table: Table) -> Test:
    """The linear-by-linear association for independent units, z = r sqrt(n - 1), two-sided.

    Mantel (1963), Journal of the American Statistical Association 58; Agresti (2013), Categorical
    Data Analysis, 3.4.2, whose M^2 is z^2. The scores are the ranks in the two orders, so all steps
    count as equal. Undefined unless the units differ in both.
    """
    r = correlation(table)
    if r is None:
        return _undefined(_INDEPENDENT)
    z = r * sqrt(sum(map(sum, table)) - 1)
    reason = f"by the order of both, correlation of positions {r:.2f}"
    return Test(_INDEPENDENT, z, None, normal_two_sided(z), reason)


def clustered_linear_by_linear(cells: ClusteredCells, rows: int, columns: int) -> Test:
    """The same for units clustered in titles: t with m - 1 degrees of freedom (R36).

    It tests whether the covariance of the ranks is 0. With c = mean(u v) - mean(u) mean(v), a
    title's share in it is the sum over its units of (u - mean(u)) (v - mean(v)) - c, over n
    (linearisation of a function of totals: Woodruff 1971); t = c / sqrt(V). Undefined unless the
    units differ in both, with fewer than two titles, or if titles do not differ.
    """
    table = [cells.counts[i * columns : (i + 1) * columns] for i in range(rows)]
    spread = _Spread.of(table)
    if spread is None:
        return _undefined(_CLUSTERED)
    n, covariance = spread.n, spread.together / spread.n
    gradient = [
        ((i - spread.mean_row) * (j - spread.mean_column) - covariance) / n
        for i in range(rows)
        for j in range(columns)
    ]
    what = f"by the order of both, correlation of positions {spread.correlation:.2f}"
    found = t_test(cells, covariance, gradient, what)
    return Test(_CLUSTERED, found.statistic, None, found.p, found.reason, df_below=found.df_below)


def _undefined(name: str) -> Test:
    return Test(name, None, None, None, "undefined: a variable does not vary")
