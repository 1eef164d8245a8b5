"""Did you mean: the names nearest to what was written."""

from __future__ import annotations

from collections.abc import Iterable

from portrayals.notation.keys import fold


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
