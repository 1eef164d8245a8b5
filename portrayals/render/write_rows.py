"""Writes rows one at a time: CSV, TSV, JSON, JSON Lines, a Markdown table."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from portrayals.notation.cells import text
from portrayals.notation.spreadsheet_formulas import neutral
from portrayals.render.markup import markdown_table
from portrayals.results.exported import TextForm

Row = Mapping[str, object]


def write_rows(stream: TextIO, form: TextForm, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Writes the rows as they come.

    JSON has the rows as they are; the other formats have the cells of `columns`, empty if a row has
    none. CSV and TSV contain nothing that a spreadsheet would run. The stream must leave line ends
    unchanged.
    """
    cells = ([text(row.get(each)) for each in columns] for row in rows)
    match form:
        case "json":
            _array(stream, rows)
        case "jsonl":
            stream.writelines(f"{_dumped(row)}\n" for row in rows)
        case "csv" | "tsv":
            records = csv.writer(
                _Records(stream), delimiter="," if form == "csv" else "\t", lineterminator="\r\n"
            )
            records.writerow(map(neutral, columns))
            records.writerows(map(neutral, row) for row in cells)
        case "markdown":
            stream.writelines(f"{line}\n" for line in markdown_table(columns, cells))


class _Records:
    """A stream of records that end in LF and have quotes around every CR and LF.

    Only a writer with CR LF line ends quotes either of the two.
    """

    def __init__(self, stream: TextIO) -> None:
        self._write = stream.write

    def write(self, record: str) -> int:
        return self._write(record[:-2] + "\n")


def _array(stream: TextIO, rows: Iterable[Row]) -> None:
    before = "[\n"
    for row in rows:
        stream.write(before + _dumped(row))
        before = ",\n"
    stream.write("[]\n" if before == "[\n" else "\n]\n")


def _dumped(row: Row) -> str:
    return json.dumps(dict(row), ensure_ascii=False)
