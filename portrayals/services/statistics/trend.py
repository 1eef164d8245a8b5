"""`trend`: a share by year or decade, and whether it rises or falls (R36, R37)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, FromClause, Select, case, func, select

from portrayals.analysis.trends import clustered_trend, cochran_armitage
from portrayals.database.staging import staged
from portrayals.findings.outcomes import NO_GROUP
from portrayals.findings.stored_codebook import Book
from portrayals.notation.did_you_mean import choose
from portrayals.notation.plurals import counted
from portrayals.results.count_options import CountOptions
from portrayals.results.stats import StatRow
from portrayals.results.trend import OneTest, Trend
from portrayals.services.statistics.caveats import CONVENIENCE, is_convenience, of_tests
from portrayals.services.statistics.context import begin
from portrayals.services.statistics.groups import PERIODS, TO, Grouping, grouped
from portrayals.services.statistics.options import CountRequest
from portrayals.services.statistics.periods import of_series
from portrayals.services.statistics.question import YesNoQuestion, answers_to, one_question, told
from portrayals.services.statistics.sentence import groups_told, in_groups, share_told
from portrayals.services.statistics.wording import among, clause_at, worded
from portrayals.tables.literals import word

DECADE: Final = "decade"
#: So many units of either answer a test of large samples should have.
_FEW: Final = 5


def trend(
    connection: Connection,
    variable: str,
    how: CountOptions = CountOptions(),
    *,
    per: str = DECADE,
    min_n: int | None = None,
) -> Trend:
    """The share of units with one of the codes of `VARIABLE:CODE,CODE`, by period.

    A boolean alone is its yes, a set alone any of its codes. `per` is `year` or `decade`. Periods
    of fewer than `min_n` units are counted together with their neighbours; the tests are of single
    periods all the same. Raises InvalidValue for what has no share.
    """
    per = choose(per, PERIODS, "a period")
    begun = begin(connection, [variable], how)
    reading, choices = begun.reading, begun.choices
    question = one_question(choices.variables[0])
    by_period = grouped(connection, reading, begun.everyone, per, choices.level).counted
    dated = staged(connection, _dated(by_period), "unit_id", "grp")
    undated = _number(connection, by_period) - _number(connection, dated)
    answers = answers_to(connection, reading, question, choices, dated)
    periods = _periods([group for group in answers.counts.units if group], PERIODS[per])
    single = tuple(answers.row(period, choices) for period in periods)
    total = answers.together(periods, choices)
    scores = [_first_year(period) for period in periods]
    naive = told(cochran_armitage([row.count for row in single], [row.n for row in single], scores))
    clustered = None
    if choices.level != "title" and periods:
        clustered = told(clustered_trend(answers.cells(periods), scores))
    rows = single
    shown: tuple[str, ...] = ()
    spans = _spans(joined(single, min_n or 0))
    if len(spans) < len(single):
        longer = [span for span, within in spans.items() if len(within) > 1]
        shown = (_of_spans(longer, per, min_n or 0),)
        dated = staged(connection, _in_spans(dated, spans), "unit_id", "grp")
        answers = answers_to(connection, reading, question, choices, dated)
        rows = tuple(answers.row(span, choices) for span in spans)
    several, told_apart = len(single) > 1, len(groups_told(rows, per)[0]) > 1
    of_periods = [*_of_periods(connection, undated, choices.level, several=several)]
    caveats = begun.caveats(Grouping(dated, None), [row for row in rows if row.units], total=total)
    notes = (
        *shown,
        *of_periods,
        *of_series(connection, reading.book, choices, Grouping(dated, per)),
        *(note for note in caveats if not (several and note.startswith(CONVENIENCE))),
        *_of_counts(total, naive),
        *([f"The test for trend uses single {per}s."] if shown and naive.p is not None else []),
        *of_tests(choices),
    )
    return Trend(
        **begun.head(
            "trend",
            n=total.n,
            states=total.states | {"no-year": undated},
            notes=notes,
            must=shown,
            by=per,
            arguments=[variable],
            options={"per": None if per == DECADE else per, "min-n": min_n},
        ),
        shown=shown,
        rows=rows,
        labels={question.chosen.variable.key: question.chosen.variable.label},
        per=per,
        min_n=min_n,
        total=total,
        test=naive,
        clustered=clustered,
        clause=worded(question.chosen.variable, question.codes),
        no_trend=is_convenience(connection),
        sentence=begun.sentence(
            [*_told(question, choices, reading.book, total, rows, per)],
            notes,
            left_out=[_left_out(rows if told_apart else (), total)],
            in_all=True,
            no_trend=told_apart,
        ),
    )


def _dated(by_period: FromClause) -> Select[Any]:
    return select(*by_period.c).where(by_period.c.grp != NO_GROUP)


def _number(connection: Connection, units: FromClause) -> int:
    return connection.execute(select(func.count()).select_from(units)).scalar_one()


def _left_out(rows: Sequence[StatRow], total: StatRow) -> int:
    """How many units the share of all is not of; or those of periods, if it is of more."""
    return max(total.everyone - total.size, sum(row.everyone - row.size for row in rows))


def _first_year(period: str) -> int:
    return int(period.removesuffix("s"))


def _periods(found: Sequence[str], step: int) -> list[str]:
    """Every period from the first to the last that has a unit, those between without one too."""
    years = [_first_year(period) for period in found]
    if not years:
        return []
    suffix = "s" if step > 1 else ""
    return [f"{year}{suffix}" for year in range(min(years), max(years) + 1, step)]


def joined(rows: Sequence[StatRow], least: int) -> list[list[StatRow]]:
    """Neighbouring periods put together until each has at least so many units, or all are one.

    The first that has too few joins the smaller of its neighbours, the later one of two equals.
    """
    spans = [[row] for row in rows]
    while len(spans) > 1:
        sizes = [_units(span) for span in spans]
        thin = next((place for place, size in enumerate(sizes) if size < least), None)
        if thin is None:
            break
        beside = [place for place in (thin + 1, thin - 1) if 0 <= place < len(spans)]
        first = min(thin, min(beside, key=lambda place: sizes[place]))
        spans[first : first + 2] = [spans[first] + spans[first + 1]]
    return spans


def _units(span: Sequence[StatRow]) -> int:
    """The units that the share in several periods together is of."""
    count, n, known, units = (
        sum(getattr(row, name) for row in span) for name in ("count", "n", "known", "units")
    )
    return replace(span[0], count=count, n=n, known=known, units=units).size


def _spans(found: Sequence[Sequence[StatRow]]) -> dict[str, list[str]]:
    """The periods within each span, which is called by the first and the last of them."""
    periods = [[str(row.group) for row in span] for span in found]
    return {TO.join(dict.fromkeys((each[0], each[-1]))): each for each in periods}


def _in_spans(dated: FromClause, spans: Mapping[str, Sequence[str]]) -> Select[Any]:
    """The units in the groups of spans in place of those of periods."""
    span_of = {word(period): word(span) for span, own in spans.items() for period in own}
    rest = (each for each in dated.c if each.name != "grp")
    return select(*rest, case(span_of, value=dated.c.grp, else_=dated.c.grp).label("grp"))


def _of_spans(longer: Sequence[str], per: str, least: int) -> str:
    return f"{per.capitalize()}s with fewer than {least:,} units are joined: {', '.join(longer)}."


def _of_periods(
    connection: Connection, undated: int, level: str, *, several: bool
) -> Iterator[str]:
    if several and is_convenience(connection):
        yield (
            f"{CONVENIENCE} shows no trend, as what was at hand may have changed, and the shares "
            "hold for these titles only."
        )
    if undated:
        are = "is" if undated == 1 else "are"
        yield f"{counted(undated, level)} without a year {are} not counted."


def _of_counts(total: StatRow, test: OneTest) -> Iterator[str]:
    least = min(total.count, total.n - total.count)
    if test.p is not None and least < _FEW:
        whose = "with it" if least == total.count else "without it"
        are = f"{counted(least, 'unit')} {whose} {'is' if least == 1 else 'are'} few"
        yield f"The test for trend needs large samples; {are}."


def _told(
    question: YesNoQuestion,
    choices: CountRequest,
    book: Book,
    total: StatRow,
    rows: Sequence[StatRow],
    per: str,
) -> Iterator[str]:
    """How many there are in each period, where several have enough units; the share of all."""
    clause = clause_at(choices, book, question.chosen.variable, question.codes)
    where = among(choices, book)
    several = len(groups_told(rows, per)[0]) > 1
    if several:
        yield from in_groups({clause: rows}, per, choices.level, where, choices.confidence)
        where = ""
    share = share_told(total, choices.level, clause, choices.confidence, where)
    apart = (
        f"; single {per}s have too few to be told apart" if not several and len(rows) > 1 else ""
    )
    yield f"{share}{apart}."
