"""`stats`: how many units have what, of how many, with intervals and every caveat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, FromClause, func, select

from portrayals import __version__
from portrayals.analysis.numbers import NumberSums, mean, mean_interval, sd
from portrayals.database.staging import staged
from portrayals.query.book import NONE_ID, Node, StoredVariable
from portrayals.query.counting import (
    Counts,
    Group,
    NumberCounts,
    count,
    count_numbers,
)
from portrayals.query.outcomes import Found, found_at
from portrayals.query.place import is_below
from portrayals.query.population import Asked, population
from portrayals.query.reading import Reading
from portrayals.query.rollup import rolled_by
from portrayals.results.statistics import NumberRow, States, Statistic, StatRow
from portrayals.results.words import MISSING, Level
from portrayals.services.caveats import caveats
from portrayals.services.choices import Choices, Chosen, choose
from portrayals.services.grouping import Grouping, grouped
from portrayals.services.overviews import overview
from portrayals.services.readings import reading_of
from portrayals.services.shares import Heading, out_of_n, share_row
from portrayals.tables.findings import NO, YES


def stats(
    connection: Connection,
    variables: Sequence[str],
    *,
    level: str | None = None,
    where: str | None = None,
    by: str | None = None,
    coder: str | None = None,
    policy: str | None = None,
    wave: str | None = None,
    confidence: float = 95,
    interval: str = "auto",
    depth: int | None = None,
    rollup: str | None = None,
) -> Statistic:
    """Counts variables (`VARIABLE` or `VARIABLE:CODE,CODE`); without any, the codebook's headline.

    `confidence` is a percentage; `depth` is how many steps of the tree of codes are shown.
    """
    reading = reading_of(connection, policy=policy, coder_key=coder, wave_key=wave)
    choices = choose(
        reading.book,
        variables,
        level=level,
        where=where,
        confidence=confidence,
        interval=interval,
        rollup=rollup,
    )
    everyone = staged(connection, population(reading, choices.level, choices.where), "unit_id")
    groups = grouped(connection, reading, everyone, by, choices.level)
    unknown = 0 if choices.where is None else undetermined_of(connection, everyone)
    tables = [
        _table(connection, reading, chosen, choices, groups, depth) for chosen in choices.variables
    ]
    one = tables[0] if len(tables) == 1 else None
    states = None if one is None else one.states | {"where-undetermined": unknown}
    rows = tuple(row for table in tables for row in table.rows)
    notes = caveats(connection, reading, choices, groups, rows, unknown, coder)
    return Statistic(
        command="stats",
        level=choices.level,
        where=where,
        by=by,
        policy=None if coder else reading.policy,
        coder=coder,
        wave=wave,
        confidence=confidence,
        interval=interval,
        n=None if one is None else one.n,
        states=states,
        rows=rows,
        notes=notes,
        provenance=provenance_of(reading, choices.where),
        labels={chosen.variable.key: chosen.variable.label for chosen in choices.variables},
        names=names_of(reading, choices.level),
        overview=() if variables else overview(connection, reading),
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of one variable; n and the states are those of all its units together."""

    rows: tuple[StatRow | NumberRow, ...]
    n: int
    states: States


def undetermined_of(connection: Connection, everyone: FromClause) -> int:
    """How many units of a population its query leaves undetermined (R24)."""
    rows = select(func.count()).select_from(everyone).where(everyone.c.truth.is_(None))
    return connection.execute(rows).scalar_one()


def names_of(reading: Reading, level: Level) -> dict[str, str]:
    """What the codebook calls a unit of the level."""
    return {level: reading.book.name_of(level, 1)}


def provenance_of(reading: Reading, where: Asked | None) -> dict[str, object]:
    """What figures were counted with: the program, the codebook, the query."""
    book = reading.book
    return {
        "program": __version__,
        "codebook": None if book.key is None else f"{book.key} {book.version}",
        "query": None if where is None else where.text,
    }


def _table(
    connection: Connection,
    reading: Reading,
    chosen: Chosen,
    choices: Choices,
    groups: Grouping,
    depth: int | None,
) -> _Table:
    variable = chosen.variable
    found = found_as_chosen(connection, reading, chosen, choices, groups.counted)
    clustered = choices.level != "title" or choices.interval == "cluster"
    counts = count(connection, found, clustered=clustered)
    if groups.single and not counts.units:
        counts.add_nothing()
    if variable.type == "number":
        numbers = count_numbers(connection, found)
        rows: tuple[StatRow | NumberRow, ...] = tuple(
            _number_row(variable, group, counts, numbers.get(group), choices)
            for group in groups.order(counts.units)
        )
    else:
        rows = tuple(
            _row(variable, node, group, counts, choices)
            for group in groups.order(counts.units)
            for node in _nodes(chosen, depth)
        )
    total = out_of_n(counts.units.get(None, {})) if groups.single else _summed(counts)
    settled = sum(units.get(NO, 0) + units.get(YES, 0) for units in counts.units.values())
    return _Table(rows, settled, total)


def found_as_chosen(
    connection: Connection,
    reading: Reading,
    chosen: Chosen,
    choices: Choices,
    counted: FromClause,
) -> Found:
    """What was found of a variable at the level, rolled up by its rule where it has one."""
    variable = chosen.variable
    if chosen.rule is None or not is_below(variable.level, choices.level):
        return found_at(connection, reading, variable, choices.level, counted)
    own = found_at(connection, reading, variable, choices.level, counted, rolled=False)
    return rolled_by(connection, variable, choices.level, counted, own, chosen.rule)


def _summed(counts: Counts) -> States:
    return {state: sum(units.get(state, 0) for units in counts.units.values()) for state in MISSING}


def _nodes(chosen: Chosen, depth: int | None) -> Iterator[Node]:
    """The rows of a variable: its codes, or those asked for, and `none` at the end."""
    variable = chosen.variable
    for node in variable.codes:
        wanted = chosen.codes is None or node.key in chosen.codes
        if wanted and (depth is None or node.depth < depth):
            yield node
    if variable.type == "multi" and (chosen.codes is None or "none" in chosen.codes):
        yield Node(NONE_ID, "none", "None of these", None, len(variable.codes), 0, True, False)


def _row(
    variable: StoredVariable, node: Node, group: Group, counts: Counts, choices: Choices
) -> StatRow:
    above = variable.parent(node)
    parent = None if above is None else above.key
    return share_row(
        Heading(variable.key, node.key, node.label, parent, node.depth),
        group,
        counts.states(group, node.code_id),
        counts.of_titles(group, node.code_id) if counts.base else None,
        choices,
    )


def _number_row(
    variable: StoredVariable,
    group: Group,
    counts: Counts,
    numbers: NumberCounts | None,
    choices: Choices,
) -> NumberRow:
    sums = NumberSums(0, 0, 0.0, 0.0, 0.0, 0.0, 0)
    if numbers is not None:
        sums = NumberSums(
            numbers.clusters,
            numbers.n,
            numbers.total,
            numbers.squares,
            numbers.tt,
            numbers.tn,
            numbers.nn,
        )
    around = mean_interval(
        sums, level_is_title=choices.level == "title", confidence=choices.confidence / 100
    )
    return NumberRow(
        group=group,
        variable=variable.key,
        label=variable.label,
        unit=variable.measure or "",
        mean=mean(sums),
        sd=sd(sums),
        median=None if numbers is None else numbers.median,
        min=None if numbers is None else numbers.lowest,
        max=None if numbers is None else numbers.highest,
        low=around.low,
        high=around.high,
        n=sums.n,
        states=out_of_n(counts.units[group]),
    )
