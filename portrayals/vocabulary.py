"""The words of the field, each spelled once: levels, types, states, bases, kinds."""

from __future__ import annotations

from typing import Final, Literal, get_args

Level = Literal["title", "episode", "portrayal", "relationship"]
VariableType = Literal["multi", "nominal", "ordinal", "boolean", "number", "text"]
State = Literal["coded", "none", "cannot-tell", "not-applicable", "unavailable"]
Basis = Literal["watched", "watched-in-part", "documented", "unstated", "hearsay"]
Policy = Literal["majority", "unanimous", "any"]
Screened = Literal["pending", "in", "none", "out", "unavailable"]
Rollup = Literal["max", "min", "median", "mean", "sum", "count"]
Stance = Literal["asserts", "denies", "qualifies"]
#: What partial sets say of the codes that they pass over: nothing, or no (NUMBERS R6).
Silence = Literal["open", "no"]
#: Of the rows of a statistic: as the codebook has them, or the largest share first.
Order = Literal["codebook", "share"]
CoderKind = Literal["person", "program", "compilation", "consensus"]

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
VARIABLE_TYPES: Final[tuple[VariableType, ...]] = get_args(VariableType)
STATES: Final[tuple[State, ...]] = get_args(State)
#: Best first (NUMBERS R18).
BASES: Final[tuple[Basis, ...]] = get_args(Basis)
#: Whoever has looked at all can deny; a set on another basis says nothing of what it passes over
#: (NUMBERS R6).
COMPLETE_BASES: Final[tuple[Basis, ...]] = ("watched", "unstated")
POLICIES: Final[tuple[Policy, ...]] = get_args(Policy)
SCREENED: Final[tuple[Screened, ...]] = get_args(Screened)
#: What puts a title out of every count (NUMBERS R1).
COUNTED_OUT: Final[tuple[Screened, ...]] = ("out", "unavailable")
SILENCES: Final[tuple[Silence, ...]] = get_args(Silence)
ORDERS: Final[tuple[Order, ...]] = get_args(Order)
ROLLUPS: Final[tuple[Rollup, ...]] = get_args(Rollup)
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
#: Who a coder is (NUMBERS R38).
CODER_KINDS: Final[tuple[CoderKind, ...]] = get_args(CoderKind)
#: On what a compilation codes, which has watched nothing (NUMBERS R38).
COMPILED_BASES: Final[tuple[Basis, ...]] = ("documented", "hearsay")

#: The level above, by level. Titles are the root; episodes and people are two branches.
PARENT_LEVEL: Final[dict[Level, Level | None]] = {
    "title": None,
    "episode": "title",
    "portrayal": "title",
    "relationship": "portrayal",
}

#: The kinds of title as a tree: a kind and the kind above it.
KINDS: Final[dict[str, str | None]] = {
    "film": None,
    "short": None,
    "tv": None,
    "tv-series": "tv",
    "tv-miniseries": "tv",
    "tv-movie": "tv",
    "web-series": None,
}

#: Out of n, each counted by name (NUMBERS R3), in the order in which they are printed.
MISSING: Final[tuple[str, ...]] = (
    "not-coded",
    "cannot-tell",
    "not-applicable",
    "unavailable",
    "unsettled",
    "undetermined",
    "incomplete",
    "no-unit",
)

#: Those of them in which a unit may still turn out to be a yes or a no (NUMBERS R16).
OPEN_STATES: Final[frozenset[str]] = frozenset(
    {"cannot-tell", "unsettled", "undetermined", "incomplete"}
)

#: The key of the one coder who is no person: what was decided between the others.
CONSENSUS: Final = "consensus"

#: Words with a meaning of their own wherever a value is written, so no code's key (NUMBERS R7).
RESERVED: Final[frozenset[str]] = frozenset(
    {*MISSING, "none", "any", "coded", "where-undetermined"}
)
