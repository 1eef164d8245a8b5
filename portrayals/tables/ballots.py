"""What coders said together of a variable, and what it comes to. Derived; kept by one module."""

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


#: `key` is the ballot itself as a text, or the digest of a long one, which then is its `form`. The
#: rest is what it comes to: `voters` who gave `answers` or a state, whether nobody but `hearsay`
#: spoke, whether they are `disputed`, the `mean` of a number; and by each policy the outcome where
#: no row of `ballot_node` says another.
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


#: At a node that somebody named, or of which there is something else to say: the `votes` that it is
#: there, and the outcomes. The node 0 is that of `none`, which is a value and no code.
ballot_node = Table("ballot_node", metadata, BallotNodeColumns, _outcomes(), **CLUSTERED)


class UnitBallotColumns(TypedColumns):
    variable_id = Column(
        Integer, ForeignKey("variable.variable_id"), primary_key=True, autoincrement=False
    )
    unit_id = Column(Integer, ForeignKey("unit.unit_id"), primary_key=True, autoincrement=False)
    ballot_id = Column(Integer, nullable=False)


#: No foreign key to `ballot`: without an index, which would be half as large as the table, each
#: ballot that goes would have all units looked through. `db check` compares them all.
unit_ballot = Table("unit_ballot", metadata, UnitBallotColumns, Index(None, "unit_id"), **CLUSTERED)
