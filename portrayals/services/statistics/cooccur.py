"""`cooccur`: which codes of one variable come together, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from sqlalchemy import Connection

from portrayals.analysis.cooccurrence import Pair
from portrayals.analysis.proportions import ClusterSums, Interval
from portrayals.counts.code_counts import Kinds
from portrayals.counts.crosstab_counts import outcomes
from portrayals.counts.crosstab_kinds import OwnPairs, own_pairs
from portrayals.errors import InvalidValue
from portrayals.findings.settle import NONE_ID
from portrayals.notation.plurals import counted
from portrayals.results.cooccur import CodePair, Cooccurrence
from portrayals.results.count_options import CountOptions
from portrayals.services.statistics.caveats import CLUSTERED, FEW
from portrayals.services.statistics.context import begin
from portrayals.services.statistics.crosstab import left_out
from portrayals.services.statistics.crosstab_sides import AskedSide, Heading, variable_side
from portrayals.services.statistics.groups import grouped
from portrayals.services.statistics.options import CountRequest
from portrayals.services.statistics.share import share_interval

CodesOf = tuple[Heading, Heading]


def cooccur(
    connection: Connection, variable: str, how: CountOptions = CountOptions()
) -> Cooccurrence:
    """The pairs of codes of `VARIABLE` (`VARIABLE:CODE,CODE`) of which a unit has both.

    Of codes that are named every pair is told. A code and one above it always come together, and
    are no pair. Raises InvalidValue for a variable of which a unit has one code only.
    """
    begun = begin(connection, [variable], how)
    reading, choices = begun.reading, begun.choices
    groups = grouped(connection, reading, begun.everyone, None, choices.level)
    side = variable_side(connection, reading, choices.variables[0], choices, groups.counted)
    if not side.overlap:
        raise InvalidValue(
            f"a {choices.level} has one code of {side.key}, so that none come together",
            hint=f"set it beside another: portrayals crosstab {side.key} VARIABLE",
        )
    pairs = _pairs(side)
    found = own_pairs(connection, side.found, by_title=choices.by_title)
    counts = zip(pairs, _counts(found, pairs), strict=True)
    rows = [_row(pair, of_pair, choices) for pair, of_pair in counts]
    named = choices.variables[0].codes is not None
    told = sorted((row for row in rows if named or row.count), key=_often)
    n, states = left_out(outcomes(connection, side.found, side.found)[None], joined=False)
    made = Cooccurrence(
        **begun.head("cooccur", n=n, states=states, arguments=[variable]),
        variable=side.key,
        label=side.label,
        rows=tuple(told),
        never=sum(not row.count for row in rows),
    )
    noted = replace(made, notes=(*_notes(made), *begun.caveats(groups, ())))
    return replace(noted, sentence=_sentence(noted))


def _often(row: CodePair) -> tuple[float, ...]:
    return (-row.count, -(row.jaccard or 0))


def _pairs(side: AskedSide) -> list[CodesOf]:
    """Any two codes of which neither lies above the other; `none` comes with no code."""
    parents = {heading.code: heading.parent for heading in side.headings}

    def above(code: str | None) -> Iterator[str]:
        while code is not None:
            yield code
            code = parents.get(code)

    codes = [heading for heading in side.headings if heading.stored != NONE_ID]
    return [
        (one, other)
        for one, other in combinations(codes, 2)
        if one.code not in above(other.parent) and other.code not in above(one.parent)
    ]


def _counts(found: OwnPairs, pairs: Iterable[CodesOf]) -> Iterator[tuple[Pair, Kinds, Kinds]]:
    """For each pair its counts, and the kinds of titles of the shares both ways."""
    unnamed = {
        code: Counter({(0, n): titles for (n,), titles in kinds.items()})
        for code, kinds in found.codes.items()
    }
    for pair in pairs:
        row, column = sorted((heading.stored for heading in pair), key=int)
        of_row, of_column = (Counter(unnamed.get(code)) for code in (row, column))
        for (in_row, in_column, more, others, both), titles in found.pairs.get(
            (row, column), {}
        ).items():
            of_row[0, in_row] -= titles
            of_row[both, in_row + more] += titles
            of_column[0, in_column] -= titles
            of_column[both, in_column + others] += titles
        cell = found.total.cell(row, column)
        if row == pair[0].stored:
            yield Pair(cell.n, cell.row, cell.column, cell.both), +of_row, +of_column
        else:
            yield Pair(cell.n, cell.column, cell.row, cell.both), +of_column, +of_row


def _sums(kinds: Kinds) -> ClusterSums:
    """The sums of k and n over titles."""
    clusters = count = n_all = kk = kn = nn = 0
    for (k, n), times in kinds.items():
        if n:
            clusters += times
            count += times * k
            n_all += times * n
            kk += times * k * k
            kn += times * k * n
            nn += times * n * n
    return ClusterSums(clusters, count, n_all, kk, kn, nn)


def _row(pair_of: CodesOf, counts: tuple[Pair, Kinds, Kinds], choices: CountRequest) -> CodePair:
    (one, other), (pair, of_one, of_other) = pair_of, counts
    first = _share(pair.both, pair.first, of_one, choices)
    second = _share(pair.both, pair.second, of_other, choices)
    methods = dict.fromkeys(
        each.method for each, n in ((first, pair.first), (second, pair.second)) if n
    )
    return CodePair(
        code=one.code,
        label=one.label,
        other=other.code,
        other_label=other.label,
        count=pair.both,
        code_count=pair.first,
        other_count=pair.second,
        n=pair.n,
        percent_of_code=_percent(pair.second_given_first),
        code_low=_percent(first.low),
        code_high=_percent(first.high),
        percent_of_other=_percent(pair.first_given_second),
        other_low=_percent(second.low),
        other_high=_percent(second.high),
        jaccard=pair.jaccard,
        methods=tuple(methods),
    )


def _share(k: int, n: int, of_titles: Kinds, choices: CountRequest) -> Interval:
    """The interval of a share; where the units are not counted by title, of units alone."""
    alone = choices.level == "title" and choices.interval != "cluster"
    sums = ClusterSums(n, k, n, k, k, n) if alone else _sums(of_titles)
    return share_interval(sums, of_titles, choices)


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _notes(made: Cooccurrence) -> Iterator[str]:
    if made.never:
        pairs = counted(made.never, "pair of codes comes", "pairs of codes come")
        yield f"{pairs} together nowhere."
    if made.rows:
        yield "Percentages overlap: a unit may have many pairs. None is tested."
    clustered = [row for row in made.rows if set(row.methods) & set(CLUSTERED)]
    if clustered:
        how = "drawn from titles" if made.interval == "bootstrap" else "clustered by title"
        yield f"Intervals are {how}; of few titles they are rough."
    if any(min(row.code_count, row.other_count) < FEW for row in made.rows):
        yield f"Some shares are of fewer than {FEW} units: read them as counts."


def _sentence(made: Cooccurrence) -> str:
    """The pair that comes together most often, as one can print it, the caveats after it."""
    if not made.rows or not made.rows[0].count:
        return " ".join((f"No two codes of {made.label} come together.", *made.notes))
    row = made.rows[0]
    told = (
        f"Of {made.label}, {row.label} and {row.other_label} come together most often: in "
        f"{counted(row.count, made.level)}, {row.percent_of_code:.1f} % of the {row.code_count:,} "
        f"with the first and {row.percent_of_other:.1f} % of the {row.other_count:,} with the "
        f"second (Jaccard {row.jaccard:.2f})."
    )
    return " ".join((told, *made.notes))
