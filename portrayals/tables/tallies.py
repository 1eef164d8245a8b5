"""How many coders gave which answer, per unit and variable. Derived; kept by one function."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    TypedColumns,
)

from portrayals.tables.metadata import CLUSTERED, Real, flag, metadata


class TallyColumns(TypedColumns):
    variable_id = Column(
        Integer, ForeignKey("variable.variable_id"), primary_key=True, autoincrement=False
    )
    unit_id = Column(Integer, ForeignKey("unit.unit_id"), primary_key=True, autoincrement=False)
    adjudicated = Column(Integer, nullable=False)
    basis = Column(Text)
    answers = Column(Integer, nullable=False)
    none = Column(Integer, nullable=False)
    doubtful = Column(Integer, nullable=False)
    cannot_tell = Column(Integer, nullable=False)
    not_applicable = Column(Integer, nullable=False)
    unavailable = Column(Integer, nullable=False)
    hearsay = Column(Integer, nullable=False)
    number_low = Column(Real)
    number_high = Column(Real)
    number_mean = Column(Real)


#: `answers` coders gave a value, `none` of them `none`, `doubtful` of them nothing but maybes. All
#: counts are of the voters of NUMBERS R11, R17 and R18: one vote a coder, the best `basis` only,
#: of an adjudicated value the consensus coder alone. `hearsay` counts coders who have only that.
tally = Table(
    "tally",
    metadata,
    TallyColumns,
    flag("adjudicated"),
    CheckConstraint("none >= 0 AND doubtful >= 0 AND none + doubtful <= answers", name="answers"),
    Index(None, "unit_id"),
    **CLUSTERED,
)


class TallyCodeColumns(TypedColumns):
    variable_id = Column(Integer, primary_key=True, autoincrement=False)
    unit_id = Column(Integer, primary_key=True, autoincrement=False)
    code_id = Column(Integer, primary_key=True, autoincrement=False)
    votes = Column(Integer, nullable=False)
    doubtful = Column(Integer, nullable=False)
    open = Column(Integer, nullable=False)
    against = Column(Integer)
    unasked = Column(Integer, nullable=False)
    unasked_cannot_tell = Column(Integer, nullable=False)
    unasked_not_applicable = Column(Integer, nullable=False)


#: At one node of the tree (a code, an ancestor, a value of a property): `votes` that it is there,
#: coders in doubt (R6), coders who assigned only a parent (`open`, R9). The three of `unasked` are
#: those of the tally's answers, cannot-tell and not-applicable whose codebook had no such code
#: (R5). The rest of the answers say no; a node without a row has only no. Where coders chose
#: different codes of a variable that has one value, `against` are the most of those who say no
#: that agree on what it is instead.
tally_code = Table(
    "tally_code",
    metadata,
    TallyCodeColumns,
    ForeignKeyConstraint(["variable_id", "unit_id"], ["tally.variable_id", "tally.unit_id"]),
    ForeignKeyConstraint(["variable_id", "code_id"], ["code.variable_id", "code.code_id"]),
    CheckConstraint(
        "votes >= 0 AND doubtful >= 0 AND open >= 0 AND against >= 0 AND unasked >= 0 "
        "AND unasked_cannot_tell >= 0 AND unasked_not_applicable >= 0",
        name="counts",
    ),
    Index(None, "variable_id", "code_id", "unit_id"),
    **CLUSTERED,
)
