"""Counting: shares, trends, comparisons, tables, and how many units they need."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import Unpack

from portrayals.history.transaction import read
from portrayals.outputs import new_folder
from portrayals.render.compared_values import files
from portrayals.results.compare import Comparison
from portrayals.results.cooccur import Cooccurrence
from portrayals.results.count_options import CountOptions
from portrayals.results.crosstab import Crosstab
from portrayals.results.reliability import THRESHOLDS, AgreementOptions, Reliability
from portrayals.results.samplesize import SampleSizes
from portrayals.results.stats import Statistic
from portrayals.results.trend import Trend
from portrayals.services.reliability.compared_values import compared_values
from portrayals.services.reliability.pilot import for_alpha_of_pilot
from portrayals.services.reliability.reliability import reliability
from portrayals.services.statistics.compare import compare
from portrayals.services.statistics.cooccur import cooccur
from portrayals.services.statistics.crosstab import crosstab
from portrayals.services.statistics.samplesize import for_alpha, for_proportion
from portrayals.services.statistics.stats import stats
from portrayals.services.statistics.trend import trend
from portrayals.study.access import Access
from portrayals.study.options import CountingKeywords
from portrayals.vocabulary import (
    Adjustment,
    AgreementInterval,
    AgreementMetric,
    Basis,
    IndependenceTest,
    Order,
    Period,
    ReliabilityRows,
    Rollup,
)


class Counting(Access):
    """Methods that count. All shares and ends of intervals are in per cent, 0 to 100.

    Methods that read the database raise InvalidQuery if a query cannot be read, NoUnits if it is
    true of no unit, and NoCodebook if the database has no codebook yet.
    """

    def stats(
        self,
        *variables: str,
        where: str | None = None,
        by: str | None = None,
        depth: int | None = None,
        sort: Order = "codebook",
        top: int | None = None,
        min_n: int | None = None,
        rollup: Rollup | None = None,
        **how: Unpack[CountingKeywords],
    ) -> Statistic:
        """Counts how many units have each code, or averages a number.

        Args:
            variables: Each `VARIABLE` or `VARIABLE:CODE,CODE`; without any, an overview.
            where: A query; only units for which it is true are counted.
            by: A field (`decade`, `kind`, `country`) or variable whose values make groups.
            depth: How far down the tree of codes to go; 1 is the top.
            sort: The order of the rows; `share` puts the largest share first.
            top: Keep only this many rows, those with the largest shares.
            min_n: Keep only rows with at least this many units.
            rollup: How several ordered or numeric values below a unit become one.
            **how: The other options (`CountingKeywords`).

        Returns:
            A row for each code in each group: k, n, the share in per cent, its interval, and how
            many units are not counted, by reason.

        Raises:
            UnknownKey: There is no such variable.
            InvalidValue: The variable has no such code, or cannot be counted in that way.
        """
        with read(self.target) as connection:
            options = CountOptions(where=where, rollup=rollup, **how)
            return stats(
                connection,
                variables,
                options,
                by=by,
                depth=depth,
                sort=sort,
                top=top,
                min_n=min_n,
            )

    def trend(
        self,
        variable: str,
        *,
        per: Period = "decade",
        min_n: int | None = None,
        where: str | None = None,
        rollup: Rollup | None = None,
        **how: Unpack[CountingKeywords],
    ) -> Trend:
        """Counts a share by year or decade, and tests whether it rises or falls.

        Args:
            variable: `VARIABLE:CODE,CODE`; a boolean alone means yes, a set alone any code.
            per: What each row covers.
            min_n: Join periods with fewer units to their neighbours.
            where: A query; only units for which it is true are counted.
            rollup: How several ordered values below a unit become one.
            **how: The other options (`CountingKeywords`).

        Returns:
            A row for each period, including empty ones, and the tests: Cochran-Armitage, and,
            below the title level, one that allows for units sharing a title.
        """
        with read(self.target) as connection:
            options = CountOptions(where=where, rollup=rollup, **how)
            return trend(connection, variable, options, per=per, min_n=min_n)

    def compare(
        self,
        variable: str,
        *,
        where: str,
        versus: str,
        rollup: Rollup | None = None,
        **how: Unpack[CountingKeywords],
    ) -> Comparison:
        """Compares a share in two groups of units.

        Args:
            variable: `VARIABLE:CODE,CODE`; a boolean alone means yes, a set alone any code.
            where: The query for the first group.
            versus: The query for the second group, which must not share units with the first.
            rollup: How several ordered values below a unit become one.
            **how: The other options (`CountingKeywords`).

        Returns:
            Both shares; the difference in percentage points, the risk ratio and the odds ratio with
            their intervals; and a test.

        Raises:
            InvalidValue: A unit is in both groups.
        """
        with read(self.target) as connection:
            options = CountOptions(where=where, rollup=rollup, **how)
            return compare(connection, variable, options, versus=versus)

    def crosstab(
        self,
        row: str,
        column: str,
        *,
        test: IndependenceTest = "auto",
        strata: str | None = None,
        adjust: Adjustment = "holm",
        where: str | None = None,
        rollup: Rollup | None = None,
        **how: Unpack[CountingKeywords],
    ) -> Crosstab:
        """Counts one variable by another, and tests whether they are independent.

        Args:
            row: `VARIABLE`, `VARIABLE:CODE,CODE`, or a field: `decade`, `kind`, `country`.
            column: The same, for the columns.
            test: The test for independent units; `auto` chooses by the expected counts.
            strata: A field over whose groups 2 × 2 tables are pooled (Mantel-Haenszel).
            adjust: How the p values of several tests are adjusted: Holm, or Benjamini-Hochberg.
            where: A query; only units for which it is true are counted.
            rollup: How several ordered values below a unit become one.
            **how: The other options (`CountingKeywords`).

        Returns:
            A row for each category with its counts and percentages by column, the tests, and the
            strength of the association.
        """
        with read(self.target) as connection:
            options = CountOptions(where=where, rollup=rollup, **how)
            return crosstab(
                connection, row, column, options, test=test, strata=strata, adjust=adjust
            )

    def cooccur(
        self, variable: str, *, where: str | None = None, **how: Unpack[CountingKeywords]
    ) -> Cooccurrence:
        """Counts which codes occur together.

        Args:
            variable: A set, `VARIABLE` or `VARIABLE:CODE,CODE`.
            where: A query; only units for which it is true are counted.
            **how: The other options (`CountingKeywords`).

        Returns:
            A row for each pair of codes that some unit has: among units with one code, the share
            with the other, in per cent, both ways round, and the Jaccard index (0 to 1).
        """
        with read(self.target) as connection:
            return cooccur(connection, variable, CountOptions(where=where, **how))

    def reliability(
        self,
        *variables: str,
        per: ReliabilityRows = "variable",
        wave: str | None = None,
        basis: Basis | None = None,
        coder: Sequence[str] = (),
        against: str | None = None,
        metric: Sequence[AgreementMetric] = (),
        depth: int | None = None,
        interval: AgreementInterval = "jackknife",
        confidence: float = 95,
        seed: int = 1,
        thresholds: Sequence[float] = THRESHOLDS,
        matrix: bool = False,
        data: str | PathLike[str] | None = None,
        force: bool = False,
    ) -> Reliability:
        """Measures how far coders agree.

        Args:
            variables: The variables; without any, all that two coders coded.
            per: What a row is of: `variable` (of a set, each code), every `code`, or each `pair`
                of coders.
            wave: Compare within this wave; one for recoding tells each coder's stability.
            basis: Only what was coded on this basis.
            coder: Only these coders: two or more, or one in a wave for recoding.
            against: Compare each coder with this one, whose word is taken for right: validity.
            metric: Coefficients to add.
            depth: How far down the tree of codes to go; 1 is the top.
            interval: How the limits of alpha are made, by title.
            confidence: The confidence level of the limits, in per cent.
            seed: The seed of a bootstrap.
            thresholds: From which alpha on findings are tentative, and reliable.
            matrix: Also who said what against whom, with the units.
            data: A folder to write the values compared to, as ReCal, KALPHA and R read them, with a
                script for R that recomputes the figures.
            force: Whether to write over files that are there.

        Returns:
            A row for each variable and each code of a set: Krippendorff's alpha (to 1) with its
            limits, kappa, Gwet's AC1, percent agreement, and what may be said by them.

        Raises:
            UnknownKey: There is no such variable, coder or wave.
            InvalidValue: The variable cannot be compared, or no values are there to be written.
            AlreadyThere: The folder holds files, and `force` is not given.
            NoAccess: The folder cannot be written.
        """
        folder = None
        if data is not None:
            folder = new_folder(data, force=force, used=[self.target], forced_by="force=True")
        how = AgreementOptions(
            per=per,
            wave=wave,
            basis=basis,
            coder=tuple(coder),
            against=against,
            metric=tuple(metric),
            depth=depth,
            interval=interval,
            confidence=confidence,
            seed=seed,
            thresholds=tuple(thresholds),
            matrix=matrix,
        )
        with read(self.target) as connection:
            found = reliability(connection, variables, how)
            if folder:
                values = compared_values(connection, found, how)
                folder.fill(files(found, values, str(folder)))
        return found

    def samplesize_proportion(
        self,
        half_width: Sequence[float] = (5.0,),
        *,
        share: float = 50,
        confidence: float = 95,
        population: int | None = None,
        deff: float = 1,
    ) -> SampleSizes:
        """Works out how many units a share needs for an interval of a given width.

        Args:
            half_width: How far the interval may reach either way, in percentage points; a row each.
            share: The expected share, in per cent; 50 needs the most units.
            confidence: The confidence level, in per cent.
            population: How many units there are in all, if known.
            deff: The design effect, if several units share a title.

        Raises:
            InvalidValue: A figure is out of range.
        """
        return for_proportion(
            half_width, share=share, confidence=confidence, population=population, deff=deff
        )

    def samplesize_alpha(
        self,
        minimum: Sequence[float] = (0.667, 0.8),
        prevalence: Sequence[float] = (25.0, 5.0),
        *,
        pilot: Sequence[str] = (),
        confidence: float = 95,
        population: int | None = None,
    ) -> SampleSizes:
        """Works out how many units two coders must both code to show a given alpha.

        Args:
            minimum: The alpha (0 to 1) that agreement should be shown to reach.
            prevalence: The prevalence of the rarest code that matters, in per cent; a row for
                each pair.
            pilot: Variables whose codes are as common as two coders found them so far; then
                `prevalence` is not looked at.
            confidence: The confidence level, in per cent.
            population: How many units there are in all, if known.

        Raises:
            InvalidValue: A figure is out of range, or nothing was coded twice.
        """
        if pilot:
            with read(self.target) as connection:
                return for_alpha_of_pilot(
                    connection, pilot, minimum, confidence=confidence, population=population
                )
        return for_alpha(
            minimum, prevalences=prevalence, confidence=confidence, population=population
        )
