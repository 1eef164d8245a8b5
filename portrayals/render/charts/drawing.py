"""Which chart a result is drawn as."""

from __future__ import annotations

from portrayals.errors import InvalidValue
from portrayals.render.charts.bars import bars
from portrayals.render.charts.dots import dots
from portrayals.render.charts.heat import heat
from portrayals.render.charts.page import Specification
from portrayals.render.charts.path import path
from portrayals.results.contrasts import Trend
from portrayals.results.statistics import Statistic
from portrayals.results.tables import Cooccurrence, Crosstab

Drawable = Statistic | Crosstab | Cooccurrence


def chart(result: Drawable) -> Specification:
    """The result as a specification of Vega-Lite, with n and the notes on it.

    Raises InvalidValue where there is nothing to draw.
    """
    if not result.rows:
        raise InvalidValue(
            "there is nothing to draw", hint="ask without --where, or see what is coded: stats"
        )
    match result:
        case Trend():
            return path(result)
        case Statistic():
            return dots(result)
        case Crosstab():
            return bars(result)
        case Cooccurrence():
            return heat(result)
