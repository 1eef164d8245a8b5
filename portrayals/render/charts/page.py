"""What every chart shares: its width, letters and shades, its headings, and the notes under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from portrayals.render.charts.measure import wrapped

if TYPE_CHECKING:
    import altair as alt

Panel: TypeAlias = "alt.Chart | alt.LayerChart | alt.FacetChart"

#: A specification of Vega-Lite, as JSON has it.
Specification = dict[str, Any]

#: Pixels: as wide as a page's text at 96 to the inch.
WIDTH: Final = 700
LETTERS: Final = 11
LINE: Final = 14
_NOTE_LETTERS: Final = 10
_NOTE_LINE: Final = 13
_TITLE_LETTERS: Final = 13

#: Told apart by darkness alone, so that nothing is lost in grey.
INK: Final = "#222222"
FAINT: Final = "#5f5f5f"
STRONG: Final = "#1f4e79"
OPEN: Final = "#8c8c8c"
GRID: Final = "#e2e2e2"

#: Added to the finished specification: Altair would copy all of it for each of these.
_LOOK: Final[Specification] = {
    "resolve": {"scale": {"x": "independent", "y": "independent"}},
    "background": "white",
    "padding": 14,
    "config": {
        "font": "Liberation Sans, Arial, Helvetica, sans-serif",
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "group",
            "fontSize": _TITLE_LETTERS,
            "color": INK,
            "subtitleFontSize": LETTERS,
            "subtitleColor": FAINT,
            "subtitlePadding": 4,
            "offset": 8,
        },
        "text": {"fontSize": LETTERS, "color": INK, "lineHeight": LINE},
        "axis": {
            "labelColor": INK,
            "titleColor": INK,
            "titleFontWeight": "normal",
            "labelFontSize": LETTERS,
            "titleFontSize": LETTERS,
            "gridColor": GRID,
            "domainColor": OPEN,
            "tickColor": OPEN,
            "labelFlush": False,
        },
    },
}


def title(text: str, *beneath: str) -> alt.TitleParams:
    """A heading at the left, wrapped, and the lines in smaller letters under it."""
    import altair as alt

    lines = [line for each in beneath if each for line in wrapped(each, LETTERS, WIDTH)]
    return alt.TitleParams(
        text=wrapped(text, _TITLE_LETTERS, WIDTH, strong=True),
        subtitle=lines or alt.Undefined,
    )


def rows(values: Sequence[dict[str, object]]) -> alt.Chart:
    """A view over the values, which it holds itself."""
    import altair as alt

    return alt.Chart(alt.InlineData(values=tuple(values)))


def page(panels: Iterable[Panel], notes: Iterable[str]) -> Specification:
    """The panels one under the other, and the notes under them."""
    import altair as alt

    told = [line for note in notes for line in _hanging(note)]
    beneath = (
        rows([{"line": line, "y": place * _NOTE_LINE} for place, line in enumerate(told)])
        .mark_text(align="left", baseline="top", fontSize=_NOTE_LETTERS, color=FAINT)
        .encode(
            x=alt.value(0),
            y=alt.Y("y:Q", axis=None, scale=pixels(len(told) * _NOTE_LINE)),
            text="line:N",
        )
        .properties(width=WIDTH, height=len(told) * _NOTE_LINE)
    )
    whole = alt.vconcat(*panels, *([beneath] if told else []), spacing=22)
    return whole.to_dict(validate=False) | deepcopy(_LOOK)


def _hanging(note: str) -> list[str]:
    """A note in lines, those after its first set in a little."""
    first, *more = wrapped(note, _NOTE_LETTERS, WIDTH - 10)
    return [first, *(f"\u2003{line}" for line in more)]


def pixels(height: float) -> alt.Scale:
    """The scale of places that are already pixels, from the top."""
    import altair as alt

    return alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False)
