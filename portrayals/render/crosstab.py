"""Tables of two questions as text: counts, both shares, tests, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from portrayals.notation.plurals import counted
from portrayals.render.cells import cut, harmless, wrapped
from portrayals.render.crosstab_tests import tested_grids, tested_lines
from portrayals.render.flat import Record
from portrayals.render.grid import GAP, Grid, draw
from portrayals.render.screen import Screen
from portrayals.render.stats import UNDEFINED, in_words
from portrayals.results.cooccur import Cooccurrence
from portrayals.results.crosstab import Crosstab, TableRow

#: The head of a column is cut at so many cells where a screen has an end.
_HEAD: Final = 16
#: Of a table with more rows than this, those without any unit are told by their number.
_MANY_ROWS: Final = 10


def lines(table: Crosstab, screen: Screen) -> Iterator[str]:
    """The table as people read it; on a screen too narrow for it, some columns at a time."""
    for line in wrapped(harmless(heading_of(table)), screen, then="  "):
        yield screen.strong(line)
    rows, hidden = _shown(table)
    first = True
    for grid in _fitting(_grid(table, rows), screen):
        if not first:
            yield ""
        yield from draw(grid, screen, indent="  ")
        first = False
    for line in _beneath(table, rows, hidden):
        yield from wrapped(harmless(line), screen, first="  ", then="    ")
    yield ""
    yield from tested_lines(table, screen)
    if table.notes:
        yield ""
    for note in table.notes:
        yield from wrapped(harmless(note), screen, then="  ")


def grids(table: Crosstab) -> Iterator[Grid]:
    """The table and its tests as grids for a paper, the notes under the last."""
    rows, hidden = _shown(table)
    yield replace(
        _grid(table, rows), heading=heading_of(table), notes=tuple(_beneath(table, rows, hidden))
    )
    *before, last = tested_grids(table)
    yield from before
    yield replace(last, notes=(*last.notes, *table.notes))


def objects(table: Crosstab) -> Sequence[Record]:
    """The rows as JSON Lines have them."""
    return table.records()


def records(table: Crosstab) -> Sequence[Record]:
    """The rows as CSV has them."""
    return table.records()


def heading_of(table: Crosstab) -> str:
    """Both sides and the units."""
    sizes = {n for row in table.rows for n in row.cell_n}
    return f"{table.row.label} by {table.column.label}: {units_of(table, sizes)}"


def units_of(result: Crosstab | Cooccurrence, sizes: set[int]) -> str:
    """The units that all is counted of, with their number where there is one."""
    named = result.names.get(result.level, result.level)
    beside = "" if named.startswith(result.level) else f" ({named})"
    size = sizes.pop() if len(sizes) == 1 else None
    return (f"{result.level}s" if size is None else counted(size, result.level)) + beside


def _shown(table: Crosstab) -> tuple[Sequence[TableRow], int]:
    """The rows to be drawn, and how many more have no unit."""
    found = [row for row in table.rows if any(row.counts)]
    if len(table.rows) <= _MANY_ROWS or not found:
        return table.rows, 0
    return found, len(table.rows) - len(found)


def _grid(table: Crosstab, rows: Sequence[TableRow]) -> Grid:
    """Three lines a row: the units, of those in the row, and of those in the column."""
    one_column = table.column.states is not None
    lines: list[tuple[str, ...]] = []
    least = min((row.depth for row in rows), default=0)
    for row in rows:
        name = "  " * (row.depth - least)
        of_row = zip(row.row_percent, row.row_n, strict=True)
        of_column = zip(row.column_percent, row.column_n, strict=True)
        total = (str(row.row_n[0]),) if one_column and row.row_n else ()
        blank = ("",) * len(total)
        lines += [
            (name + row.label, *map(str, row.counts), *total),
            (f"{name}  of the row", *(_share(*each) for each in of_row), *blank),
            (f"{name}  of the column", *(_share(*each) for each in of_column), *blank),
        ]
    if table.row.states is not None and rows:
        every = (str(rows[0].cell_n[0]),) if one_column and rows[0].cell_n else ()
        lines.append(("All", *map(str, rows[0].column_n), *every))
    all_columns = ("All",) if one_column and rows and rows[0].row_n else ()
    head = ("", *table.column_labels, *all_columns)
    return Grid(head, tuple(lines), frozenset(range(1, len(head))))


def _share(percent: float | None, n: int) -> str:
    return UNDEFINED if percent is None else f"{percent:.1f} % of {n}"


def _fitting(grid: Grid, screen: Screen) -> Iterator[Grid]:
    """The grid, or as many parts of its columns as fit side by side, each with the first."""
    if screen.width is None:
        yield grid
        return
    head = (grid.head[0], *(cut(harmless(name), _HEAD, screen) for name in grid.head[1:]))
    whole = replace(grid, head=head)
    widths = whole.widths()
    label = min(widths[0], screen.width // 3)
    part: list[int] = []
    for place in range(1, len(head)):
        taken = label + 2 + sum(widths[at] + len(GAP) for at in (*part, place))
        if part and taken > screen.width:
            yield _columns(whole, part)
            part = []
        part.append(place)
    yield _columns(whole, part)


def _columns(grid: Grid, places: Sequence[int]) -> Grid:
    kept = (0, *places)
    rows = tuple(tuple(row[at] for at in kept) for row in grid.rows)
    head = tuple(grid.head[at] for at in kept)
    return Grid(head, rows, frozenset(range(1, len(kept))))


def _beneath(table: Crosstab, rows: Sequence[TableRow], hidden: int) -> Iterator[str]:
    """What the table does not show: rows without a unit, and the units left out of n."""
    if hidden:
        yield f"{hidden} more with 0."
    by_states: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for row in rows:
        by_states.setdefault(tuple(row.states.items()), []).append(row.label)
    most = max(by_states, key=lambda states: len(by_states[states]), default=())
    for states, labels in by_states.items():
        if any(dict(states).values()) and (states == most or len(labels) < len(rows)):
            of = "" if len(by_states) == 1 else f", {'; '.join(labels)}"
            yield f"Left out of n{of}: {in_words(dict(states))}."
    if table.column.states is None:
        yield "Columns have an n of their own: each share is of the units settled in both."
