"""What `reliability` is to print, worked out coding by coding from NUMBERS R31 to R34.

Nothing of the program is used: who said what comes from the test that made the study.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from math import exp, log, sqrt
from typing import Any

from scipy.stats import chi2, t

STATES = ("cannot-tell", "not-applicable", "unavailable")
FIGURES = (
    "units",
    "coders",
    "titles",
    "disagreeing_titles",
    "percent_agreement",
    "holsti",
    "alpha",
    "alpha_low",
    "alpha_high",
    "method",
    "cohen_kappa",
    "fleiss_kappa",
    "gwet_ac1",
    "prevalence",
    "verdict",
)

Row = dict[str, Any]


@dataclass(frozen=True)
class Said:
    """What a coder said of a unit at first, as `annotate` takes it."""

    title: str
    unit: str
    coder: str
    wave: str
    basis: str
    complete: bool
    version: int
    value: str


def latest(said: Iterable[Said]) -> list[Said]:
    """Of a unit that a coder coded in several waves the last, which is what findings rest on."""
    return list({(each.unit, each.coder): each for each in said}.values())


@dataclass(frozen=True)
class Tree:
    """The codes of a set, each with the one above it, and which the first version lacked."""

    above: dict[str, str | None]
    later: frozenset[str]

    def over(self, code: str) -> set[str]:
        """All codes above one."""
        above = self.above[code]
        return set() if above is None else {above} | self.over(above)

    def value(self, said: Said, code: str) -> bool | None:
        """Whether somebody says that a code is there; null where they do not say (R5, R6, R9)."""
        given = said.value.split(";")
        if said.value in STATES:
            return None
        sure = {each for each in given if each in self.above}
        doubt = {each.removeprefix("maybe:") for each in given if each.startswith("maybe:")}
        if code == "none":
            new = any(self.above[each] is None for each in self.later)
            lacking = said.version == 1 and new
            return None if lacking or (doubt and not sure) else not sure
        if said.version == 1 and code in self.later:
            return None
        if any(code in {each} | self.over(each) for each in sure):
            return True
        if any(each in {code} | self.over(code) or code in self.over(each) for each in doubt):
            return None
        narrowed = {over for each in sure | doubt for over in self.over(each)}
        return None if (sure & self.over(code)) - narrowed else False


def together(codings: Iterable[Said]) -> list[list[Said]]:
    """The codings that may be set beside each other (R31)."""
    found: defaultdict[object, list[Said]] = defaultdict(list)
    for each in codings:
        found[each.unit, each.wave, each.basis, each.complete, each.version].append(each)
    return list(found.values())


def beside_a_standard(codings: Iterable[Said]) -> list[list[Said]]:
    """The same where one coder is the standard, on whatever basis."""
    found: defaultdict[object, list[Said]] = defaultdict(list)
    for each in codings:
        found[each.unit, each.wave, each.version].append(each)
    return list(found.values())


def at_two_times(codings: Iterable[Said]) -> Iterator[list[Said]]:
    """What each coder said of a unit before and in the wave `again`, the latest of either."""
    found: defaultdict[object, dict[bool, Said]] = defaultdict(dict)
    for each in codings:
        found[each.unit, each.coder][each.wave == "again"] = each
    for both in found.values():
        if len(both) == 2:
            first, second = both[False], both[True]
            if (first.basis, first.complete, first.version) == (
                second.basis,
                second.complete,
                second.version,
            ):
                yield [first, second]
                continue
        yield from ([each] for each in both.values())


def row(
    groups: Sequence[Sequence[Said]],
    value: Callable[[Said], Any],
    level: str,
    who: Callable[[Said], str] = lambda said: said.coder,
    tolerance: float = 0,
) -> Row:
    """The figures of one row."""
    told = [
        (group[0].title, len(group), {who(s): v for s in group if (v := value(s)) is not None})
        for group in groups
    ]
    pairs = [(title, list(values.values())) for title, _, values in told if len(values) > 1]
    return (
        _agreement(
            told, pairs, lambda a, b: a == b if level != "interval" else abs(a - b) <= tolerance
        )
        | _kappas([values for _, _, values in told if values])
        | _limits(pairs, level)
    )


def _share(values: Sequence[Any], alike: Callable[[Any, Any], bool]) -> float:
    each = [alike(*pair) for pair in combinations(values, 2)]
    return sum(each) / len(each)


def _agreement(told: Sequence[Any], pairs: Sequence[Any], alike: Callable[[Any, Any], bool]) -> Row:
    shares = [_share(values, alike) for _, values in pairs]
    given = [value for _, values in pairs for value in values]
    decisions = sum((number - 1) * len(values) for _, number, values in told)
    agreed = sum(alike(*two) for _, _, v in told for two in combinations(v.values(), 2))
    binary = given and all(value is True or value is False for value in given)
    return {
        "units": len(pairs),
        "coders": len({who for _, _, values in told if len(values) > 1 for who in values}),
        "titles": len({title for title, _ in pairs}),
        "disagreeing_titles": len({title for title, values in pairs if len(set(values)) > 1}),
        "percent_agreement": 100 * sum(shares) / len(shares) if shares else None,
        "holsti": 2 * agreed / decisions if decisions else None,
        "prevalence": 100 * sum(given) / len(given) if binary else None,
    }


def _kappas(units: Sequence[dict[str, Any]]) -> Row:
    paired = [values for values in units if len(values) > 1]
    found: Row = {"cohen_kappa": None, "fleiss_kappa": None, "gwet_ac1": None}
    if not paired:
        return found
    agree = sum(_share([*values.values()], lambda a, b: a == b) for values in paired) / len(paired)

    def beyond(chance: float) -> float | None:
        return (agree - chance) / (1 - chance) if 1 - chance > 1e-12 else None

    coders = {who for values in units for who in values}
    if len(coders) == 2:
        one, two = (Counter(values[who] for values in paired) for who in sorted(coders))
        found["cohen_kappa"] = beyond(sum(one[v] * two[v] for v in one) / len(paired) ** 2)
    shares: defaultdict[Any, float] = defaultdict(float)
    for values in units:
        for value in values.values():
            shares[value] += 1 / len(values) / len(units)
    found["fleiss_kappa"] = beyond(sum(share**2 for share in shares.values()))
    if len(shares) > 1:
        found["gwet_ac1"] = beyond(sum(s * (1 - s) for s in shares.values()) / (len(shares) - 1))
    return found


def alpha(units: Sequence[Sequence[Any]], level: str) -> float | None:
    """Krippendorff's alpha, pair by pair."""
    given = Counter(value for values in units for value in values)
    n = sum(given.values())

    def apart(one: Any, other: Any) -> float:
        if level == "interval":
            return float((one - other) ** 2)
        if level == "ordinal" and one != other:
            low, high = sorted((one, other))
            between = sum(number for value, number in given.items() if low <= value <= high)
            return float((between - (given[low] + given[high]) / 2) ** 2)
        return float(one != other)

    observed = sum(
        sum(apart(*two) for two in permutations(values, 2)) / (len(values) - 1) for values in units
    )
    expected = sum(given[a] * given[b] * apart(a, b) for a in given for b in given)
    return 1 - (n - 1) * observed / expected if expected else None


def _limits(pairs: Sequence[tuple[str, Sequence[Any]]], level: str) -> Row:
    """R34: both limits, a lower one, or none; and the verdict by alpha."""
    of_title: defaultdict[str, list[Sequence[Any]]] = defaultdict(list)
    for title, values in pairs:
        of_title[title].append(values)
    found: Row = {"alpha": alpha([values for _, values in pairs], level)}
    found |= {"alpha_low": None, "alpha_high": None, "method": None}
    m, c = len(of_title), found["alpha"]
    differ = sum(any(len(set(v)) > 1 for v in units) for units in of_title.values())
    held = Counter(v for units in of_title.values() for v in {x for unit in units for x in unit})
    if m >= 15 and sum(titles >= 5 for titles in held.values()) > 1 and c is not None:
        if differ >= 5:
            left = [
                alpha([values for title, values in pairs if title != gone], level)
                for gone in of_title
            ]
            logs = [log(1 - each) for each in left if each is not None]
            mean = sum(logs) / m
            error = sqrt((m - 1) / m * sum((each - mean) ** 2 for each in logs))
            reach = t.ppf(0.975, m - 1) * error
            found["alpha_high"] = 1 - (1 - c) * exp(-reach)
            found |= {"alpha_low": 1 - (1 - c) * exp(reach), "method": "jackknife"}
        else:
            given = Counter(value for _, values in pairs for value in values)
            n = given.total()
            one_pair = 2 * (n - 1) / (n * n - sum(number**2 for number in given.values()))
            one = (1 - c) / differ if differ else one_pair
            upper = chi2.ppf(0.975, 2 * (differ + 1)) / 2
            found |= {"alpha_low": 1 - upper * one, "method": "lower-limit"}
        found["alpha_low"] = max(-1.0, found["alpha_low"])
    found["verdict"] = _verdict(m, differ, c, found["alpha_low"])
    return found


def _verdict(m: int, differ: int, c: float | None, low: float | None) -> str:
    if not m:
        return "not-paired"
    if not differ:
        return "unanimous"
    if c is None or low is None:
        return "too-few"
    for least, name in ((0.8, "reliable"), (0.667, "tentative")):
        if c >= least:
            return name if low >= least else f"{name}-not-shown"
    return "not-reliable"
