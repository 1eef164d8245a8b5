"""`stats` as a dot plot: a line for each code along its tree, a dot on its interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from portrayals.render.charts.forest import forest
from portrayals.render.charts.lines import SHAPES, Line, columns
from portrayals.render.charts.page import Specification, page, title
from portrayals.render.charts.words import left_out, scope
from portrayals.render.stats import NO_GROUP, UNDEFINED, Block, blocks, footnotes, share
from portrayals.render.terminal_plot import scale_end
from portrayals.results.stats import NumberRow, Statistic, StatRow


@dataclass(frozen=True, slots=True)
class Panel:
    """The lines of one variable, all its groups together, under their heading."""

    heading: str
    lines: list[Line]
    heads: tuple[str, str]
    unit: str
    domain: tuple[float, float]


def dots(statistic: Statistic) -> Specification:
    """A panel for each variable; the bounds of NUMBERS R16 are thin lines behind the intervals."""
    found = groupby(blocks(statistic), key=lambda block: block.rows[0].variable)
    panels = _on_one_scale([_panel(statistic, list(own)) for _, own in found])
    stand = columns(
        (line for panel in panels for line in panel.lines), (panel.heads for panel in panels)
    )
    drawn = [
        forest(
            panel.lines, stand, heads=panel.heads, unit=panel.unit, domain=panel.domain
        ).properties(title=title(panel.heading, "" if place else scope(statistic)))
        for place, panel in enumerate(panels)
    ]
    left = left_out(row.states for row in statistic.rows)
    return page(drawn, [*_keys(statistic), *footnotes(statistic), *filter(None, [left])])


def _keys(statistic: Statistic) -> Iterator[str]:
    """What the marks mean."""
    interval = f"thick line: its {statistic.confidence:g} % interval"
    between = "thin line between strokes"
    counted = [row for row in statistic.rows if isinstance(row, StatRow)]
    if counted:
        bounded = any(row.lowest is not None for row in counted)
        yield f"Dot: the share; {interval}{f'; {between}: its bounds' if bounded else ''}."
    if len(counted) < len(statistic.rows):
        yield f"Dot: the mean; {interval}; {between}: from the least to the greatest."


def _panel(statistic: Statistic, own: Sequence[Block]) -> Panel:
    level = f"{statistic.level}s"
    numbers = [row for row in own[0].rows if isinstance(row, NumberRow)]
    if numbers:
        ends = [end for row in numbers for end in (row.min, row.max, row.low, row.high)]
        known = [end for end in ends if end is not None] or [0.0, 1.0]
        unit, domain = numbers[0].unit or "value", (min(known), max(known))
        return Panel(own[0].heading, _number_lines(numbers), ("n", "mean"), unit, domain)
    lines = list(_share_lines(own))
    highest = max(line.value or 0 for line in lines)
    highest = max(highest, *(end or 0 for line in lines for end in (*line.ends, *line.bounds)))
    heading = own[0].heading
    if len({block.heading for block in own}) > 1:
        variable = own[0].rows[0].variable
        heading = f"{statistic.labels.get(variable, variable)}: {level}"
    scale = (0.0, float(scale_end(highest)))
    return Panel(heading, lines, ("k of n", "share"), f"share of {level}, %", scale)


def _on_one_scale(panels: Sequence[Panel]) -> list[Panel]:
    """The shares of several variables on one scale, so that they can be compared."""
    ends = [panel.domain[1] for panel in panels if panel.heads[1] == "share"]
    return [
        replace(panel, domain=(0.0, max(ends))) if panel.heads[1] == "share" else panel
        for panel in panels
    ]


def _number_lines(rows: Sequence[NumberRow]) -> list[Line]:
    return [
        Line(
            row.label,
            figures=(str(row.n), UNDEFINED if row.mean is None else f"{row.mean:.4g}"),
            value=row.mean,
            ends=(row.low, row.high),
            bounds=(row.min, row.max),
            told=_told(row),
        )
        for row in rows
    ]


def _share_lines(own: Sequence[Block]) -> Iterator[Line]:
    """Codes as they stand in the tree; where groups have several, the groups under each code."""
    shared = [[row for row in block.rows if isinstance(row, StatRow)] for block in own]
    if own[0].group is None and len(own) == 1:
        parents = {row.parent for row in shared[0]}
        for row in shared[0]:
            yield _share_line(row, row.label, row.depth, strong=row.code in parents)
        return
    names = [NO_GROUP if block.group is None else block.group for block in own]
    shapes = SHAPES if len(names) <= len(SHAPES) else SHAPES[:1] * len(names)
    for code in shared[0]:
        yield Line(code.label, code.depth, strong=True)
        for name, shape, rows in zip(names, shapes, shared, strict=False):
            for row in rows:
                if row.code == code.code:
                    yield _share_line(row, name, row.depth + 1, shape=shape)


def _share_line(
    row: StatRow, label: str, depth: int, *, strong: bool = False, shape: str = SHAPES[0]
) -> Line:
    return Line(
        label,
        depth,
        strong,
        (row.of, share(row)),
        row.percent,
        (row.low, row.high),
        (row.lowest, row.highest),
        shape,
        _told(row),
    )


def _told(row: StatRow | NumberRow) -> dict[str, object]:
    """The row as `--json` prints it, without the states."""
    return {name: value for name, value in row.to_dict().items() if name != "states"}
