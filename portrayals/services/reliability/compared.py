"""What is compared: the codings of one unit that may be set beside each other (R31)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from portrayals.counts.recorded import (
    CodersCompared,
    OfTitle,
    OfUnit,
    Recorded,
    recorded_by_title,
    recorded_of_units,
    waves_with_overlap_drawn,
)
from portrayals.errors import InvalidValue, UnknownKey
from portrayals.findings.ballots import is_complete
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.history.first_answers import (
    AnswerAt,
    OfVariable,
    first_answers,
    titles_changed,
    units_changed,
)
from portrayals.notation.did_you_mean import choose, nearest
from portrayals.notation.quoting import quoted
from portrayals.results.reliability import AgreementOptions, Comparison
from portrayals.tables import coder, wave
from portrayals.vocabulary import BASES

#: Codings of one unit that are comparable, each with who is compared: a coder, or of one coder the
#: earlier self (0) and the later (1).
Group = tuple[tuple[int, Recorded], ...]


class Groups(NamedTuple):
    """Each different group once; then titles, as the places of their groups and how many units have
    each, with how many titles have just those."""

    groups: Sequence[Group]
    titles: Sequence[tuple[OfTitle, int]]


_EARLIER, _LATER = 0, 1


@dataclass(frozen=True)
class CoderPairing:
    """Who is compared with whom, in which waves, on which `basis` (its place in BASES) or any.

    `coders` are the keys of all, by id. If only the `latest` of several waves counts, that is each
    coder's own, as in findings (R11).
    """

    comparison: Comparison
    compared: CodersCompared
    coders: Mapping[int, str]
    waves: Mapping[int, str]
    basis: int | None = None
    again: frozenset[int] = frozenset()
    against: int | None = None
    drawn: bool = False
    latest: bool = False

    def groups_of(self, variable: StoredVariable, of_unit: OfUnit) -> Iterator[Group]:
        """The comparable codings of one unit; also those of one coder alone."""
        of_set = variable.type == "multi"

        def alike(each: Recorded) -> tuple[object, ...]:
            return each.basis, each.codebook_id, each.complete if of_set else None

        if self.comparison == "stability":
            yield from self._with_oneself(of_unit, alike)
            return
        found: defaultdict[object, list[tuple[int, Recorded]]] = defaultdict(list)
        for each in of_unit:
            # A standard is set beside whatever a coder went by.
            within = alike(each) if self.against is None else each.codebook_id
            found[each.wave_id, within].append((each.coder_id, each))
        yield from map(tuple, found.values())

    def _with_oneself(
        self, of_unit: OfUnit, alike: Callable[[Recorded], object]
    ) -> Iterator[Group]:
        of_coder: defaultdict[int, dict[bool, Recorded]] = defaultdict(dict)
        for each in of_unit:  # in the order of the waves, so that the latest of either is kept
            of_coder[each.coder_id][each.wave_id in self.again] = each
        for both in of_coder.values():
            if len(both) == 2 and alike(both[False]) == alike(both[True]):
                yield (_EARLIER, both[False]), (_LATER, both[True])
            else:
                yield from (((int(later), each),) for later, each in both.items())

    def counted(self, of_unit: OfUnit) -> OfUnit:
        """What counts of a unit: of several waves the latest, and that on the basis asked for."""
        if self.latest:  # it is in the order of the waves
            of_unit = tuple({each.coder_id: each for each in of_unit}.values())
        if self.basis is not None:
            of_unit = tuple(each for each in of_unit if each.basis == self.basis)
        return of_unit

    def waves_of_again(self, of_unit: OfUnit) -> set[int]:
        """The waves of coders who coded a unit in several, if only the latest counts."""
        waves: defaultdict[int, set[int]] = defaultdict(set)
        for each in of_unit if self.latest else ():
            waves[each.coder_id].add(each.wave_id)
        return {wave_id for own in waves.values() if len(own) > 1 for wave_id in own}

    def name_of(self, who: int) -> str:
        """A coder's key, or which self of one is meant."""
        if self.comparison == "stability":
            return "earlier" if who == _EARLIER else "later"
        return self.coders[who]

    def is_twice(self, of_unit: OfUnit) -> bool:
        """Whether a unit was coded by two who are compared, or at two times."""
        if self.comparison == "stability":
            times = {(each.coder_id, each.wave_id in self.again) for each in of_unit}
            return len(times) > len({coder_id for coder_id, _ in times})
        coders = {each.coder_id for each in of_unit}
        return len(coders) > 1 and (self.against is None or self.against in coders)

    def why_apart(self, of_unit: OfUnit) -> str | None:
        """In what the codings of a unit differ that was coded twice, but of which none can be set
        beside another (R31); None of any other unit.
        """
        if self.comparison != "agreement" or not self.is_twice(of_unit):
            return None
        told: tuple[tuple[Callable[[Recorded], object], str], ...] = (
            (attrgetter("wave_id"), "in different waves"),
            (attrgetter("basis"), f"on different bases ({_bases(of_unit)})"),
            (attrgetter("codebook_id"), "by different versions of the codebook"),
            (attrgetter("complete"), "by one coder in full and by the other in part"),
        )
        kinds = Counter(tuple(of(each) for of, _ in told) for each in of_unit)
        if max(kinds.values()) > 1:
            return None
        return next(why for of, why in told if len({of(each) for each in of_unit}) > 1)

    def pairs(self, groups: Groups) -> list[tuple[int, int]]:
        """Each two who have a unit in common, the standard last."""
        met = {
            pair
            for group in groups.groups
            for pair in combinations(sorted(who for who, _ in group), 2)
        }
        if self.against is None:
            return sorted(met)
        others = {who for pair in met if self.against in pair for who in pair} - {self.against}
        return [(who, self.against) for who in sorted(others)]


def _bases(of_unit: OfUnit) -> str:
    return ", ".join(BASES[each] for each in sorted({each.basis for each in of_unit}))


def coder_pairing(connection: Connection, how: AgreementOptions) -> CoderPairing:
    """Who is compared, as the options say. Raises UnknownKey or InvalidValue."""
    coders = {row.coder_id: row for row in connection.execute(select(coder))}
    waves = {row.wave_id: row for row in connection.execute(select(wave).order_by(wave.c.wave_id))}
    keys = {row.key: number for number, row in coders.items()}
    chosen = _waves(waves, how.wave)
    again = frozenset(n for n in chosen if waves[n].purpose == "recode")
    ids = tuple(dict.fromkeys(_id_of_coder(key, keys) for key in how.coder))
    comparison: Comparison = "agreement"
    against = None
    if how.against is not None:
        comparison = "validity"
        against = _id_of_coder(how.against, keys)
        ids = ids or tuple(n for n, row in coders.items() if row.kind in ("person", "compilation"))
        ids = tuple({*ids, against})
    elif again:
        comparison = "stability"
        chosen = (*_waves(waves, None), *again)
    elif len(ids) == 1:
        raise InvalidValue(
            "--coder names only one coder, but agreement needs two", hint="add another --coder"
        )
    basis = None if how.basis is None else BASES.index(choose(how.basis, BASES, "a basis"))
    return CoderPairing(
        comparison,
        CodersCompared(chosen, ids or None, overlap_alone=comparison == "agreement"),
        {number: row.key for number, row in coders.items()},
        {number: row.key for number, row in waves.items()},
        basis,
        again,
        against,
        drawn=bool(waves_with_overlap_drawn(connection, chosen)),
        latest=comparison != "stability" and how.wave is None,
    )


def _waves(waves: Mapping[int, Row[Any]], key: str | None) -> tuple[int, ...]:
    if key is None:
        return tuple(number for number, row in waves.items() if row.purpose == "main")
    keys = {row.key: number for number, row in waves.items()}
    return (_id_of(key, keys, "a wave", f"waves: {', '.join(keys)}"),)


def _id_of_coder(key: str, ids: Mapping[str, int]) -> int:
    return _id_of(key, ids, "a coder", "list them: portrayals list coders")


def _id_of(key: str, ids: Mapping[str, int], what: str, hint: str) -> int:
    if key not in ids:
        raise UnknownKey(f"{quoted(key)} is not {what}", hint=hint, candidates=nearest(key, ids))
    return ids[key]


@dataclass(frozen=True)
class Collected:
    """What was recorded of a variable, as it was first collected; `changed` answers differ now.

    `twice` says whether anything was coded twice, be it comparable or not. `again` are the waves in
    which somebody coded a unit more than once, so that only the latest counts. `apart` counts the
    units that were coded twice and of which nothing is comparable, by the reason.
    """

    units: Sequence[OfUnit]
    titles: Mapping[OfTitle, int]
    changed: int
    twice: bool
    again: frozenset[int]
    apart: Counter[str]


def collect(connection: Connection, variable: StoredVariable, pairing: CoderPairing) -> Collected:
    """What was recorded, each answer as it was before anybody changed it."""
    of, compared = variable.variable_id, pairing.compared
    first = first_answers(connection, of)
    now = recorded_of_units(connection, of, compared, units_changed(of)) if first else {}
    apart = titles_changed(of) if now else None
    units, titles, by_id = recorded_by_title(connection, of, compared, apart)
    places = {of_unit: place for place, of_unit in enumerate(units)}
    of_titles = {title_id: Counter(dict(of_title)) for title_id, of_title in by_id.items()}
    changed = 0
    for unit_id, (title_id, of_unit) in now.items():
        before = tuple(_at_first(first, unit_id, of_unit))
        counted = pairing.counted(before)
        changed += sum(
            one != other for one, other in zip(before, of_unit, strict=True) if one in counted
        )
        of_titles[title_id][places[of_unit]] -= 1
        of_titles[title_id][places.setdefault(before, len(places))] += 1
    kinds = Counter(titles)
    kinds.update(tuple(sorted((+each).items())) for each in of_titles.values())
    again = frozenset(chain.from_iterable(map(pairing.waves_of_again, places)))
    collected = [pairing.counted(of_unit) for of_unit in places]
    why = [pairing.why_apart(of_unit) for of_unit in collected]
    reasons: Counter[str] = Counter()
    for of_title, number in kinds.items():
        for place, times in of_title:
            if (reason := why[place]) is not None:
                reasons[reason] += times * number
    twice = any(map(pairing.is_twice, collected))
    return Collected(collected, kinds, changed, twice, again, reasons)


def units_collected(
    connection: Connection, variable: StoredVariable, pairing: CoderPairing
) -> Iterator[tuple[int, OfUnit]]:
    """Each unit with what was recorded of it, as it was first collected."""
    first = first_answers(connection, variable.variable_id)
    recorded = recorded_of_units(connection, variable.variable_id, pairing.compared)
    for unit_id, (_, of_unit) in recorded.items():
        yield unit_id, pairing.counted(tuple(_at_first(first, unit_id, of_unit)))


def _at_first(
    first: Mapping[OfVariable, AnswerAt], unit_id: int, of_unit: OfUnit
) -> Iterator[Recorded]:
    for each in of_unit:
        was = first.get((unit_id, each.coder_id, each.wave_id))
        if was is None:
            yield each
        else:
            complete = is_complete(was.complete, was.basis)
            yield Recorded(
                each.coder_id, each.wave_id, was.basis, was.codebook_id, complete, was.answer
            )


def grouped(collected: Collected, variable: StoredVariable, pairing: CoderPairing) -> Groups:
    """The comparable codings of all units, by title."""
    places: dict[Group, int] = {}
    known = [
        [places.setdefault(group, len(places)) for group in pairing.groups_of(variable, of_unit)]
        for of_unit in collected.units
    ]
    found: Counter[OfTitle] = Counter()
    for units, number in collected.titles.items():
        of_title: Counter[int] = Counter()
        for unit_place, times in units:
            for place in known[unit_place]:
                of_title[place] += times
        found[tuple(sorted(of_title.items()))] += number
    return Groups(tuple(places), tuple(found.items()))


def between(groups: Groups, pair: Iterable[int]) -> Groups:
    """The same of two coders alone."""
    both = frozenset(pair)
    of_both = [tuple(each for each in group if each[0] in both) for group in groups.groups]
    titles = [
        (tuple(each for each in of_title if of_both[each[0]]), number)
        for of_title, number in groups.titles
    ]
    return Groups(of_both, titles)
