"""Statistics as they are printed: level, k, n, interval, states, notes (CLI.md, JSON)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portrayals.results.tabular import Tabular

States = dict[str, int]


@dataclass(frozen=True, slots=True)
class StatRow:
    """One code of one variable in one group; percentages are in 0..100, null where undefined.

    `titles` is the number of titles with a unit in n, which a clustered interval rests on.
    """

    group: str | None
    variable: str
    code: str
    label: str
    parent: str | None
    depth: int
    count: int
    n: int
    percent: float | None
    low: float | None
    high: float | None
    lowest: float | None
    highest: float | None
    states: States
    method: str | None = None
    titles: int = 0

    def to_dict(self) -> dict[str, object]:
        """The row as `--json` prints it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One number variable in one group, in the variable's own unit."""

    group: str | None
    variable: str
    label: str
    unit: str
    mean: float | None
    sd: float | None
    median: float | None
    min: float | None
    max: float | None
    low: float | None
    high: float | None
    n: int
    states: States

    def to_dict(self) -> dict[str, object]:
        """The row as `--json` prints it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Statistic(Tabular):
    """A statistic with all that it was counted from.

    `n` and `states` are the one variable's; null where several are counted. `labels` has the label
    of each variable, `names` the display names of the levels, `overview` the first lines of
    `stats` without a variable. `notes` are the caveats.
    """

    command: str
    level: str
    where: str | None
    by: str | None
    policy: str | None
    coder: str | None
    wave: str | None
    confidence: float
    interval: str
    n: int | None
    states: States | None
    rows: tuple[StatRow | NumberRow, ...]
    notes: tuple[str, ...]
    provenance: dict[str, object]
    labels: dict[str, str]
    names: dict[str, str]
    overview: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """The statistic as `--json` prints it."""
        return {
            "command": self.command,
            "level": self.level,
            "where": self.where,
            "by": self.by,
            "policy": self.policy,
            "coder": self.coder,
            "wave": self.wave,
            "confidence": self.confidence,
            "interval": self.interval,
            "n": self.n,
            "states": self.states,
            "rows": [row.to_dict() for row in self.rows],
            "notes": list(self.notes),
            "provenance": self.provenance,
        }

    def records(self) -> list[dict[str, object]]:
        """The rows, with the states that are left out of n as columns."""
        return [
            {name: value for name, value in row.to_dict().items() if name != "states"} | row.states
            for row in self.rows
        ]

    def remarks(self) -> Sequence[str]:
        """The caveats."""
        return self.notes
