"""Shares set beside each other: over periods, and of two groups (CLI.md, JSON of trend)."""

from __future__ import annotations

from dataclasses import dataclass

from portrayals.results.counted import States
from portrayals.results.statistics import Statistic, StatRow


@dataclass(frozen=True, slots=True)
class OneTest:
    """A test: its name, and its reason in words; `df` and `p` are null where undefined."""

    name: str
    reason: str
    statistic: float | None
    df: float | None
    p: float | None

    def to_dict(self) -> dict[str, object]:
        """The test as `--json` prints it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Size:
    """How far two groups lie apart, with an interval, each null where undefined.

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
class Trend(Statistic):
    """A share by period: each row's group is its period, and periods without a unit are there.

    `per` is `year` or `decade`. `test` takes units for independent (Cochran-Armitage: z);
    `clustered` is the design-based one below the title level, else null. `total` is the share of
    all periods together.
    """

    per: str
    rows: tuple[StatRow, ...]
    total: StatRow
    test: OneTest
    clustered: OneTest | None

    def to_dict(self) -> dict[str, object]:
        """The trend as `--json` prints it."""
        z = self.test.statistic
        naive = {"name": self.test.name, "z": z, "chi2": None if z is None else z * z}
        return Statistic.to_dict(self) | {
            "per": self.per,
            "rows": self.printed_rows(),
            "total": _told(self.total, "period"),
            "test": naive | {"p": self.test.p, "reason": self.test.reason},
            "clustered": None if self.clustered is None else self.clustered.to_dict(),
        }

    def records(self) -> list[dict[str, object]]:
        """A row for each period, with the states that are left out of n as columns."""
        return [_flat(_told(row, "period"), row.states) for row in self.rows]

    def printed_rows(self) -> list[dict[str, object]]:
        """The rows as `--json` prints them."""
        return [_told(row, "period") for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Statistic):
    """A share in two groups that share no unit: of `where`, and of `versus`.

    `sizes` and `test` are of the first against the second, design-based below the title level;
    `naive_sizes` and `naive_test`, which take units for independent, stand beside them there, and
    are empty and null else.
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
            "rows": self.printed_rows(),
            "effects": [each.to_dict() for each in self.sizes],
            "test": self.test.to_dict(),
            "naive": None if self.naive_test is None else naive,
        }

    def records(self) -> list[dict[str, object]]:
        """A row for each group, with the states that are left out of n as columns."""
        return [_flat(_told(row, "group"), row.states) for row in self.rows]

    def printed_rows(self) -> list[dict[str, object]]:
        """The rows as `--json` prints them."""
        return [_told(row, "group") for row in self.rows]


def _told(row: StatRow, group: str) -> dict[str, object]:
    """A row as it is printed, under the name that its group has here."""
    names = ("variable", "code", "label", "count", "n", "percent", "low", "high")
    rest = ("lowest", "highest", "states", "method", "titles")
    return {group: row.group} | {name: getattr(row, name) for name in (*names, *rest)}


def _flat(row: dict[str, object], states: States) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "states"} | states
