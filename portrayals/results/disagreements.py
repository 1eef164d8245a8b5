"""What coders judged differently, side by side, and what was decided about it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Final

from portrayals.notation.cells import text as short
from portrayals.results.handout import GivenEvidence, HandoutVariable
from portrayals.vocabulary import Basis, Cause, DecisionMethod, Level, State

#: The form of the data of a page, and of the decisions that it saves.
SHEET_FORMAT: Final = 1


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

    @property
    def said(self) -> str:
        """The answer in words."""
        return in_words(self.state, self.codes, self.doubtful, self.number, self.text)


@dataclass(frozen=True, slots=True)
class OneDecision:
    """What was decided, why and how; `by` a coder, `together` with others.

    `later` counts the answers that were given since, which change nothing (R17).
    """

    state: State
    codes: tuple[str, ...]
    doubtful: tuple[str, ...]
    number: float | None
    text: str | None
    complete: bool | None
    reason: str
    cause: Cause | None
    method: DecisionMethod
    by: str
    together: tuple[str, ...]
    at: str
    later: int

    @property
    def said(self) -> str:
        """What was decided, in words."""
        return in_words(self.state, self.codes, self.doubtful, self.number, self.text)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One unit and variable that coders answered differently in a wave, with their answers.

    `names` are the unit and those above it, the title first, for reading; `decision` is None where
    nothing is decided yet.
    """

    unit: str
    uuid: str
    level: Level
    names: tuple[str, ...]
    variable: str
    answers: tuple[OneAnswer, ...]
    decision: OneDecision | None = None

    @property
    def digest(self) -> str:
        """A digest of what was answered on which basis, whoever gave which of the answers."""
        answers = sorted(
            _written([each.state, each.codes, each.doubtful, each.number, each.text])
            + _written([each.basis, each.complete])
            for each in self.answers
        )
        return _digest([self.uuid, self.variable, answers])

    def to_dict(self) -> dict[str, object]:
        """The data of the page: without the decision, in which coders have names."""
        told = asdict(self) | {"digest": self.digest}
        del told["decision"]
        return told


@dataclass(frozen=True, slots=True)
class Sheet:
    """Disagreements to decide, as the data of a page that stands alone.

    `variables` are those that occur, with their rules and codes.
    """

    study: str | None
    wave: str
    codebook: str
    codebook_version: str
    codebook_sha256: str
    variables: tuple[HandoutVariable, ...]
    disagreements: tuple[Disagreement, ...]

    def to_dict(self) -> dict[str, object]:
        """The data of the page, with `format` and the digest of the `sheet` that decisions name."""
        told = asdict(self) | {"disagreements": [each.to_dict() for each in self.disagreements]}
        return {"format": SHEET_FORMAT, "sheet": _digest(told), **told}


def _written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _digest(data: object) -> str:
    return hashlib.sha256(_written(data).encode()).hexdigest()


def in_words(
    state: State,
    codes: tuple[str, ...],
    doubtful: tuple[str, ...],
    number: float | None,
    text: str | None,
) -> str:
    """An answer as it is written for `annotate`: its codes, its number or text, or its state."""
    if state != "coded":
        return state
    values = [short(each) for each in (number, text) if each is not None]
    return ", ".join((*codes, *(f"maybe:{each}" for each in doubtful), *values))
