"""Resampling of titles, seeded (NUMBERS R34, R35)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor
from random import Random
from typing import Final

from portrayals.analysis.draws import multinomial
from portrayals.analysis.quantiles import upper_tail_point

#: Where the statistic is undefined in a larger share of the resamples there is no interval (R34).
MOST_UNDEFINED: Final = 0.05


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """A percentile interval, null where undefined, and how it was drawn.

    `undefined` counts the resamples in which the statistic is undefined, which are left out.
    """

    low: float | None
    high: float | None
    resamples: int
    undefined: int
    seed: int


def bootstrap(
    titles: Sequence[tuple[Sequence[int], int]],
    statistic: Callable[[Sequence[int]], float | None],
    *,
    resamples: int = 2000,
    seed: int = 1,
    confidence: float = 0.95,
) -> Bootstrap:
    """The percentile interval of a statistic of totals (Efron 1979; Davison & Hinkley 1997, 3.8).

    Each element of `titles` has the counts of a title's cells and how many titles have just those;
    all titles with a unit are drawn with return, by one multinomial draw over the kinds, so that
    the work depends on the kinds and not on the titles. `statistic` is of the summed counts.
    """
    upper = upper_tail_point(confidence)
    kinds = [(cells, times) for cells, times in titles if times and any(cells)]
    columns = list(zip(*(cells for cells, _ in kinds), strict=True))
    weights = [times for _, times in kinds]
    random = Random(seed)  # noqa: S311 - titles are drawn, not secrets
    values = []
    for _ in range(resamples if len(kinds) > 0 else 0):
        drawn = multinomial(random, sum(weights), weights)
        totals = [
            sum(cell * times for cell, times in zip(column, drawn, strict=True))
            for column in columns
        ]
        value = statistic(totals)
        if value is not None:
            values.append(value)
    undefined = resamples - len(values)
    if not values or undefined > MOST_UNDEFINED * resamples or sum(weights) < 2:
        return Bootstrap(None, None, resamples, undefined, seed)
    values.sort()
    return Bootstrap(
        _quantile(values, 1 - upper), _quantile(values, upper), resamples, undefined, seed
    )


def _quantile(ordered: Sequence[float], p: float) -> float:
    """Linear between order statistics (Hyndman & Fan 1996, type 7)."""
    place = p * (len(ordered) - 1)
    below = min(floor(place), len(ordered) - 1)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
