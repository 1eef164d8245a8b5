"""`stats` as a dot plot: a line for each code along its tree, a dot on its interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from portrayals.render.charts.forest import forest
from portrayals.render.charts.lines import SHAPES, ChartLine, columns
from portrayals.render.charts.page import (
    SCALE_BENEATH,
    SPACING,
    Around,
    Panels,
    heading_of_panel,
)
from portrayals.render.charts.sheet import LINE
from portrayals.render.charts.words import Words, words_of
from portrayals.render.stats import (
    POSSIBLE_RANGE,
    UNDEFINED,
    Block,
    blocks,
    footnotes,
    left_out_in_words,
    range_in_words,
    share,
)
from portrayals.render.terminal_plot import scale_end
from portrayals.results.stats import FEW, NO_GROUP, NumberRow, Statistic, StatRow, only_known


@dataclass(frozen=True, slots=True)
class Panel:
    """The lines of one variable, all its groups together, under their heading."""

    heading: str
    lines: list[ChartLine]
    heads: tuple[str, str]
    unit: str
    domain: tuple[float, float]
    numbers: bool = False


def panels(statistic: Statistic) -> list[Panel]:
    """A panel for each variable; the bounds of NUMBERS R16 are thin lines behind the intervals."""
    found = groupby(blocks(statistic), key=lambda block: block.rows[0].variable)
    return _on_one_scale([_panel(statistic, list(own)) for _, own in found])


def words(statistic: Statistic, made: Sequence[Panel], tests: Sequence[str] = ()) -> Words:
    """What stands around the panels; the first of the `tests` is said with what the marks mean."""
    tested = replace(statistic, notes=(*tests, *statistic.notes))
    notes = (*footnotes(tested), left_out_in_words(list(blocks(statistic))))
    key = (*_keys(statistic), *tests[:1])
    told = words_of(statistic, made[0].heading, key=key, notes=notes)
    return told.titled(statistic.in_words or None)


def draw(made: Sequence[Panel], around: Around) -> Panels:
    """The panels, one under the other, on the sheet of the words around them."""
    sheet = around.sheet
    lines = [line for panel in made for line in panel.lines]
    # each panel has heads above its lines and a scale beneath, and a heading of its own
    heading = sheet.title_letters + SPACING + LINE
    besides = len(made) * (LINE + SCALE_BENEATH) + (len(made) - 1) * heading
    room = None if around.room is None else around.room - besides
    stand = columns(lines, [panel.heads for panel in made], sheet, room)
    drawn = []
    for place, panel in enumerate(made):
        title = heading_of_panel(panel.heading, sheet) if place else around.title()
        plot = forest(panel.lines, stand, heads=panel.heads, unit=panel.unit, domain=panel.domain)
        drawn.append(plot.properties(title=title))
    return Panels(drawn, besides + sum(float(each.height) for each in drawn))


def _keys(statistic: Statistic) -> Iterator[str]:
    """What the marks mean."""
    interval = f"thick line: its {statistic.confidence:g} % interval"
    shares = [row.printed for row in statistic.rows if isinstance(row, StatRow)]
    ringed = only_known(shares)
    between = "thin line" if ringed else "from stroke to stroke"
    if shares:
        ranged = any(row.lowest is not None for row in shares)
        told = (
            "dot: the share" if any(row.percent is not None for row in shares) else "",
            f"hollow dot: of fewer than {FEW}" if any(map(_is_of_few, shares)) else "",
            interval if any(row.low is not None for row in shares) else "",
            "ring: what is known for certain" if any(row.at_least for row in shares) else "",
            f"{between}: its {POSSIBLE_RANGE}" if ranged else "",
        )
        yield _sentence(told)
    if len(shares) < len(statistic.rows):
        yield _sentence(
            ("dot: the mean", interval, f"{between}: from the lowest to the highest value")
        )


def _sentence(parts: Iterable[str]) -> str:
    told = "; ".join(filter(None, parts))
    return f"{told[0].upper()}{told[1:]}." if told else ""


def _panel(statistic: Statistic, own: Sequence[Block]) -> Panel:
    level = f"{statistic.level}s"
    numbers = [row for row in own[0].rows if isinstance(row, NumberRow)]
    if numbers:
        ends = [end for row in numbers for end in (row.min, row.max, row.low, row.high)]
        known = [end for end in ends if end is not None] or [0.0, 1.0]
        unit, domain = numbers[0].unit or "value", (min(known), max(known))
        lines = _number_lines(numbers)
        return Panel(own[0].heading, lines, ("n", "mean"), unit, domain, numbers=True)
    shares = [row for block in own for row in block.rows if isinstance(row, StatRow)]
    known_only = only_known(shares)
    lines = list(_share_lines(own, known_only=known_only))
    highest = max(line.value or 0 for line in lines)
    highest = max(highest, *(end or 0 for line in lines for end in (*line.ends, *line.bounds)))
    heading = own[0].heading
    if len({block.heading for block in own}) > 1:
        variable = own[0].rows[0].variable
        heading = f"{statistic.labels.get(variable, variable)}: {level}"
    heads = ("known", POSSIBLE_RANGE) if known_only else ("k of n", "share")
    unit = f"{'possible share' if known_only else 'share'} of {level}, %"
    return Panel(heading, lines, heads, unit, (0.0, float(scale_end(highest))))


def _on_one_scale(found: Sequence[Panel]) -> list[Panel]:
    """The shares of several variables on one scale, so that they can be compared."""
    ends = [panel.domain[1] for panel in found if not panel.numbers]
    return [panel if panel.numbers else replace(panel, domain=(0.0, max(ends))) for panel in found]


def _number_lines(rows: Sequence[NumberRow]) -> list[ChartLine]:
    return [
        ChartLine(
            row.label,
            figures=(str(row.n), UNDEFINED if row.mean is None else f"{row.mean:.4g}"),
            value=row.mean,
            ends=(row.low, row.high),
            bounds=(row.min, row.max),
            told=_told(row),
        )
        for row in rows
    ]


def _share_lines(own: Sequence[Block], *, known_only: bool) -> Iterator[ChartLine]:
    """Codes as they stand in the tree; where groups have several, the groups under each code."""
    shared = [[row for row in block.rows if isinstance(row, StatRow)] for block in own]
    if own[0].group is None and len(own) == 1:
        parents = {row.parent for row in shared[0]}
        for row in shared[0]:
            yield _share_line(row, row.label, row.depth, known_only, strong=row.code in parents)
        return
    names = [NO_GROUP if block.group is None else block.group for block in own]
    shapes = SHAPES if len(names) <= len(SHAPES) else SHAPES[:1] * len(names)
    longest_first = sorted(shared, key=len, reverse=True)
    for code in {row.code: row for rows in longest_first for row in rows}.values():
        yield ChartLine(code.label, code.depth, strong=True)
        for name, shape, rows in zip(names, shapes, shared, strict=False):
            for row in rows:
                if row.code == code.code:
                    yield _share_line(row, name, row.depth + 1, known_only, shape=shape)


def _share_line(
    row: StatRow,
    label: str,
    depth: int,
    known_only: bool,
    *,
    strong: bool = False,
    shape: str = SHAPES[0],
) -> ChartLine:
    """The second figure is the share, or what it may be where nothing more is known of any.

    Of few units no share is written, as none should be quoted.
    """
    second = range_in_words(row.lowest, row.highest) if known_only else share(row)
    if _is_of_few(row):
        second = ""
    return ChartLine(
        label,
        depth,
        strong,
        (row.of, second),
        row.percent,
        (row.low, row.high),
        (row.lowest, row.highest),
        row.lowest if row.at_least else None,
        _is_of_few(row),
        shape,
        _told(row),
    )


def _is_of_few(row: StatRow) -> bool:
    return row.percent is not None and row.n < FEW


def _told(row: StatRow | NumberRow) -> dict[str, object]:
    """The row as `--json` prints it, without the states."""
    return {name: value for name, value in row.to_dict().items() if name != "states"}
