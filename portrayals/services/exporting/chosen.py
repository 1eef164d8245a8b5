"""Which units are exported, and in what order; and their ids a batch at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, Select, and_, select, union_all

from portrayals.errors import InvalidQuery
from portrayals.query.place import LEVEL_ID, place
from portrayals.query.population import Asked
from portrayals.query.reading import Reading
from portrayals.results.words import LEVELS, Level
from portrayals.tables import unit, unit_name

#: How many units are held at a time.
BATCH: Final = 2_000
_IDS_AT_ONCE: Final = 10_000

Ids = Select[int]


def units_asked(reading: Reading, levels: Sequence[Level], asked: Asked | None) -> Ids:
    """The units that a query is true of, at each of the levels that it can be asked of.

    By title name, then key. Raises InvalidQuery where it can be asked of none of the levels.
    """
    of_title = and_(unit_name.c.unit_id == unit.c.title_id, unit_name.c.kind == "name")
    rows = (
        select(unit.c.unit_id)
        .outerjoin(unit_name, of_title)
        .order_by(unit_name.c.folded, unit.c.key)
    )
    if asked is None:
        return rows.where(unit.c.level_id.in_([LEVEL_ID[level] for level in levels]))
    chosen: list[Ids] = []
    refused: list[InvalidQuery] = []
    for level in levels:
        at = place(level)
        try:
            truth = reading.ask(reading, asked.query, asked.text, at)
        except InvalidQuery as error:
            refused.append(error)
            continue
        of_level = at.unit.c.level_id == LEVEL_ID[level]
        chosen.append(select(at.unit.c.unit_id).where(of_level, truth))
    if not chosen:
        raise refused[0]
    return rows.where(unit.c.unit_id.in_(union_all(*chosen)))


def batches(connection: Connection, rows: Ids) -> Iterator[list[int]]:
    """The ids that a select finds, some at a time. All are kept, at eight bytes each."""
    found = connection.execute(rows, execution_options={"yield_per": _IDS_AT_ONCE})
    ids = array("q", found.scalars())
    for first in range(0, len(ids), BATCH):
        yield ids[first : first + BATCH].tolist()


def keys_of(connection: Connection, batch: Sequence[int]) -> dict[int, tuple[str, Level]]:
    """Key and level by unit id, in the order of the ids."""
    rows = connection.execute(
        select(unit.c.unit_id, unit.c.key, unit.c.level_id).where(unit.c.unit_id.in_(batch))
    )
    known = {row.unit_id: (row.key, LEVELS[row.level_id - 1]) for row in rows}
    return {unit_id: known[unit_id] for unit_id in batch}
