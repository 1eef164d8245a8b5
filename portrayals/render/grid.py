"""Rows in columns: the one shape that the table, Markdown and LaTeX forms draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from portrayals.render.cells import cell_width, cut, harmless, padded
from portrayals.render.terminal import Screen

GAP: Final = "  "
#: A column that is cut keeps at least this many cells.
_LEAST: Final = 8


@dataclass(frozen=True, slots=True)
class Grid:
    """A heading, the names of the columns, and rows of cells.

    `right` are the columns aligned to the right; `flexible` those that may be cut on a terminal.
    `notes` stand below the rows.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    flexible: frozenset[int] = frozenset({0})
    heading: str = ""
    notes: tuple[str, ...] = ()

    def widths(self) -> list[int]:
        """The widest cell of each column, its head included."""
        lines = [self.head, *self.rows]
        return [max(map(cell_width, column)) for column in zip(*lines, strict=True)]


def draw(grid: Grid, screen: Screen, *, indent: str = " ") -> Iterator[str]:
    """The head and the rows as lines, two blanks between columns; nothing without rows."""
    if not grid.rows:
        return
    safe = Grid(
        tuple(map(harmless, grid.head)),
        tuple(tuple(map(harmless, row)) for row in grid.rows),
        grid.right,
        grid.flexible,
    )
    widths = _fitting(safe, screen, len(indent))
    if any(safe.head):
        yield screen.strong(_line(safe.head, widths, grid.right, screen, indent))
    for row in safe.rows:
        yield _line(row, widths, grid.right, screen, indent)


def _line(
    cells: tuple[str, ...], widths: list[int], right: frozenset[int], screen: Screen, indent: str
) -> str:
    shown = (
        padded(cut(cell, width, screen), width, right=place in right)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return (indent + GAP.join(shown)).rstrip()


def _fitting(grid: Grid, screen: Screen, indent: int) -> list[int]:
    """The widths, of which the widest flexible ones give way until the line fits."""
    widths = grid.widths()
    if screen.width is None:
        return widths
    room = screen.width - indent - len(GAP) * (len(widths) - 1)
    giving = [place for place in grid.flexible if widths[place] > _LEAST]
    while giving and sum(widths) > room:
        widest = max(giving, key=lambda place: widths[place])
        widths[widest] -= 1
        giving = [place for place in giving if widths[place] > _LEAST]
    return widths
