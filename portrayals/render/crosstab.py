"""Tables of two variables as text: counts, both shares, tests and effects, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from portrayals.notation.figures import (
    ADJUSTMENT_NAMES,
    EFFECT_NAMES,
    TEST_NAMES,
    effect_size,
    p_value,
)
from portrayals.notation.state_words import states_in_words
from portrayals.render.cells import cut, harmless, wrapped
from portrayals.render.grid import GAP, Grid, draw
from portrayals.render.notes import note_lines
from portrayals.render.stats import POSSIBLE_RANGE, UNDEFINED, range_in_words, units_told
from portrayals.render.terminal import Screen
from portrayals.results.crosstab import Crosstab, TableEffect, TableRow, TableTest

#: The effect shown in the one column: the odds ratio if there is one.
_TOLD: Final = ("odds-ratio", "cramers-v-corrected")
_SHORT: Final = {"fisher": "Fisher", "permutation": "permuted", "cochran-mantel-haenszel": "CMH"}
#: The symbol of a test statistic, if the name of the test does not say it.
_FIGURES: Final = {
    "rao-scott": ", F",
    "permutation": ", chi-square",
    "t": ", t",
    "linear-by-linear": ", z",
    "linear-by-linear-by-title": ", t",
}


def tested_lines(table: Crosstab, screen: Screen) -> Iterator[str]:
    """The tests for the terminal: a line each for one table, a table for several."""
    for grid in tested_grids(table):
        if grid.heading:
            yield screen.strong(grid.heading)
        yield from draw(grid, screen, indent="  ")
        for note in grid.notes:
            yield from wrapped(harmless(note), screen, then="  ")


def tested_grids(table: Crosstab) -> Iterator[Grid]:
    """The tests as a grid, one row for each code; those of one table as notes without rows."""
    if is_open(table):
        yield Grid(("",), ())
        return
    if table.adjustment is None:
        tested = (*table.tests, *([table.ordinal_test] if table.ordinal_test else []))
        tests = [line for test in tested for line in _sentences(test)]
        effects = [_sentence_of(each, table.confidence) for each in table.effects]
        yield Grid(("",), (), notes=(*tests, *effects))
        return
    pooled = [test for test in table.tests if test.strata is not None]
    yield _grid_of_tests(
        table, [test for test in table.tests if test.strata is None], _TOLD, "Tests"
    )
    if pooled:
        heading = f"Pooled over strata of {table.strata}"
        yield _grid_of_tests(table, pooled, ("mantel-haenszel-odds-ratio",), heading)


def _grid_of_tests(
    table: Crosstab, tests: Sequence[TableTest], told: Sequence[str], heading: str
) -> Grid:
    adjustment = ADJUSTMENT_NAMES[table.adjustment or "holm"]
    effects = {(each.code, each.column, each.name): each for each in table.effects}
    labels = {row.code: row.label for row in table.rows}
    columns = dict(zip(table.columns, table.column_labels, strict=True))
    naive = any(test.naive for test in tests)
    rows = []
    remarks: dict[str, None] = {}
    for test in tests:
        own = (effects.get((test.code, test.column, name)) for name in told)
        effect = next(filter(None, own), None)
        if effect and effect.remark:
            remarks[effect.remark] = None
        names = (labels.get(test.code or ""), columns.get(test.column or ""))
        rows.append(
            (
                " with ".join(filter(None, names)),
                _SHORT.get((test.naive or test).name, TEST_NAMES[(test.naive or test).name]),
                *([_bare(test.naive.p if test.naive else None)] if naive else []),
                _bare(test.p),
                _bare(test.p_adjusted),
                _figure(effect, list(remarks)),
            )
        )
    strength = "odds ratio" if any("odds" in e.name for e in table.effects) else "Cramér's V"
    by = ("naive test", "naive p") if naive else ("test",)
    head = ("", *by, "p", adjustment, f"{strength}, {table.confidence:g} %")
    notes = [f"{'*' * place} {remark}" for place, remark in enumerate(remarks, 1)]
    if naive:
        notes.append("p: Rao-Scott, by title; naive: ignoring that units share a title.")
    notes.append(
        "Chi-square if expected counts allow, else Fisher's exact test, else permutations."
    )
    right = frozenset(range(2, len(head)))
    return Grid(head, tuple(rows), right, heading=heading, notes=tuple(notes))


def _bare(p: float | None) -> str:
    """A p value for a column whose heading says what it is."""
    return "undefined" if p is None else p_value(p).removeprefix("p ").removeprefix("= ")


def _figure(effect: TableEffect | None, remarks: Sequence[str]) -> str:
    if effect is None or effect.value is None:
        return "undefined"
    star = "*" * (remarks.index(effect.remark) + 1) if effect.remark else ""
    return f"{effect_size(effect.value)}{star} {_between(effect)}".rstrip()


def _between(effect: TableEffect) -> str:
    if effect.low is None or effect.high is None:
        return ""
    return f"[{effect_size(effect.low)}, {effect_size(effect.high)}]"


def _sentences(test: TableTest) -> Iterator[str]:
    reason = test.reason.removeprefix("undefined: ")
    yield f"{_statistic(test)}: {reason}."
    if test.naive:
        beside, *_ = _sentences(test.naive)
        yield f"Ignoring that units share a title: {beside}"


def _statistic(test: TableTest) -> str:
    """`chi-square(2) = 3.41, p = 0.182`."""
    name = TEST_NAMES[test.name]
    drawn = f" ({test.resamples:,} tables, seed {test.seed})" if test.resamples else ""
    if test.statistic is None:
        return f"{name}, {p_value(test.p)}{drawn}"
    degrees = [f"{df:.4g}" for df in (test.df, test.df2) if df is not None]
    of = f"({', '.join(degrees)})" if degrees and not test.resamples else ""
    figure = _FIGURES.get(test.name, "")
    return f"{name}{figure}{of} = {test.statistic:.2f}, {p_value(test.p)}{drawn}"


def _sentence_of(effect: TableEffect, confidence: float) -> str:
    value = "undefined" if effect.value is None else effect_size(effect.value)
    name = EFFECT_NAMES[effect.name]
    told = f"{name[0].upper()}{name[1:]}: {value}"
    if effect.low is not None:
        told += f", {confidence:g} % interval {_between(effect)}, {effect.method}"
    return f"{told}; {effect.remark}." if effect.remark else f"{told}."


#: How many cells a column heading may take on a screen.
_HEAD: Final = 16
#: In a table with more rows than this, only the number of rows without units is given.
_MANY_ROWS: Final = 10


def lines(table: Crosstab, screen: Screen) -> Iterator[str]:
    """The table for the terminal; if the screen is too narrow, some columns at a time."""
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
    if table.tests or table.effects:
        yield ""
        yield from tested_lines(table, screen)
    yield from note_lines(table.notes, screen, essential=table.essential)


def grids(table: Crosstab) -> Iterator[Grid]:
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
    everyone = {row.n + sum(row.states.values()) for row in table.rows}
    sizes = {n for row in table.rows for n in row.cell_n}
    if is_open(table):
        sizes = {row.units or 0 for row in table.rows}
    return f"{table.row.label} by {table.column.label}: {units_told(table, everyone, sizes)}"


def is_open(table: Crosstab) -> bool:
    """Whether no unit is in n, so that only what is known is told (R6)."""
    return any(row.known is not None for row in table.rows)


def _shown(table: Crosstab) -> tuple[Sequence[TableRow], int]:
    """The rows to print, and how many more have no unit."""
    found = [row for row in table.rows if any(row.counts) or any(row.known or ())]
    if len(table.rows) <= _MANY_ROWS or not found:
        return table.rows, 0
    return found, len(table.rows) - len(found)


def _grid(table: Crosstab, rows: Sequence[TableRow]) -> Grid:
    """Three lines for each row: the units, the row percentages and the column percentages."""
    if is_open(table):
        return _open_grid(table, rows)
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


def _open_grid(table: Crosstab, rows: Sequence[TableRow]) -> Grid:
    """Two lines for each row: the known units, and the possible range."""
    lines: list[tuple[str, ...]] = []
    least = min((row.depth for row in rows), default=0)
    for row in rows:
        name = "  " * (row.depth - least)
        limits = zip(row.lowest or (), row.highest or (), strict=True)
        of = f", of {row.units:,}" if row.units else ""
        lines += [
            (name + row.label, *(f"at least {known:,}" for known in row.known or ())),
            (f"{name}  {POSSIBLE_RANGE}{of}", *(range_in_words(*each) for each in limits)),
        ]
    head = ("", *table.column_labels)
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
    """What the table does not show: rows without units, and units that are not counted."""
    if hidden:
        yield f"{hidden} more with 0."
    by_states: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for row in rows:
        by_states.setdefault(tuple(row.states.items()), []).append(row.label)
    most = max(by_states, key=lambda states: len(by_states[states]), default=())
    for states, labels in by_states.items():
        if any(dict(states).values()) and (states == most or len(labels) < len(rows)):
            of = "" if len(by_states) == 1 else f", {'; '.join(labels)}"
            words = "Not settled" if is_open(table) else "Not counted"
            yield f"{words}{of}: {states_in_words(dict(states))}."
    if table.column.states is None:
        yield "Each column has its own n: shares are of units settled in both."
