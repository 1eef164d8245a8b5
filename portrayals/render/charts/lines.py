"""Lines of a label and two figures, one under the other, at the left of what is drawn for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from portrayals.render.charts.measure import width, wrapped
from portrayals.render.charts.page import FAINT, INK, LETTERS, LINE, WIDTH, pixels, rows

if TYPE_CHECKING:
    import altair as alt

SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")

#: More lines than these have the scale above them too, and less air between them, so that all
#: the codes of a tree fit on a page.
TALL: Final = 25

_AIR: Final = 6
_LITTLE_AIR: Final = 2
_INDENT: Final = 14
_WIDEST_LABEL: Final = 290
_GAP: Final = 16
_SHADE: Final = 0.045

Values = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `ends` are those of the interval, `bounds` of the thin line behind it.

    `told` is what the specification keeps of the line besides, and shows under the pointer.
    """

    label: str
    depth: int = 0
    strong: bool = False
    figures: tuple[str, str] = ("", "")
    value: float | None = None
    ends: tuple[float | None, float | None] = (None, None)
    bounds: tuple[float | None, float | None] = (None, None)
    shape: str = SHAPES[0]
    told: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Columns:
    """Pixels: the width of the labels, the right ends of both figures, the left end of the plot."""

    label: float
    figures: tuple[float, float]
    plot: float


def columns(lines: Iterable[Line], heads: Iterable[tuple[str, str]]) -> Columns:
    """Columns in which all these lines and heads have room."""
    found = list(lines)
    widths = (
        width(line.label, LETTERS, strong=line.strong) + _INDENT * line.depth for line in found
    )
    label = min(_WIDEST_LABEL, max(widths))
    cells = [*heads, *(line.figures for line in found)]
    first, second = (max(width(cell[place], LETTERS) for cell in cells) for place in (0, 1))
    at_first = label + _GAP + first
    at_second = at_first + _GAP + second if second else at_first
    return Columns(label, (at_first, at_second), at_second + 1.5 * _GAP)


def placed(lines: Sequence[Line], label: float) -> tuple[Values, float]:
    """The lines as a view holds them, with their places in pixels, and the height of all."""
    values: Values = []
    air = _LITTLE_AIR if len(lines) > TALL else _AIR
    top = 0.0
    for place, line in enumerate(lines):
        indent = _INDENT * line.depth
        text = wrapped(line.label, LETTERS, label - indent, strong=line.strong)
        bottom = top + LINE * len(text) + air
        values.append(
            {
                **line.told,
                "text": "\n".join(text),
                "indent": indent,
                "rise": rise(text),
                "strong": line.strong,
                "shaded": place % 2 == 0,
                "top": top,
                "middle": (top + bottom) / 2,
                "bottom": bottom,
                "first": line.figures[0],
                "second": line.figures[1],
                "value": line.value,
                "from": line.ends[0],
                "to": line.ends[1],
                "least": line.bounds[0],
                "most": line.bounds[1],
                "shape": line.shape,
            }
        )
        top = bottom
    return values, top


def rise(text: Sequence[str]) -> float:
    """How far the first of several lines stands above the middle of all; Vega places the first."""
    return -LINE * (len(text) - 1) / 2


def y(height: float, name: str = "middle") -> alt.Y:
    """The place of a line from above: its `middle`, `top` or `bottom`."""
    import altair as alt

    return alt.Y(f"{name}:Q", axis=None, scale=pixels(height))


def labelled(
    values: Values, height: float, stand: Columns, heads: tuple[str, str]
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
            x=alt.value(0), x2=alt.value(WIDTH), y=y(height, "top"), y2="bottom:Q"
        ),
        label.encode(x=alt.value(0), y=y(height), text="text:N"),
    ]
    for name, place, head in zip(("first", "second"), stand.figures, heads, strict=True):
        layers.append(figure.encode(x=alt.value(place), y=y(height), text=f"{name}:N"))
        over = rows([{"head": head}]).mark_text(align="right", baseline="bottom", color=FAINT)
        layers.append(over.encode(x=alt.value(place), y=alt.value(-3), text="head:N"))
    return layers
