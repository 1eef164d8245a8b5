"""The notes on the periods that units are counted in: that of their title, or of their own year."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, and_, func, or_, select, true

from portrayals.findings.outcomes import NO_GROUP
from portrayals.findings.stored_codebook import Book
from portrayals.notation.plurals import counted
from portrayals.services.statistics.groups import PERIODS, Grouping, is_within, last_year
from portrayals.services.statistics.options import CountRequest, sources_of
from portrayals.tables import title, unit, unit_ballot


def of_series(
    connection: Connection, book: Book, choices: CountRequest, groups: Grouping
) -> Iterator[str]:
    """R37: how many series ran on after the period that they are counted in.

    A series counts by its first year, and with it whoever has no year of their own; how many have
    one is told as well. That of an episode is when it aired. Series of which nothing is coded are
    passed over.
    """
    if groups.by not in PERIODS or choices.level == "episode":
        return
    yield from _of_own_years(connection, choices, groups)
    of, own, above, over = groups.counted.c, unit.alias(), unit.alias(), unit.alias()
    dated_by_title = {
        "title": true(),
        "portrayal": own.c.year.is_(None),
        "relationship": and_(own.c.year.is_(None), above.c.year.is_(None)),
    }[choices.level]
    coded = (
        select(unit.c.title_id)
        .join(unit_ballot, unit_ballot.c.unit_id == unit.c.unit_id)
        .where(unit_ballot.c.variable_id.in_(sources_of(book, choices)))
    )
    is_coded = or_(title.c.screened == "none", title.c.title_id.in_(coded))
    series = (
        select(title.c.title_id, title.c.end_year, of.grp)
        .join_from(groups.counted, title, title.c.title_id == of.title_id)
        .join(over, over.c.unit_id == title.c.title_id)
        .join(own, own.c.unit_id == of.unit_id)
        .join(above, above.c.unit_id == of.parent_id, isouter=True)
        .where(dated_by_title, title.c.end_year > over.c.year)
        .where(is_coded if choices.variables else true())
        .distinct()
    )
    ran_on = {
        row.title_id for row in connection.execute(series) if row.end_year > last_year(row.grp)
    }
    if ran_on:
        are, they = ("is", "it") if len(ran_on) == 1 else ("are", "they")
        yield (
            f"{counted(len(ran_on), 'series', 'series')} that ran into a later {groups.by} {are} "
            f"counted in the one {they} began in."
        )


def _of_own_years(connection: Connection, choices: CountRequest, groups: Grouping) -> Iterator[str]:
    """How many units are counted in another period than their title."""
    of, over = groups.counted.c, unit.alias()
    years = (
        select(of.grp, over.c.year, func.count())
        .join_from(groups.counted, over, over.c.unit_id == of.title_id)
        .where(over.c.year.is_not(None), of.grp != NO_GROUP)
        .group_by(of.grp, over.c.year)
    )
    rows = connection.execute(years)
    number = sum(units for period, year, units in rows if not is_within(year, period))
    if number:
        are, their = ("is", "its") if number == 1 else ("are", "their")
        units = counted(number, choices.level)
        yield f"{units} {are} counted in a year of {their} own, not in that of the title."
