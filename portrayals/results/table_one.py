"""A statistic as the one table of a paper."""

from __future__ import annotations

from dataclasses import dataclass

from portrayals.results.stats import ToldOtherwise


@dataclass(frozen=True, slots=True)
class TableOne(ToldOtherwise):
    """A statistic whose variables are printed in one table."""
