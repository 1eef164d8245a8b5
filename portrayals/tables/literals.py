"""Our own words and numbers as SQL literals, so that equal statements are equal text.

An engine has to compile such a statement only once, and can use the literal values for planning.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Table,
    TableClause,
    Text,
    case,
    column,
    literal_column,
    null,
    table,
)


def word(text: str) -> ColumnElement[str]:
    """One of our own words."""
    return literal_column(f"'{text}'", Text)


def word_at(place: ColumnElement[int], words: Iterable[str]) -> ColumnElement[str]:
    """The word whose position among our own words a column holds."""
    told = {number(at): word(each) for at, each in enumerate(words)}
    return case(told, value=place, else_=null())


def number(value: int) -> ColumnElement[int]:
    """A number that the program chose."""
    return literal_column(str(int(value)), Integer)


def light(of: Table, *names: str) -> TableClause:
    """A table, or some of its columns, as a statement sees it.

    Making an alias of it takes a tenth of the time.
    """
    return table(of.name, *(column(name, of.c[name].type) for name in names or of.c.keys()))


ZERO: Final = number(0)
