"""Codes of episodes and seasons: S07E05, also written 7x05."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted

#: The most episodes that a range of codes may name.
MOST_EPISODES: Final = 1000

_EPISODE = re.compile(
    r"(?:s([0-9]{1,4})e([0-9]{1,5})|([0-9]{1,4})x([0-9]{1,5}))", re.IGNORECASE | re.ASCII
)
_SEASON = re.compile(r"[Ss]([0-9]{1,4})")
_TO = re.compile(r"\.\.|[-–]")
_NUMBER = re.compile(r"[0-9]{1,5}")
_LAST = re.compile(r"[Ee]?([0-9]{1,5})")
#: Digits that may be two episodes run together.
_TWO_IN_ONE = re.compile(r"0[0-9]{3}")


@dataclass(frozen=True, slots=True, order=True)
class EpisodeCode:
    """An episode by season and number, in the order of broadcast. Season 0 holds specials."""

    season: int
    number: int

    def __str__(self) -> str:
        return f"S{self.season:02}E{self.number:02}"


def parse_episode(text: str) -> EpisodeCode:
    """The code written as `S07E05`, `s7e5` or `7x05`; otherwise InvalidValue.

    `S01E0102` is refused: it may be episode 102, or episodes 1 and 2.
    """
    written = text.strip()
    found = _EPISODE.fullmatch(written)
    if not found:
        raise InvalidValue(
            f"{quoted(written)} is not an episode.",
            hint="Write season and episode: S07E05.",
        )
    season, digits = (each for each in found.groups() if each is not None)
    return EpisodeCode(int(season), _number(int(season), digits))


def parse_season_and_number(season: str, number: str) -> EpisodeCode:
    """The code of an episode whose season and number are written apart; otherwise InvalidValue."""
    own, in_season = season_number(season), number.strip()
    if not in_season:
        raise InvalidValue("the number of the episode is missing")
    if not _NUMBER.fullmatch(in_season):
        raise InvalidValue(f"{quoted(in_season)} is not the number of an episode")
    return EpisodeCode(own, int(in_season))


def season_number(text: str) -> int:
    """The number of a season in a column of its own, `1`, `S01`; otherwise InvalidValue.

    Specials, in words too, are season 0.
    """
    written = text.strip()
    if not written:
        raise InvalidValue("the season is missing; that of specials is 0")
    if written.casefold() in {"special", "specials"}:
        return 0
    digits = written[1:] if written[:1] in {"S", "s"} else written
    if not _SEASON.fullmatch(f"S{digits}"):
        raise InvalidValue(f"{quoted(written)} is not the number of a season")
    return int(digits)


def _number(season: int, digits: str) -> int:
    if _TWO_IN_ONE.fullmatch(digits):
        one = EpisodeCode(season, int(digits))
        two = f"{EpisodeCode(season, int(digits[:2]))}..{EpisodeCode(season, int(digits[2:]))}"
        raise InvalidValue(
            f"{quoted(digits)} may be one episode or two.", hint=f"Write {one}, or {two}."
        )
    return int(digits)


def is_episode(text: str) -> bool:
    """Whether a text is the code of an episode."""
    try:
        parse_episode(text)
    except InvalidValue:
        return False
    return True


def parse_episodes(text: str) -> tuple[EpisodeCode, ...]:
    """The codes of `S01E01..S01E10`, both ends included, or the one of `S01E01`.

    A range may also be written as `S01E01-E10`, `S01E01-10` or `1x01-1x10`. Raises InvalidValue for
    any other form, a range that crosses seasons or runs backwards, and one of more than
    MOST_EPISODES.
    """
    ends = _TO.split(text)
    if len(ends) > 2:
        raise InvalidValue(
            f"{quoted(text.strip())} is not an episode or a range.",
            hint="Write the first and the last: S01E01..S01E10.",
        )
    first = parse_episode(ends[0])
    last = _last(first, ends[1]) if len(ends) == 2 else first
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


def _last(first: EpisodeCode, text: str) -> EpisodeCode:
    """The end of a range: a whole code, or only a number in the season of the first."""
    found = _LAST.fullmatch(text.strip())
    if found:
        return EpisodeCode(first.season, _number(first.season, found[1]))
    return parse_episode(text)


def parse_season(text: str) -> int:
    """The number of the season written as `S01`; otherwise InvalidValue."""
    written = text.strip()
    found = _SEASON.fullmatch(written)
    if not found:
        raise InvalidValue(
            f"{quoted(written)} is not a season.", hint="Write S and its number: S01."
        )
    return int(found[1])
