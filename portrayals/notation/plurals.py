"""Numbers of things, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`1 title`, `2 titles`, `1,024 titles`; `plural` if it is not the noun with an s."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def in_words(number: int) -> str:
    """A number as running text has it: `two`, `nine`, `10`, `1,024`."""
    return _WORDS[number] if 0 < number < len(_WORDS) else f"{number:,}"


def with_article(noun: str) -> str:
    """`a title`, `an episode`."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def was(number: int) -> str:
    """`was` of one thing, `were` of several."""
    return "was" if number == 1 else "were"


def joined(words: Sequence[str]) -> str:
    """`ana`, `ana and ben`, `ana, ben and eve`."""
    return _joined(words, " and ")


def either(words: Sequence[str]) -> str:
    """`ana`, `ana or ben`, `ana, ben or eve`."""
    return _joined(words, " or ")


def _joined(words: Sequence[str], last: str) -> str:
    return last.join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def plural(noun: str) -> str:
    """`titles`, `bodies`; a noun that ends in s stays as it is."""
    if noun.endswith("s"):
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
