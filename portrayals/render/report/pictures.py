"""A chart as SVG that stands in a page and takes its colours from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from markupsafe import Markup, escape

from portrayals.render.charts.drawing import chart
from portrayals.render.charts.files import drawn
from portrayals.render.charts.page import FAINT, GRID, INK, OPEN, STRONG
from portrayals.results.report import Figure

#: The colours of a chart, by what they are for: the page has others where it is dark.
COLOURS: Final[Mapping[str, str]] = {
    "ink": INK,
    "faint": FAINT,
    "accent": STRONG,
    "open": OPEN,
    "rule": GRID,
    "paper": "white",
}


def picture(figure: Figure) -> Markup | None:
    """The chart of a figure, without the caveats, which the page prints; null if nothing is drawn.

    To a screen reader it is one picture, named by the figure: its numbers are in the table.
    """
    if not figure.drawn or not figure.result.rows:
        return None
    specification = chart(replace(figure.result, notes=()))
    specification["background"] = None
    specification["config"] |= {"aria": False, "mark": {"aria": False}}  # one picture, not many
    svg = drawn(specification, "svg").decode()
    label = escape(f"Chart: {figure.heading}. Its figures stand in the table below.")
    return Markup(svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1))  # noqa: S704 - drawn by us: labels in it are text already
