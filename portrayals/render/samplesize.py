"""How many units are needed, as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from portrayals.notation.plurals import counted
from portrayals.render.grid import Grid, draw
from portrayals.render.notes import note_lines
from portrayals.render.terminal import Screen
from portrayals.results.samplesize import SampleSizes

_HEADS: Final = {
    "half_width": "half-width",
    "share": "share",
    "deff": "design effect",
    "alpha": "alpha",
    "prevalence": "prevalence",
}
_WHAT: Final = {"proportion": "a share", "alpha": "an alpha"}
_PERCENTAGES: Final = ("half_width", "share", "prevalence")


def lines(sizes: SampleSizes, screen: Screen) -> Iterator[str]:
    """A line for each set of figures, and how they were computed."""
    made = _grid(sizes)
    yield screen.strong(made.heading)
    yield from draw(made, screen, indent="  ")
    yield from note_lines(made.notes, replace(screen, whole_notes=True))


def grids(sizes: SampleSizes) -> Iterator[Grid]:
    """The same as a grid for a paper."""
    yield _grid(sizes)


def _grid(sizes: SampleSizes) -> Grid:
    names = tuple(sizes.rows[0].given)
    of = "" if sizes.population is None else f" of {counted(sizes.population, 'unit')}"
    rows = tuple(
        (
            *(_figure(name, row.given[name]) for name in names),
            f"all {row.units:,}" if row.everything else f"{row.units:,}",
        )
        for row in sizes.rows
    )
    head = (*(_HEADS[name] for name in names), "units")
    heading = f"Units needed for {_WHAT[sizes.what]}{of}, {sizes.confidence:g} % confidence"
    return Grid(head, rows, frozenset(range(len(head))), heading=heading, notes=sizes.notes)


def _figure(name: str, value: float) -> str:
    return f"{value:g} %" if name in _PERCENTAGES else f"{value:g}"
