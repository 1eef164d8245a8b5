"""A statistic as the one table of a paper."""

from __future__ import annotations

from dataclasses import dataclass

from portrayals.results.reliability import ReliabilityRow
from portrayals.results.stats import ToldOtherwise


@dataclass(frozen=True, slots=True)
class TableOne(ToldOtherwise):
    """A statistic whose variables stand in one table when it is printed.

    `agreement` is how far coders agree on the variables and codes of it that they judged.
    """

    agreement: tuple[ReliabilityRow, ...] = ()

    def alpha(self, variable: str, code: str | None) -> ReliabilityRow | None:
        """The agreement on a variable, or on one of its codes; null where there is none."""
        return next(
            (row for row in self.agreement if (row.variable, row.code) == (variable, code)), None
        )
