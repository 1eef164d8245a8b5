"""What each row of a wide table says of its unit, and of those above it."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.notation.cells import is_missing, is_sheet_error, pieces_of, separators_in, split
from portrayals.notation.described import DESCRIBING, OF_TITLE
from portrayals.notation.episodes import parse_episode, parse_season_and_number, season_number
from portrayals.notation.identifiers import Identifier, looks_like_identifier, parse_identifier
from portrayals.notation.keys import composed, fold, title_and_year
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.notation.years import STILL_RUNNING, Years, parse_year, parse_years
from portrayals.query.fields_catalogue import kinds_within
from portrayals.services.catalogue.fields import FIELDS
from portrayals.services.catalogue.series import kind_unless_said
from portrayals.services.catalogue.units import GENERAL
from portrayals.services.importing.cells import SPLIT
from portrayals.services.importing.ending import RowProblems
from portrayals.services.importing.find_units import Wanted
from portrayals.services.importing.sheet import SheetLine
from portrayals.services.importing.table_columns import TableColumns
from portrayals.vocabulary import Level

T = TypeVar("T")

#: The units that a row of a level stands for, from the title down to its own.
CHAIN: Final[dict[Level, tuple[Level, ...]]] = {
    "title": ("title",),
    "episode": ("title", "episode"),
    "portrayal": ("title", "portrayal"),
    "relationship": ("title", "portrayal", "relationship"),
}


class WantedUnits:
    """Reads the cells of a row that name its units and describe them.

    `split` is what separates the values in the cells of a column, and `general` what the codebook
    calls the counterpart that is not one person.
    """

    def __init__(
        self,
        columns: TableColumns,
        split: Mapping[str, tuple[str, ...]],
        general: str,
        problems: RowProblems,
    ) -> None:
        self.columns = columns
        self._split = split
        self._general = general
        self._problems = problems
        self._joined: dict[str, Counter[str]] = {}
        self._unescaped = 0

    def of_rows(self, batch: Sequence[SheetLine]) -> dict[int, list[Wanted]]:
        """By line, the units of each row, title first; a row that names none is a problem."""
        found: dict[int, list[Wanted]] = {}
        for line in batch:
            try:
                each = [self._wanted(line, level) for level in CHAIN[self.columns.level]]
            except _BadPlace as bad:
                self._problems.refused(line.number, bad.column, bad.value, bad.error)
            else:
                found[line.number] = each
        return found

    def notices(self) -> Iterator[str]:
        """What was assumed of the names and the fields."""
        yield from map(_told_joined, self._joined.items())
        if self._unescaped:
            yield (
                f"{counted(self._unescaped, 'name')} had HTML entities (&amp;), which were decoded."
            )

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
        general = self._general
        key = None
        if level == "relationship" and fold(name) in {"", fold(general)}:
            name, key = general, GENERAL
        return Wanted(line.number, level, name, None, key=key, year=year, facts=facts)

    def _title(self, line: SheetLine, place: str) -> Wanted:
        name = self._cell(line, place)
        self._refuse_nameless(name, place)
        facts = self._facts(line, "title")
        column = self.columns.year_of_title
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
            written = self._values(name, cell) if of.several else [cell]
            read = (self._reading(name, each, of.read) for each in written)
            facts[name] = tuple(dict.fromkeys(read))
        return facts

    def _values(self, name: str, cell: str) -> list[str]:
        """The values of a field in a cell; those that may be several are noticed."""
        column = self.columns.places[name]
        values = [*split(cell)]
        for separator in self._split[column]:
            values = [part for each in values for part in pieces_of(each, separator)]
        for each in values:
            if separators_in(each):
                self._joined.setdefault(column, Counter())[each] += 1
        return values

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


def _told_joined(joined: tuple[str, Counter[str]]) -> str:
    """The notice of a column with cells that may be several values."""
    column, cells = joined
    example, number = next(iter(cells)), cells.total()
    said = f"{SPLIT} {quoted(f'{column}={separators_in(example)[0]}')}"
    if number == 1:
        return f"{column}: {quoted(example)} is one value. To split it: {said}"
    return (
        f"{column}: {number:,} cells such as {quoted(example)} are one value each. To split them: "
        f"{said}"
    )


class _BadPlace(Exception):
    def __init__(self, column: str, value: str, error: PortrayalsError) -> None:
        super().__init__()
        self.column, self.value, self.error = column, value, error
