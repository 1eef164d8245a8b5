"""`show CODE`: the codebook's entry, how many units have it, and in which titles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from portrayals.notation.plurals import counted
from portrayals.notation.state_words import left_out, not_counted
from portrayals.render import database
from portrayals.render.cells import wrapped
from portrayals.render.grid import Grid, draw
from portrayals.render.terminal import Screen
from portrayals.results.listing import Row
from portrayals.results.show_code import CodeShown
from portrayals.results.stats import Statistic, StatRow, only_known, outside, still_open


def lines(shown: CodeShown, screen: Screen) -> Iterator[str]:
    """The entry, the figure with what is not in it, and the titles with their keys."""
    yield from database.lines(shown.entry, screen)
    figure = _figure(shown)
    if not figure:
        return
    yield ""
    yield from wrapped(figure, screen)
    yield from draw(_titles(shown, ("", "")), screen)
    more = shown.titles_found - len(shown.titles)
    if more:
        found = f"{counted(more, 'more title')}: portrayals list titles {shown.key}"
        yield from wrapped(found, screen)
    for note in () if shown.counted is None else shown.counted.essential:
        yield from wrapped(note, screen)
    yield from wrapped(f"With intervals: portrayals stats {shown.key}", screen)


def grids(shown: CodeShown) -> Iterator[Grid]:
    """The entry, and the titles under the figure, for a paper."""
    yield from database.grids(shown.entry)
    yield replace(_titles(shown, ("Title", "Key")), heading=_figure(shown))


def _figure(shown: CodeShown) -> str:
    """`Found in at least 22 of 161 relationships; …`; nothing for text, which is not counted."""
    if shown.counted is None:
        return ""
    row = shown.row or _yes(shown.counted)
    if row is None:
        return _of_variable(shown.counted, shown.level)
    units = counted(row.size, shown.level)
    told = f"Found in {row.of} {units.partition(' ')[2]}"
    if row.at_least and not row.known:
        told = f"Not found so far in any of {units}"
    return _sentence(told, left_out([row.left_open], [row.not_counted]))


def _yes(found: Statistic) -> StatRow | None:
    """How many units have a variable that is yes or no; null for other variables."""
    shares = [row for row in found.rows if isinstance(row, StatRow)]
    return shares[0] if [row.code for row in shares] == ["yes", "no"] else None


def _of_variable(found: Statistic, level: str) -> str:
    n, states = found.n or 0, found.states or {}
    everyone = counted(n + sum(states.values()), level)
    if not only_known(found.rows):
        return _sentence(f"Counted: {n:,} of {everyone}", not_counted(states))
    left_open = still_open(states)
    left = left_out([left_open], [outside(states)])
    return _sentence(f"Coded for {sum(left_open.values()):,} of {everyone}", left)


def _sentence(told: str, left: str) -> str:
    return "; ".join(filter(None, (told, left))) + "."


def _titles(shown: CodeShown, head: tuple[str, str]) -> Grid:
    return Grid(head, tuple((_named(row), str(row["key"])) for row in shown.titles))


def _named(row: Row) -> str:
    return f"{row['name']} ({row['year']})" if row["year"] else str(row["name"])
