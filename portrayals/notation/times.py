"""Times in a film or episode: 12:30, 1:02:03, 12:30-14:05."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted

_TIME = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{2})(?:\.([0-9]{1,3}))?")
_DASH = re.compile(r"[-–]")


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

    Minutes may exceed 59 if no hours are written. Raises InvalidValue for anything else.
    """
    written = text.strip()
    found = _TIME.fullmatch(written)
    if not found:
        negative = written[:1] in {"-", "–", "−"}
        raise InvalidValue(
            f"{quoted(written)} is not a time{': it cannot be negative' if negative else ''}.",
            hint="Write minutes and seconds, 12:30, or hours too, 1:02:03.",
        )
    hours, minutes, seconds = int(found[1] or 0), int(found[2]), int(found[3])
    if seconds > 59:
        raise InvalidValue(
            f"{quoted(written)} has {seconds} seconds.", hint="Seconds range from 00 to 59."
        )
    if found[1] and minutes > 59:
        raise InvalidValue(
            f"{quoted(written)} has {minutes} minutes.",
            hint="After hours, minutes range from 00 to 59.",
        )
    milliseconds = int((found[4] or "").ljust(3, "0"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds


def parse_time_range(text: str) -> TimeRange:
    """The moment `12:30` or the range `12:30-14:05` (each end as in `parse_time`).

    Raises InvalidValue for any other form and for an end before the start.
    """
    ends = [end.strip() for end in _DASH.split(text)]
    if len(ends) == 2 and all(ends):
        return TimeRange(parse_time(ends[0]), parse_time(ends[1]))
    return TimeRange(parse_time(text))
