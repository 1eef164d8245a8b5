"""A share in two groups as text: both shares, how far they lie apart, and the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from portrayals.notation.figures import effect_size
from portrayals.render import stats
from portrayals.render.grid import Grid, draw
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
    """The two shares, how far they lie apart, the tests and the caveats."""
    if comparison.settled_nowhere:
        yield from stats.lines(comparison, screen)
        return
    yield from stats.lines(replace(comparison, notes=()), screen)
    yield ""
    yield from draw(_sizes(comparison), screen, indent="  ")
    yield from stats.note_lines((*_tests_of_groups(comparison), *comparison.notes), screen)


def grids(comparison: Comparison) -> Iterator[Grid]:
    """The same as grids for a paper."""
    if comparison.settled_nowhere:
        yield from stats.grids(comparison)
        return
    yield from stats.grids(replace(comparison, notes=()))
    notes = (*_tests_of_groups(comparison), *comparison.notes)
    yield replace(_sizes(comparison), heading="The first against the second", notes=notes)


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
    for beneath, sizes in (("", comparison.sizes), ("naive ", comparison.naive_sizes)):
        for remark in dict.fromkeys(filter(None, (each.remark for each in sizes))):
            names = " and ".join(_SIZES[each.name] for each in sizes if each.remark == remark)
            told = f"{beneath}{names}: {remark}."
            yield told[0].upper() + told[1:]
    if comparison.naive_test is None:
        yield f"Test: {figures('statistic', comparison.test)}"
        return
    yield f"Test by title: {figures('t', comparison.test)}"
    yield f"The same {NAIVE}: {figures('statistic', comparison.naive_test)}"


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
    return stats.UNDEFINED if size.value is None else _figure(size.name, size.value)


def _interval(size: Size) -> str:
    if size.low is None or size.high is None:
        return stats.UNDEFINED
    return f"[{_figure(size.name, size.low)}, {_figure(size.name, size.high)}]"


def _figure(name: str, value: float) -> str:
    return f"{value:+.1f}" if name == "difference" else effect_size(value)
