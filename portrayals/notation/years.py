"""Years and dates as they are written."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted

FIRST_YEAR: Final = 1870
LAST_YEAR: Final = 2200

#: How the end of a show that is still running is written.
STILL_RUNNING: Final = frozenset({"present", "now", "ongoing", "current", "-", ""})

_RANGE = re.compile(r"([0-9]{4})\s*[-‐‑‒–—−]\s*([0-9]{4}|[a-z]*)", re.IGNORECASE)
#: A year, also as statistics programs write it beside years that are missing: `2005.0`.
_YEAR = re.compile(r"([0-9]{4})(?:\.0)?")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


class Years(NamedTuple):
    """The first and last year of a title; `last` is None for one year, and while a show runs."""

    first: int
    last: int | None
    is_range: bool


def parse_years(text: str) -> Years:
    """The years written as `2005`, `2005–2014`, `2005-` or `2005–present`.

    Raises InvalidValue for anything else, and for years that run backwards.
    """
    found = _RANGE.fullmatch(text.strip())
    if found is None or not (found[2].isdigit() or found[2].casefold() in STILL_RUNNING):
        return Years(parse_year(text), None, is_range=False)
    first = parse_year(found[1])
    last = parse_year(found[2]) if found[2].isdigit() else None
    if last is not None and last < first:
        raise InvalidValue(
            f"{quoted(text.strip())} ends before it begins.", hint="Write the first year first."
        )
    return Years(first, last, is_range=True)


def parse_year(text: str) -> int:
    """The year written as four digits, FIRST_YEAR to LAST_YEAR; otherwise InvalidValue."""
    written = text.strip()
    if several := _RANGE.fullmatch(written):
        raise InvalidValue(
            f"{quoted(written)} is more than one year.",
            hint=f"Write {several[1]}; the last year of a show is its end year.",
        )
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
