"""A YAML text as entries that know their lines. Every scalar stays the text it is.

Entries are built from the parser's events rather than by `yaml.compose`, which recurses: a
file of nothing but brackets overflows the stack of the C parser and ends the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from portrayals.codebook.problems import Problems, quoted

if TYPE_CHECKING:
    import yaml

#: Deeper than any codebook whose codes are within their own limit.
DEEPEST: Final = 64
#: How many entries the aliases of one file may repeat; beyond it they are a bomb.
REPEATED: Final = 1_000_000

#: What YAML does not allow in a text (YAML 1.1, section 5.1), lone surrogates included.
_NOT_TEXT: Final = re.compile(
    r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text, as written."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and what stands under each; `key_lines` is where each key stands."""

    line: int
    entries: dict[str, Entry] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


Entry = Scalar | Items | Mapping


def read(text: str, problems: Problems) -> Mapping | None:
    """The one mapping that a YAML text is; None where it cannot be read, and `problems` say why."""
    for number, line in enumerate(text.split("\n"), start=1):
        if wrong := _NOT_TEXT.search(line):
            problems.add(number, _not_text(wrong.group()))
    if problems:
        return None
    document = _Document(problems)
    try:
        for event in _events(text, problems):
            document.take(event)
    except _Stop as stop:
        problems.add(*stop.args)
        return None
    if document.failed:
        return None
    match document.root:
        case Mapping():
            return document.root
        case None | Scalar(text=""):
            problems.add(1, "the file is empty; a codebook begins with codebook: KEY")
        case other:
            what = "a list" if isinstance(other, Items) else "a text"
            problems.add(
                other.line,
                f"{what} stands at the top; a codebook has keys there: codebook, version, variables",
            )
    return None
