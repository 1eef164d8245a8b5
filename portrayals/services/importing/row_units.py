"""The unit that each row of a table is about."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.history.transaction import Change
from portrayals.notation.cells import is_missing
from portrayals.notation.episodes import parse_episode
from portrayals.notation.identifiers import Identifier, parse_identifier
from portrayals.notation.keys import fold
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.notation.years import parse_year
from portrayals.query.fields_catalogue import kinds_within
from portrayals.services.catalogue.units import GENERAL, UnitRow
from portrayals.services.importing.finding import Several, Wanted, found_units, same_unit
from portrayals.services.importing.making import make_units
from portrayals.services.importing.mapping import Columns
from portrayals.services.importing.problems import Problems
from portrayals.services.importing.sheet import Line
from portrayals.vocabulary import Level

T = TypeVar("T")

#: The units that a row of a level stands for, from the title down to its own.
_CHAIN: Final[dict[Level, tuple[Level, ...]]] = {
    "title": ("title",),
    "episode": ("title", "episode"),
    "portrayal": ("title", "portrayal"),
    "relationship": ("title", "portrayal", "relationship"),
}
#: How the end of a show that still runs is written.
_STILL: Final = frozenset({"present", "now", "ongoing", "current", "-", ""})


class RowUnits:
    """The unit that each row is about; what is not there is made."""

    def __init__(self, change: Change, columns: Columns, problems: Problems) -> None:
        self.change = change
        self.columns = columns
        self.problems = problems
        self.made: dict[str, int] = {}
        self._unescaped = 0

    def of_rows(self, batch: Sequence[Line]) -> Iterator[tuple[Line, UnitRow]]:
        """Each row that names its unit rightly, with the unit.

        For a row that cannot be read, which is among the problems, none is made.
        """
        found: dict[int, UnitRow] | None = None
        wanted = {line.number: chain for line in batch if (chain := self._chain(line)) is not None}
        for place, level in enumerate(_CHAIN[self.columns.level]):
            found = self._step({line: chain[place] for line, chain in wanted.items()}, level, found)
        for line in batch:
            if found is not None and line.number in found:
                yield line, found[line.number]

    def _chain(self, line: Line) -> list[Wanted] | None:
        """The units that a row wants, the title first; None, and a problem, where it cannot be."""
        try:
            return [self._wanted(line, level) for level in _CHAIN[self.columns.level]]
        except _BadPlace as bad:
            self.problems.refused(line.number, bad.column, bad.value, bad.error)
            return None

    def _step(
        self, chained: Mapping[int, Wanted], level: Level, above: Mapping[int, UnitRow] | None
    ) -> dict[int, UnitRow]:
        """By line the unit of a level, below those found before."""
        wanted = [*chained.values()]
        if above is not None:
            wanted = [_below(above[each.line], each) for each in wanted if each.line in above]
        there = found_units(self.change.connection, wanted)
        bad = self.problems.lines
        new: dict[tuple[object, ...], Wanted] = {}
        for each, one in zip(wanted, there, strict=True):
            if one is None and each.line not in bad:
                new.setdefault(same_unit(each), each)
        made = dict(zip(new, make_units(self.change, list(new.values())), strict=True))
        if new:
            self.made[f"{level}s"] = self.made.get(f"{level}s", 0) + len(new)
        found: dict[int, UnitRow] = {}
        for each, one in zip(wanted, there, strict=True):
            if isinstance(one, Several):
                self.problems.add(
                    each.line,
                    self.columns.places.get(level, self.columns.places.get("name", "")),
                    each.name,
                    f"{quoted(each.name)} is the name of several titles",
                    candidates=one.keys,
                )
            elif one is not None or same_unit(each) in made:
                found[each.line] = one or made[same_unit(each)]
        return found

    def _wanted(self, line: Line, level: Level) -> Wanted:
        own = level == self.columns.level
        if level == "title":
            return self._title(line, "name" if own else "title")
        if level == "episode":
            return self._episode(line)
        name = self._cell(line, "name" if own else "portrayal")
        if level == "portrayal":
            self._refuse_nameless(name, "name" if own else "portrayal")
        performer = self._cell(line, "performer") if level == "portrayal" else ""
        year = self._year(line, "year") if own else None
        facts = {"performer": (performer,)} if performer else {}
        general = self.change.book.general
        key = None
        if level == "relationship" and fold(name) in {"", fold(general)}:
            name, key = general, GENERAL
        return Wanted(line.number, level, name, None, key=key, year=year, facts=facts)

    def _title(self, line: Line, place: str) -> Wanted:
        name = self._cell(line, place)
        self._refuse_nameless(name, place)
        kind = self._cell(line, "kind").casefold() or (
            "tv-series" if self.columns.level == "episode" else "film"
        )
        self._reading("kind", kind, kinds_within)
        last = self._cell(line, "end_year")
        ends = None if last.casefold() in _STILL else self._year(line, "end_year")
        facts = {"kind": (kind,)} | ({} if ends is None else {"end_year": (str(ends),)})
        ids = tuple(self._identifiers(line))
        own = place == "name" or self.columns.level == "episode"
        year = self._year(line, "year") if own else None
        return Wanted(line.number, "title", name, year=year, ids=ids, facts=facts)

    def _episode(self, line: Line) -> Wanted:
        if "episode" in self.columns.places:
            written = self._cell(line, "episode")
            code = self._reading("episode", written, parse_episode)
        else:
            season, number = self._cell(line, "season"), self._cell(line, "number")
            code = self._reading("number", f"S{season}E{number}", parse_episode)
        name = self._cell(line, "name") or str(code)
        return Wanted(line.number, "episode", name, code=code)

    def _identifiers(self, line: Line) -> Iterator[Identifier]:
        for scheme, column in self.columns.ids.items():
            cell = line.cells[column]
            if not is_missing(cell):
                try:
                    yield parse_identifier(f"{scheme}:{cell}")
                except PortrayalsError as error:
                    raise _BadPlace(column, cell, error) from None

    def _cell(self, line: Line, place: str) -> str:
        """What a row has in a place, or what all have, on one line, without HTML entities."""
        column = self.columns.places.get(place)
        if column is None:
            return ""
        if column.startswith("="):
            return " ".join(column[1:].split())
        cell = line.cells[column]
        plain = html.unescape(cell) if "&" in cell else cell
        self._unescaped += plain != cell
        return " ".join(plain.split())

    def _year(self, line: Line, place: str) -> int | None:
        cell = self._cell(line, place)
        return None if is_missing(cell) else self._reading(place, cell, parse_year)

    def _refuse_nameless(self, name: str, place: str) -> None:
        if not name:
            raise _BadPlace(self.columns.places[place], "", InvalidValue("no name is given"))

    def _reading(self, place: str, cell: str, read: Callable[[str], T]) -> T:
        try:
            return read(cell)
        except PortrayalsError as error:
            raise _BadPlace(self.columns.places.get(place, place), cell, error) from None

    def notices(self) -> Iterator[str]:
        """What was assumed of the names."""
        if self._unescaped:
            yield f"{counted(self._unescaped, 'name')} held HTML entities (&amp;), read as letters."


def _below(above: UnitRow, wanted: Wanted) -> Wanted:
    """The same below a unit that is known by now."""
    key = None if wanted.key is None else f"{above.key}/{wanted.key}"
    return replace(wanted, above=above, key=key)


class _BadPlace(Exception):
    def __init__(self, column: str, value: str, error: PortrayalsError) -> None:
        super().__init__()
        self.column, self.value, self.error = column, value, error
