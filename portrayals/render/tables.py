"""Tables of two questions and pairs of codes as text: counts, both shares, tests, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from portrayals.notation.plurals import counted
from portrayals.render.cells import cut, harmless, wrapped
from portrayals.render.flat import Record
from portrayals.render.grid import GAP, Grid, draw
from portrayals.render.screen import Screen
from portrayals.render.tested import tested_grids, tested_lines
from portrayals.results.counted import States
from portrayals.results.tables import CodePair, Cooccurrence, Crosstab, TableRow

UNDEFINED: Final = "undefined"

#: The head of a column is cut at so many cells where a screen has an end.
_HEAD: Final = 16
#: Of a table with more rows than this, those without any unit are told by their number.
_MANY_ROWS: Final = 10


def lines(result: Crosstab | Cooccurrence, screen: Screen) -> Iterator[str]:
    """The table or the pairs as people read them."""
    return _crosstab(result, screen) if isinstance(result, Crosstab) else _pairs(result, screen)


def grids(result: Crosstab | Cooccurrence) -> Iterator[Grid]:
    """The same as grids for a paper."""
    if isinstance(result, Crosstab):
        yield from _crosstab_grids(result)
    else:
        yield _pair_grid(result)


def objects(result: Crosstab | Cooccurrence) -> Sequence[Record]:
    """The rows as JSON Lines have them."""
    return result.records()


def records(result: Crosstab | Cooccurrence) -> Sequence[Record]:
    """The rows as CSV has them."""
    return result.records()


def _crosstab(table: Crosstab, screen: Screen) -> Iterator[str]:
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


def _crosstab_grids(table: Crosstab) -> Iterator[Grid]:
    """The table and its tests as grids for a paper, the notes under the last."""
    rows, hidden = _shown(table)
    yield replace(
        _grid(table, rows), heading=heading_of(table), notes=tuple(_beneath(table, rows, hidden))
    )
    *before, last = tested_grids(table)
    yield from before
    yield replace(last, notes=(*last.notes, *table.notes))


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
            yield f"Left out of n{of}: {_states(dict(states))}."
    if table.column.states is None:
        yield "Columns have an n of their own: each share is of the units settled in both."


def _states(states: States) -> str:
    return ", ".join(f"{number} {state}" for state, number in states.items() if number)


def _pairs(pairs: Cooccurrence, screen: Screen) -> Iterator[str]:
    """The pairs as people read them, two lines each."""
    grid = _pair_grid(pairs)
    for line in wrapped(harmless(grid.heading), screen, then="  "):
        yield screen.strong(line)
    yield from draw(grid, screen, indent="  ")
    if grid.rows and grid.notes:
        yield ""
    for note in grid.notes:
        yield from wrapped(harmless(note), screen, then="  ")


def _pair_grid(pairs: Cooccurrence) -> Grid:
    interval = f"{pairs.confidence:g} % interval"
    left_out = _states(pairs.states or {})
    sizes = {row.n for row in pairs.rows} or {pairs.n or 0}
    of = "n" if sizes == {pairs.n} else "every n"
    heading = f"{pairs.label}, codes that come together: {units_of(pairs, sizes)}"
    head = ("", "with the other", "share", interval, "Jaccard")
    lines = [line for row in pairs.rows for line in _pair(row)]
    notes = (*((f"Left out of {of}: {left_out}.",) if left_out else ()), *pairs.notes)
    return Grid(head, tuple(lines), frozenset({1, 2, 3, 4}), heading=heading, notes=notes)


def _pair(row: CodePair) -> Iterator[tuple[str, ...]]:
    jaccard = UNDEFINED if row.jaccard is None else f"{row.jaccard:.2f}"
    yield (
        row.label,
        f"{row.count} of {row.code_count}",
        *_percent(row.percent_of_code, row.code_low, row.code_high),
        jaccard,
    )
    yield (
        f"  {row.other_label}",
        f"{row.count} of {row.other_count}",
        *_percent(row.percent_of_other, row.other_low, row.other_high),
        "",
    )


def _percent(percent: float | None, low: float | None, high: float | None) -> tuple[str, str]:
    if percent is None:
        return UNDEFINED, ""
    between = "" if low is None or high is None else f"[{low:.1f}, {high:.1f}]"
    return f"{percent:.1f} %", between
