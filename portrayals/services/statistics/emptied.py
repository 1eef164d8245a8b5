"""A query that leaves no unit although there are units: which term is to blame, and suggestions.

A share of nothing does not help somebody who misspelt a genre.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, FromClause, func, select

from portrayals.counts.population import population
from portrayals.errors import NoUnits
from portrayals.findings.reading import Reading
from portrayals.language.parse import to_text
from portrayals.language.syntax import And, Asked, Query, leaves
from portrayals.notation.plurals import counted
from portrayals.query.near import hints
from portrayals.vocabulary import Level

#: How many terms are tried one by one.
_MOST: Final = 8


class Truths(NamedTuple):
    """How many units there are, for how many a query is true, and for how many undetermined."""

    units: int
    true: int
    unknown: int


def truths(connection: Connection, everyone: FromClause) -> Truths:
    """Counts the truths of the query of a population."""
    truth = everyone.c.truth
    numbers = select(
        func.count(),
        func.count().filter(truth == 1),
        func.count().filter(truth.is_(None)),
    ).select_from(everyone)
    return Truths(*connection.execute(numbers).one())


def emptied(
    connection: Connection,
    reading: Reading,
    level: Level,
    option: str,
    asked: Asked,
    found: Truths,
) -> NoUnits:
    """The error for the query of an option that is true of no unit."""
    items = asked.query.items if isinstance(asked.query, And) else (asked.query,)
    alone = {
        item: truths(connection, population(reading, level, Asked(item, asked.text)).subquery())
        for item in items[:_MOST]
    }
    empty = [item for item in alone if not alone[item].true]
    at = [leaf for item in empty[:1] or items for leaf in leaves(item)]
    lines = hints(connection, reading, (level,), asked, found=False)
    if found.unknown:
        unknown = counted(found.unknown, level)
        lines.append(f"For {unknown} the answer is open: portrayals help states")
    return NoUnits(
        f"{option} leaves none of {counted(found.units, level)}: {_why(alone, empty, level)}",
        query=asked.text,
        start=min(leaf.start for leaf in at),
        end=max(leaf.end for leaf in at),
        hint="\n".join(lines or [f"change the query; to list all: portrayals list {level}s"]),
    )


def _why(alone: Mapping[Query, Truths], empty: Sequence[Query], level: Level) -> str:
    if empty:
        of_none = ", ".join(map(to_text, empty))
        return f"{of_none} {'matches' if len(empty) == 1 else 'each match'} none"
    parts = (f"{to_text(item)} matches {found.true}" for item, found in alone.items())
    return f"{', '.join(parts)}, but no {level} matches all"
