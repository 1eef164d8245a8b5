"""Which chart a result is drawn as."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from portrayals.errors import InvalidValue
from portrayals.render.charts.cooccur import heat
from portrayals.render.charts.crosstab import bars
from portrayals.render.charts.page import Specification
from portrayals.render.charts.stats import dots
from portrayals.render.charts.trend import path
from portrayals.render.compare import whole
from portrayals.render.extras import need
from portrayals.results.compare import Comparison
from portrayals.results.cooccur import Cooccurrence
from portrayals.results.crosstab import Crosstab
from portrayals.results.stats import Statistic
from portrayals.results.trend import Trend

if TYPE_CHECKING:
    from altair import VConcatChart

Drawable = Statistic | Crosstab | Cooccurrence


def chart(result: Drawable) -> Specification:
    """The result as a specification of Vega-Lite, with n and the notes on it.

    Raises InvalidValue where there is nothing to draw.
    """
    if not result.rows:
        raise InvalidValue(
            "there is nothing to draw", hint="ask without --where, or see what is coded: stats"
        )
    if isinstance(result, Cooccurrence) and not any(pair.count for pair in result.rows):
        raise InvalidValue(
            "no unit is settled, so there is nothing to draw",
            hint="to count what is reported: --silence no",
        )
    match result:
        case Trend():
            return path(result)
        case Comparison():
            return dots(result if result.settled_nowhere else whole(result))
        case Statistic():
            return dots(result)
        case Crosstab():
            return bars(result)
        case Cooccurrence():
            return heat(result)


def altair_chart(result: Drawable) -> VConcatChart:
    """The chart as an object of Altair, which a notebook draws, and which can be saved or changed.

    Raises NotInstalled without Altair, InvalidValue where there is nothing to draw.
    """
    need("a chart", "altair")
    from altair import VConcatChart

    made: VConcatChart = VConcatChart.from_dict(json.loads(json.dumps(chart(result))))
    return made
