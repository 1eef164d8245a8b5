"""Two questions about the same units, and how often their answers occur together (R2, R3, R36).

A side holds the findings for one question, in the form of `Found`: one row per unit with its
outcome at every category that nobody named, and one row for each category that somebody named. It
is read title by title, and the units of a title are the bits of integers. How many units have one
answer to the first question and another to the second is then counted with a single `and`, and no
title is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import (
    Connection,
    FromClause,
    Select,
    and_,
    case,
    func,
    select,
    union_all,
)

from portrayals.counts.units_by_title import Category, Side, identity, units_by_title
from portrayals.database.staging import staged
from portrayals.findings.outcome import KNOWN_NO, KNOWN_YES, Outcome
from portrayals.findings.outcomes import NO_GROUP, Found

#: Units by their outcome on one side and their state on the other, which is `no` if unnamed.
Outcomes = Counter[tuple[str, str]]


def one_of(connection: Connection, found: Found, codes: Iterable[int]) -> Side:
    """A side whose categories exclude each other; a unit in none of them is not settled.

    `found` belongs to a variable with codes, as for `each_of`.
    """
    nodes = cast("FromClause", found.nodes)
    of_codes = nodes.c.code_id.in_(list(codes))
    chosen = select(
        *identity(nodes),
        nodes.c.code_id.label("category"),
        Outcome.NO.sql.label("unnamed"),
        Outcome.YES.sql.label("outcome"),
    ).where(of_codes, nodes.c.outcome == Outcome.YES.sql)
    kept = staged(connection, chosen, "unit_id", "grp", "category")
    # What is known about a unit that is not settled counts for its bounds.
    known = select(
        *identity(nodes),
        nodes.c.code_id.label("category"),
        nodes.c.unnamed,
        nodes.c.outcome,
    ).where(of_codes, nodes.c.outcome.in_([each.sql for each in (*KNOWN_YES, *KNOWN_NO)]))
    units = found.units
    same = and_(kept.c.unit_id == units.c.unit_id, kept.c.grp == units.c.grp)
    state = case(
        (kept.c.unit_id.is_not(None), Outcome.NO.sql),
        (units.c.unnamed == Outcome.NO.sql, Outcome.UNSETTLED.sql),
        else_=units.c.unnamed,
    )
    told = select(*identity(units), state.label("unnamed")).select_from(units.outerjoin(kept, same))
    named = union_all(select(kept), known).subquery()
    return Side(staged(connection, told, "unit_id", "grp"), named)


def values_of(connection: Connection, counted: FromClause, grouped: FromClause) -> Side:
    """A side whose categories are the groups that a field makes of the units counted."""
    value = grouped.c.grp
    same = grouped.c.unit_id == counted.c.unit_id
    named = (
        select(
            *identity(counted),
            value.label("category"),
            Outcome.NO.sql.label("unnamed"),
            Outcome.YES.sql.label("outcome"),
        )
        .select_from(counted.join(grouped, same))
        .where(value != NO_GROUP)
    )
    state = case((func.max(value) == NO_GROUP, Outcome.NO_VALUE.sql), else_=Outcome.NO.sql)
    units = (
        select(*identity(counted), state.label("unnamed"))
        .select_from(counted.join(grouped, same))
        .group_by(*identity(counted))
    )
    return _side(connection, units, named)


def _side(connection: Connection, units: Select[Any], nodes: Select[Any]) -> Side:
    return Side(
        staged(connection, units, "unit_id", "grp"),
        staged(connection, nodes, "unit_id", "grp", "category"),
    )


#: The units settled at a category with it, and without it; or those with each of several.
Line = tuple[int, ...]

#: A category at which a unit has another outcome than where nobody named one; first that, then the
#: one at the category.
Node = tuple[Category, int, int]


def _node(category: Category, unnamed: int, outcome: int) -> Node:
    return category, unnamed, outcome


@dataclass(frozen=True, slots=True)
class Title:
    """The findings in one title: sets of its units, as integers with a bit for each unit.

    `groups` and `unnamed` are the units by group, and by outcome where nobody named a category.
    `line` belongs to a category that nobody named, or to all if they are taken together; `lines`
    belong to those that somebody named.
    """

    groups: Mapping[str, int]
    unnamed: Mapping[int, int]
    named: Mapping[Node, int]
    line: Line
    lines: Mapping[Category, Line]


def titles(
    connection: Connection,
    side: Side,
    together: Sequence[Category] | None = None,
    *,
    left_open: Collection[int] = (),
) -> Iterator[Title]:
    """Each title in turn; two sides of the same units have the units in the same order.

    `together` are the categories that are taken together, which exclude each other. With the
    outcomes that are `left_open`, each line has the units known to have a category, and those that
    may have it.
    """
    units = units_by_title(connection, side, _node)
    for _, of_title in groupby(units, key=itemgetter(0)):
        groups: dict[str, int] = defaultdict(int)
        unnamed: dict[int, int] = defaultdict(int)
        named: dict[Node, int] = defaultdict(int)
        for place, (_, group, outcome, nodes) in enumerate(of_title):
            unit = 1 << place
            groups[group] |= unit
            unnamed[outcome] |= unit
            for node in nodes:
                named[node] |= unit
        if left_open:
            base = sum(units for outcome, units in unnamed.items() if outcome in left_open)
            lines = _open_lines(base, named, left_open)
        else:
            base = unnamed.get(Outcome.NO, 0)
            lines = _lines(base, named)
        if together is None:
            yield Title(groups, unnamed, named, (0, base), lines)
        else:
            line = tuple(lines[each][0] if each in lines else 0 for each in together)
            yield Title(groups, unnamed, named, line, {})


def _open_lines(
    base: int, named: Mapping[Node, int], left_open: Collection[int]
) -> dict[Category, Line]:
    """For each category, the units known to have it, and those that may have it (R16)."""
    lines: dict[Category, Line] = {}
    for (category, _, outcome), units in named.items():
        there, possible = lines.get(category, (0, base))
        possible &= ~units
        if outcome in {Outcome.YES, *KNOWN_YES}:
            there |= units
        if outcome in {Outcome.YES, *KNOWN_YES, *left_open}:
            possible |= units
        lines[category] = there, possible
    return lines


def _lines(base: int, named: Mapping[Node, int]) -> dict[Category, Line]:
    """The lines of the categories that somebody named; `base` has the units settled elsewhere."""
    lines: dict[Category, Line] = {}
    for (category, _, outcome), units in named.items():
        there, without = lines.get(category, (0, base))
        without &= ~units
        if outcome == Outcome.YES:
            there |= units
        elif outcome == Outcome.NO:
            without |= units
        lines[category] = there, without
    return lines
