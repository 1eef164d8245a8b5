"""`export table`: a row for each unit, with a column for each variable or code."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection, FromClause, Table, Text, cast, func, null, select

from portrayals.counts.population import population, ungrouped
from portrayals.database.staging import staged
from portrayals.errors import InvalidValue, NoCodebook
from portrayals.findings.meanings import read_meanings
from portrayals.findings.outcome import Outcome
from portrayals.findings.reading import Reading
from portrayals.findings.rollup import ORDINAL_RULES, found_at_level
from portrayals.findings.settle import NONE_ID
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.findings.unit_ref import is_below
from portrayals.notation.did_you_mean import choose
from portrayals.notation.plurals import counted as counted_as
from portrayals.notation.plurals import either
from portrayals.notation.quoting import listed
from portrayals.query.asked import asked_for
from portrayals.query.batches import batches
from portrayals.query.near import hints
from portrayals.query.whose import reading_of
from portrayals.results.data_columns import Column
from portrayals.results.listing import Row
from portrayals.results.table_options import TableOptions
from portrayals.services.exporting.export import Export, size_of, whole
from portrayals.services.exporting.wide_columns import FoundThere, Laid, laid_out
from portrayals.services.exporting.wide_units import told_of_units, unit_columns
from portrayals.services.statistics.emptied import truths
from portrayals.tables import annotation, coder, unit, unit_name, wave
from portrayals.vocabulary import LEVELS, ROLLUPS, Level, Rollup


def wide_table(connection: Connection, query: Sequence[str], how: TableOptions) -> Export:
    """The units of a level that count (R1) and match a query, with all that was found of them.

    Variables of other levels come as `stats --level` counts them: those above are the same for all
    beneath (R15), those below are rolled up (R12 to R14). By title name and then key.

    Raises InvalidValue without a level, NoCodebook without a codebook, and UnknownKey for an
    unknown coder or wave.
    """
    if how.level is None:
        raise InvalidValue(
            "a table needs a level",
            hint=f"say what each row is about: --level LEVEL ({either(LEVELS)})",
        )
    level = choose(how.level, LEVELS, "a level")
    by_coder = how.by is not None and bool(choose(how.by, ("coder",), "a group of columns"))
    if by_coder and (how.coder or how.policy):
        raise InvalidValue(
            "--by coder gives the answers of every coder, --coder or --policy those of one reading",
            hint="give only one of them",
        )
    reading = reading_of(
        connection,
        policy=how.policy,
        coder_key=how.coder,
        wave_key=how.wave,
        silence=how.silence,
    )
    book = reading.book
    if book.codebook_id is None:
        raise NoCodebook("there are no columns")
    asked = asked_for(book, query)
    everyone = staged(connection, population(reading, level, asked), "unit_id")
    counted = staged(connection, ungrouped(everyone), "unit_id")
    readings = {"": reading}
    if by_coder:
        readings = {
            key: reading_of(connection, coder_key=key, wave_key=how.wave, silence=how.silence)
            for key in _coders(connection, how.wave)
        }
    rollup = None if how.rollup is None else choose(how.rollup, ROLLUPS, "a rule")
    chosen, skipped = _chosen(book, level, rollup)
    apart = _apart(connection, [variable for variable, _ in chosen])
    told = [
        _told(connection, each, variable, level, counted, key, rule, apart=variable.key in apart)
        for variable, rule in chosen
        for key, each in readings.items()
    ]
    columns = (*unit_columns(level), *(column for each in told for column, _ in each.laid))

    unknown = 0 if asked is None else truths(connection, everyone).unknown

    def near(found: bool) -> list[str]:
        return [
            *_left_out(skipped, level),
            *_undecided(unknown, level),
            *([] if asked is None else hints(connection, reading, [level], asked, found=found)),
        ]

    whose = how.coder or ("coder by coder" if by_coder else reading.policy)
    if how.silence == "no":
        whose += ", as reported: silence counted as no"
    return Export(
        "table",
        tuple(each.key for each in columns),
        partial(_rows, connection, reading, level, counted, told),
        whole,
        near,
        size_of(connection, counted),
        described=columns,
        heading=f"{book.key} {book.version}: {book.name_of(level)}, {whose}",
        cluster="key" if level == "title" else "title",
        noun=level,
    )


def _coders(connection: Connection, wave_key: str | None) -> Sequence[str]:
    """The keys of those whose answers enter findings, or are in one wave."""
    of_wave = annotation.c.wave_id == wave.c.wave_id
    rows = select(coder.c.key).join(annotation, annotation.c.coder_id == coder.c.coder_id)
    within = wave.c.purpose == "main" if wave_key is None else wave.c.key == wave_key
    chosen = rows.join(wave, of_wave).where(within).distinct().order_by(coder.c.key)
    return connection.execute(chosen).scalars().all()


Ruled = tuple[StoredVariable, Rollup | None]


def _chosen(
    book: Book, level: Level, rollup: Rollup | None
) -> tuple[list[Ruled], list[StoredVariable]]:
    """The variables that units of a level have, each with the rule that makes several values one,
    and those of their levels that are left out."""
    chosen: list[Ruled] = []
    skipped: list[StoredVariable] = []
    for variable in book.variables.values():
        below = is_below(variable.level, level)
        near = below or variable.level == level or is_below(level, variable.level)
        if variable.retired or not near:
            continue
        ruled = below and variable.type in {"ordinal", "number"}
        rule = _rule(variable, rollup) if ruled else None
        if variable.type == "text" or (ruled and rule is None):
            skipped.append(variable)
        else:
            chosen.append((variable, rule))
    return chosen, skipped


def _rule(variable: StoredVariable, rollup: Rollup | None) -> Rollup | None:
    """The rule that was asked for, or that of the codebook if the variable cannot have it."""
    fits = variable.type == "number" or rollup in ORDINAL_RULES
    return rollup if rollup and fits else variable.rollup


def _left_out(skipped: Sequence[StoredVariable], level: Level) -> Iterator[str]:
    texts = [each.key for each in skipped if each.type == "text"]
    others = [each.key for each in skipped if each.type != "text"]
    if texts:
        yield (
            f"Not in the table: {listed(texts)}, because text is never settled. To have it: "
            "portrayals export annotations FILE"
        )
    if others:
        yield (
            f"Not in the table: {listed(others)}, because the codebook does not say what several "
            f"values make of one {level}. To have it: --rollup max, min, median …"
        )


def _undecided(number: int, level: Level) -> Iterator[str]:
    if number:
        yield f"Left out: {counted_as(number, level)} for which the query is undetermined."


def _apart(connection: Connection, chosen: Sequence[StoredVariable]) -> set[str]:
    """The variables with one value whose codes have an n each (R5, R9): those whose codes form a
    tree, or have not all been there from the first."""
    meanings = read_meanings(connection, (each.variable_id for each in chosen))
    return {
        each.key
        for each in chosen
        if any(node.depth for node in each.codes)
        or any(
            node.code_id in lacking
            for lacking in meanings[each.variable_id].lacking.values()
            for node in each.codes
        )
    }


@dataclass(frozen=True, slots=True)
class _Told:
    """What was found of one variable, stored by the engine, and the columns that tell it."""

    laid: tuple[Laid, ...]
    states: Table
    nodes: Table | None

    def cells(self, connection: Connection, batch: Sequence[int]) -> dict[int, Row]:
        """The cells of the units, by unit id."""
        rows = select(self.states).where(self.states.c.unit_id.in_(batch))
        found = {
            row.unit_id: FoundThere(Outcome(row.unnamed), row.number)
            for row in connection.execute(rows)
        }
        if self.nodes is not None:
            named = select(self.nodes).where(self.nodes.c.unit_id.in_(batch))
            for unit_id, code_id, outcome in connection.execute(named):
                found[unit_id].nodes[code_id] = Outcome(outcome)
        return {
            unit_id: {column.key: cell(there) for column, cell in self.laid}
            for unit_id, there in found.items()
        }


def _told(
    connection: Connection,
    reading: Reading,
    variable: StoredVariable,
    level: Level,
    counted: FromClause,
    coder_key: str,
    rule: Rollup | None,
    *,
    apart: bool,
) -> _Told:
    found = found_at_level(connection, reading, variable, level, counted, rule)
    units = found.units.c
    value = units.number if variable.type == "number" else cast(null(), Text).label("number")
    states = staged(connection, select(units.unit_id, units.unnamed, value), "unit_id")
    nodes = None
    if found.nodes is not None:
        named = found.nodes.c
        codes = {NONE_ID, *(node.code_id for node in variable.nodes)}
        rows = select(named.unit_id, named.code_id, named.outcome).where(named.code_id.in_(codes))
        nodes = staged(connection, rows.distinct(), "unit_id", "code_id")
    lowest = connection.execute(select(func.min(states.c.number))).scalar()
    together = variable.type == "multi" or (is_below(variable.level, level) and rule is None)
    laid = laid_out(
        variable,
        together=together,
        apart=apart,
        lowest=float(lowest or 0),
        coder=coder_key,
    )
    own = {each.key for each in unit_columns(level)}
    return _Told(tuple((_beside(own, column), cell) for column, cell in laid), states, nodes)


def _beside(taken: Collection[str], column: Column) -> Column:
    """The column under a key that is not taken: a variable may be called `title`."""
    return replace(column, key=f"{column.key}.value") if column.key in taken else column


def _rows(
    connection: Connection,
    reading: Reading,
    level: Level,
    counted: FromClause,
    told: Sequence[_Told],
) -> Iterator[Row]:
    of_title = (unit_name.c.unit_id == unit.c.title_id) & (unit_name.c.kind == "name")
    chosen = (
        select(unit.c.unit_id)
        .join(counted, counted.c.unit_id == unit.c.unit_id)
        .outerjoin(unit_name, of_title)
        .order_by(unit_name.c.folded, unit.c.key)
    )
    for batch in batches(connection, chosen):
        cells = [each.cells(connection, batch) for each in told]
        for unit_id, own in told_of_units(connection, reading, level, batch).items():
            row = dict(own)
            for of_variable in cells:
                row |= of_variable[unit_id]
            yield row
