"""Many short texts at once."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Select, func, select

#: A statement names at most so many texts; where there are more, all are read.
MOST_NAMED: Final = 1_000


def lines(connection: Connection, rows: Select[str]) -> list[str]:
    """The texts that a select finds, in its order; a text with line breaks is several.

    They come as one text: a row for each takes longer to hand over than to find.
    """
    texts = rows.subquery()
    joined = select(func.aggregate_strings(texts.c[0], "\n"))
    found = connection.execute(joined).scalar_one()
    return found.split("\n") if found else []
