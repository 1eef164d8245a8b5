"""What questions are answered from: a codebook, a policy, and how ballots settle under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from sqlalchemy import ColumnElement, FromClause, Join, and_

from portrayals.findings.outcome import OutcomeColumn
from portrayals.findings.stored_ballots import STORED, Ballots
from portrayals.findings.stored_codebook import Book
from portrayals.findings.unit_ref import UnitRef, is_below
from portrayals.language.syntax import Query
from portrayals.vocabulary import Level, Policy

Truth = ColumnElement[bool]
Ask = Callable[["Reading", Query, str, UnitRef], Truth]


@dataclass(frozen=True, slots=True)
class Settled:
    """The findings, as relations that a statement selects from; each instance has its own aliases.

    `of_units` has a row for each variable and unit that somebody has coded, `ballot` says how its
    ballot settles, and `node` has the nodes with an outcome of their own.
    """

    policy: Policy
    of_units: FromClause
    ballot: FromClause
    node: FromClause

    @property
    def outcome(self) -> OutcomeColumn:
        """The outcome at a node that nobody named; for a number, whether it is settled."""
        return cast("OutcomeColumn", self.ballot.c[self.policy])

    @property
    def at_node(self) -> OutcomeColumn:
        """The outcome at a row of `node`."""
        return cast("OutcomeColumn", self.node.c[self.policy])

    @property
    def has_ballot(self) -> ColumnElement[bool]:
        """Whether a row of `of_units` has a row of `ballot`."""
        return self.ballot.c.ballot_id == self.of_units.c.ballot_id

    @property
    def of_ballot(self) -> ColumnElement[bool]:
        """Whether a row of `node` belongs to a row of `ballot`."""
        return self.node.c.ballot_id == self.ballot.c.ballot_id

    @property
    def units(self) -> Join:
        """Units with their ballots."""
        return self.of_units.join(self.ballot, self.has_ballot)

    @property
    def nodes(self) -> Join:
        """Units with their ballots and the nodes of those ballots."""
        return self.units.join(self.node, self.of_ballot)

    def are(self, variable_id: int, unit_id: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether a row belongs to a variable and a unit."""
        return and_(self.of_units.c.variable_id == variable_id, self.of_units.c.unit_id == unit_id)


@dataclass(frozen=True)
class Reading:
    """One way of reading the judgements. `ask` turns a query into its truth at a place.

    `asked_by` are the ballots that decide whether a variable is asked, if others (R6, R10). `known`
    caches the expressions for outcomes, by variable, node and unit, because one statement asks for
    the same ones again and again. `values` has the derived variables that are already computed
    around the part of a statement being built, by variable, for its unit or those above it.
    """

    book: Book
    policy: Policy
    ask: Ask
    ballots: Ballots = STORED
    asked_by: Ballots | None = None
    known: dict[tuple[int, int, ColumnElement[int]], OutcomeColumn] = field(
        default_factory=dict, compare=False
    )
    values: Mapping[str, ColumnElement[str]] = field(default_factory=dict, compare=False)

    def above(self, level: Level) -> Reading:
        """The same reading for a unit above, without the values cached for units beneath it."""
        values = {
            key: value
            for key, value in self.values.items()
            if not is_below(self.book.variables[key].level, level)
        }
        return replace(self, values=values)

    def of_asking(self) -> Reading:
        """The same reading, for deciding whether a variable is asked."""
        if self.asked_by is None:
            return self
        return replace(self, ballots=self.asked_by, asked_by=None, known={}, values={})

    def settled(self) -> Settled:
        """The findings under the policy, for one part of a statement."""
        return Settled(self.policy, *(each.alias() for each in self.ballots))
