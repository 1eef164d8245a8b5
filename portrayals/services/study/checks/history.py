"""Whether the history can be read: the rows it keeps, and the changes it takes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, select

from portrayals.notation.quoting import quoted
from portrayals.tables import change, change_row, metadata

_AT_ONCE: Final = 10_000


def wrong_history(connection: Connection) -> Iterator[str]:
    """Images that are no rows of a table of ours, and changes that take back a later one.

    That each row's change is there is a reference like any other.
    """
    ahead = select(change.c.change_id, change.c.undoes_change_id).where(
        change.c.undoes_change_id >= change.c.change_id
    )
    for number, undone in connection.execute(ahead):
        yield f"change {number} takes back change {undone}, which is not before it"
    images = select(*change_row.c).order_by(change_row.c.change_id, change_row.c.position)
    stream = connection.execute(images, execution_options={"yield_per": _AT_ONCE})
    for row in stream:
        problem = _problem(row.table_name, row.row_key, row.before)
        if problem:
            yield f"change {row.change_id}, row {row.position}: {problem}"


def _problem(table_name: str, row_key: str, before: str) -> str | None:
    table = metadata.tables.get(table_name)
    if table is None:
        return f"{quoted(table_name)} is not a table of ours"
    key, image = _read(row_key), _read(before)
    if not isinstance(key, list) or len(key) != len(table.primary_key.columns):
        return f"{quoted(row_key)} is no key of {table_name}"
    if not isinstance(image, dict) or not image:
        return f"what is kept is no row of {table_name}: {quoted(before)}"
    return None


def _read(written: str) -> object:
    """What a JSON text says; null where it is none."""
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return None
