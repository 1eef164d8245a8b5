"""Text in LaTeX, with nothing in it read as a command."""

from __future__ import annotations

from typing import Final

#: What means something in LaTeX wherever it stands.
SIGNS: Final = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
}
_SIGNS: Final = str.maketrans(SIGNS)


def escaped(text: str) -> str:
    """The text with each sign that means something in LaTeX written as the sign itself."""
    return text.translate(_SIGNS)
