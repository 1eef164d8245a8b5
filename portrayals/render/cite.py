"""References, as a reference list has them, and what nobody has stated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from portrayals.render.cells import harmless, wrapped
from portrayals.render.format_names import Style
from portrayals.render.formats import to_json
from portrayals.render.grid import Grid
from portrayals.render.methods import not_stated, not_stated_lines
from portrayals.render.terminal import Screen
from portrayals.results.cite import Citation
from portrayals.results.tabular import Tabular

_HEADINGS: Final = {
    "program": "Program",
    "catalogue": "Catalogue",
    "codebook": "Codebook",
    "study": "Study",
}


def lines(result: Citation, screen: Screen) -> Iterator[str]:
    """Each reference below what it is of, then the notes and what is missing."""
    for each in result.references:
        yield screen.strong(_HEADINGS[each.of])
        yield from wrapped(harmless(each.text), screen, first="  ", then="    ")
    yield ""
    for note in result.notes:
        yield from wrapped(harmless(note), screen)
    if result.missing:
        yield ""
    yield from not_stated_lines(result.missing, screen)


def grids(result: Citation) -> Iterator[Grid]:
    """The references as a table with the notes beneath; then what is missing."""
    rows = tuple((_HEADINGS[each.of], each.text) for each in result.references)
    yield Grid(("Work", "Reference"), rows, flexible=frozenset({1}), notes=result.notes)
    yield from not_stated(result.missing)


def in_style(result: Tabular, style: Style) -> str:
    """The references of a citation as a program that manages references reads them."""
    if not isinstance(result, Citation):
        raise TypeError(f"there are no references in {type(result).__qualname__}")
    return result.bibtex() if style == "bibtex" else to_json(result.csl())
