"""Journey (b): 120 films, nine variables and two coders in a workbook, and Table 1 of a paper."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import coded_workbook
import pytest
from keyboard import CONTROL, Terminal
from mistaken import Said

from portrayals.cli.program import run

DRAFT = "codebook draft films.xlsx --level title -o study.yaml"
INIT = "init --codebook study.yaml"
IMPORT = (
    "import table films.xlsx --level title --name Film --year Year --coder-column Coder "
    "--basis watched"
)
TABLE_ONE = "stats gun smokes drinks methods places style tone rating minutes --table1"

#: What is asked at a terminal, and the answers.
ASKED = (
    ('"home,street" stands in Places, 25 cells. Split at ","? [Y/n] ', ""),
    ('"comedy/horror" stands in Style, 20 cells. Split at "/"? [Y/n] ', ""),
    ('"ridicules,strikes" stands in Methods, 12 cells. Split at ","? [Y/n] ', ""),
    ('"detention / talks" stands in Methods, 7 cells. Split at "/"? [Y/n] ', ""),
    ('"maybe" stands in 9 columns, 43 cells (cannot-tell?)', "c"),
    ('"?" stands in 9 columns, 41 cells (cannot-tell?)', "c"),
)

#: A row of Table 1 in which k of n have a code, and n films are not counted.
ROW = re.compile(r" +(?P<label>.+?) +(?P<k>\d+) of (?P<n>\d+) \(\S+\) .* (?P<left>\d+)(?: .*)?")


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[coded_workbook.Cell, ...]]:
    """The rows of the workbook, which is all that is in the folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    for name in ("PORTRAYALS_DB", "PORTRAYALS_CODER", "PORTRAYALS_BASIS"):
        monkeypatch.delenv(name, raising=False)
    rows = coded_workbook.rows_of_two()
    coded_workbook.write_workbook(Path("films.xlsx"), rows)
    return rows


def typed(command: str, capsys: pytest.CaptureFixture[str]) -> Said:
    status = run(shlex.split(command))
    said = capsys.readouterr()
    return Said(status, said.out, said.err)


def printed_table(text: str) -> dict[tuple[str, str], tuple[int, int]]:
    """k and n by variable and label, as they are printed; the others are told to be left out."""
    found = {}
    variable = ""
    for line in text.splitlines():
        if row := ROW.fullmatch(line):
            of, _, label = row["label"].rpartition(": ")
            found[of or variable, label] = int(row["k"]), int(row["n"])
            assert int(row["n"]) + int(row["left"]) == coded_workbook.FILMS
        elif line.startswith("  ") and not line.startswith("    "):
            variable = line.split()[0]
    return found


def assert_right(table: str, rows: list[tuple[coded_workbook.Cell, ...]]) -> None:
    """The figures of a printed Table 1 are those counted from the rows."""
    assert table.startswith("Table 1. 120 titles\n")
    assert printed_table(table) == coded_workbook.table_one(rows)
    n, mean, deviation, median = coded_workbook.numbers(rows)
    assert re.search(rf"\n +n +{n} +{coded_workbook.FILMS - n}\n", table)
    assert f" {mean:.2f} ({deviation:.2f}) " in table
    assert f" {median:g} (" in table


def test_five_commands_lead_from_a_workbook_to_table_one(
    rows: list[tuple[coded_workbook.Cell, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    drafted = typed(DRAFT, capsys)
    assert "Wrote study.yaml: 9 variables, 17 codes." in drafted.err
    assert typed(INIT, capsys).status == 0
    refused = typed(IMPORT, capsys)
    assert refused.status == 1
    assert "nothing was imported" in refused.err
    # What to say is told, and is all that is said in addition.
    said = "\n".join(line for line in refused.lines if line.startswith("  or say "))
    told = set(re.findall(r'--\w+ "[^"]+"|--create', said))
    assert told == {
        *('--split "methods=,"', '--split "methods=/"', '--split "places=,"'),
        *('--split "style=/"', '--value "*:maybe=CODE"', '--value "*:?=CODE"', "--create"),
    }
    options = " ".join(sorted(told)).replace("CODE", "cannot-tell")
    taken = typed(f"{IMPORT} {options}", capsys)
    assert taken.status == 0, taken.err
    assert "New coders: Anna is anna, Coder 2 is coder-2." in taken.err
    assert "240 rows, all new; new: 120 titles, 2 coders." in taken.err
    assert_right(typed(TABLE_ONE, capsys).out, rows)


@pytest.mark.slow
def test_at_a_terminal_the_questions_lead_there(
    rows: list[tuple[coded_workbook.Cell, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(DRAFT, capsys).status == 0
    assert typed(INIT, capsys).status == 0
    terminal = Terminal(Path.cwd(), *shlex.split(IMPORT), "--create", kind="dumb")
    for question, answer in ASKED:
        terminal.wait_for(question)
        terminal.type(f"{answer}\n")
    assert terminal.end() == 0
    assert "annotations of 240 rows, all new; new: 120 titles" in CONTROL.sub("", terminal.text)
    assert_right(typed(TABLE_ONE, capsys).out, rows)
