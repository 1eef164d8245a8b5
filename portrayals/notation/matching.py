"""What is meant by any letters of any words: `dat cur` for `dating-current-client`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from portrayals.notation.keys import fold

_BETWEEN = re.compile(r"[\W_]+")


class Named(Protocol):
    """Something with a key to write and a label to read."""

    @property
    def key(self) -> str:
        """What is written."""

    @property
    def label(self) -> str:
        """What is read."""


T = TypeVar("T", bound=Named)


def meant(typed: str, choices: Iterable[T]) -> list[T]:
    """The choices that every typed word fits, the shortest first.

    An exact key or label is meant alone. Else those are meant in whose key words begin with the
    typed ones in this order; if there is none, in whose label; if there is none, in either in any
    order; if there is none, those that have the letters anywhere.
    """
    wanted = fold(typed)
    words = _words(wanted)
    if not words:
        return []
    tiers: list[list[tuple[int, T]]] = [[], [], [], []]
    for choice in choices:
        key, label = fold(choice.key), fold(choice.label)
        if wanted in {key, label}:
            return [choice]
        tier = _tier(words, _words(key), _words(label))
        if tier is not None:
            tiers[tier].append((len(key), choice))
    best: list[tuple[int, T]] = next(filter(None, tiers), [])
    return [choice for _, choice in sorted(best, key=lambda each: each[0])]


def _tier(words: Sequence[str], key: Sequence[str], label: Sequence[str]) -> int | None:
    """How well the words fit, 0 the best; None if they do not."""
    if _in_order(words, key):
        return 0
    if _in_order(words, label):
        return 1
    own = [*key, *label]
    if all(any(each.startswith(word) for each in own) for word in words):
        return 2
    return 3 if all(any(word in each for each in own) for word in words) else None


def _in_order(words: Sequence[str], own: Sequence[str]) -> bool:
    rest = iter(own)
    return all(any(each.startswith(word) for each in rest) for word in words)


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN.split(text) if word]
