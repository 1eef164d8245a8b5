"""Every field that a query can ask beside the variables of the codebook."""

from __future__ import annotations

from typing import Final

from portrayals.findings.unit_ref import is_below
from portrayals.query.fields_catalogue import CATALOGUE_FIELDS
from portrayals.query.fields_coding import CODING_FIELDS
from portrayals.vocabulary import Level

#: The level that a field speaks of where it is below the asked one; the others follow the asked.
FIELD_LEVEL: Final[dict[str, Level]] = {
    "performer": "portrayal",
    "role": "portrayal",
    "counterpart": "relationship",
    "season": "episode",
    "episode": "episode",
}

#: `disputed` is told by the votes, so it needs a reading.
FIELDS: Final = (*CATALOGUE_FIELDS, *CODING_FIELDS, "disputed")


def speaks_of(field: str, asked: Level) -> Level | None:
    """The level below the asked one that a field speaks of; None where it is not below."""
    level = FIELD_LEVEL.get(field)
    return level if level is not None and is_below(level, asked) else None
