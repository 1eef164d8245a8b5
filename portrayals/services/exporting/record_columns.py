"""What is in the columns of annotations and findings, where a file has room to say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from portrayals.results.data_columns import Column, Value
from portrayals.services.exporting.wide_columns import CODED, MARKS, missing_values
from portrayals.vocabulary import BASES, LEVELS, PURPOSES


def _in_order(words: Sequence[str]) -> tuple[Value, ...]:
    return tuple(Value(number, word, word) for number, word in enumerate(words, start=1))


#: The words of the columns that have a few of them, each with a number.
_VALUES: Final[Mapping[str, tuple[Value, ...]]] = {
    "level": _in_order(LEVELS),
    "purpose": _in_order(PURPOSES),
    "basis": _in_order(BASES),
    "complete": MARKS,
    "state": (*CODED, *missing_values()),
}


def described(names: Sequence[str]) -> tuple[Column, ...]:
    """The columns of these names, with the values of those that have a few words."""
    return tuple(
        Column(name, name, "codes", _VALUES[name]) if name in _VALUES else Column(name, name)
        for name in names
    )
