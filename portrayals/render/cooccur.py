"""Codes that occur together, as text: each pair with both shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from portrayals.notation.state_words import states_in_words
from portrayals.render.cells import harmless, wrapped
from portrayals.render.grid import Grid, draw
from portrayals.render.notes import note_lines
from portrayals.render.stats import POSSIBLE_RANGE, UNDEFINED, range_in_words, units_told
from portrayals.render.terminal import Screen
from portrayals.results.cooccur import CodePair, Cooccurrence


def lines(pairs: Cooccurrence, screen: Screen) -> Iterator[str]:
    """The pairs for the terminal, two lines each."""
    grid = _grid(pairs)
    for line in wrapped(harmless(grid.heading), screen, then="  "):
        yield screen.strong(line)
    yield from draw(grid, screen, indent="  ")
    for note in grid.notes:
        yield from wrapped(harmless(note), screen, first="  ", then="    ")
    yield from note_lines(pairs.notes, screen, essential=pairs.essential)


def grids(pairs: Cooccurrence) -> Iterator[Grid]:
    """The same as a grid for a paper."""
    grid = _grid(pairs)
    yield replace(grid, notes=(*grid.notes, *pairs.notes))


def heading_of(pairs: Cooccurrence, sizes: set[int]) -> str:
    """What is counted, how many units there are, and how many all pairs are of."""
    everyone = {(pairs.n or 0) + sum((pairs.states or {}).values())}
    return f"{pairs.label}, codes that occur together: {units_told(pairs, everyone, sizes)}"


def _grid(pairs: Cooccurrence) -> Grid:
    interval = f"{pairs.confidence:g} % interval"
    states = pairs.states or {}
    left_out = states_in_words(states) if any(states.values()) else ""
    sizes = {row.n for row in pairs.rows} or {pairs.n or 0}
    of = "" if sizes == {pairs.n} else " in any pair"
    left_open = {row.units for row in pairs.rows if row.units is not None}
    heading = heading_of(pairs, left_open or sizes)
    if left_open:
        notes = (f"Not settled: {left_out}.",) if left_out else ()
        told = tuple(
            (
                f"{row.label} and {row.other_label}",
                f"at least {row.known:,}",
                range_in_words(row.lowest, row.highest),
            )
            for row in pairs.rows
        )
        head = ("", "known", POSSIBLE_RANGE)
        return Grid(head, told, frozenset({1, 2}), heading=heading, notes=notes)
    columns = ("", "with the other", "share", interval, "Jaccard")
    lines = [line for row in pairs.rows for line in _pair(row)]
    notes = (f"Not counted{of}: {left_out}.",) if left_out else ()
    return Grid(columns, tuple(lines), frozenset({1, 2, 3, 4}), heading=heading, notes=notes)


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
