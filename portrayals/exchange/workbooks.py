"""Workbooks of Excel and LibreOffice: which sheet is read, and from which line on."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, product
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.exchange.columns import named
from portrayals.exchange.damage import refuse_breakdown, refuse_damage
from portrayals.exchange.headless import below_names
from portrayals.exchange.limits import refuse_large
from portrayals.exchange.packages import Hidden, hidden_in, last_saved, open_package
from portrayals.exchange.typed_cells import cell_of
from portrayals.exchange.workbook_rows import WorkbookRows
from portrayals.extras import need
from portrayals.notation.did_you_mean import nearest
from portrayals.notation.quoting import quoted
from portrayals.notation.sheet_places import place_of
from portrayals.results.sheets import Sheet, WholeBook, WholeSheet

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_PACKED: Final = b"PK\x03\x04"
#: How a workbook begins: one packed as a zip file, and one of Excel before 2007.
MARKS: Final = (_PACKED, b"\xd0\xcf\x11\xe0")
#: The part of a locked workbook that holds all of it.
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
#: Reads every sheet, none of which can have more columns than Excel had; an error that the package
#: raises is left to the reading that follows.
_ALL_SHEETS: Final = """\
import io, sys
from python_calamine import CalamineError, CalamineWorkbook
try:
    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for name in book.sheet_names:
        assert book.get_sheet_by_name(name).width <= 256
except CalamineError:
    pass
"""
_SAVE_AGAIN: Final = (
    "open it in Excel or LibreOffice, and save it again as .xlsx, without a password"
)
_LONGEST_MARK: Final = max(map(len, MARKS))
#: How many rows above the column names are looked at for a title.
_TITLES: Final = 50


def read_workbook(file: IO[bytes], name: str, asked: str | None) -> Sheet:
    """The sheet that is asked for, or the only one with rows.

    Raises NotInstalled without the package that reads workbooks, UnknownKey if there is no such
    sheet, and InvalidValue if the workbook is too large, damaged or locked, or several of its
    sheets have rows and none is asked for.
    """
    with _opened(file, name) as book:
        chosen = book.only() if asked is None else book.named(asked)
        return _read(chosen, name, book.size)


def read_whole(path: str) -> WholeBook | None:
    """All sheets of a workbook; None for a file that is none, or that cannot be opened.

    Raises NotInstalled without the package that reads workbooks, and InvalidValue if the workbook
    is too large, damaged or locked.
    """
    try:
        file = Path(path).open("rb")  # noqa: SIM115 - it is closed below
    except OSError:
        return None
    with file:
        if not file.read(_LONGEST_MARK).startswith(MARKS):
            return None
        written = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
        try:
            with _opened(file, path) as book:
                return WholeBook(
                    name=path,
                    sheets={name: _whole(book.named(name)) for name in book.book.sheet_names},
                    saved=None if book.package is None else last_saved(book.package),
                    changed=written.isoformat(timespec="seconds"),
                )
        except InvalidValue as error:  # whose hints are for tables that may be CSV as well
            raise InvalidValue(error.message, hint=_SAVE_AGAIN) from None


def _whole(chosen: _Chosen) -> WholeSheet:
    sheet, hidden = chosen.sheet, chosen.hidden
    values = sheet.to_python(skip_empty_area=False)
    odd = {
        (row, column): f"is a date or time to the spreadsheet, {quoted(cell_of(value))}"
        for row, cells in enumerate(values)
        for column, value in enumerate(cells)
        if isinstance(value, date | time | timedelta)
    }
    odd |= {(row - 1, column - 1): f"is {error}" for (row, column), error in hidden.errors.items()}
    odd |= {place_of(each): "is a formula without a result" for each in hidden.uncounted}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or hidden.merged:
        places = product(range(top, bottom + 1), range(left, right + 1))
        odd |= dict.fromkeys(places, "is one of several cells that are merged")
    return WholeSheet([list(map(cell_of, cells)) for cells in values], odd)


@contextmanager
def _opened(file: IO[bytes], name: str) -> Iterator[_Book]:
    """The workbook, as long as it is read. Raises the same as `read_workbook`."""
    need("reading a workbook", "python_calamine", extra="office")
    size = file.seek(0, io.SEEK_END)
    refuse_large(name, size)
    file.seek(0)
    packed = file.read(len(_PACKED)) == _PACKED
    from python_calamine import CalamineError, CalamineWorkbook

    if not packed:
        file.seek(0)
        content = file.read()
        _refuse_locked(content, name)
        refuse_breakdown(name, content, _ALL_SHEETS)
    with (
        open_package(file, name) if packed else nullcontext() as package,
        refuse_damage(name, CalamineError),
    ):
        file.seek(0)
        yield _Book(CalamineWorkbook.from_filelike(file), package, name, size)


def _refuse_locked(content: bytes, name: str) -> None:
    if _LOCKED in content:
        raise InvalidValue(
            f"{name} is locked with a password",
            hint="save a copy without one, in Excel: File > Info > Protect Workbook",
        )


@dataclass(frozen=True, slots=True)
class _Chosen:
    sheet: CalamineSheet
    hidden: Hidden


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook, with the zip file that it is packed in, if any, and how many bytes it has."""

    book: CalamineWorkbook
    package: zipfile.ZipFile | None
    name: str
    size: int

    def named(self, asked: str) -> _Chosen:
        """The sheet with that name, in any case, even a hidden one."""
        names = self.book.sheet_names
        same = [each for each in names if each.casefold() == asked.strip().casefold()]
        if not same:
            raise UnknownKey(
                f"{self.name} has no sheet {quoted(asked)}",
                hint=f"its sheets: {', '.join(map(quoted, names))}",
                candidates=nearest(asked, names),
            )
        return self._loaded(asked if asked in same else same[0])

    def only(self) -> _Chosen:
        """The only visible sheet with rows."""
        from python_calamine import SheetTypeEnum, SheetVisibleEnum

        visible = [
            each.name
            for each in self.book.sheets_metadata
            if each.visible is SheetVisibleEnum.Visible and each.typ is SheetTypeEnum.WorkSheet
        ]
        found: _Chosen | None = None
        filled: list[str] = []
        for each in visible:
            chosen = self._loaded(each)
            if chosen.sheet.start is not None:
                filled.append(quoted(each))
                found = found or chosen
        if found is None:
            raise InvalidValue(
                f"{self.name} has no sheet with rows",
                hint="a hidden sheet is read if it is named: --sheet NAME",
            )
        if len(filled) > 1:
            raise InvalidValue(
                f"{self.name} has several sheets with rows: {', '.join(filled)}",
                hint=f"name one: --sheet {filled[0]}",
            )
        return found

    def _loaded(self, sheet: str) -> _Chosen:
        """The sheet, whose cells are all read into memory, after a look at how far they reach."""
        hidden = Hidden() if self.package is None else hidden_in(self.package, sheet, self.name)
        return _Chosen(self.book.get_sheet_by_name(sheet), hidden)


def _read(chosen: _Chosen, name: str, size: int) -> Sheet:
    where = f"{name}, sheet {quoted(chosen.sheet.name)}"
    number, heads, titles = _header(chosen.sheet, where)
    columns, notices = named(heads, where)
    rows = WorkbookRows(chosen.sheet, chosen.hidden, columns, number, size, [*titles, *notices])
    return Sheet(
        name=name,
        columns=columns,
        rows=below_names(columns, iter(rows), where),
        encoding=None,
        notices=rows.notices,
        size=size,
        position=rows.position,
    )


def _header(sheet: CalamineSheet, where: str) -> tuple[int, Sequence[str], list[str]]:
    """The number of the row with the column names, its cells, and what stands above it.

    A single cell in a row above the first row with several is a title.
    """
    filled = (
        (number, cells)
        for number, values in enumerate(sheet.iter_rows(), 1)
        if any(cells := list(map(cell_of, values)))
    )
    titles: list[str] = []
    first = next(filled, None)
    if first is None:
        raise InvalidValue(f"{where} has no rows", hint="name another sheet: --sheet NAME")
    top = first
    for following in islice(filled, _TITLES):
        if sum(map(bool, top[1])) > 1:
            break
        titles.append(f"row {top[0]}, {quoted(''.join(top[1]))}")
        top = following
    if sum(map(bool, top[1])) == 1:  # no row has several cells: nothing was above anything
        return *first, []
    told = f"{where}: the column names are in row {top[0]}; above them: {', '.join(titles)}"
    return *top, [told] if titles else []
