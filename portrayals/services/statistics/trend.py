"""`trend`: a share by year or decade, and whether it rises or falls (R36, R37)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, FromClause, Select, func, select

from portrayals.analysis.trends import clustered_trend, cochran_armitage
from portrayals.database.staging import staged
from portrayals.findings.outcomes import NO_GROUP
from portrayals.notation.did_you_mean import choose
from portrayals.notation.figures import p_value
from portrayals.notation.plurals import counted
from portrayals.results.count_options import CountOptions, not_counted
from portrayals.results.stats import StatRow
from portrayals.results.trend import OneTest, Trend
from portrayals.services.statistics.caveats import is_convenience, of_tests
from portrayals.services.statistics.context import begin
from portrayals.services.statistics.groups import Grouping, grouped
from portrayals.services.statistics.question import answers_to, one_question, told
from portrayals.services.statistics.share import of_units, share_in_words
from portrayals.vocabulary import Level

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
    units = f"{total.n:,} {reading.book.name_of(choices.level, total.n)}"
    notes = (
        *_of_periods(connection, undated, choices.level),
        *begun.caveats(Grouping(dated, None), [*(row for row in rows if row.units), total]),
        *_of_counts(total, naive),
        *of_tests(choices),
    )
    sentence = _sentence(question.told, units, choices.level, total, settled, clustered or naive)
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
        sentence=" ".join((sentence, *notes)),
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


def _sentence(
    asked: str,
    units: str,
    level: Level,
    total: StatRow,
    settled: Sequence[StatRow],
    test: OneTest,
) -> str:
    """The trend as one can print it, before its caveats; `settled` are the periods with an n."""
    if not settled and not total.units:
        return f"{asked}: known of nobody."
    if total.at_least:
        told = (of_units(total, level), share_in_words(total), not_counted(total.states))
        return f"{asked}: {'; '.join(filter(None, told))}."
    sentence = f"{asked}: {_share(total)} of {units}"
    if len(settled) > 1:
        first, *_, last = settled
        sentence += (
            f"; from {_share(first)} of {first.n} in {first.group} to {_share(last)} of {last.n} "
            f"in {last.group}; test for trend, {p_value(test.p)}"
        )
    return f"{'; '.join(filter(None, (sentence, not_counted(total.states))))}."


def _share(row: StatRow) -> str:
    return f"{row.count:,} ({row.percent:.1f} %)"
