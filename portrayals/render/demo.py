"""The first look at the program as text: one sentence, and the codes that most units have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from portrayals.render import stats
from portrayals.render.cells import harmless, wrapped
from portrayals.render.terminal import Screen
from portrayals.results.demo import Demo
from portrayals.results.stats import StatRow

#: So many codes are drawn.
_MOST: Final = 8

grids = stats.grids


def lines(demo: Demo, screen: Screen) -> Iterator[str]:
    """What there is, the sentence with its caveat, and the largest of the topmost codes."""
    for line in demo.overview[:1]:
        yield screen.strong(harmless(line))
    yield ""
    yield from wrapped(harmless(demo.sentence), screen)
    yield ""
    *_, last = stats.blocks(demo)
    rows = [row for row in last.rows if isinstance(row, StatRow) and not row.depth and row.known]
    largest = sorted(rows, key=lambda row: -row.known)[:_MOST]
    yield from stats.drawn(largest, demo.confidence, screen)
