"""Two questions asked of the same units, and how often their answers meet (R2, R3, R36).

A side is what was found of one question, as `Found` has it: one row a unit with its outcome at
every category that nobody named, one row for each category that somebody named. The units settled
on both sides are then those that nobody named at either, corrected by those that somebody named:
with s = 1 where a unit is settled and y = 1 where the answer is yes, s = b + d (b at the unnamed
categories, d the difference at a named one), and the sums of products of b, d and y over the units
tell every cell. They cost as much as there are codings, not as much as units times cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    case,
    func,
    null,
    select,
    union_all,
)

from portrayals.database.staging import staged
from portrayals.findings.outcome import Outcome, is_settled
from portrayals.findings.outcomes import NO_GROUP, Found
from portrayals.tables.literals import ZERO, number

#: A category as it is stored: the id of a code, or the value of a field.
Category = int | str


@dataclass(frozen=True, slots=True)
class Side:
    """The outcomes by unit, and by unit and category; both have unit_id, title_id and grp."""

    units: FromClause
    nodes: FromClause


def each_of(connection: Connection, found: Found, codes: Iterable[int]) -> Side:
    """A side whose categories are asked one by one, so that a unit may be in several.

    `found` is of a variable with codes: of a number, nothing is found by code.
    """
    units = select(*_identity(found.units), found.units.c.unnamed)
    nodes = cast("FromClause", found.nodes)
    named = select(
        *_identity(nodes), nodes.c.code_id.label("category"), nodes.c.unnamed, nodes.c.outcome
    ).where(nodes.c.code_id.in_(list(codes)))
    return _side(connection, units, named)


def one_of(connection: Connection, found: Found, codes: Iterable[int]) -> Side:
    """A side whose categories exclude each other; a unit that is in none is not settled.

    `found` is of a variable with codes, as for `each_of`.
    """
    nodes = cast("FromClause", found.nodes)
    chosen = select(
        *_identity(nodes),
        nodes.c.code_id.label("category"),
        Outcome.NO.sql.label("unnamed"),
        Outcome.YES.sql.label("outcome"),
    ).where(nodes.c.code_id.in_(list(codes)), nodes.c.outcome == Outcome.YES.sql)
    kept = staged(connection, chosen, "unit_id", "grp", "category")
    units = found.units
    same = and_(kept.c.unit_id == units.c.unit_id, kept.c.grp == units.c.grp)
    state = case(
        (kept.c.unit_id.is_not(None), Outcome.NO.sql),
        (units.c.unnamed == Outcome.NO.sql, Outcome.UNSETTLED.sql),
        else_=units.c.unnamed,
    )
    told = select(*_identity(units), state.label("unnamed")).select_from(
        units.outerjoin(kept, same)
    )
    return Side(staged(connection, told, "unit_id", "grp"), kept)


def values_of(connection: Connection, counted: FromClause, grouped: FromClause) -> Side:
    """A side whose categories are the groups that a field makes of the units counted."""
    value = grouped.c.grp
    same = grouped.c.unit_id == counted.c.unit_id
    named = (
        select(
            *_identity(counted),
            value.label("category"),
            Outcome.NO.sql.label("unnamed"),
            Outcome.YES.sql.label("outcome"),
        )
        .select_from(counted.join(grouped, same))
        .where(value != NO_GROUP)
    )
    state = case((func.max(value) == NO_GROUP, Outcome.NO_VALUE.sql), else_=Outcome.NO.sql)
    units = (
        select(*_identity(counted), state.label("unnamed"))
        .select_from(counted.join(grouped, same))
        .group_by(*_identity(counted))
    )
    return _side(connection, units, named)


def _identity(rows: FromClause) -> tuple[ColumnElement[Any], ...]:
    return (rows.c.unit_id, rows.c.title_id, rows.c.grp)


def _side(connection: Connection, units: Select[Any], nodes: Select[Any]) -> Side:
    return Side(
        staged(connection, units, "unit_id", "grp"),
        staged(connection, nodes, "unit_id", "grp", "category"),
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """A row and a column: units settled in both, with the row, with the column, with both."""

    n: int
    row: int
    column: int
    both: int

    @property
    def two_by_two(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Row or not by column or not."""
        neither = self.n - self.row - self.column + self.both
        return (self.both, self.row - self.both), (self.column - self.both, neither)


#: Sums over units of b b, of d b and y b, or of d d, d y, y d and y y.
Sums = tuple[int, int, int, int]
_NOTHING: Sums = (0, 0, 0, 0)


@dataclass(slots=True)
class Crossing:
    """The sums of some units, by group of the units, row and column; null where unnamed."""

    sums: dict[tuple[str, Category | None, Category | None], Sums] = field(default_factory=dict)

    def add(self, at: tuple[str, Category | None, Category | None], more: Sums) -> None:
        """Adds sums to those that are there."""
        a, b, c, d = self.sums.get(at, _NOTHING)
        self.sums[at] = (a + more[0], b + more[1], c + more[2], d + more[3])

    def cell(self, row: Category, column: Category, group: str = NO_GROUP) -> Cell:
        """One row and one column, in one group of the units."""
        base = self.sums.get((group, None, None), _NOTHING)[0]
        row_d, row_y, *_ = self.sums.get((group, row, None), _NOTHING)
        column_d, column_y, *_ = self.sums.get((group, None, column), _NOTHING)
        dd, dy, yd, yy = self.sums.get((group, row, column), _NOTHING)
        return Cell(base + row_d + column_d + dd, row_y + yd, column_y + dy, yy)

    def merged(self) -> Crossing:
        """The same with all units in one group."""
        together = Crossing()
        for (_, row, column), sums in self.sums.items():
            together.add((NO_GROUP, row, column), sums)
        return together


def crossing_of(connection: Connection, rows: Side, columns: Side) -> Crossing:
    """The sums of all units at once."""
    found = Crossing()
    for part in parts(rows, columns, by_title=False):
        for each in connection.execute(part):
            found.add(*_at(each))
    return found


def crossings(connection: Connection, rows: Side, columns: Side) -> Iterator[tuple[int, Crossing]]:
    """The sums of each title with its id, streamed."""
    together = union_all(*parts(rows, columns, by_title=True)).subquery()
    ordered = select(*together.c).order_by(together.c.title_id)
    found = connection.execute(ordered, execution_options={"yield_per": 1000})
    for title_id, of_title in groupby(found, key=lambda each: each.title_id):
        own = Crossing()
        for each in of_title:
            own.add(*_at(each))
        yield int(title_id), own


def _at(row: Any) -> tuple[tuple[str, Category | None, Category | None], Sums]:
    at = (row.grp, row.at_row, row.at_column)
    return at, (int(row.s1), int(row.s2), int(row.s3), int(row.s4))


def parts(rows: Side, columns: Side, *, by_title: bool) -> list[Select[Any]]:
    """The sums of each title, or of all units at once with the title 0: of the units, at each row,
    at each column, at each two.

    Columns `title_id`, `grp`, `at_row` and `at_column`, and `s1` to `s4`, which are `Sums`.
    """
    units, named = rows.units, rows.nodes
    others, other_named = columns.units.alias(), columns.nodes.alias()  # may be the same side
    no_row, no_column = (null().cast(each.c.category.type) for each in (named, other_named))

    def part(
        one: FromClause,
        other: FromClause,
        row: ColumnElement[Any] | None,
        column: ColumnElement[Any] | None,
        *sums: ColumnElement[int],
    ) -> Select[Any]:
        title = one.c.title_id if by_title else ZERO
        key = [one.c.grp, *(each for each in (row, column) if each is not None)]
        summed = [func.sum(each) for each in sums] + [ZERO] * (4 - len(sums))
        same = and_(one.c.unit_id == other.c.unit_id, one.c.grp == other.c.grp)
        return (
            select(
                title.label("title_id"),
                one.c.grp,
                (no_row if row is None else row).label("at_row"),
                (no_column if column is None else column).label("at_column"),
                *(each.label(f"s{place}") for place, each in enumerate(summed, 1)),
            )
            .select_from(one.join(other, same))
            .group_by(*([title] if by_title else []), *key)
        )

    return [
        part(units, others, None, None, _base(units) * _base(others)),
        part(
            named,
            others,
            named.c.category,
            None,
            _more(named) * _base(others),
            _yes(named) * _base(others),
        ),
        part(
            other_named,
            units,
            None,
            other_named.c.category,
            _more(other_named) * _base(units),
            _yes(other_named) * _base(units),
        ),
        part(
            named,
            other_named,
            named.c.category,
            other_named.c.category,
            _more(named) * _more(other_named),
            _more(named) * _yes(other_named),
            _yes(named) * _more(other_named),
            _yes(named) * _yes(other_named),
        ),
    ]


def _flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, number(1)), else_=ZERO)


def _base(rows: FromClause) -> ColumnElement[int]:
    return _flag(rows.c.unnamed == Outcome.NO.sql)


def _yes(rows: FromClause) -> ColumnElement[int]:
    return _flag(rows.c.outcome == Outcome.YES.sql)


def _more(rows: FromClause) -> ColumnElement[int]:
    return _flag(is_settled(rows.c.outcome)) - _base(rows)


#: Units by their outcome on one side and their state on the other, which is `no` where unnamed.
Outcomes = dict[tuple[str, str], int]


def outcomes(connection: Connection, side: Side, other: Side) -> dict[Category | None, Outcomes]:
    """The units by outcome at each category of a side, beside their state on the other.

    At None what holds of every category that nobody named.
    """
    units, named, beside = side.units, side.nodes, other.units.alias()

    def of(rows: FromClause, *columns: ColumnElement[Any]) -> Select[Any]:
        same = and_(rows.c.unit_id == beside.c.unit_id, rows.c.grp == beside.c.grp)
        key = (*columns, beside.c.unnamed.label("other"))
        return (
            select(*key, func.count().label("number"))
            .select_from(rows.join(beside, same))
            .group_by(*key)
        )

    unnamed: Outcomes = {
        (_word(row.unnamed), _word(row.other)): int(row.number)
        for row in connection.execute(of(units, units.c.unnamed))
    }
    found: dict[Category | None, Outcomes] = {None: unnamed}
    for row in connection.execute(of(named, named.c.category, named.c.unnamed, named.c.outcome)):
        own = found.setdefault(row.category, dict(unnamed))
        there, before, other_state = map(_word, (row.outcome, row.unnamed, row.other))
        own[before, other_state] -= int(row.number)
        own[there, other_state] = own.get((there, other_state), 0) + int(row.number)
    return found


def _word(outcome: int) -> str:
    return Outcome(outcome).word
