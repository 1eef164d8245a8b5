"""The limits of alpha, by titles: the jackknife of NUMBERS R34, or a lower limit alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, fsum, log, sqrt
from typing import Any, Final, Literal

from portrayals.analysis.agreement import Alpha, Coincidences, margins
from portrayals.analysis.bootstrap import resampled
from portrayals.analysis.quantiles import t_quantile, upper_tail_point
from portrayals.analysis.tail_probabilities import chi_square_quantile

#: With fewer titles than this, or a second value held in fewer than `ENOUGH`, nothing is told.
FEWEST_TITLES: Final = 15

#: So many titles must disagree for both limits, and hold each of two values for any.
ENOUGH: Final = 5

#: What the limits are: both, the lower alone, or none.
Method = Literal["jackknife", "lower-limit", "bootstrap", "too-few"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of alpha, null where there is none, and what they rest on.

    `titles` hold a pair, `disagree` of them hold one whose values differ; `held` says of each value
    how many titles hold it in a pair. `undefined` resamples had no alpha.
    """

    low: float | None
    high: float | None
    method: Method
    titles: int
    disagree: int
    held: Mapping[Any, int]
    undefined: int | None = None

    @property
    def holding_second(self) -> int:
        """How many titles hold the second of the values, the one held by most being the first."""
        return sorted((*self.held.values(), 0, 0), reverse=True)[1]

    @property
    def too_few(self) -> bool:
        """Whether the titles are too few for a verdict, however the limits were made (R34)."""
        return self.titles < FEWEST_TITLES or self.holding_second < ENOUGH


def limits(
    alpha: Alpha, titles: Iterable[tuple[Coincidences, int]], confidence: float = 0.95
) -> Limits:
    """The limits of alpha over titles, each with how many have those coincidences (R34)."""
    upper = upper_tail_point(confidence)
    kinds = [(pairs, times) for pairs, times in titles if pairs]
    number, disagree, _ = told = _titles(kinds)
    whole = added(kinds)
    coefficient = alpha(whole)
    nothing = Limits(None, None, "too-few", *told)
    if nothing.too_few or coefficient is None:
        return nothing
    if disagree >= ENOUGH:
        error = _standard_error(alpha, whole, kinds, number)
        if error is not None:
            reach, apart = t_quantile(upper, number - 1) * error, 1 - coefficient
            low, high = (1 - apart * exp(sign * reach) for sign in (1, -1))
            return Limits(max(-1.0, low), high, "jackknife", *told)
    one = (1 - coefficient) / disagree if disagree else _one_pair(whole)
    most = chi_square_quantile(upper, 2 * (disagree + 1)) / 2
    return Limits(max(-1.0, 1 - most * one), None, "lower-limit", *told)


def bootstrap_limits(
    alpha: Alpha,
    titles: Iterable[tuple[Coincidences, int]],
    confidence: float = 0.95,
    seed: int = 1,
) -> Limits:
    """The percentile limits of alpha in resamples of titles, as other programs have them.

    Where 95 % are asked for they cover as little as 58 % (docs/reliability.md).
    """
    kinds = [(pairs, times) for pairs, times in titles if pairs]
    cells = sorted({pair for pairs, _ in kinds for pair in pairs}, key=repr)
    drawn = resampled(
        (([pairs.get(cell, 0) for cell in cells], times) for pairs, times in kinds), seed=seed
    )
    found = drawn.interval(lambda totals: alpha(dict(zip(cells, totals, strict=True))), confidence)
    return Limits(found.low, found.high, "bootstrap", *_titles(kinds), found.undefined)


def _titles(
    kinds: Sequence[tuple[Coincidences, int]],
) -> tuple[int, int, Mapping[Any, int]]:
    """How many titles hold a pair, hold one that disagrees, and hold each value."""
    held: Counter[Any] = Counter()
    for pairs, times in kinds:
        held.update(dict.fromkeys(margins(pairs), times))
    disagree = sum(times for pairs, times in kinds if _disagrees(pairs))
    return sum(times for _, times in kinds), disagree, held


def added(titles: Iterable[tuple[Coincidences, int]]) -> dict[tuple[Any, Any], float]:
    """The coincidences of all titles."""
    whole: defaultdict[tuple[Any, Any], float] = defaultdict(float)
    for pairs, times in titles:
        for pair, weight in pairs.items():
            whole[pair] += times * weight
    return dict(whole)


def _disagrees(pairs: Coincidences) -> bool:
    return any(one != other for one, other in pairs)


def _standard_error(
    alpha: Alpha, whole: Coincidences, kinds: Sequence[tuple[Coincidences, int]], titles: int
) -> float | None:
    """Of log(1 - alpha); null where alpha is undefined or 1 without some title."""
    logs = []
    for found in alpha.without_each(whole, (pairs for pairs, _ in kinds)):
        if found is None or found >= 1:
            return None
        logs.append(log(1 - found))
    times = [number for _, number in kinds]
    mean = fsum(g * t for g, t in zip(logs, times, strict=True)) / titles
    squares = fsum(t * (g - mean) ** 2 for g, t in zip(logs, times, strict=True))
    return sqrt((titles - 1) / titles * squares)


def _one_pair(whole: Coincidences) -> float:
    """By how much alpha would fall if one pair of values in one unit were not equal.

    It is as far apart as two values that differ are on average, so that no distance is needed.
    """
    given = margins(whole).values()
    n = fsum(given)
    return 2 * (n - 1) / (n * n - fsum(number * number for number in given))
