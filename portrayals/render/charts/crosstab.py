"""`crosstab` as bars: each row of the table is a whole, divided by the columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from portrayals.render.charts.forest import forest
from portrayals.render.charts.lines import (
    ChartLine,
    LineColumns,
    Values,
    columns,
    labelled,
    placed,
    y,
)
from portrayals.render.charts.measure import width
from portrayals.render.charts.page import INK, SCALE_BENEATH, Around, Panel, Panels, rows
from portrayals.render.charts.sheet import LETTERS, LINE
from portrayals.render.charts.words import Words, left_out, words_of
from portrayals.render.crosstab import heading_of, is_open
from portrayals.render.stats import POSSIBLE_RANGE, UNDEFINED, range_in_words
from portrayals.results.crosstab import Crosstab, TableRow

if TYPE_CHECKING:
    import altair as alt

#: Red, green and blue of the first column and of the last: neighbours differ in grey too.
_DARKEST: Final = (20, 58, 90)
_LIGHTEST: Final = (214, 228, 239)
#: More columns could not be told apart.
_MOST_COLUMNS: Final = 7
_PERCENT: Final = "of each row, %"
#: Figures on darker pieces are white.
_DARK_BELOW: Final = 0.45
_AIR: Final = 2


def words(table: Crosstab, drawn: Iterable[str]) -> Words:
    """What stands around the bars; `drawn` says which rows are not."""
    key = f"Ring: what is known for certain; thin line: its {POSSIBLE_RANGE}."
    states = [row.states for row in table.rows]
    return words_of(
        table,
        heading_of(table),
        key=[key if is_open(table) else ""],
        notes=(table.sentence, left_out(states, settled=not is_open(table)), *table.notes),
        drawn=drawn,
    )


def draw(table: Crosstab, around: Around) -> Panels:
    """Stacked bars where the columns divide each row; else a dot for each row and column."""
    drawn, besides = _stacked(table, around) if _divided(table) else _side_by_side(table, around)
    titled = drawn.properties(title=around.title())
    return Panels([titled], float(drawn.height) + besides)


def _divided(table: Crosstab) -> bool:
    """Whether every unit of a row is in one column and no more, and the shades suffice."""
    return (
        not is_open(table)
        and len(table.columns) <= _MOST_COLUMNS
        and all(
            len(set(row.row_n)) <= 1 and sum(row.counts) <= max(row.row_n, default=0)
            for row in table.rows
        )
    )


def _told(table: Crosstab, row: TableRow, at: int) -> dict[str, object]:
    return {
        "row": row.label,
        "column": table.column_labels[at],
        "count": row.counts[at],
        "n": row.row_n[at],
        "percent": row.row_percent[at],
    }


def _side_by_side(table: Crosstab, around: Around) -> tuple[Panel, float]:
    """The columns under each row: a share each, which do not sum to the whole.

    Also how much higher it is with what stands above and beneath.
    """
    of_cell = _open_line if is_open(table) else _line
    lines = []
    for row in table.rows:
        lines.append(ChartLine(row.label, row.depth, strong=True))
        lines += [of_cell(table, row, at) for at in range(len(table.columns))]
    heads = ("known", POSSIBLE_RANGE) if is_open(table) else ("k of n", "share")
    besides = LINE + SCALE_BENEATH
    room = None if around.room is None else around.room - besides
    stand = columns(lines, [heads], around.sheet, room)
    unit = f"share of {table.level}s, %" if is_open(table) else f"share {_PERCENT}"
    return forest(lines, stand, heads=heads, unit=unit, domain=(0, 100)), besides


def _line(table: Crosstab, row: TableRow, at: int) -> ChartLine:
    percent = row.row_percent[at]
    figures = (
        f"{row.counts[at]} of {row.row_n[at]}",
        UNDEFINED if percent is None else f"{percent:.1f} %",
    )
    label, told = table.column_labels[at], _told(table, row, at)
    return ChartLine(label, row.depth + 1, figures=figures, value=percent, told=told)


def _open_line(table: Crosstab, row: TableRow, at: int) -> ChartLine:
    known, lowest, highest = (
        each[at] if each else None for each in (row.known, row.lowest, row.highest)
    )
    told = {"known": known, "units": row.units, "lowest": lowest, "highest": highest}
    return ChartLine(
        table.column_labels[at],
        row.depth + 1,
        figures=(f"at least {known:,} of {row.units:,}", range_in_words(lowest, highest)),
        bounds=(lowest, highest),
        ring=lowest,
        told={"row": row.label, "column": table.column_labels[at], **told},
    )


def _stacked(table: Crosstab, around: Around) -> tuple[Panel, float]:
    import altair as alt

    lines = [
        ChartLine(row.label, row.depth, figures=(str(max(row.row_n, default=0)), ""))
        for row in table.rows
    ]
    heads = ("n", "")
    sheet = around.sheet
    stand = columns(lines, [heads], sheet, None)
    legend = list(_legend(table, stand))
    besides = SCALE_BENEATH + 10 + LINE * (1 + _lines(legend))
    if around.room is not None:
        stand = columns(lines, [heads], sheet, around.room - besides)
    values, height = placed(lines, stand)
    air = 0 if stand.beneath else _AIR
    pieces = [
        value | piece | {"from_top": value["from_top"] + air, "to_bottom": value["to_bottom"] - air}
        for value, row in zip(values, table.rows, strict=True)
        for piece in _pieces(table, row, stand.right - stand.plot)
    ]
    layers = [*labelled(values, height, stand, heads), *_bars(pieces, height, stand)]
    layers.extend(_drawn_legend(legend))
    drawn: Panel = (
        alt.layer(*layers)
        .resolve_axis(x="independent")
        .properties(width=stand.right, height=height)
    )
    return drawn, besides


def _pieces(table: Crosstab, row: TableRow, whole: float) -> Iterator[dict[str, Any]]:
    """A bar's pieces from the left; a count is written where its piece has room for it."""
    start = 0.0
    for at, (count, percent) in enumerate(zip(row.counts, row.row_percent, strict=True)):
        if not count or percent is None:
            continue
        room = whole * percent / 100 > width(str(count), LETTERS) + 4
        lightness = _lightness(at, len(row.counts))
        yield _told(table, row, at) | {
            "start": start,
            "stop": start + percent,
            "centre": start + percent / 2,
            "shade": _shade(lightness),
            "ink": "white" if lightness < _DARK_BELOW else INK,
            "written": str(count) if room else "",
        }
        start += percent


def _lightness(place: int, number: int) -> float:
    return place / max(1, number - 1)


def _shade(lightness: float) -> str:
    mixed = (
        round(dark + (light - dark) * lightness)
        for dark, light in zip(_DARKEST, _LIGHTEST, strict=True)
    )
    return "#" + "".join(f"{each:02x}" for each in mixed)


def _bars(pieces: Values, height: float, stand: LineColumns) -> list[alt.Chart]:
    import altair as alt

    scale = alt.Scale(domain=[0, 100], range=[stand.plot, stand.right], nice=False)
    axis = alt.Axis(title=f"share {_PERCENT}", tickCount=6, grid=False)
    named = [
        alt.Tooltip(f"{name}:N", title=name) for name in ("row", "column", "count", "n", "percent")
    ]
    bar = rows(pieces).mark_rect(stroke="white", strokeWidth=1)
    count = rows(pieces).mark_text(baseline="middle")
    return [
        bar.encode(
            x=alt.X("start:Q", scale=scale, axis=axis),
            x2=alt.X2("stop:Q"),
            y=y(height, "from_top"),
            y2=alt.Y2("to_bottom:Q"),
            color=alt.Color("shade:N", scale=None),
            tooltip=named,
        ),
        count.encode(
            x=alt.X("centre:Q", scale=scale, axis=None),
            y=y(height, "at"),
            color=alt.Color("ink:N", scale=None),
            text=alt.Text("written:N"),
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Shade:
    """A column in the legend: in which line of it, and how far to the right."""

    label: str
    colour: str
    line: int
    left: float


def _legend(table: Crosstab, stand: LineColumns) -> Iterator[_Shade]:
    line, left = 0, stand.plot
    for place, label in enumerate(table.column_labels):
        wide = width(label, LETTERS) + 30
        if left > stand.plot and left + wide > stand.right:
            line, left = line + 1, stand.plot
        yield _Shade(label, _shade(_lightness(place, len(table.columns))), line, left)
        left += wide


def _lines(legend: Sequence[_Shade]) -> int:
    """How many lines there are after the first."""
    return max((each.line for each in legend), default=0)


def _drawn_legend(legend: Sequence[_Shade]) -> Iterator[alt.Chart]:
    """The shades with their labels, over the bars, in as many lines as they need."""
    import altair as alt

    for each in legend:
        label, above = rows([{"label": each.label}]), -10 - LINE * (_lines(legend) - each.line)
        square = label.mark_square(size=100, opacity=1, color=each.colour)
        name = label.mark_text(align="left", baseline="middle")
        yield square.encode(x=alt.XValue(each.left + 5), y=alt.YValue(above))
        yield name.encode(
            x=alt.XValue(each.left + 15), y=alt.YValue(above), text=alt.Text("label:N")
        )
