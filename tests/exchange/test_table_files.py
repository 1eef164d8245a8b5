"""A table that its form has no room for is refused before any of it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from portrayals.errors import InvalidValue
from portrayals.exchange import table_files
from portrayals.exchange.table_files import table_file
from portrayals.outputs import new_file
from portrayals.render.write_rows import write_rows
from portrayals.results.data_columns import Column, plain
from portrayals.results.exported import EXPORT_FORMS, ExportForm

ENDLESS = ("csv", "tsv", "json", "jsonl", "markdown", "parquet")


@dataclass
class Numbered:
    """A table of names, of which it only counts those that are taken."""

    size: int
    what: str = "titles"
    noun: str = "title"
    number: int = 0
    lines: int = 0
    columns: tuple[str, ...] = ("name", "year")
    described: tuple[Column, ...] = field(default_factory=lambda: plain(["name", "year"], ["year"]))
    heading: str = ""
    cluster: str = ""

    @property
    def rows(self) -> Iterator[dict[str, object]]:
        for number in range(self.size):
            self.number = self.lines = number + 1
            yield {"name": f"Film {number}", "year": number}

    def more_than(self, most: int) -> int | None:
        return self.size if self.size > most else None


def write(form: ExportForm, table: Any, folder: Path) -> None:
    path = str(folder / f"file.{form}")
    new = partial(new_file, force=False)
    with table_file(path, form, new, scripted=False).opened(write_rows) as writing:
        writing(table)


@pytest.fixture
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if Excel had three rows, and memory room for as many."""
    monkeypatch.setattr(table_files, "MOST_ROWS", 3)
    monkeypatch.setattr(table_files, "MOST_CELLS", 7)


@pytest.mark.usefixtures("little_room")
@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("xlsx", "there are 4 rows, and a sheet of Excel takes 3"),
        ("sav", "there are 4 rows, and a .sav file, which is held in memory, takes 3 of 2 columns"),
        ("dta", "there are 4 rows, and a .dta file, which is held in memory, takes 3 of 2 columns"),
    ],
)
def test_more_rows_than_there_is_room_for_are_refused_before_one_is_read(
    form: ExportForm, said: str, tmp_path: Path
) -> None:
    table = Numbered(4)
    with pytest.raises(InvalidValue) as refused:
        write(form, table, tmp_path)
    assert refused.value.message == said
    assert ".csv or .parquet" in str(refused.value.hint)
    assert table.number == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("little_room")
@pytest.mark.parametrize("form", EXPORT_FORMS)
def test_as_many_rows_as_there_is_room_for_are_written_and_any_number_of_text(
    form: ExportForm, tmp_path: Path
) -> None:
    table = Numbered(50 if form in ENDLESS else 3)
    write(form, table, tmp_path)
    assert table.number == table.size
    assert list(tmp_path.iterdir()) == [tmp_path / f"file.{form}"]
