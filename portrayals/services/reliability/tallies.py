"""What coders said, summed over units and by title, of a variable and of each of its codes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, starmap
from typing import Any

from portrayals.analysis.agreement import Coincidences, Ratings, coincidences, rated
from portrayals.counts.recorded import Recorded
from portrayals.services.reliability.compared import Group, Groups
from portrayals.services.reliability.measures import Measure, Sums, TouchedBy, is_set

#: How many compared a unit, and the values that some of them gave.
_Told = tuple[int, Ratings]

#: Coincidences that can be counted.
_Kind = frozenset[tuple[tuple[Any, Any], float]]


@dataclass(frozen=True)
class Tally:
    """The values of one measure: sums over units, and how many titles are of each kind."""

    sums: Sums
    titles: Sequence[tuple[Coincidences, int]]
    holsti: float | None

    @classmethod
    def of(cls, measure: Measure, units: Mapping[_Told, int], kinds: Mapping[_Kind, int]) -> Tally:
        """The tally of so many units with each ratings, in so many titles of each kind."""
        total: Counter[Ratings] = Counter()
        for (_, ratings), times in units.items():
            total[ratings] += times
        told = [(ratings, times) for ratings, times in total.items() if times]
        titles = [(dict(kind), times) for kind, times in kinds.items() if kind and times]
        return cls((told, coincidences(told), rated(told)), titles, _holsti(measure, units))


def _holsti(measure: Measure, units: Mapping[_Told, int]) -> float | None:
    """Twice the agreements over the decisions of both, of units that both coded.

    Holsti (1969), Content Analysis for the Social Sciences and Humanities. Where one gave a state,
    the other's value is a decision without its like.
    """
    agreed = decisions = 0
    for (coders, ratings), times in units.items():
        decisions += times * (coders - 1) * len(ratings)
        values = (value for _, value in ratings)
        agreed += 2 * times * sum(starmap(measure.alike, combinations(values, 2)))
    return agreed / decisions if decisions else None


class Units:
    """The comparable codings of all units of a variable, read once for all of its measures.

    The codes of a set are many, and a unit has few of them: of each code only those units are
    looked at again whose codings touch it. All others say no.
    """

    def __init__(self, groups: Groups) -> None:
        self.groups = groups.groups
        self.titles = groups.titles
        self._noes: _Noes | None = None

    @cached_property
    def times(self) -> Sequence[int]:
        """How many units have each group."""
        times = [0] * len(self.groups)
        for of_title, titles in self.titles:
            for place, number in of_title:
                times[place] += number * titles
        return times

    @cached_property
    def differ_on_state(self) -> float | None:
        """The share of pairs of codings that are not of one state, in per cent."""
        pairs = differ = 0
        for group, times in zip(self.groups, self.times, strict=True):
            for (_, one), (_, other) in combinations(group, 2):
                pairs += times
                differ += times * (_state(one) != _state(other))
        return 100 * differ / pairs if pairs else None

    def tally(self, measure: Measure) -> Tally:
        """What coders said of one measure."""
        if measure.touched_by is not None and measure.code is not None:
            if self._noes is None:
                self._noes = _Noes.of(self, measure.touched_by)
            return self._tally_of_code(measure, self._noes, measure.code.code_id)
        told = [_told(measure, group) for group in self.groups]
        pairs = [coincidences([(ratings, 1)]) for _, ratings in told]
        units: Counter[_Told] = Counter()
        for each, times in zip(told, self.times, strict=True):
            units[each] += times
        kinds: Counter[_Kind] = Counter()
        for of_title, titles in self.titles:
            kinds[_kind((pairs[place], times) for place, times in of_title)] += titles
        return Tally.of(measure, units, kinds)

    def _tally_of_code(self, measure: Measure, noes: _Noes, code_id: int) -> Tally:
        units, numbers = noes.units.copy(), noes.titles.copy()
        found: Counter[_Kind] = Counter()
        pairs: dict[int, Coincidences] = {}
        for place in noes.touching[code_id]:
            told = _told(measure, self.groups[place])
            pairs[place] = coincidences([(told[1], 1)])
            units[noes.told[place]] -= self.times[place]
            units[told] += self.times[place]
        for title in noes.touched[code_id]:
            of_title, titles = self.titles[title]
            touching = [each for each in of_title if each[0] in pairs]
            rest = noes.of_title[title]
            numbers[rest] -= titles
            rest -= sum(times * noes.values[place] for place, times in touching)
            others = ((pairs[place], times) for place, times in touching)
            found[_kind([*others, (_all_no(rest), 1)])] += titles
        for number, times in numbers.items():
            found[_kind([(_all_no(number), 1)])] += times
        return Tally.of(measure, +units, found)


@dataclass(frozen=True)
class _Noes:
    """A set as if every coder said no of every code, and what is to be looked at again.

    `told` is what each group says then, `values` how many values it has in pairs, `units` how many
    units say so; `of_title` the values of each title, `titles` how many titles have so many.
    `touching` has by code the places of the groups that touch it, `touched` those of the titles.
    """

    told: Sequence[_Told]
    values: Sequence[int]
    units: Counter[_Told]
    of_title: Sequence[int]
    titles: Counter[int]
    touching: Mapping[int, Sequence[int]]
    touched: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, units: Units, touched_by: TouchedBy) -> _Noes:
        """The same of all units."""
        told = [_all_say_no(group) for group in units.groups]
        values = [len(ratings) if len(ratings) > 1 else 0 for _, ratings in told]
        total: Counter[_Told] = Counter()
        for each, times in zip(told, units.times, strict=True):
            total[each] += times
        codes = [
            frozenset(code_id for _, recorded in group for code_id in touched_by(recorded))
            for group in units.groups
        ]
        touching: defaultdict[int, list[int]] = defaultdict(list)
        for place, of_group in enumerate(codes):
            for code_id in of_group:
                touching[code_id].append(place)
        of_title: list[int] = []
        titles: Counter[int] = Counter()
        touched: defaultdict[int, list[int]] = defaultdict(list)
        for title, (of_groups, number) in enumerate(units.titles):
            of_title.append(sum(times * values[place] for place, times in of_groups))
            titles[of_title[-1]] += number
            for code_id in frozenset[int]().union(*(codes[place] for place, _ in of_groups)):
                touched[code_id].append(title)
        return cls(told, values, total, of_title, titles, touching, touched)


def _told(measure: Measure, group: Group) -> _Told:
    values = ((who, measure.value_of(recorded)) for who, recorded in group)
    return len(group), tuple((who, value) for who, value in values if value is not None)


def _all_say_no(group: Group) -> _Told:
    noes = tuple((who, False) for who, recorded in group if is_set(recorded))
    return len(group), noes


def _all_no(number: int) -> Coincidences:
    return {(False, False): number} if number else {}


def _kind(parts: Iterable[tuple[Coincidences, int]]) -> _Kind:
    """The coincidences of a title, made of those of its units and how many have them."""
    whole: dict[tuple[Any, Any], float] = {}
    for pairs, times in parts:
        for pair, weight in pairs.items():
            whole[pair] = whole.get(pair, 0) + times * weight
    return frozenset(whole.items())


def _state(recorded: Recorded) -> str:
    return "value" if is_set(recorded) else recorded.answer.state
