"""Two questions asked of the same units, and how often their answers meet (R2, R3, R36).

A side is what was found of one question, as `Found` has it: one row a unit with its outcome at
every category that nobody named, one row for each category that somebody named. It is read title
by title, the units of a title being the bits of whole numbers: how many have an answer to the one
question and another to the other is then counted with one `and`, and no title is kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    FromClause,
    Select,
    and_,
    case,
    func,
    null,
    select,
    union_all,
)

from portrayals.database.staging import staged
from portrayals.findings.outcome import KNOWN_NO, KNOWN_YES, Outcome
from portrayals.findings.outcomes import NO_GROUP, Found

#: A category as it is stored: the id of a code, or the value of a field.
Category = int | str

#: Units by their outcome on one side and their state on the other, which is `no` where unnamed.
Outcomes = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Side:
    """The outcomes by unit, and by unit and category; both have unit_id, title_id and grp.

    `of_ballots` are those by ballot and category, where they are by ballot, as `Found` has it.
    """

    units: FromClause
    nodes: FromClause
    of_ballots: FromClause | None = None


def each_of(found: Found) -> Side:
    """A side whose categories are asked one by one, so that a unit may be in several.

    `found` is of a variable with codes: of a number, nothing is found by code.
    """
    nodes = cast("FromClause", found.nodes)
    named = select(
        *_identity(nodes), nodes.c.code_id.label("category"), nodes.c.unnamed, nodes.c.outcome
    )
    return Side(found.units, named.subquery(), found.of_ballots)


def one_of(connection: Connection, found: Found, codes: Iterable[int]) -> Side:
    """A side whose categories exclude each other; a unit that is in none is not settled.

    `found` is of a variable with codes, as for `each_of`.
    """
    nodes = cast("FromClause", found.nodes)
    of_codes = nodes.c.code_id.in_(list(codes))
    chosen = select(
        *_identity(nodes),
        nodes.c.code_id.label("category"),
        Outcome.NO.sql.label("unnamed"),
        Outcome.YES.sql.label("outcome"),
    ).where(of_codes, nodes.c.outcome == Outcome.YES.sql)
    kept = staged(connection, chosen, "unit_id", "grp", "category")
    # What is known of a unit that is not settled counts for its bounds.
    known = select(
        *_identity(nodes),
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
    told = select(*_identity(units), state.label("unnamed")).select_from(
        units.outerjoin(kept, same)
    )
    named = union_all(select(kept), known).subquery()
    return Side(staged(connection, told, "unit_id", "grp"), named)


def values_of(connection: Connection, counted: FromClause, grouped: FromClause) -> Side:
    """A side whose categories are the groups that a field makes of the units counted."""
    value = grouped.c.grp
    same = grouped.c.unit_id == counted.c.unit_id
    named = (
        select(
            *_identity(counted),
            value.label("category"),
            Outcome.NO.sql.label("unnamed"),
            Outcome.YES.sql.label("outcome"),
        )
        .select_from(counted.join(grouped, same))
        .where(value != NO_GROUP)
    )
    state = case((func.max(value) == NO_GROUP, Outcome.NO_VALUE.sql), else_=Outcome.NO.sql)
    units = (
        select(*_identity(counted), state.label("unnamed"))
        .select_from(counted.join(grouped, same))
        .group_by(*_identity(counted))
    )
    return _side(connection, units, named)


def _identity(rows: FromClause) -> tuple[ColumnElement[Any], ...]:
    return (rows.c.title_id, rows.c.unit_id, rows.c.grp)


def _side(connection: Connection, units: Select[Any], nodes: Select[Any]) -> Side:
    return Side(
        staged(connection, units, "unit_id", "grp"),
        staged(connection, nodes, "unit_id", "grp", "category"),
    )


#: How many units are read at once.
_AT_ONCE: Final = 1000

#: How many ballots are remembered, so that a study in which all differ takes no more memory.
_REMEMBERED: Final = 10_000

#: The units settled at a category with it, and without it; or those with each of several.
Line = tuple[int, ...]

#: A category at which a unit has another outcome than where nobody named one; first that, then the
#: one at the category.
Node = tuple[Category, int, int]


@dataclass(frozen=True, slots=True)
class Title:
    """What was found in one title: sets of its units, as whole numbers with a bit for each unit.

    `groups` and `unnamed` are the units by group, and by outcome where nobody named a category.
    `line` is of a category that nobody named, or of all where they are taken together; `lines` are
    of those that somebody named.
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
    """Each title in turn; of two sides of the same units in the same order, its units too.

    `together` are the categories that are taken together, which exclude each other. With the
    outcomes that are `left_open`, each line is of the units known to have a category, and of those
    that may have it.
    """
    read = _units if side.of_ballots is None else _units_by_ballot
    for _, of_title in groupby(read(connection, side), key=itemgetter(0)):
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


#: The title of a unit, its group, its outcome where nobody named a category, and where it differs.
_Unit = tuple[int, str, int, Sequence[Node]]


def _units(connection: Connection, side: Side) -> Iterator[_Unit]:
    """The units of a side, ordered by title."""
    units, nodes = side.units, side.nodes
    no_category = null().cast(nodes.c.category.type).label("category")
    at_none = select(*_identity(units), no_category, units.c.unnamed.label("outcome"))
    at_each = select(*_identity(nodes), nodes.c.category, nodes.c.outcome)
    told = union_all(at_none, at_each.where(nodes.c.outcome != nodes.c.unnamed)).subquery()
    rows = _by_title(connection, select(*told.c), told)
    for (title_id, _, group), of_unit in groupby(rows, key=itemgetter(0, 1, 2)):
        outcomes = {category: outcome for *_, category, outcome in of_unit}
        unnamed = outcomes.pop(None)
        yield title_id, group, unnamed, [(each, unnamed, outcomes[each]) for each in outcomes]


def _units_by_ballot(connection: Connection, side: Side) -> Iterator[_Unit]:
    """The same, where it is the ballot of a unit that says what was found."""
    units, of_ballots = side.units, cast("FromClause", side.of_ballots)
    rows = select(*_identity(units), units.c.unnamed, units.c.ballot_id)
    known: dict[int | None, list[Node]] = {}
    same: dict[Node, Node] = {}  # ballots have few different nodes, and many each
    for some in _by_title(connection, rows, units).partitions():
        if len(known) > _REMEMBERED:
            known.clear()
        new = {ballot: unnamed for *_, unnamed, ballot in some if ballot not in known}
        known |= {ballot_id: [] for ballot_id in new}
        of_new = select(of_ballots).where(of_ballots.c.ballot_id.in_(new.keys() - {None}))
        for ballot_id, code_id, outcome in connection.execute(of_new):
            node = code_id, new[ballot_id], outcome
            if outcome != new[ballot_id]:
                known[ballot_id].append(same.setdefault(node, node))
        for title_id, _, group, unnamed, ballot_id in some:
            yield title_id, group, unnamed, known[ballot_id]


def _by_title(
    connection: Connection, rows: Select[*tuple[Any, ...]], of: FromClause
) -> CursorResult[*tuple[Any, ...]]:
    ordered = rows.order_by(of.c.title_id, of.c.unit_id)
    return connection.execute(ordered, execution_options={"yield_per": _AT_ONCE})


def _open_lines(
    base: int, named: Mapping[Node, int], left_open: Collection[int]
) -> dict[Category, Line]:
    """By category the units known to have it, and those that may have it (R16)."""
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
    """The lines of the categories that somebody named; `base` are the units settled elsewhere."""
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
