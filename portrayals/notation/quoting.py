"""A user's own words inside a sentence addressed to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 60
_MOST: Final = 40


def quoted(text: str) -> str:
    """`text` in quotation marks, fit for one line of a terminal.

    Long text is cut; what is not printable (line ends, escape sequences, lone surrogates) is
    written as an escape, so that it can neither break the sentence nor steer the terminal.
    """
    return '"' + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shortened(text)) + '"'


def shortened(text: str) -> str:
    """`text` as it is, but for what is too long to be read in a sentence."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def listed(names: Sequence[str]) -> str:
    """Names with commas between them, however long they are and however many."""
    more = len(names) - _MOST
    shown = ", ".join(map(shortened, names[:_MOST]))
    return f"{shown} and {more:,} more" if more > 0 else shown
