"""Tables of independent units: expected counts, and the test they allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from random import Random
from typing import Final, Literal

from portrayals.analysis.fisher import effort, fisher_exact
from portrayals.analysis.random_draws import table_with_margins
from portrayals.analysis.tail_probabilities import chi_square_tail
from portrayals.errors import InvalidValue

Table = Sequence[Sequence[int]]
Asked = Literal["auto", "chi2", "fisher", "permutation"]

#: The most steps Fisher's test may take, about two seconds, before tables are drawn instead.
EXACT_EFFORT: Final = 6_000_000
RESAMPLES: Final = 9_999


@dataclass(frozen=True, slots=True)
class Test:
    """A significance test: its name, and the reason for it in words; numbers are null if undefined.

    `df` are the degrees of freedom, `df_below` those of the denominator (for F) or of t.
    """

    __test__ = False  # no test of ours, whatever its name

    name: str
    statistic: float | None
    df: float | None
    p: float | None
    reason: str
    df_below: float | None = None
    resamples: int | None = None
    seed: int | None = None


def with_units(table: Table) -> list[list[int]]:
    """The table without rows and columns that have no unit."""
    kept = [j for j, column in enumerate(zip(*table, strict=True)) if any(column)]
    return [[row[j] for j in kept] for row in table if any(row)]


def expected(table: Table) -> list[list[float]]:
    """The counts expected if rows and columns were independent: row total x column total / n."""
    columns = [sum(column) for column in zip(*table, strict=True)]
    n = sum(columns)
    return [[sum(row) * column / n if n else 0.0 for column in columns] for row in table]


def pearson(table: Table) -> tuple[float, int]:
    """Pearson's chi-square (1900), without continuity correction, and its degrees of freedom.

    Rows and columns without a unit are ignored; 0 degrees if fewer than two remain.
    """
    kept = with_units(table)
    statistic = sum(
        (cell - mean) ** 2 / mean
        for row, means in zip(kept, expected(kept), strict=True)
        for cell, mean in zip(row, means, strict=True)
    )
    return statistic, (len(kept) - 1) * (len(kept[0]) - 1) if kept else 0


def independence(
    table: Table, *, asked: Asked = "auto", seed: int = 1, resamples: int = RESAMPLES
) -> Test:
    """Tests whether rows and columns are independent, for independent units.

    `auto` uses chi-square if its approximation holds (Cochran 1954: at least 80 % of the expected
    counts are 5 or more, and none is below 1), else Fisher's exact test, or, if that would take too
    long, a permutation test with `resamples` seeded tables; `reason` says why. A test requested by
    name is done whatever the counts. Raises InvalidValue if Fisher's test is requested and would
    take too long.
    """
    kept = with_units(table)
    if len(kept) < 2 or len(kept[0]) < 2:
        reason = "undefined: a variable does not vary"
        return Test("chi2" if asked == "auto" else asked, None, None, None, reason)
    allowed, counts = chi_square_allowed(kept)
    if asked == "chi2" or (asked == "auto" and allowed):
        statistic, df = pearson(kept)
        reason = counts if asked == "auto" else f"as requested; {counts}"
        return Test("chi2", statistic, df, chi_square_tail(statistic, df), reason)
    feasible = asked != "permutation" and effort(kept) <= EXACT_EFFORT
    if feasible:
        reason = "as requested" if asked == "fisher" else counts
        return Test("fisher", None, None, fisher_exact(kept), reason)
    if asked == "fisher":
        raise InvalidValue(
            "Fisher's exact test of a table this large would take too long.",
            hint="Use --test permutation, which draws tables instead of listing them all.",
        )
    why = "as requested" if asked == "permutation" else f"{counts}, and too large for Fisher's test"
    return permutation(kept, why, seed=seed, resamples=resamples)


def permutation(table: Table, reason: str, *, seed: int, resamples: int) -> Test:
    """The permutation test: how often a table with these margins has as large a chi-square.

    p = (1 + as large) / (1 + resamples) (Davison & Hinkley 1997, Bootstrap Methods, 4.2.5). The
    same seed gives the same tables. No row or column may be empty.
    """
    random = Random(seed)  # noqa: S311 - tables are drawn, not secrets
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    # For fixed margins, chi-square rises with the sum of the squared counts over their margins.
    scale = [[1 / (row * column) for column in columns] for row in rows]

    def spread(drawn: Table) -> float:
        return fsum(
            cell * cell * factor
            for cells, factors in zip(drawn, scale, strict=True)
            for cell, factor in zip(cells, factors, strict=True)
        )

    least = spread(table) * (1 - 1e-12)
    large = sum(
        spread(table_with_margins(random, rows, columns)) >= least for _ in range(resamples)
    )
    statistic, df = pearson(table)
    p = (1 + large) / (1 + resamples)
    return Test("permutation", statistic, df, p, reason, resamples=resamples, seed=seed)


def chi_square_allowed(table: Table) -> tuple[bool, str]:
    """Whether chi-square's approximation holds, and the counts that decide it.

    The rule is that of `independence`; the table must have no empty row or column.
    """
    means = [mean for row in expected(table) for mean in row]
    small = sum(mean < 5 for mean in means)
    if min(means) < 1:
        return False, f"an expected count is below 1 ({min(means):.2g})"
    share = f"{len(means) - small} of {len(means)} expected counts are 5 or more"
    allowed = small <= 0.2 * len(means)
    return allowed, share if allowed else f"only {share}"
