"""Codes that occur together (CLI.md, JSON of cooccur)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portrayals.results.count_options import Counted


@dataclass(frozen=True, slots=True)
class CodePair:
    """Two codes: units with each and with both (`count`), among n units settled at both.

    `percent_of_code` is the share of the units with the code that have the other, between
    `code_low` and `code_high`; `percent_of_other` the reverse; `methods` names how the intervals
    were made. `code_titles` is the number of titles with a unit with the code, `code_deff` the
    design effect. `jaccard` is the share (0..1) of those with either that have both. Null if nobody
    has any. If nobody is in n, `known` of `units` have both for certain, between `lowest` and
    `highest` in per cent (R6); else these are null.
    """

    code: str
    label: str
    other: str
    other_label: str
    count: int
    code_count: int
    other_count: int
    n: int
    percent_of_code: float | None
    code_low: float | None
    code_high: float | None
    percent_of_other: float | None
    other_low: float | None
    other_high: float | None
    jaccard: float | None
    methods: tuple[str, ...]
    code_titles: int = 0
    other_titles: int = 0
    code_deff: float | None = None
    other_deff: float | None = None
    known: int | None = None
    units: int | None = None
    lowest: float | None = None
    highest: float | None = None

    def to_dict(self) -> dict[str, object]:
        """The pair as `--json` prints it."""
        return {name: getattr(self, name) for name in self.__slots__} | {
            "methods": list(self.methods)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooccurrence(Counted):
    """The pairs of codes of one variable that occur together, most frequent first."""

    variable: str
    label: str
    rows: tuple[CodePair, ...]
    never: int

    def to_dict(self) -> dict[str, object]:
        """The pairs as `--json` prints them."""
        return self.head(self.objects()) | {
            "variable": self.variable,
            "never_together": self.never,
        }

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each pair."""
        return [row.to_dict() for row in self.rows]
