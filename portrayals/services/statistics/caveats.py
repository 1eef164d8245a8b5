"""The notes beside a figure: the sample, what was left out, what overlaps, what is thin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from portrayals.analysis.bootstrap import RESAMPLES
from portrayals.analysis.proportions import FEW_CLUSTERS
from portrayals.findings.outcome_at_unit import inputs_of, named
from portrayals.findings.reading import Reading
from portrayals.findings.stored_codebook import Book, StoredVariable
from portrayals.findings.unit_ref import is_below, place
from portrayals.language.syntax import Asked
from portrayals.notation.plurals import counted
from portrayals.query.near import hints
from portrayals.query.running import of_earlier_series
from portrayals.results.count_options import AS_REPORTED, Note
from portrayals.results.stats import FEW, NumberRow, StatRow
from portrayals.services.statistics.agreement import of_agreement
from portrayals.services.statistics.groups import Grouping
from portrayals.services.statistics.open_units import of_open_units
from portrayals.services.statistics.options import CountRequest, sources_of
from portrayals.services.statistics.periods import of_series
from portrayals.services.statistics.units_of_one_title import of_one_title, spread_of
from portrayals.services.statistics.who_coded import of_coder, of_compilations, of_programs_asked
from portrayals.tables import ballot, study, title, unit, unit_ballot
from portrayals.vocabulary import Level

#: Begins the note of a sample of which no other title is known to be like.
CONVENIENCE: Final = "A convenience sample"

CLUSTERED = ("cluster", "bootstrap", "wilson-clusters")


def caveats(
    connection: Connection,
    reading: Reading,
    choices: CountRequest,
    groups: Grouping,
    rows: Sequence[StatRow | NumberRow],
    where_undetermined: int,
    coder: str | None,
    *,
    must: Sequence[str],
    overview: bool,
    total: StatRow | None = None,
) -> tuple[str, ...]:
    """The notes of a statistic, most important first: a terminal shows as many as fit three lines.

    What the figures are comes first, then what they stand for, then how reliable they are. `total`
    is the row of all groups together, if it is printed.
    """
    whole = rows if total is None else [total]
    rows = rows if total is None else [*rows, total]
    book = reading.book
    sources = {} if coder is not None else sources_of(book, choices)
    levels = {book.variables[key].level for key in sources.values()}
    judged = levels.pop() if len(levels) == 1 else "unit"
    noun = "" if judged == choices.level else judged
    return (
        *must,
        *_medians(choices, rows),
        *of_open_units(
            rows,
            whole,
            reading,
            () if groups.overlapping or coder else choices.variables,
            choices.level,
        ),
        *_of_sample(connection),
        *of_series(connection, book, choices, groups),
        *of_query("--where", connection, reading, choices, choices.where, where_undetermined),
        *of_compilations(connection, sources, _is_counted(choices, groups), noun),
        *of_agreement(connection, _judged(book, choices) if coder is None else {}),
        *_of_groups(book, choices, groups),
        *_of_rows(choices, rows),
        *_of_basis(connection, sources, choices, groups),
        *_of_screening(connection, overview=overview),
        *_of_drawing(choices),
    )


def _of_sample(connection: Connection) -> Iterator[str]:
    sampling = _sampling(connection)
    if sampling == "convenience":
        yield f"{CONVENIENCE}: the shares hold for these titles only."
        return
    strata = connection.execute(select(func.count(func.distinct(title.c.stratum)))).scalar_one()
    if sampling == "stratified" or strata > 1:
        yield "Shares are unweighted: each unit counts the same, whatever its stratum."


def _of_screening(connection: Connection, *, overview: bool) -> Iterator[str]:
    """R1: how many titles are still to be screened, in an overview and where any is screened."""
    pending, titles = connection.execute(
        select(func.count().filter(title.c.screened == "pending"), func.count()).select_from(title)
    ).one()
    if pending and (overview or pending < titles):
        have = "has" if pending == 1 else "have"
        yield f"{pending:,} of {counted(titles, 'title')} counted {have} not been screened yet."


def is_convenience(connection: Connection) -> bool:
    """Whether the sample is a convenience sample, which represents nothing wider."""
    return _sampling(connection) == "convenience"


def _sampling(connection: Connection) -> str | None:
    return connection.execute(select(study.c.sampling)).scalar_one()


def related(book: Book, one: StoredVariable, other: StoredVariable) -> str | None:
    """How two variables are connected by definition; null if they are not, or are the same."""
    of_one, of_other = ({v.key for v in inputs_of(book, each)} for each in (one, other))
    if other.key in of_one:
        return f"{one.key} is computed from {other.key}"
    if one.key in of_other:
        return f"{other.key} is computed from {one.key}"
    shared = of_one & of_other if one.key != other.key else set()
    if not shared:
        return None
    return f"{one.key} and {other.key} are both computed from {', '.join(sorted(shared))}"


def of_query(
    option: str,
    connection: Connection,
    reading: Reading,
    choices: CountRequest,
    where: Asked | None,
    undetermined: int,
) -> Iterator[str]:
    """What a query that selects the units does to the figures, and how many it leaves open."""
    if where is None:
        return
    yield from hints(connection, reading, (choices.level,), where, found=True)
    yield from of_earlier_series(connection, reading, place(choices.level), where, option)
    book = reading.book
    for name in dict.fromkeys(named(where.query)):
        for chosen in choices.variables:
            if chosen.variable.key == name:
                yield f"{option} selects by {name}, which is also counted."
            elif name in book.variables and (
                hanging := related(book, chosen.variable, book.variables[name])
            ):
                yield f"{option} selects by a related variable: {hanging}."
    if undetermined:
        are = "is" if undetermined == 1 else "are"
        more = counted(undetermined, f"more {choices.level}")
        belong = "one belongs" if undetermined == 1 else f"{undetermined:,} belong"
        where_to = "to the other group" if option == "--versus" else "here"
        yield Note(
            f"{more} {are} not counted: it is open whether {option} holds.",
            f"It is open whether another {belong} {where_to}.",
            counts=True,
            essential=True,
        )


def of_tests(choices: CountRequest) -> Iterator[str]:
    """For tests: that they are not resampled even if the intervals are."""
    if choices.drawn:
        how = (
            "treat units as independent" if choices.level == "title" else "are linearised by title"
        )
        yield f"p values are not bootstrapped: they {how}."


def _of_drawing(choices: CountRequest) -> Iterator[str]:
    if choices.drawn:
        percentiles = f"percentiles of {RESAMPLES:,} resamples of titles, seed {choices.seed}"
        yield f"Bootstrap intervals are {percentiles}."


def of_reading(
    connection: Connection, reading: Reading, choices: CountRequest, coder: str | None
) -> Iterator[str]:
    """The notes no figure may be without: who found it, and by which rule (R6, R20, R38)."""
    yield from _of_policy(reading, choices) if coder is None else of_coder(connection, coder)
    if reading.asked_by is not None:
        yield AS_REPORTED
    if choices.where is not None:
        yield from of_programs_asked(connection, "--where", choices.where)


def _of_policy(reading: Reading, choices: CountRequest) -> Iterator[str]:
    """Under `any` the answer decides who is in n, which R4 otherwise rules out (R20)."""
    asked = () if choices.where is None else named(choices.where.query)
    judged = choices.variables or any(name in reading.book.variables for name in asked)
    if reading.policy == "any" and judged:
        yield (
            "Under the policy any, the answer decides who is in n: one yes is enough to be "
            "counted, and a no needs agreement."
        )


def _of_groups(book: Book, choices: CountRequest, groups: Grouping) -> Iterator[str]:
    if groups.overlapping:
        yield f"Groups by {groups.by} overlap: a unit counts in each group it belongs to."
    by = book.variables.get(groups.by or "")
    for chosen in choices.variables if by else ():
        if by and (hanging := related(book, chosen.variable, by)):
            yield f"Groups differ by definition: {hanging}."


def _of_rows(choices: CountRequest, rows: Sequence[StatRow | NumberRow]) -> Iterator[str]:
    for chosen in choices.variables:
        yield from _of_variable(chosen.variable, choices.level, rows)
    settled = [row for row in rows if row.n]
    clustered = [row for row in settled if isinstance(row, StatRow) and row.method in CLUSTERED]
    if clustered and min(row.titles for row in clustered) < FEW_CLUSTERS:
        least = min(row.titles for row in clustered)
        most = max(row.titles for row in clustered)
        number = f"{least} to {most} titles" if least < most else counted(most, "title")
        yield f"Intervals rest on {number}; with fewer than {FEW_CLUSTERS} they are rough."
    yield from of_one_title(choices, map(spread_of, settled))
    few = [row for row in settled if row.n < FEW]
    if any(isinstance(row, StatRow) for row in few):
        yield f"Some shares rest on fewer than {FEW} units: read them as counts."
    if any(isinstance(row, NumberRow) for row in few):
        yield f"Some means rest on fewer than {FEW} units."


def _of_variable(
    variable: StoredVariable, level: Level, rows: Sequence[StatRow | NumberRow]
) -> Iterator[str]:
    if is_below(variable.level, level) and variable.type in {"nominal", "boolean"}:
        alone = len({row.code for row in _rows_of(variable, rows)}) == 1
        yield f"{variable.key} is coded for {variable.level}s: a {level} has " + (
            "it if a unit below it has."
            if alone
            else "every value found below it, so rows overlap."
        )


def _medians(choices: CountRequest, rows: Sequence[StatRow | NumberRow]) -> Iterator[str]:
    """The medians of ordinals, which have no mean (R8)."""
    for chosen in choices.variables:
        variable = chosen.variable
        if variable.type == "ordinal" and variable.codes:
            yield from _median(variable, _rows_of(variable, rows))


def _median(variable: StoredVariable, rows: Sequence[StatRow]) -> Iterator[str]:
    """The median in each group; the lower of two middle codes."""
    places = {node.key: place for place, node in enumerate(variable.codes)}
    for group in dict.fromkeys(row.group for row in rows):
        of_group = [row for row in rows if row.group == group]
        of_group.sort(key=lambda row: places.get(row.code, len(places)))
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


def _rows_of(variable: StoredVariable, rows: Sequence[StatRow | NumberRow]) -> list[StatRow]:
    return [row for row in rows if isinstance(row, StatRow) and row.variable == variable.key]


def _judged(book: Book, choices: CountRequest) -> dict[StoredVariable, tuple[str, ...] | None]:
    """The variables that coders judged, and the codes of them that are counted; null for all."""
    judged: dict[StoredVariable, tuple[str, ...] | None] = {}
    for chosen in choices.variables:
        if not chosen.variable.derived:
            judged[chosen.variable] = None if chosen.any_code else chosen.codes
    for chosen in choices.variables:
        for source in inputs_of(book, chosen.variable) if chosen.variable.derived else ():
            judged.setdefault(source, None)
    return judged


def _of_basis(
    connection: Connection, sources: Mapping[int, str], choices: CountRequest, groups: Grouping
) -> Iterator[str]:
    """How many findings rest on codings without a stated basis, or on hearsay (R18)."""
    if not sources:
        return
    of_variables = and_(unit_ballot.c.variable_id.in_(sources), _is_counted(choices, groups))
    units = (
        select(func.count(func.distinct(unit_ballot.c.unit_id)))
        .join_from(unit_ballot, unit, unit.c.unit_id == unit_ballot.c.unit_id)
        .join(ballot, ballot.c.ballot_id == unit_ballot.c.ballot_id)
    )
    unstated = connection.execute(
        units.where(of_variables, ballot.c.basis == "unstated")
    ).scalar_one()
    if unstated:
        yield f"For {counted(unstated, 'unit')} the coders did not state their basis."
    hearsay = connection.execute(
        units.where(of_variables, ballot.c.hearsay == 1, ballot.c.basis.is_(None))
    ).scalar_one()
    if hearsay:
        known = counted(hearsay, "unit is", "units are")
        yield f"{known} known from hearsay only, which is never counted."


def _is_counted(choices: CountRequest, groups: Grouping) -> ColumnElement[bool]:
    """Whether a unit with a ballot is counted, or lies above or beneath a counted unit."""
    of = groups.counted.c
    near = [unit.c.unit_id.in_(select(of.unit_id)), unit.c.unit_id.in_(select(of.parent_id))]
    if choices.level == "title":
        near.append(unit.c.title_id.in_(select(of.unit_id)))
    else:
        near += [unit.c.parent_id.in_(select(of.unit_id)), unit.c.unit_id.in_(select(of.title_id))]
    return or_(*near)
