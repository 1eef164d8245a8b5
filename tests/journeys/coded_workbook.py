"""A workbook as two people fill it in: blanks, "maybe", "?", and codes between different marks.

What Table 1 should say of it is counted here from its rows, without the program.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import mean, median, stdev
from typing import Final

import xlsxwriter

Cell = str | int
#: What one coder says of one film: a value, a set of codes, CANNOT_TELL, or None for nothing.
Said = str | int | frozenset[str] | None

FILMS: Final = 120
CODERS: Final = ("Anna", "Coder 2")
#: In a cell: nothing, and what no code is.
BLANK: Final = ""
DOUBTS: Final = ("maybe", "?")

#: The columns: yes and no as they are written there, one code of several, or several codes
#: between any of these marks.
BOOLEANS: Final[dict[str, tuple[Cell, Cell]]] = {
    "Gun": ("yes", "no"),
    "Smokes": ("Yes", "No"),
    "Drinks": (1, 0),
}
ONE_OF: Final = {"Tone": ("Comic", "Grave", "Mixed"), "Rating": ("0", "1", "2", "3+")}
SEVERAL_OF: Final = {
    "Methods": (("talks", "detention", "ridicules", "strikes"), ("; ", ",", " / ")),
    "Places": (("school", "home", "street"), (",",)),
    "Style": (("comedy", "drama", "horror"), ("/",)),
}
NUMBER: Final = "Minutes"
VARIABLES: Final = (*BOOLEANS, *SEVERAL_OF, *ONE_OF, NUMBER)
NONE: Final = "none"

CANNOT_TELL: Final = "cannot tell"


def rows_of_two() -> list[tuple[Cell, ...]]:
    """A row for each film and coder, who mostly agree: film, year, coder, and a cell a variable."""
    draws = random.Random(FILMS)
    rows: list[tuple[Cell, ...]] = []
    for film in range(1, FILMS + 1):
        both = {name: _value(draws, name) for name in VARIABLES}
        for coder in CODERS:
            cells = [_cell(draws, name, both[name]) for name in VARIABLES]
            rows.append((f"Film {film}", 1950 + film % 70, coder, *cells))
    return rows


def _value(draws: random.Random, name: str) -> Cell | frozenset[str]:
    if name in BOOLEANS:
        return draws.choice(BOOLEANS[name])
    if name in ONE_OF:
        return draws.choice(ONE_OF[name])
    if name in SEVERAL_OF:
        return frozenset(code for code in SEVERAL_OF[name][0] if draws.random() < 0.4)
    return draws.randrange(60)


def _cell(draws: random.Random, name: str, both: Cell | frozenset[str]) -> Cell:
    """What a coder writes: nothing, a doubt, something of her own, or what both see."""
    chance = draws.random()
    if chance < 0.03:
        return BLANK
    if chance < 0.07:
        return DOUBTS[chance < 0.05]
    value = _value(draws, name) if chance < 0.2 else both
    if isinstance(value, frozenset):
        return draws.choice(SEVERAL_OF[name][1]).join(sorted(value)) or NONE
    return value


def write_workbook(path: Path, rows: Sequence[Sequence[Cell]]) -> None:
    """A workbook of Excel with these rows under the names of their columns."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Codings")
        for number, row in enumerate([("Film", "Year", "Coder", *VARIABLES), *rows]):
            sheet.write_row(number, 0, row)


def table_one(rows: Sequence[Sequence[Cell]]) -> dict[tuple[str, str], tuple[int, int]]:
    """k and n of each row of Table 1, by variable and label, where two coders settle a film if
    they agree, or if one of them says nothing."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for name in VARIABLES:
        pairs = [*_pairs(rows, name)]
        if name in BOOLEANS:
            found[name, "Yes"] = _counted(pairs, lambda value, yes=BOOLEANS[name][0]: value == yes)
        for code in ONE_OF.get(name, ()):
            found[name, code] = _counted(pairs, lambda value, code=code: value == code, whole=True)
        for code in SEVERAL_OF.get(name, ((), ()))[0]:
            found[name, code] = _counted(pairs, lambda value, code=code: code in value)
        if name in SEVERAL_OF:
            found[name, "None of these"] = _counted(pairs, lambda value: not value)
    return found


def numbers(rows: Sequence[Sequence[Cell]]) -> tuple[int, float, float, float]:
    """n, mean, standard deviation and median of the numbers that are settled."""
    settled = [int(str(value)) for pair in _pairs(rows, NUMBER) for value in _settled(pair)]
    return len(settled), mean(settled), stdev(settled), median(settled)


def _pairs(rows: Sequence[Sequence[Cell]], name: str) -> Iterator[list[Said]]:
    """What the coders say of each film."""
    place = 3 + VARIABLES.index(name)
    for film in range(FILMS):
        yield [_said(name, row[place]) for row in rows[2 * film : 2 * film + 2]]


def _said(name: str, cell: Cell) -> Said:
    if cell == BLANK:
        return None
    if cell in DOUBTS:
        return CANNOT_TELL
    if name in SEVERAL_OF:
        return frozenset(code for code in SEVERAL_OF[name][0] if code in str(cell))
    return cell


def _settled(pair: Sequence[Said]) -> list[Said]:
    """The one value of a pair that agrees, or nothing."""
    given = {each for each in pair if each is not None}
    return [*given] if len(given) == 1 and CANNOT_TELL not in given else []


def _counted(
    pairs: Sequence[Sequence[Said]], has: Callable[..., bool], *, whole: bool = False
) -> tuple[int, int]:
    """How many films have it, of those settled: on their value as a `whole`, or on this alone."""
    votes: Counter[bool] = Counter()
    for pair in pairs:
        given = [each for each in pair if each is not None]
        if not given or CANNOT_TELL in given or (whole and len(set(given)) > 1):
            continue
        says = {has(each) for each in given}
        votes.update(says if len(says) == 1 else ())
    return votes[True], votes.total()
