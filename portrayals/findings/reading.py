"""What a question is asked of: a codebook, a policy, and what the ballots come to by it."""

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
    """What was found, as relations that a statement selects from; each has its own aliases.

    `of_units` has a row for each variable and unit that somebody has coded, `ballot` what its
    ballot comes to, `node` the nodes of which there is something else to say.
    """

    policy: Policy
    of_units: FromClause
    ballot: FromClause
    node: FromClause

    @property
    def outcome(self) -> OutcomeColumn:
        """The outcome at a node that nobody named; of a number, whether it is settled."""
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
        """Whether a row of `node` is of a row of `ballot`."""
        return self.node.c.ballot_id == self.ballot.c.ballot_id

    @property
    def units(self) -> Join:
        """Units with their ballots."""
        return self.of_units.join(self.ballot, self.has_ballot)

    @property
    def nodes(self) -> Join:
        """Units with their ballots and the nodes of these."""
        return self.units.join(self.node, self.of_ballot)

    def are(self, variable_id: int, unit_id: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether a row is of a variable and a unit."""
        return and_(self.of_units.c.variable_id == variable_id, self.of_units.c.unit_id == unit_id)


@dataclass(frozen=True)
class Reading:
    """One way of looking at the judgements. `ask` turns a query into its truth at a place.

    `asked_by` are other ballots by which it is decided whether a variable is asked (R6, R10).
    `known` has the outcomes that were put into words before, by variable, node and unit: one
    statement asks for the same again and again. `values` has those of derived variables that are
    worked out around the part of a statement that is being put into words, by variable: of the unit
    that it speaks of, or of those above it.
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
        """The same for a unit of a level above: what is known of one beneath is not of any."""
        values = {
            key: value
            for key, value in self.values.items()
            if not is_below(self.book.variables[key].level, level)
        }
        return replace(self, values=values)

    def of_asking(self) -> Reading:
        """The same, as it is decided whether a variable is asked."""
        if self.asked_by is None:
            return self
        return replace(self, ballots=self.asked_by, asked_by=None, known={}, values={})

    def settled(self) -> Settled:
        """What was found by the policy, for one part of a statement."""
        return Settled(self.policy, *(each.alias() for each in self.ballots))
