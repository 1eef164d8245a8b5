"""A checked codebook: what can be coded, in the field's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from portrayals.vocabulary import Level, Rollup, VariableType

#: The name of the general relationship if the codebook has none for it.
IN_GENERAL: Final = "in general"


@dataclass(frozen=True, slots=True)
class Code:
    """One category of a variable. `properties` holds (name, value) pairs, a list as several.

    `counterexamples` are what looks like it and is not. `sentence` says that a unit has the code,
    as a clause without a full stop. `was` are the keys of the codes that it replaces: one that it
    is the new name of, or several merged into it. `split_into` are those of the codes that replace
    it.
    """

    key: str
    label: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    sentence: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    assignable: bool = True
    active: bool = True
    was: tuple[str, ...] = ()
    split_into: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    line: int = 0

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Code]]:
        """This code and those below it, parents first, each with its depth."""
        yield depth, self
        for code in self.codes:
            yield from code.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a derived variable: if the query holds, this is the value."""

    when: str
    then: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Variable:
    """What is asked about each unit of one level. It is derived if it has `rules`.

    `sentence` says that a boolean is yes for a unit, or that the unit has a code, whose label
    replaces `{label}`. `was` is the key that it had before.
    """

    key: str
    label: str
    level: Level
    type: VariableType
    question: str = ""
    definition: str = ""
    include: str = ""
    exclude: str = ""
    sentence: str = ""
    asked_when: str | None = None
    rollup: Rollup | None = None
    states_as_values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    tolerance: float = 0.0
    codes: tuple[Code, ...] = ()
    rules: tuple[Rule, ...] = ()
    otherwise: str | None = None
    active: bool = True
    was: str = ""
    line: int = 0

    @property
    def derived(self) -> bool:
        """Whether it is computed from others rather than coded."""
        return bool(self.rules)

    def walk(self) -> Iterator[tuple[int, Code]]:
        """Every code with its depth, parents first, in the order of the file."""
        for code in self.codes:
            yield from code.walk()


@dataclass(frozen=True, slots=True)
class Codebook:
    """One version of a codebook.

    `document` is its full text, `headline` the variables that the overview leads with, the first
    before all others.
    """

    key: str
    version: str
    document: str
    label: str = ""
    headline: tuple[str, ...] = ()
    level_names: dict[Level, str] = field(default_factory=dict)
    general: str = IN_GENERAL
    variables: tuple[Variable, ...] = ()

    def variable(self, key: str) -> Variable | None:
        """The variable of that key, coded or derived."""
        return next((v for v in self.variables if v.key == key), None)
