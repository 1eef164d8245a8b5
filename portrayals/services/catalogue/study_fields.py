"""The fields that describe a study, and how each is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.notation.did_you_mean import choose
from portrayals.notation.quoting import quoted
from portrayals.notation.values import parse_number
from portrayals.tables.study import CONTEXTS, SAMPLINGS
from portrayals.vocabulary import MOST, POLICIES


def read_policy(written: str) -> str:
    """The policy of that name (NUMBERS R20). Raises InvalidValue."""
    return _one_of(POLICIES, "policy", written)


def _text(field: str, written: str) -> str:
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in written):
        raise InvalidValue(
            f"{field} is not text: {quoted(written)}",
            hint="write it in UTF-8, without control characters",
        )
    return written


def _one_of(words: Sequence[str], field: str, written: str) -> str:
    return choose(written, words, f"a {field}")


def _whole(least: int, field: str, written: str) -> int:
    number = parse_number(written)
    if not number.is_integer() or not least <= number <= MOST:
        raise InvalidValue(
            f"{quoted(written)} is not a {field.replace('_', ' ')}",
            hint=f"give a whole number from {least} to {MOST}",
        )
    return int(number)


def _hours(field: str, written: str) -> float:
    number = parse_number(written)
    if number < 0:
        raise InvalidValue(f"{field} cannot be {written}", hint="give hours, 0 or more")
    return number


#: The fields of the description, and how each is parsed, given the field and the text.
DESCRIBED: Final[Mapping[str, Callable[[str, str], object]]] = {
    "title": _text,
    "creator": _text,
    "licence": _text,
    "description": _text,
    "population": _text,
    "frame": _text,
    "frame_size": partial(_whole, 0),
    "sampling": partial(_one_of, SAMPLINGS),
    "seed": partial(_whole, -MOST),
    "context": partial(_one_of, CONTEXTS),
    "training_hours": _hours,
}
