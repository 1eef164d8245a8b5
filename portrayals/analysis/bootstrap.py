"""Resampling of titles, seeded (NUMBERS R34, R35)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import floor, fsum
from random import Random
from typing import Final

from portrayals.analysis.proportions import Interval, wilson
from portrayals.analysis.quantiles import upper_tail_point
from portrayals.analysis.random_draws import multinomial

#: The default number of resamples for an interval.
RESAMPLES: Final = 2000

#: If the statistic is undefined in a larger share of the resamples, there is no interval (R34).
MOST_UNDEFINED: Final = 0.05

#: With more titles than this for each kind, kinds are drawn rather than titles.
_ALIKE: Final = 8

#: Means whose relative difference is smaller than this differ only by rounding.
_ROUNDING: Final = 1e-12

#: The counts of a title's cells, and how many titles have exactly those.
Kinds = Iterable[tuple[Sequence[float], int]]


@dataclass(frozen=True, slots=True)
class Bootstrap:
    """A percentile interval, null where undefined, and how it was made.

    `undefined` counts the resamples in which the statistic is undefined; they are left out.
    """

    low: float | None
    high: float | None
    resamples: int
    undefined: int
    seed: int


@dataclass(frozen=True, slots=True)
class Resamples:
    """The totals of the cells in each resample of `titles` titles; empty if there is no title.

    `sample` has the totals of the titles themselves.
    """

    totals: tuple[tuple[float, ...], ...]
    titles: int
    asked: int
    seed: int
    sample: tuple[float, ...] = ()

    def interval(
        self, statistic: Callable[[Sequence[float]], float | None], confidence: float = 0.95
    ) -> Bootstrap:
        """The percentile interval (Efron 1979; Davison & Hinkley 1997, 3.8) of a statistic.

        It is null for a single title, and if more than 5 % of the resamples have no value (R34).
        """
        upper = upper_tail_point(confidence)
        values = sorted(value for value in map(statistic, self.totals) if value is not None)
        undefined = self.asked - len(values)
        if not values or undefined > MOST_UNDEFINED * self.asked or self.titles < 2:
            return Bootstrap(None, None, self.asked, undefined, self.seed)
        low, high = _quantile(values, 1 - upper), _quantile(values, upper)
        return Bootstrap(low, high, self.asked, undefined, self.seed)


def resampled(titles: Kinds, *, resamples: int = RESAMPLES, seed: int = 1) -> Resamples:
    """Repeatedly draws as many titles as there are, with replacement.

    Titles without a unit are not drawn. The same seed gives the same draws, in whatever order the
    kinds come. The work depends on the number of kinds of titles, or of titles if they are fewer.
    """
    kinds = sorted((tuple(cells), times) for cells, times in titles if times and any(cells))
    number = sum(times for _, times in kinds)
    if not kinds:
        return Resamples((), 0, resamples, seed)
    random = Random(seed)  # noqa: S311 - titles are drawn, not secrets
    draw = _by_title if number <= _ALIKE * len(kinds) else _by_kind
    totals = tuple(draw(random, kinds, number, resamples))
    columns = zip(*(cells for cells, _ in kinds), strict=True)
    weights = [times for _, times in kinds]
    sample = tuple(
        sum(cell * times for cell, times in zip(column, weights, strict=True)) for column in columns
    )
    return Resamples(totals, number, resamples, seed, sample)


def one_by_one(counts: Iterable[int]) -> list[tuple[tuple[int, ...], int]]:
    """The kinds of titles when titles are the units, given how many of them each cell has."""
    cells = list(counts)
    return [
        (tuple(int(place == cell) for cell in range(len(cells))), number)
        for place, number in enumerate(cells)
    ]


_Sorted = Sequence[tuple[tuple[float, ...], int]]


def _by_title(
    random: Random, kinds: _Sorted, titles: int, resamples: int
) -> Iterator[tuple[float, ...]]:
    cells = [cells for cells, _ in kinds]
    ends = list(accumulate(times for _, times in kinds))
    for _ in range(resamples):
        drawn = random.choices(cells, cum_weights=ends, k=titles)
        yield tuple(map(sum, zip(*drawn, strict=True)))


def _by_kind(
    random: Random, kinds: _Sorted, titles: int, resamples: int
) -> Iterator[tuple[float, ...]]:
    columns = list(zip(*(cells for cells, _ in kinds), strict=True))
    weights = [times for _, times in kinds]
    for _ in range(resamples):
        drawn = multinomial(random, titles, weights)
        yield tuple(
            sum(cell * times for cell, times in zip(column, drawn, strict=True))
            for column in columns
        )


def bootstrap(
    titles: Kinds,
    statistic: Callable[[Sequence[float]], float | None],
    *,
    resamples: int = RESAMPLES,
    seed: int = 1,
    confidence: float = 0.95,
) -> Bootstrap:
    """The percentile interval of a statistic of the summed counts, in resamples of titles."""
    upper_tail_point(confidence)
    return resampled(titles, resamples=resamples, seed=seed).interval(statistic, confidence)


def share_interval(
    titles: Mapping[tuple[int, int], int], *, seed: int = 1, confidence: float = 0.95
) -> Interval:
    """The interval of a share, given how many titles have k of n units with it.

    If all titles or none have it, or the share is the same in each, nothing varies between
    resamples; then it is Wilson with the number of titles as n, as R35 says for the linearised
    form. Null with fewer than two titles. The share of those without it has the complementary
    interval.
    """
    return _share_interval(tuple(sorted(titles.items())), seed, confidence)


@lru_cache(maxsize=4096)
def _share_interval(
    titles: tuple[tuple[tuple[int, int], int], ...], seed: int, confidence: float
) -> Interval:
    # Cached, because among hundreds of pairs of codes many have their units in similar titles.
    kinds = [(kind, times) for kind, times in titles if kind[1] and times]
    number = sum(times for _, times in kinds)
    k, n = (sum(kind[cell] * times for kind, times in kinds) for cell in (0, 1))
    if number < 2:
        return Interval(None, None, "bootstrap")
    if all(own * n == k * of for (own, of), _ in kinds):
        low, high = wilson(k / n * number, number, confidence) or (None, None)
        return Interval(low, high, "wilson-clusters")
    without = sorted(((of - own, of), times) for (own, of), times in kinds)
    drawn, turned = min((kinds, False), (without, True))  # the same titles for both
    found = bootstrap(drawn, lambda totals: totals[0] / totals[1], seed=seed, confidence=confidence)
    if not turned or found.low is None or found.high is None:
        return Interval(found.low, found.high, "bootstrap")
    return Interval(1 - found.high, 1 - found.low, "bootstrap")


def mean_interval(
    titles: Mapping[tuple[float, int], int], *, seed: int = 1, confidence: float = 0.95
) -> Interval:
    """The interval of a mean, given how many titles have a sum of values over n units.

    Null with fewer than two titles, and if their values do not vary.
    """
    kinds = [(kind, times) for kind, times in titles.items() if kind[1] and times]
    means = [total / n for (total, n), _ in kinds]
    if not means or max(means) - min(means) <= _ROUNDING * max(map(abs, means)):
        return Interval(None, None, "bootstrap")
    number = sum(n * times for (_, n), times in kinds)
    origin = fsum(total * times for (total, _), times in kinds) / number
    # Relative to the mean, so that large values lose no digits.
    moved = [((total - origin * n, n), times) for (total, n), times in kinds]
    found = bootstrap(moved, lambda totals: totals[0] / totals[1], seed=seed, confidence=confidence)
    low, high = (None if end is None else origin + end for end in (found.low, found.high))
    return Interval(low, high, "bootstrap")


def _quantile(ordered: Sequence[float], p: float) -> float:
    """Linear between order statistics (Hyndman & Fan 1996, type 7)."""
    place = p * (len(ordered) - 1)
    below = min(floor(place), len(ordered) - 1)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
