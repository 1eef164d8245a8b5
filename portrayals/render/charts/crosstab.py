"""`crosstab` as bars: each row of the table is a whole, divided by the columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from portrayals.render.charts.forest import forest
from portrayals.render.charts.lines import Columns, Line, Values, columns, labelled, placed, y
from portrayals.render.charts.measure import width
from portrayals.render.charts.page import (
    INK,
    LETTERS,
    LINE,
    WIDTH,
    Panel,
    Specification,
    page,
    rows,
    title,
)
from portrayals.render.charts.words import found, scope
from portrayals.render.crosstab import heading_of
from portrayals.render.stats import UNDEFINED
from portrayals.results.crosstab import Crosstab, TableRow

if TYPE_CHECKING:
    import altair as alt

#: Red, green and blue of the first column and of the last: neighbours differ in grey too.
_DARKEST: Final = (20, 58, 90)
_LIGHTEST: Final = (214, 228, 239)
#: More columns could not be told apart.
_MOST_COLUMNS: Final = 7
_PERCENT: Final = "of each row, %"
#: Figures on darker pieces are white.
_DARK_BELOW: Final = 0.45
_AIR: Final = 2


def bars(table: Crosstab) -> Specification:
    """Stacked bars where the columns divide each row; else a dot for each row and column."""
    drawn = _stacked(table) if _divided(table) else _side_by_side(table)
    notes = (found(table), *table.notes)
    panel = drawn.properties(title=title(heading_of(table), scope(table)))
    return page([panel], dict.fromkeys(filter(None, notes)))


def _divided(table: Crosstab) -> bool:
    """Whether every unit of a row is in one column and no more, and the shades suffice."""
    return len(table.columns) <= _MOST_COLUMNS and all(
        len(set(row.row_n)) <= 1 and sum(row.counts) <= max(row.row_n, default=0)
        for row in table.rows
    )


def _told(table: Crosstab, row: TableRow, at: int) -> dict[str, object]:
    return {
        "row": row.label,
        "column": table.column_labels[at],
        "count": row.counts[at],
        "n": row.row_n[at],
        "percent": row.row_percent[at],
    }


def _side_by_side(table: Crosstab) -> Panel:
    """Columns that overlap, under each row: a share each, which do not sum to the whole."""
    lines = []
    for row in table.rows:
        lines.append(Line(row.label, row.depth, strong=True))
        for at, (label, percent) in enumerate(
            zip(table.column_labels, row.row_percent, strict=True)
        ):
            figures = (
                f"{row.counts[at]} of {row.row_n[at]}",
                UNDEFINED if percent is None else f"{percent:.1f} %",
            )
            told = _told(table, row, at)
            lines.append(Line(label, row.depth + 1, figures=figures, value=percent, told=told))
    heads = ("k of n", "share")
    stand = columns(lines, [heads])
    return forest(lines, stand, heads=heads, unit=f"share {_PERCENT}", domain=(0, 100))


def _stacked(table: Crosstab) -> Panel:
    import altair as alt

    lines = [
        Line(row.label, row.depth, figures=(str(max(row.row_n, default=0)), ""))
        for row in table.rows
    ]
    heads = ("n", "")
    stand = columns(lines, [heads])
    values, height = placed(lines, stand.label)
    pieces = [
        value | piece | {"top": value["top"] + _AIR, "bottom": value["bottom"] - _AIR}
        for value, row in zip(values, table.rows, strict=True)
        for piece in _pieces(table, row, WIDTH - stand.plot)
    ]
    layers = [*labelled(values, height, stand, heads), *_bars(pieces, height, stand)]
    layers.extend(_legend(table, stand))
    drawn: Panel = (
        alt.layer(*layers).resolve_axis(x="independent").properties(width=WIDTH, height=height)
    )
    return drawn


def _pieces(table: Crosstab, row: TableRow, whole: float) -> Iterator[dict[str, Any]]:
    """A bar's pieces from the left; a count is written where its piece has room for it."""
    start = 0.0
    for at, (count, percent) in enumerate(zip(row.counts, row.row_percent, strict=True)):
        if not count or percent is None:
            continue
        room = whole * percent / 100 > width(str(count), LETTERS) + 4
        lightness = _lightness(at, len(row.counts))
        yield _told(table, row, at) | {
            "start": start,
            "stop": start + percent,
            "centre": start + percent / 2,
            "shade": _shade(lightness),
            "ink": "white" if lightness < _DARK_BELOW else INK,
            "written": str(count) if room else "",
        }
        start += percent


def _lightness(place: int, number: int) -> float:
    return place / max(1, number - 1)


def _shade(lightness: float) -> str:
    mixed = (
        round(dark + (light - dark) * lightness)
        for dark, light in zip(_DARKEST, _LIGHTEST, strict=True)
    )
    return "#" + "".join(f"{each:02x}" for each in mixed)


def _bars(pieces: Values, height: float, stand: Columns) -> list[alt.Chart]:
    import altair as alt

    scale = alt.Scale(domain=[0, 100], range=[stand.plot, WIDTH], nice=False)
    axis = alt.Axis(title=f"share {_PERCENT}", tickCount=6, grid=False)
    named = [
        alt.Tooltip(f"{name}:N", title=name) for name in ("row", "column", "count", "n", "percent")
    ]
    bar = rows(pieces).mark_rect(stroke="white", strokeWidth=1)
    count = rows(pieces).mark_text(baseline="middle")
    return [
        bar.encode(
            x=alt.X("start:Q", scale=scale, axis=axis),
            x2="stop:Q",
            y=y(height, "top"),
            y2="bottom:Q",
            color=alt.Color("shade:N", scale=None),
            tooltip=named,
        ),
        count.encode(
            x=alt.X("centre:Q", scale=scale, axis=None),
            y=y(height),
            color=alt.Color("ink:N", scale=None),
            text="written:N",
        ),
    ]


def _legend(table: Crosstab, stand: Columns) -> list[alt.Chart]:
    """The shades with their labels, over the bars, in as many lines as they need."""
    import altair as alt

    places: list[tuple[int, float]] = []
    line, left = 0, stand.plot
    for label in table.column_labels:
        wide = width(label, LETTERS) + 30
        if left > stand.plot and left + wide > WIDTH:
            line, left = line + 1, stand.plot
        places.append((line, left))
        left += wide
    drawn = []
    for place, (label, (of, at)) in enumerate(zip(table.column_labels, places, strict=True)):
        shade = _shade(_lightness(place, len(places)))
        above = -10 - LINE * (line - of)
        square = rows([{"label": label}]).mark_square(size=100, opacity=1, color=shade)
        name = rows([{"label": label}]).mark_text(align="left", baseline="middle")
        drawn.append(square.encode(x=alt.value(at + 5), y=alt.value(above)))
        drawn.append(name.encode(x=alt.value(at + 15), y=alt.value(above), text="label:N"))
    return drawn
