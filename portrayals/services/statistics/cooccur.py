"""`cooccur`: which codes of one variable occur together, and how often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from math import ceil, floor

from sqlalchemy import Connection

from portrayals.analysis.cooccurrence import Pair
from portrayals.analysis.proportions import bounds, design_effect
from portrayals.counts.code_counts import sums_of
from portrayals.counts.crosstab_kinds import OwnPairs, own_pairs
from portrayals.errors import InvalidValue
from portrayals.findings.reading import Reading
from portrayals.findings.settle import NONE_ID
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.results.cooccur import CodePair, Cooccurrence
from portrayals.results.count_options import CountOptions
from portrayals.results.stats import FEW
from portrayals.services.statistics.caveats import CLUSTERED
from portrayals.services.statistics.context import begin
from portrayals.services.statistics.crosstab import left_out
from portrayals.services.statistics.crosstab_sides import AskedSide, SideHeading, variable_side
from portrayals.services.statistics.groups import grouped
from portrayals.services.statistics.open_cells import open_units
from portrayals.services.statistics.open_units import nowhere_settled
from portrayals.services.statistics.options import Chosen, CountRequest
from portrayals.services.statistics.sentence import per_cent
from portrayals.services.statistics.share import cluster_sums, share_interval
from portrayals.services.statistics.units_of_one_title import Spread, of_one_title
from portrayals.services.statistics.wording import among

CodesOf = tuple[SideHeading, SideHeading]


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
            f"a {choices.level} has only one code of {side.key}, so no codes occur together",
            hint=f"cross it with another variable: portrayals crosstab {side.key} VARIABLE",
        )
    pairs = _pairs(side)
    _refuse_no_pair(pairs, choices.variables[0])
    found = own_pairs(side.titles(connection))
    rows = [_row(pair, found, choices) for pair in pairs]
    number = open_units(found.units)
    nowhere = number > 0 and not any(row.n for row in rows)
    if nowhere:
        known = own_pairs(side.titles_left_open(connection))
        rows = [
            _row_left_open(row, pair, known, number) for row, pair in zip(rows, pairs, strict=True)
        ]
    named = choices.variables[0].codes is not None
    told = sorted((row for row in rows if named or row.count or row.known), key=_often)
    n, states = left_out(found.units, joined=False)
    made = Cooccurrence(
        **begun.head("cooccur", n=n, states=states, arguments=[variable]),
        variable=side.key,
        label=side.label,
        rows=tuple(told),
        never=0 if nowhere else sum(not row.count for row in rows),
    )
    notes = (*begun.caveats(groups, ()), *_notes(made, choices, reading))
    noted = replace(made, notes=notes)
    others = sum(states.values()) - (number - n if nowhere else 0)
    told_of = [_told(noted, among(choices, reading.book))]
    return replace(noted, sentence=begun.sentence(told_of, notes, left_out=[others]))


def _refuse_no_pair(pairs: Sequence[CodesOf], chosen: Chosen) -> None:
    """Refuses codes of which no two make a pair, with the command that may have been meant."""
    if pairs or chosen.codes is None:
        return
    key, codes = chosen.variable.key, ",".join(chosen.codes)
    why = (
        "one code makes no pair"
        if len(chosen.codes) == 1
        else ("a code and one above it always come together, and are no pair")
    )
    raise InvalidValue(
        f"{key}:{codes}: {why}",
        hint=f"what comes with it: portrayals cooccur {key} --where {key}:{chosen.codes[-1]}",
    )


def _often(row: CodePair) -> tuple[float, ...]:
    return (-row.count, -(row.known or 0), -(row.jaccard or 0))


def _row_left_open(row: CodePair, pair: CodesOf, found: OwnPairs, units: int) -> CodePair:
    """A pair with what is known of it, of units that are settled nowhere (R6)."""
    one, other = (int(heading.stored) for heading in pair)
    known = sums_of(found.share(one, other)).count
    lowest, highest = bounds(known, found.possible(one, other), units) or (0, 0)
    return replace(row, known=known, units=units, lowest=100 * lowest, highest=100 * highest)


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


def _row(pair_of: CodesOf, found: OwnPairs, choices: CountRequest) -> CodePair:
    one, other = pair_of
    codes = int(one.stored), int(other.stored)
    of_one, of_other = found.share(*codes), found.share(*reversed(codes))
    sums, other_sums = (cluster_sums(sums_of(each)) for each in (of_one, of_other))
    pair = Pair(found.n(*codes), sums.n, other_sums.n, sums.count)
    first = share_interval(sums, of_one, choices)
    second = share_interval(other_sums, of_other, choices)
    methods = dict.fromkeys(each.method for each in (first, second) if each.low is not None)
    deffs = [design_effect(each) if choices.by_title else None for each in (sums, other_sums)]
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
        code_titles=sums.clusters,
        other_titles=other_sums.clusters,
        code_deff=deffs[0],
        other_deff=deffs[1],
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _spreads(row: CodePair) -> Iterator[Spread]:
    yield Spread(row.code_count, row.code_titles, row.code_deff, row.code_low is not None)
    yield Spread(row.other_count, row.other_titles, row.other_deff, row.other_low is not None)


def _notes(made: Cooccurrence, choices: CountRequest, reading: Reading) -> Iterator[str]:
    if made.never:
        pairs = counted(made.never, "pair of codes never occurs", "pairs of codes never occur")
        yield f"{pairs} together."
    if any(row.units is not None for row in made.rows):
        yield nowhere_settled(reading, [made.states or {}])
        return
    if made.rows:
        yield "Percentages overlap: a unit may have many pairs. No pair is tested."
    clustered = [row for row in made.rows if set(row.methods) & set(CLUSTERED)]
    if clustered:
        yield "Intervals allow for units that share a title; with few titles they are rough."
    yield from of_one_title(choices, (each for row in made.rows for each in _spreads(row)))
    if any(min(row.code_count, row.other_count) < FEW for row in made.rows):
        yield f"Some shares rest on fewer than {FEW} units: read them as counts."


def _told(made: Cooccurrence, where: str) -> str:
    """The pair that comes together most often; `where` is which units are counted, in words."""
    row = made.rows[0] if made.rows else None
    if row is None or not (row.count or row.known):
        units = f" in any {made.level}{where}" if where else ""
        return f"No two codes of {quoted(made.label)} occur together{units}."
    codes = f"the codes {quoted(row.label)} and {quoted(row.other_label)}"
    if row.known:
        possible = f"possible range {floor(row.lowest or 0)} to {ceil(row.highest or 0)} %"
        units = counted(row.units or 0, made.level)
        return (
            f"Of {quoted(made.label)}, {codes} are known to occur together most often: in at "
            f"least {row.known:,} of {units}{where} ({possible})."
        )
    first, second = (
        f"{per_cent(100 * row.count / number) if number >= FEW else f'{row.count:,}'} of the "
        f"{number:,}"
        for number in (row.code_count, row.other_count)
    )
    return (
        f"Of {quoted(made.label)}, {codes} occur together most often: in "
        f"{counted(row.count, made.level)} of {row.n:,}{where}, {first} with the first and "
        f"{second} with the second."
    )
