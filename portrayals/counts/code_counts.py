"""Counts of outcomes, and the sums over titles that an interval needs (R2, R3, R35)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Connection, FromClause, func, select

from portrayals.counts.units_by_title import Category, each_of, units_by_title
from portrayals.findings.outcome import Outcome
from portrayals.findings.outcomes import Found

Group = str | None


def named_group(stored: str) -> Group:
    """The name of a group; None rather than an empty name."""
    return stored or None


States = dict[str, int]


@dataclass(slots=True)
class Sums:
    """For titles with a unit in n: their number, and the sums of k, n, k², kn and n²."""

    clusters: int = 0
    count: int = 0
    n: int = 0
    kk: int = 0
    kn: int = 0
    nn: int = 0


#: How many titles have k of n units with something.
Kinds = Mapping[tuple[int, int], int]


def sums_of(kinds: Kinds) -> Sums:
    """The sums over titles of these kinds."""
    found = Sums()
    for (k, n), titles in kinds.items():
        if n:
            found.clusters += titles
            found.count += titles * k
            found.n += titles * n
            found.kk += titles * k * k
            found.kn += titles * k * n
            found.nn += titles * n * n
    return found


def _kinds() -> defaultdict[Any, Counter[tuple[int, int]]]:
    return defaultdict(Counter)


@dataclass(slots=True)
class Counts:
    """By group, the units in each state; by code, the differences from that.

    `base` are the kinds of titles at a code that nobody named, `moved` how many more there are of
    each at another code; both empty if titles do not matter.
    """

    units: dict[Group, States] = field(default_factory=dict)
    nodes: dict[tuple[Group, int], States] = field(default_factory=dict)
    base: defaultdict[Group, Counter[tuple[int, int]]] = field(default_factory=_kinds)
    moved: defaultdict[tuple[Group, int], Counter[tuple[int, int]]] = field(default_factory=_kinds)

    def states(self, group: Group, code_id: int) -> States:
        """The units of a group by outcome at a code: yes, no and every state of R3."""
        return self.nodes.get((group, code_id), self.units[group])

    def kinds_of(self, group: Group, code_id: int) -> Kinds:
        """The kinds of titles at a code."""
        found = Counter(self.base[group])
        found.update(self.moved[group, code_id])
        return found


def count(connection: Connection, found: Found, *, by_title: bool) -> Counts:
    """Counts what was found, and, if asked, the kinds of titles."""
    counts = Counts()
    _add_units(connection, found, counts)
    if found.nodes is not None:
        _add_nodes(connection, found, found.nodes, counts)
        if by_title:
            _add_kinds(connection, found, counts)
    return counts


def _add_units(connection: Connection, found: Found, counts: Counts) -> None:
    key = (found.units.c.grp, found.units.c.unnamed)
    for group, unnamed, units in connection.execute(select(*key, func.count()).group_by(*key)):
        counts.units.setdefault(named_group(group), {})[Outcome(unnamed).counted] = units


def _add_nodes(connection: Connection, found: Found, nodes: FromClause, counts: Counts) -> None:
    """Adds the units whose state at a code differs from that at codes nobody named."""
    rows = of_units = nodes
    number: ColumnElement[int] = func.count()
    if found.of_ballots is not None:  # there are fewer of these than units
        key = [found.units.c[name] for name in ("grp", "unnamed", "ballot_id")]
        of_units = select(*key, number.label("number")).group_by(*key).subquery()
        nodes, number = found.of_ballots, func.sum(of_units.c.number)
        rows = of_units.join(nodes, nodes.c.ballot_id == of_units.c.ballot_id)
    at = (of_units.c.grp, nodes.c.code_id, of_units.c.unnamed, nodes.c.outcome)
    moved = select(*at, number).select_from(rows).where(nodes.c.outcome != of_units.c.unnamed)
    for grp, code_id, *outcomes, units in connection.execute(moved.group_by(*at)):
        group, (unnamed, outcome) = named_group(grp), (Outcome(each).counted for each in outcomes)
        states = counts.nodes.setdefault((group, code_id), dict(counts.units[group]))
        states[unnamed] -= int(units)
        states[outcome] = states.get(outcome, 0) + int(units)


#: Titles have many codes, so the sum for each is packed into a single integer: the code; how many
#: more units are in n there than where nobody named it, plus `_HALF`, so that it is never negative;
#: and the units that have it. Each of the last two takes this many bits.
_BITS: Final = 32
_MASK: Final = (1 << _BITS) - 1
_HALF: Final = 1 << (_BITS - 1)


def _more(code_id: Category, unnamed: int, outcome: int) -> tuple[int, int]:
    """The starting value of the sum at a code, and what a unit adds."""
    begin = (cast("int", code_id) << 2 * _BITS) + (_HALF << _BITS)
    yes, settled = outcome == Outcome.YES, outcome in {Outcome.YES, Outcome.NO}
    return begin, ((settled - (unnamed == Outcome.NO)) << _BITS) + yes


#: After this many titles the sums are regrouped by code, which takes less memory.
_TITLES: Final = 1000


def _add_kinds(connection: Connection, found: Found, counts: Counts) -> None:
    """Adds the kinds of titles, read one title after the other."""
    moved: defaultdict[tuple[str, int], Counter[int]] = defaultdict(Counter)
    units, in_n = units_by_title(connection, each_of(found), _more), int(Outcome.NO)
    for number, (_, of_title) in enumerate(groupby(units, key=itemgetter(0)), start=1):
        settled: dict[str, int] = {}
        codes: dict[str, dict[int, int]] = {}
        for _, group, unnamed, nodes in of_title:
            settled[group] = settled.get(group, 0) + (unnamed == in_n)
            of_group = codes.setdefault(group, {})
            for code, more in nodes:
                of_group[code] = of_group.get(code, code) + more
        for group, n in settled.items():
            counts.base[named_group(group)][0, n] += 1
            moved[group, n].update(codes[group].values())
        if number % _TITLES == 0:
            _tell_by_code(moved, counts)
    _tell_by_code(moved, counts)


def _tell_by_code(moved: dict[tuple[str, int], Counter[int]], counts: Counts) -> None:
    """Moves titles from their kind where nobody named a code, by group and n, to their kind at each
    code."""
    for (group, n), lines in moved.items():
        for line, titles in lines.items():
            kinds = counts.moved[named_group(group), line >> 2 * _BITS]
            kinds[0, n] -= titles
            kinds[line & _MASK, n + (line >> _BITS & _MASK) - _HALF] += titles
    moved.clear()
