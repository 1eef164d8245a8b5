"""From the codings of one unit to its ballot: who votes (R6, R11, R17, R18)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, NamedTuple

from portrayals.findings.settle import Answer, Ballot, Vote
from portrayals.vocabulary import BASES, COMPLETE_BASES, Basis

#: The bases that do not vote, because nobody has seen it (R18).
_HEARSAY: Final = "hearsay"


@cache
def is_complete(said: int | None, basis: int) -> bool:
    """R6: whether a set is complete follows from its basis (its place in BASES), but where it was
    said."""
    return BASES[basis] in COMPLETE_BASES if said is None else bool(said)


def said_beside(complete: bool | None, basis: int) -> int | None:
    """What to store about the completeness of a set: nothing if its basis implies the same."""
    return None if complete is None or complete == is_complete(None, basis) else int(complete)


class Coding(NamedTuple):
    """What one coder said last about a variable at a unit (R11); `adjudicated`: it decides (R17).

    `partial`: the set denies nothing (R6).
    """

    adjudicated: bool
    basis: Basis
    answer: Answer
    codebook_id: int
    partial: bool = False

    @property
    def is_set(self) -> bool:
        """Whether it gives a value, including `none`."""
        return self.answer.state in {"coded", "none"}


def ballot_of(variable_id: int, codings: Iterable[Coding]) -> Ballot:
    """The ballot of one variable at one unit, from one coding of each coder, in any order.

    If there is a decision, nothing else counts (R17); otherwise only codings on the best basis
    count (R18).
    """
    given = tuple(codings)
    decided = [each for each in given if each.adjudicated]
    able = [each for each in given if each.answer.state != "unavailable"]
    if decided:
        voting, basis = _decided(decided, [each for each in given if not each.adjudicated])
    else:
        voting, basis = _of_best_basis([each for each in able if each.basis != _HEARSAY])
    times = Counter(
        (each.answer, each.codebook_id, each.partial)
        for each in voting
        if each.answer.state != "unavailable"
    )
    votes = tuple(
        Vote(answer, codebook_id, many, partial)
        for (answer, codebook_id, partial), many in times.items()
    )
    if len(votes) > 1:
        votes = tuple(sorted(votes, key=_order))
    if votes:
        return Ballot(variable_id, bool(decided), basis, votes)
    hearsay = any(each.basis == _HEARSAY for each in able)
    return Ballot(variable_id, bool(decided), basis, (), hearsay, len(able) < len(given))


def _decided(
    decided: Sequence[Coding], others: Sequence[Coding]
) -> tuple[Sequence[Coding], Basis | None]:
    """R6: a decision based on partial sets alone is itself a partial set."""
    sets = [each for each in others if each.is_set]
    if sets:
        partial = all(each.partial for each in sets)
        decided = [each._replace(partial=partial and each.is_set) for each in decided]
    return decided, _best(decided)


def _of_best_basis(able: Sequence[Coding]) -> tuple[Sequence[Coding], Basis | None]:
    """R18: the codings of the best basis. If any set is complete: those on the best basis among
    sets that are not partial, with partial sets on that basis or a better one."""
    if len(able) == 1:
        return able, able[0].basis
    whole = [each for each in able if not each.partial]
    if not any(each.is_set for each in whole):
        basis = _best(able)
        return [each for each in able if each.basis == basis], basis
    basis = _best(whole)
    better = BASES[: BASES.index(basis) + 1] if basis else ()
    return [e for e in able if e.basis == basis or (e.partial and e.basis in better)], basis


def _best(codings: Sequence[Coding]) -> Basis | None:
    return min((each.basis for each in codings), key=BASES.index, default=None)


def _order(vote: Vote) -> tuple[object, ...]:
    state, codes, doubtful, number = vote.answer
    given = number is not None, number or 0.0
    return state, codes, doubtful, *given, vote.codebook_id, vote.partial
