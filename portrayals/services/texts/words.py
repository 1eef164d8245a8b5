"""The words of a text: what its files are called, and which fields each block has, in order."""

from __future__ import annotations

from typing import Final
from uuid import NAMESPACE_URL, uuid5

from portrayals.services.catalogue.study_fields import DESCRIBED
from portrayals.vocabulary import Level

#: The first line of every file that is written, and by which such a file is known again.
WRITTEN: Final = "# Written by `portrayals export text`, which writes it anew each time."

#: The fields of a unit as its block calls them, and as the catalogue does, in the order of writing.
FIELDS_OF: Final[dict[Level, dict[str, str]]] = {
    "title": {
        "name": "name",
        "kind": "kind",
        "year": "year",
        "end_year": "end_year",
        "countries": "country",
        "languages": "language",
        "genres": "genre",
        "distributor": "distributor",
        "ids": "id",
        "aliases": "alias",
        "original": "original",
        "stratum": "stratum",
        "synopsis": "synopsis",
        "notes": "note",
    },
    "episode": {"name": "name", "aired": "aired", "aliases": "alias"},
    "portrayal": {
        "name": "name",
        "performer": "performer",
        "roles": "role",
        "year": "year",
        "aliases": "alias",
    },
}
FIELDS_OF["relationship"] = FIELDS_OF["portrayal"]

SCREENING: Final = ("screened", "screening_reason")
_ALL: Final = ("uuid", "annotations")
#: All that a block may say, by the level of its unit.
UNIT: Final[dict[Level, tuple[str, ...]]] = {
    "title": (
        *("key", *FIELDS_OF["title"], *SCREENING, *_ALL),
        *("codebook", "seen", "episodes", "portrayals"),
    ),
    "episode": ("code", *FIELDS_OF["episode"], *_ALL),
    "portrayal": ("key", *FIELDS_OF["portrayal"], *_ALL, "relationships"),
    "relationship": ("key", *FIELDS_OF["relationship"], *_ALL),
}
#: The lists of blocks that a title or a person has, by the level of what is in them.
BENEATH: Final[dict[Level, dict[str, Level]]] = {
    "title": {"episodes": "episode", "portrayals": "portrayal"},
    "episode": {},
    "portrayal": {"relationships": "relationship"},
    "relationship": {},
}

CODING: Final = (
    *("coder", "wave", "value", "text", "basis", "complete", "codebook", "note"),
    *("decision", "evidence"),
)
DECISION: Final = ("by", "with", "at", "method", "cause", "reason")
EVIDENCE: Final = ("code", "source", "episode", "at", "quote", "describes")
SEEN: Final = ("coder", "episode")

#: Answers about a unit that stands elsewhere; the note is for readers of the file alone.
OF_UNIT: Final = ("unit", "annotations", "note")

SOURCE: Final = {"citation": "citation", "url": "address", "date": "dated", "accessed": "accessed"}
CODER: Final = ("name", "kind", "model", "model_version", "instruction_sha256", "method")
WAVE: Final = ("key", "purpose", "codebook", "locked", "assignments")
ASSIGNMENT: Final = ("coder", "unit", "purpose", "seed")
CLAIM: Final = (
    *("key", "about", "source", "unit", "codes", "stance", "scope", "basis", "date", "locator"),
    *("checked", "checked_source", "statement"),
)

#: What a text says of itself at its top, and of all that is in it.
ABOUT: Final = ("catalogue", "version", "date", "uuids", *DESCRIBED, "policy")
#: The word from which, with its key, the UUID of each unit of the included catalogue follows.
INCLUDED: Final = "therapists"
DEFAULTS: Final = ("coder", "wave", "basis", "evidence", "unlisted")
LISTS: Final = ("sources", "coders", "waves", "titles", "codings", "claims")
TOP: Final = (*ABOUT, "codebook", "codebooks", *DEFAULTS, *LISTS)


def following(word: str, key: str) -> str:
    """The UUID of the unit with a key, where UUIDs follow from a word."""
    return str(uuid5(NAMESPACE_URL, f"{word}/{key}"))
