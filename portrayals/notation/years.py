"""Years and dates as they are written."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted

FIRST_YEAR: Final = 1870
LAST_YEAR: Final = 2200

#: A year, also as statistics programs write it beside years that are missing: `2005.0`.
_YEAR = re.compile(r"([0-9]{4})(?:\.0)?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


def parse_year(text: str) -> int:
    """The year written as four digits, FIRST_YEAR to LAST_YEAR; otherwise InvalidValue."""
    written = text.strip()
    found = _YEAR.fullmatch(written)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        raise InvalidValue(
            f"{quoted(written)} is not a valid year for a film or show.",
            hint=f"Write four digits, {FIRST_YEAR} to {LAST_YEAR}.",
        )
    return int(found[1])


def parse_date(text: str) -> str:
    """An ISO date in normal form: `2011-10-10`, or as much as is known: `2011-10`, `2011`.

    Raises InvalidValue for any other form, a year out of range, or a day that does not exist.
    """
    written = text.strip()
    found = _DATE.fullmatch(written)
    if not found:
        raise InvalidValue(
            f"{quoted(written)} is not a date.",
            hint="Write year, month and day: 2011-10-10; or only 2011-10, or 2011.",
        )
    parts = [int(part) for part in found.groups() if part is not None]
    year, month, day = [*parts, 1, 1][:3]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidValue(
            f"The year of {quoted(written)} is out of range.",
            hint=f"Years range from {FIRST_YEAR} to {LAST_YEAR}.",
        )
    try:
        whole = date(year, month, day).isoformat()
    except ValueError:
        raise InvalidValue(
            f"{quoted(written)} does not exist in the calendar.",
            hint="Write year, month and day in this order: 2011-10-10.",
        ) from None
    return whole[: (4, 7, 10)[len(parts) - 1]]
