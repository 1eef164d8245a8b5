"""Counted results as tables of the page: the cells shown on a terminal, and what n leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from portrayals.notation.state_words import left_out, states_in_words
from portrayals.render import reliability
from portrayals.render.grid import Grid
from portrayals.render.stats import (
    NOT_COUNTED,
    POSSIBLE_RANGE,
    UNDEFINED,
    blocks,
    footnotes,
    grids,
    share,
)
from portrayals.results.reliability import Reliability
from portrayals.results.report import Figure
from portrayals.results.stats import NumberRow, StatRow

_STEP = "  "


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row: its label, its depth in the tree, and its cells."""

    label: str
    depth: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, the names of the columns after the first, the rows, and the text below."""

    heading: str
    head: tuple[str, ...]
    lines: tuple[ReportRow, ...]
    notes: tuple[str, ...]


def tables(figure: Figure) -> Iterator[Table]:
    """The tables of a figure, one for each variable and group, without the shared caveats."""
    statistic = figure.result
    caveats = footnotes(statistic)
    for block, grid in zip(blocks(statistic), grids(statistic), strict=True):
        left_out = [states_in_words(row.not_counted) for row in block.rows]
        differ = len({states_in_words(row.states) for row in block.rows}) > 1
        notes = tuple(note for note in grid.notes if note not in caveats)
        yield _table(grid, left_out if differ and len(set(left_out)) > 1 else [], notes)


def agreement_tables(found: Reliability) -> Iterator[Table]:
    """The table of how far coders agree, without the caveats that stand beside it."""
    for grid in reliability.grids(found):
        yield _table(grid, [], tuple(note for note in grid.notes if note not in found.notes))


def _table(grid: Grid, left_out: list[str], notes: tuple[str, ...]) -> Table:
    """The grid with the names of the states instead of their number."""
    width = len(grid.head) - (grid.head[-1] == NOT_COUNTED)
    lines = []
    for place, (label, *cells) in enumerate(row[:width] for row in grid.rows):
        bare = label.lstrip(" ")
        depth = (len(label) - len(bare)) // len(_STEP)
        lines.append(ReportRow(bare, depth, (*cells, *left_out[place : place + 1])))
    head = (*grid.head[1:width], *((NOT_COUNTED,) if left_out else ()))
    return Table(grid.heading, head, tuple(lines), notes)


def caveats(figure: Figure) -> tuple[str, ...]:
    """How the figures were made, the tests, and the caveats."""
    return footnotes(figure.result)


def shared_caveats(figures: Sequence[Figure]) -> tuple[str, ...]:
    """The caveats of several figures, each once; one that is not about all names its figures."""
    of: dict[str, list[str]] = {}
    for figure in figures:
        for note in caveats(figure):
            of.setdefault(note, []).append(figure.heading)
    return tuple(
        note if len(headings) == len(figures) else f"Of {' and '.join(headings)}: {note}"
        for note, headings in of.items()
    )


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One share shown large on the page; empty texts are left out."""

    share: str
    of: str
    interval: str
    bounds: str
    left_out: str


def by_variable(figures: Sequence[Figure]) -> Iterator[tuple[str, list[Figure]]]:
    """The label of each variable with its figures, which stand one after the other."""
    for (_, label), found in groupby(
        figures, key=lambda each: next(iter(each.result.labels.items()))
    ):
        yield label, list(found)


def key_figure(figure: Figure) -> KeyFigure:
    """The first row of a figure."""
    row = figure.result.rows[0]
    row = row.printed if isinstance(row, StatRow) else row
    confidence = f"{figure.result.confidence:g} % interval"
    if isinstance(row, NumberRow):
        mean = UNDEFINED if row.mean is None else f"{row.mean:.4g} {row.unit}".strip()
        return KeyFigure(mean, f"n = {row.n:,}", _range(confidence, row.low, row.high), "", "")
    return KeyFigure(
        share=f"at least {row.known:,}" if row.at_least else share(row),
        of=f"of {row.units:,}" if row.at_least else row.of,
        interval=_range(confidence, row.low, row.high),
        bounds=_range(POSSIBLE_RANGE, row.lowest, row.highest),
        left_out=left_out([row.left_open], [row.not_counted]),
    )


def _range(name: str, low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{name} {low:.1f} to {high:.1f}"
