"""The finding: the settled value, read from a tally by policy (NUMBERS R17 to R22).

An outcome is a word: `yes` and `no` for a node that is settled there or not there, else one of
the states of R3. At a node without a row in `tally_code` every answer is a no, so the same
expression serves both, given zeros.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Integer,
    Subquery,
    Text,
    and_,
    case,
    func,
    literal_column,
    not_,
    or_,
    select,
)

from portrayals.tables.codebooks import variable
from portrayals.tables.study import study
from portrayals.vocabulary import Policy

Number = ColumnElement[int]
Outcome = ColumnElement[str]

YES, NO = "yes", "no"

ONE_SUFFICES = ("multi", "boolean")


def word(text: str) -> Outcome:
    """A word of ours as it stands in the statement, so that equal statements are equal text."""
    return literal_column(f"'{text}'", Text)


#: The count of a node that nobody named.
ZERO: Final[Number] = literal_column("0", Integer)


def _settles(policy: Policy | Outcome, votes: Number, of: Number) -> ColumnElement[bool]:
    """Whether `votes` of `of` settle it: all of them, or more than half (R20)."""
    if isinstance(policy, str):
        return votes == of if policy == "unanimous" else 2 * votes > of
    return case((policy == word("unanimous"), votes == of), else_=2 * votes > of)


def _one_suffices(policy: Policy | Outcome, yes: Number) -> list[ColumnElement[bool]]:
    if isinstance(policy, str):
        return [yes > 0] if policy == "any" else []
    return [and_(policy == word("any"), yes > 0)]


@dataclass(frozen=True, slots=True)
class Votes:
    """What the coders say at one node, as the columns of `tally_code`; by default nobody named it.

    `against` is None where all who say no agree that it is something else.
    """

    yes: Number = ZERO
    doubtful: Number = ZERO
    left_open: Number = ZERO
    against: Number | None = None
    unasked: Number = ZERO
    unasked_cannot_tell: Number = ZERO
    unasked_not_applicable: Number = ZERO


def votes_at(node: Any, *, named: bool = True) -> Votes:
    """The votes at a node; `node` has the columns of `tally_code`, null where it may be unnamed."""

    def number(column: Number) -> Number:
        return column if named else func.coalesce(column, ZERO)

    return Votes(
        yes=number(node.votes),
        doubtful=number(node.doubtful),
        left_open=number(node.open),
        against=node.against,
        unasked=number(node.unasked),
        unasked_cannot_tell=number(node.unasked_cannot_tell),
        unasked_not_applicable=number(node.unasked_not_applicable),
    )


def _without_a_vote(unit: Any, unasked: Number = ZERO) -> Outcome:
    """The state of a unit for which nobody's answer counts, worst first."""
    return case(
        (unasked > 0, word("not-coded")),
        (unit.hearsay > 0, word("unsettled")),
        (unit.unavailable > 0, word("unavailable")),
        else_=word("not-coded"),
    )


def outcome(policy: Policy | Outcome, unit: Any, at: Votes) -> Outcome:
    """The outcome at one node; `unit` has the columns of `tally`, all null where not coded.

    First the state is settled among all who voted, then the value among those who gave one (R19).
    A coder in doubt votes cannot-tell at the node (R6); one who assigned only a parent gave a
    value, but neither yes nor no (R9); one whose codebook had no such code does not vote (R5).
    A variable of one value is settled as a whole: there, `no` wants enough who agree on another.
    """
    asked = unit.answers - at.unasked
    cannot_tell = unit.cannot_tell - at.unasked_cannot_tell
    not_applicable = unit.not_applicable - at.unasked_not_applicable
    values = asked - at.doubtful
    voters = asked + cannot_tell + not_applicable
    noes = values - at.yes - at.left_open
    no = noes if at.against is None else func.coalesce(at.against, noes)
    unasked = at.unasked + at.unasked_cannot_tell + at.unasked_not_applicable
    return case(
        (unit.answers.is_(None), word("not-coded")),
        *((enough, word(YES)) for enough in _one_suffices(policy, at.yes)),
        (voters == 0, _without_a_vote(unit, unasked)),
        (
            _settles(policy, values, voters),
            case(
                (_settles(policy, at.yes, values), word(YES)),
                (_settles(policy, no, values), word(NO)),
                (_settles(policy, at.left_open, values), word("undetermined")),
                else_=word("unsettled"),
            ),
        ),
        (_settles(policy, not_applicable, voters), word("not-applicable")),
        (_settles(policy, cannot_tell + at.doubtful, voters), word("cannot-tell")),
        else_=word("unsettled"),
    )


def named_outcome(policy: Policy, unit: Any, at: Votes) -> Outcome:
    """The same at a node that somebody named, with what is so of most of them told first.

    Nobody's voice is left out of `everyone`: where the yeses suffice among so many, they do among
    those who have a vote.
    """
    everyone = unit.answers + unit.cannot_tell + unit.not_applicable
    beyond_doubt = and_(at.yes > 0, _settles(policy, at.yes, everyone))
    return case((beyond_doubt, word(YES)), else_=outcome(policy, unit, at))


def none_outcome(policy: Policy, unit: Any) -> Outcome:
    """The outcome of `none`, a value of a `multi` like any other (R2, R6, R7).

    It is the reverse of whether something was found, for which by `any` one vote suffices (R20).
    """
    found_something = unit.answers - unit.none - unit.doubtful
    return reversed_outcome(outcome(policy, unit, Votes(found_something, unit.doubtful)))


def denial_outcome(policy: Policy | Outcome, unit: Any, at: Votes) -> Outcome:
    """The outcome at the `no` of a boolean: the reverse of that at its `yes`, as for `none`."""
    return reversed_outcome(
        outcome(policy, unit, replace(at, yes=unit.answers - at.unasked - at.yes))
    )


def reversed_outcome(found: Outcome) -> Outcome:
    """Yes for no and no for yes; a state stays."""
    return case({YES: word(NO), NO: word(YES)}, value=found, else_=found)


def number_outcome(policy: Policy, unit: Any, tolerance: float) -> Outcome:
    """`yes` where a number is settled: all within the tolerance of the variable (R22)."""
    voters = unit.answers + unit.cannot_tell + unit.not_applicable
    return case(
        (unit.answers.is_(None), word("not-coded")),
        (voters == 0, _without_a_vote(unit)),
        (
            _settles(policy, unit.answers, voters),
            case(
                (unit.number_high - unit.number_low <= tolerance, word(YES)),
                else_=word("unsettled"),
            ),
        ),
        (_settles(policy, unit.not_applicable, voters), word("not-applicable")),
        (_settles(policy, unit.cannot_tell, voters), word("cannot-tell")),
        else_=word("unsettled"),
    )


def policy_for(policy: Policy, variable_type: str) -> Policy:
    """`any` is for `multi` and `boolean` only; the other types settle by majority then (R20)."""
    return "majority" if policy == "any" and variable_type not in ONE_SUFFICES else policy


def study_policies() -> Subquery:
    """For each variable the policy that the study's choice comes to."""
    chosen = study.c.policy
    one_suffices = variable.c.type.in_([word(name) for name in ONE_SUFFICES])
    return (
        select(
            variable.c.variable_id,
            case(
                (and_(chosen == word("any"), not_(one_suffices)), word("majority")), else_=chosen
            ).label("policy"),
        )
        .join(study, study.c.study_id == 1)
        .subquery("settling")
    )


def is_settled(found: Outcome) -> ColumnElement[bool]:
    """Whether a unit with this outcome is in n (R2)."""
    return or_(found == word(YES), found == word(NO))
