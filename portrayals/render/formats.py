"""Every result in every format: table, json, jsonl, csv, tsv, markdown, latex."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import assert_never

from portrayals.render import claims, counted, databases, listings, showing
from portrayals.render.flat import Record, cell, separated
from portrayals.render.format_names import Format
from portrayals.render.grid import Grid, draw
from portrayals.render.markup import latex, markdown
from portrayals.render.screen import PIPE, Screen
from portrayals.results.claims import FactCheck
from portrayals.results.counted import Counted
from portrayals.results.database import (
    Check,
    CodebookList,
    CodebookShown,
    DatabaseInfo,
    Description,
    History,
)
from portrayals.results.listing import Listing
from portrayals.results.samplesizes import SampleSizes
from portrayals.results.showing import RecordShown, UnitShown
from portrayals.results.statistics import Statistic
from portrayals.results.tables import Cooccurrence, Crosstab

Result = (
    Listing
    | Statistic
    | SampleSizes
    | Crosstab
    | Cooccurrence
    | FactCheck
    | UnitShown
    | RecordShown
    | History
    | DatabaseInfo
    | Check
    | Description
    | CodebookList
    | CodebookShown
)


def render(result: Result, form: Format = "table", screen: Screen = PIPE) -> str:
    """The result as text that ends in a line break, or nothing where a table has no rows."""
    match form:
        case "table":
            return _text(_lines(result, screen))
        case "json":
            return to_json(result.to_dict())
        case "jsonl":
            return _text(json.dumps(each, ensure_ascii=False) for each in _objects(result))
        case "csv":
            return separated(_records(result), ",")
        case "tsv":
            return separated(_records(result), "\t")
        case "markdown":
            return _text("\n\n".join(filter(None, map(markdown, _grids(result)))).splitlines())
        case "latex":
            return _text("\n\n".join(filter(None, map(latex, _grids(result)))).splitlines())
        case _:
            assert_never(form)


def to_json(value: object) -> str:
    """The value as indented JSON: no number rounded, no letter escaped."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _text(lines: Iterator[str] | Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _lines(result: Result, screen: Screen) -> Iterator[str]:
    match result:
        case Listing():
            return draw(listings.grid(result), screen)
        case Statistic() | SampleSizes() | Counted():
            return counted.lines(result, screen)
        case FactCheck():
            return claims.fact_lines(result, screen)
        case UnitShown():
            return showing.unit_lines(result, screen)
        case RecordShown():
            return showing.record_lines(result, screen)
        case History():
            return databases.history_lines(result, screen)
        case DatabaseInfo() | Description():
            return databases.fact_lines(result, screen)
        case Check():
            return databases.check_lines(result, screen)
        case CodebookList():
            return databases.codebooks_lines(result, screen)
        case CodebookShown():
            return databases.codebook_lines(result, screen)


def _grids(result: Result) -> Iterator[Grid]:
    match result:
        case Listing():
            yield listings.grid(result)
        case Statistic() | SampleSizes() | Counted():
            yield from counted.grids(result)
        case FactCheck():
            yield claims.fact_grid(result)
        case UnitShown():
            yield showing.unit_grid(result)
        case RecordShown(what=what, key=key, facts=facts):
            told = tuple((word, cell(value)) for word, value in facts)
            yield Grid(("Field", "Value"), told, heading=f"{what} {key}")
        case History():
            yield databases.history_grid(result)
        case DatabaseInfo() | Description():
            yield Grid(("Field", "Value"), tuple(databases.facts(result)))
        case Check():
            yield Grid(("Problem",), tuple((each,) for each in result.problems))
        case CodebookList():
            yield databases.codebooks_grid(result)
        case CodebookShown():
            yield databases.codebook_grid(result)


def _objects(result: Result) -> Sequence[Record]:
    """What JSON Lines has a line for: a row where there are rows, else the whole."""
    match result:
        case Listing():
            return result.rows
        case Statistic() | SampleSizes() | Counted():
            return counted.rows(result)
        case FactCheck():
            return [claim.to_dict() for claim in result.claims]
        case History():
            return result.to_dict()
        case _:
            return [result.to_dict()]


def _records(result: Result) -> Sequence[Record]:
    """What CSV has a row for."""
    match result:
        case UnitShown():
            return showing.unit_records(result)
        case FactCheck():
            return claims.fact_records(result)
        case Check():
            return [{"problem": problem} for problem in result.problems]
        case CodebookList():
            return [
                {name: getattr(each, name) for name in each.__slots__} for each in result.versions
            ]
        case CodebookShown():
            return [{name: getattr(each, name) for name in each.__slots__} for each in result.lines]
        case _:
            return _objects(result)
