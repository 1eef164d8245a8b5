"""Checks that the catalogue is consistent: what lies beneath what, and the keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, and_, case, exists, func, not_, select

from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.notation.episodes import EpisodeCode
from portrayals.tables import episode, level, title, unit, viewing
from portrayals.tables.catalogue import EPISODE, PORTRAYAL, TITLE
from portrayals.tables.literals import word
from portrayals.vocabulary import PARENT_LEVEL

_above = unit.alias("above")
_unit_level = level.alias("unit_level")

_own_word: Final = func.substr(unit.c.key, func.length(_above.c.key) + 2)
_key_is_beneath: Final = case(
    (_above.c.key.is_(None), not_(unit.c.key.contains("/"))),
    else_=and_(
        unit.c.key == _above.c.key + "/" + _own_word, _own_word != "", not_(_own_word.contains("/"))
    ),
)


def wrong_units(connection: Connection) -> Iterator[str]:
    """Units without their row, beneath a unit they do not belong to, or with the wrong key."""
    yield from _wrong_levels(connection)
    for says, of, condition in (
        (
            "is a title without a row in `title`",
            unit.outerjoin(title, title.c.title_id == unit.c.unit_id),
            and_(unit.c.level_id == TITLE, title.c.title_id.is_(None)),
        ),
        (
            "is an episode without a row in `episode`",
            unit.outerjoin(episode, episode.c.episode_id == unit.c.unit_id),
            and_(unit.c.level_id == EPISODE, episode.c.episode_id.is_(None)),
        ),
        (
            "is under a unit of the wrong level",
            unit.join(_unit_level, _unit_level.c.level_id == unit.c.level_id).join(
                _above, _above.c.unit_id == unit.c.parent_id
            ),
            _above.c.level_id != _unit_level.c.parent_level_id,
        ),
        (
            "is under a unit of another title",
            unit.join(_above, _above.c.unit_id == unit.c.parent_id),
            _above.c.title_id != unit.c.title_id,
        ),
        (
            "has a key that is not the key above it plus one word",
            unit.outerjoin(_above, _above.c.unit_id == unit.c.parent_id),
            not_(_key_is_beneath),
        ),
        (
            "is screened none, but has portrayals; to screen it again: portrayals screen TITLE in",
            unit.join(title, title.c.title_id == unit.c.unit_id),
            and_(
                title.c.screened == word("none"),
                exists().where(
                    _above.c.title_id == title.c.title_id, _above.c.level_id == PORTRAYAL
                ),
            ),
        ),
        (
            "was seen in an episode of another title",
            unit.join(viewing, viewing.c.title_id == unit.c.unit_id).join(
                episode, episode.c.episode_id == viewing.c.episode_id
            ),
            episode.c.title_id != viewing.c.title_id,
        ),
    ):
        rows = select(unit.c.key).select_from(of).where(condition).order_by(unit.c.key)
        for key in connection.execute(rows).scalars():
            yield f"{key} {says}"
    coded = select(unit.c.key, episode.c.season, episode.c.number).join(
        episode, episode.c.episode_id == unit.c.unit_id
    )
    for key, season, number in connection.execute(coded.order_by(unit.c.key)):
        code_of_it = EpisodeCode(season, number)
        if not key.endswith(f"/{code_of_it}".casefold()):
            yield f"{key} has the number of another episode, {code_of_it}"


def _wrong_levels(connection: Connection) -> Iterator[str]:
    """The four levels, which no command writes."""
    found = {row.level_id: row for row in connection.execute(select(level))}
    for key, above in PARENT_LEVEL.items():
        row = found.pop(LEVEL_ID[key], None)
        if row is None or (row.key, row.parent_level_id) != (key, above and LEVEL_ID[above]):
            yield f"the level of {key}s is not as portrayals creates it"
    yield from (f"{row.key} is not a level" for row in found.values())
