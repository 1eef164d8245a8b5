"""Many short texts at once."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Select, func, select

#: How many texts a statement names at most; if there are more, all are read.
MOST_NAMED: Final = 1_000


def lines(connection: Connection, rows: Select[str]) -> list[str]:
    """The texts that a select finds, in order; a text with line breaks counts as several.

    They are fetched as one text: a row for each takes longer to transfer than to find.
    """
    texts = rows.subquery()
    joined = select(func.aggregate_strings(texts.c[0], "\n"))
    found = connection.execute(joined).scalar_one()
    return found.split("\n") if found else []
