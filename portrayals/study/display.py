"""How results are shown in Python: as the command line prints them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Unpack

from portrayals.errors import NotInstalled
from portrayals.render.formats import render
from portrayals.render.notebook import beside, notebook
from portrayals.render.terminal import Screen
from portrayals.results.shown import ChartKeywords
from portrayals.results.tabular import Tabular

if TYPE_CHECKING:
    from altair import VConcatChart

    from portrayals.render.charts.drawing import Drawable

#: Nothing is cut, and all notes are shown.
_SCREEN: Final = Screen(whole_notes=True)


class AsDrawn:
    """What `print`, a notebook and `chart()` show for a result."""

    def text(self, result: Tabular) -> str:
        """The result as printed, with all its notes and messages."""
        text = render(result, screen=_SCREEN).rstrip("\n")
        return "\n".join((text, *beside(result))).lstrip("\n")

    def html(self, result: Tabular) -> str:
        """The result as HTML tables."""
        return notebook(result)

    def package(self, name: str) -> Any:
        """A package that makes data frames. Raises NotInstalled without it."""
        try:
            return import_module(name)
        except ModuleNotFoundError:
            raise NotInstalled(f"{name} is not installed", hint=f"pip install {name}") from None

    def chart(self, result: Drawable, **how: Unpack[ChartKeywords]) -> VConcatChart:
        """The result as an Altair chart."""
        from portrayals.render.charts.drawing import altair_chart

        return altair_chart(result, **how)
