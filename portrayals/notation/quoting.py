"""A user's own words inside a sentence addressed to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_LONGEST: Final = 60
_MOST: Final = 40


def quoted(text: str) -> str:
    """`text` in quotation marks, safe for one line of a terminal.

    Long text is cut; unprintable characters (line ends, escape sequences, lone surrogates) are
    written as escapes, so that they can neither break the sentence nor control the terminal.
    """
    return '"' + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shortened(text)) + '"'


def shortened(text: str) -> str:
    """`text` as it is, unless it is too long to be read in a sentence."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def listed(names: Sequence[str]) -> str:
    """Names separated by commas: long ones shortened, and of many the rest counted."""
    more = len(names) - _MOST
    shown = ", ".join(map(shortened, names[:_MOST]))
    return f"{shown} and {more:,} more" if more > 0 else shown
