"""Chooses one word of several, or else suggests the nearest ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeVar

from portrayals.errors import InvalidValue
from portrayals.notation.keys import fold, has_word
from portrayals.notation.quoting import quoted

Word = TypeVar("Word", bound=str)


def choose(written: str, words: Iterable[Word], noun: str) -> Word:
    """The word that was written, in any case.

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
    """At most `limit` of the names, the most similar first; none if none is similar.

    A name that begins with the text, or contains it as a word, comes before one that is only
    spelled like it.
    """
    wanted, known = fold(written), list(dict.fromkeys(names))
    texts = [fold(name) for name in known]
    spelled = (place for _, _, place in _spelled_alike(wanted, texts, limit))
    places = dict.fromkeys([*_within(wanted, texts), *spelled])
    return tuple(known[place] for place in places)[:limit]


def perhaps_nearest(written: str, texts: Sequence[str], limit: int = 3) -> set[str]:
    """Narrows many folded texts to a few that include all names that `nearest` would return.

    They are all texts that contain the given one, and the `limit` spelled most like it, with ties,
    because names may be ordered differently.
    """
    wanted = fold(written)
    alike = _spelled_alike(wanted, texts, None)
    of_different: dict[str, float] = {text: score for text, score, _ in alike}
    least = min(islice(of_different.values(), limit), default=0)
    spelled = {text for text, score in of_different.items() if score >= least}
    return spelled.union(texts[place] for place in _within(wanted, texts))


def _within(wanted: str, texts: Sequence[str]) -> list[int]:
    # A text that contains everything contains the longest word, which is faster to check.
    longest = max(wanted.replace("-", " ").split(), key=len, default="")
    return [
        place
        for place, text in enumerate(texts)
        if longest in text
        and wanted
        and (text.startswith(wanted) or has_word(text.replace("-", " "), wanted))
    ]


def _spelled_alike(
    wanted: str, texts: Sequence[str], limit: int | None
) -> list[tuple[str, float, int]]:
    """The texts spelled like the given one, most similar first: text, similarity, position."""
    from rapidfuzz import fuzz, process

    return process.extract(wanted, texts, scorer=fuzz.ratio, score_cutoff=62, limit=limit)
