"""The tests and the effects of a table as text, design-based ones first, naive ones beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from portrayals.notation.figures import (
    ADJUSTMENT_NAMES,
    EFFECT_NAMES,
    TEST_NAMES,
    effect_size,
    p_value,
)
from portrayals.render.cells import harmless, wrapped
from portrayals.render.grid import Grid, draw
from portrayals.render.screen import Screen
from portrayals.results.crosstab import Crosstab, Effect, TableTest

#: What is told of an effect in one column: the ratio of odds where there is one.
_TOLD: Final = ("odds-ratio", "cramers-v-corrected")
_SHORT: Final = {"fisher": "Fisher", "permutation": "permuted", "cochran-mantel-haenszel": "CMH"}
#: What the figure of a test is called where its name does not say so.
_FIGURES: Final = {"rao-scott": ", F", "permutation": ", chi-square", "t": ", t"}


def tested_lines(table: Crosstab, screen: Screen) -> Iterator[str]:
    """The tests as people read them: a line each of one table, a table of many."""
    for grid in tested_grids(table):
        if grid.heading:
            yield screen.strong(grid.heading)
        yield from draw(grid, screen, indent="  ")
        for note in grid.notes:
            yield from wrapped(harmless(note), screen, then="  ")


def tested_grids(table: Crosstab) -> Iterator[Grid]:
    """The tests as a grid, one row a code; those of one table as sentences under no rows."""
    if table.adjustment is None:
        tests = [line for test in table.tests for line in _sentences(test)]
        effects = [_sentence_of(each, table.confidence) for each in table.effects]
        yield Grid(("",), (), notes=(*tests, *effects))
        return
    pooled = [test for test in table.tests if test.strata is not None]
    yield _grid(table, [test for test in table.tests if test.strata is None], _TOLD, "Tests")
    if pooled:
        heading = f"Pooled over strata of {table.strata}"
        yield _grid(table, pooled, ("mantel-haenszel-odds-ratio",), heading)


def _grid(table: Crosstab, tests: Sequence[TableTest], told: Sequence[str], heading: str) -> Grid:
    adjustment = ADJUSTMENT_NAMES[table.adjustment or "holm"]
    effects = {(each.code, each.column, each.name): each for each in table.effects}
    labels = {row.code: row.label for row in table.rows}
    columns = dict(zip(table.columns, table.column_labels, strict=True))
    naive = any(test.naive for test in tests)
    rows = []
    remarks: dict[str, None] = {}
    for test in tests:
        own = (effects.get((test.code, test.column, name)) for name in told)
        effect = next(filter(None, own), None)
        if effect and effect.remark:
            remarks[effect.remark] = None
        names = (labels.get(test.code or ""), columns.get(test.column or ""))
        rows.append(
            (
                " with ".join(filter(None, names)),
                _SHORT.get((test.naive or test).name, TEST_NAMES[(test.naive or test).name]),
                *([_bare(test.naive.p if test.naive else None)] if naive else []),
                _bare(test.p),
                _bare(test.p_adjusted),
                _figure(effect, list(remarks)),
            )
        )
    strength = "odds ratio" if any("odds" in e.name for e in table.effects) else "Cramér's V"
    by = ("naive test", "naive p") if naive else ("test",)
    head = ("", *by, "p", adjustment, f"{strength}, {table.confidence:g} %")
    notes = [f"{'*' * place} {remark}" for place, remark in enumerate(remarks, 1)]
    if naive:
        notes.append("p: Rao-Scott, by title; naive: units taken for independent.")
    notes.append(
        "Chi-square where expected counts allow, else Fisher's exact test, else permutations."
    )
    right = frozenset(range(2, len(head)))
    return Grid(head, tuple(rows), right, heading=heading, notes=tuple(notes))


def _bare(p: float | None) -> str:
    """A p value under a head that says what it is."""
    return "undefined" if p is None else p_value(p).removeprefix("p ").removeprefix("= ")


def _figure(effect: Effect | None, remarks: Sequence[str]) -> str:
    if effect is None or effect.value is None:
        return "undefined"
    star = "*" * (remarks.index(effect.remark) + 1) if effect.remark else ""
    return f"{effect_size(effect.value)}{star} {_between(effect)}".rstrip()


def _between(effect: Effect) -> str:
    if effect.low is None or effect.high is None:
        return ""
    return f"[{effect_size(effect.low)}, {effect_size(effect.high)}]"


def _sentences(test: TableTest) -> Iterator[str]:
    reason = test.reason.removeprefix("undefined: ")
    yield f"{_statistic(test)}: {reason}."
    if test.naive:
        beside, *_ = _sentences(test.naive)
        yield f"Naive, units taken for independent: {beside}"


def _statistic(test: TableTest) -> str:
    """`chi-square(2) = 3.41, p = 0.182`."""
    name = TEST_NAMES[test.name]
    drawn = f" ({test.resamples:,} tables, seed {test.seed})" if test.resamples else ""
    if test.statistic is None:
        return f"{name}, {p_value(test.p)}{drawn}"
    degrees = [f"{df:.4g}" for df in (test.df, test.df2) if df is not None]
    of = f"({', '.join(degrees)})" if degrees and not test.resamples else ""
    figure = _FIGURES.get(test.name, "")
    return f"{name}{figure}{of} = {test.statistic:.2f}, {p_value(test.p)}{drawn}"


def _sentence_of(effect: Effect, confidence: float) -> str:
    value = "undefined" if effect.value is None else effect_size(effect.value)
    name = EFFECT_NAMES[effect.name]
    told = f"{name[0].upper()}{name[1:]}: {value}"
    if effect.low is not None:
        told += f", {confidence:g} % interval {_between(effect)}, {effect.method}"
    return f"{told}; {effect.remark}." if effect.remark else f"{told}."
