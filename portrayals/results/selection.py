"""Which rows of a statistic are shown, and in which order: `--sort`, `--top` and `--min-n`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf
from typing import Final, TypeVar

from portrayals.results.crosstab import TableRow
from portrayals.results.stats import NO_GROUP, NumberRow, StatRow, of_one_code
from portrayals.vocabulary import Order

#: How many rows that are not shown are named; beyond that only their number is given.
_MOST_NAMED: Final = 6

Row = StatRow | NumberRow
AnyRow = TypeVar("AnyRow", Row, TableRow)


@dataclass(frozen=True, slots=True)
class Selection:
    """All rows in the codebook's order, unless otherwise requested.

    `top` keeps that many rows, those with the largest shares; `min_n` leaves out rows of fewer
    units. Neither the order nor `top` affects numbers, which have no share.
    """

    order: Order = "codebook"
    top: int | None = None
    min_n: int | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is ranked: a code beneath its parent, or a group."""

    key: str
    parent: str | None
    share: float


def select_rows(
    rows: Sequence[Row], selection: Selection, labels: Mapping[str, str]
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows of `stats` to show, and sentences that say which are not shown.

    Codes are chosen and ranked the same way in all groups, by their share in all groups together;
    with a single code, the groups are ranked instead. `labels` are those of the variables.
    """
    if selection == Selection():
        return tuple(rows), ()
    shown: list[Row] = []
    said: list[str] = []
    several = len({row.variable for row in rows}) > 1
    for variable, found in groupby(rows, key=lambda row: row.variable):
        kept, told = _of_variable(list(found), selection)
        shown += kept
        said += [_of(labels[variable], each) for each in told] if several else told
    return tuple(shown), tuple(said)


def select_table_rows(
    rows: Sequence[TableRow], selection: Selection
) -> tuple[tuple[TableRow, ...], tuple[str, ...]]:
    """The rows of a table of two variables to draw, and sentences that say which are not drawn.

    A row counts for as many units as have it, whatever their column.
    """

    def units(row: TableRow) -> int:
        return max(row.row_n if row.known is None else row.known, default=0)

    kept, thin = _large_enough(rows, selection, units)
    said = [*_thin(selection, [row.label for row in thin])]
    ranked = _chosen([_Entry(row.code, row.parent, units(row)) for row in kept], selection)
    said += _more(len(ranked), len(kept))
    by_code = {row.code: row for row in kept}
    return tuple(by_code[key] for key in ranked), tuple(said)


def _of_variable(rows: list[Row], selection: Selection) -> tuple[Sequence[Row], list[str]]:
    enough, said = _without_thin(rows, selection)
    shares = [row for row in enough if isinstance(row, StatRow)]
    if not shares:
        return enough, said
    groups = dict.fromkeys(row.group for row in shares)
    only = of_one_code(shares) if len(groups) > 1 else []
    entries = [_Entry(_group(row), None, _share([row])) for row in only] or _codes(shares)
    ranked = _chosen(entries, selection)
    said += _more(len(ranked), len(entries))
    if only:
        return [row for key in ranked for row in shares if _group(row) == key], said
    places = {key: place for place, key in enumerate(ranked)}
    order = {group: place for place, group in enumerate(groups)}
    chosen = [row for row in shares if row.code in places]
    return sorted(chosen, key=lambda row: (order[row.group], places[row.code])), said


def _without_thin(rows: list[Row], selection: Selection) -> tuple[list[Row], list[str]]:
    """The rows with enough units, and those left out: whole groups if no row has enough."""
    kept, lost = _large_enough(rows, selection, lambda row: row.size)
    groups = dict.fromkeys(map(_group, rows))
    gone = [group for group in groups if group not in set(map(_group, kept))]
    if len(groups) > 1:
        names = [*gone, *(f"{_group(row)}, {row.label}" for row in lost if _group(row) not in gone)]
    else:
        names = [row.label for row in lost]
    return kept, [*_thin(selection, names)]


def _codes(rows: Sequence[StatRow]) -> list[_Entry]:
    """An entry for each code, its share that of all groups together."""
    codes: dict[str, list[StatRow]] = {}
    for row in rows:
        codes.setdefault(row.code, []).append(row)
    return [_Entry(code, own[0].parent, _share(own)) for code, own in codes.items()]


def _share(rows: Sequence[StatRow]) -> float:
    """The share of the units of the rows that have it, as printed; negative if there is no unit."""
    units = sum(row.size for row in rows)
    having = sum(row.known if row.at_least else row.count for row in rows)
    return having / units if units else -1


def _group(row: Row) -> str:
    return NO_GROUP if row.group is None else row.group


def _large_enough(
    rows: Sequence[AnyRow], selection: Selection, units: Callable[[AnyRow], int]
) -> tuple[list[AnyRow], list[AnyRow]]:
    """The rows with enough units, and the others."""
    least = selection.min_n or 0
    kept = [row for row in rows if units(row) >= least]
    return kept, [row for row in rows if units(row) < least]


def _chosen(entries: Sequence[_Entry], selection: Selection) -> list[str]:
    """The keys of the entries to show, in order; ties stay in the codebook's order.

    A code is never shown without those above it, and comes below them.
    """
    kept = list(entries)
    if selection.top is not None:
        ranks: dict[str, float] = {}
        for entry in entries:  # parents come first
            ranks[entry.key] = min(entry.share, ranks.get(entry.parent or "", inf))
        first = sorted(entries, key=lambda entry: -ranks[entry.key])[: max(0, selection.top)]
        kept = [entry for entry in entries if entry in first]
    if selection.order == "codebook":
        return [entry.key for entry in kept]
    keys = {entry.key for entry in kept}
    beneath: dict[str | None, list[_Entry]] = {}
    for entry in sorted(kept, key=lambda entry: -entry.share):
        beneath.setdefault(entry.parent if entry.parent in keys else None, []).append(entry)

    def tree(parent: str | None) -> Iterator[str]:
        for entry in beneath.get(parent, ()):
            yield entry.key
            yield from tree(entry.key)

    return list(tree(None))


def _of(variable: str, sentence: str) -> str:
    return f"{variable}: {sentence[0].lower()}{sentence[1:]}"


def _thin(selection: Selection, names: Sequence[str]) -> Iterator[str]:
    between = "; " if any("," in name for name in names) else ", "
    told = f"{len(names):,} rows" if len(names) > _MOST_NAMED else between.join(names)
    if names:
        yield f"Not shown, with fewer than {selection.min_n or 0:,} units: {told}."


def _more(shown: int, of: int) -> Iterator[str]:
    if shown < of:
        largest = "largest" if shown == 1 else f"{shown:,} largest"
        yield f"The {largest} of {of:,}; {of - shown:,} more not shown."
