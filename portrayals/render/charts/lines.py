"""Lines of a label and two figures, one under the other, at the left of what is drawn for them.

On a narrow sheet what is drawn stands under its label, as wide as the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from portrayals.render.charts.measure import width, wrapped
from portrayals.render.charts.page import FAINT, INK, pixels, rows
from portrayals.render.charts.sheet import LETTERS, LINE, Sheet

if TYPE_CHECKING:
    import altair as alt

SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")

#: More lines than these have the scale above them too, and less air between them, so that all
#: the codes of a tree fit on a page.
TALL: Final = 25

_AIR: Final = 6
_LITTLE_AIR: Final = 2
#: What a line on a sheet of fixed height may have, so that few lines fill it.
_MOST_AIR: Final = 60
_INDENT: Final = 14
_GAP: Final = 16
_SHADE: Final = 0.045
#: The height of what is drawn under a label.
_STRIP: Final = 13

Values = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One line. `ends` are those of the interval, `bounds` of the thin line behind it.

    `ring` is where a ring stands in place of the dot of a `value`; the dot is small and hollow if
    the value is of `few` units. `told` is what the specification keeps of the line besides, and
    shows under the pointer.
    """

    label: str
    depth: int = 0
    strong: bool = False
    figures: tuple[str, str] = ("", "")
    value: float | None = None
    ends: tuple[float | None, float | None] = (None, None)
    bounds: tuple[float | None, float | None] = (None, None)
    ring: float | None = None
    few: bool = False
    shape: str = SHAPES[0]
    told: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineColumns:
    """Pixels: the width of the labels, the right ends of both figures, both ends of the plot.

    `beneath` says that the plot is under the labels; `air` is between the lines.
    """

    label: float
    figures: tuple[float, float]
    plot: float
    right: float
    beneath: bool
    air: float


def columns(
    lines: Iterable[ChartLine],
    heads: Iterable[tuple[str, str]],
    sheet: Sheet,
    room: float | None,
) -> LineColumns:
    """Columns in which all these lines and heads have room; `room` is the height for all lines."""
    found = list(lines)
    cells = [*heads, *(line.figures for line in found)]
    first, second = (max(width(cell[place], LETTERS) for cell in cells) for place in (0, 1))
    figures = first + (_GAP + second if second else 0)
    if sheet.narrow:
        label = sheet.width - figures - _GAP
        ends = (sheet.width - (_GAP + second if second else 0), sheet.width)
        plot = 0.0
    else:
        widths = (
            width(line.label, LETTERS, strong=line.strong) + _INDENT * line.depth for line in found
        )
        label = min(sheet.widest_label, max(widths))
        ends = (label + _GAP + first, label + _GAP + figures)
        plot = ends[1] + 1.5 * _GAP
    air = _air(found, label, sheet, room)
    return LineColumns(label, ends, plot, sheet.width, sheet.narrow, air)


def _air(lines: Sequence[ChartLine], label: float, sheet: Sheet, room: float | None) -> float:
    if room is None:
        return _LITTLE_AIR if len(lines) > TALL else _AIR
    taken = sum(_height(line, _text(line, label), beneath=sheet.narrow) for line in lines)
    return max(_LITTLE_AIR, min(_MOST_AIR, (room - taken) / len(lines)))


def _text(line: ChartLine, label: float) -> list[str]:
    return wrapped(line.label, LETTERS, label - _INDENT * line.depth, strong=line.strong)


def _height(line: ChartLine, text: Sequence[str], *, beneath: bool) -> float:
    return LINE * len(text) + (_STRIP if beneath and any(line.figures) else 0)


def placed(lines: Sequence[ChartLine], stand: LineColumns) -> tuple[Values, float]:
    """The lines as a view holds them, with their places in pixels, and the height of all."""
    values: Values = []
    top = 0.0
    for place, line in enumerate(lines):
        text = _text(line, stand.label)
        bottom = top + _height(line, text, beneath=stand.beneath) + stand.air
        if stand.beneath:
            middle = top + (stand.air + LINE * len(text)) / 2
            marked = (bottom - _STRIP - stand.air / 2, bottom - stand.air / 2)
        else:
            middle = (top + bottom) / 2
            marked = (top, bottom)
        values.append(
            {
                **line.told,
                "text": "\n".join(text),
                "indent": _INDENT * line.depth,
                "rise": rise(text),
                "strong": line.strong,
                "shaded": place % 2 == 0,
                "top": top,
                "middle": middle,
                "bottom": bottom,
                "from_top": marked[0],
                "at": sum(marked) / 2,
                "to_bottom": marked[1],
                "first": line.figures[0],
                "second": line.figures[1],
                "value": line.value,
                "from": line.ends[0],
                "to": line.ends[1],
                "least": line.bounds[0],
                "most": line.bounds[1],
                "ring": line.ring,
                "few": line.few,
                "shape": line.shape,
            }
        )
        top = bottom
    return values, top


def rise(text: Sequence[str]) -> float:
    """How far the first of several lines stands above the middle of all; Vega places the first."""
    return -LINE * (len(text) - 1) / 2


def y(height: float, name: str) -> alt.Y:
    """A place from above: of the text its `middle`, of what is drawn `at` or `from_top`."""
    import altair as alt

    return alt.Y(f"{name}:Q", axis=None, scale=pixels(height))


def labelled(
    values: Values, height: float, stand: LineColumns, heads: tuple[str, str]
) -> list[alt.Chart]:
    """Every second line shaded; the labels, indented as the tree is; figures under their heads."""
    import altair as alt

    shaded = rows([value for value in values if value["shaded"]])
    label = rows(values).mark_text(
        align="left",
        baseline="middle",
        lineBreak="\n",
        dx=alt.expr("datum.indent"),
        dy=alt.expr("datum.rise"),
        fontWeight=alt.expr("datum.strong ? 'bold' : 'normal'"),
    )
    figure = rows(values).mark_text(align="right", baseline="middle")
    layers = [
        shaded.mark_rect(color=INK, opacity=_SHADE).encode(
            x=alt.XValue(0), x2=alt.X2Value(stand.right), y=y(height, "top"), y2=alt.Y2("bottom:Q")
        ),
        label.encode(x=alt.XValue(0), y=y(height, "middle"), text=alt.Text("text:N")),
    ]
    for name, place, head in zip(("first", "second"), stand.figures, heads, strict=True):
        layers.append(
            figure.encode(x=alt.XValue(place), y=y(height, "middle"), text=alt.Text(f"{name}:N"))
        )
        over = rows([{"head": head}]).mark_text(align="right", baseline="bottom", color=FAINT)
        layers.append(over.encode(x=alt.XValue(place), y=alt.YValue(-3), text=alt.Text("head:N")))
    return layers
