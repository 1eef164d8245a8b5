"""The unit that each row of a wide table is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from portrayals.history.transaction import Change
from portrayals.notation.identifiers import looks_like_identifier
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.services.catalogue.resolve import no_title_has
from portrayals.services.catalogue.series import kinds_without_episodes
from portrayals.services.catalogue.units import UnitRow
from portrayals.services.importing.ending import ImportPolicy, RowProblems
from portrayals.services.importing.find_units import (
    Unclear,
    UnitFinder,
    Wanted,
    join_same,
    same_unit,
    say_which,
    says_more,
)
from portrayals.services.importing.make_units import impossible, make_units
from portrayals.services.importing.near_titles import NearTitles
from portrayals.services.importing.sheet import SheetLine
from portrayals.services.importing.table_columns import TableColumns
from portrayals.services.importing.unit_fields import UnitFields
from portrayals.services.importing.wanted_units import CHAIN, WantedUnits
from portrayals.vocabulary import Level


class RowUnits:
    """The unit that each row is about; missing ones are created."""

    def __init__(
        self,
        change: Change,
        columns: TableColumns,
        split: Mapping[str, tuple[str, ...]],
        problems: RowProblems,
        manner: ImportPolicy,
    ) -> None:
        self.change = change
        self.columns = columns
        self.problems = problems
        self.made: dict[str, int] = {}
        self.fields = UnitFields(change, problems, manner, columns.places, wide=True)
        self._wanted = WantedUnits(columns, split, change.book.general, problems)
        self._finder = UnitFinder(change.connection)
        self._near = NearTitles(change.connection)
        self._new: set[int] = set()
        self._years: dict[int, tuple[int, int]] = {}
        self._telling = {*self._told_apart()}
        self._vague: dict[tuple[object, ...], list[tuple[int, str]]] = {}
        self._undated = 0

    def of_rows(self, batch: Sequence[SheetLine]) -> Iterator[tuple[SheetLine, UnitRow]]:
        """Each row that names its unit correctly, with the unit.

        No unit is created for a row that cannot be read, which is among the problems.
        """
        found: dict[int, UnitRow] | None = None
        wanted = self._wanted.of_rows(batch)
        titles = {each.line for each in self.fields.listed([chain[0] for chain in wanted.values()])}
        wanted = {line: chain for line, chain in wanted.items() if line in titles}
        for place, level in enumerate(CHAIN[self.columns.level]):
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
        for each, one in zip(missing, join_same(missing), strict=True):
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
        if self.columns.year_of_title in self.columns.places:
            yield "title"
        if "performer" in self.columns.places:
            yield self.columns.level

    def _note_vague(self, level: Level, found: Sequence[Wanted]) -> None:
        """Notes the rows that a namesake, made for a later row, could be meant by too."""
        if level in self._telling or any(each.told_by is not None for each in found):
            self._telling.add(level)
            for each in found:
                if each.is_vague:
                    rows = self._vague.setdefault((level, *each.name_key), [])
                    rows.append((each.line, each.name))

    def _refuse_vague(self, made: Sequence[Wanted]) -> None:
        """A problem for each earlier row that may mean a unit that is new now."""
        for each in made:
            if each.told_by is None:
                continue
            for line, name in self._vague.pop((each.level, *each.name_key), ()):
                reason = f"{quoted(name)} may be that of line {each.line} too"
                unclear = Unclear(reason, hint=say_which(each.level))
                self.problems.unclear(line, self._column(each.level), name, unclear)

    @property
    def _has_years_of_people(self) -> bool:
        """Whether the rows have years that are not those of the titles."""
        places = self.columns.places
        of_people = self.columns.level in {"portrayal", "relationship"}
        return of_people and "year" in places and "title_year" not in places

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

    def notices(self) -> Iterator[str]:
        """What was assumed of the names, the years and the fields."""
        if self._undated and self._has_years_of_people:
            column = self.columns.places["year"]
            yield (
                f"{counted(self._undated, 'title')} added without a year: --year is that of the "
                f"person. If {column} is the year of the title: --title-year {quoted(column)}"
            )
        yield from self._finder.namesakes
        yield from self._wanted.notices()


def _below(above: UnitRow, wanted: Wanted) -> Wanted:
    """The same below a unit that is already known."""
    key = None if wanted.key is None else f"{above.key}/{wanted.key}"
    return replace(wanted, above=above, key=key)
