"""Checks that dates and times are valid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, select

from portrayals.errors import InvalidValue
from portrayals.notation.quoting import quoted
from portrayals.notation.years import parse_date
from portrayals.tables import adjudication, change, claim, episode, source, unit, wave

_AT_ONCE: Final = 10_000


def wrong_dates(connection: Connection) -> Iterator[str]:
    """Days that do not exist, and invalid times."""
    for what, rows, is_one in _TIMES:
        key, column = rows.selected_columns
        found = rows.where(column.is_not(None)).order_by(key)
        for name, written in connection.execute(found, execution_options={"yield_per": _AT_ONCE}):
            if not is_one(written):
                yield f"{what}{name}: {column.name} is not a date: {quoted(written)}"


def _is_day(written: str) -> bool:
    """Whether it is a day, a month or a year, in the form in which it is stored."""
    try:
        return parse_date(written) == written
    except InvalidValue:
        return False


def _is_moment(written: str) -> bool:
    """Whether it is a day, with or without a time."""
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return False
    return True


#: Rows of a key and a time: the prefix of the key in messages, and what the time should be.
_TIMES: Final[tuple[tuple[str, Select[Any, Any], Callable[[str], bool]], ...]] = (
    (
        "",
        select(unit.c.key, episode.c.aired).join(episode, episode.c.episode_id == unit.c.unit_id),
        _is_day,
    ),
    ("source ", select(source.c.key, source.c.dated), _is_day),
    ("source ", select(source.c.key, source.c.accessed), _is_day),
    ("claim:", select(claim.c.claim_id, claim.c.stated_on), _is_day),
    ("wave ", select(wave.c.key, wave.c.locked_at), _is_moment),
    (
        "the decision on ",
        select(unit.c.key, adjudication.c.decided_at).join(
            adjudication, adjudication.c.unit_id == unit.c.unit_id
        ),
        _is_moment,
    ),
    ("change ", select(change.c.change_id, change.c.at), _is_moment),
)
