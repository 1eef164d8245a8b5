"""A result for a notebook: what the terminal shows, as HTML tables."""

from __future__ import annotations

from collections.abc import Iterator

from portrayals.render.formats import drawing_of, render
from portrayals.render.listing import count
from portrayals.render.markup import escape_html, html
from portrayals.results.listing import Listing
from portrayals.results.show import RecordShown, UnitShown
from portrayals.results.stats import Statistic
from portrayals.results.tabular import Tabular

#: A longer table is cut, and says how to get the rest.
_MOST_ROWS = 100


def notebook(result: Tabular) -> str:
    """The tables of the Markdown form, or the text if the terminal form is not a table."""
    # The classes keep MathJax from typesetting text between two dollar signs.
    return f'<div class="tex2jax_ignore mathjax_ignore">{"".join(_parts(result))}</div>'


def _parts(result: Tabular) -> Iterator[str]:
    if isinstance(result, UnitShown | RecordShown):
        yield f'<pre style="white-space:pre-wrap">{escape_html(render(result))}</pre>'
        return
    if isinstance(result, Statistic):
        yield from map(_paragraph, result.overview)
    for grid in drawing_of(type(result)).grids(result):
        yield html(grid, most=_MOST_ROWS)
    yield from map(_paragraph, beside(result))


def _paragraph(text: str) -> str:
    return f"<p>{escape_html(text)}</p>"


def beside(result: Tabular) -> tuple[str, ...]:
    """What the command line prints beside a list: how many there are, and the notes."""
    return (count(result), *result.notes) if isinstance(result, Listing) else ()
