"""Sums over titles of the units with and without something, for clustered tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    case,
    func,
    select,
    union_all,
)

from portrayals.counts.code_counts import Group, Kinds, Sums
from portrayals.database.staging import staged
from portrayals.findings.outcome import Outcome, is_settled
from portrayals.findings.outcomes import Found
from portrayals.tables.literals import ZERO, word


@dataclass(frozen=True, slots=True)
class Products:
    """Sums over titles of kk', kn', nk' and nn', for k of n in one group, k' of n' in another."""

    kk: int
    kn: int
    nk: int
    nn: int


@dataclass(frozen=True, slots=True)
class TitleSums:
    """For titles with a unit in n: their number, the sums of each group and of each pair of groups.

    Pairs of groups that no title has are missing. `kept` has k and n for each title and group.
    """

    titles: int
    groups: dict[Group, Sums]
    pairs: dict[tuple[Group, Group], Products]
    kept: FromClause

    def of(self, group: Group) -> Sums:
        """The sums of one group, which are 0 where it has no unit in n."""
        return self.groups.get(group, Sums())

    def together(self) -> Sums:
        """The sums of all groups as one; no unit may be in two of them."""
        count, n = (
            sum(getattr(each, name) for each in self.groups.values()) for name in ("count", "n")
        )
        kk, kn, nn = (
            sum(getattr(each, name) for each in self.pairs.values()) for name in ("kk", "kn", "nn")
        )
        return Sums(self.titles, count, n, kk, kn, nn)


def title_sums(connection: Connection, found: Found, node: int) -> TitleSums:
    """The sums at one node; every row read is of the size of the groups, not of the titles."""
    units, nodes = found.units, found.nodes
    parts = [select(units.c.title_id, units.c.grp, ZERO.label("k"), _one(units).label("n"))]
    if nodes is not None:
        yes, settled = nodes.c.outcome == Outcome.YES.sql, is_settled(nodes.c.outcome)
        more = case((settled, 1), else_=0) - _one(nodes)
        at_node = select(
            nodes.c.title_id, nodes.c.grp, case((yes, 1), else_=0).label("k"), more.label("n")
        )
        parts.append(at_node.where(nodes.c.code_id == node))
    told = union_all(*parts).subquery()
    k, n = func.sum(told.c.k), func.sum(told.c.n)
    of_titles = select(told.c.title_id, told.c.grp, k.label("k"), n.label("n"))
    kept = staged(
        connection, of_titles.group_by(told.c.title_id, told.c.grp).having(n > 0), "title_id", "grp"
    )
    other = kept.alias()
    pairs = (
        select(
            kept.c.grp,
            other.c.grp.label("other"),
            func.count().label("titles"),
            func.sum(kept.c.k).label("k"),
            func.sum(kept.c.n).label("n"),
            func.sum(kept.c.k * other.c.k).label("kk"),
            func.sum(kept.c.k * other.c.n).label("kn"),
            func.sum(kept.c.n * other.c.k).label("nk"),
            func.sum(kept.c.n * other.c.n).label("nn"),
        )
        .select_from(kept.join(other, kept.c.title_id == other.c.title_id))
        .group_by(kept.c.grp, other.c.grp)
    )
    groups: dict[Group, Sums] = {}
    products: dict[tuple[Group, Group], Products] = {}
    for row in connection.execute(pairs):
        one, two = row.grp or None, row.other or None
        kk, kn, nk, nn = int(row.kk), int(row.kn), int(row.nk), int(row.nn)
        products[one, two] = Products(kk, kn, nk, nn)
        if one == two:
            groups[one] = Sums(int(row.titles), int(row.k), int(row.n), kk, kn, nn)
    titles = connection.execute(select(func.count(func.distinct(kept.c.title_id)))).scalar_one()
    return TitleSums(titles, groups, products, kept)


def kinds_by_group(connection: Connection, sums: TitleSums) -> dict[Group, Kinds]:
    """How many titles have which k and n in a group; None stands for all groups together.

    If there are several groups, each has a name, and no unit is in two of them.
    """
    kept, number = sums.kept, func.count().label("titles")
    found: dict[Group, Kinds] = {None: _together(connection, kept)}
    key = (kept.c.grp, kept.c.k, kept.c.n)
    named: dict[str, dict[tuple[int, int], int]] = {}
    for row in connection.execute(select(*key, number).where(kept.c.grp != "").group_by(*key)):
        named.setdefault(row.grp, {})[int(row.k), int(row.n)] = int(row.titles)
    return found | named


def _together(connection: Connection, kept: FromClause) -> dict[tuple[int, int], int]:
    of_title = (
        select(func.sum(kept.c.k).label("k"), func.sum(kept.c.n).label("n"))
        .group_by(kept.c.title_id)
        .subquery()
    )
    key = (of_title.c.k, of_title.c.n)
    rows = connection.execute(select(*key, func.count().label("titles")).group_by(*key))
    return {(int(row.k), int(row.n)): int(row.titles) for row in rows}


def kinds_across(
    connection: Connection, sums: TitleSums, groups: Sequence[str]
) -> list[tuple[tuple[int, ...], int]]:
    """How many titles have which numbers of units with and without, one group after the other."""
    kept = sums.kept
    cells = [
        func.sum(case((kept.c.grp == word(group), cell), else_=0))
        for group in groups
        for cell in (kept.c.k, kept.c.n - kept.c.k)
    ]
    of_title = (
        select(*(cell.label(f"cell_{place}") for place, cell in enumerate(cells)))
        .group_by(kept.c.title_id)
        .subquery()
    )
    rows = connection.execute(select(*of_title.c, func.count()).group_by(*of_title.c))
    return [(tuple(map(int, cells)), int(titles)) for *cells, titles in rows]


def _one(rows: FromClause) -> ColumnElement[int]:
    """1 for a unit that is in n at a node that nobody named."""
    return case((rows.c.unnamed == Outcome.NO.sql, 1), else_=0)
