"""Times in a film or episode: 12:30, 1:02:03, 10m, 12:30-14:05."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted

#: The latest time, in milliseconds: what every engine stores.
LATEST_MS: Final = 2**31 - 1

_FRACTION = r"(?:\.([0-9]{1,3})|,([0-9]{3}))?"  # SubRip has a comma, and always three digits
_CLOCK = re.compile(rf"(?:([0-9]{{1,3}}):)?([0-9]{{1,3}}):([0-9]{{2}}){_FRACTION}")
_UNITS = re.compile(
    r"(?:([0-9]{1,3}) ?h(?:ours?|rs?)?)? ?(?:([0-9]{1,5}) ?m(?:in(?:utes?|s)?)?)? ?"
    rf"(?:([0-9]{{1,7}}){_FRACTION} ?s(?:ec(?:onds?|s)?)?)?",
    re.IGNORECASE | re.ASCII,
)
_TO = re.compile(r"-->|[-–]")


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A moment, or a range if `end_ms` is given; both in milliseconds from the beginning.

    Raises InvalidValue for a time before the beginning and for an end before the start.
    """

    start_ms: int
    end_ms: int | None = None

    def __post_init__(self) -> None:
        if self.start_ms < 0:
            raise InvalidValue(
                "A time cannot be negative.", hint="Count from the beginning: 12:30."
            )
        if self.end_ms is not None and self.end_ms < self.start_ms:
            start, end = format_time(self.start_ms), format_time(max(0, self.end_ms))
            raise InvalidValue(
                f"The end, {end}, comes before the start, {start}.",
                hint="Write the earlier time first: 12:30-14:05.",
            )

    def __str__(self) -> str:
        start = format_time(self.start_ms)
        return start if self.end_ms is None else f"{start}-{format_time(self.end_ms)}"


def format_time(ms: int) -> str:
    """`00:12:30`, with milliseconds only if there are any: `00:12:30.500`. `ms` >= 0."""
    seconds, rest = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{rest:03}" if rest else ""
    return f"{hours:02}:{minutes:02}:{seconds:02}{fraction}"


def parse_time(text: str) -> int:
    """Milliseconds from the beginning, from `12:30` (minutes, seconds), `1:02:03` or `12:30.500`.

    Also as in subtitles, `00:12:30,500`, and with units: `1h2m3s`, `10m`, `90s`. What comes first
    may exceed 59. Raises InvalidValue for anything else.
    """
    written = text.strip()
    found = _CLOCK.fullmatch(written) or (written and _UNITS.fullmatch(written))
    if not found:
        raise _not_a_time(written)
    hours, minutes, seconds = (int(each or 0) for each in found.groups()[:3])
    if seconds > 59 and (found[1] or found[2]):
        raise InvalidValue(
            f"{quoted(written)} has {seconds} seconds.", hint="Seconds range from 00 to 59."
        )
    if minutes > 59 and found[1]:
        raise InvalidValue(
            f"{quoted(written)} has {minutes} minutes.",
            hint="After hours, minutes range from 00 to 59.",
        )
    milliseconds = int((found[4] or found[5] or "").ljust(3, "0"))
    time = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds
    if time > LATEST_MS:
        raise InvalidValue(
            f"{quoted(written)} is too late.", hint=f"The latest is {format_time(LATEST_MS)}."
        )
    return time


def _not_a_time(written: str) -> InvalidValue:
    negative = written[:1] in {"-", "–", "−"}
    bare = written.isascii() and written.isdigit() and len(written) < 6
    return InvalidValue(
        f"{quoted(written)} is not a time{': it cannot be negative' if negative else ''}.",
        hint=f"Write {written}m for minutes or {written}s for seconds."
        if bare
        else "Write minutes and seconds, 12:30, or hours too, 1:02:03; or 10m, 90s, 1h2m3s.",
    )


def parse_time_range(text: str) -> TimeRange:
    """The moment `12:30` or the range `12:30-14:05` (each end as in `parse_time`).

    The line of a subtitle is a range too: `00:12:30,500 --> 00:12:33,000`. Raises
    InvalidValue for any other form and for an end before the start.
    """
    ends = [end.strip() for end in _TO.split(text)]
    if len(ends) == 2 and all(ends):
        return TimeRange(parse_time(ends[0]), parse_time(ends[1]))
    return TimeRange(parse_time(text))
