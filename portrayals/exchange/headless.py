"""Sheets whose first line is a row, not the names of the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted
from portrayals.results.sheets import BadRow, SheetRow

#: How many rows are compared with the first line.
_COMPARED: Final = 100
_MOST_NAMED: Final = 3
_YEAR: Final = re.compile(r"(?:18[7-9]|19[0-9]|20[0-9]|21[0-9])[0-9]")


def below_names(
    columns: Sequence[str], rows: Iterator[SheetRow | BadRow], name: str
) -> Iterator[SheetRow | BadRow]:
    """The rows. Raises InvalidValue if the names of the columns look like one of them.

    They do if one is a year above years, or if two of them, and at least half, occur again below,
    each in its own column among other values. (A name that is the only value of its column marks
    that the row has it.)
    """
    first = list(islice(rows, _COMPARED))
    below = [row.cells for row in first if isinstance(row, SheetRow) and row.cells != columns]
    again = []
    for head, *cells in zip(columns, *below, strict=True):
        values = {cell for cell in cells if cell}
        if _YEAR.fullmatch(head) and values and all(map(_YEAR.fullmatch, values)):
            raise _headless(name, [head])
        if head in values and len(values) > 1:
            again.append(head)
    if len(again) >= max(2, len(columns) / 2):
        raise _headless(name, again)
    return chain(first, rows)


def _headless(name: str, heads: Sequence[str]) -> InvalidValue:
    shown = ", ".join(map(quoted, heads[:_MOST_NAMED]))
    return InvalidValue(
        f"the first line of {name} looks like data, not column names: {shown}",
        hint="write a line above it with a name for each column, such as Film, Year, Coder",
    )
