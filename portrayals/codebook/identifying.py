"""Columns of a sheet that say which unit a row is about, and are no variables."""

from __future__ import annotations

from typing import Final

from portrayals.codebook.columns import Column, Form, decided
from portrayals.codebook.guess import guess
from portrayals.codebook.keys import FIELDS
from portrayals.notation.keys import slug

_NAMES: Final = frozenset(
    {
        *("title", "titles", "film", "films", "movie", "movies", "show", "shows", "series"),
        *("actor", "actress", "character", "person"),
    }
)
_IDS: Final = frozenset(
    {
        *("id", "ids", "imdb-id", "uuid", "guid", "key", "url", "link"),
        *("index", "rownames", "row", "nr", "no"),
    }
)
_FIELDS: Final = FIELDS | {f"{field}s" for field in FIELDS} | {"aliases", "countries"}
_FORMS: Final[tuple[tuple[Form, str], ...]] = (
    ("episode code", "codes of episodes"),
    ("date", "dates"),
    ("identifier", "identifiers or addresses"),
)
#: Fewer texts than these may differ by chance.
_FEWEST_NAMES: Final = 5
_LONGEST_NAME: Final = 60


def why_no_variable(column: Column, rows: int) -> str | None:
    """What the column holds that is told of a unit, and not coded; None where it is a variable."""
    key = slug(column.header)
    words = key.split("-")
    filled = column.filled()
    if not filled:
        return "empty"
    if column.counts_rows and rows > 2:
        return "it counts the rows"
    for form, meaning in _FORMS:
        if column.written_as(form) == filled:
            return meaning
    if "year" in words and column.written_as("year") >= 0.9 * filled:
        return "years of a title or person"
    if key in _IDS or words[-1] in {"id", "uuid", "url"}:
        return "identifiers, by its header"
    if key in _FIELDS and decided(column.values()) < filled:
        return "a field of the catalogue or the coding"
    if column.written_as("number") > 0.5 * filled or decided(column.values()) == filled:
        return None
    if "name" in words or words[-1] == "title" or key in _NAMES:
        return "names, by its header"
    lengths = sum(map(len, column.values())) / len(column.values())
    if (
        column.distinctness() >= 0.9
        and filled >= max(_FEWEST_NAMES, 0.9 * rows)
        and lengths <= _LONGEST_NAME
        and guess(column).type == "text"
    ):
        return "nearly all its texts are different: names?"
    return None
