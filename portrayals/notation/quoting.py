"""A user's own words inside a sentence addressed to them."""

from __future__ import annotations

_LONGEST = 60


def quoted(text: str) -> str:
    """`text` in quotation marks, fit for one line of a terminal.

    Long text is cut; what is not printable (line ends, escape sequences, lone surrogates) is
    written as an escape, so that it can neither break the sentence nor steer the terminal.
    """
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return '"' + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown) + '"'
