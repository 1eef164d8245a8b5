"""A statistic told as the one table of a paper."""

from __future__ import annotations

from dataclasses import dataclass

from portrayals.results.stats import ToldOtherwise


@dataclass(frozen=True, slots=True)
class TableOne(ToldOtherwise):
    """A statistic whose variables stand in one table when it is printed."""
