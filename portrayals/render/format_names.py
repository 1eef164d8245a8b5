"""The formats by name, and by the suffix of a file."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final, Literal, get_args

from portrayals.errors import InvalidValue

Format = Literal["table", "json", "jsonl", "csv", "tsv", "markdown", "latex"]

FORMATS: Final[tuple[Format, ...]] = get_args(Format)
_SUFFIXES: Final[dict[str, Format]] = {
    ".txt": "table",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".tex": "latex",
}


def format_of(file: str) -> Format:
    """The format that the suffix of a file's name asks for. Raises `InvalidValue`."""
    suffix = PurePath(file).suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    raise InvalidValue(
        f"the name {file} does not say in which format to write",
        hint=f"end it in {', '.join(_SUFFIXES)}, or add --format {'|'.join(FORMATS)}",
    )
