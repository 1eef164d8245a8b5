"""How results show themselves in Python: as the command line draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Unpack

from portrayals.render.formats import render
from portrayals.render.notebook import beside, notebook
from portrayals.render.terminal import Screen
from portrayals.results.shown import ChartKeywords
from portrayals.results.tabular import Tabular

if TYPE_CHECKING:
    from altair import VConcatChart

    from portrayals.render.charts.drawing import Drawable

#: Nothing is cut, and no note waits to be asked for.
_SCREEN: Final = Screen(whole_notes=True)


class AsDrawn:
    """What `print`, a notebook and `chart()` show of a result."""

    def text(self, result: Tabular) -> str:
        """The result as it is printed with all its notes, and what is told beside it."""
        text = render(result, screen=_SCREEN).rstrip("\n")
        return "\n".join((text, *beside(result))).lstrip("\n")

    def html(self, result: Tabular) -> str:
        """The result as tables of HTML."""
        return notebook(result)

    def chart(self, result: Drawable, **how: Unpack[ChartKeywords]) -> VConcatChart:
        """The result as an object of Altair."""
        from portrayals.render.charts.drawing import altair_chart

        return altair_chart(result, **how)
