"""A share compared between two groups (CLI.md, JSON of compare)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portrayals.results.stats import Statistic, StatRow
from portrayals.results.trend import OneTest


@dataclass(frozen=True, slots=True)
class Size:
    """How far apart two groups are, with an interval, each null if undefined.

    `name` is `difference` (in percentage points), `risk-ratio` or `odds-ratio`; `method` says how
    the interval was made, `remark` labels a correction.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    method: str
    remark: str | None

    def to_dict(self) -> dict[str, object]:
        """The size as `--json` prints it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Statistic):
    """A share in two groups with no unit in common: `where` and `versus`.

    `sizes` and `test` compare the first with the second, design-based below the title level; there,
    `naive_sizes` and `naive_test`, which assume independent units, accompany them; elsewhere they
    are empty and null.
    """

    versus: str
    rows: tuple[StatRow, ...]
    sizes: tuple[Size, ...]
    test: OneTest
    naive_sizes: tuple[Size, ...]
    naive_test: OneTest | None

    def to_dict(self) -> dict[str, object]:
        """The comparison as `--json` prints it."""
        naive = {
            "effects": [each.to_dict() for each in self.naive_sizes],
            "test": None if self.naive_test is None else self.naive_test.to_dict(),
        }
        return Statistic.to_dict(self) | {
            "versus": self.versus,
            "effects": [each.to_dict() for each in self.sizes],
            "test": self.test.to_dict(),
            "naive": None if self.naive_test is None else naive,
        }

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each group."""
        return [row.under("group") for row in self.rows]
