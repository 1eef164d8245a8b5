"""Text as a sheet: CSV, TSV, JSON or JSON Lines, by its name or its beginning."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from typing import IO, Final

from portrayals.exchange.columns import named
from portrayals.exchange.encodings import STANDARD_INPUT, encoding_of
from portrayals.exchange.headless import below_names
from portrayals.exchange.objects import Parsed, one_a_line, read_array, read_lines
from portrayals.exchange.separated import DELIMITERS, Records, declared_delimiter, delimiter_of
from portrayals.results.sheets import Sheet

_ARRAYS: Final = {".json"}
_LINES: Final = {".jsonl", ".ndjson"}
_TABBED: Final = {".tsv", ".tab"}
_COMMAS: Final = {".csv"}
#: How many characters are searched for the first that is not a space.
_BEGINNING: Final = 4096


def read_text(file: IO[bytes], path: str, name: str, encoding: str | None) -> Sheet:
    """The sheet of a text, in the encoding given or detected.

    Raises InvalidValue if it is no text, does not have the encoding, or is not in its format.
    """
    size = file.seek(0, io.SEEK_END)
    decoded = encoding_of(file, name, encoding)
    text = decoded.text(file)
    suffix = _suffix(path, text)
    notices = [*decoded.notices]
    columns, about, rows = _parsed(text, suffix, name, notices)
    notices += about
    return Sheet(
        name=name,
        columns=columns,
        rows=rows,
        encoding=decoded.name,
        notices=notices,
        size=size,
        position=partial(_position, file, text),
    )


def _position(file: IO[bytes], _text: io.TextIOWrapper) -> int:
    """How far the file has been read. It holds the text, which closes the file when it goes."""
    return file.tell()


def _suffix(path: str, text: io.TextIOWrapper) -> str:
    """The suffix of the name; for standard input that begins like JSON, the one it should have."""
    if path != STANDARD_INPUT:
        return Path(path).suffix.casefold()
    begins = text.read(_BEGINNING).lstrip("\ufeff \t\r\n")[:1]
    text.seek(0)
    if begins == "{":
        return ".jsonl" if one_a_line(text) else ".json"
    return ".json" if begins == "[" else ""


def _parsed(text: io.TextIOWrapper, suffix: str, name: str, notices: list[str]) -> Parsed:
    """Columns, notices and rows of the text, which must be at its beginning.

    Reading the rows adds to `notices`.
    """
    if suffix in _ARRAYS:
        return read_array(text, name)
    if suffix in _LINES:
        return read_lines(text, name)
    usual = "\t" if suffix in _TABBED else ","
    declared = declared_delimiter(text)
    delimiter = declared or (usual if suffix in _TABBED else delimiter_of(text, usual))
    records = Records(text, name, delimiter, notices)
    columns, about = named(records.header(), name)
    if suffix in _COMMAS and delimiter != usual and not declared:
        about = (f"{name} has {DELIMITERS[delimiter]} between its cells, not commas", *about)
    return columns, about, below_names(columns, records.rows(len(columns)), name)
