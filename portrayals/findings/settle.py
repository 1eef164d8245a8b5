"""How a ballot settles: each rule in one place, in plain Python.

A *ballot* holds what coders said about one variable at one unit, but not who they are, so units can
share ballots. Settling it gives an outcome for each policy: one for every node that nobody named,
and one for each node with an outcome of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import fsum
from typing import Final, NamedTuple

from portrayals.findings.outcome import Outcome, reversed_outcome
from portrayals.vocabulary import POLICIES, Basis, Policy, State, VariableType

#: The id that every statement may use for the node of `none`, which is a value but no code.
NONE_ID: Final = 0

#: An outcome for each of POLICIES, in their order.
Outcomes = tuple[Outcome, ...]


class Answer(NamedTuple):
    """What one coder said: the codes, those in doubt, or a number; text is only `coded`."""

    state: State
    codes: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    number: float | None = None


class Vote(NamedTuple):
    """An answer given under one version of the codebook, and by how many coders.

    A `partial` set says yes to the codes it holds, and nothing about others (R6).
    """

    answer: Answer
    codebook_id: int
    times: int
    partial: bool = False


class Ballot(NamedTuple):
    """The votes that count, all on one basis; if there are none, the reason others do not count."""

    variable_id: int
    adjudicated: bool
    basis: Basis | None
    votes: tuple[Vote, ...]
    hearsay: bool = False
    unavailable: bool = False


@dataclass(frozen=True, eq=False)
class Meaning:
    """What answers to one variable mean under the current codebook.

    `implies` has, for each code, the nodes it says something about: 1, it is there; 0, it is left
    open. `lacking` has, for each version of the codebook, the nodes it did not have (R5).
    `together` are the pairs of nodes that some code implies both of. `merged` has, for each code
    that is now part of another, that one.
    """

    type: VariableType
    tolerance: float
    assent: int | None
    denial: int | None
    nodes: tuple[int, ...]
    implies: Mapping[int, Mapping[int, int]]
    lacking: Mapping[int, frozenset[int]]
    together: frozenset[tuple[int, int]]
    merged: Mapping[int, int] = field(default_factory=dict)
    _said: dict[Answer, Mapping[int, _Says]] = field(default_factory=dict)

    def meet(self, one: int, other: int) -> bool:
        """Whether some code is, or lies below, both of two nodes."""
        return (one, other) in self.together

    def says(self, answer: Answer) -> Mapping[int, _Says]:
        """What an answer says about each node it touches; to all others it says no."""
        known = self._said.get(answer)
        if known is None:
            known = self._said[answer] = _says(answer, self)
        return known


class Findings(NamedTuple):
    """How a ballot settles; `nodes` has the votes for each node and its outcomes."""

    unnamed: Outcomes
    nodes: Mapping[int, tuple[int, Outcomes]]
    disputed: bool
    mean: float | None


class _Says(NamedTuple):
    """What one coder says about one node, as an addition to the counts of `_AtNode`."""

    yes: int = 0
    left_open: int = 0
    doubtful: int = 0


_YES: Final = _Says(yes=1)
_OPEN: Final = _Says(left_open=1)
_DOUBTFUL: Final = _Says(doubtful=1)


def _says(answer: Answer, meaning: Meaning) -> dict[int, _Says]:
    """R6: a code in doubt leaves everything it implies in doubt. R9: a code that has others below
    it leaves them open, unless a doubt says which. R21: a code says yes to its ancestors and
    properties, and if two codes differ, the yes counts."""
    said = {node: _DOUBTFUL for code in answer.doubtful for node in meaning.implies.get(code, ())}
    for code in answer.codes:
        narrowed = any(
            meaning.implies.get(doubt, {}).get(code) for doubt in answer.doubtful if doubt != code
        )
        for node, certain in meaning.implies.get(code, {}).items():
            if certain:
                said[node] = _YES
            elif not narrowed:
                said.setdefault(node, _OPEN)
    return said


class _Counts(NamedTuple):
    """How many coders say what at one node.

    `values` coders gave a value that counts there; `yes` of them say it is there, `left_open` say
    neither, and `no` is the largest number of the rest who agree on what it is instead. `complete`:
    one of the sets that say something there is complete. `nobody` is the outcome if there is no
    vote.
    """

    yes: int
    no: int
    left_open: int
    values: int
    doubtful: int
    cannot_tell: int
    not_applicable: int
    complete: bool
    nobody: Outcome


def _enough(policy: Policy, votes: int, of: int) -> bool:
    """R20: all votes, or more than half."""
    return votes == of if policy == "unanimous" else 2 * votes > of


def _outcome(policy: Policy, at: _Counts) -> Outcome:
    """R6: coders who have not looked at everything settle nothing, but what they found is known."""
    found = _voted(policy, at)
    if at.complete:
        return found
    states = at.cannot_tell or at.not_applicable
    known = {Outcome.YES: Outcome.INCOMPLETE_YES, Outcome.NO: Outcome.INCOMPLETE_NO}
    if found in known:
        return known[found]
    return found if states or not (at.values or at.doubtful) else Outcome.INCOMPLETE


def _voted(policy: Policy, at: _Counts) -> Outcome:
    """R19: first the state is settled among all votes, then the value among those who gave one.

    A coder in doubt votes cannot-tell at the node (R6); one who assigned only a parent gave a
    value, but neither yes nor no (R9). Under `any` one yes is enough (R20).
    """
    voters = at.values + at.doubtful + at.cannot_tell + at.not_applicable
    if policy == "any" and at.yes:
        return Outcome.YES
    if not voters:
        return at.nobody
    if _enough(policy, at.values, voters):
        for votes, outcome in (
            (at.yes, Outcome.YES),
            (at.no, Outcome.NO),
            (at.left_open, Outcome.UNDETERMINED),
        ):
            if _enough(policy, votes, at.values):
                return outcome
    elif _enough(policy, at.not_applicable, voters):
        return Outcome.NOT_APPLICABLE
    elif _enough(policy, at.cannot_tell + at.doubtful, voters):
        return Outcome.CANNOT_TELL
    return Outcome.UNSETTLED


@lru_cache(maxsize=1 << 16)
def _by_policy(at: _Counts, type_: VariableType) -> Outcomes:
    """R20: `any` is for sets and booleans; other single-valued variables settle by majority."""
    one_suffices = type_ in {"multi", "boolean"}
    return tuple(
        _outcome(policy if one_suffices or policy != "any" else "majority", at)
        for policy in POLICIES
    )


class _Totals(NamedTuple):
    """How many gave a value or a state, at any node; `partial` sets are counted separately."""

    values: int
    cannot_tell: int
    not_applicable: int
    partial: int

    def at(self, yes: int, no: int, nobody: Outcome) -> _Counts:
        """The counts if all were asked and nobody is in doubt."""
        return _AtNode(yes=yes).counts(self, nobody)._replace(no=no)


def settle(ballot: Ballot, meaning: Meaning) -> Findings:
    """Settles a ballot under each policy (R2, R5 to R7, R9, R17 to R22)."""
    nobody = Outcome.UNAVAILABLE if ballot.unavailable else Outcome.NOT_CODED
    totals = _totals(ballot.votes)
    if meaning.type in {"number", "text"}:
        return _settle_number(ballot, meaning, totals, nobody)
    unnamed = _by_policy(totals.at(0, totals.values, nobody), meaning.type)
    counted = _count_at_nodes(ballot, meaning)
    nodes = {
        node: (at.yes, _by_policy(at.counts(totals, nobody), meaning.type))
        for node, at in counted.items()
    }
    if meaning.denial is not None:
        # The reverse of whether somebody found a code, for which one vote is enough under `any`
        # (R20).
        at = counted.get(meaning.denial, _AtNode())
        reverse = _by_policy(at.denied(totals, nobody), meaning.type)
        nodes[meaning.denial] = at.yes, tuple(map(reversed_outcome, reverse))
    if meaning.assent in nodes:
        # R20: one yes settles the state, too.
        pairs = zip(POLICIES, unnamed, nodes[meaning.assent][1], strict=True)
        unnamed = tuple(
            Outcome.NO if policy == "any" and there == Outcome.YES else state
            for policy, state, there in pairs
        )
    if meaning.type == "multi":
        nodes[NONE_ID] = _none(ballot.votes, meaning, totals, nobody)
    elif meaning.type in {"nominal", "ordinal"}:
        nodes = _one_at_most(nodes, meaning)
    told = {
        node: said
        for node, said in nodes.items()
        if said[1] != unnamed or node in counted or (node == NONE_ID and said[0])
    }
    # Who gave two codes that are one now is of one mind.
    distinct = [at for node, at in counted.items() if node not in meaning.merged]
    return Findings(unnamed, told, _disputed(totals, distinct), None)


def _totals(votes: Iterable[Vote]) -> _Totals:
    states = Counter[str]()
    for answer, _, times, partial in votes:
        states["partial" if partial else answer.state] += times
    values = states["coded"] + states["none"]
    return _Totals(values, states["cannot-tell"], states["not-applicable"], states["partial"])


_Nodes = dict[int, tuple[int, Outcomes]]


def _one_at_most(nodes: _Nodes, meaning: Meaning) -> _Nodes:
    """A single-valued variable has one value. If everybody who was asked about a later code chose
    it (R5), but a majority of all coders chose an earlier one, they are rivals, and neither is
    settled (R20)."""
    found: list[list[Outcome]] = []
    for place, _ in enumerate(POLICIES):
        yes = [node for node, (_, outcomes) in nodes.items() if outcomes[place] == Outcome.YES]
        rivals = {
            one for one in yes for other in yes if one != other and not meaning.meet(one, other)
        }
        found.append(
            [
                Outcome.UNSETTLED if node in rivals else outcomes[place]
                for node, (_, outcomes) in nodes.items()
            ]
        )
    votes = ((node, said[0]) for node, said in nodes.items())
    return {
        node: (yes, outcomes)
        for (node, yes), outcomes in zip(votes, zip(*found, strict=True), strict=True)
    }


def _settle_number(ballot: Ballot, meaning: Meaning, totals: _Totals, nobody: Outcome) -> Findings:
    """R22: a number is settled if all values lie within the tolerance; text never is."""
    numbers = [
        vote.answer.number
        for vote in ballot.votes
        if vote.answer.number is not None
        for _ in range(vote.times)
    ]
    close = bool(numbers) and max(numbers) - min(numbers) <= meaning.tolerance
    found = _by_policy(totals.at(totals.values, 0, nobody), meaning.type)
    unnamed = tuple(
        Outcome.UNSETTLED if each == Outcome.YES and not close else each for each in found
    )
    mean = fsum(numbers) / len(numbers) if numbers else None
    disputed = len(set(numbers)) > 1 or sum(map(bool, totals)) > 1
    return Findings(unnamed, {}, disputed, mean)


def _none(
    votes: Iterable[Vote], meaning: Meaning, totals: _Totals, nobody: Outcome
) -> tuple[int, Outcomes]:
    """`none`, a value of a set like any other (R2, R7): the reverse of whether a code was found,
    for which one vote is enough under `any` (R20). A coder with nothing but doubts cannot tell, and
    a partial set denies nothing (R6). R5: what `none` denies has changed with the codes there are.
    """
    none, at = 0, _AtNode()
    for vote in votes:
        answer, codebook_id, times, partial = vote
        if NONE_ID in meaning.lacking.get(codebook_id, ()):
            at.leave_out(vote)
        elif answer.codes:
            at.yes += times
            at.partial_yes += times * partial
        elif answer.doubtful:
            at.doubtful += times * (not partial)
        none += times * (answer.state == "none")
    reverse = _by_policy(at.counts(totals, nobody), "multi")
    return none, tuple(map(reversed_outcome, reverse))


def _disputed(totals: _Totals, counted: Iterable[_AtNode]) -> bool:
    """Whether some coders gave a state and some a value, or some found a node and some did not."""
    values, partial = totals.values, totals.partial
    split = (0 < at.yes < values + at.partial_yes for at in counted)
    states = (values or partial, totals.cannot_tell, totals.not_applicable)
    return sum(map(bool, states)) > 1 or any(split)


@dataclass(slots=True)
class _AtNode:
    """What was said about a node, and what coders who were not asked about it (R5) said instead.

    `partial_yes` and `partial_doubtful` count those whose sets are partial. `rivals` is the largest
    number of those who say no that agree on another value; None if all do.
    """

    yes: int = 0
    left_open: int = 0
    doubtful: int = 0
    partial_yes: int = 0
    partial_doubtful: int = 0
    unasked_values: int = 0
    unasked_partial: int = 0
    unasked_cannot_tell: int = 0
    unasked_not_applicable: int = 0
    rivals: int | None = None

    def leave_out(self, vote: Vote) -> None:
        """Notes a coder who was not asked about the node."""
        answer, _, times, partial = vote
        self.unasked_cannot_tell += times * (answer.state == "cannot-tell")
        self.unasked_not_applicable += times * (answer.state == "not-applicable")
        if answer.state in {"coded", "none"}:
            self.unasked_values += times * (not partial)
            self.unasked_partial += times * partial

    def counts(self, totals: _Totals, nobody: Outcome) -> _Counts:
        """R5: coders whose codebook had no such node do not vote on it, and neither do coders whose
        partial set says nothing about it (R6)."""
        complete = totals.values - self.unasked_values
        values = complete + self.partial_yes + self.partial_doubtful - self.doubtful
        no = values - self.yes - self.left_open if self.rivals is None else self.rivals
        if totals.partial - self.unasked_partial:
            nobody = Outcome.INCOMPLETE
        elif (
            self.unasked_values
            or self.unasked_partial
            or self.unasked_cannot_tell
            or self.unasked_not_applicable
        ):
            nobody = Outcome.NOT_CODED
        return _Counts(
            self.yes,
            no,
            self.left_open,
            values,
            self.doubtful,
            totals.cannot_tell - self.unasked_cannot_tell,
            totals.not_applicable - self.unasked_not_applicable,
            complete > 0,
            nobody,
        )

    def denied(self, totals: _Totals, nobody: Outcome) -> _Counts:
        """The counts of the opposite."""
        counts = self.counts(totals, nobody)
        asked = totals.values - self.unasked_values
        return counts._replace(yes=asked - self.yes, no=counts.values - (asked - self.yes))


def _count_at_nodes(ballot: Ballot, meaning: Meaning) -> dict[int, _AtNode]:
    counted: defaultdict[int, _AtNode] = defaultdict(_AtNode)
    for vote in ballot.votes:
        answer, codebook_id, times, partial = vote
        lacking = meaning.lacking.get(codebook_id, frozenset())
        for node in lacking - {NONE_ID}:
            counted[node].leave_out(vote)
        for node, (yes, left_open, doubtful) in meaning.says(answer).items():
            if node in lacking or (partial and left_open):
                continue
            at = counted[node]
            at.yes += times * yes
            at.left_open += times * left_open
            at.doubtful += times * doubtful
            if partial:
                at.partial_yes += times * yes
                at.partial_doubtful += times * doubtful
    if meaning.type in {"nominal", "ordinal"}:
        _count_rivals(ballot.votes, meaning, counted)
    return counted


def _count_rivals(
    votes: Iterable[Vote], meaning: Meaning, counted: defaultdict[int, _AtNode]
) -> None:
    """R20: if coders chose different codes for one value, `no` needs enough who agree on another.

    Two nodes are rivals if no code implies both; a no at one counts at its rivals.
    """
    chosen = [vote for vote in votes if vote.answer.codes]
    if len({vote.answer.codes for vote in chosen}) < 2:
        return
    for node in meaning.nodes:
        rivals = Counter[int]()
        for answer, codebook_id, times, _ in chosen:
            said = meaning.says(answer)
            if node in said or node in meaning.lacking.get(codebook_id, ()):
                continue
            for other, word in said.items():
                if word.yes and not meaning.meet(node, other):
                    rivals[other] += times
        if rivals:
            counted[node].rivals = max(rivals.values())
