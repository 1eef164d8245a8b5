"""From the codings of one unit to its ballot: who votes (R11, R17, R18)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final, NamedTuple

from portrayals.findings.settle import Answer, Ballot, Vote
from portrayals.vocabulary import BASES, Basis, State

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


def form_of(ballot: Ballot) -> str:
    """The ballot as a short text, the same for the same ballot; `read_ballot` is the way back.

    `12|a|0|c3,7?9@2;n@1*2`: variable 12; adjudicated; of the best basis. One coded 3 and 7, and
    doubts 9, by version 2 of the codebook; two gave `none` by version 1.
    """
    flags = "".join(
        letter
        for letter, said in zip(
            _FLAGS, (ballot.adjudicated, ballot.hearsay, ballot.unavailable), strict=True
        )
        if said
    )
    basis = "" if ballot.basis is None else BASES.index(ballot.basis)
    votes = ";".join(map(_written, ballot.votes))
    return f"{ballot.variable_id}|{flags}|{basis}|{votes}"


_FLAGS: Final = "ahu"
_LETTERS: Final[dict[State, str]] = {
    "coded": "c",
    "none": "n",
    "cannot-tell": "?",
    "not-applicable": "-",
}
_STATES: Final = {letter: state for state, letter in _LETTERS.items()}
_VOTE: Final = re.compile(
    r"(?P<state>.)(?P<codes>[\d,]*)(?:\?(?P<doubtful>[\d,]+))?(?:=(?P<number>[^@]+))?"
    r"@(?P<codebook>\d+)(?:\*(?P<times>\d+))?"
)


def _written(vote: Vote) -> str:
    state, codes, doubtful, number = vote.answer
    parts = [_LETTERS[state], ",".join(map(str, codes))]
    if doubtful:
        parts += ["?", ",".join(map(str, doubtful))]
    if number is not None:
        parts += ["=", repr(number)]
    parts += ["@", str(vote.codebook_id)]
    if vote.times > 1:
        parts += ["*", str(vote.times)]
    return "".join(parts)


def read_ballot(form: str) -> Ballot:
    """The ballot that `form_of` wrote. Raises ValueError for what is no such text."""
    variable_id, flags, basis, votes = form.split("|")
    return Ballot(
        int(variable_id),
        "a" in flags,
        BASES[int(basis)] if basis else None,
        tuple(map(_read, votes.split(";"))) if votes else (),
        "h" in flags,
        "u" in flags,
    )


def _read(written: str) -> Vote:
    found = _VOTE.fullmatch(written)
    if found is None or found["state"] not in _STATES:
        raise ValueError(written)
    number = None if found["number"] is None else float(found["number"])
    answer = Answer(
        _STATES[found["state"]], _ids(found["codes"]), _ids(found["doubtful"] or ""), number
    )
    return Vote(answer, int(found["codebook"]), int(found["times"] or 1))


def _ids(written: str) -> tuple[int, ...]:
    return tuple(map(int, written.split(","))) if written else ()


#: A longer form stands beside its digest, for an index holds no text of any length.
_LONGEST: Final = 200


def key_of(form: str) -> str:
    """What tells one ballot from another: its form, or the digest of a long one."""
    if len(form) <= _LONGEST:
        return form
    return f"blake2b:{blake2b(form.encode(), digest_size=32).hexdigest()}"
