"""Rows into files, and out of them again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.exchange.sheets import open_sheet
from portrayals.render.write_rows import write_rows
from portrayals.results.exported import TextForm
from portrayals.results.sheets import SheetRow

ROWS: list[dict[str, object]] = [
    {"key": "prime", "name": 'Prime, "the" | film', "ids": {"imdb": "tt0387514"}, "year": 2005},
    {"key": "fifty", "name": "50/50\nagain", "genres": ["drama", "a;b"], "share": 3.0, "in": True},
]
COLUMNS = ("key", "name", "ids", "year", "genres", "share", "in")


def written(
    form: TextForm, rows: list[dict[str, object]], columns: tuple[str, ...] = COLUMNS
) -> str:
    page = io.StringIO(newline="")
    write_rows(page, form, columns, iter(rows))
    return page.getvalue()


def test_csv_has_a_cell_for_each_column() -> None:
    assert written("csv", ROWS) == (
        "key,name,ids,year,genres,share,in\n"
        'prime,"Prime, ""the"" | film",imdb:tt0387514,2005,,,\n'
        'fifty,"50/50\nagain",,,drama;a\\;b,3,yes\n'
    )


def test_tsv_has_tabs_between_cells() -> None:
    assert written("tsv", [{"a": 1, "b": "x,y"}], ("a", "b")) == "a\tb\n1\tx,y\n"


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_cell_or_name_of_a_column_is_a_formula(form: TextForm) -> None:
    page = written(form, [{"=a": "=cmd|' /C calc'!A0"}, {"=a": -5}, {"=a": "@SUM(1)"}], ("=a",))
    assert page == "'=a\n'=cmd|' /C calc'!A0\n-5\n'@SUM(1)\n"


def test_json_is_an_array_of_the_rows_as_they_are() -> None:
    assert json.loads(written("json", ROWS)) == ROWS
    assert written("json", []) == "[]\n"
    assert "é" in written("json", [{"name": "Amélie"}])


def test_json_lines_has_one_row_a_line() -> None:
    assert [json.loads(line) for line in written("jsonl", ROWS).splitlines()] == ROWS


def test_markdown_escapes_bars_and_line_breaks() -> None:
    assert written("markdown", [{"a": "x|y", "b": "1\n2"}, {}], ("a", "b")) == (
        "| a | b |\n| --- | --- |\n| x\\|y | 1<br>2 |\n|  |  |\n"
    )


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl", "markdown"])
def test_rows_are_written_as_they_come(form: TextForm) -> None:
    page = io.StringIO(newline="")
    before: list[int] = []

    def rows() -> Iterator[dict[str, object]]:
        for number in range(3):
            before.append(len(page.getvalue()))
            yield {"a": number}

    write_rows(page, form, ("a",), rows())
    assert before[0] < before[1] < before[2]


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0")).map(str.strip)


@settings(deadline=None, max_examples=examples(60))
@pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "jsonl"])
@given(rows=st.lists(st.tuples(CELL.filter(bool), CELL), min_size=1, max_size=5))
def test_what_was_written_is_read_again(
    rows: list[tuple[str, str]], suffix: TextForm, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / f"again.{suffix}"
    page = written(suffix, [{"a": one, "=b": other} for one, other in rows], ("a", "=b"))
    path.write_text(page, encoding="utf-8", newline="")
    with open_sheet(str(path)) as sheet:
        assert sheet.columns == ("a", "=b")
        cells = [row.cells for row in sheet.rows if isinstance(row, SheetRow)]
    assert cells == rows
