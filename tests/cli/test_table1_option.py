"""`stats --table1`, and statistics as documents of Word and Excel."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import docx
import openpyxl
import pytest

import portrayals
from portrayals import extras
from portrayals.cli.program import run
from portrayals.render.stats import POSSIBLE_RANGE
from portrayals.results.stats import StatRow
from portrayals.vocabulary import OPEN_STATES

PAPER = ["stats", "violation", "gender", "boundary-act", "--depth", "1", "--table1"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which files may be written."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def starter(starter_once: Path) -> list[str]:
    """How the starter catalogue is named, which is only partly coded."""
    return ["--db", str(starter_once)]


@pytest.mark.slow
def test_r16_what_is_partly_coded_has_a_range_for_its_share_in_every_form(
    starter: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The figures of the starter: 61 of 161 at least, 37.9 to 100 per cent."""
    assert run([*starter, *PAPER]) == 0
    out = capsys.readouterr().out
    [line] = [line for line in out.splitlines() if "violation: Yes" in line]
    assert line.split()[-7:] == ["at", "least", "61", "of", "161", "37.9–100.0", "0"]
    for suffix in ("docx", "xlsx", "tex", "md"):
        assert run([*starter, *PAPER, "-o", f"table1.{suffix}"]) == 0
    [table] = docx.Document("table1.docx").tables
    assert [cell.text for cell in table.rows[1].cells] == [
        *("At least one boundary violation: Yes", "at least 61 of 161", "", "37.9–100.0", "0")
    ]
    head, first = list(openpyxl.load_workbook("table1.xlsx").active.values)[1:3]
    told = dict(zip(head, first, strict=True))
    assert (told["at least"], told["n"], told["of"], told["%"]) == ("at least", 61, 161, None)
    assert (told[f"{POSSIBLE_RANGE} from"], told[f"{POSSIBLE_RANGE} to"]) == (
        pytest.approx(37.89, abs=0.01),
        100,
    )
    assert "at least 61 of 161 &  & 37.9–100.0 & 0" in Path("table1.tex").read_text("utf-8")
    assert "| at least 61 of 161 |  | 37.9–100.0 | 0 |" in Path("table1.md").read_text("utf-8")


@pytest.mark.slow
def test_the_notes_of_a_document_are_in_it_and_not_told_again(
    starter: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*starter, "stats", "gender", "--table1", "-o", "table1.docx"]) == 0
    assert capsys.readouterr() == ("", "Wrote table1.docx.\n")
    *_, note = docx.Document("table1.docx").paragraphs
    assert "A convenience sample" in note.text


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "csv"])
def test_as_rows_it_is_what_stats_gives(
    form: str, starter: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for words in (PAPER, PAPER[:-1]):
        assert run([*starter, *words, "-f", form]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    "typed",
    [
        "stats gender",
        "crosstab gender violation --silence no",
        "trend violation --silence no",
        "compare violation --where kind:film --versus kind:tv --silence no",
        "cooccur boundary-act --silence no",
    ],
)
def test_every_statistic_can_be_a_document(typed: str, starter: list[str]) -> None:
    for suffix in ("docx", "xlsx"):
        assert run([*starter, *typed.split(), "-o", f"figures.{suffix}"]) == 0
    tables = docx.Document("figures.docx").tables
    assert tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    page = openpyxl.load_workbook("figures.xlsx").active
    there = {str(cell) for row in page.values for cell in row if cell is not None}
    texts = {cell for cell in cells if cell and not cell[0].isdecimal()}
    assert texts <= there
    assert any(isinstance(cell, int | float) for row in page.values for cell in row)


@pytest.mark.parametrize(
    "typed", ["list titles", "show 50/50", "demo", "history", "claims", "db info", "codebook show"]
)
@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_what_is_no_statistic_says_so_before_anything_is_read(
    typed: str, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--db", "nowhere.db", *typed.split(), "-o", f"out{suffix}"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"portrayals: out{suffix}: this command does not write {suffix}\n")
    assert "stats, crosstab, trend, compare, cooccur" in err
    assert not Path(f"out{suffix}").exists()


def test_a_name_without_a_format_names_the_documents_where_they_can_be_made(
    capsys: pytest.CaptureFixture[str],
) -> None:
    hints = []
    for words in (["stats"], ["list", "titles"]):
        assert run(["--db", "nowhere.db", *words, "-o", "table1"]) == 1
        hints.append(capsys.readouterr().err)
    assert ".tex, .docx, .xlsx, or add" in hints[0]
    assert ".tex, or add" in hints[1]


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_a_package_that_is_missing_is_named_before_anything_is_counted(
    suffix: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = importlib.util.find_spec
    missing = {"docx", "xlsxwriter"}
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name in missing else found(name))
    assert run(["--db", "nowhere.db", "stats", "-o", f"table1{suffix}"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"portrayals: a {suffix} needs a package that is not installed",
        "  pip install 'portrayals[office]'",
    ]


def test_a_document_is_not_written_over_another_unasked(
    starter: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path("table1.docx").write_bytes(b"mine")
    assert run([*starter, "stats", "gender", "-o", "table1.docx"]) == 1
    assert "already exists" in capsys.readouterr().err
    assert Path("table1.docx").read_bytes() == b"mine"
    assert run([*starter, "stats", "gender", "-o", "table1.docx", "--force"]) == 0
    assert Path("table1.docx").read_bytes().startswith(b"PK")


@pytest.mark.slow
def test_a_chart_and_a_sentence_can_be_asked_for_beside_it(
    starter: list[str], starter_once: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["stats", "gender:female", "--table1", "--sentence", "--chart", "figure.svg"]
    assert run([*starter, *words]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Table 1. ")
    assert portrayals.open(str(starter_once)).stats("gender:female").sentence in out
    assert Path("figure.svg").exists()


@pytest.mark.slow
def test_r16_the_open_states_are_what_units_has_beside_n(starter_once: Path) -> None:
    counted = portrayals.open(str(starter_once)).stats("violation", "gender", "profession")
    rows = [row for row in counted.rows if isinstance(row, StatRow)]
    assert any(row.units > row.n for row in rows)
    for row in rows:
        assert row.units - row.n == sum(row.states[state] for state in OPEN_STATES)
