"""Which titles are series: only they have episodes, and may end in a later year."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from portrayals.errors import InvalidValue
from portrayals.services.catalogue.units import UnitRow
from portrayals.tables import title
from portrayals.vocabulary import SERIES


def kind_unless_said(end_year: int | None) -> str:
    """The kind of a title of which none is said: a film, or a series if it has an end year."""
    return "film" if end_year is None else "tv-series"


def refuse_end_year(kind: str, hint: str) -> None:
    """Raises InvalidValue, with the hint, if a title of this kind has no end year."""
    if kind not in SERIES:
        raise InvalidValue(f"a {kind} has no end year", hint=hint)


def refuse_episodes(connection: Connection, of: UnitRow) -> None:
    """Raises InvalidValue if a title is of a kind that has no episodes."""
    for kind in kinds_without_episodes(connection, [of.title_id]).values():
        raise no_episodes(of, kind)


def no_episodes(of: UnitRow, kind: str) -> InvalidValue:
    """The error for an episode of a title of this kind."""
    return InvalidValue(
        f"{of.name} is a {kind}, which has no episodes",
        hint=f"if it is a series: {as_series(of.key)}",
    )


def as_series(key: str) -> str:
    """The command that makes a title a series."""
    return f"portrayals edit {key} kind=tv-series"


def kinds_without_episodes(connection: Connection, title_ids: Collection[int]) -> dict[int, str]:
    """The kinds of those of the titles that are no series."""
    rows = select(title.c.title_id, title.c.kind).where(
        title.c.title_id.in_(title_ids), title.c.kind.not_in(SERIES)
    )
    return {row.title_id: row.kind for row in connection.execute(rows)}
