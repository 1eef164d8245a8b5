"""The ids of exported units, a batch at a time."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, select

from portrayals.query.select import Ids
from portrayals.tables import unit
from portrayals.vocabulary import LEVELS, Level

#: How many units are held at a time.
BATCH: Final = 250
_IDS_AT_ONCE: Final = 1_000


def batches(connection: Connection, rows: Ids) -> Iterator[list[int]]:
    """The ids that a select finds, some at a time. All are held, at eight bytes each."""
    found = connection.execute(rows, execution_options={"yield_per": _IDS_AT_ONCE})
    ids = array("q", found.scalars())
    for first in range(0, len(ids), BATCH):
        yield ids[first : first + BATCH].tolist()
        # SQLAlchemy leaves a statement that was run in cycles: of thousands of batches, megabytes.
        gc.collect(0)


def keys_of(connection: Connection, batch: Sequence[int]) -> dict[int, tuple[str, Level]]:
    """Key and level by unit id, in the order of the ids."""
    rows = connection.execute(
        select(unit.c.unit_id, unit.c.key, unit.c.level_id).where(unit.c.unit_id.in_(batch))
    )
    known = {row.unit_id: (row.key, LEVELS[row.level_id - 1]) for row in rows}
    return {unit_id: known[unit_id] for unit_id in batch}
