"""A share in two groups as text: both shares, how far apart they are, and the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from portrayals.notation.figures import effect_size
from portrayals.render import stats
from portrayals.render.cells import wrapped
from portrayals.render.grid import Grid, draw
from portrayals.render.notes import note_lines
from portrayals.render.terminal import Screen
from portrayals.render.trend import NAIVE, figures
from portrayals.results.compare import Comparison, Size
from portrayals.results.count_options import RESAMPLED

_SIZES: Final = {
    "difference": "difference, percentage points",
    "risk-ratio": "risk ratio",
    "odds-ratio": "odds ratio",
}


def lines(comparison: Comparison, screen: Screen) -> Iterator[str]:
    """The two shares, how far apart they are, the tests and the caveats."""
    if comparison.settled_nowhere:
        yield from stats.lines(comparison, screen)
        return
    yield from stats.table_lines(comparison, screen)
    yield ""
    yield from draw(_sizes(comparison), screen, indent="  ")
    for line in (*_remarks(comparison), *_tests(comparison)):
        yield from wrapped(line, screen, first="  ", then="    ")
    methods = (*stats.methods(comparison), _method(comparison))
    yield from note_lines(comparison.notes, screen, methods=methods, essential=comparison.essential)


def grids(comparison: Comparison) -> Iterator[Grid]:
    """The same as grids for a paper."""
    if comparison.settled_nowhere:
        yield from stats.grids(comparison)
        return
    yield from stats.grids(replace(comparison, notes=()))
    sizes = replace(_sizes(comparison), heading="First group against the second")
    yield replace(sizes, notes=(*_told(comparison), *comparison.notes))


def _told(comparison: Comparison) -> tuple[str, ...]:
    """The method, the remarks, and the tests."""
    return (_method(comparison), *_remarks(comparison), *_tests(comparison))


def told_of(comparison: Comparison) -> Iterator[str]:
    """The effect sizes, a sentence each, then the tests; empty if nothing is settled."""
    if comparison.settled_nowhere:
        return
    for name, value, interval, *_ in _sizes(comparison).rows:
        told = f"{name}: {value}, {comparison.confidence:g} % interval {interval}."
        yield told[0].upper() + told[1:]
    yield from _told(comparison)


def _method(comparison: Comparison) -> str:
    """The method of the effect sizes."""
    independent = "Newcombe's hybrid score interval, the ratios' on the log scale"
    at_title = comparison.naive_test is None
    by_default = independent if at_title else "intervals linearised, allowing for shared titles"
    methods = dict.fromkeys(
        "intervals bootstrapped by title" if each.method == RESAMPLED else by_default
        for each in comparison.sizes
    )
    beside = "" if at_title else f"; naive: {independent}"
    return f"First group against the second: {'; else '.join(sorted(methods))}{beside}."


def _remarks(comparison: Comparison) -> Iterator[str]:
    """Which units it covers, if the rows cover more, and what was corrected."""
    if any(row.at_least for row in comparison.rows):
        counted = " and ".join(f"{row.count:,} of {row.n:,}" for row in comparison.rows)
        yield f"Compares fully coded units only: {counted}."
    for beneath, sizes in (("", comparison.sizes), ("naive ", comparison.naive_sizes)):
        for remark in dict.fromkeys(filter(None, (each.remark for each in sizes))):
            names = " and ".join(_SIZES[each.name] for each in sizes if each.remark == remark)
            told = f"{beneath}{names}: {remark}."
            yield told[0].upper() + told[1:]


def _tests(comparison: Comparison) -> Iterator[str]:
    """The test by title, if there is one, then the naive one, a sentence each."""
    if comparison.naive_test is None:
        yield f"Test: {figures('statistic', comparison.test)}"
        return
    yield f"Test by title: {figures('t', comparison.test)}"
    yield f"{NAIVE}: {figures('statistic', comparison.naive_test)}"


def _sizes(comparison: Comparison) -> Grid:
    """The effect sizes; below the title level with the naive intervals beside them."""
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
    return stats.UNDEFINED if size.value is None else _figure(size.name, size.value)


def _interval(size: Size) -> str:
    if size.low is None or size.high is None:
        return stats.UNDEFINED
    return f"[{_figure(size.name, size.low)}, {_figure(size.name, size.high)}]"


def _figure(name: str, value: float) -> str:
    return f"{value:+.1f}" if name == "difference" else effect_size(value)
