"""The words of the field, each spelled once: levels, types, states, bases, kinds, methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

#: Which units must be coded again because of a change of the codebook: `all`, because nobody was
#: asked; those `coded` for the variable; or those `given` the code.
Again = Literal["all", "coded", "given"]

Level = Literal["title", "episode", "portrayal", "relationship"]
VariableType = Literal["multi", "nominal", "ordinal", "boolean", "number", "text"]
State = Literal["coded", "none", "cannot-tell", "not-applicable", "unavailable"]
Basis = Literal["watched", "watched-in-part", "documented", "unstated", "hearsay"]
Policy = Literal["majority", "unanimous", "any"]
Screened = Literal["pending", "in", "none", "out", "unavailable"]
#: How a title can be screened.
ScreeningResult = Literal["in", "none", "out", "unavailable"]
Rollup = Literal["max", "min", "median", "mean", "sum", "count"]
Stance = Literal["asserts", "denies", "qualifies"]
#: What partial sets say about codes they do not mention: nothing, or no (NUMBERS R6).
Silence = Literal["open", "no"]
#: How the interval of a share is computed (NUMBERS R35).
IntervalMethod = Literal["auto", "wilson", "cluster", "bootstrap", "exact"]
#: The periods of a trend.
Period = Literal["year", "decade"]
#: How the independence of two variables is tested (NUMBERS R36).
IndependenceTest = Literal["auto", "chi2", "fisher", "permutation"]
#: How the p values of several tests are adjusted: Holm, or Benjamini and Hochberg.
Adjustment = Literal["holm", "bh"]
#: The rows of `reliability`: variables, and the codes of sets; every code; each pair of coders.
ReliabilityRows = Literal["variable", "code", "pair"]
#: How the limits of a coefficient of agreement are computed (NUMBERS R34).
AgreementInterval = Literal["jackknife", "bootstrap"]
#: The coefficients that `reliability` adds on request.
AgreementMetric = Literal[
    "weighted-kappa",
    "linear-kappa",
    "conger-kappa",
    "ac2",
    "scott-pi",
    "brennan-prediger",
    "icc",
    "lotus",
    "alpha-nominal",
    "alpha-ordinal",
    "alpha-interval",
    "alpha-ratio",
    "masi",
    "jaccard",
    "krippendorff-craggs",
]
#: What an import does with existing data that differs.
OnChange = Literal["update", "keep", "refuse"]
TitleKind = Literal["film", "short", "tv", "tv-series", "tv-miniseries", "tv-movie", "web-series"]
#: What can be listed.
Listed = Literal[
    "titles",
    "episodes",
    "portrayals",
    "relationships",
    "coders",
    "sources",
    "assignments",
    "annotations",
    "claims",
]
#: The order of the rows of a statistic: as in the codebook, or the largest share first.
Order = Literal["codebook", "share"]
#: Where a chart goes: a page, a slide, a column of a journal, a post.
SheetSize = Literal["page", "slide", "column", "square"]
#: How many notes stand under a chart; the description of its file has all of them.
NotesShown = Literal["short", "full", "none"]
#: What a wave of coding is for (NUMBERS R11).
Purpose = Literal["training", "main", "recode"]
#: What a coder codes in: an HTML page, or an Excel workbook.
HandoutForm = Literal["page", "workbook"]
#: The field of titles in proportion to which coders share some.
Stratum = Literal[
    "decade", "year", "kind", "country", "language", "genre", "distributor", "stratum"
]
#: How a difference between coders is decided.
DecisionMethod = Literal["discussion", "expert", "alone"]
#: What caused it: an unclear rule, a mistake, a scene that allows both, or a code that is missing.
Cause = Literal["rule", "slip", "scene", "missing-code"]
CoderKind = Literal["person", "program", "compilation", "consensus"]

#: The largest whole number that a database keeps: nothing is numbered or counted beyond it.
MOST: Final = 2**31 - 1

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
VARIABLE_TYPES: Final[tuple[VariableType, ...]] = get_args(VariableType)
STATES: Final[tuple[State, ...]] = get_args(State)
#: Best first (NUMBERS R18).
BASES: Final[tuple[Basis, ...]] = get_args(Basis)
#: Only a coder who has looked can say no; a set on another basis says nothing about codes it does
#: not mention (NUMBERS R6).
COMPLETE_BASES: Final[tuple[Basis, ...]] = ("watched", "unstated")
POLICIES: Final[tuple[Policy, ...]] = get_args(Policy)
SCREENED: Final[tuple[Screened, ...]] = get_args(Screened)
#: The screenings that exclude a title from every count (NUMBERS R1).
COUNTED_OUT: Final[tuple[Screened, ...]] = ("out", "unavailable")
SILENCES: Final[tuple[Silence, ...]] = get_args(Silence)
INTERVAL_METHODS: Final[tuple[IntervalMethod, ...]] = get_args(IntervalMethod)
RELIABILITY_ROWS: Final[tuple[ReliabilityRows, ...]] = get_args(ReliabilityRows)
AGREEMENT_INTERVALS: Final[tuple[AgreementInterval, ...]] = get_args(AgreementInterval)
AGREEMENT_METRICS: Final[tuple[AgreementMetric, ...]] = get_args(AgreementMetric)
ON_CHANGE: Final[tuple[OnChange, ...]] = get_args(OnChange)
ORDERS: Final[tuple[Order, ...]] = get_args(Order)
ROLLUPS: Final[tuple[Rollup, ...]] = get_args(Rollup)
STANCES: Final[tuple[Stance, ...]] = get_args(Stance)
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)
STRATA: Final[tuple[Stratum, ...]] = get_args(Stratum)
DECISION_METHODS: Final[tuple[DecisionMethod, ...]] = get_args(DecisionMethod)
CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)
CAUSES_IN_WORDS: Final[dict[Cause, str]] = {
    "rule": "the rule is unclear, or allows both",
    "slip": "one of them made a mistake",
    "scene": "the scene itself allows both",
    "missing-code": "the codebook lacks a code for it",
}
#: Who a coder is (NUMBERS R38).
CODER_KINDS: Final[tuple[CoderKind, ...]] = get_args(CoderKind)
#: The bases of a compilation, which has watched nothing (NUMBERS R38).
COMPILED_BASES: Final[tuple[Basis, ...]] = ("documented", "hearsay")

#: The level above, by level. Titles are the root; episodes and people are two branches.
PARENT_LEVEL: Final[dict[Level, Level | None]] = {
    "title": None,
    "episode": "title",
    "portrayal": "title",
    "relationship": "portrayal",
}

#: The kinds of title as a tree: a kind and the kind above it.
KINDS: Final[Mapping[str, TitleKind | None]] = {
    "film": None,
    "short": None,
    "tv": None,
    "tv-series": "tv",
    "tv-miniseries": "tv",
    "tv-movie": "tv",
    "web-series": None,
}

#: The kinds that have episodes, and may end in a later year.
SERIES: Final[frozenset[str]] = frozenset({"tv", "tv-series", "tv-miniseries", "web-series"})

#: The states that are not in n, each counted by name (NUMBERS R3), in printing order.
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

#: The states in which a unit may still turn out to be a yes or a no (NUMBERS R16).
OPEN_STATES: Final[frozenset[str]] = frozenset(
    {"cannot-tell", "unsettled", "undetermined", "incomplete"}
)

#: The key of the coder that holds what was decided where other coders disagreed.
CONSENSUS: Final = "consensus"

#: Words with a meaning of their own wherever a value is written, so no code's key (NUMBERS R7).
RESERVED: Final[frozenset[str]] = frozenset(
    {*MISSING, "none", "any", "coded", "where-undetermined"}
)
