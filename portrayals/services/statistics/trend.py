"""`trend`: a share by year or decade, and whether it rises or falls (R36, R37)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, FromClause, Select, func, select

from portrayals.analysis.trends import clustered_trend, cochran_armitage
from portrayals.database.staging import staged
from portrayals.findings.outcomes import NO_GROUP
from portrayals.notation.did_you_mean import choose
from portrayals.notation.plurals import counted
from portrayals.results.count_options import CountOptions
from portrayals.results.stats import StatRow
from portrayals.results.trend import OneTest, Trend
from portrayals.services.statistics.caveats import FEW, is_convenience, of_tests
from portrayals.services.statistics.context import begin
from portrayals.services.statistics.groups import Grouping, grouped
from portrayals.services.statistics.options import CountRequest
from portrayals.services.statistics.question import Question, answers_to, one_question, told
from portrayals.services.statistics.sentence import (
    among,
    clause_of,
    group_in_words,
    share_told,
    short_share,
)

#: How many years a period has.
_YEARS: Final = {"year": 1, "decade": 10}
DECADE: Final = "decade"
#: So many units of either answer a test of large samples should have.
_FEW: Final = 5


def trend(
    connection: Connection, variable: str, how: CountOptions = CountOptions(), *, per: str = DECADE
) -> Trend:
    """The share of units with one of the codes of `VARIABLE:CODE,CODE`, by period.

    A boolean alone is its yes, a set alone any of its codes. `per` is `year` or `decade`. Raises
    InvalidValue for what has no share.
    """
    per = choose(per, _YEARS, "a period")
    begun = begin(connection, [variable], how)
    reading, choices = begun.reading, begun.choices
    question = one_question(choices.variables[0])
    by_period = grouped(connection, reading, begun.everyone, per, choices.level).counted
    dated = staged(connection, _dated(by_period), "unit_id", "grp")
    undated = _number(connection, by_period) - _number(connection, dated)
    answers = answers_to(connection, reading, question, choices, dated)
    periods = _periods([group for group in answers.counts.units if group], _YEARS[per])
    rows = tuple(answers.row(period, choices) for period in periods)
    total = answers.together(periods, choices)
    scores = [_first_year(period) for period in periods]
    naive = told(cochran_armitage([row.count for row in rows], [row.n for row in rows], scores))
    clustered = None
    if choices.level != "title" and periods:
        clustered = told(clustered_trend(answers.cells(periods), scores))
    settled = tuple(row for row in rows if row.n)
    notes = (
        *_of_periods(connection, undated, choices.level),
        *begun.caveats(Grouping(dated, None), [*(row for row in rows if row.units), total]),
        *_of_counts(total, naive),
        *of_tests(choices),
    )
    return Trend(
        **begun.head(
            "trend",
            n=total.n,
            states=total.states | {"no-year": undated},
            notes=notes,
            by=per,
            arguments=[variable],
            options={"per": None if per == DECADE else per},
        ),
        rows=rows,
        labels={question.chosen.variable.key: question.chosen.variable.label},
        per=per,
        total=total,
        test=naive,
        clustered=clustered,
        sentence=begun.sentence(
            [*_told(question, choices, total, settled, per)],
            notes,
            out_of_n=None if total.at_least else total.states,
            no_trend=True,
        ),
    )


def _dated(by_period: FromClause) -> Select[Any]:
    return select(*by_period.c).where(by_period.c.grp != NO_GROUP)


def _number(connection: Connection, units: FromClause) -> int:
    return connection.execute(select(func.count()).select_from(units)).scalar_one()


def _first_year(period: str) -> int:
    return int(period.removesuffix("s"))


def _periods(found: Sequence[str], step: int) -> list[str]:
    """Every period from the first to the last that has a unit, those between without one too."""
    years = [_first_year(period) for period in found]
    if not years:
        return []
    suffix = "s" if step > 1 else ""
    return [f"{year}{suffix}" for year in range(min(years), max(years) + 1, step)]


def _of_periods(connection: Connection, undated: int, level: str) -> Iterator[str]:
    if is_convenience(connection):
        yield "No trend can be read from a convenience sample: what came to hand may have changed."
    if undated:
        are = "is" if undated == 1 else "are"
        yield f"{counted(undated, level)} without a year {are} not counted."


def _of_counts(total: StatRow, test: OneTest) -> Iterator[str]:
    least = min(total.count, total.n - total.count)
    if test.p is not None and least < _FEW:
        whose = "with it" if least == total.count else "without it"
        are = f"{counted(least, 'unit')} {whose} {'is' if least == 1 else 'are'} few"
        yield f"The test for trend is one of large samples, for which {are}."


def _told(
    question: Question,
    choices: CountRequest,
    total: StatRow,
    settled: Sequence[StatRow],
    per: str,
) -> Iterator[str]:
    """The share of all, then those of the first and the last period of ten units or more."""
    clause = clause_of(question.chosen, question.codes)
    yield f"{share_told(total, choices.level, clause, choices.confidence, among(choices))}."
    enough = [row for row in settled if row.n >= FEW]
    if len(enough) > 1 and not total.at_least:
        first, *_, last = (f"{short_share(row)} {group_in_words(per, row.group)}" for row in enough)
        yield f"It was {first}, and {last}."
