"""What coders together said about a variable, and how it settles. Derived, by one module."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    TypedColumns,
)

from portrayals.tables.metadata import CLUSTERED, ROWID, Real, flag, identity, metadata
from portrayals.vocabulary import POLICIES


class BallotColumns(TypedColumns):
    ballot_id = identity()
    variable_id = Column(Integer, ForeignKey("variable.variable_id"), nullable=False)
    key = Column(Text, nullable=False, unique=True)
    form = Column(Text)
    adjudicated = Column(Integer, nullable=False)
    basis = Column(Text)
    voters = Column(Integer, nullable=False)
    answers = Column(Integer, nullable=False)
    hearsay = Column(Integer, nullable=False)
    disputed = Column(Integer, nullable=False)
    mean = Column(Real)
    majority = Column(Integer, nullable=False)
    unanimous = Column(Integer, nullable=False)
    any = Column(Integer, nullable=False)


def _outcomes() -> CheckConstraint:
    within = " AND ".join(f'"{name}" BETWEEN 0 AND 10' for name in POLICIES)
    return CheckConstraint(within, name="outcomes")


#: `key` is the ballot itself as text, or the digest of a long one, whose text is then in `form`.
#: The rest is how it settles: `voters` who gave `answers` or a state, whether nobody but `hearsay`
#: spoke, whether they are `disputed`, the `mean` of a number; and, for each policy, the outcome
#: unless a row of `ballot_node` has another.
ballot = Table(
    "ballot",
    metadata,
    BallotColumns,
    flag("adjudicated"),
    flag("hearsay"),
    flag("disputed"),
    _outcomes(),
    **ROWID,
)


class BallotNodeColumns(TypedColumns):
    ballot_id = Column(
        Integer, ForeignKey("ballot.ballot_id"), primary_key=True, autoincrement=False
    )
    code_id = Column(Integer, primary_key=True, autoincrement=False)
    votes = Column(Integer, nullable=False)
    majority = Column(Integer, nullable=False)
    unanimous = Column(Integer, nullable=False)
    any = Column(Integer, nullable=False)


#: For a node that somebody named, or that has an outcome of its own: the `votes` that it is there,
#: and the outcomes. Node 0 is that of `none`, which is a value but not a code.
ballot_node = Table("ballot_node", metadata, BallotNodeColumns, _outcomes(), **CLUSTERED)


class UnitBallotColumns(TypedColumns):
    variable_id = Column(
        Integer, ForeignKey("variable.variable_id"), primary_key=True, autoincrement=False
    )
    unit_id = Column(Integer, ForeignKey("unit.unit_id"), primary_key=True, autoincrement=False)
    ballot_id = Column(Integer, nullable=False)


#: No foreign key to `ballot`: without an index, which would be half as large as the table, deleting
#: a ballot would scan all units. `db check` compares them all.
unit_ballot = Table("unit_ballot", metadata, UnitBallotColumns, Index(None, "unit_id"), **CLUSTERED)
