"""What a wide table tells of a unit besides what was found: its names, and its title's facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, select

from portrayals.findings.reading import Reading
from portrayals.notation.cells import text
from portrayals.results.data_columns import Column, plain
from portrayals.results.listing import Row
from portrayals.services.browse.unit_rows import described
from portrayals.tables import unit
from portrayals.vocabulary import Level

#: What is told of a unit itself; of one below a title also what groups are made of.
_OF_TITLE: Final = ("kind", "year", "countries", "languages", "genres", "distributor", "stratum")
_PERSON: Final = ("name", "performer", "roles", "year", "period")
_OF_UNIT: Final[dict[Level, tuple[str, ...]]] = {
    "title": ("key", "uuid", "name", "end_year", *_OF_TITLE, "screened"),
    "episode": ("key", "uuid", "title", "title_name", "season", "number", "name", "aired"),
    "portrayal": ("key", "uuid", "title", "title_name", *_PERSON),
    "relationship": (
        *("key", "uuid", "title", "title_name", "portrayal", "portrayal_name"),
        *_PERSON,
    ),
}
_NUMBERS: Final = ("year", "end_year", "period", "season", "number", "title_year")


def unit_columns(level: Level) -> tuple[Column, ...]:
    """The columns of a unit itself; those of its title begin with `title_` below a title."""
    own = _OF_UNIT[level]
    above = () if level == "title" else tuple(f"title_{name}" for name in _OF_TITLE)
    return plain((*own, *above), _NUMBERS)


def told_of_units(
    connection: Connection, reading: Reading, level: Level, batch: Sequence[int]
) -> dict[int, Row]:
    """What is told of each unit itself, and of the title above it."""
    names = _OF_UNIT[level]
    rows = described(connection, reading, level, batch, shown=())
    told = {
        unit_id: {name: _one(row[name]) for name in names}
        for unit_id, row in zip(batch, rows, strict=True)
    }
    if level == "title":
        return told
    over = select(unit.c.unit_id, unit.c.title_id).where(unit.c.unit_id.in_(batch))
    title_of = {row.unit_id: row.title_id for row in connection.execute(over)}
    ids = sorted(set(title_of.values()))
    titles = dict(zip(ids, described(connection, reading, "title", ids, shown=()), strict=True))
    for unit_id, row in told.items():
        of_title = titles[title_of[unit_id]]
        row |= {f"title_{name}": _one(of_title[name]) for name in _OF_TITLE}
    return told


def _one(value: object) -> object:
    """A value that is a number or one line of text."""
    return value if value is None or isinstance(value, int) else " ".join(text(value).split())
