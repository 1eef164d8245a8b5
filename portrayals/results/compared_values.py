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
    """One value: who gave it, in which wave, on which basis, by which version of the codebook.

    `name` is the column it stands in: the coder, or `earlier` and `later` for two codings by one.
    """

    name: str
    coder: str
    wave: str
    basis: str
    codebook: str
    value: NumberedValue


@dataclass(frozen=True, slots=True)
class ComparedUnit:
    """The values of one unit that can be compared; a unit coded in two ways has two of these."""

    unit: str
    title: str
    codings: tuple[ComparedCoding, ...]


@dataclass(frozen=True, slots=True)
class ComparedValues:
    """All values that a row of `reliability` was computed from.

    Numbers no further apart than `tolerance` agree. `names` are the columns that hold any value.
    `legend` has the number of each possible value; it is empty for a variable that is a number.
    """

    row: ReliabilityRow
    tolerance: float
    names: tuple[str, ...]
    legend: Sequence[NumberedValue]
    units: Sequence[ComparedUnit]
