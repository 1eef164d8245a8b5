"""The first look at the program: the overview of the starter catalogue, on one screen."""

from __future__ import annotations

from dataclasses import dataclass

from portrayals.results.stats import ToldOtherwise


@dataclass(frozen=True, slots=True)
class Demo(ToldOtherwise):
    """An overview, printed as a sentence and the most frequent codes."""
