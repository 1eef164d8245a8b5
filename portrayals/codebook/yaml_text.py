"""Texts and lines of YAML, written so that every reader of YAML reads the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

#: A text that every YAML reader reads as that text, even inside braces.
_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w ./()'’&;+…–-]*[\w.)’…])?")
#: What else may be in it, outside braces.
_OUTSIDE: Final = str.maketrans("", "", ",?!")
#: Words that other YAML readers read as something other than text.
_NOT_PLAIN: Final = frozenset(
    {"y", "n", "yes", "no", "true", "false", "on", "off", "null", "nan", "inf"}
)
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def scalar(text: str) -> str:
    """The text as it is if it cannot be misread, else in quotation marks."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _NOT_PLAIN:
        return text
    return double_quoted(text)


def scalar_outside(text: str) -> str:
    """The same where no braces or brackets are around it, so that commas need no marks."""
    bare = text.translate(_OUTSIDE)
    plain = bare[:1] == text[:1] and scalar(bare) == bare
    return text if plain else double_quoted(text)


def double_quoted(text: str) -> str:
    """The text in quotation marks, on one line."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    point = ord(character)
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"


def as_item(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a mapping as one entry of a list."""
    for place, line in enumerate(lines):
        yield (f"{'  ' if place else '- '}{line}") if line else ""


def indented(lines: Iterable[str]) -> Iterator[str]:
    """The lines one level deeper."""
    return (f"  {line}" if line else "" for line in lines)
