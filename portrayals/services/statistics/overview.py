"""The first lines of an overview: how many units, the years and the kinds."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from portrayals.findings.reading import Reading
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.notation.plurals import counted
from portrayals.tables import title, unit
from portrayals.vocabulary import COUNTED_OUT, Level

#: Titles screened so are no part of the study (R1).

#: Kinds that are the same word for one and for several.
_SERIES = ("tv-series", "tv-miniseries", "web-series", "tv")


def overview(connection: Connection, reading: Reading) -> tuple[str, ...]:
    """How many units the study has, their years and kinds, and how many titles it leaves out."""
    in_study = title.c.screened.not_in(COUNTED_OUT)
    of_titles = unit.join(title, title.c.title_id == unit.c.title_id)
    number = {
        row.level_id: row.number
        for row in connection.execute(
            select(unit.c.level_id, func.count().label("number"))
            .select_from(of_titles)
            .where(in_study)
            .group_by(unit.c.level_id)
        )
    }
    levels: tuple[Level, ...] = ("title", "portrayal", "relationship", "episode")
    told = [
        f"{number[LEVEL_ID[level]]:,} {reading.book.name_of(level, number[LEVEL_ID[level]])}"
        for level in levels
        if number.get(LEVEL_ID[level]) and (level != "episode" or reading.book.of_level(level))
    ]
    own = select(func.min(unit.c.year), func.max(unit.c.year)).select_from(of_titles)
    first, last = connection.execute(
        own.where(in_study, unit.c.level_id == LEVEL_ID["title"])
    ).one()
    kinds = connection.execute(
        select(title.c.kind, func.count().label("number"))
        .where(in_study)
        .group_by(title.c.kind)
        .order_by(func.count().desc(), title.c.kind)
    )
    said = [] if first is None else [f"{first} to {last}" if last > first else f"{first}"]
    said += [
        counted(row.number, row.kind, row.kind if row.kind in _SERIES else None) for row in kinds
    ]
    lines = [", ".join(told) or "No titles yet", *([", ".join(said)] if said else [])]
    left_out = connection.execute(
        select(func.count()).select_from(title).where(title.c.screened.in_(COUNTED_OUT))
    ).scalar_one()
    if left_out:
        lines.append(f"Screened out or unavailable: {counted(left_out, 'title')}")
    return tuple(lines)
