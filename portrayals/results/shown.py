"""A result shows itself as the terminal shows it: when it is printed, and in a notebook."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypedDict, Unpack

from portrayals.vocabulary import NotesShown, Order, SheetSize

if TYPE_CHECKING:
    from altair import VConcatChart


class ChartKeywords(TypedDict, total=False):
    """How a chart is made.

    title: The heading; what is counted then stands beneath it.
    sort: `share` puts the rows with the largest share first.
    top: Draw only so many rows, the largest.
    min_n: Draw only rows of at least so many units.
    size: What it is made for.
    notes: What stands under it: `short` is what its marks mean and two caveats.
    """

    title: str | None
    sort: Order
    top: int | None
    min_n: int | None
    size: SheetSize
    notes: NotesShown


class Display(Protocol):
    """How results are drawn. What draws them stands above them in the house, so they are told."""

    def text(self, result: Any) -> str:
        """What the terminal shows."""

    def html(self, result: Any) -> str:
        """The same for a notebook."""

    def chart(self, result: Any, **how: Unpack[ChartKeywords]) -> VConcatChart:
        """The result as a chart."""


class _Bare:
    """How they are shown where nobody has said how."""

    def text(self, result: object) -> str:
        return repr(result)

    def html(self, result: object) -> str:
        return f"<pre>{escape(repr(result))}</pre>"

    def chart(self, result: object, **_how: Unpack[ChartKeywords]) -> VConcatChart:
        raise NotImplementedError(f"nothing draws {type(result).__qualname__}")


class Shown:
    """What shows itself; `display` says how, and the Python API says which that is."""

    __slots__ = ()

    display: ClassVar[Display] = _Bare()

    def __str__(self) -> str:
        """What the terminal shows."""
        return self.display.text(self)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return self.display.html(self)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """What IPython shows in a terminal."""
        printer.text(str(self))
