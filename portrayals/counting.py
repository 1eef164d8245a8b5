"""What a study can be asked to count: each method is the command of its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portrayals.history.transaction import read
from portrayals.results.claims import FactCheck
from portrayals.results.compare import Comparison
from portrayals.results.cooccur import Cooccurrence
from portrayals.results.count_options import CountOptions
from portrayals.results.crosstab import Crosstab
from portrayals.results.samplesize import SampleSizes
from portrayals.results.stats import Statistic
from portrayals.results.trend import Trend
from portrayals.services.claims.check import check_claims
from portrayals.services.statistics.compare import compare
from portrayals.services.statistics.cooccur import cooccur
from portrayals.services.statistics.crosstab import crosstab
from portrayals.services.statistics.samplesize import for_alpha, for_proportion
from portrayals.services.statistics.stats import stats
from portrayals.services.statistics.trend import trend


class Counting:
    """The statistics of the study at `target`. What all of them take, as options do:

    the fields of `CountOptions`: `level`, `where`, `coder`, `policy`, `wave`, `confidence`,
    `interval`, `rollup`, `seed`, `provenance`.
    """

    def __init__(self, target: str) -> None:
        self.target = target

    def stats(
        self, *variables: str, by: str | None = None, depth: int | None = None, **how: Any
    ) -> Statistic:
        """How many units have what, with n and intervals, in the groups that `by` makes."""
        with read(self.target) as connection:
            return stats(connection, variables, CountOptions(**how), by=by, depth=depth)

    def trend(self, variable: str, *, per: str = "decade", **how: Any) -> Trend:
        """The share with one of the codes of `VARIABLE:CODE,CODE`, by year or decade."""
        with read(self.target) as connection:
            return trend(connection, variable, CountOptions(**how), per=per)

    def compare(self, variable: str, *, where: str, versus: str, **how: Any) -> Comparison:
        """The share of `VARIABLE:CODE` where one query is true, against where another is."""
        with read(self.target) as connection:
            return compare(connection, variable, CountOptions(where=where, **how), versus=versus)

    def crosstab(
        self,
        row: str,
        column: str,
        *,
        test: str = "auto",
        strata: str | None = None,
        adjust: str = "holm",
        **how: Any,
    ) -> Crosstab:
        """One variable or field by another, with tests and effects."""
        with read(self.target) as connection:
            return crosstab(
                connection,
                row,
                column,
                CountOptions(**how),
                test=test,
                strata=strata,
                adjust=adjust,
            )

    def cooccur(self, variable: str, **how: Any) -> Cooccurrence:
        """Which codes of a variable come together."""
        with read(self.target) as connection:
            return cooccur(connection, variable, CountOptions(**how))

    def samplesize_proportion(
        self, half_width: Sequence[float] = (5.0,), **options: Any
    ) -> SampleSizes:
        """Units for an interval of a share that reaches no further than each `half_width`.

        Options: `share`, `confidence`, `population`, `deff`.
        """
        return for_proportion(half_width, **options)

    def samplesize_alpha(
        self,
        minimum: Sequence[float] = (0.667, 0.8),
        prevalence: Sequence[float] = (25.0, 5.0),
        **options: Any,
    ) -> SampleSizes:
        """Units to code twice, to show that alpha is at least each `minimum`.

        `prevalence` is that of the rarest code that matters. Options: `confidence`, `population`.
        """
        return for_alpha(minimum, prevalences=prevalence, **options)

    def claims(self, *query: str, policy: str | None = None) -> FactCheck:
        """What published sources claim, beside what was found."""
        with read(self.target) as connection:
            return check_claims(connection, query, policy=policy)
