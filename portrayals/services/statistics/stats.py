"""`stats`: how many of how many units have a code, with intervals and all caveats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Final

from sqlalchemy import Connection

from portrayals.analysis import bootstrap
from portrayals.analysis.means import NO_NUMBERS, NumberSums, mean, mean_interval, sd
from portrayals.counts.code_counts import Counts, Group, count, sums_of
from portrayals.counts.number_counts import NumberCounts, count_numbers
from portrayals.errors import InvalidValue
from portrayals.findings.outcome import NO, YES
from portrayals.findings.reading import Reading
from portrayals.findings.rollup import found_at_level
from portrayals.findings.settle import NONE_ID
from portrayals.findings.stored_codebook import Book, Node, StoredVariable
from portrayals.findings.unit_ref import is_below
from portrayals.notation.did_you_mean import choose
from portrayals.results.count_options import CountOptions, States
from portrayals.results.selection import Selection, select_rows
from portrayals.results.stats import FEW, NumberRow, Statistic, StatRow, of_one_code
from portrayals.services.statistics.context import begin
from portrayals.services.statistics.groups import PERIODS, Grouping, grouped
from portrayals.services.statistics.options import Chosen, CountRequest
from portrayals.services.statistics.overview import overview
from portrayals.services.statistics.question import answers_to, one_question
from portrayals.services.statistics.sentence import (
    in_groups,
    mean_told,
    most_telling,
    other_codes,
    share_told,
    short_share,
)
from portrayals.services.statistics.share import ShareHeading, out_of_n, share_row
from portrayals.services.statistics.wording import among, clause_at, group_in_words, worded
from portrayals.vocabulary import MISSING, ORDERS


def stats(
    connection: Connection,
    variables: Sequence[str],
    how: CountOptions = CountOptions(),
    *,
    by: str | None = None,
    depth: int | None = None,
    sort: str = "codebook",
    top: int | None = None,
    min_n: int | None = None,
) -> Statistic:
    """Counts variables (`VARIABLE` or `VARIABLE:CODE,CODE`); without any, the codebook's headline.

    `by` is what makes groups; `depth` is how many steps of the tree of codes are shown. `sort` is
    the order of the rows, `codebook` or `share`; `top` keeps so many of them, the largest, and
    `min_n` those of at least so many units. Raises InvalidValue where no row is left.
    """
    selection = Selection(choose(sort, ORDERS, "an order"), top, min_n)
    begun = begin(connection, variables, how, headline=True)
    reading, choices = begun.reading, begun.choices
    groups = grouped(connection, reading, begun.everyone, by, choices.level)
    tables = [
        _table(connection, reading, chosen, choices, groups, depth) for chosen in choices.variables
    ]
    one = tables[0] if len(tables) == 1 else None
    every = tuple(row for table in tables for row in table.rows)
    labels = {chosen.variable.key: chosen.variable.label for chosen in choices.variables}
    rows, shown = select_rows(every, selection, labels)
    if not rows and any(row.size for row in every):
        raise _nothing_shown(selection, max(row.size for row in every))
    notes = (*shown, *begun.caveats(groups, rows, overview=not variables))
    told = [
        [*_told(chosen, table.rows, choices, reading.book, by)]
        for chosen, table in zip(choices.variables, tables, strict=True)
    ]
    asked = len(variables) or len(reading.book.leading) or 1
    return Statistic(
        **begun.head(
            "stats",
            n=None if one is None else one.n,
            states=None if one is None else one.states,
            notes=notes,
            must=shown,
            by=by,
            arguments=variables,
            options={
                "by": by,
                "depth": depth,
                "sort": None if selection.order == "codebook" else selection.order,
                "top": selection.top,
                "min-n": selection.min_n,
            },
        ),
        shown=shown,
        sentence=begun.sentence(
            [*_in_one(told[:asked]), *chain(*told[asked:])],
            notes,
            left_out=() if groups.overlapping else _left_out(every),
            in_all=by is not None,
            no_trend=by in PERIODS,
        ),
        rows=rows,
        labels=labels,
        overview=() if variables else overview(connection, reading),
        overlapping=groups.overlapping,
        clause=_clause(choices.variables, rows),
    )


def _clause(variables: Sequence[Chosen], rows: Sequence[StatRow | NumberRow]) -> str:
    """What is so of the units in rows of a single code, if they are and the codebook words it."""
    if len(variables) > 1 or not rows or isinstance(rows[0], NumberRow):
        return ""
    of_code = of_one_code([row for row in rows if isinstance(row, StatRow)])
    return worded(variables[0].variable, [of_code[0].code]) if of_code else ""


def _in_one(told: Sequence[Sequence[str]]) -> list[str]:
    """The sentences of variables, of which the first of each goes with the first of all.

    None that was asked for, or that leads, is left out for want of room.
    """
    firsts, rest = [each[0] for each in told], [each[1:] for each in told]
    return [" ".join(firsts), *chain(*rest)]


#: So many codes are all told in a sentence; of more, the two that most units have.
_MOST_TOLD: Final = 3


def _nothing_shown(selection: Selection, most: int) -> InvalidValue:
    if selection.top is not None and selection.top < 1:
        return InvalidValue(f"cannot show {selection.top} rows", hint="give at least 1")
    return InvalidValue(
        f"no row has {selection.min_n:,} units or more", hint=f"the largest: --min-n {most}"
    )


def _left_out(rows: Sequence[StatRow | NumberRow]) -> Collection[int]:
    """For each code or number, how many units of all groups together are not counted."""
    left_out = Counter[tuple[str, str | None]]()
    for row in rows:
        code = row.code if isinstance(row, StatRow) else None
        left_out[row.variable, code] += row.everyone - row.size
    return left_out.values()


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of one variable; n and the states are those of all its units together."""

    rows: tuple[StatRow | NumberRow, ...]
    n: int
    states: States


def _table(
    connection: Connection,
    reading: Reading,
    chosen: Chosen,
    choices: CountRequest,
    groups: Grouping,
    depth: int | None,
) -> _Table:
    if chosen.any_code:
        return _any_of_a_set(connection, reading, chosen, choices, groups)
    variable = chosen.variable
    nodes = tuple(_nodes(chosen, depth))
    codes = [node.code_id for node in nodes]
    found = found_at_level(
        connection, reading, variable, choices.level, groups.counted, chosen.rule, codes=codes
    )
    counts = count(connection, found, by_title=choices.level != "title")
    if groups.single and not counts.units:
        counts.units[None] = {}
    if variable.type == "number":
        numbers = count_numbers(connection, found, kinds=choices.drawn)
        rows: tuple[StatRow | NumberRow, ...] = tuple(
            _number_row(variable, group, counts, numbers.get(group), choices)
            for group in groups.order(counts.units)
        )
    else:
        rows = tuple(
            _row(variable, node, group, counts, choices)
            for group in groups.order(counts.units)
            for node in nodes
        )
    return _Table(rows, *_totals(counts.units))


def _any_of_a_set(
    connection: Connection,
    reading: Reading,
    chosen: Chosen,
    choices: CountRequest,
    groups: Grouping,
) -> _Table:
    """The units that have any code of a set, in one row for each group."""
    answers = answers_to(connection, reading, one_question(chosen), choices, groups.counted)
    asked = [None] if groups.single else groups.order(answers.counts.units)
    rows = tuple(answers.row(group, choices) for group in asked)
    return _Table(rows, *_totals({group: answers.states(group) for group in asked}))


def _totals(units: Mapping[Group, States]) -> tuple[int, States]:
    """How many units of all groups are in n, and the others by state."""
    summed = Counter[str]()
    for states in units.values():
        summed.update(states)
    return summed[NO] + summed[YES], out_of_n(summed)


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
    variable: StoredVariable, node: Node, group: Group, counts: Counts, choices: CountRequest
) -> StatRow:
    above = variable.parent(node)
    parent = None if above is None else above.key
    label = node.label
    if variable.type == "boolean" and is_below(variable.level, choices.level):
        label = f"{label} in at least one"  # one beneath may be yes and another no
    kinds = counts.kinds_of(group, node.code_id)
    return share_row(
        ShareHeading(variable.key, node.key, label, parent, node.depth),
        group,
        counts.states(group, node.code_id),
        sums_of(kinds),
        choices,
        kinds,
    )


def _number_row(
    variable: StoredVariable,
    group: Group,
    counts: Counts,
    numbers: NumberCounts | None,
    choices: CountRequest,
) -> NumberRow:
    sums = NO_NUMBERS
    if numbers is not None:
        sums = NumberSums(
            clusters=numbers.clusters,
            n=numbers.n,
            centre=numbers.centre,
            total=numbers.total,
            squares=numbers.squares,
            tt=numbers.tt,
            tn=numbers.tn,
            nn=numbers.nn,
        )
    confidence = choices.confidence / 100
    linearised = mean_interval(sums, level_is_title=choices.level == "title", confidence=confidence)
    around = linearised
    if choices.drawn:
        kinds = {} if numbers is None else numbers.kinds
        around = bootstrap.mean_interval(kinds, seed=choices.seed, confidence=confidence)
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
        method=None if around.low is None else around.method,
        titles=sums.clusters,
        deff=linearised.deff,
    )


def _told(
    chosen: Chosen,
    rows: Sequence[StatRow | NumberRow],
    choices: CountRequest,
    book: Book,
    by: str | None,
) -> Iterator[str]:
    """What was found of a variable, in sentences without their caveats.

    Of groups the highest and the lowest share, of several codes the two that most units have.
    """
    where = among(choices, book)
    if not rows:
        yield f"There are no {choices.level}s{where}."
        return
    if chosen.variable.type == "number":
        numbers = [row for row in rows if isinstance(row, NumberRow)]
        for number in numbers[:2]:
            group = f" {group_in_words(by, number.group)}" if by else ""
            yield f"{mean_told(number, choices.level, choices.confidence, where + group)}."
        return
    shares = _leading([row for row in rows if isinstance(row, StatRow)], chosen)
    if len({row.group for row in shares}) > 1:
        codes = [*dict.fromkeys(row.code for row in shares)][: 1 if chosen.codes is None else 2]
        of_codes = {
            clause_at(choices, book, chosen.variable, [code]): [
                row for row in shares if row.code == code and row.group not in MISSING
            ]
            for code in codes
        }
        [clause, *others] = of_codes
        if not others and _are_compared(of_codes[clause]):
            yield _highest_and_lowest(of_codes[clause], clause, choices, where, by)
        elif others:  # of codes that were asked for, none is left out for want of room
            yield " ".join(in_groups(of_codes, by, choices.level, where, choices.confidence))
        else:
            yield from in_groups(of_codes, by, choices.level, where, choices.confidence)
        return
    told = shares if len(shares) <= _MOST_TOLD else shares[:2]
    first, *others = (
        share_told(
            row,
            choices.level,
            clause_at(choices, book, chosen.variable, [row.code]),
            choices.confidence,
            among,
        )
        for row, among in zip(told, chain([where], repeat("")), strict=False)
    )
    # In one sentence, of which nothing is left out for want of room.
    parts = [first, *(each[0].lower() + each[1:] for each in others)]
    if untold := shares[len(told) :]:
        parts.append(other_codes(untold))
    yield f"{'; '.join(parts)}."


def _are_compared(rows: Sequence[StatRow]) -> bool:
    """Whether two groups have units enough for their shares to be set against each other.

    They have not if the share of another group of so many is open, which may be higher or lower.
    """
    known = any(row.at_least and row.size >= FEW for row in rows)
    return not known and sum(row.n >= FEW for row in most_telling(rows)) == 2


def _highest_and_lowest(
    rows: Sequence[StatRow], clause: str, choices: CountRequest, where: str, by: str | None
) -> str:
    """The groups with the highest and the lowest share, and whether their intervals overlap."""
    some = any(0 < row.n < FEW for row in rows)
    start = f"Among groups of {FEW} or more, the" if some else "The"
    share = f"{start} share of {choices.level}s{where} in which {clause} is"
    of_highest, of_lowest = most_telling(rows)
    highest, lowest = (
        f"{group_in_words(by, row.group)}, {short_share(row, choices.confidence)}"
        for row in (of_highest, of_lowest)
    )
    above, below = of_highest.low, of_lowest.high
    overlap = above is not None and below is not None and above <= below
    though = f"; their {choices.confidence:g} % intervals overlap" if overlap else ""
    return f"{share} highest {highest}, and lowest {lowest}{though}."


def _leading(rows: Sequence[StatRow], chosen: Chosen) -> list[StatRow]:
    """The rows that tell most: a boolean's yes, the topmost codes of a tree by their number."""
    if chosen.variable.type == "boolean" and chosen.codes is None:
        return [row for row in rows if row.code == "yes"]
    least = min((row.depth for row in rows), default=0)
    top = [row for row in rows if row.depth == least and row.code != "none"]
    if chosen.codes is not None or not top:
        top = [*rows]
    totals = Counter[str]()
    for row in top:
        totals[row.code] += row.known
    order = {code: place for place, (code, _) in enumerate(totals.most_common())}
    return sorted(top, key=lambda row: order[row.code])
