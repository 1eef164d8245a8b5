"""A share over several periods, and whether it rises or falls (CLI.md, JSON of trend)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portrayals.results.stats import FEW, Statistic, StatRow


@dataclass(frozen=True, slots=True)
class OneTest:
    """A test: its name, and the reason for it in words; `df` and `p` are null if undefined."""

    name: str
    reason: str
    statistic: float | None
    df: float | None
    p: float | None

    def to_dict(self) -> dict[str, object]:
        """The test as `--json` prints it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend(Statistic):
    """A share by period: each row's group is its period, and periods without a unit are included.

    `per` is `year` or `decade`. `test` assumes independent units (Cochran-Armitage: z);
    `clustered` is the design-based one below the title level, else null. `total` is the share of
    all periods together. Periods of fewer than `min_n` units were counted with their neighbours.
    `no_trend` says that the sample can show none, so that no line should lead the eye to one.
    """

    per: str
    rows: tuple[StatRow, ...]
    total: StatRow
    test: OneTest
    clustered: OneTest | None
    min_n: int | None = None
    no_trend: bool = False

    @property
    def enough(self) -> int:
        """A period of fewer units has a small mark, and no line joins it."""
        return FEW if self.min_n is None else self.min_n

    @property
    def of_enough(self) -> tuple[bool, ...]:
        """For each period whether it has a share to print, of enough units."""
        return tuple(
            row.printed.percent is not None and row.size >= self.enough for row in self.rows
        )

    @property
    def joined(self) -> tuple[bool, ...]:
        """For each period whether a line joins it to a neighbour of enough units."""
        return tuple(enough and not self.no_trend for enough in self.of_enough)

    def to_dict(self) -> dict[str, object]:
        """The trend as `--json` prints it."""
        z = self.test.statistic
        naive = {"name": self.test.name, "z": z, "chi2": None if z is None else z * z}
        return Statistic.to_dict(self) | {
            "per": self.per,
            "total": self.total.under("period"),
            "test": naive | {"p": self.test.p, "reason": self.test.reason},
            "clustered": None if self.clustered is None else self.clustered.to_dict(),
        }

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each period."""
        return [row.under("period") for row in self.rows]
