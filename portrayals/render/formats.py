"""Every result in every format: table, json, jsonl, csv, tsv, markdown, latex.

What `results/NAME.py` holds, `render/NAME.py` draws: a module with the functions of `Drawing`. It
is loaded when a result of its kind is there, for no command has more than one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar, assert_never

from portrayals.render.flat import Record, separated
from portrayals.render.format_names import Format
from portrayals.render.grid import Grid
from portrayals.render.markup import latex, markdown
from portrayals.render.terminal import PIPE, Screen


class Result(Protocol):
    """What a reading command found."""

    def to_dict(self) -> Any:
        """As `--json` prints it."""


R_contra = TypeVar("R_contra", bound=Result, contravariant=True)


class Drawing(Protocol[R_contra]):
    """How results of one kind look."""

    def lines(self, result: R_contra, screen: Screen, /) -> Iterator[str]:
        """The result as people read it."""

    def grids(self, result: R_contra, /) -> Iterator[Grid]:
        """The same as grids for a paper."""

    def objects(self, result: R_contra, /) -> Sequence[Record]:
        """What JSON Lines has a line for: a row where there are rows, else the whole."""

    def records(self, result: R_contra, /) -> Sequence[Record]:
        """What CSV has a row for."""


def drawing_of(kind: type[Result]) -> Drawing[Any]:  # noqa: PLR0912  # one for each kind
    """The module that draws results of a class."""
    match kind.__module__.rpartition(".")[2]:
        case "claims":
            from portrayals.render import claims

            return claims
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
    raise TypeError(f"nothing draws {kind.__qualname__}")


def render(result: Result, form: Format = "table", screen: Screen = PIPE) -> str:
    """The result as text that ends in a line break, or nothing where a table has no rows."""
    if form == "json":
        return to_json(result.to_dict())
    drawn = drawing_of(type(result))
    match form:
        case "table":
            return _text(drawn.lines(result, screen))
        case "jsonl":
            return _text(json.dumps(each, ensure_ascii=False) for each in drawn.objects(result))
        case "csv":
            return separated(drawn.records(result), ",")
        case "tsv":
            return separated(drawn.records(result), "\t")
        case "markdown":
            return _text(_paragraphs(map(markdown, drawn.grids(result))))
        case "latex":
            return _text(_paragraphs(map(latex, drawn.grids(result))))
        case _:
            assert_never(form)


def to_json(value: object) -> str:
    """The value as indented JSON: no number rounded, no letter escaped."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _paragraphs(texts: Iterator[str]) -> Sequence[str]:
    return "\n\n".join(filter(None, texts)).splitlines()


def _text(lines: Iterator[str] | Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
