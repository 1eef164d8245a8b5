"""Opens a file as a sheet: text, a workbook or a data file, by its beginning and its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import IO, Final

from portrayals.errors import InvalidValue
from portrayals.exchange import data_files, workbooks
from portrayals.exchange.encodings import STANDARD_INPUT, opened
from portrayals.exchange.objects import LISTED, read_listed
from portrayals.exchange.texts import read_text
from portrayals.results.sheets import BadRow, Sheet, SheetRow

#: Longer than any mark by which a file is known.
_BEGINNING: Final = 16


@contextmanager
def open_sheet(
    path: str, *, encoding: str | None = None, sheet: str | None = None
) -> Iterator[Sheet]:
    """The sheet of a file (`-` for standard input), to be read while it is open.

    `sheet` is the name of one in a workbook, by default the only one with rows. Rows of a text are
    streamed, except those of a JSON array. Raises UnknownKey if there is no such file or sheet,
    NotInstalled without the package that reads such a file, and InvalidValue if it cannot be read,
    does not have the given encoding, has no rows or no column names.
    """
    with opened(path) as file:
        name = "standard input" if path == STANDARD_INPUT else path
        try:
            found = _read(file, path, name, encoding, sheet)
            columns, rows = found.columns, found.rows
            if LISTED.issubset(columns):
                columns, rows = read_listed(columns, rows)
            first = next(rows, None)
        except OSError as error:
            raise InvalidValue(f"{name} cannot be read: {error.strerror}") from None
        if first is None:
            raise InvalidValue(
                f"{name} has no rows",
                hint="write rows below the column names",
            )
        yield replace(found, columns=columns, rows=_whole(chain([first], rows), name))


def _read(file: IO[bytes], path: str, name: str, encoding: str | None, sheet: str | None) -> Sheet:
    file.seek(0)
    beginning = file.read(_BEGINNING)
    suffix = "" if path == STANDARD_INPUT else Path(path).suffix.casefold()
    if beginning.startswith(workbooks.MARKS):
        if encoding is not None:
            raise InvalidValue(
                f"{name} is a workbook, whose encoding is known", hint="leave out --encoding"
            )
        return workbooks.read_workbook(file, name, sheet)
    if sheet is not None:
        raise InvalidValue(f"{name} is no workbook and has no sheets", hint="leave out --sheet")
    marks = data_files.MARKS
    form = next((marks[mark] for mark in marks if beginning.startswith(mark)), None)
    if form is None and suffix == ".dta" and beginning:
        form = "dta"
    if form is not None:
        return data_files.read_data_file(file, form, name, encoding)
    return read_text(file, path, name, encoding)


def _whole(rows: Iterator[SheetRow | BadRow], name: str) -> Iterator[SheetRow | BadRow]:
    """The rows of a file that is known to be readable, unless it changes meanwhile."""
    try:
        yield from rows
    except (OSError, UnicodeError):
        raise InvalidValue(
            f"{name} changed while it was being read", hint="if the file is fine, try again"
        ) from None
