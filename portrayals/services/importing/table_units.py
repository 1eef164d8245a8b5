"""The unit that each row of a wide table is about."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.history.transaction import Change
from portrayals.notation.cells import is_missing, is_sheet_error, split
from portrayals.notation.described import DESCRIBING, OF_TITLE
from portrayals.notation.episodes import parse_episode, parse_season_and_number, season_number
from portrayals.notation.identifiers import Identifier, looks_like_identifier, parse_identifier
from portrayals.notation.keys import composed, fold, title_and_year
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.notation.years import STILL_RUNNING, Years, parse_year, parse_years
from portrayals.query.fields_catalogue import kinds_within
from portrayals.services.catalogue.fields import FIELDS
from portrayals.services.catalogue.resolve import no_title_has
from portrayals.services.catalogue.series import kind_unless_said, kinds_without_episodes
from portrayals.services.catalogue.units import GENERAL, UnitRow
from portrayals.services.importing.ending import ImportPolicy, RowProblems
from portrayals.services.importing.find_units import (
    Unclear,
    UnitFinder,
    Wanted,
    joined,
    same_unit,
    say_which,
    says_more,
)
from portrayals.services.importing.make_units import impossible, make_units
from portrayals.services.importing.near_titles import NearTitles
from portrayals.services.importing.sheet import SheetLine
from portrayals.services.importing.table_columns import TableColumns
from portrayals.services.importing.unit_fields import UnitFields
from portrayals.vocabulary import Level

T = TypeVar("T")

#: The units that a row of a level stands for, from the title down to its own.
_CHAIN: Final[dict[Level, tuple[Level, ...]]] = {
    "title": ("title",),
    "episode": ("title", "episode"),
    "portrayal": ("title", "portrayal"),
    "relationship": ("title", "portrayal", "relationship"),
}


class RowUnits:
    """The unit that each row is about; missing ones are created."""

    def __init__(
        self, change: Change, columns: TableColumns, problems: RowProblems, manner: ImportPolicy
    ) -> None:
        self.change = change
        self.columns = columns
        self.problems = problems
        self.made: dict[str, int] = {}
        self.fields = UnitFields(change, problems, manner, columns.places, wide=True)
        self._finder = UnitFinder(change.connection)
        self._near = NearTitles(change.connection)
        self._new: set[int] = set()
        self._years: dict[int, tuple[int, int]] = {}
        self._telling = {*self._told_apart()}
        self._vague: dict[tuple[object, ...], list[Wanted]] = {}
        self._undated = 0
        self._unescaped = 0

    def of_rows(self, batch: Sequence[SheetLine]) -> Iterator[tuple[SheetLine, UnitRow]]:
        """Each row that names its unit correctly, with the unit.

        No unit is created for a row that cannot be read, which is among the problems.
        """
        found: dict[int, UnitRow] | None = None
        wanted = {line.number: chain for line in batch if (chain := self._chain(line)) is not None}
        titles = {each.line for each in self.fields.listed([chain[0] for chain in wanted.values()])}
        wanted = {line: chain for line, chain in wanted.items() if line in titles}
        for place, level in enumerate(_CHAIN[self.columns.level]):
            found = self._step({line: chain[place] for line, chain in wanted.items()}, level, found)
            if place == 0 and self._has_years_of_people:
                self._refuse_other_years(found, {line: wanted[line][-1] for line in found})
        for line in batch:
            if found is not None and line.number in found:
                yield line, found[line.number]

    def changed(self) -> dict[str, int]:
        """How many existing units differ from what the sheet says, by level."""
        counts = Counter(
            f"{each.of.level}s"
            for unit_id, each in self.fields.differing.items()
            if unit_id not in self._new
        )
        return dict(counts)

    def complete_new(self) -> None:
        """Adds to the new units what rows after their first one say about them."""
        self.fields.apply(self._new)
        for unit_id in self._new & self.fields.differing.keys():
            del self.fields.differing[unit_id]

    def _chain(self, line: SheetLine) -> list[Wanted] | None:
        """The units that a row needs, title first; None, and a problem, if that is impossible."""
        try:
            return [self._wanted(line, level) for level in _CHAIN[self.columns.level]]
        except _BadPlace as bad:
            self.problems.refused(line.number, bad.column, bad.value, bad.error)
            return None

    def _step(
        self, chained: Mapping[int, Wanted], level: Level, above: Mapping[int, UnitRow] | None
    ) -> dict[int, UnitRow]:
        """The units of a level by line, below those found before."""
        wanted = [*chained.values()]
        if above is not None:
            wanted = [_below(above[each.line], each) for each in wanted if each.line in above]
        there: dict[int, UnitRow] = {}
        missing: list[Wanted] = []
        for each, one in zip(wanted, self._finder.find(wanted), strict=True):
            if isinstance(one, Unclear):
                self.problems.unclear(each.line, self._column(level), each.name, one)
            elif one is not None:
                there[each.line] = one
            elif level == "title" and looks_like_identifier(each.name):
                error = no_title_has(each.ids[0])
                self.problems.refused(each.line, self._column(level), each.name, error)
            elif each.line not in self.problems.lines:
                missing.append(each)
        self._note_vague(level, [each for each in wanted if each.line in there])
        made = self._make(missing, level)
        self._note_vague(level, [each for each in missing if each.line in made])
        there |= made
        bad = self.problems.lines  # a row that is left out changes no unit
        read = [each for each in wanted if each.line in there and each.line not in bad]
        given = [(each, of) for each in read if says_more(each, of := there[each.line])]
        self.fields.compare(level, given)
        return there

    def _make(self, missing: Sequence[Wanted], level: Level) -> dict[int, UnitRow]:
        """The units that are new, by the lines that name them, each made once."""
        new: dict[tuple[object, ...], Wanted] = {}
        of_line: dict[int, Wanted] = {}
        for each, one in zip(missing, joined(missing), strict=True):
            if isinstance(one, Unclear):
                self.problems.unclear(each.line, self._column(level), each.name, one)
            else:
                of_line[each.line] = new.setdefault(same_unit(one), one)
        cannot = impossible(self.change.connection, new.values())
        for line, why in cannot.items():
            self.problems.refused(line, self._column("title"), "", why)
        able = [each for each in new.values() if each.line not in cannot]
        if level == "title":
            near = self.fields.told_apart(able, self._near, self._column("title"))
            able = [each for each in able if each.line not in near]
        made = {each.line: of for each, of in zip(able, make_units(self.change, able), strict=True)}
        self._new |= {of.unit_id for of in made.values()}
        self._refuse_vague(able)
        if made:
            self.made[f"{level}s"] = self.made.get(f"{level}s", 0) + len(made)
        if level == "title":
            self._undated += sum(of.year is None for of in made.values())
        return {line: made[one.line] for line, one in of_line.items() if one.line in made}

    def _told_apart(self) -> Iterator[Level]:
        """The levels of which a column has what tells namesakes apart."""
        if self._year_of_title in self.columns.places:
            yield "title"
        if "performer" in self.columns.places:
            yield self.columns.level

    def _note_vague(self, level: Level, found: Sequence[Wanted]) -> None:
        """Notes the rows that a namesake, made for a later row, could be meant by too."""
        if level in self._telling or any(each.told_by is not None for each in found):
            self._telling.add(level)
            for each in found:
                if each.is_vague:
                    self._vague.setdefault((level, *each.name_key), []).append(each)

    def _refuse_vague(self, made: Sequence[Wanted]) -> None:
        """A problem for each earlier row that may mean a unit that is new now."""
        for each in made:
            if each.told_by is None:
                continue
            for earlier in self._vague.pop((each.level, *each.name_key), ()):
                reason = f"{quoted(earlier.name)} may be that of line {each.line} too"
                unclear = Unclear(reason, hint=say_which(each.level))
                self.problems.unclear(earlier.line, self._column(each.level), earlier.name, unclear)

    @property
    def _has_years_of_people(self) -> bool:
        """Whether the rows have years that are not those of the titles."""
        places = self.columns.places
        of_people = self.columns.level in {"portrayal", "relationship"}
        return of_people and "year" in places and "title_year" not in places

    @property
    def _year_of_title(self) -> str:
        """The place of the titles' year: `year`, unless that is of people."""
        own = self.columns.level in {"title", "episode"} and "year" in self.columns.places
        return "year" if own else "title_year"

    def _refuse_other_years(self, found: dict[int, UnitRow], own: Mapping[int, Wanted]) -> None:
        """Leaves out people of another year than their film: a remake is another film."""
        title_ids = {of.unit_id for of in found.values()}
        films = kinds_without_episodes(self.change.connection, title_ids)
        for line, of in [*found.items()]:
            year = own[line].year
            if year is None or of.unit_id not in films:
                continue
            known, first = self._years.setdefault(of.unit_id, (of.year or year, line))
            if year == known:
                continue
            column = self.columns.places["year"]
            of_film = f"the {films[of.unit_id]} {of.key}"
            said = (
                f"{of_film} is of {known}" if of.year else f"line {first} puts {of_film} in {known}"
            )
            self.problems.add(
                line,
                column,
                str(year),
                f"{said}; if {column} is the year of the title: --title-year {quoted(column)}",
            )
            del found[line]

    def _column(self, level: Level) -> str:
        """The column that names the unit of a level."""
        return self.columns.places.get(level, self.columns.places.get("name", ""))

    def _wanted(self, line: SheetLine, level: Level) -> Wanted:
        own = level == self.columns.level
        if level == "title":
            return self._title(line, "name" if own else "title")
        if level == "episode":
            return self._episode(line)
        name = self._cell(line, "name" if own else "portrayal")
        if level == "portrayal":
            self._refuse_nameless(name, "name" if own else "portrayal")
        facts = self._facts(line, level) if own else {}
        year = self._year(line, "year") if own else None
        if year is not None:
            facts["year"] = (str(year),)
        if level == "portrayal" and (performer := self._cell(line, "performer")):
            facts["performer"] = (performer,)
        general = self.change.book.general
        key = None
        if level == "relationship" and fold(name) in {"", fold(general)}:
            name, key = general, GENERAL
        return Wanted(line.number, level, name, None, key=key, year=year, facts=facts)

    def _title(self, line: SheetLine, place: str) -> Wanted:
        name = self._cell(line, place)
        self._refuse_nameless(name, place)
        facts = self._facts(line, "title")
        column = self._year_of_title
        years = self._read_years(line, column)
        ends = self._end_year(line, column, years)
        if ends is not None:
            facts["end_year"] = (str(ends),)
        if kind := self._cell(line, "kind").casefold():
            self._reading("kind", kind, kinds_within)
            facts["kind"] = (kind,)
        ids = tuple(self._identifiers(line))
        if looks_like_identifier(name):
            ids = (self._reading(place, name, parse_identifier), *ids)
        said = years and years.first
        name, year = self._reading(place, name, lambda text: title_and_year(text, said))
        if year is not None:
            facts["year"] = (str(year),)
        is_show = self.columns.level == "episode" or (years is not None and years.is_range)
        of_shows = "tv-series" if is_show else kind_unless_said(ends)
        return Wanted(
            line.number, "title", name, year=year, ids=ids, kind_if_new=of_shows, facts=facts
        )

    def _end_year(self, line: SheetLine, column: str, years: Years | None) -> int | None:
        """The last year of a show, by its own column or by a range of years."""
        last = self._cell(line, "end_year")
        ends = None if last.casefold() in STILL_RUNNING else self._year(line, "end_year")
        within = None if years is None else years.last
        if within is not None and ends not in {None, within}:
            error = InvalidValue(f"{last} is not the last year of {self._cell(line, column)}")
            raise _BadPlace(self.columns.places["end_year"], last, error)
        return ends or within

    def _episode(self, line: SheetLine) -> Wanted:
        if "episode" in self.columns.places:
            written = self._cell(line, "episode")
            code = self._reading("episode", written, parse_episode)
        else:
            season, number = self._cell(line, "season"), self._cell(line, "number")
            self._reading("season", season, season_number)
            code = self._reading(
                "number", number, lambda cell: parse_season_and_number(season, cell)
            )
        name = self._cell(line, "name") or str(code)
        return Wanted(line.number, "episode", name, code=code, facts=self._facts(line, "episode"))

    def _facts(self, line: SheetLine, level: Level) -> dict[str, tuple[str, ...]]:
        """The fields of the catalogue that a row gives about its unit of a level."""
        facts: dict[str, tuple[str, ...]] = {}
        for name in DESCRIBING[level]:
            if name not in self.columns.places or (name in OF_TITLE) != (level == "title"):
                continue
            cell = self._cell(line, name)
            if is_missing(cell):
                continue
            of = FIELDS[level][name]
            written = split(cell) if of.several else (cell,)
            facts[name] = tuple(self._reading(name, each, of.read) for each in written)
        return facts

    def _identifiers(self, line: SheetLine) -> Iterator[Identifier]:
        for scheme, column in self.columns.ids.items():
            cell = line.cell(column)
            if not is_missing(cell):
                try:
                    yield parse_identifier(f"{scheme}:{cell}")
                except PortrayalsError as error:
                    raise _BadPlace(column, cell, error) from None

    def _cell(self, line: SheetLine, place: str) -> str:
        """The cell of a row, or the value of all rows, on one line, with HTML entities decoded."""
        column = self.columns.places.get(place)
        if column is None:
            return ""
        if column.startswith("="):
            return composed(column[1:])
        cell = line.cells[column]
        plain = html.unescape(cell) if "&" in cell else cell
        self._unescaped += plain != cell
        return composed(plain)

    def _year(self, line: SheetLine, place: str) -> int | None:
        cell = self._cell(line, place)
        return None if is_missing(cell) else self._reading(place, cell, parse_year)

    def _read_years(self, line: SheetLine, place: str) -> Years | None:
        cell = self._cell(line, place)
        return None if is_missing(cell) else self._reading(place, cell, parse_years)

    def _refuse_nameless(self, name: str, place: str) -> None:
        if not name:
            raise _BadPlace(self.columns.places[place], "", InvalidValue("the name is missing"))
        if is_sheet_error(name):
            error = InvalidValue(f"{name} is an error of the spreadsheet, not a name")
            raise _BadPlace(self.columns.places[place], name, error)

    def _reading(self, place: str, cell: str, read: Callable[[str], T]) -> T:
        try:
            return read(cell)
        except PortrayalsError as error:
            raise _BadPlace(self.columns.places.get(place, place), cell, error) from None

    def notices(self) -> Iterator[str]:
        """What was assumed of the names and the years."""
        if self._undated and self._has_years_of_people:
            column = self.columns.places["year"]
            yield (
                f"{counted(self._undated, 'title')} added without a year: --year is that of the "
                f"person. If {column} is the year of the title: --title-year {quoted(column)}"
            )
        yield from self._finder.namesakes
        if self._unescaped:
            yield (
                f"{counted(self._unescaped, 'name')} had HTML entities (&amp;), which were decoded."
            )


def _below(above: UnitRow, wanted: Wanted) -> Wanted:
    """The same below a unit that is already known."""
    key = None if wanted.key is None else f"{above.key}/{wanted.key}"
    return replace(wanted, above=above, key=key)


class _BadPlace(Exception):
    def __init__(self, column: str, value: str, error: PortrayalsError) -> None:
        super().__init__()
        self.column, self.value, self.error = column, value, error
