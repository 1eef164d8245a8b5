"""What a chart is drawn on: as wide as a page, or made for a slide, a column or a post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, get_args

from portrayals.vocabulary import NotesShown, SheetSize

SIZES: Final[tuple[SheetSize, ...]] = get_args(SheetSize)
NOTES: Final[tuple[NotesShown, ...]] = get_args(NotesShown)

LETTERS: Final = 11
LINE: Final = 14

#: What the last figure of an axis reaches beyond its end.
_OVERHANG: Final = 10
#: The part of a fixed width that labels may take.
_LABEL: Final = 0.31
_MM_TO_THE_INCH: Final = 25.4
PIXELS_TO_THE_INCH: Final = 96


@dataclass(frozen=True, slots=True)
class Sheet:
    """A size, in pixels of a chart's own, in which the letters of labels are 11 high.

    `frame` is the width and height of the whole, if those are fixed; the height alone may be null.
    Each pixel is `zoom` pixels of a screen, and a PNG has `density` to the inch. `axis` is the
    room to the left of an upright scale, which is outside of `width` where nothing is fixed.
    """

    width: float
    frame: tuple[float, float | None] | None = None
    zoom: float = 1
    density: int = 2 * PIXELS_TO_THE_INCH
    margin: int = 14
    axis: float = 0
    widest_label: float = 290
    title_letters: float = 13
    note_letters: float = 10

    @property
    def narrow(self) -> bool:
        """Whether there is no room for labels beside the plot, but only above it."""
        return self.width < 450

    def larger(self, times: float) -> Sheet:
        """A sheet of so many times as many pixels in a frame of the same size on a screen."""
        if self.frame is None:
            return self
        wide, high = self.frame
        width = self.width + wide * (times - 1)
        return replace(
            self,
            width=width,
            frame=(wide * times, high and high * times),
            zoom=self.zoom / times,
            widest_label=_LABEL * width,
        )

    @property
    def note_line(self) -> float:
        """The height of a line of the notes."""
        return self.note_letters * 1.3


def _framed(
    width: float,
    height: float | None,
    *,
    letters: float,
    density: int,
    margin: int,
    title_letters: float,
    note_letters: float,
) -> Sheet:
    """A sheet of so many pixels of a screen, the letters of its labels `letters` of them high."""
    zoom = letters / LETTERS
    frame = (width / zoom, None if height is None else height / zoom)
    inner = frame[0] - 2 * margin - _OVERHANG
    return Sheet(
        width=inner,
        frame=frame,
        zoom=zoom,
        density=density,
        margin=margin,
        axis=46,
        widest_label=_LABEL * inner,
        title_letters=title_letters,
        note_letters=note_letters,
    )


#: A slide is 1920 by 1080 pixels of a PNG and 13.3 inches wide, a column 85 mm, a square 1080.
SHEETS: Final[dict[SheetSize, Sheet]] = {
    "page": Sheet(700),
    "slide": _framed(
        1280, 720, letters=22, density=144, margin=20, title_letters=17, note_letters=8.5
    ),
    "column": _framed(
        85 / _MM_TO_THE_INCH * PIXELS_TO_THE_INCH,
        None,
        letters=10,
        density=600,
        margin=2,
        title_letters=12,
        note_letters=9,
    ),
    "square": _framed(
        720, 720, letters=20, density=144, margin=18, title_letters=15, note_letters=8.5
    ),
}

#: For a page on a telephone, in which a picture has no margin of its own.
PHONE: Final = Sheet(320, margin=4, axis=46)
