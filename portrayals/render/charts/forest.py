"""Lines with a dot on its interval each, as a forest plot has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from portrayals.render.charts.lines import TALL, ChartLine, LineColumns, Values, labelled, placed, y
from portrayals.render.charts.page import GRID, HOLLOW, INK, OPEN, RING, STRONG, Panel, rows
from portrayals.render.charts.sheet import LINE

if TYPE_CHECKING:
    import altair as alt


def forest(
    lines: Sequence[ChartLine],
    stand: LineColumns,
    *,
    heads: tuple[str, str],
    unit: str,
    domain: tuple[float, float],
) -> Panel:
    """The lines on a scale that spans `domain`, named `unit`; `heads` stand over the figures."""
    import altair as alt

    values, height = placed(lines, stand)
    ends = [stand.plot, stand.right]
    scale = alt.Scale(domain=list(domain), range=ends, nice=False, zero=False)
    axis = alt.Axis(title=unit, tickCount=6, grid=not stand.beneath)
    told = dict.fromkeys(name for line in lines for name in line.told)
    layers = [
        *labelled(values, height, stand, heads),
        *_behind(values, height, stand, scale),
        *_dots(values, height, scale, axis, told),
    ]
    if len(lines) > TALL:
        offset = LINE + (6 if stand.beneath else 0)  # there the heads of the figures stand under it
        above = alt.Axis(orient="top", title=None, grid=False, tickCount=6, offset=offset)
        again = rows(values).mark_point(opacity=0)
        layers.append(again.encode(x=alt.X("value:Q", scale=scale, axis=above), y=y(height, "at")))
    drawn: Panel = (
        alt.layer(*layers)
        .resolve_axis(x="independent")
        .properties(width=stand.right, height=height)
    )
    return drawn


def _behind(values: Values, height: float, stand: LineColumns, scale: alt.Scale) -> list[alt.Chart]:
    """The thin line of the bounds, the thick one of the interval, and the ends of the bounds.

    Under a label there is a track for them, as no grid runs through the labels.
    """
    import altair as alt

    def x(name: str) -> alt.X:
        return alt.X(f"{name}:Q", scale=scale, axis=None)

    at = y(height, "at")
    bounded = rows([value for value in values if value["least"] is not None])
    known = rows([value for value in values if value["from"] is not None])
    end = bounded.mark_tick(color=INK, thickness=1.5, size=10, orient="vertical")
    thin = bounded.mark_rule(color=OPEN, strokeWidth=1)
    thick = known.mark_rule(color=STRONG, strokeWidth=2.5)
    track = rows([value for value in values if value["first"]]).mark_rule(color=GRID)
    return [
        *(
            [track.encode(x=alt.XValue(0), x2=alt.X2Value(stand.right), y=at)]
            if stand.beneath
            else []
        ),
        thin.encode(x=x("least"), x2=alt.X2("most:Q"), y=at),
        thick.encode(x=x("from"), x2=alt.X2("to:Q"), y=at),
        *(end.encode(x=x(name), y=at) for name in ("least", "most")),
    ]


def _dots(
    values: Values, height: float, scale: alt.Scale, axis: alt.Axis, told: Iterable[str]
) -> list[alt.Chart]:
    """A dot at each value, hollow where it is of few; a ring where only so much is known."""
    import altair as alt

    def placed_at(name: str) -> alt.X:
        return alt.X(f"{name}:Q", scale=scale, axis=None)

    at = y(height, "at")
    named = [alt.Tooltip(f"{name}:N", title=name) for name in told]
    shape = alt.Shape("shape:N", scale=None)
    shares = [value for value in values if value["value"] is not None]
    dots = rows([value for value in shares if not value["few"]])
    of_few = rows([value for value in shares if value["few"]])
    rings = rows([value for value in values if value["ring"] is not None])
    dot = dots.mark_point(filled=True, size=50, opacity=1, color=STRONG)
    ring = rings.mark_point(**RING)
    x = alt.X("value:Q", scale=scale, axis=axis)
    return [
        dot.encode(x=x, y=at, shape=shape, tooltip=named),
        of_few.mark_point(**HOLLOW).encode(x=placed_at("value"), y=at, shape=shape, tooltip=named),
        ring.encode(x=placed_at("ring"), y=at, shape=shape, tooltip=named),
    ]
