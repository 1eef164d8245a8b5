"""`crosstab`: one question by another, with the test that its counts and its titles allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import Connection, FromClause, func, select

from portrayals.counts.crosstab_counts import Category, Crossing, Outcomes, crossing_of, outcomes
from portrayals.errors import InvalidValue
from portrayals.findings.settle import NO, YES
from portrayals.notation.quoting import quoted
from portrayals.results.count_options import How, States
from portrayals.results.crosstab import Crosstab, Question, TableRow
from portrayals.services.statistics.crosstab_notes import notes_of_table, sentence_of_table
from portrayals.services.statistics.crosstab_sides import AskedSide, asked_sides, begin_sides
from portrayals.services.statistics.crosstab_strata import check_strata, pooled, strata_of
from portrayals.services.statistics.crosstab_tests import (
    ADJUSTMENTS,
    TESTS,
    Manner,
    associations,
    scattered,
    tested_tables,
)
from portrayals.services.statistics.groups import grouped
from portrayals.services.statistics.options import Choices
from portrayals.vocabulary import MISSING

SETTLED = (YES, NO)
#: What is taken where nothing else is asked for.
AUTO, HOLM = "auto", "holm"


def crosstab(
    connection: Connection,
    row: str,
    column: str,
    how: How = How(),
    *,
    test: str = AUTO,
    strata: str | None = None,
    adjust: str = HOLM,
) -> Crosstab:
    """Counts the units of a level by two variables (`VARIABLE:CODE,CODE`) or fields.

    `interval` `cluster` takes titles into account at any level, as `auto` does below them. `test`
    is the one of independent units; `adjust` is `holm` or `bh` (Benjamini & Hochberg).
    """
    begun = begin_sides(connection, (row, column), how)
    reading, choices, everyone = begun.reading, begun.choices, begun.everyone
    manner = _manner(test, adjust, choices)
    if row == column:
        raise InvalidValue(
            f"{quoted(row)} by itself is no table",
            hint=f"codes that come together: portrayals cooccur {row}",
        )
    groups = grouped(connection, reading, everyone, strata, choices.level)
    rows, columns = asked_sides(
        connection, reading, (row, column), choices, everyone, groups.counted
    )
    sizes = _sizes(connection, groups.counted)
    layers = strata_of(groups, list(sizes))
    outside = sum(sizes.values()) - sum(sizes[layer] for layer in layers) if layers else 0
    tables = tuple(tested_tables(rows, columns))
    check_strata(tables, layers)
    if choices.by_title:
        sides, in_groups = (rows, columns), strata is not None
        total, scatter = scattered(connection, sides, tables, layers, grouped=in_groups)
    else:
        total, scatter = crossing_of(connection, rows.found, columns.found), None
    merged = total.merged()
    tests, effects = associations(tables, merged, scatter, manner)
    if layers:
        more = pooled(tables, layers, total, scatter, manner)
        tests, effects = (*tests, *more[0]), (*effects, *more[1])
    by_row = outcomes(connection, rows.found, columns.found)
    by_column = outcomes(connection, columns.found, rows.found)
    told = tuple(_rows(rows, columns, merged, by_row))
    n, states = left_out(by_row[None], joined=not columns.one_by_one)
    if rows.one_by_one and len(told) == 1:
        n, states = told[0].n, told[0].states
    made = Crosstab(
        **begun.head(
            "crosstab",
            n=n,
            states=states,
            arguments=[row, column],
            options={
                "test": None if test == AUTO else test,
                "strata": strata,
                "adjust": None if adjust == HOLM else adjust,
            },
            drawn=any(
                each.seed is not None for test in tests for each in (test, test.naive) if each
            ),
            provenance={"test": test, "adjustment": manner.adjustment, "strata": strata},
        ),
        row=_question(rows, by_row[None]),
        column=_question(columns, by_column[None]),
        columns=tuple(heading.code for heading in columns.headings),
        column_labels=tuple(heading.label for heading in columns.headings),
        rows=told,
        tests=tests,
        effects=effects,
        adjustment=manner.adjustment if len(tables) > 1 else None,
        strata=strata,
    )
    general = begun.caveats(groups, ())
    own = notes_of_table(
        made,
        (rows, columns),
        begun,
        {asked: asked.of(merged) for asked in tables},
        scatter.titles if scatter else None,
        outside,
    )
    noted = replace(made, notes=tuple(dict.fromkeys((*own, *general))))
    return replace(noted, sentence=sentence_of_table(noted))


def _sizes(connection: Connection, counted: FromClause) -> dict[str, int]:
    """The number of units in each group, as it is stored."""
    group = counted.c.grp
    rows = connection.execute(select(group, func.count().label("units")).group_by(group))
    return {row.grp: row.units for row in rows}


def _manner(test: str, adjust: str, choices: Choices) -> Manner:
    asked = next((known for known in TESTS if known == test), None)
    if asked is None:
        raise InvalidValue(f"{quoted(test)} is not a test", hint="one of " + ", ".join(TESTS))
    if adjust not in ADJUSTMENTS:
        raise InvalidValue(
            f"{quoted(adjust)} is no adjustment", hint="one of " + ", ".join(ADJUSTMENTS)
        )
    if choices.interval not in ("auto", "cluster", "bootstrap"):
        raise InvalidValue(
            f"{choices.interval} is an interval of a share, and associations have others",
            hint="--interval auto, bootstrap, or cluster: by title at any level",
        )
    confidence = choices.confidence / 100
    return Manner(asked, choices.seed, ADJUSTMENTS[adjust], confidence, choices.drawn)


def _rows(
    rows: AskedSide,
    columns: AskedSide,
    crossing: Crossing,
    by_row: dict[Category | None, Outcomes],
) -> Iterator[TableRow]:
    for heading in rows.headings:
        cells = [crossing.cell(heading.stored, column.stored) for column in columns.headings]
        told = by_row.get(heading.stored if rows.one_by_one else None, by_row[None])
        n, states = left_out(told, joined=not columns.one_by_one)
        yield TableRow(
            code=heading.code,
            label=heading.label,
            parent=heading.parent,
            depth=heading.depth,
            counts=tuple(cell.both for cell in cells),
            row_n=tuple(cell.row for cell in cells),
            column_n=tuple(cell.column for cell in cells),
            cell_n=tuple(cell.n for cell in cells),
            n=n,
            states=states,
        )


def left_out(units: Outcomes, *, joined: bool) -> tuple[int, States]:
    """The units in n, and the others by state: on their own side first, then on the other.

    Not `joined` with an other side whose categories have each an n of their own.
    """
    n, found = 0, dict.fromkeys(MISSING, 0)
    for (own, other), number in units.items():
        if own not in SETTLED:
            found[own] = found.get(own, 0) + number
        elif joined and other not in SETTLED:
            found[other] = found.get(other, 0) + number
        else:
            n += number
    return n, found


def _question(side: AskedSide, units: Outcomes) -> Question:
    own = None if side.one_by_one else left_out(units, joined=False)[1]
    return Question(side.key, side.label, own)
