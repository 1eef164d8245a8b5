"""Groups titles by how many units they have in a category of each side (R36).

There are many titles, and many have the same counts, so only the number of each kind is kept. Each
title is counted once as if nobody had named a category. If somebody named a category, or one on
each side, the title is moved there from one kind to another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from portrayals.counts.crosstab_counts import Line, Outcomes, Title
from portrayals.counts.units_by_title import Category
from portrayals.findings.outcome import NO, Outcome

#: The units in each cell of a table, row by row, followed by those in each stratum.
Cells = tuple[int, ...]

#: A row and a column; None where nobody named it, and for a side that is taken together.
Place = tuple[Category | None, Category | None]


def _moves() -> defaultdict[Any, defaultdict[Any, int]]:
    """For each place, how many more titles of a kind there are than where less was named."""
    return defaultdict(lambda: defaultdict(int))


@dataclass(frozen=True, slots=True)
class TitleKinds:
    """How many titles have which cells; `units` and `rows` are the outcomes of the rows.

    `units` are those where nobody named a row, `rows` those at each.
    """

    moves: defaultdict[Place, defaultdict[Cells, int]] = field(default_factory=_moves)
    units: Outcomes = field(default_factory=Counter)
    rows: dict[Category, Outcomes] = field(default_factory=dict)

    def cells(self, place: Place) -> Counter[Cells]:
        """How many titles have which cells in the table at a place."""
        row, column = place
        found: Counter[Cells] = Counter()
        for at in {(None, None), (row, None), (None, column), place}:
            for cells, titles in self.moves.get(at, {}).items():
                found[cells] += titles
        return +found


def title_kinds(
    rows: Iterable[Title], columns: Iterable[Title], strata: Sequence[str] = ()
) -> TitleKinds:
    """The kinds of titles, from two sides of the same units."""
    kinds = TitleKinds()
    same: dict[Cells, Cells] = {}
    units: Counter[tuple[int, int]] = Counter()
    named: Counter[tuple[Category, int, int, int]] = Counter()
    for row, column in zip(rows, columns, strict=True):
        _move(row, column, [row.groups.get(each, 0) for each in strata], kinds.moves, same)
        for state, others in column.unnamed.items():
            for own, of_own in row.unnamed.items():
                units[own, state] += (of_own & others).bit_count()
            for node, of_node in row.named.items():
                if both := of_node & others:
                    named[*node, state] += both.bit_count()
    for at, number in units.items():
        if number:
            kinds.units[_words(*at)] += number
    for (category, unnamed, outcome, state), number in named.items():
        at_row = kinds.rows.setdefault(category, Counter(kinds.units))
        at_row[_words(unnamed, state)] -= number
        at_row[_words(outcome, state)] += number
    return kinds


def _words(own: int, other: int) -> tuple[str, str]:
    return Outcome(own).word, Outcome(other).word


def _move(
    row: Title,
    column: Title,
    strata: Sequence[int],
    moves: defaultdict[Place, defaultdict[Cells, int]],
    same: dict[Cells, Cells],
) -> None:
    """Moves a title at each place where somebody named a category.

    Cells that are the `same` as those of another title are stored once, because they recur in
    hundreds of places.
    """

    def cells(of_row: Line, of_column: Line) -> Cells:
        units = [one & other for one in of_row for other in of_column]
        units += [each & stratum for stratum in strata for each in units]
        found = tuple(map(int.bit_count, units))
        return same.setdefault(found, found)

    neither = cells(row.line, column.line)
    moves[None, None][neither] += 1
    columns = [(line, cells(row.line, line), alike) for line, alike in _alike(column)]
    for _, with_column, categories in columns:
        for category in categories:
            moved = moves[None, category]
            moved[with_column] += 1
            moved[neither] -= 1
    for line, categories in _alike(row):
        with_row = cells(line, column.line)
        for category in categories:
            moved = moves[category, None]
            moved[with_row] += 1
            moved[neither] -= 1
        for other_line, with_column, others in columns:
            with_both = cells(line, other_line)
            if {with_both, neither} == {with_row, with_column}:
                continue  # what moves the title in one, leaves the other as it is
            for place in product(categories, others):
                moved = moves[place]
                moved[with_both] += 1
                moved[with_row] -= 1
                moved[with_column] -= 1
                moved[neither] += 1


def _alike(title: Title) -> Iterable[tuple[Line, list[Category]]]:
    """Groups of categories that the same units have: common, because one lies above another."""
    alike: dict[Line, list[Category]] = {}
    for category, line in title.lines.items():
        alike.setdefault(line, []).append(category)
    return alike.items()


@dataclass(frozen=True, slots=True)
class OwnPairs:
    """The units and the kinds of titles for any two codes of one side.

    `units` are the outcomes where nobody named a code, `base` how many are in n there. For a code
    and itself, and for a code and another that somebody named beside it, `more` says how many more
    units are in n (stored under the greater and the lesser one only), and `moves` how many more
    titles have k units with both, of n units with the first that are in n for the second.
    """

    units: Outcomes = field(default_factory=Counter)
    base: int = 0
    more: defaultdict[int, defaultdict[int, int]] = field(default_factory=_moves)
    moves: defaultdict[int, defaultdict[int, defaultdict[tuple[int, int], int]]] = field(
        default_factory=lambda: defaultdict(_moves)
    )

    def n(self, one: int, other: int) -> int:
        """The units in n for both codes."""
        return self.units[NO, NO] + self._more_of(one, other)

    def possible(self, one: int, other: int) -> int:
        """The units that may have both codes, if the lines were built with open outcomes (R16)."""
        return self.base + self._more_of(one, other)

    def _more_of(self, one: int, other: int) -> int:
        """How many more units are in n for both codes than for codes that nobody named."""
        lesser, greater = sorted((one, other))
        return self.more[one][one] + self.more[other][other] + self.more[greater][lesser]

    def share(self, of: int, other: int) -> Counter[tuple[int, int]]:
        """How many titles have k units with both codes, of n with `of` and in n for the other."""
        found = Counter(self.moves[of][of])
        for kind, titles in self.moves[of][other].items():
            found[kind] += titles
        return +found


def own_pairs(titles: Iterable[Title]) -> OwnPairs:
    """The kinds of titles for any two codes of a side."""
    found, alike = OwnPairs(), 0
    for title in titles:
        for outcome, units in title.unnamed.items():
            found.units[_words(outcome, outcome)] += units.bit_count()
        _, base = title.line
        alike += base.bit_count()
        codes: list[tuple[Any, ...]] = []
        for code in sorted(map(int, title.lines)):
            there, without = title.lines[code]
            in_n = there | without
            moved = in_n ^ base
            touched = there | moved
            alone = 0, (there & base).bit_count()
            more, moves = found.more[code], found.moves[code]
            more[code] += in_n.bit_count() - base.bit_count()
            moves[code][alone] += 1
            for lesser, its_there, its_in_n, its_moved, its_touched, its_alone, its_moves in codes:
                if there & its_touched:
                    kinds = moves[lesser]
                    kinds[(there & its_there).bit_count(), (there & its_in_n).bit_count()] += 1
                    kinds[alone] -= 1
                if its_there & touched:
                    kinds = its_moves[code]
                    kinds[(there & its_there).bit_count(), (its_there & in_n).bit_count()] += 1
                    kinds[its_alone] -= 1
                if moved & its_moved:
                    more[lesser] += (moved & its_moved).bit_count()
            codes.append((code, there, in_n, moved, touched, alone, moves))
    return replace(found, base=alike)
