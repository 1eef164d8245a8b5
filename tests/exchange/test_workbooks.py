"""Workbooks as people have them: several sheets, titles, merged cells, dates that were texts."""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import workbooks
import xlsxwriter
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import read, read_bytes
from workbooks import Rows

from portrayals import extras
from portrayals.errors import InvalidValue, NotInstalled, PortrayalsError, UnknownKey
from portrayals.exchange import limits, packages
from portrayals.exchange.damage import refuse_damage

FILMS: Rows = [["Film", "Year", "Gun"], ["Alpha", 2001, "yes"], ["Beta", 2002, None]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "films.xlsx"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_workbook_of_any_kind_is_read(kind: str, tmp_path: Path) -> None:
    make: Callable[..., Path] = getattr(workbooks, kind)
    found = read(make(tmp_path / f"films.{kind}", {"Codes": FILMS}))
    assert found.columns == ("Film", "Year", "Gun")
    assert found.cells == [("Alpha", "2001", "yes"), ("Beta", "2002", "")]
    assert found.lines == [2, 3]
    assert found.notices == ()
    assert found.encoding is None


def test_a_workbook_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    found = read(workbooks.xlsx(tmp_path / "films.xlsx", {"a": FILMS}).rename(tmp_path / "f.csv"))
    assert found.columns == ("Film", "Year", "Gun")
    assert read_bytes(tmp_path, "Film,Year\nAlpha,2001\n", "films.xls").cells == [("Alpha", "2001")]


def test_standard_input_may_be_a_workbook(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbooks.xlsx(path, {"Codes": FILMS}).read_bytes()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    assert read("-").cells == [("Alpha", "2001", "yes"), ("Beta", "2002", "")]


def test_cells_are_what_people_see_and_rows_have_their_numbers(path: Path) -> None:
    rows: Rows = [
        ["Film", "Year", "On", "Gun", "Score", "At"],
        [],
        ["00123", 2005.0, dt.date(2011, 10, 1), True, 0, dt.time(1, 2, 3)],
        ["'=1+1", 2005, dt.datetime(2011, 10, 1, 12, 30), False, 0.1 + 0.2, None],  # noqa: DTZ001
    ]
    found = read(workbooks.xlsx(path, {"Codes": rows}))
    assert found.lines == [3, 4]
    assert found.cells == [
        ("00123", "2005", "2011-10-01", "true", "0", "01:02:03"),
        ("=1+1", "2005", "2011-10-01 12:30:00", "false", "0.3", ""),
    ]
    assert found.notices == ()


def test_a_name_that_excel_made_a_date_is_told_with_its_row(path: Path) -> None:
    rows = [*FILMS, [dt.date(2050, 5, 1), 2011, "no"]]
    found = read(workbooks.xlsx(path, {"Codes": rows}))
    assert found.cells[-1] == ("2050-05-01", "2011", "no")
    assert found.notices == (
        '"Film" has 1 date among other values: row 4 (2050-05-01); Excel makes dates of entries '
        "such as 50/50 or 1-2: write them again as text",
    )


def test_times_of_whole_minutes_are_told_as_they_may_be_minutes_and_seconds(path: Path) -> None:
    rows = [["Film", "At"], ["Alpha", dt.time(12, 30)], ["Beta", dt.time(1, 5)]]
    found = read(workbooks.xlsx(path, {"Codes": rows}))
    assert (
        "2 times, read as hours and minutes: row 2 (12:30:00), row 3 (01:05:00)"
        in (found.notices[0])
    )
    rows[2][1] = dt.time(1, 5, 7)
    assert read(workbooks.xlsx(path, {"Codes": rows})).notices == ()


def test_a_title_above_the_column_names_is_passed_over_and_told(path: Path) -> None:
    found = read(workbooks.xlsx(path, {"Codes": [["Coding 2020"], [], *FILMS]}))
    assert found.columns == ("Film", "Year", "Gun")
    assert found.lines == [4, 5]
    assert 'the column names are in row 3; above them: row 1, "Coding 2020"' in found.notices[0]


def test_a_sheet_of_one_column_has_no_title_above_it(path: Path) -> None:
    found = read(workbooks.xlsx(path, {"Codes": [["Film"], ["Alpha"], ["Beta"]]}))
    assert (found.columns, found.cells) == (("Film",), [("Alpha",), ("Beta",)])


def test_a_table_may_begin_anywhere(path: Path) -> None:
    moved = [[], [], *([None, None, *row] for row in FILMS)]
    found = read(workbooks.xlsx(path, {"Codes": moved}))
    assert (found.columns, found.lines) == (("Film", "Year", "Gun"), [4, 5])


def test_a_cell_merged_over_several_rows_has_its_value_in_each(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in ["Film", "Person"], ["Alpha", "Ada"], [None, "Bea"], [None, None], ["Beta", "Cy"]:
        sheet.append(row)
    sheet.merge_cells("A2:A4")
    book.save(path)
    found = read(path)
    assert found.cells == [("Alpha", "Ada"), ("Alpha", "Bea"), ("Beta", "Cy")]
    assert found.notices == ("1 row under a merged cell, read as having its value: row 3",)


def test_a_merged_cell_without_a_value_and_one_beside_the_table_say_nothing(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    rows = [None, "Film", "Person"], [None, "Alpha", "Ada"], [], [None, None, "Bea"]
    for row in rows:
        sheet.append(row)
    for merged in ("A2:A4", "B3:B4", "D2:E4"):
        sheet.merge_cells(merged)
    book.save(path)
    assert read(path).cells == [("Alpha", "Ada"), ("", "Bea")]


def test_cells_merged_in_libreoffice_have_their_value_in_each_row_too(tmp_path: Path) -> None:
    rows: Rows = [[None, "Film", "Person"], ["-", "Alpha", "Ada"], [None, None, "Bea"]]
    other: Rows = [["Film", "Gun"], ["Gamma", "yes"], ["Delta", None]]
    path = workbooks.ods(tmp_path / "films.ods", {"Other": other, "Codes": [*rows, [7, "Beta", 3]]})
    one, blank = b'<table:table-cell office:value-type="string">', b"<table:table-cell/>"
    over = b'<table:table-cell table:number-rows-spanned="2" office:value-type="string">'
    _rewrite(path, one + b"<text:p>Alpha</text:p>", over + b"<text:p>Alpha</text:p>")
    empty = b'<table:table-row table:number-rows-repeated="2">' + blank + b"</table:table-row>"
    _rewrite(path, b'table:name="Codes">', b'table:name="Codes">' + empty)
    _rewrite(path, blank * 2, b'<table:covered-table-cell table:number-columns-repeated="2"/>')
    found = read(path, sheet="Codes")
    assert [row[1:] for row in found.cells] == [("Alpha", "Ada"), ("Alpha", "Bea"), ("Beta", "3")]
    assert found.notices[1:] == ("1 row under a merged cell, read as having its value: row 5",)
    assert read(path, sheet="Other").cells == [("Gamma", "yes"), ("Delta", "")]


@pytest.mark.parametrize("chunk", [16, 150, 1 << 20])
def test_errors_are_read_as_in_csv_and_formulas_without_results_are_told(
    chunk: int, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "_CHUNK", chunk)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Codes")
        for at, row in enumerate(FILMS):
            sheet.write_row(at, 0, row)
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D2", '=IF(1,"","")', None, "EMPTY")
        sheet.write_formula("D3", "=1+1", None, 2)
        sheet.write("D1", "Score")
    _rewrite(path, b"<v>EMPTY</v>", b"<v></v>")  # as Excel writes a result that is no text
    found = read(path)
    assert found.cells == [("Alpha", "2001", "yes", ""), ("Beta", "2002", "#DIV/0!", "2")]
    assert found.notices == ()
    rows = [["Film", "Score"], ["Alpha", "=1+1"], ["Beta", 3]]
    told = read(workbooks.xlsx(path, {"Codes": rows})).notices
    assert told == (
        "1 formula without a result, which the file does not have, read as empty: B2; open the "
        "workbook in Excel or LibreOffice and save it",
    )


def test_empty_cells_that_have_a_format_are_not_kept_in_memory(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "_CHUNK", 1 << 16)
    with xlsxwriter.Workbook(path) as book:
        sheet, bold = book.add_worksheet("Codes"), book.add_format({"bold": True})
        for at, row in enumerate(FILMS):
            sheet.write_row(at, 0, row)
        for at in range(3, 10_000):
            for column in range(10):
                sheet.write_blank(at, column, None, bold)
    tracemalloc.start()
    try:
        with zipfile.ZipFile(path) as package:
            assert packages.hidden_in(package, "Codes", "films.xlsx") == packages.Hidden()
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def _rewrite(path: Path, old: bytes, new: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    assert any(old in content for content in members.values())
    with zipfile.ZipFile(path, "w") as package:
        for name, content in members.items():
            package.writestr(name, content.replace(old, new))


def test_the_only_sheet_with_rows_is_read_and_hidden_ones_are_not(path: Path) -> None:
    made = workbooks.xlsx(path, {"Empty": [], "Codes": FILMS, "Lists": [["x"]]})
    book = openpyxl.load_workbook(made)
    book["Lists"].sheet_state = "hidden"
    book.save(made)
    assert read(made).columns == ("Film", "Year", "Gun")
    with pytest.raises(InvalidValue, match="no rows"):
        read(made, sheet="Lists")


def test_of_several_sheets_with_rows_one_has_to_be_named(path: Path) -> None:
    made = workbooks.xlsx(path, {"Ana": FILMS, "Bea": FILMS[:2], "Empty": []})
    with pytest.raises(InvalidValue, match='with rows: "Ana", "Bea"\n') as refused:
        read(made)
    assert refused.value.hint == 'name one: --sheet "Ana"'
    assert len(read(made, sheet="bea").rows) == 1
    with pytest.raises(UnknownKey, match='no sheet "Anna"') as unknown:
        read(made, sheet="Anna")
    assert unknown.value.candidates == ("Ana",)
    with pytest.raises(InvalidValue, match="no rows"):
        read(made, sheet="Empty")


def test_sheet_and_encoding_are_refused_where_they_mean_nothing(path: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="encoding is known"):
        read(workbooks.xlsx(path, {"Codes": FILMS}), encoding="utf-8")
    text = tmp_path / "films.csv"
    text.write_text("Film\nAlpha\n")
    with pytest.raises(InvalidValue, match="has no sheets"):
        read(text, sheet="Codes")


def test_a_workbook_without_rows_is_refused(path: Path) -> None:
    with pytest.raises(InvalidValue, match="no sheet with rows"):
        read(workbooks.xlsx(path, {"Codes": []}))
    with pytest.raises(InvalidValue, match="no rows"):
        read(workbooks.xlsx(path, {"Codes": FILMS[:1]}))


def test_a_headless_sheet_is_refused(path: Path) -> None:
    with pytest.raises(InvalidValue, match="looks like data"):
        read(workbooks.xlsx(path, {"Codes": FILMS[1:]}))


@pytest.mark.parametrize(
    ("limit", "said"),
    [("MOST_BYTES", "it has 1 MB"), ("MOST_UNPACKED", "it unpacks to 1 MB")],
)
def test_what_is_too_large_is_refused_with_the_limit(
    limit: str, said: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, limit, 1_000)
    with pytest.raises(InvalidValue, match=f"{said}, and the limit is 1 MB") as refused:
        read(workbooks.xlsx(path, {"Codes": FILMS}))
    assert "save it as CSV" in str(refused.value.hint)


@pytest.mark.slow
def test_a_stray_cell_at_the_end_of_the_sheet_is_refused_before_it_is_read(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Codes")
        sheet.write("A1", "Film")
        sheet.write("XFD1048576", "x")
    with pytest.raises(InvalidValue, match="1,048,576 rows of 16,384 columns") as refused:
        read(path)
    assert "delete the rows and columns" in str(refused.value.hint)


def test_formats_at_the_end_of_the_sheet_are_no_cells(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Codes")
        for at, row in enumerate(FILMS):
            sheet.write_row(at, 0, row)
        sheet.write("AD1", "Note")
        sheet.write_blank("AD1048576", None, book.add_format({"bold": True}))
    assert len(read(path).rows) == 2


def test_a_locked_workbook_is_told(tmp_path: Path) -> None:
    content = bytearray(workbooks.xls(tmp_path / "films.xls", {"Codes": FILMS}).read_bytes())
    part = "EncryptedPackage".encode("utf-16-le")
    at = content.index("Workbook".encode("utf-16-le"))
    content[at : at + len(part)] = part
    with pytest.raises(InvalidValue, match="locked with a password"):
        read_bytes(tmp_path, bytes(content), "films.xlsx")


@pytest.mark.parametrize(
    ("record", "damage"),
    [
        pytest.param(b"\x09\x08", b"\0", id="the package panics"),
        pytest.param(b"\x00\x02\x0e\x00", b"\x7f\x7f", id="the rows need too much memory"),
        pytest.param(b"\xfd\x00\x0a\x00", b"\x00\x00\x00\x02", id="column 513 of at most 256"),
    ],
)
def test_what_breaks_down_at_damage_is_told_in_words_alone(
    record: bytes, damage: bytes, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(workbooks.xls(tmp_path / "films.xls", {"Codes": FILMS}).read_bytes())
    after = content.index(record) + len(record)
    content[after : after + len(damage)] = damage
    with pytest.raises(InvalidValue, match=r"films\.xls cannot be read: its content is not what"):
        read_bytes(tmp_path, bytes(content), "films.xls")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("a.csv", "an archive"),
        ("Index/Document.iwa", "a Numbers document"),
        ("word/document.xml", "a Word document"),
    ],
)
def test_another_file_packed_as_zip_is_told(member: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "films.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(member, "Film\n")
    with pytest.raises(InvalidValue, match=f"is {said}, not a workbook"):
        read(path)


def test_without_the_package_the_command_that_installs_it_is_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbooks.xlsx(path, {"Codes": FILMS})
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(NotInstalled, match="reading a workbook") as refused:
        read(path)
    assert refused.value.hint == "pip install 'portrayals[office]'"


def test_a_table_that_never_ends_is_refused(tmp_path: Path) -> None:
    path = workbooks.ods(tmp_path / "films.ods", {"Codes": FILMS})
    _rewrite(path, b"</table:table>", b"")
    with pytest.raises(InvalidValue, match="mismatched tag"):
        read(path)


class PanicException(BaseException):
    """As the packages raise it that are written in Rust."""


def test_a_package_that_breaks_down_refuses_the_file_and_an_interrupt_does_not() -> None:
    with pytest.raises(InvalidValue, match=r"f.xlsx cannot be read"), refuse_damage("f.xlsx"):
        raise PanicException
    with pytest.raises(KeyboardInterrupt), refuse_damage("f.xlsx"):
        raise KeyboardInterrupt


@settings(deadline=None, max_examples=examples(60))
@given(
    kind=st.sampled_from(["xlsx", "ods"]),
    places=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=40)), min_size=1, max_size=4),
    kept=st.floats(0.1, 1),
)
def test_a_damaged_workbook_is_read_or_refused(
    kind: str,
    places: list[tuple[float, bytes]],
    kept: float,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.getbasetemp()
    make: Callable[..., Path] = getattr(workbooks, kind)
    content = bytearray(make(folder / f"whole.{kind}", {"Codes": FILMS}).read_bytes())
    for place, garbage in places:
        at = 4 + int(place * (len(content) - 4))
        content[at : at + len(garbage)] = garbage
    try:
        read_bytes(folder, bytes(content[: max(4, int(kept * len(content)))]), f"damaged.{kind}")
    except PortrayalsError:
        return
