"""Sheets of titles, episodes, portrayals and relationships: rows are units, columns fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, TypeVar

from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.history.transaction import Change
from portrayals.notation.cells import split
from portrayals.notation.did_you_mean import choose, nearest
from portrayals.notation.episodes import parse_season_and_number, season_number
from portrayals.notation.identifiers import SCHEMES, parse_identifier
from portrayals.notation.keys import slug, title_and_year
from portrayals.notation.quoting import listed
from portrayals.results.importing import ColumnUse, Imported
from portrayals.results.sheets import Sheet
from portrayals.services.catalogue.fields import CATALOGUE_COLUMNS, FIELDS, field_name
from portrayals.services.catalogue.resolve import need_unit
from portrayals.services.catalogue.units import UnitRow
from portrayals.services.importing.ending import (
    ImportPolicy,
    RowProblems,
    refuse_bad_rows,
    settle_changes,
    with_problems,
)
from portrayals.services.importing.find_units import (
    Unclear,
    UnitFinder,
    Wanted,
    same_unit,
    units_by_key,
    units_by_uuid,
    unknown_uuid,
)
from portrayals.services.importing.make_units import (
    impossible,
    make_title,
    make_units,
    makes_title,
    wanted_keys,
)
from portrayals.services.importing.name_index import is_known
from portrayals.services.importing.near_titles import NearTitles
from portrayals.services.importing.sheet import Lines, SheetLine
from portrayals.services.importing.unit_fields import UnitFields
from portrayals.vocabulary import PARENT_LEVEL, SCREENED, Level

T = TypeVar("T")

#: Columns that identify the unit, or describe it but are not fields.
_IDENTITY: Final = ("key", "uuid")
_TOLD: Final = frozenset(
    {"title_name", "portrayal_name", "code", "period", "portrayals", "relationships", "findings"}
)
_SCREENING: Final = ("screened", "screening_reason")
#: Headers for country, genre … in other people's sheets.
_ALSO: Final = {"title": {"title": "name"}, "episode": {}, "portrayal": {}, "relationship": {}}


class BadField(Exception):
    """A cell of a row that cannot be read."""

    def __init__(self, column: str, value: str, error: PortrayalsError) -> None:
        super().__init__()
        self.column, self.value, self.error = column, value, error


def unit_columns(level: Level, sheet: Sheet) -> dict[str, str]:
    """What each column of a sheet is, by its header; None if it is not read.

    Raises InvalidValue for unknown columns, naming all, for duplicates, and if one is missing.
    """
    called = {column: _column(level, column) for column in sheet.columns}
    unknown = [column for column, name in called.items() if name is None]
    if unknown:
        known = CATALOGUE_COLUMNS[level]
        has = "a column that does" if len(unknown) == 1 else f"{len(unknown)} columns that do"
        near = [nearest(slug(each).replace("-", "_"), known) for each in unknown]
        raise InvalidValue(
            f"{sheet.name} has {has} not belong in a sheet of {level}s: {listed(unknown)}",
            candidates=tuple(dict.fromkeys(chain(*near))),
            hint=f"known columns: {', '.join(known)}; for a sheet with codes: portrayals import "
            "table",
        )
    for needed in (*_links(level), *(() if level == "episode" else ("name",))):
        if needed not in called.values():
            raise InvalidValue(
                f"{sheet.name} has no column {needed}",
                hint=f"its columns: {listed(sheet.columns)}",
            )
    found: dict[str, str] = {}
    for column, name in called.items():
        if name and name in found.values():
            other = next(each for each in found if found[each] == name)
            raise InvalidValue(
                f"{sheet.name} has two columns for {name}: {other} and {column}",
                hint="leave one of them out",
            )
        found[column] = name or ""
    return found


def _links(level: Level) -> tuple[str, ...]:
    over = PARENT_LEVEL[level]
    links = () if over is None else (over,)
    return (*links, "season", "number") if level == "episode" else links


def _uuid_above(level: Level) -> tuple[str, ...]:
    over = PARENT_LEVEL[level]
    return () if over is None else (f"{over}_uuid",)


def _column(level: Level, header: str) -> str | None:
    word = slug(header).replace("-", "_") if header not in _TOLD else header
    own = {*_IDENTITY, *_links(level), *_uuid_above(level)}
    own |= set(_SCREENING if level == "title" else ())
    word = _ALSO[level].get(word, word)
    if word in own or (level == "title" and word.replace("_", "-") in SCHEMES):
        return word
    told = word in _TOLD or header.startswith("findings.")
    if told or (word in {"title", "title_uuid"} and level == "relationship"):
        return ""
    try:
        return field_name(level, word)
    except UnknownKey:
        return None


def wanted_unit(line: SheetLine, level: Level, find_above: Callable[[str, str], UnitRow]) -> Wanted:
    """The unit that a row describes; `find_above` takes the name and the UUID of the one above.

    Raises BadField.
    """
    cells = line.cells
    facts: dict[str, tuple[str, ...]] = {}
    for name, cell in cells.items():
        if cell and name in FIELDS[level] and name != "key":
            facts[name] = _values(level, name, cell)
    above, above_uuid = None, ""
    over = PARENT_LEVEL[level]
    if over is not None:
        above_uuid = cells.get(f"{over}_uuid", "")
        column = f"{over}_uuid" if above_uuid else over
        above = _reading(column, cells[over], lambda name: find_above(name, above_uuid))
    code = None
    if level == "episode":
        season = cells["season"]
        _reading("season", season, season_number)
        code = _reading(
            "number", cells["number"], lambda number: parse_season_and_number(season, number)
        )
    name = next(iter(facts.get("name", ())), str(code) if code else "")
    if not name:
        raise BadField("name", "", InvalidValue(f"a {level} needs a name"))
    ids = tuple(map(parse_identifier, facts.pop("id", ()))) + tuple(
        _reading(word, f"{word.replace('_', '-')}:{cell}", parse_identifier)
        for word, cell in cells.items()
        if cell and level == "title" and word.replace("_", "-") in SCHEMES
    )
    screened = _reading(
        "screened",
        cells.get("screened") or "pending",
        lambda text: choose(text, SCREENED, "a result of screening"),
    )
    year = int(facts["year"][0]) if "year" in facts else None
    if level == "title" and not (cells.get("key") or cells.get("uuid")):  # not written by `export`
        name, year = _reading("name", name, lambda text: title_and_year(text, year))
        facts |= {"name": (name,)} | ({} if year is None else {"year": (str(year),)})
    return Wanted(
        line.number,
        level,
        name,
        above,
        above_by_uuid=bool(above_uuid),
        key=cells.get("key") or None,
        uuid=cells.get("uuid") or None,
        year=year,
        code=code,
        ids=tuple(dict.fromkeys(ids)),
        screened=screened,
        screening_reason=cells.get("screening_reason") or None,
        facts=facts,
    )


def _reading(column: str, cell: str, read: Callable[[str], T]) -> T:
    try:
        return read(cell)
    except PortrayalsError as error:
        raise BadField(column, cell, error) from None


def _values(level: Level, name: str, cell: str) -> tuple[str, ...]:
    """The values of a field in a cell. Raises BadField."""
    of = FIELDS[level][name]
    written = split(cell) if of.several else (cell,)
    return tuple(dict.fromkeys(_reading(name, each, of.read) for each in written if each))


@dataclass(slots=True)
class _Import:
    """The work on one sheet of one level."""

    change: Change
    level: Level
    problems: RowProblems
    manner: ImportPolicy
    added: int = 0
    same: int = 0
    made: dict[str, int] = field(default_factory=dict)
    fields: UnitFields = field(init=False)
    finder: UnitFinder = field(init=False)
    _near: NearTitles = field(init=False)
    #: The units above, by UUID or key in the current rows, or by anything else in all rows.
    _identified: dict[str, UnitRow] = field(default_factory=dict)
    _keyed: dict[str, UnitRow] = field(default_factory=dict)
    _looked: dict[str, UnitRow | PortrayalsError] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fields = UnitFields(self.change, self.problems, self.manner)
        self.finder = UnitFinder(self.change.connection)
        self._near = NearTitles(self.change.connection)

    def take(self, batch: Sequence[SheetLine]) -> None:
        """Finds or makes the units of some rows, and notes which differ."""
        self._know_above(batch)
        wanted = [each for line in batch if (each := self._wanted(line)) is not None]
        if self.level == "title":
            wanted = self.fields.listed(wanted)
        found = self.finder.find(wanted)
        new: dict[tuple[object, ...], Wanted] = {}
        there: list[tuple[Wanted, UnitRow]] = []
        for each, one in zip(wanted, found, strict=True):
            if isinstance(one, Unclear):
                column = "uuid" if each.uuid else "name"
                self.problems.unclear(each.line, column, each.uuid or each.name, one)
            elif one is not None:
                there.append((each, one))
            elif same_unit(each) in new:
                first = new[same_unit(each)].line
                self.problems.add(each.line, "name", each.name, f"the same as line {first}")
            else:
                new[same_unit(each)] = each
        cannot = impossible(self.change.connection, new.values())
        for line, why in cannot.items():
            column = "end_year" if self.level == "title" else "title"
            self.problems.refused(line, column, "", why)
        able = [each for each in new.values() if each.line not in cannot]
        if self.level == "title":
            near = self.fields.told_apart(able, self._near, "name")
            able = [each for each in able if each.line not in near]
        self._tell_other_keys(able, make_units(self.change, able))
        self.added += len(able)
        self.same += len(self.fields.compare(self.level, there))

    def _wanted(self, line: SheetLine) -> Wanted | None:
        try:
            return wanted_unit(line, self.level, self._find_above)
        except BadField as bad:
            self.problems.refused(line.number, bad.column, bad.value, bad.error)
            return None

    def _tell_other_keys(self, wanted: Sequence[Wanted], made: Sequence[UnitRow]) -> None:
        """Says which units got another key than in the sheet, because it is another unit's here."""
        moved = {
            wanted_keys(each)[0]: (each, of)
            for each, of in zip(wanted, made, strict=True)
            if each.uuid and of.key != wanted_keys(each)[0]
        }
        holders = units_by_key(self.change.connection, moved, self.level)
        for key, (each, of) in moved.items():
            told = f"{key} is another {self.level} here, so that of line {each.line} is {of.key}"
            holder = holders.get(key)
            apart = holder is None or (holder.year, holder.performer) != (each.year, of.performer)
            same = "" if apart else f"; if they are the same: portrayals merge {of.key} {key}"
            self.change.notices.append(f"{told}{same}.")

    def _know_above(self, batch: Sequence[SheetLine]) -> None:
        """Looks up the units given by UUID or key all at once; the rest one by one."""
        over = PARENT_LEVEL[self.level]
        if over is not None:
            uuids = {line.cells.get(f"{over}_uuid", "") for line in batch} - {""}
            self._identified = units_by_uuid(self.change.connection, uuids, over)
            written = {line.cells[over] for line in batch} - self._looked.keys()
            self._keyed = units_by_key(self.change.connection, written, over)

    def _find_above(self, written: str, uuid: str) -> UnitRow:
        over = PARENT_LEVEL[self.level] or "title"
        if uuid:
            if uuid in self._identified:
                return self._identified[uuid]
            raise unknown_uuid(uuid, over)
        if written in self._keyed:
            return self._keyed[written]
        if written not in self._looked:
            self._looked[written] = self._look_above(written, over)
        known = self._looked[written]
        if isinstance(known, PortrayalsError):
            raise known.with_traceback(None)  # else it grows with each row
        return known

    def _look_above(self, written: str, level: Level) -> UnitRow | PortrayalsError:
        connection = self.change.connection
        makes = makes_title(level, written, create=self.manner.create)
        if not makes or is_known(connection, written):  # looking for similar names takes long
            why = f"a sheet of {self.level}s names the {level} of each"
            try:
                return need_unit(connection, written, level, why, self.change.notices)
            except PortrayalsError as error:
                if not makes or not isinstance(error, UnknownKey):
                    return error
        self.made["titles"] = self.made.get("titles", 0) + 1
        return make_title(self.change, written, "tv-series" if self.level == "episode" else "film")


def import_units(change: Change, level: Level, sheet: Sheet, manner: ImportPolicy) -> Imported:
    """Imports the units of a sheet: new ones are created, existing ones compared field by field.

    An empty cell says nothing. Raises InvalidRows if rows cannot be read, and `Undecided` if fields
    would change.
    """
    called = unit_columns(level, sheet)
    problems = RowProblems(manner.each_bad)
    work = _Import(change, level, problems, manner)
    manner.step("reading")
    lines = Lines(sheet, problems, lambda column: called[column] or column)
    filled: Counter[str] = Counter()
    for batch in lines:
        filled.update(name for line in batch for name, cell in line.cells.items() if cell)
        work.take(batch)
    refuse_bad_rows(problems, manner, sheet.name, lines.number)
    imported = Imported(
        f"{level}s",
        sheet.name,
        rows=lines.number,
        added=work.added,
        changed=len(work.fields.differing),
        same=work.same,
        made=work.made,
        changes=work.fields.told(),
        columns=tuple(
            ColumnUse(column, name or "not read", filled[name or column], "")
            for column, name in called.items()
        ),
    )
    change.notices += work.finder.namesakes
    if settle_changes(manner, imported):
        before = len(problems.lines)
        work.fields.apply()
        refuse_bad_rows(problems, manner, sheet.name, lines.number)
        lost = len(problems.lines) - before
        imported = replace(imported, changed=imported.changed - lost)
    else:
        imported = replace(imported, changed=0, kept=len(work.fields.differing))
    return with_problems(imported, problems)
