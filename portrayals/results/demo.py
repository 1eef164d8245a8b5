"""The first look at the program: the overview of the starter catalogue, told in one screen."""

from __future__ import annotations

from dataclasses import dataclass

from portrayals.results.stats import ToldOtherwise


@dataclass(frozen=True, slots=True)
class Demo(ToldOtherwise):
    """An overview of which people see the sentence and the codes that most units have."""
