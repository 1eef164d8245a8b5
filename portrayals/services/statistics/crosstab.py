"""`crosstab`: one question by another, with the test that its counts and its titles allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import ceil, floor
from operator import itemgetter
from typing import Final

from sqlalchemy import Connection, FromClause, func, select

from portrayals.analysis.contingency_tables import chi_square_allowed, with_units
from portrayals.analysis.proportions import FEW_CLUSTERS
from portrayals.counts.crosstab_counts import Outcomes
from portrayals.counts.crosstab_kinds import TitleKinds, title_kinds
from portrayals.errors import InvalidValue
from portrayals.findings.outcome import NO, YES
from portrayals.findings.outcome_at_unit import named
from portrayals.notation.did_you_mean import choose
from portrayals.notation.figures import (
    ADJUSTMENT_NAMES,
    EFFECT_NAMES,
    effect_size,
)
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.results.count_options import CountOptions, States
from portrayals.results.crosstab import Crosstab, TableEffect, TableRow, TableSide, TableTest
from portrayals.results.stats import FEW
from portrayals.services.statistics.caveats import of_tests, related
from portrayals.services.statistics.context import CountContext
from portrayals.services.statistics.crosstab_sides import (
    AskedSide,
    asked_sides,
    begin_sides,
    is_field,
)
from portrayals.services.statistics.crosstab_tests import (
    ADJUSTMENTS,
    TESTS,
    CountedTable,
    Manner,
    associations,
    by_order,
    check_strata,
    counted_tables,
    pooled,
    strata_of,
    tested_tables,
)
from portrayals.services.statistics.groups import PERIODS, grouped
from portrayals.services.statistics.open_cells import open_units, rows_left_open
from portrayals.services.statistics.open_units import nowhere_settled
from portrayals.services.statistics.options import CountRequest
from portrayals.services.statistics.periods import of_series
from portrayals.services.statistics.sentence import per_cent
from portrayals.vocabulary import MISSING

SETTLED = (YES, NO)
#: What is taken where nothing else is asked for.
AUTO, HOLM = "auto", "holm"

#: Below this a p value is named in the sentence; the table has them all.
_TOLD: Final = 0.05

_CHI_SQUARE: Final = ("chi2", "rao-scott")


def notes_of_table(
    table: Crosstab,
    sides: Sequence[AskedSide],
    begun: CountContext,
    tables: Sequence[CountedTable],
    outside: int,
) -> Iterator[str]:
    """The caveats that only a table has.

    The `tables` could be tested; `outside` units are in no stratum.
    """
    choices, where = begun.choices, begun.choices.where
    if len(choices.variables) > 1:
        one, other = (chosen.variable for chosen in choices.variables)
        if hanging := related(begun.reading.book, one, other):
            yield f"{hanging}, so they are associated by definition."
    for side in sides:
        if where is not None and is_field(side.key) and side.key in named(where.query):
            yield f"--where selects by {side.key}, which is also counted."
        if side.overlap and len(side.headings) > 1:
            yield (
                f"{side.label}: categories overlap, so each is tested separately and there is no "
                "test of the whole table."
            )
    own = [test for test in table.tests if test.strata is None]
    if table.adjustment is not None:
        name = ADJUSTMENT_NAMES[table.adjustment]
        yield f"{counted(len(own), 'test')}; p adjusted over all of them ({name})."
        if len(own) < len(tables):
            yield f"Not tested: {len(tables) - len(own)} that no unit or every unit has."
    yield from _of_expected_counts(own, tables)
    yield from of_tests(choices)
    if table.strata is not None:
        yield "Strata are pooled with Mantel-Haenszel weights, not by their share of a population."
    if outside:
        yield f"In no stratum: {counted(outside, table.level)} without a value of {table.strata}."
    titles = max((each.number_of_titles for each in tables), default=0)
    alone = sum(each.number_of_titles == 1 for each in tables)
    if choices.by_title and alone:
        of = "" if alone == len(tables) else f" in {alone} of {len(tables)} tables"
        yield (
            f"All units are from one title{of}: no test by title and no interval; the naive test "
            "treats them as independent, as stats --interval wilson does."
        )
    if choices.by_title and 1 < titles < FEW_CLUSTERS:
        yield f"Tests and intervals rest on {counted(titles, 'title')}; below 30 they are rough."
    sizes = [n for row in table.rows for n in (*row.row_n, *row.column_n) if n]
    if sizes and min(sizes) < FEW:
        yield f"Some shares rest on fewer than {FEW} units: read them as counts."


def _of_expected_counts(
    tests: Sequence[TableTest], counted_tables: Sequence[CountedTable]
) -> Iterator[str]:
    """How many tests by chi-square, corrected for titles or not, are of counts too small for it."""
    tables = {
        (
            each.asked.code and each.asked.code.code,
            each.asked.column and each.asked.column.code,
        ): each.whole
        for each in counted_tables
    }
    by_chi_square = [
        test for test in tests if test.name in _CHI_SQUARE and test.statistic is not None
    ]
    rough = sum(
        not chi_square_allowed(with_units(tables[test.code, test.column]))[0]
        for test in by_chi_square
    )
    if rough:
        of = "" if len(by_chi_square) == 1 else f" in {rough} of {len(by_chi_square)} tests"
        why = "fewer than 80 % are 5 or more, or one is below 1"
        yield f"Expected counts are small for chi-square{of}: {why}."


def told_of_table(table: Crosstab) -> Iterator[str]:
    """The table in sentences without their caveats: two rows that matter, and how strong it is."""
    rows = _named(table.row, tuple(row.label for row in table.rows))
    subject = f"{rows} by {_named(table.column, table.column_labels)}"
    if any(row.known is not None for row in table.rows):
        yield f"{'; '.join((subject, *_known(table)))}."
    elif table.adjustment is None:
        size = table.rows[0].cell_n[0] if table.rows and table.columns else 0
        yield f"{'; '.join((f'{subject}, {counted(size, table.level)}', *_shares(table)))}."
        yield from (_effect(each, table.confidence) for each in table.effects if _is_told(each))
    else:
        own = [test for test in table.tests if test.strata is None]
        below = [test for test in own if test.p_adjusted is not None and test.p_adjusted < _TOLD]
        name = ADJUSTMENT_NAMES[table.adjustment]
        yield (
            f"{subject}: of {counted(len(own), 'test')}, {len(below) or 'none'} with an adjusted p "
            f"({name}) below {_TOLD}."
        )


def _named(side: TableSide, labels: Sequence[str]) -> str:
    """A side, with its code where one is asked for."""
    return f"{side.label} ({labels[0]})" if side.states is None and len(labels) == 1 else side.label


def _shares(table: Crosstab) -> Iterator[str]:
    """The rows with the highest and the lowest share of the first column."""
    shares = [
        (row.row_percent[0], row)
        for row in table.rows
        if table.columns and row.row_percent[0] is not None
    ]
    if not shares:
        return
    ends = (max(shares, key=itemgetter(0)), min(shares, key=itemgetter(0)))
    for share, row in {row.code: (share, row) for share, row in ends}.values():
        yield (
            f"{row.label}, {row.counts[0]} of {row.row_n[0]}"
            f"{f' ({per_cent(share or 0)})' if row.row_n[0] >= FEW else ''} "
            f"{table.column_labels[0]}"
        )


def _known(table: Crosstab) -> Iterator[str]:
    """What is known of the first column in the first two rows."""
    for row in table.rows[:2] if table.columns else ():
        if row.known and row.lowest and row.highest:
            yield (
                f"{row.label} and {table.column_labels[0]}, at least {row.known[0]:,} of "
                f"{row.units:,} (possible range {floor(row.lowest[0])} to {ceil(row.highest[0])} %)"
            )


def _is_told(effect: TableEffect) -> bool:
    return effect.name != "cramers-v" and effect.value is not None


def _effect(effect: TableEffect, confidence: float) -> str:
    name = EFFECT_NAMES[effect.name]
    told = f"{name[0].upper()}{name[1:]} {effect_size(effect.value or 0)}"
    if effect.low is None or effect.high is None:
        return f"{told}."
    between = f"{effect_size(effect.low)} to {effect_size(effect.high)}"
    return f"{told} ({confidence:g} % interval {between})."


def crosstab(
    connection: Connection,
    row: str,
    column: str,
    how: CountOptions = CountOptions(),
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
            f"{quoted(row)} is on both sides, but a table needs two different variables",
            hint=f"codes that occur together: portrayals cooccur {row}",
        )
    groups = grouped(connection, reading, everyone, strata, choices.level)
    rows, columns = asked_sides(
        connection, reading, (row, column), choices, everyone, groups.counted
    )
    sizes = _sizes(connection, groups.counted)
    layers = strata_of(groups, list(sizes))
    outside = sum(sizes.values()) - sum(sizes[layer] for layer in layers) if layers else 0
    asked = tuple(tested_tables(rows, columns))
    check_strata(asked, layers)
    kinds = title_kinds(rows.titles(connection), columns.titles(connection), layers)
    tables = tuple(counted_tables(asked, kinds, len(layers)))
    settled = any(sum(map(sum, table.whole)) for table in tables)
    nowhere = not settled and open_units(kinds.units) > 0
    tests, effects = ((), ()) if nowhere else associations(tables, manner)
    if layers and not nowhere:
        more = pooled(tables, manner)
        tests, effects = (*tests, *more[0]), (*effects, *more[1])
    drawn_rows = tuple(_rows(rows, columns, tables, kinds))
    if nowhere:
        drawn_rows = tuple(rows_left_open(connection, drawn_rows, rows, columns, kinds.units))
    by_their_order = rows.ordered and columns.ordered and not nowhere
    n, states = left_out(kinds.units, joined=not columns.one_by_one)
    if rows.one_by_one and len(drawn_rows) == 1:
        n, states = drawn_rows[0].n, drawn_rows[0].states
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
        row=_question(rows, kinds.units),
        column=_question(columns, Counter({(b, a): n for (a, b), n in kinds.units.items()})),
        columns=tuple(heading.code for heading in columns.headings),
        column_labels=tuple(heading.label for heading in columns.headings),
        rows=drawn_rows,
        tests=tests,
        effects=effects,
        adjustment=manner.adjustment if len(tables) > 1 and not nowhere else None,
        strata=strata,
        ordinal_test=by_order(tables[0], manner) if by_their_order else None,
    )
    periods = [
        note
        for side in (row, column)
        if side in PERIODS
        for note in of_series(
            connection,
            reading.book,
            choices,
            grouped(connection, reading, everyone, side, choices.level),
        )
    ]
    general = (*begun.caveats(groups, ()), *periods)
    if nowhere:
        general = (nowhere_settled(reading, [states]), *general)
    own = notes_of_table(
        made,
        (rows, columns),
        begun,
        tables,
        outside,
    )
    noted = replace(made, notes=tuple(dict.fromkeys((*general, *own))))
    told = told_of_table(noted)
    by_row = noted.column.states is None or noted.row.states is None
    others = n + sum(states.values()) - (open_units(kinds.units) if nowhere else n)
    sentence = begun.sentence([*told], noted.notes, left_out=() if by_row else [others])
    return replace(noted, sentence=sentence)


def _sizes(connection: Connection, counted: FromClause) -> dict[str, int]:
    """The number of units in each group, as it is stored."""
    group = counted.c.grp
    rows = connection.execute(select(group, func.count().label("units")).group_by(group))
    return {row.grp: row.units for row in rows}


def _manner(test: str, adjust: str, choices: CountRequest) -> Manner:
    asked = choose(test, TESTS, "a test")
    adjustment = choose(adjust, ADJUSTMENTS, "an adjustment")
    if choices.interval not in ("auto", "cluster", "bootstrap"):
        raise InvalidValue(
            f"{choices.interval} is an interval for shares, not for associations",
            hint="--interval auto, bootstrap, or cluster: by title at any level",
        )
    confidence = choices.confidence / 100
    by_title, drawn = choices.by_title, choices.drawn
    return Manner(asked, choices.seed, ADJUSTMENTS[adjustment], confidence, by_title, drawn)


def _rows(
    rows: AskedSide,
    columns: AskedSide,
    tables: Iterable[CountedTable],
    kinds: TitleKinds,
) -> Iterator[TableRow]:
    found = dict(cell for table in tables for cell in table.cells())
    for heading in rows.headings:
        cells = [found[heading.stored, column.stored] for column in columns.headings]
        told = kinds.units
        if rows.one_by_one:
            told = kinds.rows.get(heading.stored, told)
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


def _question(side: AskedSide, units: Outcomes) -> TableSide:
    own = None if side.one_by_one else left_out(units, joined=False)[1]
    return TableSide(side.key, side.label, own)
