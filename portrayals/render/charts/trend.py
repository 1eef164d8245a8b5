"""`trend` as a line of shares over the periods, in a band of their intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from portrayals.notation.plurals import counted
from portrayals.render.charts.lines import Values
from portrayals.render.charts.measure import width
from portrayals.render.charts.page import (
    HOLLOW,
    INK,
    OPEN,
    RING,
    STRONG,
    Around,
    Panels,
    pixels,
    rows,
)
from portrayals.render.charts.sheet import LETTERS, LINE
from portrayals.render.charts.words import Words, words_of
from portrayals.render.stats import (
    POSSIBLE_RANGE,
    blocks,
    footnotes,
    left_out_in_words,
    units_in_words,
)
from portrayals.render.terminal_plot import scale_end
from portrayals.render.trend import tests_of
from portrayals.results.stats import NO_GROUP
from portrayals.results.trend import Trend

if TYPE_CHECKING:
    import altair as alt

_HEIGHT: Final = 240
_LEAST_HEIGHT: Final = 80
#: A period is never narrower: its figures, turned upright, must not touch their neighbours.
_NARROWEST: Final = 11
_SMALL: Final = 9
_BAND: Final = 0.18
#: Above the figures under the plot, and beneath them.
_GAP: Final = 6


def words(trend: Trend) -> Words:
    """What stands around the plot: the mark of a period is told where there is one."""
    label = trend.labels.get(trend.total.variable, trend.total.variable)
    units = units_in_words(trend, [trend.total])
    noted = replace(trend, notes=(*tests_of(trend), *trend.notes))
    notes = (*footnotes(noted), left_out_in_words(list(blocks(trend))))
    told = words_of(trend, f"{label}, {trend.total.label}: {units}", key=[_key(trend)], notes=notes)
    return told.titled(trend.in_words or None)


def _key(trend: Trend) -> str:
    periods = [row.printed for row in trend.rows]
    known, ranged = (
        any(getattr(row, name) is not None for row in periods) for name in ("percent", "lowest")
    )
    band = "band and dark upright line" if _is_lined(trend) else "dark upright line"
    told = (
        _point(trend),
        f"{band}: its {trend.confidence:g} % interval"
        if any(row.low is not None for row in periods)
        else "",
        _ring(trend),
        f"{'from stroke to stroke' if known else 'thin line'}: its {POSSIBLE_RANGE}"
        if ranged
        else "",
    )
    joined = "; ".join(filter(None, told))
    return f"{joined[:1].upper()}{joined[1:]}{'. ' if joined else ''}Below it: k of n."


def _is_lined(trend: Trend) -> bool:
    """Whether a line joins two periods; of a sample that can show no trend it does not."""
    return any(one and other for one, other in pairwise(trend.joined))


def _point(trend: Trend) -> str:
    """What a point is, and which of them the line leaves out."""
    shares = sum(row.printed.percent is not None for row in trend.rows)
    if not shares:
        return ""
    if shares == sum(trend.of_enough):
        return f"{'line' if _is_lined(trend) else 'point'}: the share in each {trend.per}"
    few = counted(trend.enough, trend.level)
    alone = "" if trend.no_trend else ", not joined by a line"
    return f"point: the share in each {trend.per}; small hollow point{alone}: fewer than {few}"


def _ring(trend: Trend) -> str:
    """What a ring is, and where a small triangle stands for one."""
    small = [row.size < trend.enough for row in trend.rows if row.printed.at_least]
    few = counted(trend.enough, trend.level)
    known = "what is known for certain"
    if small and all(small):
        return f"small triangle: {known}, of fewer than {few}"
    ring = f"ring: {known}" if small else ""
    return f"{ring}, a small triangle where of fewer than {few}" if any(small) else ring


def draw(trend: Trend, around: Around) -> Panels:
    """A point for each period, k and n under it; the line breaks where a period has few units."""
    import altair as alt

    across = max(_NARROWEST, (around.sheet.width - around.left) / max(1, len(trend.rows)))
    wide = across * len(trend.rows)
    values = _values(trend, across)
    beneath = _Beneath(values, across)
    height = _HEIGHT if around.room is None else around.room - beneath.height
    height = max(_LEAST_HEIGHT, height)
    highest = max((value[name] or 0 for value in values for name in _HIGH), default=0)
    scale = alt.Scale(domain=[0, scale_end(highest)], range=[height, 0], nice=False)
    axis = alt.Axis(title=f"share of {trend.level}s, %", tickCount=5, grid=True)
    x = alt.X("x:Q", axis=None, scale=pixels(wide))

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", scale=scale, axis=axis)

    view = rows(values)
    bounded = rows([value for value in values if value["lowest"] is not None])
    known = rows([value for value in values if value["percent"] is not None])
    alone = rows([value for value in values if value["alone"] is not None])
    rings = [value for value in values if value["ring"] is not None]
    of_few, of_many = (
        rows([ring for ring in rings if ring["few"] is few]) for few in (True, False)
    )
    end = bounded.mark_tick(color=INK, thickness=1.5, size=10, orient="horizontal")
    told = ("period", "count", "n", "percent", "low", "high", "lowest", "highest")
    named = [alt.Tooltip(f"{name}:N", title=name) for name in told]
    layers = [
        view.mark_area(color=STRONG, opacity=_BAND).encode(x=x, y=y("from"), y2=alt.Y2("to:Q")),
        bounded.mark_rule(color=OPEN, strokeWidth=1).encode(
            x=x, y=y("lowest"), y2=alt.Y2("highest:Q")
        ),
        known.mark_rule(color=STRONG, strokeWidth=1.25).encode(
            x=x, y=y("low"), y2=alt.Y2("high:Q")
        ),
        *(end.encode(x=x, y=y(name)) for name in ("lowest", "highest")),
        view.mark_line(color=STRONG, strokeWidth=2.5).encode(x=x, y=y("on_line")),
        known.mark_point(filled=True, size=50, opacity=1, color=STRONG).encode(
            x=x, y=y("percent"), tooltip=named
        ),
        alone.mark_point(**HOLLOW).encode(x=x, y=y("alone"), tooltip=named),
        of_few.mark_point(**HOLLOW, shape="triangle-up").encode(x=x, y=y("ring"), tooltip=named),
        of_many.mark_point(**RING).encode(x=x, y=y("ring"), tooltip=named),
        *beneath.drawn(x, height),
    ]
    plot = alt.layer(*layers, width=wide, height=height, title=around.title())
    return Panels([plot], height + beneath.height)


#: What the scale must reach.
_HIGH: Final = ("percent", "high", "highest")


def _values(trend: Trend, across: float) -> Values:
    """Each period: `on_line`, `from` and `to` where a line joins it, `alone` if of few units."""
    return [
        {
            "x": (place + 0.5) * across,
            "period": NO_GROUP if row.group is None else row.group,
            "of": row.of,
            **{name: getattr(row, name) for name in ("count", "n", "percent", "low", "high")},
            "lowest": row.lowest,
            "highest": row.highest,
            "ring": row.lowest if row.at_least else None,
            "few": row.size < trend.enough,
            "on_line": row.percent if joined else None,
            "from": row.low if joined else None,
            "to": row.high if joined else None,
            "alone": None if enough else row.percent,
        }
        for place, (row, joined, enough) in enumerate(
            zip([each.printed for each in trend.rows], trend.joined, trend.of_enough, strict=True)
        )
    ]


class _Beneath:
    """Each period and its k of n under its point, upright where they would run together."""

    def __init__(self, values: Values, across: float) -> None:
        self._values = values
        self._wide = {name: max(width(each[name], LETTERS) for each in values) for name in _NAMES}
        self._lying = max(self._wide.values()) < across - 4

    @property
    def height(self) -> float:
        """What they take under the plot."""
        taken = LINE * len(_NAMES) if self._lying else sum(self._wide.values())
        return _GAP + taken

    def drawn(self, x: alt.X, top: float) -> Iterator[alt.Chart]:
        """Their marks, from `top` on."""
        import altair as alt

        view = rows(self._values)
        for place, name in enumerate(_NAMES):
            if self._lying:
                text = view.mark_text(baseline="top")
                at = top + _GAP + LINE * place
            else:
                text = view.mark_text(angle=270, align="right", baseline="middle", fontSize=_SMALL)
                at = top + _GAP + (self._wide["period"] if place else 0)
            yield text.encode(x=x, y=alt.YValue(at), text=alt.Text(f"{name}:N"))


_NAMES: Final = ("period", "of")
