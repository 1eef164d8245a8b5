"""The people whom coders proposed, as text."""

from __future__ import annotations

from collections.abc import Iterator

from portrayals.render.grid import Grid, draw
from portrayals.render.terminal import Screen
from portrayals.results.proposals import Proposals, Proposed


def lines(proposals: Proposals, screen: Screen) -> Iterator[str]:
    """A row for each person."""
    for grid in grids(proposals):
        yield from draw(grid, screen)


def grids(proposals: Proposals) -> Iterator[Grid]:
    """The same as a grid for a paper."""
    head = ("ID", "Coder", "Wave", "Proposed", "Beneath", "Answers", "Perhaps", "")
    rows = tuple(map(_row, proposals.rows))
    yield Grid(head, rows, frozenset({0, 5}), frozenset({3, 4, 6}))


def _row(row: Proposed) -> tuple[str, ...]:
    by = f" — {row.performer}" if row.performer else ""
    role = f"; {row.role}" if row.role else ""
    note = f" ({row.note})" if row.note else ""
    decision = "" if row.decision == "pending" else row.unit or row.decision
    why = f": {row.reason}" if row.reason else ""
    return (
        *(str(row.id), row.coder, row.wave, f"{row.name}{by}{role}{note}", row.above),
        *(str(row.answers), ", ".join(row.like), f"{decision}{why}"),
    )
