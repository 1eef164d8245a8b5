"""CSV and TSV as people and programs write them."""

from __future__ import annotations

import csv
import io
import tracemalloc
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import read_bytes

from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.exchange.sheets import open_sheet

UNMATCHED = "quotation mark"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(end: str, tmp_path: Path) -> None:
    found = read_bytes(tmp_path, f'name,note{end}a,1{end}b,"x{end}y"{end}{end}c,2')
    assert found.cells == [("a", "1"), ("b", f"x{end}y"), ("c", "2")]
    assert found.lines == [2, 3, 6]


def test_lines_are_those_of_the_file_after_cells_of_several_lines(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, '"na\nme",note\n\n"a\n\nb",1\n , \nc,2\n')
    assert found.columns == ("na me", "note")
    assert found.cells == [("a\n\nb", "1"), ("c", "2")]
    assert found.lines == [4, 8]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_that_of_the_header(delimiter: str, tmp_path: Path) -> None:
    head = delimiter.join(['"a,b;c|d\t"', "year", "note, or so" if delimiter != "," else "note"])
    found = read_bytes(tmp_path, f"{head}\n{delimiter.join(['x', '1999', 'ok'])}\n", "films.txt")
    assert found.columns[:2] == ("a,b;c|d", "year")
    assert found.cells == [("x", "1999", "ok")]


def test_a_delimiter_that_is_not_the_usual_one_is_said(tmp_path: Path) -> None:
    assert "semicolons" in read_bytes(tmp_path, "a;b\n1;2\n").notices[0]
    assert read_bytes(tmp_path, "a;b\n1;2\n", "films.txt").notices == ()
    assert read_bytes(tmp_path, "a\tb\n1\t2\n", "films.TSV").cells == [("1", "2")]


def test_tsv_has_tabs_even_where_its_header_has_more_commas(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a, b, c\td\n1\t2\n", "films.tsv").columns == ("a, b, c", "d")


def test_cells_lose_outer_blanks_and_apostrophes_before_formulas(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, " a ,'=b\n\u00a0 x\u00a0,\t'=1+1 \n'tis, '-5\n")
    assert found.columns == ("a", "=b")
    assert found.cells == [("x", "=1+1"), ("'tis", "-5")]


def test_blank_cells_too_many_are_nothing(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a,b,c\n1,2,3, ,\n").cells == [("1", "2", "3")]


def test_a_row_of_one_cell_under_several_columns_is_bad(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a\tb\tc\n1\t2\t3\nBeta;2002;no\n\n \n", "films.tsv")
    assert [(bad.line, bad.reason) for bad in found.bad] == [(3, "1 cell under 3 columns")]
    assert found.cells == [("1", "2", "3")]


def test_blank_cells_left_out_at_the_end_of_rows_are_told(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a,b,c\n1,2,3\n4,5\n6,7\n")
    assert found.cells == [("1", "2", "3"), ("4", "5", ""), ("6", "7", "")]
    assert found.notices == (
        "2 rows have fewer cells than columns, the first in line 3; the cells at the end were read "
        "as empty",
    )


def test_columns_without_a_name_at_the_end_need_no_cells(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a,,\n1\n2,,\n")
    assert found.cells == [("1", "", ""), ("2", "", "")]
    assert found.bad == []
    assert not any("fewer" in notice for notice in found.notices)


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;"])
def test_a_line_that_declares_the_delimiter_is_heeded(first: str, tmp_path: Path) -> None:
    found = read_bytes(tmp_path, f"{first}\r\na,b;c\r\n1,5;2\r\n")
    assert found.columns == ("a,b", "c")
    assert found.cells == [("1,5", "2")]
    assert found.lines == [3]
    assert found.notices == ()


def test_any_sign_can_be_declared_and_a_column_may_be_called_sep(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "sep=^\na^b\n1^2\n").cells == [("1", "2")]
    assert read_bytes(tmp_path, "sep=,b\n1,2\n").columns == ("sep=", "b")


def test_a_row_of_too_many_cells_is_bad(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a,b\n1,2\nCrazy, Stupid, Love\n3,4\n")
    assert [(bad.line, bad.reason) for bad in found.bad] == [(3, "3 cells under 2 columns")]
    assert found.lines == [2, 4]


def test_columns_get_names_of_their_own(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a,,a,a (2),a,\n1,2,3,4,5,6\n")
    assert found.columns == ("a", "column 2", "a (3)", "a (2)", "a (4)", "column 6")
    assert found.notices == (
        "columns without a name are named: column 2, column 6",
        "columns with a repeated name are named: a (3), a (4)",
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "name,{}\nA,1\n"),
        ("a.json", '[{{"name": 1, "{}": 2}}]'),
        ("a.jsonl", '{{"{}": 2}}'),
    ],
)
def test_what_is_too_long_for_the_name_of_a_column_is_told_in_short(
    name: str, content: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidValue, match="is not a column name: it has 5,000,000") as refused:
        read_bytes(tmp_path, content.format("x" * 5_000_000), name)
    assert len(str(refused.value.to_dict())) < 500 + len(str(tmp_path))
    assert len(read_bytes(tmp_path, content.format("x" * 2_000), name).columns[-1]) == 2_000


def test_a_quotation_mark_never_closed_takes_one_row_with_it(tmp_path: Path) -> None:
    lines = ["a,b", "1,2", '3,"four', *(f"{n},x" for n in range(100_000))]
    found = read_bytes(tmp_path, "\n".join(lines))
    assert [bad.line for bad in found.bad] == [3]
    assert "never closed" in found.bad[0].reason
    assert len(found.rows) == 100_001
    assert found.lines[1:] == list(range(4, 100_004))


def test_a_quotation_mark_closed_by_a_later_row_takes_one_row_with_it(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, 'a,b\n1,"two\n3,x\n4,"y"\n5,"z\nz"\n')
    assert [bad.line for bad in found.bad] == [2]
    assert found.cells == [("3", "x"), ("4", "y"), ("5", "z\nz")]
    assert found.lines == [3, 4, 5]


def test_a_quotation_mark_that_is_not_doubled_is_told(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, 'a,b\n"Tom "the cat" X",1\n5" disk,2\n')
    assert [(bad.line, bad.reason) for bad in found.bad] == [
        (2, "a quotation mark within a quoted cell is not written twice")
    ]
    assert found.cells == [('5" disk', "2")]


def test_endless_quotation_marks_are_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portrayals.exchange.separated._LONGEST", 10_000)
    monkeypatch.setattr("portrayals.exchange.separated._PAGE", 1_000)
    lines = ["a,b", '1,"open', *(f"{n},x" for n in range(10_000)), '2,"open', "3,x", "4,x"]
    found = read_bytes(tmp_path, "\n".join(lines))
    assert [bad.line for bad in found.bad] == [2, 10_003]
    assert found.lines == [*range(3, 10_003), 10_004, 10_005]
    assert all(UNMATCHED in bad.reason for bad in found.bad)


def test_a_header_with_an_open_quotation_mark_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="column names") as refused:
        read_bytes(tmp_path, 'a,"b\n1,2\n3,4\n')
    assert refused.value.where is not None
    assert "line 1" in refused.value.where


def test_quotation_marks_that_are_only_letters_stay_in_tsv(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, 'a\tb\n"Hello\t1\n2\t"x" y\n"a\nb"\t3\n', "films.tsv")
    assert found.cells == [('"Hello', "1"), ("2", '"x" y'), ("a\nb", "3")]
    assert found.bad == []


def test_cells_of_some_megabytes_are_read(tmp_path: Path) -> None:
    long = "word\n" * 1_000_000
    found = read_bytes(tmp_path, f'a,b\n1,"{long}x"\n2,{"y" * 3_000_000}\n3,z\n')
    assert found.cells[0][1] == f"{long}x"
    assert len(found.cells[1][1]) == 3_000_000
    assert found.lines == [2, 1_000_003, 1_000_004]


def test_the_whole_file_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + f"{'word' * 500},x\n" * 20_000, encoding="utf-8")
    tracemalloc.start()
    with open_sheet(str(path)) as sheet:
        assert sum(1 for _ in sheet.rows) == 20_000
        assert sheet.position() == sheet.size
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < path.stat().st_size / 4


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0")).map(str.strip)


@settings(deadline=None, max_examples=examples(80))
@given(
    rows=st.lists(st.lists(CELL, min_size=3, max_size=3).filter(any), min_size=1),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_a_writer_of_csv_wrote_is_read(
    rows: list[list[str]],
    delimiter: str,
    end: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["a", "b", "c"], *rows])
    found = read_bytes(tmp_path_factory.getbasetemp(), page.getvalue(), "written.txt")
    assert found.bad == []
    assert [list(cells) for cells in found.cells] == [
        [cell[1:] if _restorable(cell) else cell for cell in row] for row in rows
    ]


def _restorable(cell: str) -> bool:
    return cell.startswith("'") and cell.lstrip("'")[:1] in set("=+-@\t\r")


@settings(deadline=None, max_examples=examples(150))
@given(
    content=st.binary() | st.text(alphabet="a,;\t\n\r\" '=", max_size=60).map(str.encode),
    name=st.sampled_from(["any.csv", "any.tsv", "any.txt"]),
)
def test_any_bytes_are_read_or_refused(
    content: bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    try:
        found = read_bytes(tmp_path_factory.getbasetemp(), content, name)
    except PortrayalsError:
        return
    assert found.rows or found.bad
