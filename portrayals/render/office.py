"""A result as a Word document or an Excel workbook, written by optional packages."""

from __future__ import annotations

from typing import Final, assert_never

from portrayals.extras import need
from portrayals.render.format_names import Document
from portrayals.render.formats import drawing_of
from portrayals.results.methods import Methods, MethodsBySentence
from portrayals.results.reliability import Reliability
from portrayals.results.table_one import TableOne
from portrayals.results.tabular import Tabular

_PACKAGES: Final[dict[Document, str]] = {"docx": "docx", "xlsx": "xlsxwriter"}


def check_installed(form: Document) -> None:
    """Raises NotInstalled if the package that writes such a file is not installed."""
    need(f"a .{form}", _PACKAGES[form], extra="office")


def render_document(result: Tabular, form: Document) -> bytes:
    """The result as the bytes of a file: its grids, with their headings and notes."""
    grids = list(drawing_of(type(result)).grids(result))
    match form:
        case "docx":
            from portrayals.render.word import document

            return document(grids)
        case "xlsx":
            from portrayals.render import methods, reliability, table_one
            from portrayals.render.workbook import sheet_of, workbook

            if isinstance(result, TableOne):
                return workbook(list(table_one.sheets(result)))
            if isinstance(result, Reliability):
                return workbook(list(reliability.sheets(result)))
            if isinstance(result, Methods):
                grids = list(methods.grids(MethodsBySentence(result)))
            return workbook(list(map(sheet_of, grids)))
        case _:
            assert_never(form)
