"""Counts of settled numbers: sums over units and over titles, and their order (R2, R35)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import CTE, Connection, Float, and_, func, select

from portrayals.counts.code_counts import Group, named_group
from portrayals.findings.outcome import Outcome
from portrayals.findings.outcomes import Found


@dataclass(frozen=True, slots=True)
class NumberCounts:
    """The settled numbers of one group: sums over units and over titles, and the order statistics.

    The sums are of differences from `centre`, the mean, so that large numbers that lie close
    together keep their digits: `total` and `squares` over units; `tt`, `tn` and `nn` over titles,
    of the sum in a title and the number of its units. `kinds` is how many titles have which sum
    over how many units; empty where not asked for.
    """

    clusters: int
    n: int
    centre: float
    total: float
    squares: float
    tt: float
    tn: float
    nn: int
    lowest: float
    highest: float
    median: float
    kinds: Mapping[tuple[float, int], int]


def count_numbers(
    connection: Connection, found: Found, *, kinds: bool = False
) -> dict[Group, NumberCounts]:
    """Counts the findings of a number variable; a group without a settled value is left out."""
    units = found.units
    settled = (
        select(units.c.grp, units.c.title_id, units.c.number)
        .where(units.c.unnamed == Outcome.YES.sql)
        .cte()
    )
    centres = (
        select(settled.c.grp, func.avg(settled.c.number, type_=Float).label("centre"))
        .group_by(settled.c.grp)
        .cte()
    )
    moved = settled.c.number - centres.c.centre
    by_title = (
        select(
            settled.c.grp,
            func.min(centres.c.centre).label("centre"),
            func.count().label("n"),
            func.sum(settled.c.number).label("sum"),
            func.sum(moved).label("total"),
            func.sum(moved * moved).label("squares"),
            func.min(settled.c.number).label("lowest"),
            func.max(settled.c.number).label("highest"),
        )
        .join(centres, centres.c.grp == settled.c.grp)
        .group_by(settled.c.grp, settled.c.title_id)
        .cte()
    )
    sums = select(
        by_title.c.grp,
        func.min(by_title.c.centre).label("centre"),
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
    found_kinds = _kinds_of_numbers(connection, by_title) if kinds else {}
    return {
        named_group(row.grp): NumberCounts(
            int(row.clusters),
            int(row.n),
            float(row.centre),
            float(row.total),
            float(row.squares),
            float(row.tt),
            float(row.tn),
            int(row.nn),
            float(row.lowest),
            float(row.highest),
            medians[named_group(row.grp)],
            found_kinds.get(named_group(row.grp), {}),
        )
        for row in connection.execute(sums)
    }


def _kinds_of_numbers(
    connection: Connection, by_title: CTE
) -> dict[Group, dict[tuple[float, int], int]]:
    key = (by_title.c.grp, by_title.c.sum, by_title.c.n)
    found: dict[Group, dict[tuple[float, int], int]] = {}
    for row in connection.execute(select(*key, func.count().label("titles")).group_by(*key)):
        kinds = found.setdefault(named_group(row.grp), {})
        kinds[float(row.sum), int(row.n)] = int(row.titles)
    return found


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
        named_group(row.grp): float(row.median)
        for row in connection.execute(rows.group_by(ranked.c.grp))
    }
