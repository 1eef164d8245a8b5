"""New titles that may be old ones: spelled like another, but for marks and spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import or_, select

from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.transaction import Change
from portrayals.notation.quoting import quoted
from portrayals.tables import unit, unit_name

#: How many are told one by one.
_MOST_TOLD: Final = 5
#: With more new titles, none is compared.
_MOST_COMPARED: Final = 10_000
_MARKS: Final = re.compile(r"[\W_]+")


def similar_titles(change: Change) -> Iterator[str]:
    """Says which titles of this change, which has some, have the letters of another: `Mr Ohm` of
    `Mr. Ohm`. A title of another year is another film.

    A catalogue of very many titles is no sheet that people write, and is not compared.
    """
    names = (
        select(unit.c.key, unit.c.name, unit.c.year, unit.c.change_id, unit_name.c.folded)
        .join(unit_name, unit_name.c.unit_id == unit.c.unit_id)
        .where(unit.c.level_id == LEVEL_ID["title"], unit_name.c.kind == "name")
        .order_by(unit.c.unit_id)
    )
    of_change = names.where(unit.c.change_id == change.number).limit(_MOST_COMPARED + 1)
    new = change.connection.execute(of_change).all()
    if len(new) > _MOST_COMPARED:
        return
    spelled = {_letters(row): list[Any]() for row in new}
    years = {row.year for row in new}
    if None not in years:
        names = names.where(or_(unit.c.year.is_(None), unit.c.year.in_(years)))
    found: list[tuple[Any, Any]] = []
    for row in change.connection.execute(names, execution_options={"yield_per": 1000}):
        of_letters = spelled.get(_letters(row))
        if of_letters is None:
            continue
        first = next((each for each in of_letters if _may_be(each, row)), None)
        if first is not None and row.change_id == change.number:
            found.append((row, first))
        else:
            of_letters.append(row)
    for row, first in found[:_MOST_TOLD]:
        yield (
            f"{quoted(row.name)} is a new title beside {quoted(first.name)}; if they are the same: "
            f"portrayals merge {row.key} {first.key}"
        )
    if len(found) > _MOST_TOLD:
        yield f"… and {len(found) - _MOST_TOLD:,} more new titles like others, but for their marks."


def _letters(row: Any) -> str:
    return _MARKS.sub("", row.folded)


def _may_be(one: Any, other: Any) -> bool:
    """Whether two titles may be the same one by their years; those of one name are told apart."""
    years = {one.year, other.year} - {None}
    return len(years) < 2 and one.folded != other.folded
