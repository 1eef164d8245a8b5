"""The first look at the program: the overview of the starter catalogue, told in one screen."""

from __future__ import annotations

from dataclasses import dataclass

from portrayals.results.stats import Statistic


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo(Statistic):
    """An overview of which people see the sentence and the codes that most units have."""
