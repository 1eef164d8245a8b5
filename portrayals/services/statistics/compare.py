"""`compare`: a share in two groups of units that queries choose (R36)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, FromClause, Select, func, select, union_all

from portrayals.analysis import comparing
from portrayals.analysis.bootstrap import Kinds, one_by_one, resampled
from portrayals.analysis.contingency_tables import chi_square_allowed, with_units
from portrayals.analysis.effect_sizes import Effect
from portrayals.analysis.resampled_effects import compare_resampled
from portrayals.counts.population import ungrouped
from portrayals.counts.title_sums import kinds_across
from portrayals.database.staging import staged
from portrayals.errors import InvalidValue
from portrayals.findings.stored_codebook import Book
from portrayals.language.parse import to_text
from portrayals.language.syntax import Asked
from portrayals.notation.plurals import counted
from portrayals.query.asked import asked_in
from portrayals.results.compare import Comparison, Size
from portrayals.results.count_options import RESAMPLED, CountOptions
from portrayals.results.stats import FEW, StatRow
from portrayals.services.statistics.caveats import of_query, of_tests
from portrayals.services.statistics.context import begin
from portrayals.services.statistics.groups import Grouping
from portrayals.services.statistics.options import CountRequest
from portrayals.services.statistics.question import YesNoQuestion, answers_to, one_question, told
from portrayals.services.statistics.sentence import need_ranges, share_told, short_share
from portrayals.services.statistics.who_coded import of_programs_asked
from portrayals.services.statistics.wording import clause_at, in_words, of_whom, worded
from portrayals.tables.literals import word
from portrayals.vocabulary import Level

#: The two groups as they are stored, after the options that choose them.
_FIRST: Final = "where"
_SECOND: Final = "versus"

_INDEPENDENT: Final = "independent units"
_CLUSTERED: Final = "linearised, clustered by title"


def compare(connection: Connection, variable: str, how: CountOptions, *, versus: str) -> Comparison:
    """The share of `VARIABLE:CODE` where one query (`how.where`) is true, against another.

    Units for which a query is undetermined are in neither group by it, and counted. Raises
    InvalidValue where a unit fulfils both: the groups must be independent.
    """
    if how.where is None:
        raise InvalidValue("a comparison needs two groups", hint="--where QUERY --versus QUERY")
    begun = begin(connection, [variable], how)
    reading, choices = begun.reading, begun.choices
    question = one_question(choices.variables[0])
    queries = asked_in(reading.book, how.where), asked_in(reading.book, versus)
    second, unknown = begun.population_of("--versus", queries[1])
    _refuse_overlap(connection, begun.everyone, second, choices.level, queries)
    units = staged(connection, _both(begun.everyone, second), "unit_id")
    begun = begun.counting(units)
    answers = answers_to(connection, reading, question, choices, units)
    rows = (
        replace(answers.row(_FIRST, choices), group=how.where),
        replace(answers.row(_SECOND, choices), group=versus),
    )
    total = answers.together((_FIRST, _SECOND), choices)
    naive = _naive(rows, choices)
    clustered = None
    if choices.level != "title":
        clustered = comparing.compare_clustered(
            answers.cells((_FIRST, _SECOND)), choices.confidence / 100
        )
    by_default = clustered or naive
    sizes = tuple(_sizes(by_default, _CLUSTERED if clustered else _INDEPENDENT))
    if choices.drawn:
        kinds = (
            kinds_across(connection, answers.sums, (_FIRST, _SECOND))
            if clustered
            else one_by_one(cell for row in rows for cell in (row.count, row.n - row.count))
        )
        sizes = tuple(_drawn(by_default, sizes, kinds, choices))
    test = told(by_default.test)
    asked = tuple(of_programs_asked(connection, "--versus", queries[1]))
    notes = (
        *asked,
        *begun.caveats(Grouping(units, None), rows),
        *of_query("--versus", connection, reading, choices, queries[1], unknown),
        *_of_counts(rows, clustered=clustered is not None),
        *of_tests(choices),
    )
    return Comparison(
        **begun.head(
            "compare",
            n=total.n,
            states=total.states | {"versus-undetermined": unknown},
            notes=notes,
            must=asked,
            arguments=[variable],
            options={"versus": versus},
            provenance={"versus": versus},
        ),
        rows=rows,
        labels={question.chosen.variable.key: question.chosen.variable.label},
        versus=versus,
        clause=worded(question.chosen.variable, question.codes),
        sizes=sizes,
        test=test,
        naive_sizes=tuple(_sizes(naive, _INDEPENDENT)) if clustered else (),
        naive_test=told(naive.test) if clustered else None,
        sentence=begun.sentence(
            [_sentence(question, rows, sizes[0], queries, choices, reading.book)],
            notes,
            must=asked,
            left_out=[sum(row.everyone - row.size for row in rows)],
        ),
    )


def _of_counts(rows: Sequence[StatRow], *, clustered: bool) -> Iterator[str]:
    """By title the test is one of large samples, whatever the counts; of units it is not."""
    table = with_units([(row.count, row.n - row.count) for row in rows])
    if clustered and len(table) > 1 and len(table[0]) > 1 and not chi_square_allowed(table)[0]:
        yield "Expected counts are small for the test by title: fewer than 80 % are 5 or more."


def _refuse_overlap(
    connection: Connection,
    first: FromClause,
    second: FromClause,
    level: Level,
    queries: tuple[Asked, Asked],
) -> None:
    in_both = (
        select(func.count())
        .select_from(first.join(second, first.c.unit_id == second.c.unit_id))
        .where(first.c.truth == 1, second.c.truth == 1)
    )
    number = connection.execute(in_both).scalar_one()
    if number:
        one, other = (to_text(each.query) for each in queries)  # a phrase is none in brackets
        match = "matches" if number == 1 else "match"
        raise InvalidValue(
            f"{counted(number, level)} {match} both queries, but no unit can be in both groups",
            hint=f"exclude them from one: --versus '({other}) NOT ({one})'",
        )


def _both(first: FromClause, second: FromClause) -> Any:
    return union_all(_named(first, _FIRST), _named(second, _SECOND))


def _named(everyone: FromClause, group: str) -> Select[Any]:
    """The units of which a query is true, under the name of their group."""
    chosen = ungrouped(everyone).subquery()
    rest = (each for each in chosen.c if each.name != "grp")
    return select(*rest, word(group).label("grp"))


def _naive(rows: Sequence[StatRow], choices: CountRequest) -> comparing.TwoShares:
    one, other = rows
    return comparing.compare(
        one.count, one.n, other.count, other.n, confidence=choices.confidence / 100
    )


def _sizes(found: comparing.TwoShares, method: str) -> Iterator[Size]:
    """The effect sizes as printed: a difference is in percentage points."""
    yield _size(found.difference, method, times=100)
    yield _size(found.risk_ratio, method)
    yield _size(found.odds_ratio, method)


def _drawn(
    found: comparing.TwoShares, sizes: Sequence[Size], titles: Kinds, choices: CountRequest
) -> Iterator[Size]:
    """The sizes with the intervals of resamples of titles, or as they are where those have none."""
    drawn = resampled(titles, seed=choices.seed)
    effects = compare_resampled(found, drawn, choices.confidence / 100)
    for size, effect in zip(sizes, effects, strict=True):
        if effect is None:
            yield size
        else:
            yield _size(effect, RESAMPLED, times=100 if effect.name == "difference" else 1)


def _size(effect: Effect, method: str, times: float = 1) -> Size:
    value, low, high = (
        None if each is None else times * each for each in (effect.value, effect.low, effect.high)
    )
    return Size(effect.name, value, low, high, method, effect.remark)


def _sentence(
    question: YesNoQuestion,
    rows: Sequence[StatRow],
    difference: Size,
    queries: tuple[Asked, Asked],
    choices: CountRequest,
    book: Book,
) -> str:
    """Both shares, and how many points lie between them; or that either may be the larger.

    Of fewer than ten units there is no share, and so no difference of shares.
    """
    clause = clause_at(choices, book, question.chosen.variable, question.codes)
    one, other = (in_words(each, book, choices.level) for each in queries)
    one = f"{of_whom(choices.level, book)}{one}"
    ranged = need_ranges(rows)
    sentence = share_told(rows[0], choices.level, clause, None, one, ranged=ranged)
    sentence += f", against {short_share(rows[1], ranged=ranged)}{other}"
    if any(row.at_least for row in rows):
        return f"{sentence}{'; either share may be the larger' if _overlap(rows) else ''}."
    if difference.value is None or any(row.n < FEW for row in rows):
        return f"{sentence}."
    points = f"{difference.value:+.0f}".replace("-0", "0") + " percentage points"
    if difference.low is None or difference.high is None:
        return f"{sentence}: a difference of {points}."
    interval = f"{choices.confidence:g} % interval {difference.low:+.0f} to {difference.high:+.0f}"
    if difference.low <= 0 <= difference.high:
        return f"{sentence}: no clear difference ({points}; {interval})."
    return f"{sentence}: a difference of {points} ({interval})."


def _overlap(rows: Sequence[StatRow]) -> bool:
    """Whether the possible ranges of two groups have a share in common."""
    if not all(row.units for row in rows):
        return False
    exact = [100 * row.known / row.units for row in rows]
    lowest = [
        share if row.lowest is None else row.lowest for share, row in zip(exact, rows, strict=True)
    ]
    highest = [
        share if row.highest is None else row.highest
        for share, row in zip(exact, rows, strict=True)
    ]
    return max(lowest) < min(highest)
