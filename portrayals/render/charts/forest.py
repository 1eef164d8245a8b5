"""Lines with a dot on its interval each, as a forest plot has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from portrayals.render.charts.lines import TALL, Columns, Line, Values, labelled, placed, y
from portrayals.render.charts.page import INK, LINE, OPEN, STRONG, WIDTH, Panel, rows

if TYPE_CHECKING:
    import altair as alt


def forest(
    lines: Sequence[Line],
    stand: Columns,
    *,
    heads: tuple[str, str],
    unit: str,
    domain: tuple[float, float],
) -> Panel:
    """The lines on a scale that spans `domain`, named `unit`; `heads` stand over the figures."""
    import altair as alt

    values, height = placed(lines, stand.label)
    scale = alt.Scale(domain=list(domain), range=[stand.plot, WIDTH], nice=False, zero=False)
    told = dict.fromkeys(name for line in lines for name in line.told)
    layers = [
        *labelled(values, height, stand, heads),
        *_behind(values, height, scale),
        _dots(values, height, alt.X("value:Q", scale=scale, axis=_axis(unit)), told),
    ]
    if len(lines) > TALL:
        above = alt.Axis(orient="top", title=None, grid=False, tickCount=6, offset=LINE)
        again = rows(values).mark_point(opacity=0)
        layers.append(again.encode(x=alt.X("value:Q", scale=scale, axis=above), y=y(height)))
    drawn: Panel = (
        alt.layer(*layers).resolve_axis(x="independent").properties(width=WIDTH, height=height)
    )
    return drawn


def _axis(unit: str) -> alt.Axis:
    import altair as alt

    return alt.Axis(title=unit, tickCount=6, grid=True)


def _behind(values: Values, height: float, scale: alt.Scale) -> list[alt.Chart]:
    """The thin line of the bounds, the thick one of the interval, and the ends of the bounds."""
    import altair as alt

    def x(name: str) -> alt.X:
        return alt.X(f"{name}:Q", scale=scale, axis=None)

    middle = y(height)
    bounded = rows([value for value in values if value["least"] is not None])
    known = rows([value for value in values if value["from"] is not None])
    end = bounded.mark_tick(color=INK, thickness=1.5, size=10, orient="vertical")
    thin = bounded.mark_rule(color=OPEN, strokeWidth=1)
    thick = known.mark_rule(color=STRONG, strokeWidth=2.5)
    return [
        thin.encode(x=x("least"), x2="most:Q", y=middle),
        thick.encode(x=x("from"), x2="to:Q", y=middle),
        *(end.encode(x=x(name), y=middle) for name in ("least", "most")),
    ]


def _dots(values: Values, height: float, x: alt.X, told: Iterable[str]) -> alt.Chart:
    import altair as alt

    view = rows([value for value in values if value["value"] is not None])
    named = [alt.Tooltip(f"{name}:N", title=name) for name in told]
    dot = view.mark_point(filled=True, size=50, opacity=1, color=STRONG)
    shape = alt.Shape("shape:N", scale=None)
    drawn: alt.Chart = dot.encode(x=x, y=y(height), shape=shape, tooltip=named)
    return drawn
