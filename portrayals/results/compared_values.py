"""The values that `reliability` compares, unit by unit, for other programs to recompute it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portrayals.results.reliability import ReliabilityRow


@dataclass(frozen=True, slots=True)
class NumberedValue:
    """A value of a variable and the number that stands for it."""

    number: float
    word: str
    label: str


@dataclass(frozen=True, slots=True)
class ComparedCoding:
    """One value, and what it was given by; `name` is whose it is among those compared.

    `name` and `coder` differ where one coder is compared with an earlier self.
    """

    name: str
    coder: str
    wave: str
    basis: str
    codebook: str
    value: NumberedValue


@dataclass(frozen=True, slots=True)
class ComparedUnit:
    """The values of one unit that may be set beside each other; a unit may have several such."""

    unit: str
    title: str
    codings: tuple[ComparedCoding, ...]


@dataclass(frozen=True, slots=True)
class ComparedValues:
    """All values that a row of `reliability` was computed from.

    `names` are those compared who gave one, `legend` the values that there are: none of a number,
    which stands for itself.
    """

    row: ReliabilityRow
    names: tuple[str, ...]
    legend: Sequence[NumberedValue]
    units: Sequence[ComparedUnit]
