"""Two codes of one variable in the same units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """How often two codes occur together, among the `n` units that are in n for both (R5).

    `both` have the two, `first` and `second` each one, with or without the other.
    """

    n: int
    first: int
    second: int
    both: int

    @property
    def table(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Units with and without the first code (rows), with and without the second (columns)."""
        neither = self.n - self.first - self.second + self.both
        return (self.both, self.first - self.both), (self.second - self.both, neither)

    @property
    def second_given_first(self) -> float | None:
        """The share of units with the first code that have the second; null if there are none."""
        return self.both / self.first if self.first else None

    @property
    def first_given_second(self) -> float | None:
        """The share of units with the second code that have the first; null if there are none."""
        return self.both / self.second if self.second else None

    @property
    def jaccard(self) -> float | None:
        """The share of units with either that have both (Jaccard 1912); null if there are none."""
        either = self.first + self.second - self.both
        return self.both / either if either else None
