"""What became of collected files, as text."""

from __future__ import annotations

from collections.abc import Iterator

from portrayals.render.grid import Grid, draw
from portrayals.render.terminal import Screen
from portrayals.results.collecting import Collected, Collection

_COUNTS = ("New", "Same", "Changed", "Withdrawn", "Refused", "Proposed")
_HEAD = ("File", "Coder", "Wave", *_COUNTS, "State")


def lines(collection: Collection, screen: Screen) -> Iterator[str]:
    """A row for each file."""
    for grid in grids(collection):
        yield from draw(grid, screen)


def grids(collection: Collection) -> Iterator[Grid]:
    """The same as a grid for a paper."""
    rows = tuple(map(_row, collection.files))
    yield Grid(_HEAD, rows, frozenset(map(_HEAD.index, _COUNTS)), frozenset({0}))


def _row(file: Collected) -> tuple[str, ...]:
    counts = (file.new, file.same, file.changed, file.withdrawn, len(file.refused), file.proposed)
    told = [""] * len(counts) if file.trouble else [f"{each:,}" for each in counts]
    state = "" if file.taken else "not taken"
    if file.taken and not (file.new or file.changed or file.withdrawn or file.proposed):
        state = "nothing new"
    return (file.file, file.coder, file.wave, *told, state)
