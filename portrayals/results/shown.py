"""Results print as the terminal shows them, also at the prompt and in a notebook."""

from __future__ import annotations

from dataclasses import fields
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

    def package(self, name: str) -> Any:
        """A package that makes data frames. Raises NotInstalled without it."""

    def chart(self, result: Any, **how: Unpack[ChartKeywords]) -> VConcatChart:
        """The result as a chart."""


class Shown:
    """A result that can print itself: `display`, set by `portrayals.study`, says how."""

    __slots__ = ()

    display: ClassVar[Display]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # A dataclass makes a `__repr__` of its own unless its class has one.
        cls.__repr__ = Shown.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        """What the terminal shows; how the object was made, if nothing draws it yet."""
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
