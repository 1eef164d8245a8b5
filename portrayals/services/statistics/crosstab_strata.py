"""`--strata`: one odds ratio and one test over the 2 x 2 tables of several strata."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portrayals.analysis.bootstrap import Kinds, one_by_one, resampled
from portrayals.analysis.clusters import clustered_cells
from portrayals.analysis.resampled_effects import pooled_odds_ratio_of
from portrayals.analysis.stratified import clustered_mantel_haenszel, mantel_haenszel
from portrayals.counts.crosstab_counts import Crossing
from portrayals.errors import InvalidValue
from portrayals.results.crosstab import Effect, TableTest
from portrayals.services.statistics.crosstab_tests import (
    CLUSTERED,
    INDEPENDENT,
    AskedTable,
    Manner,
    Scatter,
    drawn_effect,
    is_two_by_two,
    told_effect,
    told_test,
    varies,
    with_adjustment,
)
from portrayals.services.statistics.groups import Grouping


def strata_of(groups: Grouping, stored: Sequence[str]) -> tuple[str, ...]:
    """The strata among the stored groups: not that of the units without a value.

    Raises InvalidValue where a unit may be in several.
    """
    if groups.by is None:
        return ()
    if groups.overlapping:
        raise InvalidValue(
            f"a unit may be in several groups of {groups.by}, and is in one stratum only",
            hint="strata are of a field or a variable with one value: --strata decade",
        )
    named = [group for group in groups.order(stored) if group]
    return tuple(group for group in named if not groups.labels or group in groups.labels)


def check_strata(tables: Sequence[AskedTable], strata: Sequence[str]) -> None:
    """Raises InvalidValue where tables are not 2 x 2, and so have no pooled odds ratio."""
    if not strata:
        return
    for table in tables:
        empty = table.of(Crossing())
        if not is_two_by_two(empty):
            raise InvalidValue(
                f"--strata pools 2 x 2 tables, and this one is {len(empty)} x {len(empty[0])}",
                hint="name a code on each side: VARIABLE:CODE",
            )


def pooled(
    tables: Sequence[AskedTable],
    strata: Sequence[str],
    total: Crossing,
    scatter: Scatter | None,
    manner: Manner,
) -> tuple[tuple[TableTest, ...], tuple[Effect, ...]]:
    """For each table the pooled odds ratio with its test; with titles, the naive test beside it.

    Of independent units also the test with continuity correction, and that of homogeneity.
    """
    tests: list[TableTest] = []
    beside: list[TableTest] = []
    effects: list[Effect] = []
    for place, asked in enumerate(tables):
        layers = [asked.of(total, stratum) for stratum in strata]
        if not any(map(varies, layers)):
            continue
        naive = mantel_haenszel(layers, manner.confidence)
        told = told_test(asked, naive.test, naive.strata)
        if scatter and scatter.strata[place]:
            cells = clustered_cells(scatter.strata[place].items())
            found = clustered_mantel_haenszel(cells, manner.confidence)
            tests.append(replace(told_test(asked, found.test, found.strata), naive=told))
            effect = told_effect(asked, found.odds_ratio, CLUSTERED)
            effects.append(_drawn(effect, scatter.strata[place].items(), manner))
        else:
            tests.append(told)
            effect = told_effect(asked, naive.odds_ratio, INDEPENDENT)
            alone = one_by_one(cell for layer in layers for line in layer for cell in line)
            effects.append(_drawn(effect, alone, manner))
            more = (naive.continuity, naive.homogeneity)
            beside += [told_test(asked, each, naive.strata) for each in more if each]
    return (*with_adjustment(tests, manner.adjustment), *beside), tuple(effects)


def _drawn(effect: Effect, titles: Kinds, manner: Manner) -> Effect:
    """The effect with the interval of resamples, where such were asked for."""
    if not manner.drawn:
        return effect
    drawn = resampled(titles, seed=manner.seed)
    return drawn_effect(effect, drawn, pooled_odds_ratio_of, manner)
