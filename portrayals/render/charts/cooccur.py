"""`cooccur` as a heat map: how often two codes come together, written in each field."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from portrayals.render.charts.lines import Values, rise, y
from portrayals.render.charts.measure import width, wrapped
from portrayals.render.charts.page import (
    FAINT,
    INK,
    LETTERS,
    LINE,
    OPEN,
    WIDTH,
    Panel,
    Specification,
    page,
    pixels,
    rows,
    title,
)
from portrayals.render.charts.words import found, scope
from portrayals.render.crosstab import units_of
from portrayals.results.cooccur import CodePair, Cooccurrence

if TYPE_CHECKING:
    import altair as alt

_MOST_CODES: Final = 30
_WIDEST_LABEL: Final = 250
_WIDEST_FIELD: Final = 44
_GAP: Final = 12
_AIR: Final = 6
_SHADES: Final = ("#e8f0f7", "#143a5a")
#: From this part of the largest count on a figure is white.
_DARK_FROM: Final = 0.5


def heat(pairs: Cooccurrence) -> Specification:
    """Codes by codes, each pair once; a darker field is a larger count, an empty one none."""
    codes = _codes(pairs.rows)
    shown = dict(list(codes.items())[:_MOST_CODES])
    drawn = [pair for pair in pairs.rows if pair.code in shown and pair.other in shown]
    notes = [
        "Numbers: units with both codes; in a frame, units with the code that are settled at "
        "another, too. Empty: never together, or one code lies beneath the other.",
        f"Drawn are the {_MOST_CODES} codes that most often come with others, of {len(codes)}."
        if len(codes) > len(shown)
        else "",
        found(pairs),
        *pairs.notes,
    ]
    units = units_of(pairs, set() if pairs.n is None else {pairs.n})
    heading = f"{pairs.label}, codes that come together: {units}"
    panel = _drawn(shown, drawn).properties(title=title(heading, scope(pairs)))
    return page([panel], dict.fromkeys(filter(None, notes)))


def _codes(pairs: tuple[CodePair, ...]) -> dict[str, tuple[str, int]]:
    """The label of each code and its own units; those first that come together most."""
    together: dict[str, int] = {}
    codes: dict[str, tuple[str, int]] = {}
    for pair in pairs:
        for code, label, count in (
            (pair.code, pair.label, pair.code_count),
            (pair.other, pair.other_label, pair.other_count),
        ):
            together[code] = together.get(code, 0) + pair.count
            label_and_most = codes.get(code, (label, 0))
            codes[code] = (label, max(count, label_and_most[1]))
    return {code: codes[code] for code in sorted(codes, key=lambda code: -together[code])}


def _drawn(codes: dict[str, tuple[str, int]], pairs: list[CodePair]) -> Panel:
    """The lower triangle; columns bear the numbers that the rows' labels begin with."""
    import altair as alt

    labels = [f"{place}  {label}" for place, (label, _) in enumerate(codes.values(), 1)]
    room = min(_WIDEST_LABEL, max(width(label, LETTERS) for label in labels)) + _GAP
    texts = [wrapped(label, LETTERS, room - _GAP) for label in labels]
    across = min(_WIDEST_FIELD, (WIDTH - room) / len(labels))
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
    layers = [*_names(names, height, across), *_heat(fields, height, across)]
    return alt.layer(*layers, width=WIDTH, height=height)


def _fields(codes: dict[str, tuple[str, int]], pairs: list[CodePair]) -> Values:
    """A field for each pair, its earlier code the column, and one for each code by itself."""
    places = {code: place for place, code in enumerate(codes)}
    fields: Values = [
        {"row": place, "column": place, "code": label, "count": count, "shade": None, "ink": INK}
        for place, (label, count) in enumerate(codes.values())
    ]
    most = max((pair.count for pair in pairs), default=1)
    for pair in pairs:
        column, row = sorted((places[pair.code], places[pair.other]))
        darkness = pair.count / most
        fields.append(
            {
                "row": row,
                "column": column,
                "code": pair.label,
                "other": pair.other_label,
                "count": pair.count,
                "n": pair.n,
                "shade": darkness,
                "ink": "white" if darkness > _DARK_FROM else INK,
            }
        )
    return fields


def _x(name: str) -> alt.X:
    import altair as alt

    return alt.X(f"{name}:Q", axis=None, scale=pixels(WIDTH))


def _names(names: Values, height: float, across: float) -> list[alt.Chart]:
    """The labels at the left; the numbers over their columns, and again beneath all."""
    import altair as alt

    view = rows(names)
    number = view.mark_text(baseline="bottom", color=FAINT, fontSize=_letters(across), dy=-2)
    beneath = view.mark_text(baseline="top", color=FAINT, fontSize=_letters(across), dy=3)
    return [
        view.mark_text(
            align="left", baseline="middle", lineBreak="\n", dy=alt.expr("datum.rise")
        ).encode(x=alt.value(0), y=y(height, "y"), text="text:N"),
        number.encode(x=_x("x"), y=y(height, "over"), text="number:N"),
        beneath.encode(x=_x("x"), y=alt.value(height), text="number:N"),
    ]


def _heat(fields: Values, height: float, across: float) -> list[alt.Chart]:
    """The fields with their counts: those of pairs shaded, those of single codes framed."""
    import altair as alt

    alone = rows([field for field in fields if field["shade"] is None])
    pairs = rows([field for field in fields if field["shade"] is not None])
    scale = alt.Scale(domain=[0, 1], range=list(_SHADES))
    x, down = _x("left"), y(height, "top")
    named = [alt.Tooltip(f"{name}:N", title=name) for name in ("code", "other", "count", "n")]
    frame = alone.mark_rect(filled=False, stroke=OPEN, strokeWidth=1)
    shaded = pairs.mark_rect(stroke="white", strokeWidth=1)
    count = rows(fields).mark_text(baseline="middle", fontSize=_letters(across))
    shade = alt.Color("shade:Q", scale=scale, legend=None)
    ink = alt.Color("ink:N", scale=None)
    return [
        shaded.encode(x=x, x2="right:Q", y=down, y2="bottom:Q", color=shade, tooltip=named),
        frame.encode(x=x, x2="right:Q", y=down, y2="bottom:Q"),
        count.encode(x=_x("x"), y=y(height, "y"), text="count:N", color=ink),
    ]


def _letters(across: float) -> float:
    """Letters of which three fit into a field."""
    return min(LETTERS, across / 1.9)
