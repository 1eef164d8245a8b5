"""The database, its history and its codebooks as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace

from portrayals.notation.cells import words
from portrayals.render.cells import cell_width, harmless, padded, wrapped
from portrayals.render.grid import Grid, draw
from portrayals.render.show import pairs
from portrayals.render.terminal import Screen
from portrayals.results.database import (
    Check,
    CodebookList,
    CodebookOutline,
    CodebookShown,
    DatabaseInfo,
    Description,
    History,
)

Told = DatabaseInfo | Description | Check | History | CodebookList | CodebookShown | CodebookOutline


def lines(result: Told, screen: Screen) -> Iterator[str]:
    """The result for the terminal."""
    match result:
        case History():
            return _history(result, screen)
        case Check():
            return _check(result, screen)
        case CodebookList():
            return _codebooks(result, screen)
        case CodebookShown():
            return _codebook(result, screen)
        case CodebookOutline():
            return _outline(result, screen)
        case DatabaseInfo() | Description():
            return _facts(result, screen)


def grids(result: Told) -> Iterator[Grid]:
    """The same as a grid for a paper."""
    match result:
        case History():
            yield _history_grid(result)
        case Check():
            yield Grid(("Problem",), tuple((each,) for each in result.problems))
        case CodebookList():
            yield _codebooks_grid(result)
        case CodebookShown():
            yield _codebook_grid(result)
        case CodebookOutline():
            yield _codebook_grid(result.whole)
        case DatabaseInfo() | Description():
            yield Grid(("Field", "Value"), tuple(facts(result)))


def _facts(result: DatabaseInfo | Description, screen: Screen) -> Iterator[str]:
    """One aligned pair a line; of a description, what is not stated, and how to state it."""
    yield from pairs([(word, value) for word, value in facts(result) if value], screen, indent="")
    empty = [word for word, value in _fields(result).items() if value is None]
    if isinstance(result, Description) and empty:
        told = f"Not stated: {', '.join(empty)}. To state one: portrayals db describe FIELD=VALUE"
        yield from wrapped(told, screen, then="  ")


def facts(result: DatabaseInfo | Description) -> list[tuple[str, str]]:
    """Every word with its value as text, empty if there is none."""
    return [
        (word.replace("_", " "), "; ".join(words(value))) for word, value in _fields(result).items()
    ]


def _fields(result: DatabaseInfo | Description) -> dict[str, object]:
    return asdict(result) if isinstance(result, DatabaseInfo) else dict(result.fields)


def _check(check: Check, screen: Screen) -> Iterator[str]:
    """The problems, a line each; or that nothing is wrong, and what was checked."""
    for problem in check.problems:
        yield from wrapped(harmless(problem), screen, then="  ")
    if not check.problems:
        looked = f"No problems found. Checked: {', '.join(check.checked)}."
        yield from wrapped(harmless(looked), screen)
    for remark in check.observations:
        yield from wrapped(harmless(remark), screen, then="  ")


def _history_grid(history: History) -> Grid:
    """Number, time, who, what was typed; newest first."""
    return Grid(
        ("Change", "When", "Who", "What"),
        tuple(
            (
                str(entry.change),
                minute(entry.at),
                entry.actor,
                entry.command + (f"  (undoes {entry.undoes})" if entry.undoes else ""),
            )
            for entry in history.entries
        ),
        frozenset({0}),
        frozenset({3}),
    )


def _history(history: History, screen: Screen) -> Iterator[str]:
    """The changes without headings, because each line explains itself."""
    grid = _history_grid(history)
    yield from draw(replace(grid, head=("",) * len(grid.head)), screen, indent="")


def minute(at: str) -> str:
    """`2026-11-22 19:40` of a time in ISO form."""
    return at[:16].replace("T", " ")


def _codebooks_grid(listed: CodebookList) -> Grid:
    """The versions in the database."""
    return Grid(
        ("Codebook", "Version", "", "Variables", "Codes", "Annotations"),
        tuple(
            (
                each.key,
                each.version,
                "current" if each.current else "",
                *map(str, (each.variables, each.codes, each.annotations)),
            )
            for each in listed.versions
        ),
        frozenset({3, 4, 5}),
        notes=(f"Included with portrayals: {', '.join(listed.shipped)}",) * bool(listed.shipped),
    )


def _codebooks(listed: CodebookList, screen: Screen) -> Iterator[str]:
    """The versions, then the included codebooks."""
    grid = _codebooks_grid(listed)
    yield from draw(grid, screen)
    for note in grid.notes:
        yield from wrapped(harmless(note), screen)


def _codebook(shown: CodebookShown, screen: Screen) -> Iterator[str]:
    """The heading, the tree in two columns with a summary of each line, and the full text."""
    yield from _heading(shown, screen)
    least = min((line.depth for line in shown.lines), default=0)
    keys = ["  " * (line.depth - least + 1) + harmless(line.key) for line in shown.lines]
    width = max(map(cell_width, keys), default=0)
    for key, line in zip(keys, shown.lines, strict=True):
        told = harmless(line.label + (f"   {line.about}" if line.about else ""))
        lead = f"{padded(key, width)}  "
        yield from wrapped(told, screen, first=lead, then=" " * len(lead))
    yield from pairs(list(shown.details), screen)


def _heading(shown: CodebookShown, screen: Screen) -> Iterator[str]:
    """What is shown, and of a whole codebook what leads its overviews."""
    for line in wrapped(harmless(shown.heading), screen, then="  "):
        yield screen.strong(line)
    for line in _headline(shown):
        yield from wrapped(harmless(line), screen, then="  ")


def _headline(shown: CodebookShown) -> Iterator[str]:
    if shown.headline:
        yield f"Headline: {', '.join(shown.headline)}"


def _outline(outline: CodebookOutline, screen: Screen) -> Iterator[str]:
    """A line for each variable, under what it is of, then what to type next."""
    yield from _heading(outline.whole, screen)
    rows = tuple((each.key, each.label, each.values) for each in outline.variables)
    drawn = draw(Grid(("", "", ""), rows, flexible=frozenset({1})), screen, indent="  ")
    of = ""
    for variable, line in zip(outline.variables, drawn, strict=True):
        if variable.of != of:
            of = variable.of
            yield screen.strong(harmless(f"{of[0].upper()}{of[1:]}"))
        yield line
    yield ""
    next_ = [("portrayals codebook show WORD", "a code in full, or where a word occurs")]
    if outline.example is not None:
        codes = (f"portrayals codebook show {outline.example}", "its codes")
        next_ = [codes, *next_, ("portrayals codebook show --all", "every code")]
    yield from draw(Grid(("", ""), tuple(next_)), screen, indent="  ")


def _codebook_grid(shown: CodebookShown) -> Grid:
    """The tree, for a paper."""
    rows = tuple(("  " * line.depth + line.key, line.label, line.about) for line in shown.lines)
    notes = (*_headline(shown), *(f"{word}: {text}" for word, text in shown.details))
    return Grid(("Key", "Label", ""), rows, heading=shown.heading, notes=notes)
