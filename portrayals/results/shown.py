"""Results print as the terminal shows them, and display in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypedDict, Unpack

from portrayals.vocabulary import NotesShown, Order, SheetSize

if TYPE_CHECKING:
    from altair import VConcatChart


class ChartKeywords(TypedDict, total=False):
    """How a chart is made.

    title: The heading; what is counted then stands below it.
    sort: `share` puts the rows with the largest share first.
    top: Draw only this many rows, those with the largest shares.
    min_n: Draw only rows with at least this many units.
    size: Where the chart goes.
    notes: The notes below it: `short` is what its marks mean and two caveats.
    """

    title: str | None
    sort: Order
    top: int | None
    min_n: int | None
    size: SheetSize
    notes: NotesShown


class Display(Protocol):
    """How results are drawn. The code that draws them is in a higher package, so it is injected."""

    def text(self, result: Any) -> str:
        """What the terminal shows."""

    def html(self, result: Any) -> str:
        """The same for a notebook."""

    def chart(self, result: Any, **how: Unpack[ChartKeywords]) -> VConcatChart:
        """The result as a chart."""


class Shown:
    """A result that can print itself: `display`, set by `portrayals.study`, says how."""

    __slots__ = ()

    display: ClassVar[Display]

    def __str__(self) -> str:
        """What the terminal shows; the plain repr if nothing draws it yet."""
        return self.display.text(self) if hasattr(self, "display") else repr(self)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return self.display.html(self)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """What IPython shows in a terminal."""
        printer.text(str(self))
