"""Statistics as text: for each variable the level, k of n, the share, its interval, the states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from portrayals.notation.plurals import counted
from portrayals.notation.state_words import added, left_out
from portrayals.render.cells import harmless, wrapped
from portrayals.render.grid import GAP, Grid, draw
from portrayals.render.notes import note_lines
from portrayals.render.terminal import Screen
from portrayals.render.terminal_plot import interval_line, scale, scale_end
from portrayals.results.count_options import Counted, States
from portrayals.results.stats import (
    AT_LEAST,
    NO_GROUP,
    NumberRow,
    Statistic,
    StatRow,
    of_one_code,
    only_known,
    outside,
)

UNDEFINED: Final = "undefined"

_METHODS: Final = {
    "wilson": "Wilson",
    "exact": "exact (Clopper-Pearson)",
    "cluster": "linearised, allowing for units that share a title",
    "bootstrap": "bootstrap by title",
    "t": "Student's t",
    "wilson-clusters": "Wilson with n = titles if all or none have the code",
}
#: A drawn interval narrower than this tells nothing; a wider one tells no more.
_LEAST_PLOT: Final = 12
_WIDEST_PLOT: Final = 30
#: Labels are wrapped to make room for drawn intervals, though to no less than this; where figures
#: alone leave less, labels narrower than the other are cut.
_LEAST_BESIDE_PLOT: Final = 24
_LEAST_LABEL: Final = 16

#: The head of the column in which the lowest and the highest share stand (NUMBERS R16).
POSSIBLE_RANGE: Final = "possible range"
#: The head, on paper, of the column with the number of units that are not in n.
NOT_COUNTED: Final = "not counted"

Rows = Sequence[StatRow | NumberRow]


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one variable in one group, under the heading they share.

    `end` is where the scale of drawn intervals ends: all groups of a variable have the same.
    `left_open` (where a row says "at least") and `not_counted` are units by state: of each row, or
    of all groups together where these share no unit.
    """

    heading: str
    group: str | None
    rows: Rows
    end: int
    left_open: Sequence[States]
    not_counted: Sequence[States]


def blocks(statistic: Statistic) -> Iterator[Block]:
    """One block for each variable and group; one for all groups where one code is counted."""
    for variable, found in groupby(statistic.rows, key=lambda row: row.variable):
        rows = [row.printed if isinstance(row, StatRow) else row for row in found]
        label = statistic.labels.get(variable, variable)
        counted = [row for row in rows if isinstance(row, StatRow)]
        numbers = [row for row in rows if isinstance(row, NumberRow)]
        end = end_of_scale(counted)
        if numbers:
            unit = f" ({numbers[0].unit})" if numbers[0].unit else ""
            heading = f"{label}{unit}: {units_in_words(statistic, numbers)}"
            grouped = statistic.by is not None
            named = [_named_by_group(row, label, grouped=grouped) for row in numbers]
            yield Block(heading, None, named, end, *_left_out_of(statistic, numbers))
        elif (statistic.by or _groups(counted) > 1) and (only := of_one_code(counted)):
            heading = f"{label}, {only[0].label}: {units_in_words(statistic, only)}"
            by_group = [replace(row, label=row.group or NO_GROUP, depth=0) for row in only]
            if statistic.total is not None:
                by_group.append(replace(statistic.total.printed, label="all", depth=0))
            yield Block(heading, None, by_group, end, *_left_out_of(statistic, only))
        else:
            for group, own in groupby(counted, key=lambda row: row.group):
                of_group = _from_the_left(list(own))
                of = group or (NO_GROUP if statistic.by else None)
                heading = f"{label}: {units_in_words(statistic, of_group)}"
                yield Block(heading, of, of_group, end, *_left_out_of(statistic, of_group))


def _left_out_of(statistic: Statistic, rows: Rows) -> tuple[Sequence[States], Sequence[States]]:
    """The units that are left open, and those that are not counted."""
    found: tuple[list[States], list[States]] = [], [row.states for row in rows]
    if any(isinstance(row, StatRow) and row.at_least for row in rows):
        found = [row.still_open for row in rows], [outside(row.states) for row in rows]
    if _groups(rows) == 1 or statistic.overlapping:
        return found
    return [added(found[0])], [added(found[1])]


def _groups(rows: Rows) -> int:
    return len({row.group for row in rows})


def _from_the_left(rows: list[StatRow]) -> list[StatRow]:
    """The rows without the indent that all of them share."""
    least = min(row.depth for row in rows)
    return [replace(row, depth=row.depth - least) for row in rows]


def _named_by_group(row: NumberRow, label: str, *, grouped: bool) -> NumberRow:
    return replace(row, label=row.group or (NO_GROUP if grouped else label))


def units_in_words(statistic: Statistic, rows: Rows) -> str:
    """The level of the units, how many there are, and how many of them each row is of."""
    if statistic.overlapping and _groups(rows) > 1:
        return units_told(statistic, set(), set())
    if statistic.total is not None:
        return units_told(statistic, {statistic.total.everyone}, {statistic.total.size})
    everyone, counted_ones = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for row in rows:
        of = (row.variable, row.code if isinstance(row, StatRow) else "")
        everyone[of] += row.everyone
        counted_ones[of] += row.size
    return units_told(statistic, set(everyone.values()), set(counted_ones.values()))


def units_told(result: Counted, everyone: set[int], counted_ones: set[int]) -> str:
    """`91 portrayals (therapist), 68 counted`; no number where rows are of different ones."""
    named = result.names.get(result.level, result.level)
    beside = "" if named.startswith(result.level) else f" ({named})"
    if len(everyone) != 1:
        return f"{result.level}s{beside}"
    [number] = everyone
    told = f"{counted(number, result.level)}{beside}"
    left = counted_ones - everyone
    return f"{told}, {left.pop():,} counted" if len(counted_ones) == 1 and left else told


def left_out_in_words(told: Sequence[Block], mark: str = "") -> str:
    """Who is still open and who is not counted, by state, as a sentence; nothing where nobody is.

    Where not all rows say "at least", it is told that the others are not of the open ones; and of
    groups that are added up, how many of these stand behind "at least" and so are counted. A `mark`
    stands before it all.
    """
    rows = [row for block in told for row in block.rows]
    left_open = [states for block in told for states in block.left_open]
    still_open = "still open"
    if not only_known(rows):
        counted_ones = sum(sum(row.left_open.values()) for row in rows)
        added_up = len(left_open) == 1 and len(rows) > 1 and counted_ones
        where = f' ({counted_ones:,} of them behind "{AT_LEAST.strip()}")' if added_up else ""
        still_open = f"still open, and in no share{where}"
    words = left_out(
        left_open,
        [states for block in told for states in block.not_counted],
        still_open=still_open,
    )
    return f"{mark}{words if mark else words[0].upper() + words[1:]}." if words else ""


def lines(statistic: Statistic, screen: Screen) -> Iterator[str]:
    """The statistic as people read it."""
    yield from table_lines(statistic, screen)
    yield from note_lines(
        statistic.notes, screen, methods=methods(statistic), essential=statistic.essential
    )


def table_lines(statistic: Statistic, screen: Screen) -> Iterator[str]:
    """The same without its notes."""
    empty = True
    for line in statistic.overview:
        yield from wrapped(harmless(line), screen)
        empty = False
    yield from wrapped(harmless(statistic.in_words), screen) if statistic.clause else ()
    for block in blocks(statistic):
        if not empty:
            yield ""
        told = _without_noughts(block) if statistic.overview else block
        yield from _block_lines(told, statistic.confidence, screen)
        if len(told.rows) < len(block.rows):
            variable = harmless(block.rows[0].variable)
            more = f"{len(block.rows) - len(told.rows)} more with 0: portrayals stats {variable}"
            yield from wrapped(more, screen, first="  ", then="  ")
        empty = False


def _without_noughts(block: Block) -> Block:
    """The block of an overview, which does not list what was found nowhere."""
    found = [row for row in block.rows if not isinstance(row, StatRow) or row.known]
    return replace(block, rows=found or block.rows[:1])


def _block_lines(block: Block, confidence: float, screen: Screen) -> Iterator[str]:
    heading = block.heading if block.group is None else f"{block.heading}; {block.group}"
    for line in wrapped(harmless(heading), screen, then="  "):
        yield screen.strong(line)
    yield from drawn(block.rows, confidence, screen, block.end)
    mark = "? " if _has_own_states(block.rows) else ""
    if told := left_out_in_words([block], mark):
        yield from wrapped(f"  {told}", screen, then="    ")


def end_of_scale(rows: Sequence[StatRow]) -> int:
    """Where a scale ends that holds all rows, in per cent."""
    return scale_end(max((row.highest_told or 0 for row in rows), default=0))


def drawn(rows: Rows, confidence: float, screen: Screen, end: int) -> Iterator[str]:
    """Rows with their figures under the names of the columns, as a screen has room for them.

    Intervals are drawn on a scale from nought to `end`.
    """
    grid = _abbreviated(_grid(rows, confidence), screen)
    yield from draw(_fitted(rows, grid, screen, end), screen, indent="  ")


def _has_own_states(rows: Rows) -> bool:
    """Whether it is told row by row how many units are not in n: rows differ, and n is told."""
    return len({sum(row.states.values()) for row in rows}) > 1 and not only_known(rows)


def _not_counted(row: StatRow | NumberRow) -> int:
    return sum(row.not_counted.values())


def _abbreviated(grid: Grid, screen: Screen) -> Grid:
    """The grid with a question mark beside the number not in n, and on a terminal shorter heads."""
    marked = (
        [
            f"{cell} ?" if name == NOT_COUNTED and cell else cell
            for name, cell in zip(grid.head, row, strict=True)
        ]
        for row in grid.rows
    )
    short = {NOT_COUNTED: ""} | ({POSSIBLE_RANGE: "possible"} if screen.width else {})
    head = tuple(short.get(name, name) for name in grid.head)
    return replace(grid, head=head, rows=tuple(map(tuple, marked)))


def _method(statistic: Statistic) -> str:
    """The sentence under the table that says how the intervals were made."""
    used = {row.method for row in statistic.rows if row.method is not None and row.low is not None}
    names = [
        *(name for key, name in _METHODS.items() if key in used),
        *sorted(used - set(_METHODS)),
    ]
    return f"{statistic.confidence:g} % intervals: {'; '.join(names)}." if names else ""


def methods(statistic: Statistic) -> tuple[str, ...]:
    """How the figures were made."""
    ranged = any(isinstance(row, StatRow) and row.lowest is not None for row in statistic.rows)
    explained = (
        f"{POSSIBLE_RANGE.capitalize()}: the share if every open case were a no, and if each were "
        "a yes."
    )
    return tuple(filter(None, (_method(statistic), explained if ranged else "")))


def footnotes(statistic: Statistic) -> tuple[str, ...]:
    """How the figures were made, then the caveats."""
    return (*methods(statistic), *statistic.notes)


def _grid(rows: Rows, confidence: float) -> Grid:
    """The cells of a block, without the notes."""
    interval = f"{confidence:g} % interval"
    counted = [row for row in rows if isinstance(row, StatRow)]
    if not counted:
        return _number_grid([row for row in rows if isinstance(row, NumberRow)], interval)
    if only_known(counted):
        told = (
            (_indented(row), row.of, range_in_words(row.lowest, row.highest)) for row in counted
        )
        return Grid(("", "known", POSSIBLE_RANGE), tuple(told), frozenset({1, 2}))
    in_n = [row for row in counted if not row.at_least]
    k, n = (max(len(f"{getattr(row, name):,}") for row in in_n) for name in ("count", "n"))
    digits = _digits(end for row in counted for end in (row.low, row.high))
    columns: list[tuple[str, Sequence[str]]] = [
        ("", [_indented(row) for row in counted]),
        ("k of n", [row.of if row.at_least else _of(row, k, n) for row in counted]),
        ("share", [share(row) for row in counted]),
        (interval, [interval_in_words(row.low, row.high, digits) for row in counted]),
    ]
    if any(row.lowest is not None for row in counted):
        ranges = [range_in_words(row.lowest, row.highest) for row in counted]
        columns.append((POSSIBLE_RANGE, ranges))
    return _with_not_counted(columns, counted)


def _of(row: StatRow, k: int, n: int) -> str:
    """`12 of 40`, each number as wide as the widest of its column."""
    return f"{row.count:>{k},} of {row.n:>{n},}"


def _with_not_counted(columns: list[tuple[str, Sequence[str]]], rows: Rows) -> Grid:
    """The columns as a grid; at the end the number of units not in n where that differs by row."""
    if _has_own_states(rows):
        numbers = [_not_counted(row) for row in rows]
        columns = [*columns, (NOT_COUNTED, [f"{each:,}" if each else "" for each in numbers])]
    heads, cells = zip(*columns, strict=True)
    return Grid(heads, tuple(zip(*cells, strict=True)), frozenset(range(1, len(heads))))


def _indented(row: StatRow) -> str:
    return "  " * row.depth + row.label


def share(row: StatRow) -> str:
    """The share of a row as it is printed; nothing where it would mislead."""
    if row.at_least:
        return ""
    return UNDEFINED if row.percent is None else f"{row.percent:.1f} %"


def _number_grid(rows: Sequence[NumberRow], interval: str) -> Grid:
    digits = _digits(end for row in rows for end in (row.low, row.high))
    columns: list[tuple[str, Sequence[str]]] = [
        ("", [row.label for row in rows]),
        ("mean", [number_in_words(row.mean) for row in rows]),
        (interval, [interval_in_words(row.low, row.high, digits) or UNDEFINED for row in rows]),
        ("SD", [number_in_words(row.sd) for row in rows]),
        ("median", [number_in_words(row.median) for row in rows]),
        ("min", [number_in_words(row.min) for row in rows]),
        ("max", [number_in_words(row.max) for row in rows]),
        ("n", [f"{row.n:,}" for row in rows]),
    ]
    return _with_not_counted(columns, rows)


def number_in_words(value: float | None) -> str:
    """A number with at most two decimals, or `undefined`."""
    return UNDEFINED if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def _digits(ends: Iterator[float | None]) -> int:
    return max((len(f"{end:.1f}") for end in ends if end is not None), default=0)


def interval_in_words(low: float | None, high: float | None, digits: int = 0) -> str:
    """`[26.8, 43.7]`, each end at least so many characters wide; nothing where there is none."""
    if low is None or high is None:
        return ""
    return f"[{low:{digits}.1f}, {high:{digits}.1f}]"


def range_in_words(lowest: float | None, highest: float | None) -> str:
    """`30.0–62.5`, in per cent; nothing where all is settled."""
    return "" if lowest is None or highest is None else f"{lowest:.1f}–{highest:.1f}"


def _fitted(rows: Rows, grid: Grid, screen: Screen, end: int) -> Grid:
    """The grid as a terminal has room for it: long labels wrapped, intervals drawn at its right."""
    if screen.width is None:
        return grid
    labels, *others = grid.widths()
    room = screen.width - sum(others) - len(GAP) * len(others) - 2
    plotted = any(isinstance(row, StatRow) and row.highest_told is not None for row in rows)
    beside = max(_LEAST_BESIDE_PLOT, room - len(GAP) - _LEAST_PLOT)
    width = min(_WIDEST_PLOT, room - len(GAP) - min(labels, beside))
    if not plotted or width < _LEAST_PLOT:
        return _wrapped_labels(grid, max(room, _LEAST_LABEL), screen)
    plots = tuple(
        (*cells, _plotted(row, end, width, screen) if isinstance(row, StatRow) else "")
        for cells, row in zip(grid.rows, rows, strict=True)
    )
    with_plot = replace(grid, head=(*grid.head, scale(end, width)), rows=plots)
    return _wrapped_labels(with_plot, beside, screen)


def _wrapped_labels(grid: Grid, width: int, screen: Screen) -> Grid:
    """The grid with labels no wider than `width`: what is left of them stands in rows below."""
    rows: list[tuple[str, ...]] = []
    for label, *cells in grid.rows:
        first, *rest = _label_lines(label, width, screen)
        rows.append((first, *cells))
        rows += [(line, *[""] * len(cells)) for line in rest]
    return replace(grid, rows=tuple(rows))


def _label_lines(label: str, width: int, screen: Screen) -> list[str]:
    bare = label.lstrip(" ")
    indent = " " * (len(label) - len(bare))
    return list(wrapped(bare, replace(screen, width=width), first=indent, then=f"{indent}  "))


def _plotted(row: StatRow, end: int, width: int, screen: Screen) -> str:
    if row.highest_told is None:
        return ""
    return interval_line(
        row.percent,
        row.low,
        row.high,
        row.lowest,
        row.highest,
        end=end,
        width=width,
        unicode=screen.unicode,
    )


def grids(statistic: Statistic) -> Iterator[Grid]:
    """The blocks as grids for a paper, the method and the notes under the last."""
    found = list(blocks(statistic))
    for place, block in enumerate(found, 1):
        group = "" if block.group is None else f"; {block.group}"
        told = left_out_in_words([block])
        grid = _grid(block.rows, statistic.confidence)
        rows = tuple((label, *map(_squeezed, cells)) for label, *cells in grid.rows)
        yield replace(
            grid,
            rows=rows,
            heading=block.heading + group,
            notes=(
                *([told] if told else []),
                *(footnotes(statistic) if place == len(found) else ()),
            ),
        )


def _squeezed(cell: str) -> str:
    """The cell without the blanks that align figures on a terminal."""
    return " ".join(cell.split()).replace("[ ", "[")
