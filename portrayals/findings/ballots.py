"""From the codings of one unit to its ballot: who votes (R11, R17, R18)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from portrayals.findings.settle import Answer, Ballot, Vote
from portrayals.vocabulary import BASES, Basis

#: What does not vote, for nobody has seen it (R18).
_HEARSAY: Final = "hearsay"


class Coding(NamedTuple):
    """What one coder said of a variable at a unit, in one wave; `adjudicated`: it decides (R17)."""

    coder_id: int
    adjudicated: bool
    basis: Basis
    answer: Answer
    codebook_id: int


def ballot_of(variable_id: int, codings: Iterable[Coding]) -> Ballot:
    """The ballot of one variable at one unit.

    The codings are in the order of their waves, of which the last of a coder counts (R11). Where
    there is a decision nothing else does (R17), else only the codings of the best basis (R18).
    """
    last = {each.coder_id: each for each in codings}.values()
    decided = [each for each in last if each.adjudicated]
    basis: Basis | None
    if decided:
        voting, basis = (
            decided,
            min((each.basis for each in decided), key=BASES.index, default=None),
        )
    else:
        able = [e for e in last if e.answer.state != "unavailable" and e.basis != _HEARSAY]
        basis = min((each.basis for each in able), key=BASES.index, default=None)
        voting = [each for each in able if each.basis == basis]
    times = Counter(
        (each.answer, each.codebook_id) for each in voting if each.answer.state != "unavailable"
    )
    votes = tuple(Vote(answer, codebook_id, many) for (answer, codebook_id), many in times.items())
    if len(votes) > 1:
        votes = tuple(sorted(votes, key=_order))
    if votes:
        return Ballot(variable_id, bool(decided), basis, votes)
    unavailable = [each for each in last if each.answer.state == "unavailable"]
    hearsay = any(e.basis == _HEARSAY for e in last if e.answer.state != "unavailable")
    return Ballot(variable_id, bool(decided), basis, (), hearsay, bool(unavailable))


def _order(vote: Vote) -> tuple[object, ...]:
    state, codes, doubtful, number = vote.answer
    return state, codes, doubtful, number is not None, number or 0.0, vote.codebook_id
