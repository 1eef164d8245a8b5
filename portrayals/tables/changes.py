"""The history: every write is one change, with each row as it was before."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from portrayals.tables.metadata import CLUSTERED, ROWID, identity, metadata


class ChangeColumns(TypedColumns):
    change_id = identity()
    at = Column(Text, nullable=False)
    actor = Column(Text, nullable=False)
    command = Column(Text, nullable=False)
    undoes_change_id = Column(Integer, ForeignKey("change.change_id"))


change = Table("change", metadata, ChangeColumns, UniqueConstraint("undoes_change_id"), **ROWID)


class ChangeRowColumns(TypedColumns):
    change_id = Column(Integer, ForeignKey("change.change_id"), primary_key=True)
    position = Column(Integer, primary_key=True, autoincrement=False)
    table_name = Column(Text, nullable=False)
    row_key = Column(Text, nullable=False)
    before = Column(Text, nullable=False)


change_row = Table(
    "change_row",
    metadata,
    ChangeRowColumns,
    Index(None, "table_name", "row_key"),
    **CLUSTERED,
)


class ChangeVariableColumns(TypedColumns):
    change_id = Column(
        Integer, ForeignKey("change.change_id"), primary_key=True, autoincrement=False
    )
    variable_id = Column(Integer, primary_key=True, autoincrement=False)


#: The variables whose annotations a change wrote, by which those are found. They may have been
#: deleted since.
change_variable = Table("change_variable", metadata, ChangeVariableColumns, **CLUSTERED)


def written_by() -> Column[int]:
    """The change that last wrote a row."""
    return Column(Integer, ForeignKey("change.change_id"), nullable=False)
