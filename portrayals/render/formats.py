"""Every result in every format: table, json, jsonl, csv, tsv, markdown, latex.

The results of `results/NAME.py` are rendered by `render/NAME.py`, a module with the functions of
`Drawing`. It is loaded only when such a result exists, because no command needs more than one.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar, assert_never

from portrayals.render.format_names import Format
from portrayals.render.grid import Grid
from portrayals.render.markup import latex, markdown
from portrayals.render.terminal import PIPE, Screen
from portrayals.render.write_rows import Row, write_rows
from portrayals.results.exported import TextForm
from portrayals.results.tabular import Tabular

R_contra = TypeVar("R_contra", bound=Tabular, contravariant=True)


class Renderer(Protocol[R_contra]):
    """How to render results of one kind."""

    def lines(self, result: R_contra, screen: Screen, /) -> Iterator[str]:
        """The result as people read it."""

    def grids(self, result: R_contra, /) -> Iterator[Grid]:
        """The same as grids for a paper."""


def drawing_of(kind: type[Tabular]) -> Renderer[Any]:  # noqa: PLR0912  # one for each kind
    """The module that renders results of a class."""
    match kind.__module__.rpartition(".")[2]:
        case "adjudication":
            from portrayals.render import adjudication

            return adjudication
        case "cite":
            from portrayals.render import cite

            return cite
        case "claims":
            from portrayals.render import claims

            return claims
        case "codebook_diff":
            from portrayals.render import codebook_diff

            return codebook_diff
        case "collecting":
            from portrayals.render import collecting

            return collecting
        case "compare":
            from portrayals.render import compare

            return compare
        case "cooccur":
            from portrayals.render import cooccur

            return cooccur
        case "crosstab":
            from portrayals.render import crosstab

            return crosstab
        case "database":
            from portrayals.render import database

            return database
        case "demo":
            from portrayals.render import demo

            return demo
        case "listing":
            from portrayals.render import listing

            return listing
        case "methods":
            from portrayals.render import methods

            return methods
        case "proposals":
            from portrayals.render import proposals

            return proposals
        case "reliability":
            from portrayals.render import reliability

            return reliability
        case "samplesize":
            from portrayals.render import samplesize

            return samplesize
        case "show":
            from portrayals.render import show

            return show
        case "show_code":
            from portrayals.render import show_code

            return show_code
        case "stats":
            from portrayals.render import stats

            return stats
        case "table_one":
            from portrayals.render import table_one

            return table_one
        case "trend":
            from portrayals.render import trend

            return trend
        case "waves":
            from portrayals.render import waves

            return waves
    raise TypeError(f"nothing draws {kind.__qualname__}")


def render(result: Tabular, form: Format = "table", screen: Screen = PIPE) -> str:
    """The result as text ending in a line break, or nothing if a table has no rows."""
    match form:
        case "json":
            return to_json(result.to_dict())
        case "jsonl":
            return _rows(form, result.objects())
        case "csv" | "tsv":
            return _rows(form, result.records())
        case "table":
            return _text(drawing_of(type(result)).lines(result, screen))
        case "markdown":
            return _text(_paragraphs(map(markdown, drawing_of(type(result)).grids(result))))
        case "latex":
            return _text(_paragraphs(map(latex, drawing_of(type(result)).grids(result))))
        case _:
            assert_never(form)


def to_json(value: object) -> str:
    """The value as indented JSON, without rounding numbers or escaping letters."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _rows(form: TextForm, rows: Sequence[Row]) -> str:
    """The rows under the keys of the first, which all share; empty if there are none."""
    page = io.StringIO(newline="")
    if rows:
        write_rows(page, form, tuple(rows[0]), rows)
    return page.getvalue()


def _paragraphs(texts: Iterator[str]) -> Sequence[str]:
    return "\n\n".join(filter(None, texts)).splitlines()


def _text(lines: Iterator[str] | Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
