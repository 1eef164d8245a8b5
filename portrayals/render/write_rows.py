"""Writes rows one at a time: CSV, TSV, JSON, JSON Lines, a Markdown table."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TextIO

from portrayals.notation.cells import text
from portrayals.notation.spreadsheet_formulas import neutral
from portrayals.render.markup import markdown_table

Form = Literal["csv", "tsv", "json", "jsonl", "markdown"]
Row = Mapping[str, object]


def write_rows(stream: TextIO, form: Form, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Writes the rows as they come and returns how many there were.

    JSON has the rows as they are; the other formats have the cells of `columns`, empty if a row has
    none. CSV and TSV contain nothing that a spreadsheet would run. The stream must leave line ends
    unchanged.
    """
    counted = Counted(rows)
    cells = ([text(row.get(each)) for each in columns] for row in counted)
    match form:
        case "json":
            _array(stream, counted)
        case "jsonl":
            stream.writelines(f"{_dumped(row)}\n" for row in counted)
        case "csv" | "tsv":
            records = csv.writer(
                _Records(stream), delimiter="," if form == "csv" else "\t", lineterminator="\r\n"
            )
            records.writerow(map(neutral, columns))
            records.writerows(map(neutral, row) for row in cells)
        case "markdown":
            stream.writelines(f"{line}\n" for line in markdown_table(columns, cells))
    return counted.number


class Counted:
    """Rows that are counted as they are read."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.number += 1
            yield row


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
