"""Workbooks of handouts as coders fill them: opened, typed into and saved by another program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from portrayals.exchange.workbooks import read_whole
from portrayals.render.handout.content import content
from portrayals.results.handout import Handout
from portrayals.results.handout_sheets import (
    BASIS,
    BASIS_OF_ALL,
    EVIDENCE,
    NOTE,
    README,
    CodingSheet,
    coding_sheets,
)
from portrayals.services.adjudication.decisions_file import read_saved
from portrayals.services.handouts.answers import AnswersFile


def handed_out(handout: Handout, folder: Path) -> Path:
    """The workbook of a handout as it is sent to its coder."""
    path = folder / f"{handout.name}.xlsx"
    path.write_bytes(content(handout))
    return path


def typed(path: Path, cells: Mapping[str, object]) -> Path:
    """The workbook after something was typed into cells such as `Characters!F17`, and saved."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        _type(book[sheet][cell], value)
    book.save(path)
    return path


def sent_back(path: Path) -> AnswersFile:
    """What is read in a workbook that came back."""
    saved = read_saved(str(path), read_whole(str(path)))
    assert isinstance(saved, AnswersFile)
    return saved


def fill(path: Path, handout: Handout, answers: Iterable[Mapping[str, Any]], basis: str) -> Path:
    """The workbook with these answers, which are as a page writes them, typed into it.

    Of the answers about one unit, basis and note are the same.
    """
    book = openpyxl.load_workbook(path)
    _beside(book[README], BASIS_OF_ALL).value = basis
    places = {
        (unit.uuid, each.key): (sheet, row)
        for sheet in coding_sheets(handout)
        for row, unit in enumerate(sheet.units, 2)
        for each, _ in sheet.variables
    }
    evidence = 2
    for answer in answers:
        sheet, row = places[answer["unit"], answer["variable"]]
        for name, value in _cells(sheet, answer).items():
            _type(book[sheet.name].cell(row, sheet.columns.index(name) + 1), value)
        for piece in answer.get("evidence", ()):
            subject = _subject(sheet, answer["variable"], piece.get("code"))
            where = [piece.get(each) for each in ("episode", "start", "end", "quote")]
            for place, value in enumerate((sheet.units[row - 2].key, subject, *where), 1):
                _type(book[EVIDENCE].cell(evidence, place), value)
            evidence += 1
    book.save(path)
    return path


def _type(cell: Any, value: object) -> None:
    """Types into a cell as Excel does where cells hold text: =1+1 is text there."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _beside(sheet: Worksheet, words: str) -> Any:
    row = next(row for row in range(1, 50) if sheet.cell(row, 1).value == words)
    return sheet.cell(row, 2)


def _cells(sheet: CodingSheet, answer: Mapping[str, Any]) -> dict[str, object]:
    """What is typed into which columns for an answer."""
    columns = [each for each in sheet.asked if each.variable.key == answer["variable"]]
    cells: dict[str, object] = {NOTE: answer.get("note"), BASIS: answer.get("basis")}
    label = {each.key: each.label for each in columns[-1].choices}
    if answer["state"] != "coded":
        return cells | {columns[-1].name: label[answer["state"]]}
    if not columns[-1].is_of_set:
        [value] = answer.get("codes") or [answer.get("number", answer.get("text"))]
        return cells | {columns[0].name: label.get(value, value)}
    marks = dict.fromkeys(answer.get("codes", ()), "yes")
    marks |= dict.fromkeys(answer.get("doubtful", ()), "maybe")
    names = {each.code.key: each.name for each in columns if each.code}
    return cells | {names[code]: mark for code, mark in marks.items()}


def _subject(sheet: CodingSheet, variable: str, code: str | None) -> str:
    return next(
        each.subject
        for each in sheet.asked
        if each.variable.key == variable and (each.code.key if each.code else None) == code
    )
