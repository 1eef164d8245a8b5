"""A result shows itself as the terminal shows it: printed, at the prompt, and in a notebook."""

from __future__ import annotations

from dataclasses import fields
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


class Shown:
    """What shows itself: `display` says how, which `portrayals.study` sets."""

    __slots__ = ()

    display: ClassVar[Display]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # A dataclass makes a `__repr__` of its own unless its class has one.
        cls.__repr__ = Shown.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        """What the terminal shows; how the object was made, where nothing draws it yet."""
        return self.display.text(self) if hasattr(self, "display") else _as_made(self)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return self.display.html(self)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """What IPython shows in a terminal."""
        printer.text(repr(self))


def _as_made(result: Any) -> str:
    told = (f"{each.name}={getattr(result, each.name)!r}" for each in fields(result))
    return f"{type(result).__qualname__}({', '.join(told)})"
