"""Codes of episodes and seasons: S07E05."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted

#: The most episodes that a range of codes may name.
MOST_EPISODES: Final = 1000

_EPISODE = re.compile(r"[Ss]([0-9]{1,4})[Ee]([0-9]{1,5})")
_SEASON = re.compile(r"[Ss]([0-9]{1,4})")


@dataclass(frozen=True, slots=True, order=True)
class EpisodeCode:
    """An episode by season and number, in the order of broadcast. Season 0 holds specials."""

    season: int
    number: int

    def __str__(self) -> str:
        return f"S{self.season:02}E{self.number:02}"


def parse_episode(text: str) -> EpisodeCode:
    """The code written as `S07E05` or `s7e5`; otherwise InvalidValue."""
    written = text.strip()
    found = _EPISODE.fullmatch(written)
    if not found:
        raise InvalidValue(
            f"{quoted(written)} is not an episode.",
            hint="Write season and episode: S07E05.",
        )
    return EpisodeCode(int(found[1]), int(found[2]))


def is_episode(text: str) -> bool:
    """Whether a text is the code of an episode."""
    try:
        parse_episode(text)
    except InvalidValue:
        return False
    return True


def parse_episodes(text: str) -> tuple[EpisodeCode, ...]:
    """The codes of `S01E01..S01E10`, both ends included, or the one of `S01E01`.

    Raises InvalidValue for any other form, a range that crosses seasons or runs backwards, and one
    of more than MOST_EPISODES.
    """
    first_text, dots, last_text = text.partition("..")
    first = parse_episode(first_text)
    last = parse_episode(last_text) if dots else first
    if first.season != last.season:
        raise InvalidValue(
            f"{first}..{last} spans several seasons.",
            hint="Add the episodes season by season: S01E01..S01E10.",
        )
    if last < first:
        raise InvalidValue(f"{first}..{last} runs backwards.", hint=f"Write {last}..{first}.")
    if last.number - first.number >= MOST_EPISODES:
        raise InvalidValue(
            f"{first}..{last} is more than {MOST_EPISODES} episodes.",
            hint="Add them in several ranges.",
        )
    numbers = range(first.number, last.number + 1)
    return tuple(EpisodeCode(first.season, number) for number in numbers)


def parse_season(text: str) -> int:
    """The number of the season written as `S01`; otherwise InvalidValue."""
    written = text.strip()
    found = _SEASON.fullmatch(written)
    if not found:
        raise InvalidValue(
            f"{quoted(written)} is not a season.", hint="Write S and its number: S01."
        )
    return int(found[1])
