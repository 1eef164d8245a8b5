"""What differs between two versions of a codebook, as text: a changelog."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from portrayals.notation.plurals import counted
from portrayals.render.grid import Grid, draw
from portrayals.render.terminal import Screen
from portrayals.results.codebook_diff import CodebookDiff, CodebookDifference

#: Which units must be coded again, in words.
_AGAIN: Final = {"all": "all units", "coded": "those coded", "given": "those with the code"}


def lines(diff: CodebookDiff, screen: Screen) -> Iterator[str]:
    """The changes of each variable under its key, and the lines to type."""
    yield screen.strong(_title(diff))
    if not diff.rows:
        yield "Nothing differs."
    for variable, rows in groupby(diff.rows, key=lambda row: row.variable):
        yield variable or "codebook"
        grid = Grid(("", "", "", ""), tuple(map(_row, rows)), flexible=frozenset({1}))
        yield from draw(grid, screen, indent="  ")
    for each in diff.proposed:
        what = each.code or each.variable
        yield f"Is {what} what {each.gone} was? Then add to it, on line {each.line}: {each.write}"
    yield from (*diff.told_again(), *diff.notes)


def grids(diff: CodebookDiff) -> Iterator[Grid]:
    """The same as a grid for a paper."""
    head = ("Variable", "Code", "Change", "Annotations", "To be coded again")
    rows = tuple((row.variable or "", *_row(row)) for row in diff.rows)
    yield Grid(head, rows, heading=_title(diff), notes=diff.notes)


def _title(diff: CodebookDiff) -> str:
    return diff.new if diff.old is None else f"{diff.old} → {diff.new}"


def _row(row: CodebookDifference) -> tuple[str, ...]:
    touched = counted(row.annotations, "annotation") if row.annotations else ""
    again = f"code again: {_AGAIN[row.again]}" if row.again else ""
    return (row.code or "", row.said, touched, again)
