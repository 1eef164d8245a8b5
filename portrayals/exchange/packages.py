"""The zip file in which a workbook is packed: whether it may be unpacked, and what it hides."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Final
from xml.etree import ElementTree
from xml.parsers import expat

from portrayals.errors import InvalidValue
from portrayals.exchange.damage import refuse_damage
from portrayals.exchange.limits import refuse_unpacked, refuse_wide
from portrayals.exchange.open_document import CONTENT, Merged, merged_in
from portrayals.notation.sheet_places import column_number

_CHUNK: Final = 1 << 20
_BOOK: Final = "xl/workbook.xml"
_PROPERTIES: Final = "docProps/core.xml"
#: A part that lists other parts is small.
_MOST_LISTED: Final = 1 << 24
#: A member of the zip file of each kind of workbook.
_WORKBOOKS: Final = (_BOOK, "xl/workbook.bin", CONTENT)
_OTHERS: Final = {
    "Index/Document.iwa": ("a Numbers document", "in Numbers, File > Export To > Excel"),
    "word/document.xml": ("a Word document", "copy its table into a workbook"),
}
_ARCHIVE: Final = ("an archive", "unpack it, and name a file of it")
#: What reading a damaged or encrypted zip file raises.
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError),
    *(EOFError, KeyError, RuntimeError, ValueError),
)
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_CELL: Final = rb'<c r="([A-Z]+)([0-9]+)"'
#: The last cell of a text that ends in it.
_LAST: Final = re.compile(rb'.*<c r="[A-Z]+([0-9]+)"', re.DOTALL)
_BEYOND_Z: Final = re.compile(rb'<c r="([A-Z]{2,})[0-9]')
_FORMULA: Final = rb"<f[^>]*(?:/>|>[^<]*</f>)"
_ERROR: Final = re.compile(_CELL + rb'[^>]* t="e"[^>]*>(?:' + _FORMULA + rb")?<v>([^<]*)</v>")
_UNCOUNTED: Final = re.compile(
    _CELL + rb"(?:(?! t=)[^>])*>" + _FORMULA + rb"(?:<v ?/>|<v></v>)?</c>"
)


@dataclass(slots=True)
class Hidden:
    """What a sheet has that its cells, as they are read, do not show.

    `errors` are the error values by row and column, both from 1; `uncounted` the places, such as
    `E8`, of formulas whose results are not in the file; `merged` the merged cells of OpenDocument.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncounted: list[str] = field(default_factory=list)
    merged: Sequence[Merged] = ()


@contextmanager
def open_package(file: IO[bytes], name: str) -> Iterator[zipfile.ZipFile]:
    """The zip file of a workbook.

    Raises InvalidValue if it is damaged, unpacks to too much, or is no workbook.
    """
    file.seek(0)
    with refuse_damage(name, *_BROKEN), zipfile.ZipFile(file) as package:
        refuse_unpacked(name, sum(each.file_size for each in package.infolist()))
        members = set(package.namelist())
        if not members.intersection(_WORKBOOKS):
            what, hint = next((_OTHERS[each] for each in _OTHERS if each in members), _ARCHIVE)
            raise InvalidValue(f"{name} is {what}, not a workbook", hint=hint)
        if CONTENT in members:  # its reader would wait forever for the end of a table
            with package.open(CONTENT) as content:
                expat.ParserCreate().ParseFile(content)
        yield package


def hidden_in(package: zipfile.ZipFile, sheet: str, name: str) -> Hidden:
    """What a sheet of Excel (.xlsx, .xlsm) or LibreOffice hides; nothing of any other workbook.

    Raises InvalidValue if its cells reach too far to be read.
    """
    if CONTENT in package.NameToInfo:
        return Hidden(merged=merged_in(package, sheet))
    part = _parts(package).get(sheet)
    hidden = Hidden()
    if part is None:
        return hidden
    last, columns = 0, 26
    for text in _whole_cells(package, part):
        if found := _LAST.match(
            text, 0, text.rfind(b"</c>") + 1
        ):  # cells without a value have none
            last = int(found[1])
        columns = max(
            [columns, *{column_number(each[1].decode()) for each in _BEYOND_Z.finditer(text)}]
        )
        for found in _ERROR.finditer(text):
            place = int(found[2]), column_number(found[1].decode())
            hidden.errors[place] = found[3].decode("utf-8", "replace")
        hidden.uncounted += [f"{each[1]}{each[2]}" for each in _found(_UNCOUNTED, text)]
    refuse_wide(
        f"sheet {sheet} of {name}",
        last,
        columns,
        hint="delete the rows and columns beyond the table, or save the sheet as CSV (UTF-8)",
    )
    return hidden


def last_saved(package: zipfile.ZipFile) -> str | None:
    """When an Excel workbook was last saved, as it says itself, if it does."""
    if _PROPERTIES not in package.NameToInfo:
        return None
    told = (each.text for each in _listed(package, _PROPERTIES) if each.tag.endswith("}modified"))
    return next(told, None)


def _found(pattern: re.Pattern[bytes], text: bytes) -> Iterator[list[str]]:
    for each in pattern.finditer(text):
        yield [each[0].decode("utf-8", "replace"), *(part.decode() for part in each.groups())]


def _whole_cells(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The text of a part, cut where a cell or a row begins."""
    kept = b""
    with package.open(part) as file:
        while chunk := file.read(_CHUNK):
            text = kept + chunk
            cut = max(text.rfind(b"<c "), text.rfind(b"<row "), 0)
            kept = text[cut:]
            yield text[:cut]
    yield kept


def _parts(package: zipfile.ZipFile) -> Mapping[str, str]:
    """The member of each sheet of an Excel workbook, by the sheet's name."""
    relations = "xl/_rels/workbook.xml.rels"
    if not {_BOOK, relations}.issubset(package.namelist()):
        return {}
    targets = {
        each.get("Id"): each.get("Target", "").removeprefix("/xl/")
        for each in _listed(package, relations)
    }
    sheets = {
        each.get("name", ""): f"xl/{targets.get(each.get(_RELATION), '')}"
        for each in _listed(package, _BOOK)
        if each.tag.endswith("}sheet")
    }
    return {name: part for name, part in sheets.items() if part in package.NameToInfo}


def _listed(package: zipfile.ZipFile, part: str) -> list[ElementTree.Element]:
    """All elements of a small part; none if it is not plain XML, which the reader will tell."""
    if package.getinfo(part).file_size > _MOST_LISTED:
        return []
    content = package.read(part)
    if b"<!DOCTYPE" in content:  # entities may unpack to anything
        return []
    try:
        return list(ElementTree.fromstring(content).iter())  # noqa: S314 - of limited size, without entities
    except ElementTree.ParseError:
        return []
