"""What is known of the cells of a table where no unit is settled on both sides (R6, R16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from portrayals.analysis.proportions import bounds
from portrayals.counts.crosstab_counts import Outcomes
from portrayals.counts.crosstab_kinds import TitleKinds, title_kinds
from portrayals.findings.outcome import NO
from portrayals.results.crosstab import TableRow
from portrayals.services.statistics.crosstab_sides import AskedSide, SideHeading
from portrayals.services.statistics.share import OPEN

#: What a unit may be of a side and still count: in n, or left open.
_COUNTED: Final = (NO, *(each.word for each in OPEN))


def open_units(units: Outcomes) -> int:
    """The units that are in n, or left open, on both sides."""
    return sum(
        number for (own, other), number in units.items() if own in _COUNTED and other in _COUNTED
    )


def rows_left_open(
    connection: Connection,
    told: Sequence[TableRow],
    rows: AskedSide,
    columns: AskedSide,
    units: Outcomes,
) -> Iterator[TableRow]:
    """The rows with what is known of their cells; `units` are the outcomes of both sides."""
    kinds = title_kinds(rows.titles_left_open(connection), columns.titles_left_open(connection))
    number = open_units(units)
    for row, heading in zip(told, rows.headings, strict=True):
        cells = [_known_and_possible(kinds, heading, column) for column in columns.headings]
        limits = [bounds(known, possible, number) or (0, 0) for known, possible in cells]
        yield replace(
            row,
            known=tuple(known for known, _ in cells),
            units=number,
            lowest=tuple(100 * lowest for lowest, _ in limits),
            highest=tuple(100 * highest for _, highest in limits),
        )


def _known_and_possible(
    kinds: TitleKinds, row: SideHeading, column: SideHeading
) -> tuple[int, int]:
    """The units that are known to be in a cell, and those that may be."""
    known = possible = 0
    for (both, *_, may_be), titles in kinds.cells((row.stored, column.stored)).items():
        known += both * titles
        possible += may_be * titles
    return known, possible
