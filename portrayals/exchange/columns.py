"""The names of a sheet's columns: each once, none empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted

#: The longest column name; anything longer is a whole text without line ends.
_LONGEST: Final = 2_000


def named(heads: Iterable[str], file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the columns, and notices about those that differ from the file.

    A name on several lines is put on one; an empty name becomes `column 7`, and a repeated one
    `NAME (2)`. Raises InvalidValue for one that is too long to be a name.
    """
    written = [" ".join(head.split()) for head in heads]
    for number, head in enumerate(written, 1):
        if len(head) > _LONGEST:
            raise InvalidValue(
                f"{quoted(head)} is not a column name: it has {len(head):,} characters",
                where=f"{file}, column {number}",
                hint="if the first line has the column names, shorten this one",
            )
    taken = {*written, ""}
    met: Counter[str] = Counter()
    names: list[str] = []
    empty: list[str] = []
    again: list[str] = []
    for number, head in enumerate(written, 1):
        met[head] += 1
        if head and met[head] == 1:
            names.append(head)
            continue
        stem = head or f"column {number}"
        name = f"{stem} ({met[head]})" if head else stem
        while name in taken:
            met[head] += 1
            name = f"{stem} ({met[head]})"
        taken.add(name)
        names.append(name)
        (again if head else empty).append(name)
    notices = []
    if empty:
        notices.append(f"columns without a name are named: {', '.join(empty)}")
    if again:
        notices.append(f"columns with a repeated name are named: {', '.join(again)}")
    return tuple(names), tuple(notices)
