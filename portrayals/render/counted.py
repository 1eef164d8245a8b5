"""Everything that counts, each as its own module draws it."""

from __future__ import annotations

from collections.abc import Iterator

from portrayals.render import contrasts, samplesizes, statistics, tables
from portrayals.render.grid import Grid
from portrayals.render.screen import Screen
from portrayals.results.contrasts import Comparison, Trend
from portrayals.results.samplesizes import SampleSizes
from portrayals.results.statistics import Statistic
from portrayals.results.tables import Cooccurrence, Crosstab

#: A trend and a comparison are statistics, too.
Count = Statistic | SampleSizes | Crosstab | Cooccurrence


def lines(result: Count, screen: Screen) -> Iterator[str]:
    """The result as people read it."""
    match result:
        case Trend():
            return contrasts.trend_lines(result, screen)
        case Comparison():
            return contrasts.comparison_lines(result, screen)
        case Statistic():
            return statistics.lines(result, screen)
        case SampleSizes():
            return samplesizes.lines(result, screen)
        case Crosstab():
            return tables.crosstab_lines(result, screen)
        case Cooccurrence():
            return tables.cooccurrence_lines(result, screen)


def grids(result: Count) -> Iterator[Grid]:
    """The result as grids for a paper."""
    match result:
        case Trend():
            yield from contrasts.trend_grids(result)
        case Comparison():
            yield from contrasts.comparison_grids(result)
        case Statistic():
            yield from statistics.grids(result)
        case SampleSizes():
            yield samplesizes.grid(result)
        case Crosstab():
            yield from tables.crosstab_grids(result)
        case Cooccurrence():
            yield tables.cooccurrence_grid(result)


def rows(result: Count) -> list[dict[str, object]]:
    """The rows as JSON Lines and CSV have them."""
    match result:
        case Trend() | Comparison():
            return result.printed_rows()
        case Statistic():
            return [row.to_dict() for row in result.rows]
        case SampleSizes() | Crosstab() | Cooccurrence():
            return result.records()
