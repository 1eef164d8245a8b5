"""How far coders agree, as text: a line for each variable and code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from portrayals.notation.figures import coefficient, limits
from portrayals.render.cells import harmless, wrapped
from portrayals.render.grid import Grid, draw_whole
from portrayals.render.notes import note_lines
from portrayals.render.terminal import Screen
from portrayals.render.workbook import Cell, Figure, Sheet
from portrayals.results.reliability import AgreementVerdict, MatrixCell, Reliability, ReliabilityRow

#: The verdicts in words.
VERDICTS: Final[dict[AgreementVerdict, str]] = {
    "reliable": "reliable",
    "reliable-not-shown": "not established",
    "tentative": "tentative",
    "tentative-not-shown": "not established",
    "not-reliable": "not reliable",
    "unanimous": "unanimous",
    "too-few": "too few",
    "not-paired": "not paired",
    "nobody-coded-twice": "never twice",
}

#: The figures of a workbook, by the name of the field.
_COLUMNS: Final = {
    "units": "units",
    "coders": "coders",
    "titles": "titles",
    "percent_agreement": "agree %",
    "holsti": "Holsti",
    "alpha": "alpha",
    "alpha_low": "alpha from",
    "alpha_high": "alpha to",
    "cohen_kappa": "Cohen's kappa",
    "fleiss_kappa": "Fleiss's kappa",
    "gwet_ac1": "Gwet's AC1",
    "prevalence": "prevalence %",
    "positive_agreement": "positive agreement %",
    "negative_agreement": "negative agreement %",
    "differ_on_state": "differ on state %",
}
_PER_CENT: Final = frozenset(name for name, head in _COLUMNS.items() if head.endswith("%"))

#: So many units of a pair of values are named.
_SHOWN: Final = 3

#: A terminal as wide as this has room for every column.
_WIDE: Final = 100


def lines(found: Reliability, screen: Screen) -> Iterator[str]:
    """A line for each row, then what its figures need to be read."""
    wide = screen.width is None or screen.width >= _WIDE
    grid = _grid(found, everything=wide)
    yield screen.strong(harmless(grid.heading))
    yield from draw_whole(grid, screen, indent="  ")
    for remark in _remarks(found):
        yield from wrapped(harmless(remark), screen, first="  ", then="    ")
    for title, cells in _matrices(found):
        yield ""
        yield screen.strong(harmless(title))
        for cell in cells:
            told = f"{len(cell.units):,}  {cell.coder} {_words(cell.value)}"
            against = f"{cell.other_coder} {_words(cell.other_value)}"
            told = f"{told} | {against}: {_some(cell.units)}"
            yield from wrapped(harmless(told), screen, first="  ", then="     ")
    yield from note_lines(found.notes, screen)


def grids(found: Reliability) -> Iterator[Grid]:
    """The same as a grid for a paper."""
    grid = _grid(found, everything=True)
    notes = (*_remarks(found), *found.notes)
    yield Grid(grid.head, grid.rows, grid.right, heading=grid.heading, notes=notes)
    for title, cells in _matrices(found):
        rows = (
            (
                f"{cell.coder} {_words(cell.value)}",
                f"{cell.other_coder} {_words(cell.other_value)}",
                f"{len(cell.units):,}",
                _some(cell.units),
            )
            for cell in cells
        )
        head = ("one", "the other", "units", "which")
        yield Grid(head, tuple(rows), frozenset({2}), heading=title)


def sheets(found: Reliability) -> Iterator[Sheet]:
    """The same as a workbook has it: every figure in a cell of its own."""
    added = tuple(dict.fromkeys(name for row in found.rows for name in row.metrics))
    columns: dict[str, list[Cell]] = {
        "variable": [row.label for row in found.rows],
        "code": [f"{'  ' * row.depth}{row.code_label or ''}" for row in found.rows],
        "coders compared": [" - ".join(row.between or ()) for row in found.rows],
        **{
            head: [_cell(name, getattr(row, name)) for row in found.rows]
            for name, head in _COLUMNS.items()
        },
        **{name: [_cell(name, row.metrics.get(name)) for row in found.rows] for name in added},
        "verdict": [in_words(row) for row in found.rows],
        "remark": [row.remark or "" for row in found.rows],
    }
    kept = {head: cells for head, cells in columns.items() if any(cell != "" for cell in cells)}
    rows = tuple(zip(*kept.values(), strict=True))
    yield Sheet(tuple(kept), rows, heading(found), found.notes)


def _cell(name: str, value: float | None) -> Cell:
    if value is None:
        return ""
    if isinstance(value, int):
        return Figure(value, "0")
    return Figure(value, "0.0" if name in _PER_CENT else "0.000")


def _grid(found: Reliability, *, everything: bool) -> Grid:
    added = tuple(dict.fromkeys(name for row in found.rows for name in row.metrics))
    pairs = any(row.between for row in found.rows)
    of_two = all(row.coders <= 2 for row in found.rows)
    figures = ("units", "agree %", "alpha", f"{found.confidence:g} %")
    kappa = "kappa" if of_two else "Fleiss"
    more = (*((kappa,) if everything else ()), "AC1", *added)
    head = ("", *(("coders",) if pairs else ()), *figures, *more, "verdict")
    rows: list[tuple[str, ...]] = []
    above = None
    for row in found.rows:
        within = row.variable, row.between
        if row.code is not None and above != within:
            rows.append((row.label, *[""] * (len(head) - 1)))
        above = within
        own_kappa = row.cohen_kappa if of_two else row.fleiss_kappa
        cells = (
            row.label if row.code is None else f"{'  ' * (row.depth + 1)}{row.code_label}",
            *((" - ".join(row.between or ()),) if pairs else ()),
            f"{row.units:,}",
            "" if row.percent_agreement is None else f"{row.percent_agreement:.1f}",
            _of(row, row.alpha),
            limits(row.alpha_low, row.alpha_high),
            *((_of(row, own_kappa),) if everything else ()),
            _of(row, row.gwet_ac1),
            *(_of(row, row.metrics.get(name)) for name in added),
            in_words(row),
        )
        rows.append(cells)
    first = 2 if pairs else 1
    right = frozenset(range(first, first + len(figures) + len(more)))
    return Grid(head, tuple(rows), right, heading=heading(found))


def heading(found: Reliability) -> str:
    """What is compared: `Agreement between 2 coders`."""
    if found.comparison == "agreement":
        coders = max((row.coders for row in found.rows), default=0)
        return f"Agreement between {coders or ''} coders".replace("  ", " ")
    return f"Validity against {found.against}" if found.against else "Stability of coders over time"


def _matrices(found: Reliability) -> Iterator[tuple[str, list[MatrixCell]]]:
    """Of each variable the pairs of values that differ, and apart from them those of a state."""
    labels = {row.variable: row.label for row in found.rows}
    for variable, of_variable in groupby(found.matrix or (), key=lambda cell: cell.variable):
        cells, label = list(of_variable), labels.get(variable, variable)
        for of_state, what in (
            (False, "where they differ"),
            (True, "where they differ on the state"),
        ):
            some = [cell for cell in cells if cell.of_state is of_state]
            if some:
                yield f"{label}: {what}", some


def _words(value: str) -> str:
    return value.replace(";", ", ") or "-"


def _some(keys: Sequence[str]) -> str:
    shown = ", ".join(keys[:_SHOWN])
    more = len(keys) - _SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown


def _of(row: ReliabilityRow, value: float | None) -> str:
    """A coefficient of the row; where all agree it is a word, and no figure."""
    return "" if in_words(row) == VERDICTS["unanimous"] else coefficient(value)


def in_words(row: ReliabilityRow) -> str:
    """The verdict; of a whole set, which has none, only whether all agree."""
    if row.verdict is not None:
        return VERDICTS[row.verdict]
    return VERDICTS["unanimous"] if row.units and not row.disagreeing_titles else ""


def _remarks(found: Reliability) -> Iterator[str]:
    """What is remarked of rows, those of whom it is the same together."""
    of: dict[str, list[str]] = {}
    for row in found.rows:
        if row.remark:
            of.setdefault(row.remark, []).append(row.code_label or row.label)
    for remark, names in of.items():
        yield f"{'; '.join(dict.fromkeys(names))}: {remark}."
