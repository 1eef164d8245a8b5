"""What must be said beside a figure: the sample, what was left out, what overlaps, what is thin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from portrayals.analysis.proportions import FEW_CLUSTERS
from portrayals.notation.plurals import counted
from portrayals.query.book import StoredVariable
from portrayals.query.findings import inputs_of, named
from portrayals.query.place import is_below
from portrayals.query.population import Asked
from portrayals.query.reading import Reading
from portrayals.results.statistics import NumberRow, StatRow
from portrayals.results.words import Level
from portrayals.services.choices import Choices
from portrayals.services.grouping import Grouping
from portrayals.tables import study, tally, title, unit

#: Below so many units a percentage is hardly one.
FEW = 10

CLUSTERED = ("cluster", "wilson-clusters")


def caveats(
    connection: Connection,
    reading: Reading,
    choices: Choices,
    groups: Grouping,
    rows: Sequence[StatRow | NumberRow],
    where_undetermined: int,
    coder: str | None,
) -> tuple[str, ...]:
    """The notes of a statistic, in the order in which they are printed."""
    return (
        *_of_sample(connection),
        *of_query("--where", choices, choices.where, where_undetermined),
        *_of_rows(choices, groups, rows),
        *_of_basis(connection, reading, choices, groups, coder),
    )


def _of_sample(connection: Connection) -> Iterator[str]:
    if is_convenience(connection):
        yield "A convenience sample: its shares are not estimates for any wider population."
    pending, titles = connection.execute(
        select(
            func.count().filter(title.c.screened == "pending"),
            func.count(),
        ).select_from(title)
    ).one()
    if pending:
        yield f"Not screened yet, and counted: {pending:,} of {counted(titles, 'title')}."


def is_convenience(connection: Connection) -> bool:
    """Whether the sample was chosen as it came to hand, so that it stands for nothing wider."""
    return connection.execute(select(study.c.sampling)).scalar_one() == "convenience"


def of_query(
    option: str, choices: Choices, where: Asked | None, undetermined: int
) -> Iterator[str]:
    """What a query that chooses the units does to the figures."""
    if where is None:
        return
    asked = set(named(where.query))
    for chosen in choices.variables:
        if chosen.variable.key in asked:
            yield f"{option} restricts by {chosen.variable.key}, which is counted."
    if undetermined:
        yield (
            f"{counted(undetermined, 'unit')} left out: it is undetermined whether "
            f"{where.text} holds."
        )


def _of_rows(
    choices: Choices, groups: Grouping, rows: Sequence[StatRow | NumberRow]
) -> Iterator[str]:
    if groups.overlapping:
        yield f"Groups of {groups.by} overlap: a unit counts in each that it belongs to."
    for chosen in choices.variables:
        yield from _of_variable(chosen.variable, choices.level, rows)
    settled = [row for row in rows if row.n]
    clustered = [row for row in settled if isinstance(row, StatRow) and row.method in CLUSTERED]
    if clustered and min(row.titles for row in clustered) < FEW_CLUSTERS:
        least = min(row.titles for row in clustered)
        most = max(row.titles for row in clustered)
        number = f"{least} to {most} titles" if least < most else counted(most, "title")
        yield f"Intervals are clustered by {number}; with fewer than 30 they are rough."
    if settled and min(row.n for row in settled) < FEW:
        yield f"Some shares are of fewer than {FEW} units: read them as counts."


def _of_variable(
    variable: StoredVariable, level: Level, rows: Sequence[StatRow | NumberRow]
) -> Iterator[str]:
    own = [row for row in rows if isinstance(row, StatRow) and row.variable == variable.key]
    if is_below(variable.level, level) and variable.type in {"nominal", "boolean"}:
        alone = len({row.code for row in own}) == 1
        yield f"{variable.key} is coded for {variable.level}s: a {level} has " + (
            "it if a unit beneath has."
            if alone
            else "each value found beneath it, so its rows overlap."
        )
    if variable.type == "ordinal" and variable.codes:
        yield from _medians(variable, own)


def _medians(variable: StoredVariable, rows: Sequence[StatRow]) -> Iterator[str]:
    """The median of an ordinal, which has no mean (R8); of two middle codes the lower."""
    for group in dict.fromkeys(row.group for row in rows):
        of_group = [row for row in rows if row.group == group]
        total = sum(row.count for row in of_group)
        if not total or len(of_group) < len(variable.codes):
            continue
        reached = 0
        for row in of_group:
            reached += row.count
            if 2 * reached >= total:
                of = "" if group is None else f", {group}"
                yield f"Median of {variable.key}{of}: {row.label}."
                break


def _of_basis(
    connection: Connection,
    reading: Reading,
    choices: Choices,
    groups: Grouping,
    coder: str | None,
) -> Iterator[str]:
    """How many of the findings rest on codings whose basis nobody stated, or on hearsay (R18)."""
    if coder is not None:
        yield f"Codings of {coder} alone, not findings."
    sources = {
        source.variable_id
        for chosen in choices.variables
        for source in (
            inputs_of(reading.book, chosen.variable)
            if chosen.variable.derived
            else (chosen.variable,)
        )
    }
    if coder is not None or not sources:
        return
    of_variables = and_(tally.c.variable_id.in_(sources), _is_counted(choices, groups))
    units = select(func.count(func.distinct(tally.c.unit_id))).select_from(
        tally.join(unit, unit.c.unit_id == tally.c.unit_id)
    )
    unstated = connection.execute(
        units.where(of_variables, tally.c.basis == "unstated")
    ).scalar_one()
    if unstated:
        rests = counted(unstated, "unit rests", "units rest")
        yield f"{rests} on codings whose basis is unstated."
    hearsay = connection.execute(
        units.where(of_variables, tally.c.hearsay > 0, tally.c.basis.is_(None))
    ).scalar_one()
    if hearsay:
        has = counted(hearsay, "unit has", "units have")
        yield f"{has} nothing but hearsay, which is never settled."


def _is_counted(choices: Choices, groups: Grouping) -> ColumnElement[bool]:
    """Whether a unit with a tally is one of those counted, or lies above or beneath one."""
    of = groups.counted.c
    near = [unit.c.unit_id.in_(select(of.unit_id)), unit.c.unit_id.in_(select(of.parent_id))]
    if choices.level == "title":
        near.append(unit.c.title_id.in_(select(of.unit_id)))
    else:
        near += [unit.c.parent_id.in_(select(of.unit_id)), unit.c.unit_id.in_(select(of.title_id))]
    return or_(*near)
