"""What coders judged differently, how it was decided, and which rules caused it, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portrayals.notation.plurals import counted
from portrayals.render.grid import Grid, draw
from portrayals.render.terminal import Screen
from portrayals.results.adjudication import DecisionSummary, Disagreements, RuleInDoubt, Todo
from portrayals.results.disagreements import Disagreement
from portrayals.vocabulary import CAUSES

Told = Disagreements | DecisionSummary | Todo


def lines(result: Told, screen: Screen) -> Iterator[str]:
    """A line for each difference, or for each rule; of a summary one for each figure."""
    for grid in grids(result):
        if grid.heading:
            yield screen.strong(grid.heading)
        yield from draw(grid, screen)


def grids(result: Told) -> Iterator[Grid]:
    """The same as grids for a paper."""
    match result:
        case Disagreements():
            yield _differences(result)
        case DecisionSummary():
            yield from _summary(result)
        case Todo():
            yield _rules(result)


def _differences(result: Disagreements) -> Grid:
    letters = result.letters
    ends = ("Decided", "Cause", "Reason", "Later") if result.decided else ()
    rows = tuple(
        (row.unit, row.variable, *_said(row, letters), *(_decided(row) if ends else ()))
        for row in result.rows
    )
    head = ("Unit", "Variable", *letters, *ends)
    flexible = frozenset({0, *range(2, 2 + len(letters)), *(head.index(e) for e in ends[:3:2])})
    return Grid(head, rows, frozenset({len(head) - 1} if ends else ()), flexible)


def _said(row: Disagreement, letters: list[str]) -> Iterator[str]:
    said = {each.letter: each.said for each in row.answers}
    yield from (said.get(letter, "") for letter in letters)


def _decided(row: Disagreement) -> tuple[str, ...]:
    of = row.decision
    if of is None:
        return ("", "", "", "")
    return of.said, of.cause or "", of.reason, str(of.later or "")


def _summary(of: DecisionSummary) -> Iterator[Grid]:
    heading = (
        f"{counted(of.differences, 'difference')} in wave {of.wave}: {of.decided:,} decided, "
        f"{of.differences - of.decided:,} open"
    )
    if not of.decided:
        yield Grid(("",), ((heading,),))
        return
    causes = tuple((name, f"{number:,}") for name, number in of.causes.items() if number)
    yield Grid(("Cause", "Decisions"), causes, frozenset({1}), heading=heading)
    shares = tuple(
        (each.coder, f"{each.decisions:,} of {each.of:,}", _percent(each.percent))
        for each in of.in_favour
        if each.of
    )
    neither = (
        "nobody",
        f"{of.neither:,} of {of.decided:,}",
        _percent(100 * of.neither / of.decided),
    )
    yield Grid(("In favour of", "Decisions", ""), (*shares, neither), frozenset({1, 2}))


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0f} %"


def _rules(result: Todo) -> Grid:
    """The rules, with a column for each cause that some decision names."""
    causes = [each for each in CAUSES if any(row.causes[each] for row in result.rows)]
    rows = tuple(_rule(row, causes, result.differences) for row in result.rows)
    head = ("Rule", "Differences", *causes, "open", "Reason given most")
    numbers = frozenset(range(1, len(head) - 1))
    return Grid(head, rows, numbers, frozenset({0, len(head) - 1}))


def _rule(row: RuleInDoubt, causes: Sequence[str], differences: int) -> tuple[str, ...]:
    numbers = (str(row.causes[each] or "") for each in causes)
    times = f" ({row.times})" if row.times > 1 else ""
    reason = "" if row.reason is None else f"{row.reason}{times}"
    of = f"{row.differences:,} of {differences:,}"
    return row.code or row.variable, of, *numbers, str(row.undecided or ""), reason
