"""Columns of a sheet that describe its units, or the titles that these are in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from portrayals.notation.keys import slug
from portrayals.vocabulary import Level

#: The fields of a title that a sheet of any level may have.
OF_TITLE: Final = ("country", "genre", "language", "distributor")
#: The fields that a sheet of a level may have: those of its titles, and its own.
DESCRIBING: Final[Mapping[Level, tuple[str, ...]]] = {
    "title": OF_TITLE,
    "episode": (*OF_TITLE, "aired"),
    "portrayal": (*OF_TITLE, "role"),
    "relationship": (*OF_TITLE, "role"),
}


def field_headed(header: str, level: Level) -> str | None:
    """The field that a column holds, judging by its header: `Genres` is genre."""
    word = slug(header)
    for name in DESCRIBING[level]:
        if word in {name, f"{name}s", f"{name[:-1]}ies"}:
            return name
    return None
