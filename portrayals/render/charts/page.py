"""What every chart shares: letters and shades, its headings, and the notes under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from portrayals.render.charts.measure import wrapped
from portrayals.render.charts.sheet import LETTERS, LINE, Sheet

if TYPE_CHECKING:
    import altair as alt

Panel: TypeAlias = "alt.Chart | alt.LayerChart | alt.FacetChart"

#: A specification of Vega-Lite, as JSON has it.
Specification = dict[str, Any]

#: Told apart by darkness alone, so that nothing is lost in grey.
INK: Final = "#222222"
FAINT: Final = "#5f5f5f"
STRONG: Final = "#1f4e79"
OPEN: Final = "#8c8c8c"
GRID: Final = "#e2e2e2"

#: In place of a dot, where only so much is known; large enough to hide the end of what it is on.
RING: Final[dict[str, Any]] = {
    "size": 80,
    "opacity": 1,
    "fill": "white",
    "stroke": STRONG,
    "strokeWidth": 1.5,
}
#: In place of a dot, where the share is of few units.
HOLLOW: Final = RING | {"size": 30, "strokeWidth": 1.25}

#: Pixels between panels, and between the last of them and the notes.
SPACING: Final = 22
#: Under a scale that lies: its figures and its name.
SCALE_BENEATH: Final = 38
#: What is so many times as high as there is room for is made a little smaller, which nobody sees.
_TOLERATED: Final = 1.06
_TITLE_OFFSET: Final = 8
_SUBTITLE_PADDING: Final = 4
_SUBTITLE_LINE: Final = 13


@dataclass(frozen=True, slots=True)
class Around:
    """The words around the panels, in lines as wide as the sheet: heading, beneath it, notes.

    They begin `left` pixels before the panels.
    """

    sheet: Sheet
    heading: list[str]
    beneath: list[str]
    notes: list[str]
    left: float = 0

    @property
    def room(self) -> float | None:
        """The height that is left for panels; null where they may be as high as they must."""
        height = self.sheet.frame and self.sheet.frame[1]
        if not height:
            return None
        notes = SPACING + len(self.notes) * self.sheet.note_line if self.notes else 0
        return height - 2 * self.sheet.margin - self._above - notes

    @property
    def _above(self) -> float:
        heading = len(self.heading) * (self.sheet.title_letters + 2)
        beneath = _SUBTITLE_PADDING + len(self.beneath) * _SUBTITLE_LINE if self.beneath else 0
        return heading + beneath + _TITLE_OFFSET

    def title(self) -> alt.TitleParams:
        """The heading at the left, and the lines in smaller letters under it."""
        import altair as alt

        beneath, left = self.beneath or alt.Undefined, -self.left or alt.Undefined
        return alt.TitleParams(text=self.heading, subtitle=beneath, dx=left)


def around(
    sheet: Sheet, heading: str, beneath: Iterable[str], notes: Iterable[str], *, left: float = 0
) -> Around:
    """The words, wrapped to the width of the sheet; empty ones are left out."""
    width = sheet.width
    return Around(
        sheet,
        wrapped(heading, sheet.title_letters, width, strong=True),
        [line for each in beneath if each for line in wrapped(each, LETTERS, width)],
        [line for note in notes if note for line in _hanging(note, sheet)],
        left,
    )


def _hanging(note: str, sheet: Sheet) -> list[str]:
    """A note in lines, those after its first set in a little."""
    first, *more = wrapped(note, sheet.note_letters, sheet.width - 10)
    return [first, *(f"\u2003{line}" for line in more)]


def heading_of_panel(text: str, sheet: Sheet) -> alt.TitleParams:
    """The heading of a panel that is not the first."""
    import altair as alt

    return alt.TitleParams(text=wrapped(text, sheet.title_letters, sheet.width, strong=True))


def rows(values: Sequence[dict[str, object]]) -> alt.Chart:
    """A view over the values, which it holds itself."""
    import altair as alt

    return alt.Chart(alt.InlineData(values=tuple(values)))


@dataclass(frozen=True, slots=True)
class Panels:
    """What is drawn between the words, and how high all of it is, in pixels."""

    panels: Sequence[Panel]
    height: float


def page(drawn: Panels, words: Around) -> Specification:
    """The panels one under the other, and the notes under them.

    What a file of it needs to know stands in `usermeta`, which Vega leaves alone.
    """
    import altair as alt

    sheet = words.sheet
    whole = alt.vconcat(*drawn.panels, *([_notes(words)] if words.notes else []), spacing=SPACING)
    about = {
        "heading": " ".join(words.heading),
        "frame": sheet.frame,
        "zoom": sheet.zoom,
        "density": sheet.density,
        "crowded": _is_crowded(drawn, words),
    }
    return whole.to_dict(validate=False) | _look(sheet) | {"usermeta": about}


def _is_crowded(drawn: Panels, words: Around) -> bool:
    """Whether what is drawn has to be made smaller to fit on a sheet of fixed height."""
    if words.room is None:
        return False
    width = words.sheet.width - words.left
    return drawn.height > words.room * _TOLERATED or any(p.width > width + 1 for p in drawn.panels)


def _notes(words: Around) -> Panel:
    import altair as alt

    line = words.sheet.note_line
    height = len(words.notes) * line
    drawn: Panel = (
        rows([{"line": text, "y": place * line} for place, text in enumerate(words.notes)])
        .mark_text(align="left", baseline="top", fontSize=words.sheet.note_letters, color=FAINT)
        .encode(
            x=alt.XValue(-words.left),
            y=alt.Y("y:Q", axis=None, scale=pixels(height)),
            text=alt.Text("line:N"),
        )
        .properties(width=words.sheet.width - words.left, height=height)
    )
    return drawn


def pixels(height: float) -> alt.Scale:
    """The scale of places that are already pixels, from the top."""
    import altair as alt

    return alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False)


def _look(sheet: Sheet) -> Specification:
    """Added to the finished specification: Altair would copy all of it for each of these."""
    return {
        "resolve": {"scale": {"x": "independent", "y": "independent"}},
        "background": "white",
        "padding": sheet.margin,
        "config": {
            "font": "Liberation Sans, Arial, Helvetica, sans-serif",
            "view": {"stroke": None},
            "title": {
                "anchor": "start",
                "frame": "group",
                "fontSize": sheet.title_letters,
                "color": INK,
                "subtitleFontSize": LETTERS,
                "subtitleColor": FAINT,
                "subtitlePadding": _SUBTITLE_PADDING,
                "offset": _TITLE_OFFSET,
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
