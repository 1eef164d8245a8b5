"""What coders judged differently, side by side, and what was decided about it."""

from __future__ import annotations

from dataclasses import dataclass

from portrayals.results.handout import HandoutVariable
from portrayals.vocabulary import Basis, Level, State


@dataclass(frozen=True, slots=True)
class GivenEvidence:
    """Where a coder points for an answer, or for one code of it."""

    code: str | None
    episode: str | None
    start: str | None
    end: str | None
    quote: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class OneAnswer:
    """What one coder answered; the coder is only a letter, which means another in each unit.

    A set has `codes` and `doubtful` codes, a variable with one value a single code.
    """

    letter: str
    state: State
    codes: tuple[str, ...]
    doubtful: tuple[str, ...]
    number: float | None
    text: str | None
    basis: Basis
    complete: bool | None
    note: str | None
    evidence: tuple[GivenEvidence, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One unit and variable that coders answered differently in a wave, with their answers.

    `names` are the unit and those above it, the title first, for reading.
    """

    unit: str
    uuid: str
    level: Level
    names: tuple[str, ...]
    variable: str
    answers: tuple[OneAnswer, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Disagreements to decide, as the data of a page that stands alone.

    `variables` are those that occur, with their rules and codes; `episodes` the codes that evidence
    may name, by the title's UUID.
    """

    study: str | None
    wave: str
    codebook: str
    codebook_version: str
    codebook_sha256: str
    variables: tuple[HandoutVariable, ...]
    disagreements: tuple[Disagreement, ...]
