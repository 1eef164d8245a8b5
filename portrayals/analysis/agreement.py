"""Coefficients of agreement between coders, from the values that they gave to the same units.

What coders said of one unit is a `Ratings`: each coder with a value; who gave none is left out. All
coefficients are functions of sums over units, so that units with the same ratings are counted and
not repeated, and titles can be added and taken away.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from math import fsum
from operator import eq
from typing import Any, Final

#: A code, a place in an order, a number, or a set of codes.
Value = Any

#: What the coders of one unit said, each coder once.
Ratings = tuple[tuple[int, Value], ...]

#: How often two values met in one unit, in either order: the sum is the number of values.
Coincidences = Mapping[tuple[Any, Any], float]

#: How far apart two values are, 0 where they are equal.
Distance = Callable[[Any, Any], float]


def coincidences(ratings: Iterable[tuple[Ratings, int]]) -> dict[tuple[Any, Any], float]:
    """Krippendorff's matrix: each ordered pair of values in a unit of m values counts 1/(m - 1).

    Of `ratings`, each with how many units have them; units with fewer than two values hold no pair.
    Krippendorff (2018), Content Analysis, 4th edition, 12.3.
    """
    found: defaultdict[tuple[Any, Any], float] = defaultdict(float)
    for rating, times in ratings:
        values = [value for _, value in rating]
        for one, other in combinations(values, 2):
            weight = times / (len(values) - 1)
            found[one, other] += weight
            found[other, one] += weight
    return dict(found)


def margins(pairs: Coincidences) -> dict[Any, float]:
    """How often each value was given in units that hold a pair."""
    found: defaultdict[Any, float] = defaultdict(float)
    for (one, _), weight in pairs.items():
        found[one] += weight
    return dict(found)


def nominal(one: object, other: object) -> float:
    """1 between any two values."""
    return float(one != other)


def interval(one: float, other: float) -> float:
    """The square of the difference."""
    return (one - other) ** 2


def ratio(one: float, other: float) -> float:
    """The square of the difference as a share of the sum, for numbers from 0 upwards."""
    return ((one - other) / (one + other)) ** 2 if one != other else 0.0


def jaccard(one: frozenset[Any], other: frozenset[Any]) -> float:
    """The share of the codes in either set that are not in both; two empty sets are equal."""
    return 1 - len(one & other) / len(one | other) if one or other else 0.0


def masi(one: frozenset[Any], other: frozenset[Any]) -> float:
    """Jaccard's similarity, times 2/3 where one set holds the other and 1/3 where they overlap.

    Passonneau (2006), Measuring Agreement on Set-valued Items (MASI), LREC; two empty sets are
    equal.
    """
    if one == other:
        return 0.0
    if not one & other:
        return 1.0
    monotone = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - (1 - jaccard(one, other)) * monotone


def ordinal(given: Mapping[Any, float]) -> Distance:
    """The square of how many values lie between two places of an order, each end counting half.

    `given` is how often each value was given (`margins`); places are compared as they sort.
    """
    before, reached = {}, 0.0
    for value in sorted(given):
        before[value] = reached + given[value] / 2
        reached += given[value]
    return lambda one, other: (before[one] - before[other]) ** 2


@dataclass(frozen=True)
class Alpha:
    """Krippendorff's alpha by one distance, 1 - observed over expected disagreement.

    The ordinal distance depends on how often each value was given; it is `None` here and made anew
    wherever titles are left out.
    """

    distance: Distance | None = nominal

    def __call__(self, pairs: Coincidences) -> float | None:
        """Alpha; null where there is no pair, or where the values do not vary."""
        given = margins(pairs)
        n, apart = fsum(given.values()), self._distance(given)
        expected = fsum(
            2 * given[one] * given[other] * apart(one, other)
            for one, other in combinations(given, 2)
        )
        return _alpha(n, _observed(pairs, apart), expected)

    def without_each(
        self, whole: Coincidences, parts: Iterable[Coincidences]
    ) -> list[float | None]:
        """Alpha of the whole without each of its parts in turn."""
        if self.distance is None:
            return [self(_minus(whole, part)) for part in parts]
        apart, given = self.distance, margins(whole)
        n, observed = fsum(given.values()), _observed(whole, apart)
        reach = {
            one: fsum(weight * apart(one, other) for other, weight in given.items())
            for one in given
        }
        expected = fsum(given[one] * reach[one] for one in given)
        found = []
        for part in parts:
            less = margins(part)
            own = 2 * fsum(
                less[one] * less[other] * apart(one, other) for one, other in combinations(less, 2)
            )
            rest = expected - 2 * fsum(less[one] * reach[one] for one in less) + own
            # What is left of a difference of two equal sums is rounding.
            rest = rest if rest > _ROUNDING * expected else 0.0
            found.append(_alpha(n - fsum(less.values()), observed - _observed(part, apart), rest))
        return found

    def _distance(self, given: Mapping[Any, float]) -> Distance:
        return ordinal(given) if self.distance is None else self.distance


_ROUNDING: Final = 1e-12


def _observed(pairs: Coincidences, apart: Distance) -> float:
    return fsum(weight * apart(one, other) for (one, other), weight in pairs.items())


def _alpha(n: float, observed: float, expected: float) -> float | None:
    return 1 - (n - 1) * observed / expected if expected > 0 else None


def _minus(whole: Coincidences, part: Coincidences) -> dict[tuple[Any, Any], float]:
    rest = {pair: weight - part.get(pair, 0) for pair, weight in whole.items()}
    return {pair: weight for pair, weight in rest.items() if weight > _ROUNDING * whole[pair]}


@dataclass(frozen=True)
class Rated:
    """What coefficients other than alpha are computed from: sums over units.

    `alike` has for each ordered pair of values the sum over units of the share of their pairs that
    it is; `units` is the number of these, `rated` that of units with one value or more, and
    `shares` the sum of the shares of each value in them. `by_coder` counts each coder's values,
    `crossed` what the first and second of two coders said of units that both rated, and `modal`
    sums the share of a unit's coders who gave its commonest value.
    """

    units: int
    rated: int
    alike: Mapping[tuple[Any, Any], float]
    shares: Mapping[Any, float]
    by_coder: Mapping[int, Mapping[Any, int]]
    crossed: Mapping[tuple[Any, Any], int] = field(default_factory=dict)
    modal: float = 0.0

    @property
    def values(self) -> list[Any]:
        """The values that were given."""
        return list(self.shares)


def rated(ratings: Iterable[tuple[Ratings, int]]) -> Rated:
    """The sums of `ratings`, each with how many units have them."""
    units = all_units = 0
    modal = 0.0
    alike: defaultdict[tuple[Any, Any], float] = defaultdict(float)
    shares: defaultdict[Any, float] = defaultdict(float)
    by_coder: defaultdict[int, Counter[Any]] = defaultdict(Counter)
    met: Counter[tuple[tuple[int, Value], ...]] = Counter()
    for rating, times in ratings:
        m = len(rating)
        all_units += times * bool(m)
        for coder, value in rating:
            shares[value] += times / m
            by_coder[coder][value] += times
        if m < 2:
            continue
        units += times
        modal += times * max(Counter(value for _, value in rating).values()) / m
        for one, other in combinations(sorted(rating, key=lambda each: each[0]), 2):
            met[one, other] += times
            weight = times / (m * (m - 1))
            alike[one[1], other[1]] += weight
            alike[other[1], one[1]] += weight
    crossed: Counter[tuple[Any, Any]] = Counter()
    if len(by_coder) == 2:
        for (one, other), times in met.items():
            crossed[one[1], other[1]] += times
    return Rated(units, all_units, alike, shares, by_coder, crossed, modal)


def percent_agreement(sums: Rated, alike: Callable[[Value, Value], bool] = eq) -> float | None:
    """The mean over units of the share of pairs of coders whose values are alike, in per cent."""
    if not sums.units:
        return None
    return 100 * fsum(w for pair, w in sums.alike.items() if alike(*pair)) / sums.units


def cohen_kappa(sums: Rated, distance: Distance = nominal) -> float | None:
    """Cohen's kappa of two coders over the units that both rated; null of any other number.

    With a distance, weighted kappa: 1 - observed over expected distance (Cohen 1960, Educational
    and Psychological Measurement 20; 1968, Psychological Bulletin 70).
    """
    if len(sums.by_coder) != 2 or not sums.units:
        return None
    first, second = Counter[Any](), Counter[Any]()
    for (one, other), times in sums.crossed.items():
        first[one] += times
        second[other] += times
    observed = fsum(times * distance(*pair) for pair, times in sums.crossed.items()) / sums.units
    expected = fsum(
        a * b * distance(one, other) for one, a in first.items() for other, b in second.items()
    )
    return _corrected(observed, expected / sums.units**2)


def fleiss_kappa(sums: Rated) -> float | None:
    """Fleiss's kappa; of units rated by different numbers of coders as Gwet (2014) extends it.

    Fleiss (1971), Psychological Bulletin 76; Gwet, Handbook of Inter-Rater Reliability, 4th
    edition, 2.5. The shares of the values are those of all units with a value.
    """
    shares = _shares(sums)
    return _corrected(_disagreement(sums), 1 - fsum(share**2 for share in shares.values()))


def conger_kappa(sums: Rated) -> float | None:
    """Conger's kappa: Cohen's for any number of coders, each with shares of their own.

    Conger (1980), Psychological Bulletin 88; with values missing as in Gwet (2014), 2.5.
    """
    coders = [
        {value: times / sum(given.values()) for value, times in given.items()}
        for given in sums.by_coder.values()
    ]
    r = len(coders)
    if r < 2:
        return None
    chance = 0.0
    for value in sums.values:
        own = [shares.get(value, 0.0) for shares in coders]
        mean = fsum(own) / r
        variance = fsum((share - mean) ** 2 for share in own) / (r - 1)
        chance += mean**2 - variance / r
    return _corrected(_disagreement(sums), 1 - chance)


def scott_pi(sums: Rated) -> float | None:
    """Scott's pi of two coders over the units that both rated; null of any other number.

    Scott (1955), Public Opinion Quarterly 19.
    """
    if len(sums.by_coder) != 2 or not sums.units:
        return None
    given: defaultdict[Any, float] = defaultdict(float)
    for (one, other), times in sums.crossed.items():
        given[one] += times / (2 * sums.units)
        given[other] += times / (2 * sums.units)
    return _corrected(_disagreement(sums), 1 - fsum(share**2 for share in given.values()))


def brennan_prediger(sums: Rated) -> float | None:
    """Brennan and Prediger's coefficient: by chance each value that occurs is as likely.

    Brennan & Prediger (1981), Educational and Psychological Measurement 41. Bennett, Alpert and
    Goldstein's S is the same for two coders.
    """
    q = len(sums.values)
    return _corrected(_disagreement(sums), 1 - 1 / q) if q > 1 else None


def gwet_ac(sums: Rated, distance: Distance = nominal) -> float | None:
    """Gwet's AC1; AC2 with a distance, whose weights are 1 - distance over the largest.

    Gwet (2008), British Journal of Mathematical and Statistical Psychology 61; 2014, 4.4. The
    values are those that occur; their shares are those of all units with a value. Null where only
    one value was given.
    """
    shares, q = _shares(sums), len(sums.values)
    if q < 2 or not sums.units:
        return None
    largest = max(distance(one, other) for one, other in combinations(shares, 2))
    weights = q + 2 * fsum(
        1 - distance(one, other) / largest for one, other in combinations(shares, 2)
    )
    chance = weights * fsum(share * (1 - share) for share in shares.values()) / (q * (q - 1))
    observed = fsum(w * distance(*pair) / largest for pair, w in sums.alike.items()) / sums.units
    return _corrected(observed, 1 - chance)


def lotus(sums: Rated) -> float | None:
    """Fretwurst's Lotus: the mean share of coders who gave the commonest value of a unit, 0 to 1.

    Fretwurst (2015), Lotus: Manual. Reliability and validity in SPSS.
    """
    return sums.modal / sums.units if sums.units else None


def _shares(sums: Rated) -> dict[Any, float]:
    return {value: share / sums.rated for value, share in sums.shares.items()}


def _disagreement(sums: Rated) -> float:
    """The mean over units of the share of pairs that disagree; 1 where there is no unit."""
    agree = percent_agreement(sums)
    return 1.0 if agree is None else 1 - agree / 100


def _corrected(observed: float, expected: float) -> float | None:
    """1 - observed over expected disagreement; null where chance leaves none."""
    return 1 - observed / expected if expected > _ROUNDING else None


def multi_valued_alpha(pairs: Coincidences) -> float | None:
    """Krippendorff and Craggs's alpha of sets of codes; null where the sets do not vary.

    Sets are as far apart as the share of their codes that the other has not (Dice's distance). By
    chance their sizes are those that occur, and their codes are drawn from all that were given
    without any being drawn twice. Krippendorff & Craggs (2016), Communication Methods and Measures
    10.
    """
    given = margins(pairs)
    n = fsum(given.values())
    sizes: defaultdict[int, float] = defaultdict(float)
    times: defaultdict[Any, float] = defaultdict(float)
    for codes, weight in given.items():
        sizes[len(codes)] += weight / n
        for code in codes:
            times[code] += weight
    drawn = _ways_to_draw(times.values(), max(sizes, default=0))
    expected = fsum(
        share * other * _mean_dice(drawn, size, size_of_other)
        for size, share in sizes.items()
        for size_of_other, other in sizes.items()
    )
    return _corrected(_observed(pairs, _dice) / n, expected) if n else None


def _dice(one: frozenset[Any], other: frozenset[Any]) -> float:
    return 1 - 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _ways_to_draw(times: Iterable[float], largest: int) -> dict[tuple[int, int, int], float]:
    """By the sizes of two sets and the number of codes in both, how often they can be drawn.

    A code that was given n times can be in one of them in n ways, and in both in n (n - 1).
    """
    ways = {(0, 0, 0): 1.0}
    for number in times:
        more: defaultdict[tuple[int, int, int], float] = defaultdict(float)
        for (one, other, both), weight in ways.items():
            more[one, other, both] += weight
            if one < largest:
                more[one + 1, other, both] += weight * number
            if other < largest:
                more[one, other + 1, both] += weight * number
            if max(one, other) < largest:
                more[one + 1, other + 1, both + 1] += weight * number * (number - 1)
        ways = dict(more)
    return ways


def _mean_dice(ways: Mapping[tuple[int, int, int], float], one: int, other: int) -> float:
    if not one + other:
        return 0.0
    of_both = {both: ways.get((one, other, both), 0.0) for both in range(min(one, other) + 1)}
    total = fsum(of_both.values())
    shared = fsum(both * weight for both, weight in of_both.items())
    return 1 - 2 * shared / total / (one + other) if total else 0.0


def intraclass_correlation(ratings: Iterable[tuple[Ratings, int]]) -> float | None:
    """ICC(A,1): absolute agreement of single values, coders and units both drawn at random.

    Over the units that all coders rated; null with fewer than two coders or units, or where
    nothing varies. McGraw & Wong (1996), Psychological Methods 1, case 2A.
    """
    told = list(ratings)
    coders = sorted({coder for rating, _ in told for coder, _ in rating})
    rows = [(dict(rating), times) for rating, times in told if len(rating) == len(coders)]
    n, k = sum(times for _, times in rows), len(coders)
    if n < 2 or k < 2:
        return None
    mean = fsum(fsum(row.values()) * times for row, times in rows) / (n * k)
    of_units = k * fsum((fsum(row.values()) / k - mean) ** 2 * times for row, times in rows)
    of_coders = n * fsum(
        (fsum(row[coder] * times for row, times in rows) / n - mean) ** 2 for coder in coders
    )
    total = fsum((value - mean) ** 2 * times for row, times in rows for value in row.values())
    if total <= 0:
        return None
    unit, coder = of_units / (n - 1), of_coders / (k - 1)
    error = max(0.0, total - of_units - of_coders) / ((n - 1) * (k - 1))
    spread = unit + (k - 1) * error + k * (coder - error) / n
    return (unit - error) / spread if spread else None
