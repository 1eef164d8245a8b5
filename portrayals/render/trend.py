"""A share over the periods as text: what `stats` shows, and the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from portrayals.notation.figures import TEST_NAMES, p_value
from portrayals.render import stats
from portrayals.render.cells import cell_width, wrapped
from portrayals.render.grid import Grid
from portrayals.render.notes import note_lines
from portrayals.render.terminal import Screen
from portrayals.render.terminal_plot import sparkline
from portrayals.results.stats import NO_GROUP
from portrayals.results.trend import OneTest, Trend

NAIVE: Final = "Ignoring that units share a title"


def lines(trend: Trend, screen: Screen) -> Iterator[str]:
    """The shares in one line, then the table with its plot, the tests and the caveats."""
    if sum(trend.of_enough) > 1:
        head = _sparkline(trend, screen)
        if screen.width is None or cell_width(head) <= screen.width:
            yield head
    yield from stats.table_lines(trend, screen)
    for test in tests_of(trend):
        yield from wrapped(test, screen, first="  ", then="    ")
    yield from note_lines(
        trend.notes, screen, methods=stats.methods(trend), essential=trend.essential
    )


def _sparkline(trend: Trend, screen: Screen) -> str:
    """The shares as a line of characters, from the first period to the last, without thin ones."""
    shares = [row.printed.percent for row in trend.rows]
    joined = [share if firm else None for share, firm in zip(shares, trend.of_enough, strict=True)]
    first, last = (row.group or NO_GROUP for row in (trend.rows[0], trend.rows[-1]))
    told = f"{sparkline(joined, unicode=screen.unicode)}  {first} to {last}"
    if joined == shares:
        return told
    return f"{told} ({trend.per}s of {trend.enough:,} {trend.level}s or more)"


def grids(trend: Trend) -> Iterator[Grid]:
    """The same as grids for a paper."""
    yield from stats.grids(replace(trend, notes=(*tests_of(trend), *trend.notes)))


def tests_of(trend: Trend) -> Iterator[str]:
    """The test by title where there is one, then the naive one, a sentence each."""
    if trend.settled_nowhere:
        return
    naive = figures("z", trend.test)
    if trend.clustered is None:
        yield f"Test for trend (Cochran-Armitage): {naive}"
        return
    yield f"Test for trend by title: {figures('t', trend.clustered)}"
    yield f"{NAIVE} (Cochran-Armitage): {naive}"


def figures(letter: str, test: OneTest) -> str:
    """`t = 1.23, 54 df, p = 0.224 (slope …)`, or why there is none."""
    if test.p is None:
        return f"{test.reason}."
    parts = []
    if test.statistic is None:
        parts.append(TEST_NAMES[test.name])
    else:
        name = "chi-square" if test.name == "chi2" else letter
        parts.append(f"{name} = {test.statistic:.2f}")
    if test.df is not None and letter != "z":
        parts.append(f"{test.df:g} df")
    return f"{', '.join((*parts, p_value(test.p)))} ({test.reason})."
