"""Reads fields of the rows that the history keeps as JSON, the same way on both engines."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, cast
from sqlalchemy import Text as TextType
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import GenericFunction

from portrayals.tables import change_row
from portrayals.tables.literals import word


class image_field(GenericFunction[str]):  # noqa: N801 - SQLAlchemy names a function by its class
    """One column of a row kept as JSON text; null if the row has no such column."""

    inherit_cache = True
    name = "image_field"
    type = TextType()


@compiles(image_field, "sqlite")
def _sqlite(element: image_field, compiler: Any, **kw: Any) -> str:
    image, name = (compiler.process(part, **kw) for part in element.clauses)
    return f"json_extract({image}, '$.' || {name})"


@compiles(image_field, "postgresql")
def _postgresql(element: image_field, compiler: Any, **kw: Any) -> str:
    image, name = (compiler.process(part, **kw) for part in element.clauses)
    return f"({image}::json ->> {name})"


def text_before(column: str) -> ColumnElement[str]:
    """A column of text as it was in the rows of `change_row`."""
    field: ColumnElement[str] = image_field(change_row.c.before, word(column))
    return field


def id_before(column: str) -> ColumnElement[int]:
    """A column of row ids as it was in the rows of `change_row`."""
    return cast(text_before(column), Integer)
