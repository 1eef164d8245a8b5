"""Answers and ballots as short texts: equal ones have equal texts, which can be read back."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

from portrayals.findings.settle import Answer, Ballot, Vote
from portrayals.vocabulary import BASES, State


def form_of_answer(variable_id: int, answer: Answer) -> str:
    """An answer to a variable as text; `read_answer` reads it back.

    `12|c3,7?9`: for variable 12, coded 3 and 7, with 9 in doubt.
    """
    return f"{variable_id}|{_said(answer)}"


def read_answer(form: str) -> tuple[int, Answer]:
    """The variable and the answer that `form_of_answer` wrote. Raises ValueError for other text."""
    variable_id, said = form.split("|")
    return int(variable_id), _answer(_match(_ANSWER, said))


def form_of(ballot: Ballot) -> str:
    """A ballot as text; `read_ballot` reads it back.

    `12|a|0|c3,7?9@2;n@1*2`: variable 12; adjudicated; on the best basis. One coder gave 3 and 7,
    with 9 in doubt, under version 2 of the codebook; two gave `none` under version 1. `@2p`: the
    set is partial.
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


def read_ballot(form: str) -> Ballot:
    """The ballot that `form_of` wrote. Raises ValueError for other text."""
    variable_id, flags, basis, votes = form.split("|")
    return Ballot(
        int(variable_id),
        "a" in flags,
        BASES[int(basis)] if basis else None,
        tuple(map(_read, votes.split(";"))) if votes else (),
        "h" in flags,
        "u" in flags,
    )


_FLAGS: Final = "ahu"
_LETTERS: Final[dict[State, str]] = {
    "coded": "c",
    "none": "n",
    "cannot-tell": "?",
    "not-applicable": "-",
    "unavailable": "u",
}
_STATES: Final = {letter: state for state, letter in _LETTERS.items()}
_ANSWER: Final = re.compile(
    r"(?P<state>[cn?u-])(?P<codes>[\d,]*)(?:\?(?P<doubtful>[\d,]+))?(?:=(?P<number>[^@]+))?"
)
_VOTE: Final = re.compile(
    rf"{_ANSWER.pattern}@(?P<codebook>\d+)(?P<partial>p?)(?:\*(?P<times>\d+))?"
)


def _said(answer: Answer) -> str:
    state, codes, doubtful, number = answer
    parts = [_LETTERS[state], ",".join(map(str, codes))]
    if doubtful:
        parts += ["?", ",".join(map(str, doubtful))]
    if number is not None:
        parts += ["=", repr(number)]
    return "".join(parts)


def _written(vote: Vote) -> str:
    times = f"*{vote.times}" if vote.times > 1 else ""
    return f"{_said(vote.answer)}@{vote.codebook_id}{'p' * vote.partial}{times}"


def _match(pattern: re.Pattern[str], written: str) -> re.Match[str]:
    found = pattern.fullmatch(written)
    if found is None:
        raise ValueError(written)
    return found


def _answer(found: re.Match[str]) -> Answer:
    number = None if found["number"] is None else float(found["number"])
    return Answer(
        _STATES[found["state"]], _ids(found["codes"]), _ids(found["doubtful"] or ""), number
    )


def _read(written: str) -> Vote:
    found = _match(_VOTE, written)
    times = int(found["times"] or 1)
    return Vote(_answer(found), int(found["codebook"]), times, bool(found["partial"]))


def _ids(written: str) -> tuple[int, ...]:
    return tuple(map(int, written.split(","))) if written else ()


#: A longer form is stored beside its digest, because an index cannot hold text of any length.
_LONGEST: Final = 200


def key_of(form: str) -> str:
    """The key of a form: the form itself, or the digest of a long one."""
    if len(form) <= _LONGEST:
        return form
    return f"blake2b:{blake2b(form.encode(), digest_size=32).hexdigest()}"


def key_and_form(form: str) -> dict[str, str | None]:
    """The key and form columns of a row that is looked up by its form."""
    key = key_of(form)
    return {"key": key, "form": None if key == form else form}
