"""Options shared by several methods of a study, each declared and described once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypedDict

from portrayals.results.count_options import CountOptions
from portrayals.services.coding.evidence import CodingOptions
from portrayals.vocabulary import Basis, IntervalMethod, Level, Policy, Silence


class CountingKeywords(TypedDict, total=False):
    """How something is counted.

    level: The level whose units are counted; by default the lowest of the variables' own.
    coder: The key of a coder whose answers are counted instead of the settled ones.
    policy: How coders' answers are settled where they differ; by default the study's own policy.
    wave: The key of a wave; only its annotations are read.
    confidence: The confidence level of the intervals, in per cent.
    interval: How intervals are made; `auto` is Wilson for titles, and clustered by title below.
    seed: The random seed for bootstrap intervals and permutations.
    silence: What a partial set says about codes it does not mention: `open` for nothing, or `no`.
    provenance: Whether to add the snapshot, a hash of the content; this reads the whole database.
    """

    level: Level | None
    coder: str | None
    policy: Policy | None
    wave: str | None
    confidence: float
    interval: IntervalMethod
    seed: int
    silence: Silence
    provenance: bool


class CodingKeywords(TypedDict, total=False):
    """How a coder knows, and where to look.

    wave: The key of the wave that the annotation belongs to.
    basis: How the coder knows; by default unstated, with a notice saying so.
    note: A remark on the annotation.
    episode: The episode where it is seen, such as `S07E05`.
    at: The time when it is seen, such as `12:30`, `12:30-14:05` or `1:02:03`.
    quote: What is said there, word for word.
    source: The key, address or citation of a source that describes it.
    create: Whether to add the title, person, counterpart or episode that is missing.
    description: What is seen there, in the coder's own words.
    """

    wave: str | None
    basis: Basis | None
    note: str | None
    episode: str | None
    at: str | None
    quote: str | None
    source: str | None
    create: bool
    description: str | None


#: The class that holds each set of options internally, and gives the default of each option.
HOLDERS: Final[Mapping[Any, type]] = {
    CountingKeywords: CountOptions,
    CodingKeywords: CodingOptions,
}
