"""Sheets of annotations: a row for a unit, variable and coder, and for each piece of evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Table, and_, or_, select

from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.notation.keys import fold
from portrayals.notation.near import nearest
from portrayals.notation.quoting import quoted
from portrayals.query.staging import fill, staged
from portrayals.results.importing import Imported
from portrayals.results.sheets import Sheet
from portrayals.results.words import LEVELS
from portrayals.services.annotations import check_basis, open_wave
from portrayals.services.answers import find_variable
from portrayals.services.importing.codings import Codings
from portrayals.services.importing.outcome import Manner, refuse_bad_rows
from portrayals.services.importing.pointing import CITED, POINTERS, Pointing
from portrayals.services.importing.problems import Problems
from portrayals.services.importing.reading import CellReader
from portrayals.services.importing.sheet import Line, Lines
from portrayals.services.importing.writing import write_codings
from portrayals.services.keys import need_unit
from portrayals.services.records import add_coder
from portrayals.services.scope import Change
from portrayals.services.units import insert_title
from portrayals.tables import coder, unit, unit_name, variable

NEEDED: Final = ("unit", "variable", "value")
_OTHERS: Final = (
    *("coder", "level", "wave", "basis", "note", "code", "codebook_version", "label"),
    *POINTERS,
    *CITED,
)
#: So many units that are not there are told with the names that are near; the rest without.
_MOST_NEAR: Final = 20


def import_annotations(change: Change, sheet: Sheet, manner: Manner) -> Imported:
    """Takes in the annotations of a sheet, by the coders it names, else by who acts.

    Raises InvalidRows where rows cannot be read, `Undecided` where annotations would change.
    """
    _refuse_columns(sheet)
    problems = Problems(manner.each_bad)
    codings = Codings(change, problems)
    pointing = Pointing(codings, manner.create)
    people = Coders(change, manner.create)
    cells = _Cells(change, problems, people)
    manner.step("reading")
    lines = Lines(sheet, problems)
    points = any(name in sheet.columns for name in POINTERS)
    for batch in lines:
        cells.add(codings, batch)
        if points:
            pointing.add(batch)
    manner.step("finding the units")
    codings.flush()
    found, titles = _find_units(codings, create=manner.create)
    codings.gather(found, once=False)
    manner.step("finding the evidence")
    backed = pointing.check()
    refuse_bad_rows(problems, manner, sheet.name, lines.number)
    made = people.made | ({"titles": titles} if titles else {})
    return write_codings(
        codings,
        manner,
        Imported("annotations", sheet.name, rows=lines.number, made=made),
        evidence=None if backed is None else lambda: pointing.write(backed),
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
            f"{sheet.name} has columns that annotations have not: {', '.join(unknown)}",
            hint=f"there are: {', '.join((*NEEDED, *_OTHERS))}",
        )


@dataclass(slots=True)
class Coders:
    """The coders that a file names, each looked up once; with `create`, made."""

    change: Change
    create: bool
    made: dict[str, int] = field(default_factory=dict)
    _known: dict[str, int | PortrayalsError] = field(default_factory=dict)

    def find(self, written: str) -> int:
        """The id of a coder; blank is who acts. Raises PortrayalsError where there is none."""
        found = self._known.get(written)
        if found is None:
            found = self._known[written] = self._look_up(written)
        if isinstance(found, PortrayalsError):
            raise found.with_traceback(None)  # else it grows with each row
        return found

    def _look_up(self, written: str) -> int | PortrayalsError:
        if not written:
            return self.change.coder_id
        connection = self.change.connection
        rows = connection.execute(select(coder.c.key, coder.c.coder_id, coder.c.kind)).all()
        by_key = {row.key.casefold(): row for row in rows}
        row = by_key.get(written.casefold())
        if row is not None and row.kind == "consensus":
            return InvalidValue("decisions are not imported: they are made by adjudication")
        if row is not None:
            return int(row.coder_id)
        if self.create:
            try:
                add_coder(self.change, written)
            except PortrayalsError as error:
                return error
            self.made["coders"] = self.made.get("coders", 0) + 1
            return self._look_up(written)
        return UnknownKey(
            f"{quoted(written)} is not a coder",
            candidates=nearest(written, [row.key for row in rows]),
            hint="new coders are made with --create",
        )


@dataclass(frozen=True, slots=True)
class _Judge:
    """Whose answer to what a row holds, found once for all rows that say so alike."""

    reader: CellReader
    coder_id: int
    wave_id: int
    basis: str | None


_WHOSE: Final = ("variable", "coder", "level", "wave", "basis")


@dataclass(slots=True)
class _Cells:
    """Reads the cells of rows; what is met again is looked up."""

    change: Change
    problems: Problems
    people: Coders
    _judges: dict[tuple[str | None, ...], _Judge | _BadCell] = field(default_factory=dict)
    _last: int = 0

    def add(self, codings: Codings, batch: Sequence[Line]) -> None:
        """Stages the annotations of rows; a cell that cannot be read is a problem."""
        judges, problems = self._judges, self.problems
        for line in batch:
            if line.number == self._last:  # an object with several pieces of evidence is rows
                continue
            self._last = line.number
            cells = line.cells
            whose = tuple(map(cells.get, _WHOSE))
            judge = judges.get(whose)
            if judge is None:
                judge = judges[whose] = self._judge(cells)
            if isinstance(judge, _BadCell):
                problems.refused(line.number, judge.column, judge.value, judge.error)
                continue
            try:
                answer = judge.reader.read(cells["value"])
            except PortrayalsError as error:
                problems.refused(line.number, "value", cells["value"], error)
                continue
            if not cells["unit"]:
                problems.add(line.number, "unit", "", "no unit is named")
            elif answer is not None:
                codings.add(
                    line.number,
                    cells["unit"],
                    judge.reader.variable,
                    judge.coder_id,
                    judge.wave_id,
                    answer,
                    judge.basis,
                    cells.get("note") or None,
                )

    def _judge(self, cells: Mapping[str, str]) -> _Judge | _BadCell:
        column = "variable"
        try:
            of = find_variable(self.change, cells["variable"])
            column = "level"
            level = cells.get("level")
            if level and level.casefold() != of.level:
                raise InvalidValue(f"{of.key} is coded for {of.level}s")
            column = "wave"
            wave_id = int(open_wave(self.change.connection, cells.get("wave") or None).wave_id)
            column = "basis"
            basis = cells.get("basis") or None
            basis = None if basis is None else check_basis(basis)
            column = "coder"
            coder_id = self.people.find(cells.get("coder", ""))
        except PortrayalsError as error:
            return _BadCell(column, cells.get(column, ""), error)
        return _Judge(CellReader(of), coder_id, wave_id, basis)


@dataclass(frozen=True, slots=True)
class _BadCell:
    column: str
    value: str
    error: PortrayalsError


def _find_units(codings: Codings, *, create: bool) -> tuple[Table, int]:
    """The units that the rows name, by text and level; how many titles were made."""
    connection, rows = codings.connection, codings.rows
    named = staged(
        connection,
        select(rows.c.unit, variable.c.level_id)
        .join_from(rows, variable, variable.c.variable_id == rows.c.variable_id)
        .distinct(),
        "unit",
        "level_id",
    )
    by_key = and_(unit.c.key == named.c.unit, unit.c.level_id == named.c.level_id)
    found = staged(
        connection,
        select(named.c.unit, named.c.level_id, unit.c.unit_id).join_from(named, unit, by_key),
        "unit",
        "level_id",
    )
    known = and_(found.c.unit == named.c.unit, found.c.level_id == named.c.level_id)
    left = (
        select(named)
        .outerjoin(found, known)
        .where(found.c.unit_id.is_(None))
        .order_by(named.c.unit)
    )
    made, missing = 0, 0
    taken: list[tuple[object, ...]] = []
    for row in connection.execute(left).all():
        level = LEVELS[row.level_id - 1]
        if missing > _MOST_NEAR and not create and not _is_known(connection, row.unit):
            _tell_missing(codings, row, None)
            continue
        try:
            of = need_unit(
                connection, row.unit, level, f"it is coded for {level}s", codings.change.notices
            )
        except UnknownKey as error:
            if create and level == "title":
                of = insert_title(codings.change, row.unit, kind="film", year=None)
                made += 1
            else:
                missing += 1
                _tell_missing(codings, row, error if missing <= _MOST_NEAR else None)
                continue
        except PortrayalsError as error:
            _tell_missing(codings, row, error)
            continue
        taken.append((row.unit, row.level_id, of.unit_id))
    fill(connection, found, taken)
    return found, made


def _is_known(connection: Connection, written: str) -> bool:
    """Whether a unit can be called so at all: to look for what is near takes long."""
    begins = fold(written.split("/", maxsplit=1)[0])
    called = or_(unit_name.c.folded == fold(written), unit_name.c.folded == begins)
    by_name = select(unit_name.c.unit_id).where(called).limit(1)
    word = select(unit_name.c.unit_id).where(
        unit_name.c.folded.startswith(f"{begins} ", autoescape=True)
    )
    by_key = select(unit.c.unit_id).where(unit.c.key == written.split("/", maxsplit=1)[0]).limit(1)
    return any(
        connection.execute(rows).first() is not None for rows in (by_key, by_name, word.limit(1))
    )


def _tell_missing(codings: Codings, row: Any, error: PortrayalsError | None) -> None:
    """A problem for each row that names the unit."""
    rows = codings.rows
    lines = codings.connection.execute(
        select(rows.c.line)
        .join(variable, variable.c.variable_id == rows.c.variable_id)
        .where(rows.c.unit == row.unit, variable.c.level_id == row.level_id)
    ).scalars()
    for line in lines.all():
        if error is not None:
            codings.problems.refused(line, "unit", row.unit, error)
        else:
            codings.problems.add(line, "unit", row.unit, f"nothing is called {quoted(row.unit)}")
