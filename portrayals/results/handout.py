"""A handout: what one coder gets to code in one wave, as the data of a file that stands alone.

Nothing in it comes from what anybody else coded, noted or claimed, nor from what the coder coded
before: it is the catalogue, the codebook, and who is to code which units. Only for training it may
hold the answers that a coder is to learn from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from portrayals.vocabulary import HandoutForm, Level, Purpose, State, VariableType

#: The form of the data of a handout, and of the answers that it sends back.
HANDOUT_FORMAT: Final = 1

#: A condition on what the coder answers about a unit and those above it, decided by Kleene's logic
#: (NUMBERS R10, R24), as JSON. `decide` of the page and of `services/handouts/decide.py` reads it:
#: `["and"|"or", C, …]`, `["not", C]`; `["ruled-out", C]`, whether C is false, which is never open.
#: `["open"]`: what nobody knows while people are still coding, such as of the units beneath.
#: `["fact", N]`: what the catalogue says, which each unit has decided in its N-th fact.
#: `["asks", VARIABLE, TYPE, WORD]`: `any`, `none` or a state. `["between", VARIABLE, low|null,
#: high|null]`: a number. `["has", VARIABLE, TYPE, [CODE, …], [CODE, …], {PARENT: [CODE, …]}]`: one
#: of the first codes is there; assigned alone, one of the second leaves that open (R9); the third
#: has what lies below such codes. `["derived", UNTOUCHED, [[C, CODE], …], OTHERWISE, [CODE, …]]`:
#: the value that rules give is one of the last codes; open where C UNTOUCHED holds (R27).
Condition = list[object]


@dataclass(frozen=True, slots=True)
class HandoutCode:
    """A code, its rules in words, and the codes below it."""

    key: str
    label: str
    definition: str | None
    include: str | None
    exclude: str | None
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    assignable: bool
    properties: dict[str, tuple[str, ...]]
    codes: tuple[HandoutCode, ...]


@dataclass(frozen=True, slots=True)
class HandoutVariable:
    """A variable that is coded; `asked_when` is None for one that is always asked (R10)."""

    key: str
    label: str
    level: Level
    type: VariableType
    question: str | None
    definition: str | None
    include: str | None
    exclude: str | None
    minimum: float | None
    maximum: float | None
    measure: str | None
    asked_when: Condition | None
    codes: tuple[HandoutCode, ...]


@dataclass(frozen=True, slots=True)
class HandoutUnit:
    """A unit to code, after the unit above it. `above` is the UUID of that, None for a title.

    `facts` are what the conditions of variables of its level ask of the catalogue: true, false, or
    None where it is not known. `variables` are the keys of those that are coded for it; None is all
    of its level. `synopsis` is told of titles in training alone, where it may be all there is to
    code, as of a vignette.
    """

    uuid: str
    key: str
    level: Level
    above: str | None
    name: str
    year: int | None
    end_year: int | None
    kind: str | None
    performer: str | None
    roles: tuple[str, ...]
    facts: tuple[bool | None, ...]
    variables: tuple[str, ...] | None = None
    synopsis: str | None = None


@dataclass(frozen=True, slots=True)
class GivenEvidence:
    """Where a coder points for an answer, or for one code of it."""

    code: str | None
    episode: str | None
    start: str | None
    end: str | None
    quote: str | None
    source: str | None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """What the coder whom others learn from answered about a variable of a unit, by its UUID.

    A set has `codes` and `doubtful` codes, a variable with one value a single code.
    """

    unit: str
    variable: str
    state: State
    codes: tuple[str, ...]
    doubtful: tuple[str, ...]
    number: float | None
    text: str | None
    note: str | None
    evidence: tuple[GivenEvidence, ...]


@dataclass(frozen=True, slots=True)
class ModelAnswers:
    """Whose answers are shown after each unit of a training, by key and name, and the answers."""

    coder: str
    coder_name: str | None
    answers: tuple[ModelAnswer, ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """All that a coder needs to code in a page or workbook, in the order in which it is coded.

    `level_names` are the codebook's own words for a level, such as `therapist`; `episodes` the
    codes that each title's evidence may name, by the title's UUID. `model` has the answers to learn
    from; None in waves of other purposes than training. A page and a workbook are two handouts,
    with a digest each: what is taken back in one is not taken back in the other.
    """

    study: str | None
    wave: str
    purpose: Purpose
    coder: str
    coder_name: str | None
    codebook: str
    codebook_version: str
    codebook_sha256: str
    codebook_label: str | None
    level_names: dict[str, str]
    variables: tuple[HandoutVariable, ...]
    units: tuple[HandoutUnit, ...]
    episodes: dict[str, tuple[str, ...]]
    model: ModelAnswers | None = None
    form: HandoutForm = "page"

    @property
    def name(self) -> str:
        """What the coder's file is called, without its ending: `ana-main`."""
        return f"{self.coder}-{self.wave}"

    @property
    def to_code(self) -> tuple[HandoutUnit, ...]:
        """The units of which something is coded."""
        levels = {each.level for each in self.variables}
        return tuple(each for each in self.units if each.level in levels)

    @property
    def sha256(self) -> str:
        """The digest of all of it, by which answers are known to be answers to this handout."""
        return hashlib.sha256(self._written().encode()).hexdigest()

    def to_dict(self) -> dict[str, object]:
        """The data of the file, with `format` and the `handout` that answers name."""
        return {"format": HANDOUT_FORMAT, "handout": self.sha256, **self._content()}

    def _content(self) -> dict[str, object]:
        """All of it; of what only training has there is no word in another handout."""
        content = asdict(self)
        if self.model is None:
            del content["model"]
        for each in content["units"]:
            if each["synopsis"] is None:
                del each["synopsis"]
        return content

    def _written(self) -> str:
        content = self._content()
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def handout_from(data: Mapping[str, Any]) -> Handout:
    """The handout without a model whose `to_dict`, read back from JSON, this is.

    Raises KeyError, TypeError or ValueError if it is not one, or was altered since.
    """
    own = {each.name: data[each.name] for each in fields(Handout) if each.name != "model"}
    own["variables"] = tuple(
        HandoutVariable(**each | {"codes": _codes(each["codes"])}) for each in data["variables"]
    )
    own["units"] = tuple(HandoutUnit(**each | _tuples(each)) for each in data["units"])
    own["episodes"] = {uuid: tuple(codes) for uuid, codes in data["episodes"].items()}
    found = Handout(**own)
    if data["format"] != HANDOUT_FORMAT or data["handout"] != found.sha256:
        raise ValueError("the data of the handout was altered")
    return found


def _codes(codes: Sequence[Mapping[str, Any]]) -> tuple[HandoutCode, ...]:
    return tuple(
        HandoutCode(
            **{**each, "codes": _codes(each["codes"])}
            | {name: tuple(each[name]) for name in ("examples", "counterexamples")}
            | {"properties": {name: tuple(own) for name, own in each["properties"].items()}}
        )
        for each in codes
    )


def _tuples(unit: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(unit[name]) for name in ("roles", "facts")}
