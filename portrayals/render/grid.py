"""Rows in columns: the common form behind tables, Markdown and LaTeX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from portrayals.render.cells import cell_width, cut, harmless, padded, wrapped
from portrayals.render.terminal import Screen

GAP: Final = "  "
#: The minimum width of a column that is cut.
_LEAST: Final = 8
#: The minimum width of labels; the rest of the line is for figures.
_LABEL: Final = 18


@dataclass(frozen=True, slots=True)
class Grid:
    """A heading, the names of the columns, and rows of cells.

    `right` are the right-aligned columns; `flexible` those that may be cut on a terminal. `text` is
    a paragraph below the heading, `notes` go below the rows.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    flexible: frozenset[int] = frozenset({0})
    heading: str = ""
    text: str = ""
    notes: tuple[str, ...] = ()

    def widths(self) -> list[int]:
        """The widest cell of each column, including its heading."""
        lines = [self.head, *self.rows]
        return [max(map(cell_width, column)) for column in zip(*lines, strict=True)]


def draw(grid: Grid, screen: Screen, *, indent: str = " ") -> Iterator[str]:
    """The headings and rows as lines, two spaces between columns; empty if there are no rows."""
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
    """The widths, after shrinking the widest flexible ones until the line fits."""
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


def draw_whole(grid: Grid, screen: Screen, *, indent: str = " ") -> Iterator[str]:
    """The grid as in `draw`, with nothing cut.

    Long headings and labels wrap. Columns that do not fit come further down, with the labels
    repeated.
    """
    if screen.width is None or not grid.rows:
        yield from draw(grid, screen, indent=indent)
        return
    rows = [tuple(map(harmless, row)) for row in grid.rows]
    columns = [list(column) for column in zip(*rows, strict=True)]
    heads = [
        _folded(harmless(name), max(map(cell_width, cells)))
        for name, cells in zip(grid.head, columns, strict=True)
    ]
    widths = [
        max(map(cell_width, [*head, *cells])) for head, cells in zip(heads, columns, strict=True)
    ]
    room = screen.width - len(indent)
    for number, part in enumerate(_parts(widths, room)):
        if number:
            yield ""
        taken = sum(widths[place] + len(GAP) for place in part[1:])
        height = max(len(heads[place]) for place in part)
        above = [[""] * (height - len(heads[place])) + heads[place] for place in part]
        lines = [*zip(*above, strict=True)]
        for row in rows:
            labels = _folded(row[0], max(_LEAST, room - taken), then="  ")
            lines.append((labels[0], *(row[place] for place in part[1:])))
            lines += [(label, *[""] * (len(part) - 1)) for label in labels[1:]]
        right = frozenset(at for at, place in enumerate(part) if place in grid.right)
        drawn = draw(Grid(("",) * len(part), tuple(lines), right), screen, indent=indent)
        for at, line in enumerate(drawn):
            yield screen.strong(line) if at < height else line


def _parts(widths: Sequence[int], room: int) -> Iterator[list[int]]:
    """The columns that fit side by side, part by part, each beginning with the first."""
    label = min(widths[0], _LABEL)
    part = [0]
    for place in range(1, len(widths)):
        taken = label + sum(widths[at] + len(GAP) for at in (*part[1:], place))
        if len(part) > 1 and taken > room:
            yield part
            part = [0]
        part.append(place)
    yield part


def _folded(text: str, width: int, *, then: str = "") -> list[str]:
    """The text wrapped to a width, keeping its indent."""
    bare = text.lstrip(" ")
    own = text[: len(text) - len(bare)]
    return list(wrapped(bare, Screen(max(width, 1)), first=own, then=own + then))
