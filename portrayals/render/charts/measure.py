"""How wide a text will be, so that a label is wrapped and never runs into a figure."""

from __future__ import annotations

import unicodedata
from typing import Final

from portrayals.render.cells import harmless

#: Widths in ems, a little more than Liberation Sans (which has those of Arial) gives them.
_WIDTHS: Final = {
    character: ems
    for characters, ems in (
        ("ijl|'’‘", 0.24),
        (" ftI.,:;!/[]·", 0.29),
        ('r()-“”"', 0.36),
        ("ckJsvxyz", 0.52),
        ("wGOQ", 0.8),
        ("mM%", 0.9),
        ("W@—", 1.03),
    )
    for character in characters
}
_CAPITAL: Final = 0.74
_OTHER: Final = 0.58
_BOLD: Final = 1.08


def width(text: str, size: float, *, strong: bool = False) -> float:
    """The width of the text in pixels, at most a tenth too much, for letters of `size` pixels."""
    return sum(map(_ems, text)) * size * (_BOLD if strong else 1)


def _ems(character: str) -> float:
    if character in _WIDTHS:
        return _WIDTHS[character]
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 1
    return _CAPITAL if character.isupper() else _OTHER


def wrapped(text: str, size: float, most: float, *, strong: bool = False) -> list[str]:
    """The text in lines of at most `most` pixels; a word that is wider is broken."""
    lines = [""]
    for word in harmless(text).split():
        joined = f"{lines[-1]} {word}".lstrip()
        if width(joined, size, strong=strong) <= most:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for character in word:
            if lines[-1] and width(lines[-1] + character, size, strong=strong) > most:
                lines.append("")
            lines[-1] += character
    return lines
