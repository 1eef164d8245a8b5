"""Wide tables: each row is a unit (and coder), each column a variable or a code."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.history.transaction import Change
from portrayals.notation.cells import is_missing
from portrayals.notation.episodes import parse_episode, parse_season_and_number
from portrayals.notation.identifiers import Identifier, looks_like_identifier, parse_identifier
from portrayals.notation.keys import composed, fold, title_and_year
from portrayals.notation.plurals import counted
from portrayals.notation.quoting import quoted
from portrayals.notation.years import parse_year
from portrayals.query.fields_catalogue import kinds_within
from portrayals.results.importing import ColumnUse, Imported
from portrayals.results.sheets import Sheet
from portrayals.services.catalogue.resolve import no_title_has
from portrayals.services.catalogue.series import kind_unless_said
from portrayals.services.catalogue.units import GENERAL, UnitRow
from portrayals.services.coding.annotations import check_basis, open_wave
from portrayals.services.coding.values import refuse_without_codebook
from portrayals.services.importing.cells import NotCoded
from portrayals.services.importing.coders import Coders
from portrayals.services.importing.ending import ImportPolicy, RowProblems, refuse_bad_rows
from portrayals.services.importing.evidence import Pointing
from portrayals.services.importing.find_units import Several, Wanted, found_units, same_unit
from portrayals.services.importing.make_units import impossible, make_units
from portrayals.services.importing.row_answers import RowAnswers
from portrayals.services.importing.sheet import Lines, SheetLine
from portrayals.services.importing.staged_annotations import Codings
from portrayals.services.importing.table_columns import TableColumns, TableMap, columns_of
from portrayals.services.importing.unread_rows import UnreadRows
from portrayals.services.importing.write_annotations import write_codings
from portrayals.vocabulary import Level

T = TypeVar("T")

#: The units that a row of a level stands for, from the title down to its own.
_CHAIN: Final[dict[Level, tuple[Level, ...]]] = {
    "title": ("title",),
    "episode": ("title", "episode"),
    "portrayal": ("title", "portrayal"),
    "relationship": ("title", "portrayal", "relationship"),
}
#: How the end of a show that is still running is written.
_STILL: Final = frozenset({"present", "now", "ongoing", "current", "-", ""})


class RowUnits:
    """The unit that each row is about; missing ones are created."""

    def __init__(self, change: Change, columns: TableColumns, problems: RowProblems) -> None:
        self.change = change
        self.columns = columns
        self.problems = problems
        self.made: dict[str, int] = {}
        self._unescaped = 0

    def of_rows(self, batch: Sequence[SheetLine]) -> Iterator[tuple[SheetLine, UnitRow]]:
        """Each row that names its unit correctly, with the unit.

        No unit is created for a row that cannot be read, which is among the problems.
        """
        found: dict[int, UnitRow] | None = None
        wanted = {line.number: chain for line in batch if (chain := self._chain(line)) is not None}
        for place, level in enumerate(_CHAIN[self.columns.level]):
            found = self._step({line: chain[place] for line, chain in wanted.items()}, level, found)
        for line in batch:
            if found is not None and line.number in found:
                yield line, found[line.number]

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
        there = found_units(self.change.connection, wanted)
        bad = self.problems.lines
        new: dict[tuple[object, ...], Wanted] = {}
        for each, one in zip(wanted, there, strict=True):
            if one is None and level == "title" and looks_like_identifier(each.name):
                error = no_title_has(each.ids[0])
                self.problems.refused(each.line, self._column(level), each.name, error)
            elif one is None and each.line not in bad:
                new.setdefault(same_unit(each), each)
        cannot = impossible(self.change.connection, new.values())
        for line, why in cannot.items():
            self.problems.refused(line, self._column("title"), "", why)
        new = {same: each for same, each in new.items() if each.line not in cannot}
        made = dict(zip(new, make_units(self.change, list(new.values())), strict=True))
        if new:
            self.made[f"{level}s"] = self.made.get(f"{level}s", 0) + len(new)
        found: dict[int, UnitRow] = {}
        for each, one in zip(wanted, there, strict=True):
            if isinstance(one, Several):
                self.problems.add(
                    each.line,
                    self._column(level),
                    each.name,
                    f"{quoted(each.name)} matches several titles",
                    candidates=one.keys,
                )
            elif one is not None or same_unit(each) in made:
                found[each.line] = one or made[same_unit(each)]
        return found

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
        performer = self._cell(line, "performer") if level == "portrayal" else ""
        year = self._year(line, "year") if own else None
        facts = {"performer": (performer,)} if performer else {}
        general = self.change.book.general
        key = None
        if level == "relationship" and fold(name) in {"", fold(general)}:
            name, key = general, GENERAL
        return Wanted(line.number, level, name, None, key=key, year=year, facts=facts)

    def _title(self, line: SheetLine, place: str) -> Wanted:
        name = self._cell(line, place)
        self._refuse_nameless(name, place)
        last = self._cell(line, "end_year")
        ends = None if last.casefold() in _STILL else self._year(line, "end_year")
        kind = self._cell(line, "kind").casefold() or (
            "tv-series" if self.columns.level == "episode" else kind_unless_said(ends)
        )
        self._reading("kind", kind, kinds_within)
        facts = {"kind": (kind,)} | ({} if ends is None else {"end_year": (str(ends),)})
        ids = tuple(self._identifiers(line))
        if looks_like_identifier(name):
            ids = (self._reading(place, name, parse_identifier), *ids)
        own = place == "name" or self.columns.level == "episode"
        said = self._year(line, "year") if own else None
        name, year = self._reading(place, name, lambda text: title_and_year(text, said))
        return Wanted(line.number, "title", name, year=year, ids=ids, facts=facts)

    def _episode(self, line: SheetLine) -> Wanted:
        if "episode" in self.columns.places:
            written = self._cell(line, "episode")
            code = self._reading("episode", written, parse_episode)
        else:
            season, number = self._cell(line, "season"), self._cell(line, "number")
            code = self._reading(
                "number", number, lambda cell: parse_season_and_number(season, cell)
            )
        name = self._cell(line, "name") or str(code)
        return Wanted(line.number, "episode", name, code=code)

    def _identifiers(self, line: SheetLine) -> Iterator[Identifier]:
        for scheme, column in self.columns.ids.items():
            cell = line.cells[column]
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

    def _refuse_nameless(self, name: str, place: str) -> None:
        if not name:
            raise _BadPlace(self.columns.places[place], "", InvalidValue("the name is missing"))

    def _reading(self, place: str, cell: str, read: Callable[[str], T]) -> T:
        try:
            return read(cell)
        except PortrayalsError as error:
            raise _BadPlace(self.columns.places.get(place, place), cell, error) from None

    def notices(self) -> Iterator[str]:
        """What was assumed of the names."""
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


_MOST_SHOWN: Final = 6


def import_table(change: Change, sheet: Sheet, mapping: TableMap, manner: ImportPolicy) -> Imported:
    """Imports a table: the units that its rows name, created if needed, and their codes.

    A row has all of a unit, or, in a table that is `long` in a variable, one part of a set. Raises
    InvalidRows if rows cannot be read, and `Undecided` if annotations would change.
    """
    refuse_without_codebook(change)
    columns = columns_of(mapping, change.book, sheet.columns)
    problems = RowProblems(manner.each_bad)
    codings = Codings(change, problems, columns.long)
    pointing = Pointing(codings, manner.create)
    unread = UnreadRows(columns.places)
    people = Coders(change, manner)
    wave_id = int(open_wave(change.connection, mapping.wave).wave_id)
    units = RowUnits(change, columns, problems)
    cells = RowAnswers(columns, mapping, change, problems, look=manner.look)
    basis = None if mapping.basis is None else check_basis(mapping.basis)
    coder_column = columns.places.get("coder_column")
    manner.step("reading")
    lines = Lines(sheet, problems)
    filled: Counter[str] = Counter()
    for batch in lines:
        if manner.look:
            filled.update(column for line in batch for column, cell in line.cells.items() if cell)
        read = {}
        for line in batch:
            written = mapping.coder or (line.cells[coder_column] if coder_column else "")
            coder_id = 0
            try:
                coder_id = people.find(written)
                people.refuse_basis(coder_id, basis)
            except PortrayalsError as error:
                problems.refused(line.number, coder_column or "--coder", written, error)
            unread.add(line, written, coder_id)
            read[line.number] = coder_id, [*cells.answers(line)]
        if columns.evidence:
            pointing.add([_places(line, columns.evidence) for line in batch])
        # Only now, because no unit is created for a row that cannot be read.
        for line, of in units.of_rows(batch):
            coder_id, answers = read[line.number]
            unread.found(line.number, of.unit_id)
            for variable, answer in answers if coder_id else []:
                judge = codings.judge(variable, coder_id, wave_id, basis)
                if isinstance(answer, NotCoded):
                    codings.add_gap(line.number, of.unit_id, judge, answer)
                else:
                    codings.add(line.number, of.unit_id, judge, answer)
        unread.keep(problems.lines)
    coded = [*columns.variables.values(), *(variable for variable, _ in columns.codes.values())]
    for bad in unread:
        for variable in coded if bad.coder_id else []:
            judge = codings.judge(variable, bad.coder_id, wave_id, basis)
            codings.add_unread(bad.line, bad.unit_id, judge)
    codings.gather(None, once=columns.long is None)
    backed = pointing.check()
    refuse_bad_rows(problems, manner, sheet.name, lines.number)
    change.notices += [
        *units.notices(),
        *people.notices(),
        *cells.notices(),
        *_column_notices(columns),
    ]
    return write_codings(
        codings,
        manner,
        Imported(
            "annotations",
            sheet.name,
            rows=lines.number,
            made={**units.made, **people.made},
            columns=tuple(_uses(sheet, columns, cells, filled)),
        ),
        evidence=None if backed is None else lambda: pointing.write(backed),
    )


def _places(line: SheetLine, evidence: Mapping[str, str]) -> SheetLine:
    """The cells of a row that say where its code is seen."""
    return SheetLine(line.number, {name: line.cells[of] for name, of in evidence.items()})


def _column_notices(columns: TableColumns) -> Iterator[str]:
    if not columns.variables and not columns.codes:
        yield (
            "No coded column: no header is a variable's key or label. Name one: --var "
            "VARIABLE=COLUMN"
        )
    if columns.without_column:
        yield (f"Codes without a column count as not found: {', '.join(columns.without_column)}.")
    if columns.unused:
        yield f"Columns not used: {', '.join(columns.unused)}."


def _words(level: Level, place: str) -> str:
    """What a column holds, in words: `portrayal name`, `title year`, `coder`."""
    if place == "coder_column":
        return "coder"
    if place in {"title", "portrayal"}:
        return f"{place} name"
    if place == "episode":
        return "episode code"
    of_title = {"kind", "end_year", *(["year"] if level == "episode" else [])}
    of = "title" if place in of_title else level
    return f"{of} {place.replace('_', ' ')}"


def _uses(
    sheet: Sheet, columns: TableColumns, cells: RowAnswers, filled: Counter[str]
) -> Iterator[ColumnUse]:
    """What each column became, in sheet order."""
    places = {column: _words(columns.level, place) for place, column in columns.places.items()}
    places |= {column: f"title id {scheme}" for scheme, column in columns.ids.items()}
    places |= {column: f"evidence: {name}" for name, column in columns.evidence.items()}
    for column in sheet.columns:
        seen = cells.seen.get(column, Counter())
        shown = ", ".join(f"{value} {number}" for value, number in seen.most_common(_MOST_SHOWN))
        more = len(seen) - _MOST_SHOWN
        values = f"{shown}, {more} more" if more > 0 else shown
        if column in columns.variables:
            variable = columns.variables[column]
            shape = "one code a row" if variable is columns.long else variable.type
            becomes = f"{variable.key} ({shape})"
        elif column in columns.codes:
            of, node = columns.codes[column]
            becomes = f"{of.key}:{node.key}"
        else:
            becomes = places.get(column, "not used")
        yield ColumnUse(column, becomes, filled[column], values)
