"""The first look at the program as text: one sentence, and the most frequent codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from portrayals.render import stats
from portrayals.render.cells import harmless, wrapped
from portrayals.render.grid import Grid
from portrayals.render.terminal import Screen
from portrayals.results.demo import Demo
from portrayals.results.stats import StatRow

#: How many codes are shown.
_MOST: Final = 8


def lines(demo: Demo, screen: Screen) -> Iterator[str]:
    """The overview, the sentence with its caveat, and the most frequent top-level codes."""
    statistic = demo.statistic
    for line in statistic.overview[:1]:
        yield screen.strong(harmless(line))
    yield ""
    yield from wrapped(harmless(statistic.sentence), screen)
    yield ""
    *_, last = stats.blocks(statistic)
    rows = [row for row in last.rows if isinstance(row, StatRow) and not row.depth and row.known]
    largest = sorted(rows, key=lambda row: -row.known)[:_MOST]
    yield from stats.drawn(largest, statistic.confidence, screen, stats.end_of_scale(largest))


def grids(demo: Demo) -> Iterator[Grid]:
    """The grids of the whole overview."""
    return stats.grids(demo.statistic)
