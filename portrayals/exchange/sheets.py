"""Opens a file as a sheet: CSV, TSV, JSON or JSON Lines, by its name or its beginning."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.exchange.columns import named
from portrayals.exchange.encodings import STANDARD_INPUT, encoding_of, opened
from portrayals.exchange.objects import (
    LISTED,
    Parsed,
    one_a_line,
    read_array,
    read_lines,
    read_listed,
)
from portrayals.exchange.separated import DELIMITERS, Records, delimiter_of
from portrayals.results.sheets import BadRow, Sheet, SheetRow

_ARRAYS: Final = {".json"}
_LINES: Final = {".jsonl", ".ndjson"}
_TABBED: Final = {".tsv", ".tab"}
_COMMAS: Final = {".csv"}
#: How many characters are searched for the first that is not a space.
_BEGINNING: Final = 4096


@contextmanager
def open_sheet(path: str, *, encoding: str | None = None) -> Iterator[Sheet]:
    """The sheet of a file (`-` for standard input), to be read while it is open.

    Rows are streamed, except those of a JSON array. Raises UnknownKey if there is no such file, and
    InvalidValue if it cannot be read, is not text, does not have the given encoding, or has no
    rows.
    """
    with opened(path) as file:
        name = "standard input" if path == STANDARD_INPUT else path
        try:
            size = file.seek(0, io.SEEK_END)
            decoded = encoding_of(file, name, encoding)
            text = decoded.text(file)
            columns, notices, rows = _parsed(text, _suffix(path, text), name)
            first = next(rows, None)
        except OSError as error:
            raise InvalidValue(f"{name} cannot be read: {error.strerror}") from None
        if first is None:
            raise InvalidValue(
                f"{name} has no rows",
                hint="write rows below the column names",
            )
        yield Sheet(
            name=name,
            columns=columns,
            rows=_whole(chain([first], rows), name),
            encoding=decoded.name,
            notices=(*decoded.notices, *notices),
            size=size,
            position=file.tell,
        )


def _whole(rows: Iterator[SheetRow | BadRow], name: str) -> Iterator[SheetRow | BadRow]:
    """The rows of a file that is known to be readable, unless it changes meanwhile."""
    try:
        yield from rows
    except (OSError, UnicodeError):
        raise InvalidValue(
            f"{name} changed while it was being read", hint="if the file is fine, try again"
        ) from None


def _suffix(path: str, text: io.TextIOWrapper) -> str:
    """The suffix of the name; for standard input that begins like JSON, the one it should have."""
    if path != STANDARD_INPUT:
        return Path(path).suffix.casefold()
    begins = text.read(_BEGINNING).lstrip("\ufeff \t\r\n")[:1]
    text.seek(0)
    if begins == "{":
        return ".jsonl" if one_a_line(text) else ".json"
    return ".json" if begins == "[" else ""


def _parsed(text: io.TextIOWrapper, suffix: str, name: str) -> Parsed:
    """Columns, notices and rows of the text, which must be at its beginning."""
    if suffix in _ARRAYS:
        return read_array(text, name)
    if suffix in _LINES:
        return read_lines(text, name)
    usual = "\t" if suffix in _TABBED else ","
    delimiter = usual if suffix in _TABBED else delimiter_of(text, usual)
    records = Records(text, name, delimiter)
    columns, notices = named(records.header(), name)
    if suffix in _COMMAS and delimiter != usual:
        notices = (f"{name} has {DELIMITERS[delimiter]} between its cells, not commas", *notices)
    rows = records.rows(len(columns))
    if LISTED.issubset(columns):
        columns, rows = read_listed(columns, rows)
    return columns, notices, rows
