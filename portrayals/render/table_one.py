"""The one table of a paper: each variable with its categories, n (%), interval, not counted.

Groups stand beside each other, and the interval and the rest then beneath each n (%). In a workbook
every figure has a cell of its own, and groups stand below each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, NamedTuple

from portrayals.notation.figures import coefficient, limits
from portrayals.notation.state_words import not_counted_by_row, states_by_row
from portrayals.render.cells import harmless, wrapped
from portrayals.render.grid import Grid, draw_whole
from portrayals.render.notes import note_lines
from portrayals.render.reliability import VERDICTS, in_words
from portrayals.render.stats import (
    NOT_COUNTED,
    POSSIBLE_RANGE,
    UNDEFINED,
    footnotes,
    interval_in_words,
    methods,
    number_in_words,
    range_in_words,
    units_in_words,
)
from portrayals.render.terminal import Screen
from portrayals.render.workbook import Cell, Figure, Sheet
from portrayals.results.stats import NO_GROUP, NumberRow, Statistic, StatRow
from portrayals.results.table_one import TableOne

_FIRST_COLUMN: Final = "Variable"
_AT_LEAST: Final = "at least"
_ALPHA: Final = "alpha, 95 %"

Row = StatRow | NumberRow


@dataclass(frozen=True, slots=True)
class _Variable:
    """A variable, and the rows of each category that a paper prints, by group."""

    key: str
    label: str
    categories: tuple[dict[str | None, Row], ...]

    @property
    def rows(self) -> list[Row]:
        """The rows of all categories and groups."""
        return [row for by_group in self.categories for row in by_group.values()]

    @property
    def depth(self) -> int:
        """How deep in their tree the categories begin."""
        return min((row.depth for row in self.rows if isinstance(row, StatRow)), default=0)


class _Told(NamedTuple):
    """What is printed of one category in one group."""

    figure: str = ""
    interval: str = ""
    possible: str = ""
    not_counted: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the table, and what it tells of each group; `depth` is how far it is indented.

    `alpha` says how far coders agree on it.
    """

    label: str
    depth: int
    told: tuple[_Told, ...] = ()
    alpha: str = ""

    @property
    def indented(self) -> str:
        """The label as a grid has it."""
        return "  " * self.depth + self.label


def lines(table: TableOne, screen: Screen) -> Iterator[str]:
    """The table as people read it, with nothing cut."""
    [grid] = grids(table)
    for line in wrapped(harmless(grid.heading), screen, then="  "):
        yield screen.strong(line)
    yield from draw_whole(grid, screen, indent="  ")
    for note in _who_is_not_counted(_variables(table.statistic)):
        yield from wrapped(harmless(note), screen, first="  ", then="    ")
    yield from note_lines(
        table.statistic.notes,
        screen,
        methods=methods(table.statistic),
        essential=table.statistic.essential,
    )


def grids(table: TableOne) -> Iterator[Grid]:
    """The one table, the label of a variable on a line above its categories."""
    statistic = table.statistic
    groups, variables = _groups(statistic), _variables(statistic)
    blocks = [list(_lines_of(table, variable, groups)) for variable in variables]
    grid = _in_columns(statistic, blocks) if statistic.by is None else _in_groups(statistic, blocks)
    yield replace(
        grid,
        right=frozenset(range(1, len(grid.head))),
        heading=_caption(statistic, variables),
        notes=_notes(statistic, variables),
    )


def sheets(table: TableOne) -> Iterator[Sheet]:
    """The one table as a workbook has it: a row for each category and group, a cell a figure."""
    statistic = table.statistic
    variables = _variables(statistic)
    rows = [
        _cells(statistic, variable, row) | _agreement(table, variable, row)
        for variable in variables
        for row in variable.rows
    ]
    head = [name for name in (rows[0] if rows else ()) if any(cells[name] != "" for cells in rows)]
    yield Sheet(
        head=tuple(head),
        rows=tuple(tuple(cells[name] for name in head) for cells in rows),
        heading=_caption(statistic, variables),
        notes=_notes(statistic, variables),
    )


def _groups(statistic: Statistic) -> list[str | None]:
    return list(dict.fromkeys(row.group for row in statistic.rows))


def _group(group: str | None) -> str:
    return NO_GROUP if group is None else group


def _variables(statistic: Statistic) -> list[_Variable]:
    """The variables that were counted; of yes and no the yes alone where it tells the other."""
    variables = []
    for key, found in groupby(statistic.rows, key=lambda row: row.variable):
        label = statistic.labels.get(key, key)
        categories: dict[str, dict[str | None, Row]] = {}
        for row in found:
            categories.setdefault(_code(row), {})[row.group] = row
        if categories.keys() == {"yes", "no"} and _tells_all(categories["yes"].values()):
            del categories["no"]
        if isinstance(row, NumberRow) and row.unit:
            label = f"{label} ({row.unit})"
        variables.append(_Variable(key, label, tuple(categories.values())))
    return variables


def _tells_all(rows: Iterable[Row]) -> bool:
    """Whether the rows of yes tell those of no: not of units above, which may have both."""
    return all(row.label == "Yes" for row in rows)


def _code(row: Row) -> str:
    return row.code if isinstance(row, StatRow) else ""


def _caption(statistic: Statistic, variables: Sequence[_Variable]) -> str:
    """`Table 1. Portrayals (therapist), by decade, where kind:film`."""
    rows = [row for variable in variables for row in variable.rows]
    units = units_in_words(statistic, rows) if rows else f"{statistic.level}s"
    groups = f", by {statistic.by}" if statistic.by else ""
    where = f", where {statistic.where}" if statistic.where else ""
    return f"Table 1. {units[:1].upper()}{units[1:]}{groups}{where}"


def _notes(statistic: Statistic, variables: Sequence[_Variable]) -> tuple[str, ...]:
    """Who is not counted, then how the figures were made, and the caveats."""
    return (*_who_is_not_counted(variables), *footnotes(statistic))


def _who_is_not_counted(variables: Sequence[_Variable]) -> Iterator[str]:
    """By name, a sentence for each variable that leaves anybody out."""
    yield from filter(None, map(_states_of, variables))


def _states_of(variable: _Variable) -> str:
    """By name the units that are not counted, and those that are open where it says "at least"."""
    told_open = states_by_row(row.left_open for row in variable.rows if row.left_open)
    told = (
        f"“{_AT_LEAST}” because of {told_open}" if told_open else "",
        not_counted_by_row(row.not_counted for row in variable.rows),
    )
    return f"{variable.label}, {'; '.join(filter(None, told))}." if any(told) else ""


def _not_counted(row: Row) -> int:
    """The units that the printed figure is not of; "at least" is of the open ones too."""
    return sum(row.not_counted.values())


def _lines_of(
    table: TableOne, variable: _Variable, groups: Sequence[str | None]
) -> Iterator[_Line]:
    """The label of a variable, and its categories below it; both on one line where it has one."""
    shares = [row for row in variable.rows if isinstance(row, StatRow)]
    if len(variable.categories) == 1 and shares:
        [by_group] = variable.categories
        told = tuple(_told_of_share(by_group.get(group)) for group in groups)
        alpha = _alpha(table, variable.key, shares[0].code) or _alpha(table, variable.key)
        yield _Line(f"{variable.label}: {shares[0].label}", 0, told, alpha)
        return
    yield _Line(variable.label, 0, alpha=_alpha(table, variable.key))
    for by_group in variable.categories:
        rows = [by_group.get(group) for group in groups]
        first = next(iter(by_group.values()))
        if isinstance(first, StatRow):
            depth, told = first.depth - variable.depth + 1, tuple(map(_told_of_share, rows))
            yield _Line(first.label, depth, told, _alpha(table, variable.key, first.code))
        else:
            columns = zip(*map(_told_of_number, rows), strict=True)
            for label, told in zip(("n", "Mean (SD)", "Median (range)"), columns, strict=True):
                yield _Line(label, 1, told)


def _alpha(table: TableOne, variable: str, code: str | None = None) -> str:
    """Alpha with its limits, or the word that stands in the place of either."""
    row = table.alpha(variable, code)
    if row is None or not row.units:
        return ""
    word = in_words(row)
    if word == VERDICTS["unanimous"] or row.alpha is None:
        return word
    alpha = coefficient(row.alpha, 2)
    return f"{alpha} {limits(row.alpha_low, row.alpha_high) or word}"


def _told_of_share(row: Row | None) -> _Told:
    if not isinstance(row, StatRow):
        return _Told()
    percent = UNDEFINED if row.percent is None else f"{row.percent:.1f}"
    return _Told(
        row.of if row.at_least else f"{row.of} ({percent})",
        interval_in_words(row.printed.low, row.printed.high),
        range_in_words(row.lowest, row.highest),
        f"{_not_counted(row):,}",
    )


def _told_of_number(row: Row | None) -> tuple[_Told, _Told, _Told]:
    """How many there are, their mean, and their median."""
    if not isinstance(row, NumberRow):
        return _Told(), _Told(), _Told()
    number = _Told(f"{row.n:,}", not_counted=f"{_not_counted(row):,}")
    if not row.n:
        return number, _Told(UNDEFINED), _Told(UNDEFINED)
    mean, sd, median, least, most = map(
        number_in_words, (row.mean, row.sd, row.median, row.min, row.max)
    )
    interval = interval_in_words(row.low, row.high)
    return number, _Told(f"{mean} ({sd})", interval), _Told(f"{median} ({least} to {most})")


def _names(statistic: Statistic) -> _Told:
    """What the parts of what is told are called."""
    shares = [row for row in statistic.rows if isinstance(row, StatRow)]
    return _Told(
        "n" if shares and all(row.at_least for row in shares) else "n (%)",
        f"{statistic.confidence:g} % interval",
        POSSIBLE_RANGE,
        NOT_COUNTED,
    )


def _in_columns(statistic: Statistic, blocks: Sequence[Sequence[_Line]]) -> Grid:
    """What belongs to a figure beside it, each part in a column."""
    lines = [line for block in blocks for line in block]
    told = [line.told[0] if line.told else _Told() for line in lines]
    alphas = (_ALPHA, *(line.alpha for line in lines))
    columns = (*zip(_names(statistic), *told, strict=True), alphas)
    kept = [column for column in columns if any(column[1:])]
    head, *rows = zip((_FIRST_COLUMN, *(line.indented for line in lines)), *kept, strict=True)
    return Grid(head, tuple(rows))


def _in_groups(statistic: Statistic, blocks: Sequence[Sequence[_Line]]) -> Grid:
    """Each group in a column, and what belongs to a figure beneath it, each part on a line.

    How many are not counted stands once below a variable whose categories all leave out the same.
    """
    names, groups = _names(statistic), [_group(group) for group in _groups(statistic)]
    rows: list[tuple[str, ...]] = []

    def add_beneath(depth: int, name: str, cells: Sequence[str]) -> None:
        if not {*cells} <= {"", "0"}:
            rows.append(("  " * depth + name, *cells))

    for block in blocks:
        left_out = [tuple(told.not_counted for told in line.told) for line in block if line.told]
        once = len(left_out) > 1 and len(set(left_out)) == 1
        for line in block:
            told = line.told or (_Told(),) * len(groups)
            agreed = f" (alpha {line.alpha})" if line.alpha else ""
            rows.append((line.indented + agreed, *(each.figure for each in told)))
            add_beneath(line.depth + 1, names.interval, [each.interval for each in told])
            add_beneath(line.depth + 1, names.possible, [each.possible for each in told])
            if not once:
                add_beneath(line.depth + 1, names.not_counted, [each.not_counted for each in told])
        if once:
            add_beneath(1, names.not_counted, left_out[0])
    return Grid((f"{_FIRST_COLUMN}, {names.figure}", *groups), tuple(rows))


def _cells(statistic: Statistic, variable: _Variable, row: Row) -> dict[str, Cell]:
    """What a workbook holds of one row, by the names of all columns; nothing is "" there."""
    low, high = (f"{statistic.confidence:g} % interval {end}" for end in ("from", "to"))
    lowest, highest = (f"{POSSIBLE_RANGE} {end}" for end in ("from", "to"))
    head = ("variable", "category", "group", _AT_LEAST, "n", "of", "%", low, high, lowest, highest)
    cells: dict[str, Cell] = dict.fromkeys(
        (*head, NOT_COUNTED, "mean", "SD", "median", "min", "max"), ""
    )
    cells["variable"] = variable.label
    cells["group"] = "" if statistic.by is None else _group(row.group)
    cells[NOT_COUNTED] = Figure(_not_counted(row))
    if isinstance(row, NumberRow):
        return cells | {
            "of": Figure(row.n),
            low: _figure(row.low, "0.00"),
            high: _figure(row.high, "0.00"),
            "mean": _figure(row.mean, "0.00"),
            "SD": _figure(row.sd, "0.00"),
            "median": _figure(row.median, "General"),
            "min": _figure(row.min, "General"),
            "max": _figure(row.max, "General"),
        }
    return cells | {
        "category": "  " * (row.depth - variable.depth) + row.label,
        _AT_LEAST: _AT_LEAST if row.at_least else "",
        "n": Figure(row.known if row.at_least else row.count),
        "of": Figure(row.units if row.at_least else row.n),
        "%": _figure(row.printed.percent),
        low: _figure(row.printed.low),
        high: _figure(row.printed.high),
        lowest: _figure(row.lowest),
        highest: _figure(row.highest),
    }


def _agreement(table: TableOne, variable: _Variable, row: Row) -> dict[str, Cell]:
    """How far coders agree on the code of a row, else on its variable."""
    found = table.alpha(variable.key, _code(row)) or table.alpha(variable.key, None)
    figures = (found.alpha, found.alpha_low, found.alpha_high) if found else (None, None, None)
    names = ("alpha", f"{_ALPHA} from", f"{_ALPHA} to")
    return {name: _figure(value, "0.000") for name, value in zip(names, figures, strict=True)}


def _figure(value: float | None, shown: str = "0.0") -> Cell:
    return "" if value is None else Figure(value, shown)
