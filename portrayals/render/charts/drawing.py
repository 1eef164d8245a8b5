"""Which chart a result is drawn as."""

from __future__ import annotations

from portrayals.errors import InvalidValue
from portrayals.render.charts.cooccur import heat
from portrayals.render.charts.crosstab import bars
from portrayals.render.charts.page import Specification
from portrayals.render.charts.stats import dots
from portrayals.render.charts.trend import path
from portrayals.results.cooccur import Cooccurrence
from portrayals.results.crosstab import Crosstab
from portrayals.results.stats import Statistic
from portrayals.results.trend import Trend

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
