"""Statistics as text: for each variable the level, k of n, the share, its interval, the states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from portrayals.notation.plurals import counted
from portrayals.render.cells import harmless, wrapped
from portrayals.render.grid import GAP, Grid, draw
from portrayals.render.terminal import Screen
from portrayals.render.terminal_plot import interval_line, scale, scale_end
from portrayals.results.count_options import States, states_in_words
from portrayals.results.stats import NumberRow, Statistic, StatRow

UNDEFINED: Final = "undefined"

_METHODS: Final = {
    "wilson": "Wilson",
    "exact": "exact (Clopper-Pearson)",
    "cluster": "linearised, clustered by title",
    "bootstrap": "bootstrap by title",
    "t": "Student's t",
    "wilson-clusters": "Wilson with the number of titles as n where that is undefined",
}
#: A drawn interval narrower than this tells nothing; a wider one tells no more.
_LEAST_PLOT: Final = 12
_WIDEST_PLOT: Final = 30

#: The head of the column in which the lowest and the highest share stand (NUMBERS R16).
_BOUNDS: Final = "bounds"

Rows = Sequence[StatRow | NumberRow]


#: What the group of those without a value is called.
NO_GROUP = "(no value)"


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one variable in one group, under the heading they share."""

    heading: str
    group: str | None
    rows: Rows


def blocks(statistic: Statistic) -> Iterator[Block]:
    """One block for each variable and group; one for all groups where one code is counted."""
    for variable, found in groupby(statistic.rows, key=lambda row: row.variable):
        rows = [row.printed if isinstance(row, StatRow) else row for row in found]
        label = statistic.labels.get(variable, variable)
        counted = [row for row in rows if isinstance(row, StatRow)]
        numbers = [row for row in rows if isinstance(row, NumberRow)]
        if numbers:
            unit = f" ({numbers[0].unit})" if numbers[0].unit else ""
            heading = f"{label}{unit}: {_units(statistic, numbers)}"
            yield Block(
                heading,
                None,
                [_named_by_group(row, label, grouped=statistic.by is not None) for row in numbers],
            )
        elif (statistic.by or _groups(counted) > 1) and (only := _one_code(counted)):
            heading = f"{label}, {only[0].label}: {_units(statistic, only)}"
            by_group = [replace(row, label=row.group or NO_GROUP, depth=0) for row in only]
            yield Block(heading, None, by_group)
        else:
            for group, own in groupby(counted, key=lambda row: row.group):
                of_group = _from_the_left(list(own))
                named = group or (NO_GROUP if statistic.by else None)
                yield Block(f"{label}: {_units(statistic, of_group)}", named, of_group)


def _groups(rows: Sequence[StatRow]) -> int:
    return len({row.group for row in rows})


def _one_code(rows: Sequence[StatRow]) -> list[StatRow]:
    """The rows of the one code that is counted, or that tells all: of yes and no, yes."""
    codes = {row.code for row in rows}
    told = "yes" if codes == {"yes", "no"} else rows[0].code
    return [row for row in rows if row.code == told] if len(codes) == 1 or told == "yes" else []


def _from_the_left(rows: list[StatRow]) -> list[StatRow]:
    """The rows without the indent that all of them share."""
    least = min(row.depth for row in rows)
    return [replace(row, depth=row.depth - least) for row in rows]


def _named_by_group(row: NumberRow, label: str, *, grouped: bool) -> NumberRow:
    return replace(row, label=row.group or (NO_GROUP if grouped else label))


def _units(statistic: Statistic, rows: Rows) -> str:
    """The number and the level of the units: "86 portrayals (therapist)"."""
    level = statistic.level
    named = statistic.names.get(level, level)
    beside = "" if named.startswith(level) else f" ({named})"
    sizes = {row.units if isinstance(row, StatRow) and row.at_least else row.n for row in rows}
    if len(sizes) > 1 or len({row.group for row in rows}) > 1:
        return f"{level}s{beside}"
    size = sizes.pop()
    return f"{counted(size, level)}{beside}"


def lines(statistic: Statistic, screen: Screen) -> Iterator[str]:
    """The statistic as people read it."""
    empty = True
    for line in statistic.overview:
        yield from wrapped(harmless(line), screen)
        empty = False
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
    yield from note_lines(footnotes(statistic), screen)


def note_lines(notes: Sequence[str], screen: Screen) -> Iterator[str]:
    """Notes below a table, after an empty line."""
    if notes:
        yield ""
    for note in notes:
        yield from wrapped(harmless(note), screen, then="  ")


def _without_noughts(block: Block) -> Block:
    """The block of an overview, which does not list what was found nowhere."""
    found = [row for row in block.rows if not isinstance(row, StatRow) or row.known]
    return replace(block, rows=found or block.rows[:1])


def _block_lines(block: Block, confidence: float, screen: Screen) -> Iterator[str]:
    told, own = _left_out(block.rows)
    heading = block.heading if block.group is None else f"{block.heading}; {block.group}"
    for line in wrapped(harmless(heading), screen, then="  "):
        yield screen.strong(line)
    grid = _with_plot(block, _grid(block.rows, confidence), screen)
    head, *drawn = draw(grid, screen, indent="  ")
    yield head
    for line, row in zip(drawn, block.rows, strict=True):
        yield line
        if own and row.states != told:
            depth = row.depth if isinstance(row, StatRow) else 0
            indent = "  " * (depth + 2)
            left_out = f"{indent}left out of n: {states_in_words(row.states)}"
            yield from wrapped(left_out, screen, then=f"{indent}  ")
    if any(told.values()):
        yield from wrapped(f"  {_left_out_sentence(told, own)}", screen, then="    ")


def _left_out(rows: Rows) -> tuple[States, bool]:
    """The states that most rows share, and whether some rows have others."""
    counted = Counter(tuple(sorted(row.states.items())) for row in rows)
    [(common, times)] = counted.most_common(1)
    return dict(common), times < len(rows)


def _left_out_sentence(states: States, own: bool) -> str:
    """What most rows leave out, where `own` says that some rows tell of others."""
    return f"{'Others left' if own else 'Left'} out of n: {states_in_words(states)}."


def _method(statistic: Statistic) -> str:
    """The sentence under the table that says how the intervals were made."""
    used = {row.method for row in statistic.rows if row.method is not None and row.low is not None}
    names = [
        *(name for key, name in _METHODS.items() if key in used),
        *sorted(used - set(_METHODS)),
    ]
    return f"{statistic.confidence:g} % intervals: {'; '.join(names)}." if names else ""


def footnotes(statistic: Statistic) -> tuple[str, ...]:
    """How the figures were made, then the caveats."""
    bounded = any(isinstance(row, StatRow) and row.lowest is not None for row in statistic.rows)
    bounds = f"{_BOUNDS}: the lowest and the highest share that the units left open allow."
    made = (_method(statistic), bounds.capitalize() if bounded else "")
    return (*filter(None, made), *statistic.notes)


def _grid(rows: Rows, confidence: float) -> Grid:
    """The cells of a block, without the notes."""
    interval = f"{confidence:g} % interval"
    counted = [row for row in rows if isinstance(row, StatRow)]
    if not counted:
        return _number_grid([row for row in rows if isinstance(row, NumberRow)], interval)
    bounded = any(row.lowest is not None or row.highest is not None for row in counted)
    head = ("", "k of n", "share", interval, *((_BOUNDS,) if bounded else ()))
    in_n = [row for row in counted if not row.at_least] or counted
    k, n = (max(len(f"{getattr(row, name):,}") for row in in_n) for name in ("count", "n"))
    if all(row.at_least for row in counted):
        told = (
            (_indented(row), row.of, bounds_in_words(row.lowest, row.highest)) for row in counted
        )
        return Grid(("", "known", _BOUNDS), tuple(told), frozenset({1, 2}))
    digits = _digits(end for row in counted for end in (row.low, row.high))
    cells = tuple(
        (
            _indented(row),
            row.of if row.at_least else f"{row.count:>{k},} of {row.n:>{n},}",
            share(row),
            _interval(row.low, row.high, digits),
            *((bounds_in_words(row.lowest, row.highest),) if bounded else ()),
        )
        for row in counted
    )
    return Grid(head, cells, frozenset({1, 2, 3, 4}) if bounded else frozenset({1, 2, 3}))


def _indented(row: StatRow) -> str:
    return "  " * row.depth + row.label


def share(row: StatRow) -> str:
    """The share of a row as it is printed; nothing where it would mislead."""
    if row.at_least:
        return ""
    return UNDEFINED if row.percent is None else f"{row.percent:.1f} %"


def _number_grid(rows: Sequence[NumberRow], interval: str) -> Grid:
    head = ("", "mean", interval, "SD", "median", "min", "max", "n")
    digits = _digits(end for row in rows for end in (row.low, row.high))
    cells = tuple(
        (
            row.label,
            _number(row.mean),
            _interval(row.low, row.high, digits) or UNDEFINED,
            *map(_number, (row.sd, row.median, row.min, row.max)),
            str(row.n),
        )
        for row in rows
    )
    return Grid(head, cells, frozenset(range(1, len(head))))


def _number(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def _digits(ends: Iterator[float | None]) -> int:
    return max((len(f"{end:.1f}") for end in ends if end is not None), default=0)


def _interval(low: float | None, high: float | None, digits: int) -> str:
    if low is None or high is None:
        return ""
    return f"[{low:{digits}.1f}, {high:{digits}.1f}]"


def bounds_in_words(lowest: float | None, highest: float | None) -> str:
    """`30.0–62.5`, in per cent; nothing where all is settled."""
    return "" if lowest is None or highest is None else f"{lowest:.1f}–{highest:.1f}"


def _with_plot(block: Block, grid: Grid, screen: Screen) -> Grid:
    """The grid with drawn intervals at its right end, on a terminal that has room for them."""
    counted = [row for row in block.rows if isinstance(row, StatRow) and row.percent is not None]
    if screen.width is None or not counted:
        return grid
    taken = sum(grid.widths()) + len(GAP) * len(grid.head) + 2
    width = min(_WIDEST_PLOT, screen.width - taken)
    if width < _LEAST_PLOT:
        return grid
    end = scale_end(max(row.high or row.percent or 0 for row in counted))
    drawn = (
        interval_line(row.percent, row.low, row.high, end=end, width=width, unicode=screen.unicode)
        if isinstance(row, StatRow) and row.percent is not None
        else ""
        for row in block.rows
    )
    rows = tuple((*cells, line) for cells, line in zip(grid.rows, drawn, strict=True))
    return replace(grid, head=(*grid.head, scale(end, width)), rows=rows)


def grids(statistic: Statistic) -> Iterator[Grid]:
    """The blocks as grids for a paper, the method and the notes under the last."""
    found = list(blocks(statistic))
    for place, block in enumerate(found, 1):
        told, own = _left_out(block.rows)
        group = "" if block.group is None else f"; {block.group}"
        notes = [
            f"{row.label}: left out of n: {states_in_words(row.states)}."
            for row in block.rows
            if own and row.states != told
        ]
        notes += [_left_out_sentence(told, own)] if any(told.values()) else []
        grid = _grid(block.rows, statistic.confidence)
        rows = tuple((label, *map(_squeezed, cells)) for label, *cells in grid.rows)
        yield replace(
            grid,
            rows=rows,
            heading=block.heading + group,
            notes=(*notes, *(footnotes(statistic) if place == len(found) else ())),
        )


def _squeezed(cell: str) -> str:
    """The cell without the blanks that align figures on a terminal."""
    return " ".join(cell.split()).replace("[ ", "[")
