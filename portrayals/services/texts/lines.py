"""The lines of a text: fields, lists and blocks, each always written the same way.

Nothing is wrapped: a text stands on one line, however long, so that changing it changes one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from portrayals.codebook.yaml_text import as_item, indented, scalar, scalar_outside

#: `imdb:tt1306980`, `maybe:dating`: no reader of YAML takes it for anything but text.
_PREFIXED: Final = re.compile(r"[a-z]+:[\w./-]*\w")


def field(name: str, value: str | None) -> Iterator[str]:
    """A field on a line of its own; nothing if it has no value."""
    if value is not None:
        yield f"{name}: {word(value)}"


def number(name: str, value: object) -> Iterator[str]:
    """A field with a number."""
    if value is not None:
        yield f"{name}: {value}"


def several(name: str, values: Sequence[str]) -> Iterator[str]:
    """A field with a list on the same line; nothing if the list is empty."""
    if values:
        yield f"{name}: {listed(values)}"


def word(value: str | Sequence[str]) -> str:
    """A value after a field: one, or a list."""
    if isinstance(value, str):
        return _plain(value) or scalar_outside(value)
    return listed(value)


def listed(values: Iterable[str]) -> str:
    """`[a, b]`."""
    return f"[{', '.join(map(_within, values))}]"


def braced(values: Mapping[str, str | Sequence[str] | None]) -> str:
    """`{key: a, codes: [b, c]}`, without what has no value."""
    said = (
        f"{name}: {_within(value) if isinstance(value, str) else listed(value)}"
        for name, value in values.items()
        if value is not None
    )
    return f"{{{', '.join(said)}}}"


def blocks(name: str, each: Iterable[Iterable[str]]) -> Iterator[str]:
    """A list of blocks, the first line of each after a hyphen."""
    lines = [line for block in each for line in as_item(block)]
    if lines:
        yield f"{name}:"
        yield from lines


def beneath(name: str, lines: Iterable[str]) -> Iterator[str]:
    """A field whose value is a block beneath it; nothing if the block is empty."""
    inside = list(indented(lines))
    if inside:
        yield f"{name}:"
        yield from inside


def _within(value: str) -> str:
    return _plain(value) or scalar(value)


def _plain(value: str) -> str:
    return value if _PREFIXED.fullmatch(value) else ""
