"""Titles by what they have of a code of one side and of a code of the other (R36).

Titles are many and alike in what they have, so that the database counts them by kind, and no row
read is of a title. Those where nobody named either code, or one of them, are counted once for each
code; only those with both are counted for each two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table, and_, func, select

from portrayals.counts.crosstab_counts import Category, Crossing, Side, parts
from portrayals.database.staging import staged
from portrayals.findings.outcomes import NO_GROUP
from portrayals.tables.literals import ZERO

#: Units with both, with the row alone, with the column alone, with neither.
Cells = tuple[int, ...]

#: The units in n where nobody named a code; how many more there are at it; those with it.
AtCode = tuple[int, int, int]

#: The units in n where nobody named either code; how many more there are at the row, and those
#: with it; the same of the column; then the `Sums` of both together.
AtBoth = tuple[int, int, int, int, int, int, int, int, int]

#: The units with the one code, of those where nobody named the other; the same of the other; how
#: many more have the one where somebody named both; the same of the other; those with both.
Shared = tuple[int, int, int, int, int]

Codes = tuple[Category, Category]


@dataclass(frozen=True, slots=True)
class PairKinds:
    """How many titles are of each kind, by two sides; `total` has the sums of all of them.

    `titles` are all, by the units in n where nobody named a code; `rows`, `columns` and `pairs`
    those in which somebody named it, or both.
    """

    total: Crossing
    titles: Counter[int]
    rows: Mapping[Category, Counter[AtCode]]
    columns: Mapping[Category, Counter[AtCode]]
    pairs: Mapping[Codes, Counter[AtBoth]]

    def cells(self, row: Category, column: Category) -> Counter[Cells]:
        """How many titles have which units in the 2 x 2 table of a row and a column."""
        found: Counter[Cells] = Counter()
        neither = Counter(self.titles)
        row_alone, column_alone = Counter(self.rows.get(row)), Counter(self.columns.get(column))
        for at_both, titles in self.pairs.get((row, column), Counter()).items():
            base, row_more, with_row, column_more, with_column, dd, dy, yd, both = at_both
            neither[base] -= titles
            row_alone[base, row_more, with_row] -= titles
            column_alone[base, column_more, with_column] -= titles
            n = base + row_more + column_more + dd
            found[_cells(n, with_row + yd, with_column + dy, both)] += titles
        for (base, more, with_row), titles in row_alone.items():
            neither[base] -= titles
            found[_cells(base + more, with_row, 0, 0)] += titles
        for (base, more, with_column), titles in column_alone.items():
            neither[base] -= titles
            found[_cells(base + more, 0, with_column, 0)] += titles
        for base, titles in neither.items():
            found[_cells(base, 0, 0, 0)] += titles
        return +found


def _cells(n: int, row: int, column: int, both: int) -> Cells:
    return both, row - both, column - both, n - row - column + both


def pair_kinds(connection: Connection, rows: Side, columns: Side) -> PairKinds:
    """The kinds of titles by two sides, whose units are in no groups."""
    units, row, column, both = kept = _kept(connection, parts(rows, columns, by_title=True))
    with_row = units.join(row, row.c.title_id == units.c.title_id)
    with_column = units.join(column, column.c.title_id == units.c.title_id)
    with_both = with_row.join(column, column.c.title_id == units.c.title_id).outerjoin(
        both, and_(_same(both, row, "at_row"), _same(both, column, "at_column"))
    )
    n, at_row, at_column = units.c.s1, (row.c.s1, row.c.s2), (column.c.s1, column.c.s2)
    at_both = [func.coalesce(sums, ZERO) for sums in (both.c.s1, both.c.s2, both.c.s3, both.c.s4)]
    codes = row.c.at_row, column.c.at_column
    pairs = _kinds(connection, with_both, *codes, n, *at_row, *at_column, *at_both)
    return PairKinds(
        _summed(connection, kept),
        Counter(dict(_kinds(connection, units, n))),
        _by_code(_kinds(connection, with_row, codes[0], n, *at_row)),
        _by_code(_kinds(connection, with_column, codes[1], n, *at_column)),
        _by_code(((one, other), *kind) for one, other, *kind in pairs),
    )


@dataclass(frozen=True, slots=True)
class OwnPairs:
    """How many titles are of each kind, by the codes of one side; `total` has the sums of all.

    `codes` are the titles in which somebody named a code, by the units with it. Of `pairs` the
    lesser code is the first, and only titles in which somebody named both of one unit are there.
    """

    total: Crossing
    codes: Mapping[Category, Counter[tuple[int]]]
    pairs: Mapping[Codes, Counter[Shared]]


def own_pairs(connection: Connection, side: Side, *, by_title: bool) -> OwnPairs:
    """The kinds of titles by any two codes of a side; not `by_title` all units are of one title."""
    *others, of_both = parts(side, side, by_title=by_title)
    codes = of_both.selected_columns
    of_pairs = of_both.where(codes.at_row < codes.at_column)
    _, row, column, both = kept = _kept(connection, [*others, of_pairs])
    met = both.join(row, _same(both, row, "at_row")).join(column, _same(both, column, "at_column"))
    kind = (row.c.s2, column.c.s2, both.c.s3, both.c.s2, both.c.s4)
    pairs = _kinds(connection, met, both.c.at_row, both.c.at_column, *kind)
    return OwnPairs(
        _summed(connection, kept),
        _by_code(_kinds(connection, row, row.c.at_row, row.c.s2)),
        _by_code(((one, other), *kind) for one, other, *kind in pairs),
    )


def _kept(connection: Connection, each: Sequence[Select[Any]]) -> list[Table]:
    """The `parts` of each title in tables of their own."""
    keys = (), ("at_row",), ("at_column",), ("at_row", "at_column")
    return [
        staged(connection, rows, "title_id", *key) for rows, key in zip(each, keys, strict=True)
    ]


def _same(both: Table, one: Table, code: str) -> ColumnElement[bool]:
    return and_(both.c.title_id == one.c.title_id, both.c[code] == one.c[code])


def _kinds(connection: Connection, rows: FromClause, *kind: ColumnElement[Any]) -> Iterator[Any]:
    """Each kind of rows, with how many are of it at the end."""
    named = [each.label(f"part_{place}") for place, each in enumerate(kind)]
    found = select(*named, func.count()).select_from(rows).group_by(*named)
    yield from connection.execute(found, execution_options={"yield_per": 1000})


def _by_code(kinds: Iterable[Any]) -> dict[Any, Counter[Any]]:
    found: dict[Any, Counter[Any]] = defaultdict(Counter)
    for code, *kind, titles in kinds:
        found[code][tuple(kind)] = titles
    return found


def _summed(connection: Connection, kept: Sequence[Table]) -> Crossing:
    total = Crossing()
    for part in kept:
        key = (part.c.at_row, part.c.at_column)
        sums = (func.sum(part.c[name]) for name in ("s1", "s2", "s3", "s4"))
        for row, column, *of_all in connection.execute(select(*key, *sums).group_by(*key)):
            dd, dy, yd, yy = map(int, of_all)
            total.add((NO_GROUP, row, column), (dd, dy, yd, yy))
    return total
