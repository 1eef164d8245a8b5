"""The unit that each row of a table is about."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.notation.episodes import parse_episode
from portrayals.notation.identifiers import Identifier, parse_identifier
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.notation.years import parse_year
from portrayals.query.catalogue_fields import kinds_within
from portrayals.results.words import Level
from portrayals.services.importing.finding import Several, Wanted, found_units, same_unit
from portrayals.services.importing.making import make_units
from portrayals.services.importing.mapping import Columns
from portrayals.services.importing.problems import Problems
from portrayals.services.importing.sheet import Line
from portrayals.services.scope import Change
from portrayals.services.units import GENERAL, UnitRow

T = TypeVar("T")

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
        """Each row that names its unit rightly, with the unit."""
        level = self.columns.level
        found = self._step(batch, "title", {})
        if level in {"portrayal", "relationship"}:
            found = self._step(batch, "portrayal", found)
        if level in {"episode", "relationship"}:
            found = self._step(batch, level, found)
        for line in batch:
            if line.number in found:
                yield line, found[line.number]

    def _step(
        self, batch: Sequence[Line], level: Level, above: Mapping[int, UnitRow]
    ) -> dict[int, UnitRow]:
        """By line the unit of a level, below those found before."""
        wanted = []
        for line in batch:
            if level != "title" and line.number not in above:
                continue
            try:
                wanted.append(self._wanted(line, level, above.get(line.number)))
            except _BadPlace as bad:
                self.problems.refused(line.number, bad.column, bad.value, bad.error)
        there = found_units(self.change.connection, wanted)
        new: dict[tuple[object, ...], Wanted] = {}
        for each, one in zip(wanted, there, strict=True):
            if one is None:
                new.setdefault(same_unit(each), each)
        made = dict(zip(new, make_units(self.change, list(new.values())), strict=True))
        if new:
            self.made[f"{level}s"] = self.made.get(f"{level}s", 0) + len(new)
        found: dict[int, UnitRow] = {}
        for each, one in zip(wanted, there, strict=True):
            if isinstance(one, Several):
                self.problems.add(
                    each.line,
                    self.columns.places.get(level, "name"),
                    each.name,
                    f"{quoted(each.name)} is the name of several titles",
                    candidates=one.keys,
                )
            else:
                found[each.line] = one or made[same_unit(each)]
        return found

    def _wanted(self, line: Line, level: Level, above: UnitRow | None) -> Wanted:
        own = level == self.columns.level
        if level == "title":
            return self._title(line, "name" if own else "title")
        if level == "episode":
            return self._episode(line, above)
        name = self._cell(line, "name" if own else "portrayal")
        key = None
        if not name and level == "relationship" and above is not None:
            name, key = self.change.book.general, f"{above.key}/{GENERAL}"
        self._refuse_nameless(name, "name" if own else "portrayal")
        performer = self._cell(line, "performer") if level == "portrayal" else ""
        year = self._year(line, "year") if own else None
        facts = {"performer": (performer,)} if performer else {}
        return Wanted(line.number, level, name, above, key=key, year=year, facts=facts)

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

    def _episode(self, line: Line, above: UnitRow | None) -> Wanted:
        if "episode" in self.columns.places:
            written = self._cell(line, "episode")
            code = self._reading("episode", written, parse_episode)
        else:
            season, number = self._cell(line, "season"), self._cell(line, "number")
            code = self._reading("number", f"S{season}E{number}", parse_episode)
        name = self._cell(line, "name") or str(code)
        return Wanted(line.number, "episode", name, above, code=code)

    def _identifiers(self, line: Line) -> Iterator[Identifier]:
        for scheme, column in self.columns.ids.items():
            cell = line.cells[column]
            if cell:
                try:
                    yield parse_identifier(f"{scheme}:{cell}")
                except PortrayalsError as error:
                    raise _BadPlace(column, cell, error) from None

    def _cell(self, line: Line, place: str) -> str:
        """What a row has in a place, or what all have; the letters that HTML writes as names."""
        column = self.columns.places.get(place)
        if column is None:
            return ""
        if column.startswith("="):
            return column[1:].strip()
        cell = line.cells[column]
        if "&" not in cell:
            return cell
        plain = html.unescape(cell)
        self._unescaped += plain != cell
        return plain

    def _year(self, line: Line, place: str) -> int | None:
        cell = self._cell(line, place)
        return self._reading(place, cell, parse_year) if cell else None

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


class _BadPlace(Exception):
    def __init__(self, column: str, value: str, error: PortrayalsError) -> None:
        super().__init__()
        self.column, self.value, self.error = column, value, error
