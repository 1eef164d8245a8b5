"""`trend` as a line of shares over the periods, in a band of their intervals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from portrayals.notation.plurals import counted
from portrayals.render.charts.lines import Values
from portrayals.render.charts.measure import width
from portrayals.render.charts.page import (
    INK,
    LETTERS,
    LINE,
    OPEN,
    STRONG,
    WIDTH,
    Panel,
    Specification,
    page,
    pixels,
    rows,
    title,
)
from portrayals.render.charts.words import left_out, scope
from portrayals.render.stats import NO_GROUP, footnotes
from portrayals.render.terminal_plot import scale_end
from portrayals.render.trend import tests_of
from portrayals.results.trend import Trend

if TYPE_CHECKING:
    import altair as alt

_HEIGHT: Final = 240
#: A period is never narrower: its figures, turned upright, must not touch their neighbours.
_NARROWEST: Final = 11
_SMALL: Final = 9
_BAND: Final = 0.18


def path(trend: Trend) -> Specification:
    """A point for each period, k and n under it; a period without a known unit breaks the line."""
    label = trend.labels.get(trend.total.variable, trend.total.variable)
    heading = f"{label}, {trend.total.label}: {counted(trend.total.n, trend.level)}"
    bounded = any(row.lowest is not None for row in trend.rows)
    bounds = "; thin line between strokes: its bounds"
    notes = [
        f"Line: the share in each {trend.per}; band and dark upright line: its "
        f"{trend.confidence:g} % interval{bounds if bounded else ''}. "
        "Under it: k of n.",
        *footnotes(replace(trend, notes=(*tests_of(trend), *trend.notes))),
        left_out(row.states for row in trend.rows),
    ]
    drawn = _drawn(trend).properties(title=title(heading, scope(trend)))
    return page([drawn], dict.fromkeys(filter(None, notes)))


def _drawn(trend: Trend) -> Panel:
    import altair as alt

    across = max(_NARROWEST, WIDTH / max(1, len(trend.rows)))
    wide = across * len(trend.rows)
    values = _values(trend, across)
    highest = max((value[name] or 0 for value in values for name in _HIGH), default=0)
    scale = alt.Scale(domain=[0, scale_end(highest)], range=[_HEIGHT, 0], nice=False)
    axis = alt.Axis(title=f"share of {trend.level}s, %", tickCount=5, grid=True)
    x = alt.X("x:Q", axis=None, scale=pixels(wide))

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", scale=scale, axis=axis)

    view = rows(values)
    bounded = rows([value for value in values if value["lowest"] is not None])
    known = rows([value for value in values if value["percent"] is not None])
    end = bounded.mark_tick(color=INK, thickness=1.5, size=10, orient="horizontal")
    told = ("period", "count", "n", "percent", "low", "high", "lowest", "highest")
    named = [alt.Tooltip(f"{name}:N", title=name) for name in told]
    layers = [
        view.mark_area(color=STRONG, opacity=_BAND).encode(x=x, y=y("low"), y2="high:Q"),
        bounded.mark_rule(color=OPEN, strokeWidth=1).encode(x=x, y=y("lowest"), y2="highest:Q"),
        known.mark_rule(color=STRONG, strokeWidth=1.25).encode(x=x, y=y("low"), y2="high:Q"),
        *(end.encode(x=x, y=y(name)) for name in ("lowest", "highest")),
        view.mark_line(color=STRONG, strokeWidth=2.5).encode(x=x, y=y("percent")),
        known.mark_point(filled=True, size=50, opacity=1, color=STRONG).encode(
            x=x, y=y("percent"), tooltip=named
        ),
        *_beneath(values, x, across),
    ]
    return alt.layer(*layers, width=wide, height=_HEIGHT)


#: What the scale must reach.
_HIGH: Final = ("percent", "high", "highest")


def _values(trend: Trend, across: float) -> Values:
    return [
        {
            "x": (place + 0.5) * across,
            "period": NO_GROUP if row.group is None else row.group,
            "of": row.of,
            **{name: getattr(row, name) for name in ("count", "n", "percent", "low", "high")},
            "lowest": row.lowest,
            "highest": row.highest,
        }
        for place, row in enumerate(each.printed for each in trend.rows)
    ]


def _beneath(values: Values, x: alt.X, across: float) -> list[alt.Chart]:
    """Each period and its k of n under its point, upright where they would run together."""
    import altair as alt

    names = ("period", "of")
    wide = {name: max(width(value[name], LETTERS) for value in values) for name in names}
    lying = max(wide.values()) < across - 4
    drawn = []
    for name in names:
        if lying:
            text = rows(values).mark_text(baseline="top")
            place = float(_HEIGHT + 6 + LINE * names.index(name))
        else:
            text = rows(values).mark_text(
                angle=270, align="right", baseline="middle", fontSize=_SMALL
            )
            place = _HEIGHT + 6 + (wide["period"] if name == "of" else 0)
        drawn.append(text.encode(x=x, y=alt.value(place), text=f"{name}:N"))
    return drawn
