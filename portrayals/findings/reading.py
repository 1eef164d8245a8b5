"""What a question is asked of: a codebook, a policy, and the tally that holds the votes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from sqlalchemy import CTE, ColumnElement, FromClause, and_, case, or_, select, true

from portrayals.findings.policies import (
    Outcome,
    Votes,
    denial_outcome,
    named_outcome,
    none_outcome,
    outcome,
    votes_at,
)
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.findings.unit_ref import Place
from portrayals.language.syntax import Query
from portrayals.tables import code, tally, tally_code
from portrayals.vocabulary import Policy

Truth = ColumnElement[bool]
Ask = Callable[["Reading", Query, str, Place], Truth]


@dataclass(frozen=True)
class Ballot:
    """A row of the tally, one of its nodes, and what they come to by one policy.

    `unnamed` is the outcome at a node that nobody named, `none` that at `none`.
    """

    policy: Policy
    unit: FromClause
    node: FromClause
    outcome: Outcome
    unnamed: Outcome
    none: Outcome

    def at_node(self, variables: Iterable[StoredVariable]) -> Outcome:
        """The outcome at a node of these variables: the `no` of a boolean denies its `yes`."""
        denials = [each.denial.code_id for each in variables if each.denial is not None]
        if not denials:
            return self.outcome
        denied = denial_outcome(self.policy, self.unit.c, votes_at(self.node.c))
        return case((self.node.c.code_id.in_(denials), denied), else_=self.outcome)

    @property
    def may_be_none(self) -> ColumnElement[bool]:
        """Whether there is anything to say of `none`: somebody gave it, or doubts their codes."""
        if self.policy == "any":
            return true()
        return or_(self.unit.c.none > 0, self.unit.c.doubtful > 0)


@dataclass(frozen=True)
class Reading:
    """One way of looking at the judgements. `ask` turns a query into its truth at a place."""

    book: Book
    policy: Policy
    ask: Ask
    tally: FromClause = tally
    tally_code: FromClause = tally_code
    _ballots: dict[Policy, Ballot] = field(default_factory=dict, compare=False)
    _kept: dict[tuple[str, Policy], CTE] = field(default_factory=dict, compare=False)

    def ballot(self, policy: Policy) -> Ballot:
        """One for all statements: putting it together takes longer than running it."""
        known = self._ballots.get(policy)
        if known is None:
            unit, node = self.tally.alias(), self.tally_code.alias()
            known = self._ballots[policy] = Ballot(
                policy,
                unit,
                node,
                named_outcome(policy, unit.c, votes_at(node.c)),
                outcome(policy, unit.c, Votes()),
                none_outcome(policy, unit.c),
            )
        return known

    def settled(self, policy: Policy) -> CTE:
        """The `outcome` at each node of each variable, by unit: variable_id, unit_id, code_id.

        A statement that asks for many nodes says once how votes settle, and then looks them up.
        """
        return self._at_nodes("settled", policy, outcome)

    def denied(self, policy: Policy) -> CTE:
        """The same, where what is asked for is the denial: the `no` of a boolean."""
        return self._at_nodes("denied", policy, denial_outcome)

    def _at_nodes(self, name: str, policy: Policy, told: Callable[..., Outcome]) -> CTE:
        known = self._kept.get((name, policy))
        if known is None:
            unit, node, votes = self.tally.alias(), code.alias(), self.tally_code.alias()
            of_node = and_(
                votes.c.variable_id == unit.c.variable_id,
                votes.c.unit_id == unit.c.unit_id,
                votes.c.code_id == node.c.code_id,
            )
            found = told(policy, unit.c, votes_at(votes.c, named=False)).label("outcome")
            rows = select(unit.c.variable_id, unit.c.unit_id, node.c.code_id, found).select_from(
                unit.join(node, node.c.variable_id == unit.c.variable_id).outerjoin(votes, of_node)
            )
            known = self._kept[name, policy] = _looked_up(rows.cte(f"{name}_{policy}"))
        return known

    def answered(self, policy: Policy) -> CTE:
        """By variable and unit the outcomes `unnamed` and `none` (`Ballot`)."""
        known = self._kept.get(("answered", policy))
        if known is None:
            ballot = self.ballot(policy)
            rows = select(
                ballot.unit.c.variable_id,
                ballot.unit.c.unit_id,
                ballot.unnamed.label("unnamed"),
                ballot.none.label("none"),
            )
            known = self._kept["answered", policy] = _looked_up(rows.cte(f"answered_{policy}"))
        return known


def _looked_up(rows: CTE) -> CTE:
    """Rows of which an engine is to work out those that are asked for, not all of them first."""
    return rows.prefix_with("NOT MATERIALIZED")
