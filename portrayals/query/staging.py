"""Intermediate results, kept in temporary tables with a key.

An engine that is handed one long statement joins its parts by scanning them against each other,
because it knows no key of theirs. A step that is kept costs one write of a unit and makes every
join after it a look-up.
"""

from __future__ import annotations

from itertools import count
from typing import Final

from sqlalchemy import Column, Connection, MetaData, SelectBase, Table, insert

_NUMBERS: Final = count(1)


def staged(connection: Connection, rows: SelectBase, *key: str) -> Table:
    """The rows of a select in a temporary table of this connection, found by their key."""
    columns = [
        Column(column.name, column.type, primary_key=column.name in key, autoincrement=False)
        for column in rows.selected_columns
    ]
    table = Table(f"staged_{next(_NUMBERS)}", MetaData(), *columns, prefixes=["TEMPORARY"])
    table.create(connection)
    names = [column.name for column in columns]
    connection.execute(insert(table).from_select(names, rows))
    return table
