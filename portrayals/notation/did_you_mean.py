"""One word of several: the one that was written, else those that it comes nearest to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from portrayals.errors import InvalidValue
from portrayals.notation.keys import fold
from portrayals.notation.quoting import quoted

Word = TypeVar("Word", bound=str)


def choose(written: str, words: Iterable[Word], noun: str) -> Word:
    """The word that was written, in small letters or capitals.

    `noun` says what each of them is, with its article. Raises InvalidValue for any other word.
    """
    known = {word.casefold(): word for word in words}
    wanted = written.strip().casefold()
    if wanted not in known:
        raise InvalidValue(
            f"{quoted(written)} is not {noun}",
            hint="one of " + ", ".join(known.values()),
            candidates=nearest(wanted, known.values()),
        )
    return known[wanted]


def nearest(written: str, names: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """At most `limit` of the names, the most alike first; none where none is alike.

    A name that begins with what was written, or holds it as a word, comes before one that is
    only spelled like it.
    """
    from rapidfuzz import fuzz, process

    wanted = fold(written)
    folded = {name: fold(name) for name in names}
    within = [
        name
        for name, text in folded.items()
        if wanted and (text.startswith(wanted) or f" {wanted}" in text.replace("-", " "))
    ]
    alike = process.extract(wanted, folded, scorer=fuzz.ratio, score_cutoff=62, limit=limit)
    spelled = [name for _, _, name in alike]
    return tuple(dict.fromkeys([*within, *spelled]))[:limit]
