"""Sheets of annotations: a row for a unit, variable and coder, and for each piece of evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import product
from operator import itemgetter
from typing import Final, TypeVar

from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.findings.stored_codebook import StoredVariable
from portrayals.findings.unit_ref import LEVEL_ID
from portrayals.history.transaction import Change
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import listed, quoted
from portrayals.results.importing import Imported
from portrayals.results.sheets import Sheet, SheetRow
from portrayals.services.catalogue.coders_and_sources import add_wave
from portrayals.services.catalogue.kinds_of_coder import COLUMNS
from portrayals.services.coding.annotations import check_basis, open_wave
from portrayals.services.coding.values import find_variable
from portrayals.services.importing.cells import CellReader, NotCoded, read_mark
from portrayals.services.importing.coders import Coders
from portrayals.services.importing.ending import ImportPolicy, RowProblems, refuse_bad_rows
from portrayals.services.importing.evidence_cells import CITED, POINTERS, PointingCells
from portrayals.services.importing.name_index import Names, find_named
from portrayals.services.importing.sheet import Lines
from portrayals.services.importing.staged_annotations import Codings, Judge
from portrayals.services.importing.write_annotations import write_codings

T = TypeVar("T")

NEEDED: Final = ("unit", "variable", "value")
_OTHERS: Final = (
    *COLUMNS,
    *("unit_uuid", "coder", "level", "wave", "purpose", "basis", "complete", "note", "code"),
    *("codebook_version", "label", "state"),
    *POINTERS,
    *CITED,
)


def import_annotations(change: Change, sheet: Sheet, manner: ImportPolicy) -> Imported:
    """Imports the annotations of a sheet, by the coders it names, else by the coder who acts.

    Raises InvalidRows if rows cannot be read, and `Undecided` if annotations would change.
    """
    _refuse_columns(sheet)
    problems = RowProblems(manner.each_bad)
    codings = Codings(change, problems)
    pointing = PointingCells(codings, manner.create)
    people = Coders(change, manner)
    names = Names(change.connection)
    cells = _Cells(codings, people, names, sheet.columns)
    manner.step("reading")
    lines = Lines(sheet, problems)
    points = any(name in sheet.columns for name in POINTERS)
    for batch in lines.bare():
        cells.add(batch)
        if points:
            pointing.add(lines.named(batch))
    cells.spoil(lines.spoilt)
    manner.step("finding the units")
    codings.flush()
    found, titles = find_named(codings, names, create=manner.create)
    codings.gather(found, once=False)
    manner.step("finding the evidence")
    pointing.check()
    refuse_bad_rows(problems, manner, sheet.name, lines.number)
    change.notices += people.notices()
    made = people.made | ({"titles": titles} if titles else {})
    return write_codings(
        codings,
        manner,
        Imported("annotations", sheet.name, rows=lines.number, made=made),
        evidence=pointing.write,
    )


def _refuse_columns(sheet: Sheet) -> None:
    missing = [name for name in NEEDED if name not in sheet.columns]
    if missing:
        raise InvalidValue(
            f"{sheet.name} has no column {' and no column '.join(missing)}",
            candidates=[near for name in missing for near in nearest(name, sheet.columns)],
            hint="its columns must be unit,variable,coder,value; a sheet with a column for each "
            "variable: portrayals import table",
        )
    unknown = [name for name in sheet.columns if name not in {*NEEDED, *_OTHERS}]
    if unknown:
        raise InvalidValue(
            f"{sheet.name} has columns that annotations do not have: {listed(unknown)}",
            hint=f"known columns: {', '.join((*NEEDED, *_OTHERS))}",
        )


@dataclass(frozen=True, slots=True)
class _Judge:
    """Whose answer a row holds, to which variable; looked up once for all rows with equal cells."""

    judge: Judge
    level_id: int
    reader: CellReader


_HOW: Final = ("level", "wave", "purpose", "basis", "complete")
_WHOSE: Final = ("variable", "coder", *COLUMNS, *_HOW)


class _Cells:
    """Reads the cells of rows; repeated cells are cached."""

    def __init__(
        self, codings: Codings, people: Coders, names: Names, columns: Sequence[str]
    ) -> None:
        self.codings = codings
        self.people = people
        self.names = names
        self._at = {name: place for place, name in enumerate(columns)}
        self._given = [name for name in _WHOSE if name in self._at]
        self._judges: dict[object, _Judge | _BadCell] = {}
        self._whose_of = itemgetter(*(self._at[name] for name in self._given))
        self._last = 0
        self._above: tuple[str, str, tuple[_Judge, ...]] | None = None

    def add(self, batch: Sequence[SheetRow]) -> None:
        """Stages the annotations of rows; a cell that cannot be read is a problem."""
        codings, names, judges = self.codings, self.names, self._judges
        problems = codings.problems
        unit_at, value_at, note_at = self._at["unit"], self._at["value"], self._at.get("note")
        uuid_at, whose_of = self._at.get("unit_uuid"), self._whose_of
        for row in batch:
            line, cells = row
            if line == self._last:  # an object with several pieces of evidence becomes several rows
                continue
            self._last = line
            whose = whose_of(cells)
            judge = judges.get(whose)
            if judge is None:
                judge = judges[whose] = self._judge(
                    {name: cells[self._at[name]] for name in self._given}
                )
            value, of = cells[value_at], cells[unit_at]
            uuid = "" if uuid_at is None else cells[uuid_at]
            if isinstance(judge, _BadCell):
                problems.refused(line, judge.column, judge.value, judge.error)
                self._unread(line, of, uuid, judge.perhaps)
                continue
            try:
                answer = judge.reader.read(value)
            except PortrayalsError as error:
                problems.refused(line, "value", value, error)
                self._unread(line, of, uuid, (judge,))
                continue
            if not of:
                problems.add(line, "unit", "", "the unit is missing")
                self._unread(line, of, uuid, (judge,))
                continue
            self._above = of, uuid, (judge,)
            slot = names.number(of, judge.level_id, uuid), judge.judge
            if isinstance(answer, NotCoded):
                codings.add_gap(line, *slot, answer)
            else:
                note = None if note_at is None else cells[note_at] or None
                codings.add(line, *slot, answer, note)

    def spoil(self, rows: Sequence[SheetRow]) -> None:
        """Notes, after all others, rows whose cells are not known to be in their columns."""
        known = {whose: each for whose, each in self._judges.items() if isinstance(each, _Judge)}
        uuid_at, self._above = self._at.get("unit_uuid"), None
        for line, cells in rows:
            own = known.get(self._whose_of(cells))
            perhaps = tuple(known.values()) if own is None else (own,)
            uuid = "" if uuid_at is None else cells[uuid_at]
            self._unread(line, cells[self._at["unit"]], uuid, perhaps)

    def _unread(self, line: int, of: str, uuid: str, perhaps: tuple[_Judge, ...]) -> None:
        """Notes what a bad row is about; without a unit that of the row above, as if merged."""
        if not of and self._above is not None:
            of, uuid, perhaps = self._above
        for each in perhaps if of else ():
            number = self.names.number(of, each.level_id, uuid)
            self.codings.add_unread(line, number, each.judge)

    def _perhaps(self, cells: Mapping[str, str]) -> tuple[_Judge, ...]:
        """Whose answers a bad row may have: a misspelt name is any that is nearly the same."""
        change = self.codings.change
        variables = _or_near(partial(find_variable, change), cells["variable"])
        waves = _or_near(partial(_wave_named, change), cells.get("wave", ""))
        coder_ids = self.people.perhaps(cells.get("coder", ""))
        every = product(variables, coder_ids, waves)
        return tuple(self._of(of, coder_id, wave_id) for of, coder_id, wave_id in every)

    def _of(
        self,
        of: StoredVariable,
        coder_id: int,
        wave_id: int,
        basis: str | None = None,
        complete: bool | None = None,
    ) -> _Judge:
        judge = self.codings.judge(of, coder_id, wave_id, basis, complete)
        return _Judge(judge, LEVEL_ID[of.level], CellReader(of))

    def _judge(self, cells: Mapping[str, str]) -> _Judge | _BadCell:
        change, column = self.codings.change, "variable"
        try:
            of = find_variable(change, cells["variable"])
            column = "wave"
            wave_id = self._wave(cells.get("wave", ""), cells.get("purpose", ""))
            column = "coder"
            coder_id = self.people.find(cells.get("coder", ""), cells)
            column = "level"
            level = cells.get("level")
            if level and level.casefold() != of.level:
                raise InvalidValue(f"{of.key} is coded for {of.level}s")
            column = "basis"
            basis = cells.get("basis") or None
            basis = None if basis is None else check_basis(basis)
            self.people.refuse_basis(coder_id, basis)
            column = "complete"
            complete = _completeness(of, cells.get("complete", ""))
        except PortrayalsError as error:
            return _BadCell(column, cells.get(column, ""), error, self._perhaps(cells))
        return self._of(of, coder_id, wave_id, basis, complete)

    def _wave(self, key: str, purpose: str) -> int:
        """The id of a wave; with `create`, one named with its purpose is added."""
        change = self.codings.change
        try:
            return _wave_named(change, key)
        except UnknownKey as unknown:
            if not purpose or not self.people.manner.create:
                raise UnknownKey(
                    unknown.message,
                    candidates=unknown.candidates,
                    hint="to create new waves: --create, with a column for their purpose",
                ) from None
            return add_wave(change, key, purpose)


def _wave_named(change: Change, key: str) -> int:
    return int(open_wave(change.connection, key or None).wave_id)


def _or_near(find: Callable[[str], T], written: str) -> list[T]:
    """What has a name, or else each that has nearly that name."""
    try:
        return [find(written)]
    except PortrayalsError as error:
        near: list[T] = []
        for key in error.candidates:
            with suppress(PortrayalsError):
                near.append(find(key))
        return near


def _completeness(of: StoredVariable, cell: str) -> bool | None:
    """Whether a set is complete, from a cell of that column; None if it says nothing."""
    said = read_mark(cell)
    if said is None:
        return None
    if said in {"maybe", "not-coded"}:
        raise InvalidValue(f"{quoted(cell)} must be yes or no")
    if of.type != "multi":
        raise InvalidValue(
            f"{of.key} has one value and is not a set that could be complete or partial"
        )
    return said == "yes"


@dataclass(frozen=True, slots=True)
class _BadCell:
    column: str
    value: str
    error: PortrayalsError
    perhaps: tuple[_Judge, ...]
