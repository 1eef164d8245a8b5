"""What must be said under a table of two questions, and the sentence that tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from portrayals.analysis.proportions import FEW_CLUSTERS
from portrayals.analysis.tables import Table, chi_square_allowed, with_units
from portrayals.findings.settled import named
from portrayals.notation.figures import (
    ADJUSTMENT_NAMES,
    EFFECT_NAMES,
    TEST_NAMES,
    effect_size,
    p_value,
)
from portrayals.notation.plurals import counted
from portrayals.results.crosstab import Crosstab, Effect, Question, TableTest
from portrayals.services.statistics.caveats import FEW, of_tests, related
from portrayals.services.statistics.context import Counting
from portrayals.services.statistics.crosstab_sides import AskedSide, is_field
from portrayals.services.statistics.crosstab_tests import AskedTable

#: Below this a p value is told by name in the sentence; the table tells them all.
_TOLD: Final = 0.05

_CHI_SQUARE: Final = ("chi2", "rao-scott")


def notes_of_table(
    table: Crosstab,
    sides: Sequence[AskedSide],
    begun: Counting,
    asked: Mapping[AskedTable, Table],
    titles: int | None,
    outside: int,
) -> Iterator[str]:
    """The caveats that only a table has.

    The tables `asked` could be tested, over `titles`; `outside` units are in no stratum.
    """
    choices, where = begun.choices, begun.choices.where
    if len(choices.variables) > 1:
        one, other = (chosen.variable for chosen in choices.variables)
        if hanging := related(begun.reading.book, one, other):
            yield f"{hanging}, so that they go together by definition."
    for side in sides:
        if where is not None and is_field(side.key) and side.key in named(where.query):
            yield f"--where restricts by {side.key}, which is counted."
        if side.overlap and len(side.headings) > 1:
            yield (
                f"{side.label}: categories overlap, so each is tested by itself and there is no "
                "test over the whole table."
            )
    own = [test for test in table.tests if test.strata is None]
    if table.adjustment is not None:
        name = ADJUSTMENT_NAMES[table.adjustment]
        yield f"{counted(len(own), 'test')}; adjusted p by {name} over all of them."
        if len(own) < len(asked):
            yield f"Not tested: {len(asked) - len(own)} that no unit has, or every unit."
    yield from _of_expected_counts(own, asked)
    yield from of_tests(choices)
    if table.strata is not None:
        yield "Strata are pooled by Mantel-Haenszel weights, not by their share of a population."
    if outside:
        yield f"{counted(outside, table.level)} without a value of {table.strata} in no stratum."
    if titles is not None and 0 < titles < FEW_CLUSTERS:
        yield f"Tests and intervals rest on {counted(titles, 'title')}; below 30 they are rough."
    sizes = [n for row in table.rows for n in (*row.row_n, *row.column_n) if n]
    if sizes and min(sizes) < FEW:
        yield f"Some shares are of fewer than {FEW} units: read them as counts."


def _of_expected_counts(
    tests: Sequence[TableTest], asked: Mapping[AskedTable, Table]
) -> Iterator[str]:
    """How many tests by chi-square, corrected for titles or not, are of counts too small for it."""
    tables = {
        (each.code and each.code.code, each.column and each.column.code): table
        for each, table in asked.items()
    }
    by_chi_square = [
        test for test in tests if test.name in _CHI_SQUARE and test.statistic is not None
    ]
    rough = sum(
        not chi_square_allowed(with_units(tables[test.code, test.column]))[0]
        for test in by_chi_square
    )
    if rough:
        of = "" if len(by_chi_square) == 1 else f" in {rough} of {len(by_chi_square)} tests"
        why = "fewer than 80 % are 5 or more, or one is below 1"
        yield f"Expected counts are small for chi-square{of}: {why}."


def sentence_of_table(table: Crosstab) -> str:
    """The result as one can print it, its caveats after it."""
    row_labels = tuple(row.label for row in table.rows)
    rows = _named(table.row, row_labels)
    subject = f"{rows} by {_named(table.column, table.column_labels)}"
    own = [test for test in table.tests if test.strata is None]
    if table.adjustment is None:
        units = counted(table.rows[0].cell_n[0] if table.rows and table.columns else 0, table.level)
        parts = [f"{subject}, {units}", *_shares(table)]
        parts += [_test(test) for test in table.tests]
        parts += [_effect(each, table.confidence) for each in table.effects if _is_told(each)]
        told = "; ".join(filter(None, parts)) + "."
    else:
        below = [test for test in own if test.p_adjusted is not None and test.p_adjusted < _TOLD]
        name = ADJUSTMENT_NAMES[table.adjustment]
        told = f"{subject}: of {counted(len(own), 'test')}, {len(below) or 'none'} with an "
        told += f"adjusted p ({name}) below {_TOLD}"
        listed = "; ".join(f"{_of(test)} ({p_value(test.p_adjusted)})" for test in below)
        told += f": {listed}." if listed else "."
    return " ".join((told, *table.notes))


def _named(side: Question, labels: Sequence[str]) -> str:
    """A side, with its code where one is asked for."""
    return f"{side.label} ({labels[0]})" if side.states is None and len(labels) == 1 else side.label


def _shares(table: Crosstab) -> Iterator[str]:
    """Of each row the share of the first column, where there are few enough to be said."""
    if len(table.rows) > 3 or not table.columns:
        return
    for row in table.rows:
        if row.row_percent[0] is not None:
            yield (
                f"{row.label}, {row.counts[0]} of {row.row_n[0]} ({row.row_percent[0]:.1f} %) "
                f"{table.column_labels[0]}"
            )


def _test(test: TableTest) -> str:
    naive = f" (naive: {_test(test.naive)})" if test.naive else ""
    return f"{TEST_NAMES[test.name]}, {p_value(test.p)}{naive}"


def _is_told(effect: Effect) -> bool:
    return effect.name != "cramers-v" and effect.value is not None


def _effect(effect: Effect, confidence: float) -> str:
    value = "undefined" if effect.value is None else effect_size(effect.value)
    if effect.low is None or effect.high is None:
        return f"{EFFECT_NAMES[effect.name]} {value}"
    interval = f"[{effect_size(effect.low)}, {effect_size(effect.high)}]"
    remark = f", {effect.remark}" if effect.remark else ""
    return f"{EFFECT_NAMES[effect.name]} {value}, {confidence:g} % interval {interval}{remark}"


def _of(test: TableTest) -> str:
    return " with ".join(filter(None, (test.code, test.column)))
