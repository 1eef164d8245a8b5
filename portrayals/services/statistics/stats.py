"""`stats`: how many units have what, of how many, with intervals and every caveat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, FromClause

from portrayals.analysis import bootstrap
from portrayals.analysis.means import NO_NUMBERS, NumberSums, mean, mean_interval, sd
from portrayals.counts.code_counts import Counts, Group, count
from portrayals.counts.number_counts import NumberCounts, count_numbers
from portrayals.errors import InvalidValue
from portrayals.findings.outcome import NO, YES
from portrayals.findings.outcomes import Found, found_at
from portrayals.findings.reading import Reading
from portrayals.findings.rollup import rolled_by
from portrayals.findings.settle import NONE_ID
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.findings.unit_ref import is_below
from portrayals.notation.did_you_mean import choose
from portrayals.notation.plurals import counted
from portrayals.results.count_options import CountOptions, States, left_out_of_n
from portrayals.results.selection import Selection, select_rows
from portrayals.results.stats import NumberRow, Statistic, StatRow
from portrayals.services.statistics.context import begin
from portrayals.services.statistics.groups import Grouping, grouped
from portrayals.services.statistics.options import Chosen, CountRequest
from portrayals.services.statistics.overview import overview
from portrayals.services.statistics.share import (
    Heading,
    of_units,
    out_of_n,
    share_in_words,
    share_row,
)
from portrayals.vocabulary import ORDERS


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
    if every and not rows:
        raise _nothing_shown(selection, max(row.size for row in every))
    notes = (*shown, *begun.caveats(groups, rows))
    return Statistic(
        **begun.head(
            "stats",
            n=None if one is None else one.n,
            states=None if one is None else one.states,
            notes=notes,
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
        sentence=" ".join((*(_sentence(row, labels, choices) for row in rows), *notes)),
        rows=rows,
        labels=labels,
        overview=() if variables else overview(connection, reading),
    )


def _nothing_shown(selection: Selection, most: int) -> InvalidValue:
    if selection.top is not None and selection.top < 1:
        return InvalidValue(f"{selection.top} rows are none to show", hint="at least one: top 1")
    return InvalidValue(
        f"no row is of {selection.min_n:,} units or more", hint=f"the largest: --min-n {most}"
    )


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
    variable = chosen.variable
    nodes = tuple(_nodes(chosen, depth))
    codes = [node.code_id for node in nodes]
    found = found_as_chosen(connection, reading, chosen, choices, groups.counted, codes)
    counts = count(connection, found, clustered=choices.by_title, kinds=choices.drawn_below)
    if groups.single and not counts.units:
        counts.add_nothing()
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
    total = out_of_n(counts.units.get(None, {})) if groups.single else _summed(counts)
    settled = sum(units.get(NO, 0) + units.get(YES, 0) for units in counts.units.values())
    return _Table(rows, settled, total)


def found_as_chosen(
    connection: Connection,
    reading: Reading,
    chosen: Chosen,
    choices: CountRequest,
    counted: FromClause,
    codes: Collection[int],
) -> Found:
    """What was found of a variable at the level, rolled up by its rule where it has one.

    At least these codes are among its nodes.
    """
    variable = chosen.variable
    if chosen.rule is None or not is_below(variable.level, choices.level):
        return found_at(connection, reading, variable, choices.level, counted, codes=codes)
    own = found_at(connection, reading, variable, choices.level, counted, rolled=False)
    return rolled_by(connection, variable, choices.level, counted, own, chosen.rule)


def _summed(counts: Counts) -> States:
    summed = Counter[str]()
    for units in counts.units.values():
        summed.update(units)
    return out_of_n(summed)


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
    return share_row(
        Heading(variable.key, node.key, label, parent, node.depth),
        group,
        counts.states(group, node.code_id),
        counts.of_titles(group, node.code_id) if counts.base else None,
        choices,
        counts.kinds_of(group, node.code_id),
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


def _sentence(row: StatRow | NumberRow, labels: Mapping[str, str], choices: CountRequest) -> str:
    """A row as one can print it, before the caveats."""
    where = f", {row.group}" if row.group else ""
    units = counted(row.n, choices.level)
    figures = []
    if isinstance(row, NumberRow):
        unit = f" {row.unit}" if row.unit else ""
        mean = "unknown" if row.mean is None else f"mean {row.mean:.1f}{unit}"
        told = f"{row.label}{where}: {mean} of {units}"
    else:
        asked = (
            labels[row.variable] if row.code == "yes" else f"{labels[row.variable]}, {row.label}"
        )
        told = f"{asked}{where}: {of_units(row, choices.level)}"
        figures.append(share_in_words(row))
        row = row.printed
    if row.low is not None and row.high is not None:
        figures.append(f"{choices.confidence:g} % interval {row.low:.1f} to {row.high:.1f}")
    if isinstance(row, StatRow) and row.lowest is not None and not row.at_least:
        figures.append(f"bounds {row.lowest:.1f} to {row.highest:.1f}")
    given = "; ".join(filter(None, figures))
    told += f" ({given})" if given else ""
    return f"{'; '.join(filter(None, (told, left_out_of_n(row.states))))}."
