"""What is meant by a whole name, or by any letters of its words: `dat cur` for `dating-current`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from portrayals.notation.keys import alike, caseless, composed, fold

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


class WholeNames(Generic[T]):
    """The choices by their whole labels and keys, whatever their case and Unicode form."""

    def __init__(self, choices: Sequence[T]) -> None:
        self._by_label = _by(choices, lambda each: [caseless(each.label)])
        self._by_key = _by(choices, lambda each: [caseless(each.key)])
        self._alike = _by(choices, lambda each: {alike(each.label), alike(each.key)})

    def called(self, written: str, *, keys_first: bool = False) -> list[T]:
        """The choices with this label, or else with this key; with `keys_first` the reverse.

        If there is none, those whose label or key differs only in accents, quotation marks,
        hyphens, or the form of its letters. Several are ambiguous; of labels that differ only in
        case, the one that is written the same is meant.
        """
        word = caseless(written)
        labelled, keyed = self._by_label.get(word, []), self._by_key.get(word, [])
        found = (keyed or labelled) if keys_first else (labelled or keyed)
        if len(found) > 1:
            exact = composed(written)
            found = [each for each in found if exact in {each.key, composed(each.label)}] or found
        return found or self._alike.get(alike(written), [])

    def hidden(self, written: str) -> T | None:
        """The choice with this key, where `called` finds another one by its label."""
        word = caseless(written)
        labelled, keyed = self._by_label.get(word, []), self._by_key.get(word, [])
        return keyed[0] if labelled and keyed and keyed[0] not in labelled else None


def _by(choices: Iterable[T], names: Callable[[T], Iterable[str]]) -> Mapping[str, list[T]]:
    found: dict[str, list[T]] = {}
    for choice in choices:
        for name in names(choice):
            found.setdefault(name, []).append(choice)
    return found
