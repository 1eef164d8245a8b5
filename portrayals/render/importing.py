"""What an import did, in words and as a table of the columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from portrayals.notation.plurals import counted
from portrayals.render.cells import harmless, wrapped
from portrayals.render.grid import Grid, draw
from portrayals.render.terminal import Screen
from portrayals.results.importing import Imported

#: How many unreadable cells are printed; a file can have all of them.
_MOST_TOLD: Final = 40

_SINGULAR: Final = {"evidence": ("piece of evidence", "pieces of evidence")}


def sentence(imported: Imported, begins: str) -> str:
    """`Imported films.csv: 252 annotations of 252 rows, 12 new, 240 as before; new: 120 titles.`"""
    noun = imported.what.removesuffix("s")
    told = (
        (imported.added, "new"),
        (imported.changed, "changed"),
        (imported.withdrawn, "withdrawn"),
        (imported.same, "as before"),
        (imported.kept, "left as they were"),
    )
    number = sum(each for each, _ in told)
    parts = [f"{each:,} {word}" for each, word in told if each]
    whole = f"{counted(number, noun)} of {counted(imported.rows, 'row')}"
    what = f"{whole}, {', '.join(parts)}" if len(parts) > 1 else whole
    if len(parts) == 1:
        what += f", {'all ' if number > 1 else ''}{parts[0].split(' ', 1)[1]}"
    made = [_made(what, each) for what, each in imported.made.items() if each]
    also = f"; new: {', '.join(made)}" if made else ""
    edited = [_made(what, each) for what, each in imported.edited.items() if each]
    also += f"; changed: {', '.join(edited)}" if edited else ""
    skipped = f"; {counted(imported.skipped, 'row')} left out" if imported.skipped else ""
    return f"{begins} {imported.file}: {what}{also}{skipped}."


def refusal(imported: Imported) -> str:
    """`Would import nothing: 5 of 8 rows of films.csv cannot be read.`"""
    rows = f"{imported.skipped:,} of {counted(imported.rows, 'row')}"
    return f"Would import nothing: {rows} of {imported.file} cannot be read."


def _made(what: str, number: int) -> str:
    singular, plural = _SINGULAR.get(what, (what.removesuffix("s"), what))
    return counted(number, singular, plural)


def plan_lines(imported: Imported, screen: Screen) -> Iterator[str]:
    """What each column would become, what would change, and which cells cannot be read."""
    if imported.columns:
        yield from _column_lines(imported, screen)
    for line in (*imported.changes, *told_problems(imported)):
        yield from wrapped(harmless(line), screen, then="  ")


def _column_lines(imported: Imported, screen: Screen) -> Iterator[str]:
    """A row for each column; on a terminal its values are below it, because there may be many."""
    below = screen.width is not None
    heads = ("Column", "Becomes", "Cells") if below else ("Column", "Becomes", "Cells", "Values")
    rows = tuple(
        (use.column, use.becomes, f"{use.filled:,}", use.values)[: len(heads)]
        for use in imported.columns
    )
    drawn = draw(Grid(heads, rows, frozenset({2})), screen)
    yield next(drawn)
    for use, line in zip(imported.columns, drawn, strict=True):
        yield line
        if below and use.values:
            yield from wrapped(harmless(use.values), screen, first="     ", then="     ")


def told_problems(imported: Imported) -> list[str]:
    """A line for each of the first cells that could not be read, and how many more there are."""
    lines = [each.told(imported.file) for each in imported.problems[:_MOST_TOLD]]
    more = len(imported.problems) - len(lines)
    return [*lines, f"… and {more:,} more like these"] if more else lines
