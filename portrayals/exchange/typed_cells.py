"""Cells that a file keeps as numbers, dates and truth values, as the text that people see."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from typing import Any, Final

from portrayals.notation.cells import text
from portrayals.notation.spreadsheet_formulas import restored
from portrayals.results.sheets import BadRow, SheetRow

#: Spreadsheets keep and show no more digits of a number.
_DIGITS: Final = 15


def cell_of(value: object) -> str:
    """The cell: `2005` for 2005.0, `2011-10-01` for a date, `true` and `false`, "" for nothing.

    A time is `12:30:00`, a duration `30:05:00`. A text loses outer blanks, and the apostrophe
    before a formula.
    """
    return _WRITTEN.get(type(value), _other)(value)


def row_of(number: int, cells: Sequence[str]) -> SheetRow | BadRow:
    """The row of these cells, unless one cannot be stored."""
    if "\0" in "".join(cells):
        seeming = tuple(cell.replace("\0", "") for cell in cells)
        return BadRow(number, "a cell has NUL and cannot be stored", seeming)
    return SheetRow(number, tuple(cells))


def _text(value: str) -> str:
    return restored(value.strip())


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < 10**_DIGITS:
        return str(int(value))
    return "" if math.isnan(value) else f"{value:.{_DIGITS}g}"


def _moment(value: dt.datetime) -> str:
    midnight = value.time() == dt.time()
    return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")


def _time(value: dt.time) -> str:
    return value.isoformat("seconds")


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    minutes, seconds = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if value < dt.timedelta() else ''}{hours}:{minutes:02}:{seconds:02}"


def _other(value: object) -> str:
    return text(value).strip()


_WRITTEN: Final[dict[type, Callable[[Any], str]]] = {
    str: _text,
    float: _number,
    int: str,
    bool: lambda value: str(value).lower(),
    dt.date: dt.date.isoformat,
    dt.datetime: _moment,
    dt.time: _time,
    dt.timedelta: _duration,
}
