"""Counts of outcomes, and the sums over titles that an interval needs (R2, R3, R35)."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import CTE, ColumnElement, Connection, FromClause, and_, case, func, or_, select

from portrayals.database.staging import staged
from portrayals.query.outcomes import Found
from portrayals.tables.findings import NO, YES, word

Group = str | None


def _group(stored: str) -> Group:
    """A group as it is told: none rather than an empty name."""
    return stored or None


States = dict[str, int]


@dataclass(slots=True)
class Sums:
    """Over titles with a unit in n: how many; sums of k, n, k squared, k times n, n squared."""

    clusters: int = 0
    count: int = 0
    n: int = 0
    kk: int = 0
    kn: int = 0
    nn: int = 0


@dataclass(slots=True)
class Counts:
    """By group: the units in each state, and by code those of which it differs; sums by code."""

    units: dict[Group, States] = field(default_factory=dict)
    nodes: dict[tuple[Group, int], States] = field(default_factory=dict)
    sums: dict[tuple[Group, int], Sums] = field(default_factory=dict)
    base: dict[Group, Sums] = field(default_factory=dict)

    def add_nothing(self) -> None:
        """One group without a unit: what is counted where there is nothing to count."""
        self.units[None] = {}
        self.base[None] = Sums()

    def states(self, group: Group, code_id: int) -> States:
        """The units of a group by outcome at a code: yes, no and every state of R3."""
        return self.nodes.get((group, code_id), self.units[group])

    def of_titles(self, group: Group, code_id: int) -> Sums:
        """The sums over titles at a code."""
        return self.sums.get((group, code_id), self.base[group])


def count(connection: Connection, found: Found, *, clustered: bool) -> Counts:
    """Counts what was found, with the sums over titles that clustered intervals are made of.

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
        counts.units.setdefault(_group(row.grp), {})[row.unnamed] = int(row.number)
    if nodes is None:
        return counts
    number = func.count()
    if clustered:
        # They lie in the order in which they are summed below, so that nothing is sorted again.
        at = (nodes.c.grp, nodes.c.code_id, nodes.c.title_id, nodes.c.unnamed, nodes.c.outcome)
        nodes_of = select(*at, func.count().label("number")).group_by(*at)
        nodes = staged(connection, nodes_of, "grp", "code_id", "title_id", "unnamed", "outcome")
        number = func.sum(nodes.c.number)
    columns = (nodes.c.grp, nodes.c.code_id, nodes.c.unnamed, nodes.c.outcome)
    moved = select(*columns, number.label("number")).group_by(*columns)
    for row in connection.execute(moved):
        states = counts.nodes.setdefault(
            (_group(row.grp), row.code_id), dict(counts.units[_group(row.grp)])
        )
        states[row.unnamed] -= int(row.number)
        states[row.outcome] = states.get(row.outcome, 0) + int(row.number)
    if clustered:
        _add_sums(connection, units, nodes, counts)
    return counts


def _total(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _sum_of(rows: FromClause, condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many of the units that rows stand for fulfil a condition."""
    return func.sum(case((condition, rows.c.number), else_=0))


def _add_sums(connection: Connection, units: FromClause, nodes: FromClause, counts: Counts) -> None:
    """Adds the sums over titles, from the numbers by title and outcome."""
    of_titles = select(
        units.c.grp, units.c.title_id, _sum_of(units, units.c.unnamed == word(NO)).label("n")
    ).group_by(units.c.grp, units.c.title_id)
    by_title = staged(connection, of_titles, "title_id", "grp")
    base = select(
        by_title.c.grp,
        _total(by_title.c.n > 0).label("clusters"),
        func.sum(by_title.c.n).label("n"),
        func.sum(by_title.c.n * by_title.c.n).label("nn"),
    ).group_by(by_title.c.grp)
    for row in connection.execute(base):
        counts.base[_group(row.grp)] = Sums(int(row.clusters), 0, int(row.n), 0, 0, int(row.nn))
    settled = or_(nodes.c.outcome == word(YES), nodes.c.outcome == word(NO))
    of_nodes = select(
        nodes.c.grp,
        nodes.c.code_id,
        nodes.c.title_id,
        _sum_of(nodes, nodes.c.outcome == word(YES)).label("k"),
        (_sum_of(nodes, settled) - _sum_of(nodes, nodes.c.unnamed == word(NO))).label("more"),
    ).group_by(nodes.c.grp, nodes.c.code_id, nodes.c.title_id)
    at_node = staged(connection, of_nodes, "title_id", "grp", "code_id")
    same = and_(
        at_node.c.title_id == by_title.c.title_id,
        at_node.c.grp == by_title.c.grp,
    )
    n = by_title.c.n + at_node.c.more
    difference = (
        select(
            at_node.c.grp,
            at_node.c.code_id,
            (_total(n > 0) - _total(by_title.c.n > 0)).label("clusters"),
            func.sum(at_node.c.k).label("k"),
            func.sum(at_node.c.more).label("n"),
            func.sum(at_node.c.k * at_node.c.k).label("kk"),
            func.sum(at_node.c.k * n).label("kn"),
            func.sum(n * n - by_title.c.n * by_title.c.n).label("nn"),
        )
        .select_from(at_node.join(by_title, same))
        .group_by(at_node.c.grp, at_node.c.code_id)
    )
    for row in connection.execute(difference):
        of_group = counts.base[_group(row.grp)]
        counts.sums[_group(row.grp), row.code_id] = Sums(
            of_group.clusters + int(row.clusters),
            int(row.k),
            of_group.n + int(row.n),
            int(row.kk),
            int(row.kn),
            of_group.nn + int(row.nn),
        )


@dataclass(frozen=True, slots=True)
class NumberCounts:
    """Of one group's settled numbers: sums over units and over titles, and the order statistics."""

    clusters: int
    n: int
    total: float
    squares: float
    tt: float
    tn: float
    nn: int
    lowest: float
    highest: float
    median: float


def count_numbers(connection: Connection, found: Found) -> dict[Group, NumberCounts]:
    """Counts what was found of a number; a group without a settled value is absent."""
    units = found.units
    settled = (
        select(units.c.grp, units.c.title_id, units.c.number)
        .where(units.c.unnamed == word(YES))
        .cte()
    )
    by_title = (
        select(
            settled.c.grp,
            func.count().label("n"),
            func.sum(settled.c.number).label("total"),
            func.sum(settled.c.number * settled.c.number).label("squares"),
            func.min(settled.c.number).label("lowest"),
            func.max(settled.c.number).label("highest"),
        )
        .group_by(settled.c.grp, settled.c.title_id)
        .cte()
    )
    sums = select(
        by_title.c.grp,
        func.count().label("clusters"),
        func.sum(by_title.c.n).label("n"),
        func.sum(by_title.c.total).label("total"),
        func.sum(by_title.c.squares).label("squares"),
        func.sum(by_title.c.total * by_title.c.total).label("tt"),
        func.sum(by_title.c.total * by_title.c.n).label("tn"),
        func.sum(by_title.c.n * by_title.c.n).label("nn"),
        func.min(by_title.c.lowest).label("lowest"),
        func.max(by_title.c.highest).label("highest"),
    ).group_by(by_title.c.grp)
    medians = _medians(connection, settled)
    return {
        _group(row.grp): NumberCounts(
            int(row.clusters),
            int(row.n),
            float(row.total),
            float(row.squares),
            float(row.tt),
            float(row.tn),
            int(row.nn),
            float(row.lowest),
            float(row.highest),
            medians[_group(row.grp)],
        )
        for row in connection.execute(sums)
    }


def _medians(connection: Connection, settled: CTE) -> dict[Group, float]:
    ranked = select(
        settled.c.grp,
        settled.c.number,
        func.row_number()
        .over(partition_by=settled.c.grp, order_by=settled.c.number)
        .label("place"),
        func.count().over(partition_by=settled.c.grp).label("number_of"),
    ).subquery()
    place, number = ranked.c.place, ranked.c.number_of
    middle = and_(2 * place >= number, 2 * place <= number + 2)
    rows = select(ranked.c.grp, func.avg(ranked.c.number).label("median")).where(middle)
    return {
        _group(row.grp): float(row.median)
        for row in connection.execute(rows.group_by(ranked.c.grp))
    }
