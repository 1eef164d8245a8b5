"""The counted units, title by title, each with the categories at which it differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    FromClause,
    Select,
    null,
    select,
    union_all,
)

from portrayals.findings.outcomes import Found

#: A category as it is stored: the id of a code, or the value of a field.
Category = int | str

#: How many rows are read at once.
_STREAMED: Final = {"yield_per": 1000}

#: How many ballots are remembered, so that memory is bounded if all differ.
_REMEMBERED: Final = 10_000

Node = TypeVar("Node")

#: The title of a unit, its group, its outcome where nobody named a category, and where it differs.
Unit = tuple[int, str, int, Sequence[Node]]


@dataclass(frozen=True, slots=True)
class Side:
    """The outcomes by unit, and by unit and category; both have unit_id, title_id and grp.

    `of_ballots` are the outcomes by ballot and category, if they are by ballot, as in `Found`.
    """

    units: FromClause
    nodes: FromClause
    of_ballots: FromClause | None = None


def identity(rows: FromClause) -> tuple[ColumnElement[Any], ...]:
    """The columns of a relation that identify the unit of a row."""
    return (rows.c.title_id, rows.c.unit_id, rows.c.grp)


def each_of(found: Found) -> Side:
    """A side whose categories are separate questions, so that a unit may be in several.

    `found` belongs to a variable with codes: for a number, nothing is found by code.
    """
    nodes = cast("FromClause", found.nodes)
    named = select(
        *identity(nodes), nodes.c.code_id.label("category"), nodes.c.unnamed, nodes.c.outcome
    )
    return Side(found.units, named.subquery(), found.of_ballots)


def units_by_title(
    connection: Connection, side: Side, node_of: Callable[[Category, int, int], Node]
) -> Iterator[Unit[Node]]:
    """The units of a side, ordered by title.

    `node_of` makes a node from a category, the outcome where nobody named it, and the unit's own
    outcome there.
    """
    read = _each if side.of_ballots is None else _by_ballot
    return read(connection, side, cache(node_of))  # there are few, and each occurs many times


def _each(
    connection: Connection, side: Side, node_of: Callable[[Category, int, int], Node]
) -> Iterator[Unit[Node]]:
    units, nodes = side.units, side.nodes
    no_category = null().cast(nodes.c.category.type).label("category")
    at_none = select(*identity(units), no_category, units.c.unnamed.label("outcome"))
    at_each = select(*identity(nodes), nodes.c.category, nodes.c.outcome)
    told = union_all(at_none, at_each.where(nodes.c.outcome != nodes.c.unnamed)).subquery()
    # By group too: a unit may be in several.
    rows = _by_title(connection, select(*told.c), told, told.c.grp)
    for (title_id, _, group), of_unit in groupby(rows, key=itemgetter(0, 1, 2)):
        outcomes = {category: outcome for *_, category, outcome in of_unit}
        unnamed = outcomes.pop(None)
        yield title_id, group, unnamed, [node_of(at, unnamed, outcomes[at]) for at in outcomes]


def _by_ballot(
    connection: Connection, side: Side, node_of: Callable[[Category, int, int], Node]
) -> Iterator[Unit[Node]]:
    """The same, if the ballot of a unit says what was found."""
    units, of_ballots = side.units, cast("FromClause", side.of_ballots)
    rows = select(*identity(units), units.c.unnamed, units.c.ballot_id)
    known: dict[int | None, list[Node]] = {None: []}
    for some in _by_title(connection, rows, units).partitions():
        if len(known) > _REMEMBERED:
            known = {None: []}
        new = {ballot: unnamed for *_, unnamed, ballot in some if ballot not in known}
        if new:
            known |= {ballot_id: [] for ballot_id in new}
            of_new = select(of_ballots).where(of_ballots.c.ballot_id.in_(new.keys()))
            for ballot_id, code_id, outcome in connection.execute(
                of_new, execution_options=_STREAMED
            ):
                if outcome != new[ballot_id]:
                    known[ballot_id].append(node_of(code_id, new[ballot_id], outcome))
        for title_id, _, group, unnamed, ballot_id in some:
            yield title_id, group, unnamed, known[ballot_id]


def _by_title(
    connection: Connection,
    rows: Select[*tuple[Any, ...]],
    of: FromClause,
    *then: ColumnElement[Any],
) -> CursorResult[*tuple[Any, ...]]:
    ordered = rows.order_by(of.c.title_id, of.c.unit_id, *then)
    return connection.execute(ordered, execution_options=_STREAMED)
