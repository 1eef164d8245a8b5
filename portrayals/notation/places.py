"""Where a code is seen, written behind it: `flirting@S03E01@10:00-12:30`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.notation.episodes import is_episode
from portrayals.notation.quoting import quoted
from portrayals.notation.times import parse_time_range

#: A quotation, or what stands between blanks.
_PIECE: Final = re.compile(r'"([^"]*)"|“([^”]*)”|\S+')


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


@dataclass(frozen=True, slots=True)
class LineRead:
    """A line of a coding session: the words that name a code, and where it is seen."""

    words: str
    episode: str | None = None
    at: str | None = None
    quote: str | None = None

    def seen_at(self, other: LineRead) -> LineRead:
        """The same words, seen where another line says, if it says so."""
        return LineRead(
            self.words,
            other.episode or self.episode,
            other.at or self.at,
            other.quote or self.quote,
        )


def parse_line(text: str) -> LineRead:
    """Reads `dat cur S03E01 10:00 "You came back."`: words, an episode, a time and a quotation.

    Raises InvalidValue for two of a kind.
    """
    words: list[str] = []
    found: dict[str, str] = {}
    for piece in _PIECE.finditer(text):
        quoted_text = piece[1] or piece[2]
        if quoted_text is not None:
            kind, value = "quote", quoted_text
        elif is_episode(piece[0]):
            kind, value = "episode", piece[0]
        elif _is_time(piece[0]):
            kind, value = "at", piece[0]
        else:
            words.append(piece[0])
            continue
        if kind in found:
            raise InvalidValue(
                f"{quoted(found[kind])} and {quoted(value)} are two places.",
                hint="Write each in a line of its own.",
            )
        found[kind] = value
    return LineRead(" ".join(words), **found)


def _is_time(text: str) -> bool:
    try:
        parse_time_range(text)
    except InvalidValue:
        return False
    return True
