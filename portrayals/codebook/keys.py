"""What the key of a codebook, variable, code or property may be."""

from __future__ import annotations

from typing import Final

from portrayals.notation.keys import slug
from portrayals.notation.quoting import quoted
from portrayals.vocabulary import RESERVED

#: The fields that a query knows besides the variables (CLI.md, "Queries").
FIELDS: Final[frozenset[str]] = frozenset(
    {
        "name",
        "alias",
        "kind",
        "year",
        "decade",
        "country",
        "language",
        "genre",
        "distributor",
        "id",
        "performer",
        "role",
        "counterpart",
        "screened",
        "coder",
        "basis",
        "wave",
        "source",
        "season",
        "episode",
        "disputed",
        "claimed",
    }
)

#: The words that join the terms of a query.
OPERATORS: Final[frozenset[str]] = frozenset({"and", "or", "not", "some"})

#: Codes that would hide a state (NUMBERS R7).
UNDECIDED: Final[frozenset[str]] = frozenset(
    {"unclear", "unknown", "ambiguous", "undecided", "uncodable", "cannot-tell"}
)

#: `maybe:CODE` is a code in doubt (NUMBERS R6).
DOUBT: Final = "maybe"


def slug_problem(key: str) -> str | None:
    """Why a text is not a key, with a suggestion; None if it is a key.

    A key is its own slug, so that no two keys differ only in what a query ignores.
    """
    if key == slug(key):
        return None
    nearest = f"write {slug(key)}" if any(c.isalnum() for c in key) else "write a word"
    return (
        f"the key {quoted(key)} must be lower-case letters and digits (no accents), joined by "
        f"single hyphens; {nearest}"
    )


def variable_problem(key: str) -> str | None:
    """Why no variable can have this key; None if one can."""
    if problem := slug_problem(key):
        return problem
    if key in FIELDS:
        return f'"{key}" is a field of every query; choose another key'
    if key in OPERATORS:
        return f'"{key}" joins the terms of a query; choose another key'
    if key in RESERVED or key == DOUBT:
        return f'"{key}" has a special meaning in values; choose another key'
    return None


def code_problem(key: str) -> str | None:
    """Why no code can have this key (NUMBERS R7); None if one can."""
    if problem := slug_problem(key):
        return problem
    if key in UNDECIDED:
        return (
            f'"{key}" cannot be a code: a coder who cannot tell gives the state cannot-tell; '
            "delete it"
        )
    if key == DOUBT:
        return f'"{key}" cannot be a code: a code in doubt is written maybe:CODE; delete it'
    if key in RESERVED:
        return f'"{key}" is a state or a word of queries; choose another key'
    return None


def label_of(key: str) -> str:
    """The label made from a key: `true-story` is "True story"."""
    words = key.replace("-", " ")
    return words[:1].upper() + words[1:]
