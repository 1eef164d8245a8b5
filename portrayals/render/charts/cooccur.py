"""`cooccur` as a heat map: how often two codes come together, written in each field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from portrayals.render.charts.lines import Values, rise, y
from portrayals.render.charts.measure import width, wrapped
from portrayals.render.charts.page import (
    FAINT,
    INK,
    OPEN,
    Around,
    Panel,
    Panels,
    pixels,
    rows,
)
from portrayals.render.charts.sheet import LETTERS, LINE, Sheet
from portrayals.render.charts.words import Words, left_out, words_of
from portrayals.render.cooccur import heading_of
from portrayals.results.cooccur import CodePair, Cooccurrence

if TYPE_CHECKING:
    import altair as alt

_MOST_CODES: Final = 30
_WIDEST_FIELD: Final = 44
_NARROWEST_FIELD: Final = 17
_WIDEST_LABEL: Final = 250
_GAP: Final = 12
_AIR: Final = 6
_SHADES: Final = ("#e8f0f7", "#143a5a")
#: From this part of the largest count on a figure is white.
_DARK_FROM: Final = 0.5


def codes_of(pairs: Cooccurrence, sheet: Sheet, top: int | None) -> tuple[list[str], str]:
    """The codes to be drawn, and what is said where those are not all.

    They are those that most often come with others: `top` of them, else as many as can be read.
    """
    codes = list(_codes(pairs.rows))
    shown = codes[: top or _readable(sheet)]
    more = len(codes) - len(shown)
    told = f"The {len(shown)} codes that most often occur with others; {more} more not shown."
    return shown, told if more else ""


def _readable(sheet: Sheet) -> int:
    """How many codes can be drawn in letters that can be read."""
    across = (sheet.width - _widest_label(sheet)) / _NARROWEST_FIELD
    height = sheet.frame and sheet.frame[1]
    down = 0.55 * height / (LINE + _AIR) if height else across
    return min(_MOST_CODES, int(across), int(down))


def _widest_label(sheet: Sheet) -> float:
    return min(_WIDEST_LABEL, 0.4 * sheet.width)


def words(pairs: Cooccurrence, told: str) -> Words:
    """What stands around the fields; `told` says which codes are drawn."""
    left_open = [row.units for row in pairs.rows if row.units is not None]
    size = left_open[0] if left_open else pairs.n
    empty = "Empty: never together, or one code is below the other."
    key = (
        f"Numbers: units known to have both codes. {empty}"
        if left_open
        else "Numbers: units with both codes; in a frame, units with the code that are settled "
        f"for another, too. {empty}"
    )
    return words_of(
        pairs,
        heading_of(pairs, set() if size is None else {size}),
        key=[key],
        notes=(pairs.sentence, left_out([pairs.states or {}], settled=not left_open), *pairs.notes),
        drawn=[told],
    )


def draw(pairs: Cooccurrence, codes: Sequence[str], around: Around) -> Panels:
    """Codes by codes, each pair once; a darker field is a larger count, an empty one none."""
    every = _codes(pairs.rows)
    shown = {code: every[code] for code in codes}
    drawn = [pair for pair in pairs.rows if pair.code in shown and pair.other in shown]
    fields = _drawn(shown, drawn, around.sheet)
    return Panels([fields.properties(title=around.title())], float(fields.height) + 2 * LINE)


def _together(pair: CodePair) -> int:
    """The units with both codes, or those of which that much is known."""
    return pair.count if pair.known is None else pair.known


def _codes(pairs: tuple[CodePair, ...]) -> dict[str, tuple[str, int | None]]:
    """The label of each code and its own units; those first that come together most.

    The units are null where none is settled.
    """
    together: dict[str, int] = {}
    codes: dict[str, tuple[str, int | None]] = {}
    for pair in pairs:
        for code, label, count in (
            (pair.code, pair.label, pair.code_count),
            (pair.other, pair.other_label, pair.other_count),
        ):
            together[code] = together.get(code, 0) + _together(pair)
            _, most = codes.get(code, (label, 0))
            codes[code] = (label, None if pair.known is not None else max(count, most or 0))
    return {code: codes[code] for code in sorted(codes, key=lambda code: -together[code])}


def _drawn(codes: dict[str, tuple[str, int | None]], pairs: list[CodePair], sheet: Sheet) -> Panel:
    """The lower triangle; columns bear the numbers that the rows' labels begin with."""
    import altair as alt

    labels = [f"{place}  {label}" for place, (label, _) in enumerate(codes.values(), 1)]
    widest = max(width(label, LETTERS) for label in labels)
    room = min(_widest_label(sheet), widest) + _GAP
    texts = [wrapped(label, LETTERS, room - _GAP) for label in labels]
    across = min(_WIDEST_FIELD, (sheet.width - room) / len(labels))
    tops = list(accumulate((LINE * len(lines) + _AIR for lines in texts), initial=0))
    height = tops[-1]
    names: Values = [
        {
            "text": "\n".join(lines),
            "rise": rise(lines),
            "number": str(place + 1),
            "x": room + (place + 0.5) * across,
            "y": (tops[place] + tops[place + 1]) / 2,
            "over": tops[place],
        }
        for place, lines in enumerate(texts)
    ]
    fields = _fields(codes, pairs)
    for field in fields:
        field["left"] = room + field["column"] * across
        field["right"] = room + (field["column"] + 1) * across
        field["top"] = tops[field["row"]]
        field["bottom"] = tops[field["row"] + 1]
        field["x"] = (field["left"] + field["right"]) / 2
        field["y"] = (field["top"] + field["bottom"]) / 2
    x = _Across(sheet.width, across)
    layers = [*_names(names, height, x), *_heat(fields, height, x)]
    return alt.layer(*layers, width=sheet.width, height=height)


@dataclass(frozen=True, slots=True)
class _Across:
    """The whole width and that of a field, in pixels."""

    width: float
    field: float

    @property
    def letters(self) -> float:
        """Letters of which three fit into a field."""
        return min(LETTERS, self.field / 1.9)

    def at(self, name: str) -> alt.X:
        """A place from the left."""
        import altair as alt

        return alt.X(f"{name}:Q", axis=None, scale=pixels(self.width))


def _fields(codes: dict[str, tuple[str, int | None]], pairs: list[CodePair]) -> Values:
    """A field for each pair, its earlier code the column, and one for each code by itself."""
    places = {code: place for place, code in enumerate(codes)}
    fields: Values = [
        {"row": place, "column": place, "code": label, "count": count, "shade": None, "ink": INK}
        for place, (label, count) in enumerate(codes.values())
    ]
    most = max(map(_together, pairs), default=0) or 1
    for pair in pairs:
        column, row = sorted((places[pair.code], places[pair.other]))
        count = _together(pair)
        darkness = count / most
        fields.append(
            {
                "row": row,
                "column": column,
                "code": pair.label,
                "other": pair.other_label,
                "count": count,
                "n": pair.n if pair.units is None else pair.units,
                "shade": darkness,
                "ink": "white" if darkness > _DARK_FROM else INK,
            }
        )
    return fields


def _names(names: Values, height: float, across: _Across) -> list[alt.Chart]:
    """The labels at the left; the numbers over their columns, and again beneath all."""
    import altair as alt

    view = rows(names)
    number = view.mark_text(baseline="bottom", color=FAINT, fontSize=across.letters, dy=-2)
    beneath = view.mark_text(baseline="top", color=FAINT, fontSize=across.letters, dy=3)
    return [
        view.mark_text(
            align="left", baseline="middle", lineBreak="\n", dy=alt.expr("datum.rise")
        ).encode(x=alt.XValue(0), y=y(height, "y"), text=alt.Text("text:N")),
        number.encode(x=across.at("x"), y=y(height, "over"), text=alt.Text("number:N")),
        beneath.encode(x=across.at("x"), y=alt.YValue(height), text=alt.Text("number:N")),
    ]


def _heat(fields: Values, height: float, across: _Across) -> list[alt.Chart]:
    """The fields with their counts: those of pairs shaded, those of single codes framed."""
    import altair as alt

    alone = rows([field for field in fields if field["shade"] is None])
    pairs = rows([field for field in fields if field["shade"] is not None])
    scale = alt.Scale(domain=[0, 1], range=list(_SHADES))
    x, down = across.at("left"), y(height, "top")
    named = [alt.Tooltip(f"{name}:N", title=name) for name in ("code", "other", "count", "n")]
    frame = alone.mark_rect(filled=False, stroke=OPEN, strokeWidth=1)
    shaded = pairs.mark_rect(stroke="white", strokeWidth=1)
    told = rows([field for field in fields if field["count"] is not None])
    count = told.mark_text(baseline="middle", fontSize=across.letters)
    shade = alt.Color("shade:Q", scale=scale, legend=None)
    ink = alt.Color("ink:N", scale=None)
    return [
        shaded.encode(
            x=x, x2=alt.X2("right:Q"), y=down, y2=alt.Y2("bottom:Q"), color=shade, tooltip=named
        ),
        frame.encode(x=x, x2=alt.X2("right:Q"), y=down, y2=alt.Y2("bottom:Q")),
        count.encode(x=across.at("x"), y=y(height, "y"), text=alt.Text("count:N"), color=ink),
    ]
