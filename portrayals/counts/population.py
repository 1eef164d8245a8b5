"""Which units are counted, in which groups (R1, R4): one common table expression."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    case,
    cast,
    func,
    literal_column,
    select,
)

from portrayals.findings.outcomes import NO_GROUP
from portrayals.findings.reading import Reading
from portrayals.findings.unit_ref import LEVEL_ID, UnitRef, place
from portrayals.language.syntax import Asked
from portrayals.query.fields_catalogue import period
from portrayals.tables import episode, title, title_term, unit, unit_role
from portrayals.tables.literals import word
from portrayals.vocabulary import COUNTED_OUT, Level

#: Fields whose values make groups, besides the variables.
GROUPS = (
    *("kind", "year", "decade", "country", "language", "genre", "distributor", "role", "title"),
    "season",
)
#: Fields of which a unit may have several values, so that groups overlap.
SEVERAL = ("country", "language", "genre", "role")


def population(reading: Reading, level: Level, where: Asked | None) -> Select[*tuple[Any, ...]]:
    """The units of a level in titles that are not screened out (R1), with the truth of a query.

    Columns `unit_id`, `title_id`, `parent_id`, `year`, `screened`, and `truth`: 1, 0 or null.
    """
    at = place(level)
    truth: ColumnElement[int] = literal_column("1", Integer)
    if where is not None:
        truth = cast(reading.ask(reading, where.query, where.text, at), Integer)
    return (
        select(
            at.unit.c.unit_id,
            at.unit.c.title_id,
            at.unit.c.parent_id,
            title.c.screened,
            truth.label("truth"),
        )
        .join(title, title.c.title_id == at.unit.c.title_id)
        .where(
            at.unit.c.level_id == LEVEL_ID[level],
            title.c.screened.not_in(COUNTED_OUT),
        )
    )


def ungrouped(everyone: FromClause) -> Select[*tuple[Any, ...]]:
    """The units for which the query is true, in one group without a name."""
    return _counted(select(*_identity(everyone), word(NO_GROUP).label("grp")), everyone)


def _identity(everyone: FromClause) -> tuple[ColumnElement[int], ...]:
    return (
        everyone.c.unit_id,
        everyone.c.title_id,
        everyone.c.parent_id,
        everyone.c.screened,
    )


def _counted(rows: Select[*tuple[Any, ...]], everyone: FromClause) -> Select[*tuple[Any, ...]]:
    return rows.where(everyone.c.truth == 1).distinct()


def grouped_by_field(everyone: FromClause, field: str, level: Level) -> Select[*tuple[Any, ...]]:
    """The units for which the query is true, in the groups that a field makes."""
    own = unit.alias()
    at = UnitRef(level, own)
    identity = _identity(everyone)
    joined = everyone.join(own, own.c.unit_id == everyone.c.unit_id)
    if field in {"country", "language", "genre", "distributor"}:
        here = (title_term.c.title_id == everyone.c.title_id) & (title_term.c.field == field)
        rows = select(
            *identity, func.coalesce(title_term.c.value, word(NO_GROUP)).label("grp")
        ).select_from(joined.outerjoin(title_term, here))
    elif field == "role":
        rows = select(
            *identity, func.coalesce(unit_role.c.role, word(NO_GROUP)).label("grp")
        ).select_from(joined.outerjoin(unit_role, unit_role.c.unit_id == everyone.c.unit_id))
    elif field == "season":
        number = cast(episode.c.season, Text)
        padded = case((episode.c.season < 10, word("0") + number), else_=number)
        rows = select(*identity, (word("S") + padded).label("grp")).select_from(
            joined.join(episode, episode.c.episode_id == everyone.c.unit_id)
        )
    elif field in {"kind", "title"}:
        over = unit.alias()
        of_title = joined.join(title, title.c.title_id == everyone.c.title_id).join(
            over, over.c.unit_id == everyone.c.title_id
        )
        group: ColumnElement[str] = title.c.kind if field == "kind" else over.c.name
        rows = select(*identity, group.label("grp")).select_from(of_title)
    else:
        year = period(at)
        first = year - year % 10
        group = cast(year, Text) if field == "year" else cast(first, Text) + "s"
        rows = select(*identity, func.coalesce(group, word(NO_GROUP)).label("grp")).select_from(
            joined
        )
    return _counted(rows, everyone)
