"""What a study can be asked to count: each method is the command of its name."""

from __future__ import annotations

from typing import Any

from portrayals.results.claims import FactCheck
from portrayals.results.contrasts import Comparison, Trend
from portrayals.results.statistics import Statistic
from portrayals.results.tables import Cooccurrence, Crosstab
from portrayals.services import (
    comparisons,
    cooccurrences,
    crosstabs,
    fact_checking,
    statistics,
    trends,
)
from portrayals.services.scope import read


class Counting:
    """The statistics of the study at `target`. What all of them take, as options do:

    `level`, `where`, `coder`, `policy`, `wave`, `confidence`, `interval`.
    """

    def __init__(self, target: str) -> None:
        self.target = target

    def stats(self, *variables: str, **how: Any) -> Statistic:
        """How many units have what, with n and intervals; also `by`, `depth`, `rollup`."""
        with read(self.target) as connection:
            return statistics.stats(connection, variables, **how)

    def trend(self, variable: str, *, per: str = "decade", **how: Any) -> Trend:
        """The share with one of the codes of `VARIABLE:CODE,CODE`, by year or decade."""
        with read(self.target) as connection:
            return trends.trend(connection, variable, per=per, **how)

    def compare(self, variable: str, *, where: str, versus: str, **how: Any) -> Comparison:
        """The share of `VARIABLE:CODE` where one query is true, against where another is."""
        with read(self.target) as connection:
            return comparisons.compare(connection, variable, where=where, versus=versus, **how)

    def crosstab(self, row: str, column: str, **how: Any) -> Crosstab:
        """One variable or field by another; also `test`, `strata`, `adjust`, `seed`."""
        with read(self.target) as connection:
            return crosstabs.crosstab(connection, row, column, **how)

    def cooccur(self, variable: str, **how: Any) -> Cooccurrence:
        """Which codes of a variable come together."""
        with read(self.target) as connection:
            return cooccurrences.cooccur(connection, variable, **how)

    def claims(self, *query: str, policy: str | None = None) -> FactCheck:
        """What published sources claim, beside what was found."""
        with read(self.target) as connection:
            return fact_checking.check_claims(connection, query, policy=policy)
