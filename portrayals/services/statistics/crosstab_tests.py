"""The tests of a table of two questions and the sizes of its effects, strata included (R36)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from portrayals.analysis import effect_sizes
from portrayals.analysis.bootstrap import Kinds, Resamples, one_by_one, resampled
from portrayals.analysis.clusters import RaoScott, clustered_cells, rao_scott
from portrayals.analysis.comparing import clustered_odds_ratio
from portrayals.analysis.contingency_tables import (
    Asked,
    Table,
    Test,
    independence,
    pearson,
    with_units,
)
from portrayals.analysis.multiple_testing import Adjustment, adjusted
from portrayals.analysis.ordinal_association import (
    clustered_linear_by_linear,
    linear_by_linear,
)
from portrayals.analysis.resampled_effects import (
    odds_ratio_of,
    pooled_odds_ratio_of,
    resampled_effect,
    v_of,
)
from portrayals.analysis.stratified import clustered_mantel_haenszel, mantel_haenszel
from portrayals.counts.crosstab_kinds import Cells, Place, TitleKinds
from portrayals.errors import InvalidValue
from portrayals.results.count_options import RESAMPLED
from portrayals.results.crosstab import TableEffect, TableTest
from portrayals.services.statistics.crosstab_sides import AskedSide, SideHeading
from portrayals.services.statistics.groups import Grouping

Patterns = Counter[Cells]

TESTS: tuple[Asked, ...] = ("auto", "chi2", "fisher", "permutation")
#: How the interval of an effect was made.
INDEPENDENT, CLUSTERED = "independent units", "clustered by title"
ADJUSTMENTS: dict[str, Adjustment] = {"holm": "holm", "bh": "benjamini-hochberg"}


@dataclass(frozen=True, slots=True)
class Manner:
    """How tests are made: which, from which seed, adjusted how; `confidence` is a share.

    `by_title` where titles are reckoned with, `drawn` where the intervals of effects are those of
    resamples of titles.
    """

    test: Asked
    seed: int
    adjustment: Adjustment
    confidence: float
    by_title: bool = False
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class AskedTable:
    """A table that one test is of: all of it, or a code (there or not) by the other side.

    `code` and `column` are null where the rows or columns are taken together.
    """

    code: SideHeading | None
    column: SideHeading | None
    rows: tuple[SideHeading, ...]
    columns: tuple[SideHeading, ...]

    @property
    def place(self) -> Place:
        """The row and the column that the table is of."""
        row = None if self.code is None else self.code.stored
        return row, None if self.column is None else self.column.stored

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and columns there are; of a code, with it and without it."""
        rows = len(self.rows) if self.code is None else 2
        return rows, len(self.columns) if self.column is None else 2

    def of(self, cells: Cells) -> Table:
        """The counts, of the units that are settled on both sides."""
        rows, columns = self.shape
        return [cells[row * columns : (row + 1) * columns] for row in range(rows)]


@dataclass(frozen=True, slots=True)
class Cell:
    """A row and a column: units settled in both, with the row, with the column, with both."""

    n: int
    row: int
    column: int
    both: int


@dataclass(frozen=True, slots=True)
class CountedTable:
    """A table with its counts, in all and in each stratum.

    `titles` and `in_strata` say how many titles have which counts in its cells. Titles are many and
    their counts alike, so that this stays small.
    """

    asked: AskedTable
    whole: Table
    layers: tuple[Table, ...]
    titles: Patterns
    in_strata: Patterns

    @property
    def number_of_titles(self) -> int:
        """How many titles have a unit in the table."""
        return sum(number for cells, number in self.titles.items() if any(cells))

    def cells(self) -> Iterator[tuple[Place, Cell]]:
        """Each row and column that the table is of."""
        n, columns = sum(map(sum, self.whole)), list(map(sum, zip(*self.whole, strict=True)))
        for row, line in zip(self.asked.rows, self.whole, strict=False):
            for column, of_column, both in zip(self.asked.columns, columns, line, strict=False):
                yield (row.stored, column.stored), Cell(n, sum(line), of_column, both)


def tested_tables(rows: AskedSide, columns: AskedSide) -> Iterator[AskedTable]:
    """One table over all, or where categories are asked one by one a table for each (R36)."""
    for code in rows.headings if rows.one_by_one else (None,):
        for column in columns.headings if columns.one_by_one else (None,):
            yield AskedTable(
                code,
                column,
                rows.headings if code is None else (code,),
                columns.headings if column is None else (column,),
            )


def varies(table: Table) -> bool:
    """Whether the units differ on both sides, so that there is something to test."""
    kept = with_units(table)
    return len(kept) > 1 and len(kept[0]) > 1


def counted_tables(
    tables: Iterable[AskedTable], kinds: TitleKinds, strata: int
) -> Iterator[CountedTable]:
    """The tables with their counts, by the kinds of titles in that many strata."""
    for table in tables:
        rows, columns = table.shape
        size = rows * columns
        titles: Patterns = Counter()
        in_strata: Patterns = Counter()
        sums = [0] * size * (1 + strata)
        for cells, number in kinds.cells(table.place).items():
            titles[cells[:size]] += number
            in_strata[cells[size:]] += number
            sums = [total + number * cell for total, cell in zip(sums, cells, strict=True)]
        layers = [tuple(sums[size * place : size * (place + 1)]) for place in range(1 + strata)]
        whole, *parts = map(table.of, layers)
        yield CountedTable(table, whole, tuple(parts), titles, in_strata)


def _flat(table: Table) -> Cells:
    return tuple(cell for line in table for cell in line)


def associations(
    tables: Sequence[CountedTable], manner: Manner
) -> tuple[tuple[TableTest, ...], tuple[TableEffect, ...]]:
    """The tests, their p values adjusted for their number, and the effects.

    By title the tests are design-based, with the naive ones beside them. A code that all units
    have, or none, is not tested.
    """
    tests: list[TableTest] = []
    strengths: list[TableEffect] = []
    for counted in tables:
        asked, table = counted.asked, counted.whole
        if len(tables) > 1 and not varies(table):
            continue
        naive = independence(table, asked=manner.test, seed=manner.seed)
        seen = counted.titles
        if not (manner.by_title and seen):
            tests.append(told_test(asked, naive))
            own = list(_strengths(asked, table, manner.confidence))
            alone = one_by_one(_flat(table))
            strengths += drawn_effects(own, table, alone, 1.0, manner) if manner.drawn else own
            continue
        cells = clustered_cells(seen.items())
        corrected = rao_scott(cells, *asked.shape)
        tests.append(replace(told_test(asked, corrected.test), naive=told_test(asked, naive)))
        own = list(_clustered_strengths(asked, table, seen, corrected, manner.confidence))
        if manner.drawn and corrected.deff:
            own = list(drawn_effects(own, table, seen.items(), corrected.deff, manner))
        strengths += own
    return with_adjustment(tests, manner.adjustment), tuple(strengths)


def by_order(counted: CountedTable, manner: Manner) -> TableTest:
    """The test that two ordinals go together by their order, with titles the naive one beside it.

    The places are those of all categories, those without a unit too.
    """
    told = told_test(counted.asked, linear_by_linear(counted.whole))
    if not (manner.by_title and counted.titles):
        return told
    cells = clustered_cells(counted.titles.items())
    found = clustered_linear_by_linear(cells, *counted.asked.shape)
    return replace(told_test(counted.asked, found), naive=told)


def told_test(asked: AskedTable, test: Test, strata: int | None = None) -> TableTest:
    """A test as printed, of a table or of its strata."""
    return TableTest(
        code=None if asked.code is None else asked.code.code,
        column=None if asked.column is None else asked.column.code,
        name=test.name,
        reason=test.reason,
        statistic=test.statistic,
        df=test.df,
        df2=test.df_below,
        p=test.p,
        p_adjusted=test.p,
        resamples=test.resamples,
        seed=test.seed,
        strata=strata,
    )


def with_adjustment(tests: Sequence[TableTest], adjustment: Adjustment) -> tuple[TableTest, ...]:
    """The tests with their p values adjusted for their number, the naive ones for themselves."""
    own = adjusted([test.p for test in tests], adjustment)
    naive = adjusted([test.naive.p if test.naive else None for test in tests], adjustment)
    return tuple(
        replace(
            test,
            p_adjusted=p,
            naive=None if test.naive is None else replace(test.naive, p_adjusted=q),
        )
        for test, p, q in zip(tests, own, naive, strict=True)
    )


def _strengths(asked: AskedTable, table: Table, confidence: float) -> Iterator[TableEffect]:
    """The effects in a table of units taken for independent."""
    if is_two_by_two(table):
        yield told_effect(asked, effect_sizes.odds_ratio(table, confidence), INDEPENDENT)
    kept = with_units(table)
    if kept:
        statistic, _ = pearson(kept)
        shape, n = (len(kept), len(kept[0])), sum(map(sum, kept))
        for found in effect_sizes.cramers_v(shape, statistic, n, confidence):
            yield told_effect(asked, found, INDEPENDENT)


def _clustered_strengths(
    asked: AskedTable,
    table: Table,
    seen: Patterns,
    corrected: RaoScott,
    confidence: float,
) -> Iterator[TableEffect]:
    """The effects, with intervals from the scatter between titles where that is defined."""
    if is_two_by_two(table):
        found = clustered_odds_ratio(clustered_cells(seen.items()), confidence)
        yield told_effect(asked, found, CLUSTERED)
    kept = with_units(table)
    if not kept:
        return
    deff = corrected.deff or 1.0
    shape, n = (len(kept), len(kept[0])), sum(map(sum, kept)) / deff
    for each in effect_sizes.cramers_v(shape, corrected.statistic / deff, n, confidence):
        why = corrected.test.reason.removeprefix("undefined: ")
        alone = replace(each, low=None, high=None, remark=f"no interval by title: {why}")
        found = alone if each.low is not None and not corrected.deff else each
        yield told_effect(asked, found, CLUSTERED)


def drawn_effects(
    own: Iterable[TableEffect], table: Table, titles: Kinds, deff: float, manner: Manner
) -> Iterator[TableEffect]:
    """The effects with the intervals of resamples, or as they are where those have none.

    An odds ratio is not drawn where a cell is empty, and then is in every resample.
    """
    drawn = resampled(titles, seed=manner.seed)
    for effect in own:
        if effect.name == "odds-ratio" and 0 not in drawn.sample:
            yield drawn_effect(effect, drawn, odds_ratio_of, manner)
        elif effect.name == "cramers-v-corrected":
            yield drawn_effect(effect, drawn, v_of(table, deff), manner)
        else:
            yield effect


def drawn_effect(
    effect: TableEffect,
    drawn: Resamples,
    value: Callable[[Sequence[float]], float | None],
    manner: Manner,
) -> TableEffect:
    """One effect, as `drawn_effects` has it."""
    own = effect_sizes.Effect(effect.name, effect.value, remark=effect.remark)
    found = resampled_effect(own, drawn, value, manner.confidence)
    if found is None:
        return effect
    return replace(effect, low=found.low, high=found.high, remark=found.remark, method=RESAMPLED)


def is_two_by_two(table: Table) -> bool:
    """Whether it has two rows and two columns, empty or not."""
    return len(table) == 2 and len(table[0]) == 2


def told_effect(asked: AskedTable, found: effect_sizes.Effect, method: str) -> TableEffect:
    """An effect as printed."""
    return TableEffect(
        code=None if asked.code is None else asked.code.code,
        column=None if asked.column is None else asked.column.code,
        name=found.name,
        value=found.value,
        low=found.low,
        high=found.high,
        method=method,
        remark=found.remark,
    )


def strata_of(groups: Grouping, stored: Sequence[str]) -> tuple[str, ...]:
    """The strata among the stored groups: not that of the units without a value.

    Raises InvalidValue where a unit may be in several.
    """
    if groups.by is None:
        return ()
    if groups.overlapping:
        raise InvalidValue(
            f"a unit may be in several groups of {groups.by}, but strata must not overlap",
            hint="use a field or variable with one value per unit: --strata decade",
        )
    named = [group for group in groups.order(stored) if group]
    return tuple(group for group in named if not groups.labels or group in groups.labels)


def check_strata(tables: Sequence[AskedTable], strata: Sequence[str]) -> None:
    """Raises InvalidValue where tables are not 2 x 2, and so have no pooled odds ratio."""
    if not strata:
        return
    for table in tables:
        if table.shape != (2, 2):
            rows, columns = table.shape
            raise InvalidValue(
                f"--strata pools 2 x 2 tables, but this one is {rows} x {columns}",
                hint="name a code on each side: VARIABLE:CODE",
            )


def pooled(
    tables: Iterable[CountedTable], manner: Manner
) -> tuple[tuple[TableTest, ...], tuple[TableEffect, ...]]:
    """For each table the pooled odds ratio with its test; with titles, the naive test beside it.

    Of independent units also the test with continuity correction, and that of homogeneity.
    """
    tests: list[TableTest] = []
    beside: list[TableTest] = []
    effects: list[TableEffect] = []
    for counted in tables:
        asked, layers = counted.asked, counted.layers
        if not any(map(varies, layers)):
            continue
        naive = mantel_haenszel(layers, manner.confidence)
        told = told_test(asked, naive.test, naive.strata)
        if manner.by_title and counted.in_strata:
            cells = clustered_cells(counted.in_strata.items())
            found = clustered_mantel_haenszel(cells, manner.confidence)
            tests.append(replace(told_test(asked, found.test, found.strata), naive=told))
            effect = told_effect(asked, found.odds_ratio, CLUSTERED)
            effects.append(_drawn(effect, counted.in_strata.items(), manner))
        else:
            tests.append(told)
            effect = told_effect(asked, naive.odds_ratio, INDEPENDENT)
            alone = one_by_one(cell for layer in layers for line in layer for cell in line)
            effects.append(_drawn(effect, alone, manner))
            more = (naive.continuity, naive.homogeneity)
            beside += [told_test(asked, each, naive.strata) for each in more if each]
    return (*with_adjustment(tests, manner.adjustment), *beside), tuple(effects)


def _drawn(effect: TableEffect, titles: Kinds, manner: Manner) -> TableEffect:
    """The effect with the interval of resamples, where such were asked for."""
    if not manner.drawn:
        return effect
    drawn = resampled(titles, seed=manner.seed)
    return drawn_effect(effect, drawn, pooled_odds_ratio_of, manner)
