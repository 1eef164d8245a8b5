"""Tables of two variables (CLI.md, JSON of crosstab)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portrayals.results.count_options import Counted, States


@dataclass(frozen=True, slots=True)
class TableSide:
    """A side of a table: its key and label, and the units it leaves out, by state.

    `states` is null if its categories are separate questions, each with states of its own.
    """

    key: str
    label: str
    states: States | None

    def to_dict(self) -> dict[str, object]:
        """The side as `--json` prints it."""
        return {"key": self.key, "label": self.label, "states": self.states}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One category of the row side by each column; `group` is the stratum, null for all.

    For each column, `counts` has the units with both, `row_n` those with the row that are settled
    in the column, `column_n` those with the column that are settled in the row, `cell_n` those
    settled in both. `n` and `states` cover all units of the level, if the columns share an n. If
    nobody is in n, `known` of `units` have both for certain, between `lowest` and `highest` in per
    cent (R6); else these are null.
    """

    code: str
    label: str
    parent: str | None
    depth: int
    counts: tuple[int, ...]
    row_n: tuple[int, ...]
    column_n: tuple[int, ...]
    cell_n: tuple[int, ...]
    n: int
    states: States
    known: tuple[int, ...] | None = None
    units: int | None = None
    lowest: tuple[float, ...] | None = None
    highest: tuple[float, ...] | None = None

    @property
    def row_percent(self) -> tuple[float | None, ...]:
        """The share with the column, among units with the row."""
        return _shares(self.counts, self.row_n)

    @property
    def column_percent(self) -> tuple[float | None, ...]:
        """The share with the row, among units with the column."""
        return _shares(self.counts, self.column_n)

    def to_dict(self) -> dict[str, object]:
        """The row as `--json` prints it."""
        names = ("code", "label", "parent", "depth", "n", "states")
        lists = ("counts", "row_n", "row_percent", "column_n", "column_percent", "cell_n")
        own: dict[str, object] = {name: getattr(self, name) for name in names}
        open_ones = ("known", "units", "lowest", "highest")
        return (
            own
            | {name: list(getattr(self, name)) for name in lists}
            | {name: getattr(self, name) for name in open_ones}
        )


def _shares(counts: Sequence[int], of: Sequence[int]) -> tuple[float | None, ...]:
    return tuple(100 * k / n if n else None for k, n in zip(counts, of, strict=True))


@dataclass(frozen=True, slots=True)
class TableTest:
    """A test of a row code, of a row and a column code, or (both null) of the whole table.

    `reason` says why this test; `naive` is the form that assumes independent units, beside a test
    that accounts for titles; `strata` is how many strata it pools. Null if undefined.
    """

    code: str | None
    column: str | None
    name: str
    reason: str
    statistic: float | None
    df: float | None
    df2: float | None
    p: float | None
    p_adjusted: float | None
    resamples: int | None = None
    seed: int | None = None
    strata: int | None = None
    naive: TableTest | None = None

    def to_dict(self) -> dict[str, object]:
        """The test as `--json` prints it."""
        own = {name: getattr(self, name) for name in self.__slots__}
        return own | {"naive": None if self.naive is None else self.naive.to_dict()}


@dataclass(frozen=True, slots=True)
class TableEffect:
    """The strength of the association that a test is about, with its interval.

    `method` says how the interval was made, `remark` labels a correction. Null where undefined.
    """

    code: str | None
    column: str | None
    name: str
    value: float | None
    low: float | None
    high: float | None
    method: str
    remark: str | None = None

    def to_dict(self) -> dict[str, object]:
        """The effect as `--json` prints it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosstab(Counted):
    """Rows by columns, with tests and effects; `adjustment` is null if nothing was adjusted.

    `ordinal_test` tests two ordinals by their order; the other tests ignore it.
    """

    row: TableSide
    column: TableSide
    columns: tuple[str, ...]
    column_labels: tuple[str, ...]
    rows: tuple[TableRow, ...]
    tests: tuple[TableTest, ...]
    effects: tuple[TableEffect, ...]
    adjustment: str | None
    strata: str | None
    ordinal_test: TableTest | None = None

    def to_dict(self) -> dict[str, object]:
        """The table as `--json` prints it."""
        return self.head([row.to_dict() for row in self.rows]) | {
            "row": self.row.to_dict(),
            "column": self.column.to_dict(),
            "columns": list(self.columns),
            "column_labels": list(self.column_labels),
            "counts": [list(row.counts) for row in self.rows],
            "tests": [test.to_dict() for test in self.tests],
            "tests_made": len(self.tests),
            "adjustment": self.adjustment,
            "effects": [effect.to_dict() for effect in self.effects],
            "strata": self.strata,
            "ordinal_test": None if self.ordinal_test is None else self.ordinal_test.to_dict(),
        }

    def objects(self) -> Sequence[dict[str, object]]:
        """A row for each cell: a code and a column, with the figures of that column."""
        return [
            {
                "code": row.code,
                "label": row.label,
                "column": column,
                "column_label": label,
                "count": row.counts[at],
                "row_n": row.row_n[at],
                "row_percent": row.row_percent[at],
                "column_n": row.column_n[at],
                "column_percent": row.column_percent[at],
                "cell_n": row.cell_n[at],
                "known": None if row.known is None else row.known[at],
                "units": row.units,
                "lowest": None if row.lowest is None else row.lowest[at],
                "highest": None if row.highest is None else row.highest[at],
            }
            for row in self.rows
            for at, (column, label) in enumerate(zip(self.columns, self.column_labels, strict=True))
        ]
