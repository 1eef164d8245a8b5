"""Files for other programs hold every name, and refuse what the program has no room for."""

from __future__ import annotations

import io
import string
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import polars
import pyreadstat
import pytest

from portrayals.errors import InvalidValue
from portrayals.exchange.data_files import read_data_file
from portrayals.exchange.sheets import open_sheet
from portrayals.exchange.write_data_files import letters_of
from portrayals.exchange.writers import writer_of
from portrayals.results.data_columns import Column, Value, plain
from portrayals.results.exported import BinaryForm
from portrayals.results.sheets import SheetRow

NAMES = ["Amélie", '"Good", he said', "=1+1", "-dash", "'=x", "שטיסל", "🎬 take 2", "a" * 3000, ""]
FORMS: list[BinaryForm] = ["sav", "dta", "parquet", "xlsx"]
STATES = (
    Value(-1, "not-coded", "not coded", True),
    Value(-2, "incomplete", "incomplete", True),
    Value(-3, "not-applicable", "not applicable", True),
)
TONE = Column(
    "tone",
    "The tone, " + "é" * 200,
    "codes",
    (Value(1, "comic", "Comic"), Value(2, "grave", "“Grave” " + "é" * 100), *STATES),
    ordered=True,
)


def written(form: BinaryForm, folder: Path, columns: Any, rows: Any) -> Path:
    path = folder / f"file.{form}"
    writer_of(form)(path, columns, rows, "A study’s " + "é" * 60)
    return path


def texts_of(form: BinaryForm, path: Path) -> list[str | None]:
    """The texts of the column `name`."""
    if form == "parquet":
        return polars.read_parquet(path)["name"].to_list()
    if form == "xlsx":
        rows = openpyxl.load_workbook(path)["Data"].iter_rows(min_row=2, values_only=True)
        return [row[0] for row in rows]
    read = pyreadstat.read_sav if form == "sav" else pyreadstat.read_dta
    return list(read(path, output_format="dict")[0]["name"])


@pytest.mark.parametrize("form", FORMS)
def test_every_name_is_kept(form: BinaryForm, tmp_path: Path) -> None:
    rows = [{"name": name, "year": 2000} for name in NAMES]
    path = written(form, tmp_path, plain(["name", "year"], ["year"]), rows)
    assert [each or "" for each in texts_of(form, path)] == NAMES


@pytest.mark.parametrize("form", FORMS)
def test_a_table_without_rows_is_a_file_with_columns(form: BinaryForm, tmp_path: Path) -> None:
    path = written(form, tmp_path, (*plain(["name"]), TONE), [])
    assert texts_of(form, path) == []


def test_spss_has_numbers_labels_and_one_range_of_what_is_missing(tmp_path: Path) -> None:
    rows = [{"tone": each} for each in ("grave", "incomplete", None)]
    path = written("sav", tmp_path, [TONE], rows)
    data, about = pyreadstat.read_sav(path, user_missing=True, output_format="dict")
    assert list(data["tone"]) == [2, -2, None]
    assert about.missing_ranges == {"tone": [{"lo": -3, "hi": -1}]}
    assert about.variable_measure == {"tone": "ordinal"}
    [label] = about.column_labels
    assert str(label).startswith("The tone, ééé")
    assert str(label).endswith("é… [tone]")
    # A label that SPSS would cut gives way to the key.
    assert about.variable_value_labels["tone"][2] == "grave"


def test_stata_has_letters_for_what_is_missing(tmp_path: Path) -> None:
    rows = [{"tone": each} for each in ("grave", "incomplete", None)]
    path = written("dta", tmp_path, [TONE], rows)
    data, about = pyreadstat.read_dta(path, user_missing=True, output_format="dict")
    assert list(data["tone"]) == [2, "b", None]
    labels: dict[Any, str] = about.variable_value_labels["tone"]
    assert (labels[1], labels["a"], labels["b"]) == ("Comic", "not coded", "incomplete")


def test_stata_has_26_letters_and_calls_the_rest_incomplete() -> None:
    known = [Value(-4 - n, f"incomplete:{n}", "", True) for n in range(30)]
    letters = letters_of(Column("a", "A", "codes", (*STATES, *known)))
    assert sorted(set(letters.values())) == list(string.ascii_lowercase)
    assert (letters["incomplete:22"], letters["incomplete:23"]) == ("z", "b")


@pytest.mark.parametrize("form", ["sav", "dta"])
def test_what_is_written_is_read_back_as_it_was(form: Any, tmp_path: Path) -> None:
    rows = [
        {"name": "Ann", "tone": each} for each in ("grave", "comic", "not-coded", "not-applicable")
    ]
    path = written(form, tmp_path, (*plain(["name"]), TONE), rows)
    sheet = read_data_file(io.BytesIO(path.read_bytes()), form, "file", None)
    told = [each.cells[1] for each in sheet.rows if isinstance(each, SheetRow)]
    grave = "grave" if form == "sav" else TONE.values[1].label
    assert told == [grave, "Comic", "", "not-applicable"]


def test_no_cell_of_a_workbook_is_a_formula_and_its_values_are_explained(tmp_path: Path) -> None:
    rows = [{"name": "=1+1", "tone": "grave"}]
    path = written("xlsx", tmp_path, (*plain(["name"]), TONE), rows)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Data", "Columns"]
    assert {cell.data_type for page in book for row in page.rows for cell in row} <= {"s", "n", "b"}
    assert book["Data"]["A2"].quotePrefix
    told = list(book["Columns"].iter_rows(values_only=True))
    assert told[0] == ("column", "label", "value", "means", "missing")
    assert ("tone", TONE.label, "comic", "Comic", "no") in told
    assert ("tone", TONE.label, "not-coded", "not coded", "yes") in told


@pytest.mark.parametrize(
    ("form", "columns", "told"),
    [
        ("xlsx", 16_385, "the table has 16,385 columns, and Excel takes 16,384"),
        ("dta", 32_768, "the table has 32,768 columns, and Stata takes 32,767"),
    ],
)
def test_too_many_columns_are_refused_before_a_row_is_read(
    form: BinaryForm, columns: int, told: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidValue, match=told) as refused:
        written(form, tmp_path, plain(map(str, range(columns))), None)
    assert "CSV" in (refused.value.hint or "")


@pytest.mark.parametrize(("form", "who"), [("sav", "SPSS"), ("xlsx", "Excel")])
def test_a_text_that_is_too_long_is_refused(form: BinaryForm, who: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match=f"40,000 .*{who} takes 32,767"):
        written(form, tmp_path, plain(["name"]), [{"name": "a" * 40_000}])


AGE = Column("age", "Age", "number", STATES)


def parquet(folder: Path, *ages: object) -> Path:
    rows = [{"name": "Ann", "age": age} for age in ages]
    return written("parquet", folder, (*plain(["name"]), AGE), rows)


def cells_of(path: Path) -> list[tuple[str, ...]]:
    sheet = read_data_file(io.BytesIO(path.read_bytes()), "parquet", "file", None)
    assert sheet.columns[:2] == ("name", "age")
    assert all(isinstance(each, str) for each in sheet.labels.values())
    return [each.cells for each in sheet.rows if isinstance(each, SheetRow)]


def test_parquet_has_the_state_of_a_number_beside_it_and_is_read_as_one(tmp_path: Path) -> None:
    path = parquet(tmp_path, 40, "not-applicable", -2.5, None)
    frame = polars.read_parquet(path)
    assert frame["age"].to_list() == [40, None, -2.5, None]
    assert frame["age.state"].to_list() == [None, "not-applicable", None, None]
    cells = [("Ann", "40"), ("Ann", "not-applicable"), ("Ann", "-2.5"), ("Ann", "")]
    assert cells_of(path) == cells


def test_the_labels_of_a_parquet_file_are_read(tmp_path: Path) -> None:
    path = written("parquet", tmp_path, (*plain(["name"]), TONE), [{"name": "Ann"}])
    sheet = read_data_file(io.BytesIO(path.read_bytes()), "parquet", "file", None)
    assert sheet.labels == {"name": "name", "tone": TONE.label}


def test_parquet_that_another_program_saved_has_the_states_apart(tmp_path: Path) -> None:
    path = parquet(tmp_path, "not-applicable")
    polars.read_parquet(path).write_parquet(path)
    assert cells_of(path) == [("Ann", "", "not-applicable")]


@pytest.mark.parametrize(
    "notes",
    [
        "",
        "{",
        "7",
        "[]",
        '{"states": 1}',
        '{"states": {"age": 2}}',
        '{"labels": {"age": 2}}',
        '{"states": {"a": "b"}}',
    ],
)
def test_notes_that_are_not_ours_are_passed_over(notes: str, tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    frame = polars.DataFrame({"name": ["Ann"], "age": [1.0], "age.state": ["x"]})
    frame.write_parquet(path, metadata={"portrayals": notes})
    assert cells_of(path) == [("Ann", "1", "x")]


def test_parquet_is_written_in_groups_and_from_the_thread_that_reads(tmp_path: Path) -> None:
    """A database of SQLite is read in the thread that opened it, and in no other."""
    threads = set()

    def rows() -> Iterator[dict[str, object]]:
        for number in range(45_000):
            threads.add(threading.get_ident())
            yield {"name": f"Film {number}", "year": number}

    path = written("parquet", tmp_path, plain(["name", "year"], ["year"]), rows())
    assert threads == {threading.get_ident()}
    frame = polars.read_parquet(path)
    assert frame["year"].to_list() == list(range(45_000))
    assert polars.scan_parquet(path).select(polars.len()).collect().item() == 45_000


def test_what_fails_while_parquet_is_written_is_what_is_raised(tmp_path: Path) -> None:
    def rows() -> Iterator[dict[str, object]]:
        yield from ({"name": "Ann"} for _ in range(1_000))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written("parquet", tmp_path, plain(["name"]), rows())


def test_parquet_that_cannot_be_written_ends_the_reading(tmp_path: Path) -> None:
    taken = 0

    def rows() -> Iterator[dict[str, object]]:
        nonlocal taken
        while taken < 1_000_000:
            taken += 1
            yield {"name": "Ann"}

    with pytest.raises(OSError, match="directory"):
        writer_of("parquet")(tmp_path, plain(["name"]), rows(), "")
    assert taken < 500_000


@pytest.mark.parametrize(
    ("form", "written_as", "read_as"),
    [
        *((form, "'=1+1", "=1+1") for form in FORMS),
        *((form, "'-dash", "-dash") for form in FORMS),
        *((form, "  a ", "a") for form in FORMS),
        ("xlsx", "a\ufffeb", "a_xFFFE_b"),
    ],
)
def test_what_the_documentation_says_of_a_form_is_so(
    form: BinaryForm, written_as: str, read_as: str, tmp_path: Path
) -> None:
    path = written(form, tmp_path, plain(["name"]), [{"name": written_as}])
    with open_sheet(str(path), sheet="Data" if form == "xlsx" else None) as sheet:
        assert [each.cells for each in sheet.rows if isinstance(each, SheetRow)] == [(read_as,)]


def test_spss_drops_blanks_at_the_end_of_a_text(tmp_path: Path) -> None:
    path = written("sav", tmp_path, plain(["name"]), [{"name": " a "}])
    assert texts_of("sav", path) == [" a"]


@pytest.mark.parametrize(("form", "room"), [("sav", 64), ("dta", 31)])
def test_a_long_name_is_cut_and_the_label_ends_in_the_key(
    form: BinaryForm, room: int, tmp_path: Path
) -> None:
    key = f"act:{'x' * 70}"
    column = Column(key, "An act", "codes", TONE.values)
    path = written(form, tmp_path, [column], [{key: "comic"}])
    read = pyreadstat.read_sav if form == "sav" else pyreadstat.read_dta
    about = read(path, metadataonly=True)[1]
    [(name, label)] = about.column_names_to_labels.items()
    assert name == f"act_{'x' * (room - 4)}"
    assert str(label).endswith(f" [{key}]")
