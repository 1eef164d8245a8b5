"""Shares over periods, and of two groups, as text: what `stats` shows, and the tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from portrayals.notation.figures import effect_size, p_value
from portrayals.render import statistics
from portrayals.render.cells import cell_width
from portrayals.render.flat import Record
from portrayals.render.grid import Grid, draw
from portrayals.render.plot import sparkline
from portrayals.render.screen import Screen
from portrayals.results.contrasts import Comparison, OneTest, Size, Trend
from portrayals.results.counted import RESAMPLED
from portrayals.results.statistics import Statistic

_SIZES: Final = {
    "difference": "difference, percentage points",
    "risk-ratio": "risk ratio",
    "odds-ratio": "odds ratio",
}
_NAIVE: Final = "naive, as if units were independent"


def lines(result: Trend | Comparison, screen: Screen) -> Iterator[str]:
    """The shares as people read them, with tests and caveats."""
    return _trend(result, screen) if isinstance(result, Trend) else _comparison(result, screen)


def grids(result: Trend | Comparison) -> Iterator[Grid]:
    """The same as grids for a paper."""
    if isinstance(result, Trend):
        yield from statistics.grids(whole(result))
        return
    yield from statistics.grids(replace(result, notes=()))
    notes = (*_tests_of_groups(result), *result.notes)
    yield replace(_sizes(result), heading="The first against the second", notes=notes)


def objects(result: Trend | Comparison) -> Sequence[Record]:
    """The rows as JSON Lines have them."""
    return result.printed_rows()


def records(result: Trend | Comparison) -> Sequence[Record]:
    """The rows as CSV has them."""
    return result.printed_rows()


def _trend(trend: Trend, screen: Screen) -> Iterator[str]:
    """The shares in one line, then the table with its plot, the tests and the caveats."""
    drawn = sparkline([row.percent for row in trend.rows], unicode=screen.unicode)
    first_to_last = [row.group for row in trend.rows[:1] + trend.rows[-1:]]
    head = f"{drawn}  {' to '.join(filter(None, dict.fromkeys(first_to_last)))}"
    if len(trend.rows) > 1 and (screen.width is None or cell_width(head) <= screen.width):
        yield head
    yield from statistics.lines(whole(trend), screen)


def whole(trend: Trend) -> Statistic:
    """The trend with all periods together as a last row, and the tests before the caveats."""
    rows = (*trend.rows, replace(trend.total, group="all"))
    return replace(trend, rows=rows, notes=(*tests_of(trend), *trend.notes))


def tests_of(trend: Trend) -> Iterator[str]:
    """The test by title where there is one, then the naive one, a sentence each."""
    naive = _figures("z", trend.test)
    if trend.clustered is None:
        yield f"Test for trend (Cochran-Armitage): {naive}"
        return
    yield f"Test for trend by title: {_figures('t', trend.clustered)}"
    yield f"The same {_NAIVE} (Cochran-Armitage): {naive}"


def _comparison(comparison: Comparison, screen: Screen) -> Iterator[str]:
    """The two shares, how far they lie apart, the tests and the caveats."""
    yield from statistics.lines(replace(comparison, notes=()), screen)
    yield ""
    yield from draw(_sizes(comparison), screen, indent="  ")
    yield from statistics.note_lines((*_tests_of_groups(comparison), *comparison.notes), screen)


def _tests_of_groups(comparison: Comparison) -> Iterator[str]:
    independent = "Newcombe's hybrid score interval, the ratios' on the log scale"
    at_title = comparison.naive_test is None
    by_default = independent if at_title else "intervals linearised, clustered by title"
    methods = dict.fromkeys(
        "intervals bootstrapped by title" if each.method == RESAMPLED else by_default
        for each in comparison.sizes
    )
    beside = "" if at_title else f"; naive: {independent}"
    yield f"The first against the second: {'; else '.join(sorted(methods))}{beside}."
    for remark in dict.fromkeys(filter(None, (each.remark for each in comparison.sizes))):
        yield f"Effects: {remark}."
    if comparison.naive_test is None:
        yield f"Test: {_figures('statistic', comparison.test)}"
        return
    yield f"Test by title: {_figures('t', comparison.test)}"
    yield f"The same {_NAIVE}: {_figures('statistic', comparison.naive_test)}"


def _figures(letter: str, test: OneTest) -> str:
    """`t = 1.23, 54 df, p = 0.224 (slope …)`, or why there is none."""
    if test.p is None:
        return f"{test.reason}."
    parts = []
    if test.statistic is not None:
        name = "chi-square" if test.name == "chi2" else letter
        parts.append(f"{name} = {test.statistic:.2f}")
    if test.df is not None and letter != "z":
        parts.append(f"{test.df:g} df")
    return f"{', '.join((*parts, p_value(test.p)))} ({test.reason})."


def _sizes(comparison: Comparison) -> Grid:
    """How far the groups lie apart; below the title level the naive intervals beside."""
    interval = f"{comparison.confidence:g} % interval"
    naive = {each.name: each for each in comparison.naive_sizes}
    head = ("", "value", interval, *(("naive",) if naive else ()))
    rows = tuple(
        (
            _SIZES[each.name],
            _value(each),
            _interval(each),
            *((_interval(naive[each.name]),) if naive else ()),
        )
        for each in comparison.sizes
    )
    return Grid(head, rows, frozenset(range(1, len(head))))


def _value(size: Size) -> str:
    return statistics.UNDEFINED if size.value is None else _figure(size.name, size.value)


def _interval(size: Size) -> str:
    if size.low is None or size.high is None:
        return statistics.UNDEFINED
    return f"[{_figure(size.name, size.low)}, {_figure(size.name, size.high)}]"


def _figure(name: str, value: float) -> str:
    return f"{value:+.1f}" if name == "difference" else effect_size(value)
