"""Statistics as they are printed: level, k, n, interval, states, notes (CLI.md, JSON)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from portrayals.results.count_options import Counted, States
from portrayals.results.tabular import Tabular
from portrayals.vocabulary import OPEN_STATES

#: The name of the group of units without a value.
NO_GROUP: Final = "(no value)"
#: Stands before a figure where more is known than is in n.
AT_LEAST: Final = "at least "
#: Below this many units a percentage means little.
FEW: Final = 10


def still_open(states: States) -> States:
    """Those units of a row that may still be a yes or a no (R16)."""
    return {state: number for state, number in states.items() if state in OPEN_STATES}


def outside(states: States) -> States:
    """The others, which no printed figure is of."""
    return {state: number for state, number in states.items() if state not in OPEN_STATES}


@dataclass(frozen=True, slots=True)
class StatRow:
    """One code of one variable in one group; percentages are in 0..100, null if undefined.

    `known` of the `units`, which are those in n and those left open, have it for certain (R16).
    `titles` is the number of titles with a unit in n, which a clustered interval rests on, and
    `deff` the design effect; `method` is null if there is no interval. `undecided` has the units
    left open, by state, of which it is not known: null if that is all of them.
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
    known: int
    units: int
    lowest: float | None
    highest: float | None
    states: States
    method: str | None = None
    titles: int = 0
    deff: float | None = None
    undecided: States | None = None

    @property
    def at_least(self) -> bool:
        """Whether more is known than is in n, so that the share of n would mislead (R6, R16)."""
        return self.known > self.count or (not self.n and self.units > 0)

    @property
    def size(self) -> int:
        """The units behind the printed share: those in n, or all if more is known."""
        return self.units if self.at_least else self.n

    @property
    def left_open(self) -> States:
        """By state, the units of a printed "at least" that may still be a yes or a no (R16)."""
        return self.still_open if self.at_least else {}

    @property
    def still_open(self) -> States:
        """By state, the units that may still be a yes or a no (R16)."""
        return still_open(self.states) if self.undecided is None else self.undecided

    @property
    def not_counted(self) -> States:
        """By state, the units that the printed figure is not of."""
        return outside(self.states) if self.at_least else self.states

    @property
    def everyone(self) -> int:
        """All units of the group, counted or not."""
        return self.size + sum(self.not_counted.values())

    @property
    def of(self) -> str:
        """`12 of 40`, or what is known: `at least 12 of 40`, unless none is open."""
        if self.at_least:
            least = AT_LEAST if self.lowest != self.highest else ""
            return f"{least}{self.known:,} of {self.units:,}"
        return f"{self.count:,} of {self.n:,}"

    @property
    def highest_told(self) -> float | None:
        """The highest figure printed for the share, in per cent; null if none is."""
        told = (each for each in (self.percent, self.high, self.highest) if each is not None)
        return max(told, default=None)

    @property
    def printed(self) -> StatRow:
        """The row as printed: without a share of n that would mislead."""
        return replace(self, percent=None, low=None, high=None) if self.at_least else self

    def to_dict(self) -> dict[str, object]:
        """The row as `--json` prints it."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "undecided"}

    def under(self, group: str) -> dict[str, object]:
        """The row as `trend` and `compare` print it, its group under the name `group`."""
        names = ("variable", "code", "label", "count", "n", "percent", "low", "high")
        rest = ("known", "units", "lowest", "highest", "states", "method", "titles", "deff")
        return {group: self.group} | {name: getattr(self, name) for name in (*names, *rest)}


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One number variable in one group, in the variable's own unit.

    `titles`, `deff` and `method` are those of `StatRow`.
    """

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
    method: str | None = None
    titles: int = 0
    deff: float | None = None

    @property
    def still_open(self) -> States:
        """By state, the units that may still have a number."""
        return still_open(self.states)

    @property
    def size(self) -> int:
        """The units that the mean is of."""
        return self.n

    @property
    def left_open(self) -> States:
        """None: a mean is of settled units alone."""
        return {}

    @property
    def not_counted(self) -> States:
        """By state, the units that the mean is not of."""
        return self.states

    @property
    def everyone(self) -> int:
        """All units of the group, counted or not."""
        return self.size + sum(self.not_counted.values())

    def to_dict(self) -> dict[str, object]:
        """The row as `--json` prints it."""
        return {name: getattr(self, name) for name in self.__slots__}


def of_one_code(rows: Sequence[StatRow]) -> list[StatRow]:
    """The rows of the single code counted, or of the one that says it all: of yes and no, yes."""
    codes = {row.code for row in rows}
    told = "yes" if codes == {"yes", "no"} else rows[0].code
    return [row for row in rows if row.code == told] if len(codes) == 1 or told == "yes" else []


def only_known(rows: Sequence[StatRow | NumberRow]) -> bool:
    """Whether each row that is of any unit says "at least", so that no share is told."""
    some = [row for row in rows if isinstance(row, NumberRow) or row.units]
    return bool(some) and all(isinstance(row, StatRow) and row.at_least for row in some)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic(Counted):
    """Shares of codes, and numbers, in groups if requested.

    `labels` has the label of each variable, `overview` the first lines of `stats` without a
    variable. `total` is the share of all groups together, if it is printed; groups are
    `overlapping` if a unit may be in several. `clause` is what is so of the units of a single
    share, if the codebook words it.
    """

    rows: tuple[StatRow | NumberRow, ...]
    labels: dict[str, str]
    overview: tuple[str, ...] = ()
    total: StatRow | None = None
    overlapping: bool = False
    clause: str = ""

    @property
    def settled_nowhere(self) -> bool:
        """Whether no unit is in n although some are known or open, so that nothing is tested."""
        return any(row.units for row in self.rows if isinstance(row, StatRow)) and not any(
            row.n for row in self.rows
        )

    @property
    def in_words(self) -> str:
        """The clause as a heading; empty without one."""
        return f"{self.clause[:1].upper()}{self.clause[1:]}"

    def to_dict(self) -> dict[str, object]:
        """The statistic as `--json` prints it."""
        return self.head(self.objects())

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each code, or each number, in each group."""
        return [row.to_dict() for row in self.rows]


@dataclass(frozen=True, slots=True)
class ToldOtherwise(Tabular):
    """A statistic that is printed in another way; as rows it is what it was."""

    statistic: Statistic

    def to_dict(self) -> dict[str, object]:
        """The statistic as `--json` prints it."""
        return self.statistic.to_dict()

    def objects(self) -> Sequence[dict[str, object]]:
        """The rows of the statistic, as JSON Lines have them."""
        return self.statistic.objects()

    def records(self) -> list[dict[str, object]]:
        """The rows of the statistic."""
        return self.statistic.records()

    def remarks(self) -> Sequence[str]:
        """The caveats."""
        return self.statistic.remarks()
