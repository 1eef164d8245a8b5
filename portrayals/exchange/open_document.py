"""Cells of OpenDocument sheets that cover those below, which their reader does not tell."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

CONTENT: Final = "content.xml"
_CHUNK: Final = 1 << 20
_OVER_ROWS: Final = re.compile(rb'number-rows-spanned="(?!1")')
_LONGEST_MATCH: Final = 32

#: A merged cell: row and column of its first and its last cell, both from 0.
Merged = tuple[tuple[int, int], tuple[int, int]]


def merged_in(package: zipfile.ZipFile, sheet: str) -> list[Merged]:
    """The merged cells of a sheet that cover several rows."""
    with package.open(CONTENT) as content:
        before = b""
        while chunk := content.read(_CHUNK):
            if _OVER_ROWS.search(before + chunk):
                break
            before = chunk[-_LONGEST_MATCH:]
        else:
            return []
    found = _Tables()
    parser = expat.ParserCreate()
    parser.StartElementHandler = found.start
    with package.open(CONTENT) as content:
        parser.ParseFile(content)
    return found.merged.get(sheet, [])


@dataclass(slots=True)
class _Tables:
    """Follows rows and cells as they begin."""

    merged: dict[str, list[Merged]] = field(default_factory=dict)
    _table: str = ""
    _row: int = 0
    _below: int = 0
    _column: int = 0

    def start(self, element: str, attributes: Mapping[str, str]) -> None:
        """Takes the beginning of an element."""
        match element:
            case "table:table":
                self._table, self._below = attributes.get("table:name", ""), 0
            case "table:table-row":
                self._row, self._column = self._below, 0
                self._below += _number(attributes, "rows-repeated")
            case "table:table-cell" | "table:covered-table-cell":
                rows = _number(attributes, "rows-spanned")
                last = self._column + _number(attributes, "columns-spanned") - 1
                if rows > 1:
                    merged = (self._row, self._column), (self._row + rows - 1, last)
                    self.merged.setdefault(self._table, []).append(merged)
                self._column += _number(attributes, "columns-repeated")


def _number(attributes: Mapping[str, str], name: str) -> int:
    written = attributes.get(f"table:number-{name}", "")
    return int(written) if written.isdecimal() else 1
