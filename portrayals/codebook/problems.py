"""The errors of a codebook file, gathered so that all are reported at once."""

from __future__ import annotations

from collections.abc import Iterable

from portrayals.errors import InvalidCodebook


class Problems:
    """The problems of the file called `name`, without duplicates on the same line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._found: dict[tuple[int, str], None] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, line: int, message: str) -> None:
        """Record that something is wrong on a line (the first line is 1)."""
        self._found[line, message] = None

    def error(self) -> InvalidCodebook:
        """All of them as one error, in the order of the lines."""
        found = sorted(self._found, key=lambda problem: problem[0])
        number = "one error" if len(found) == 1 else f"{len(found)} errors"
        return InvalidCodebook(
            f"{self.name} is not a valid codebook: {number}.",
            [f"{self.name}:{line}  {message}" for line, message in found],
            hint="Correct these lines and check the file again: portrayals codebook check FILE",
        )


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` (did you mean WORD?)` with the nearest of the known words, or nothing."""
    from difflib import get_close_matches

    # Some of the known words are the file's own, and so may be anything.
    fit = [each for each in known if each.isprintable()]
    nearest = get_close_matches(word[:40].lower(), fit, n=1, cutoff=0.7)
    return f" (did you mean {nearest[0]}?)" if nearest else ""
