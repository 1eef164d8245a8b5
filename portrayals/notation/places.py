"""Where a code is seen, written behind it: `flirting@S03E01@10:00-12:30`."""

from __future__ import annotations

from dataclasses import dataclass

from portrayals.errors import InvalidValue
from portrayals.notation.episodes import is_episode
from portrayals.notation.quoting import quoted
from portrayals.notation.times import parse_time_range


@dataclass(frozen=True, slots=True)
class CodeAt:
    """A code as written, with the episode and the time behind it, both as written too."""

    code: str
    episode: str | None = None
    at: str | None = None

    @property
    def points(self) -> bool:
        """Whether it says where."""
        return self.episode is not None or self.at is not None


def parse_code_at(text: str) -> CodeAt:
    """`CODE`, `CODE@12:30-14:05`, `CODE@S07E05` or `CODE@S07E05@12:30`.

    Raises InvalidValue for anything else behind the `@`.
    """
    code, *places = text.split("@")
    if not places:
        return CodeAt(code)
    if len(places) > 2 or not code or not all(places):
        raise _no_place(text)
    episode = places[0] if is_episode(places[0]) else None
    if episode is None and len(places) > 1:
        raise _no_place(text)
    times = places if episode is None else places[1:]
    for time in times:
        parse_time_range(time)
    return CodeAt(code, episode, times[0] if times else None)


def _no_place(text: str) -> InvalidValue:
    return InvalidValue(
        f"{quoted(text)} is not a code with a place.",
        hint="Write CODE@12:30, CODE@S07E05 or CODE@S07E05@12:30-14:05.",
    )
