"""Counts of outcomes, and the sums over titles that an interval needs (R2, R3, R35)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import ColumnElement, Connection, FromClause, Label, and_, case, func, select

from portrayals.database.staging import staged
from portrayals.findings.outcome import Outcome
from portrayals.findings.outcomes import Found

Group = str | None


def named_group(stored: str) -> Group:
    """A group as it is told: none rather than an empty name."""
    return stored or None


States = dict[str, int]

#: What a unit can be at a code (R2, R3).
OUTCOMES: Final = tuple(each for each in Outcome if each != Outcome.NO_VALUE)


@dataclass(slots=True)
class Sums:
    """Over titles with a unit in n: how many; sums of k, n, k squared, k times n, n squared."""

    clusters: int = 0
    count: int = 0
    n: int = 0
    kk: int = 0
    kn: int = 0
    nn: int = 0


#: How many titles have k units with something, of n.
Kinds = Mapping[tuple[int, int], int]


@dataclass(slots=True)
class Counts:
    """By group: the units in each state, and by code those of which it differs; sums by code.

    `kinds` are by code, too, and `base_kinds` those of a code that nobody named; empty where they
    were not asked for.
    """

    units: dict[Group, States] = field(default_factory=dict)
    nodes: dict[tuple[Group, int], States] = field(default_factory=dict)
    sums: dict[tuple[Group, int], Sums] = field(default_factory=dict)
    base: dict[Group, Sums] = field(default_factory=dict)
    kinds: dict[tuple[Group, int], Counter[tuple[int, int]]] = field(default_factory=dict)
    base_kinds: dict[Group, Counter[tuple[int, int]]] = field(default_factory=dict)

    def add_nothing(self) -> None:
        """One group without a unit: what is counted where there is nothing to count."""
        self.units[None] = {}
        self.base[None] = Sums()

    def move(self, group: Group, code_id: int, more: Iterable[int]) -> None:
        """Says by how many units there are more of each of OUTCOMES than where nobody named it."""
        states = dict(self.units[group])
        for outcome, number in zip(OUTCOMES, more, strict=True):
            states[outcome.counted] = states.get(outcome.counted, 0) + int(number)
        self.nodes[group, code_id] = states

    def states(self, group: Group, code_id: int) -> States:
        """The units of a group by outcome at a code: yes, no and every state of R3."""
        return self.nodes.get((group, code_id), self.units[group])

    def of_titles(self, group: Group, code_id: int) -> Sums:
        """The sums over titles at a code."""
        return self.sums.get((group, code_id), self.base[group])

    def kinds_of(self, group: Group, code_id: int) -> Kinds:
        """The kinds of titles at a code."""
        return self.kinds.get((group, code_id), self.base_kinds.get(group, Counter()))


def count(connection: Connection, found: Found, *, clustered: bool, kinds: bool = False) -> Counts:
    """Counts what was found, with the sums over titles that clustered intervals are made of.

    With `kinds`, also what resamples of titles are drawn from, which wants `clustered`, too.
    Every row read is of the size of the result; every outcome is computed once.
    """
    counts = Counts()
    units, nodes = found.units, found.nodes
    number: ColumnElement[int] = func.count()
    if clustered:
        key = (units.c.grp, units.c.title_id, units.c.unnamed)
        rows = select(*key, func.count().label("number")).group_by(*key)
        units = staged(connection, rows, "grp", "title_id", "unnamed")
        number = func.sum(units.c.number)
    by_state = select(units.c.grp, units.c.unnamed, number.label("number"))
    for row in connection.execute(by_state.group_by(units.c.grp, units.c.unnamed)):
        of_group = counts.units.setdefault(named_group(row.grp), {})
        of_group[Outcome(row.unnamed).counted] = int(row.number)
    if nodes is None:
        return counts
    if clustered:
        by_title, at_node = _add_sums(connection, units, nodes, counts)
        if kinds:
            _add_kinds(connection, by_title, at_node, counts)
        return counts
    columns = (nodes.c.grp, nodes.c.code_id)
    by_node = select(*columns, *_more(nodes)).group_by(*columns)
    for group, code_id, *more in connection.execute(by_node):
        counts.move(named_group(group), code_id, more)
    return counts


def _more(nodes: FromClause) -> Iterator[Label[int]]:
    """By how many units there are more of each outcome at a node than where nobody named it."""
    for outcome in OUTCOMES:
        there, unnamed = (
            func.count().filter(told == outcome.sql) for told in (nodes.c.outcome, nodes.c.unnamed)
        )
        yield (there - unnamed).label(outcome.name.lower())


def _total(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _add_sums(
    connection: Connection, units: FromClause, nodes: FromClause, counts: Counts
) -> tuple[FromClause, FromClause]:
    """Adds the sums over titles, from the numbers by title and outcome.

    By title (and code) that are kept on the way: n where nobody named the code; the outcomes that
    there are more of.
    """
    of_titles = select(
        units.c.grp,
        units.c.title_id,
        func.sum(case((units.c.unnamed == Outcome.NO.sql, units.c.number), else_=0)).label("n"),
    ).group_by(units.c.grp, units.c.title_id)
    by_title = staged(connection, of_titles, "title_id", "grp")
    base = select(
        by_title.c.grp,
        _total(by_title.c.n > 0).label("clusters"),
        func.sum(by_title.c.n).label("n"),
        func.sum(by_title.c.n * by_title.c.n).label("nn"),
    ).group_by(by_title.c.grp)
    for row in connection.execute(base):
        counts.base[named_group(row.grp)] = Sums(
            int(row.clusters), 0, int(row.n), 0, 0, int(row.nn)
        )
    columns = (nodes.c.grp, nodes.c.code_id, nodes.c.title_id)
    of_nodes = select(*columns, *_more(nodes)).group_by(*columns)
    at_node = staged(connection, of_nodes, "grp", "code_id", "title_id")
    same = and_(
        at_node.c.title_id == by_title.c.title_id,
        at_node.c.grp == by_title.c.grp,
    )
    k, n = at_node.c.yes, by_title.c.n + _in_n(at_node)
    _, _, _, *moved = at_node.c
    difference = (
        select(
            at_node.c.grp,
            at_node.c.code_id,
            _total(n > 0) - _total(by_title.c.n > 0),
            func.sum(k * k),
            func.sum(k * n),
            func.sum(n * n - by_title.c.n * by_title.c.n),
            *map(func.sum, moved),
        )
        .select_from(at_node.join(by_title, same))
        .group_by(at_node.c.grp, at_node.c.code_id)
    )
    for grp, code_id, clusters, kk, kn, nn, *more in connection.execute(difference):
        group, (no, yes, *_) = named_group(grp), map(int, more)
        of_group = counts.base[group]
        counts.move(group, code_id, more)
        counts.sums[group, code_id] = Sums(
            of_group.clusters + int(clusters),
            yes,
            of_group.n + yes + no,
            int(kk),
            int(kn),
            of_group.nn + int(nn),
        )
    return by_title, at_node


def _in_n(at_node: FromClause) -> ColumnElement[int]:
    """By how many units n differs from that of a code that nobody named."""
    return at_node.c.yes + at_node.c.no


def _add_kinds(
    connection: Connection, by_title: FromClause, at_node: FromClause, counts: Counts
) -> None:
    """Adds the kinds of titles: those of a code nobody named, then how each code moves titles."""
    number = func.count().label("titles")
    base = select(by_title.c.grp, by_title.c.n, number).group_by(by_title.c.grp, by_title.c.n)
    for row in connection.execute(base):
        counts.base_kinds.setdefault(named_group(row.grp), Counter())[0, int(row.n)] = int(
            row.titles
        )
    same = and_(
        at_node.c.title_id == by_title.c.title_id,
        at_node.c.grp == by_title.c.grp,
    )
    more = _in_n(at_node).label("more")
    key = (at_node.c.grp, at_node.c.code_id, at_node.c.yes, more, by_title.c.n)
    moved = select(*key, number).select_from(at_node.join(by_title, same)).group_by(*key)
    for row in connection.execute(moved):
        group = named_group(row.grp)
        if (group, row.code_id) not in counts.kinds:
            counts.kinds[group, row.code_id] = Counter(counts.base_kinds[group])
        kinds = counts.kinds[group, row.code_id]
        kinds[0, int(row.n)] -= int(row.titles)
        kinds[int(row.yes), int(row.n) + int(row.more)] += int(row.titles)
