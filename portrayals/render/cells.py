"""Text in terminal cells: made harmless, measured, cut, padded and wrapped."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from portrayals.render.terminal import Screen

#: Characters before the combining marks take one cell each; so do these, which our own lines use.
_FIRST_COMBINING: Final = "\u0300"
_NARROW: Final = str.maketrans(dict.fromkeys("–—‘’“”•…·●├┤─━┄│", "-"))
#: A word with the blanks before it, and a step of a key with its slash.
_WORDS: Final = re.compile(r"\s*\S+")
_STEPS: Final = re.compile(r"[^/]+/?")
_MORE: Final = re.compile(r" \+[0-9]+$")
#: Joiners that spelling and emoji need, and that do no harm.
_JOINERS: Final = "\u200c\u200d"
#: Invisible characters that Python considers printable.
_UNSEEN: Final = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]")


def visible(text: str) -> str:
    """The text with its lines and tabs, without anything that a terminal would obey.

    Other control characters, marks that change the writing direction and invisible characters are
    shown as JSON escapes, so that JSON stays valid.
    """
    return "".join(
        c if c in "\n\t" or _is_seen(c) or unicodedata.category(c) == "Zs" else json.dumps(c)[1:-1]
        for c in text
    )


def _is_seen(character: str) -> bool:
    if character in _JOINERS:
        return True
    return character.isprintable() and not _UNSEEN.match(character)


def harmless(text: str) -> str:
    """The text on one line, without anything that a terminal would obey.

    Line breaks and tabs become spaces; other control characters, escape sequences, marks that
    change the writing direction and invisible characters are shown as escapes.
    """
    if text.isprintable() and not _UNSEEN.search(text):
        return text
    return "".join(map(_harmless, text))


def _harmless(character: str) -> str:
    if _is_seen(character):
        return character
    category = unicodedata.category(character)
    if category in {"Zs", "Zl", "Zp"} or character.isspace():
        return " "
    return f"\\u{{{ord(character):x}}}"


def cell_width(text: str) -> int:
    """How many terminal cells the text takes."""
    if text.isascii() or max(text.translate(_NARROW)) < _FIRST_COMBINING:
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def padded(text: str, width: int, *, right: bool = False) -> str:
    """The text padded with spaces to a width, on the left if `right`."""
    blanks = " " * (width - cell_width(text))
    return blanks + text if right else text + blanks


def cut(text: str, width: int, screen: Screen) -> str:
    """The text, with an ellipsis for what does not fit; a final `+2` (two more) is kept."""
    if cell_width(text) <= width:
        return text
    more = _MORE.search(text)
    end = screen.ellipsis + (more[0] if more and len(more[0]) < width // 2 else "")
    kept = text
    while kept and cell_width(kept) > width - len(end):
        kept = kept[:-1].rstrip(_JOINERS)
    return kept.rstrip() + end


def wrapped(
    text: str, screen: Screen, *, first: str = "", then: str = "", at_slashes: bool = False
) -> Iterator[str]:
    """The text in lines of the screen's width, the first after `first`, the others after `then`.

    A word that is wider than the screen (a web address) is not broken; `at_slashes` breaks a key.
    """
    if screen.width is None:
        yield (first + text).rstrip()
        return
    line, empty = first, True
    for word in (_STEPS if at_slashes else _WORDS).findall(text):
        if not empty and cell_width(line) + cell_width(word) > screen.width:
            yield line.rstrip()
            line = then + word.lstrip()
        else:
            line += word
        empty = False
    yield line.rstrip()
