"""Files that cannot be read or written: each is told in a line, and the study is as it was."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from mistaken import Mistaken

BROKEN = """\
codebook: x
version: "1"
variables:
  - {key: a, level: film, type: multi}
  - [
"""
WRONG = """\
codebook: x
version: "1"
variables:
  - {key: a, label: A, level: film, type: multi}
"""
ASKING = """\
codebook: x
version: "1"
variables:
  - {key: a, label: A, level: title, type: boolean, asked_when: "yeer:1999"}
"""
BAD = """\
unit,variable,coder,value
prime,outcome,ana,mixed
prime,outcom,ana,mixed
primo,outcome,ana,mixed
prime,grade,ana,3
prime,dating,bob,yes
prime,dating,ana,perhaps
prime/lisa,age,ana,12
himym,outcome,ana,harmed;mixed
himym,dating,ana,yes,more
himym,dating,ana,yes
"""
TOLD = [
    '  bad.csv:3  variable  "outcom" is not a variable (outcome?)',
    '  bad.csv:4  unit  nothing is called "primo" (Prime, prime?)',
    '  bad.csv:5  value  "3" is not a code of grade',
    '  bad.csv:6  coder  "bob" is not a coder',
    '  bad.csv:7  value  "perhaps" must be yes or no',
    "  bad.csv:8  value  12 is out of range for age: 18 to 99",
    "  bad.csv:9  value  outcome takes one value, but several are given: harmed; mixed",
    "  bad.csv:10  5 cells under 4 columns",
]


@pytest.fixture(autouse=True)
def files(mistaken: Mistaken) -> Mistaken:
    """The files of somebody in a hurry, beside her study."""
    for name, text in (
        ("broken.yaml", BROKEN),
        ("wrong.yaml", WRONG),
        ("asking.yaml", ASKING),
        ("empty.yaml", ""),
        ("bad.csv", BAD),
        ("empty.csv", ""),
        ("header.csv", "unit,variable,coder,value\n"),
        ("titles.csv", "name,year\nGood,1999\n"),
        ("half.json", '[{"name": "x"'),
        ("notes.db", "not a database"),
        ("map.json", '{"level": 3}'),
    ):
        Path(name).write_text(text, encoding="utf-8")
    for name in ("binary.csv", "binary.yaml", "binary.db"):
        Path(name).write_bytes(bytes(range(256)) * 40)
    Path("book.csv").write_bytes(b"PK\x03\x04" + bytes(100))
    Path("latin.csv").write_bytes(
        "unit,variable,coder,value\nprime,remark,ana,café".encode("cp1252")
    )
    Path("folder").mkdir()
    return mistaken


READ = [
    ("codebook check broken.yaml", "broken.yaml is not a valid codebook: one error.", "yaml:6"),
    ("codebook check wrong.yaml", "wrong.yaml is not a valid codebook: 2 errors.", "wrong.yaml:4"),
    ("codebook check asking.yaml", "asking.yaml has 1 problem", "yeer"),
    ("codebook check empty.yaml", "empty.yaml is not a valid codebook: one error.", "begins with"),
    ("codebook check binary.yaml", "binary.yaml is not text in UTF-8", "save it as UTF-8"),
    ("codebook check folder", "folder cannot be read: Is a directory", "name a file"),
    ("codebook apply broken.yaml", "broken.yaml is not a valid codebook: one error.", "yaml:6"),
    (
        "codebook apply smokin",
        'there is no file "smokin", and no included codebook',
        "mean smoking?",
    ),
    ("init new.db --codebook wrong.yaml", "wrong.yaml is not a valid codebook", "wrong.yaml:4"),
    ("import annotations bat.csv", 'there is no file "bat.csv"', "did you mean bad.csv,"),
    ("import annotations folder", "folder is a folder", "name a file in it"),
    ("import annotations binary.csv", "binary.csv is not text: it holds NUL bytes", "--encoding"),
    ("import annotations book.csv", "book.csv cannot be read", "as CSV"),
    ("import annotations empty.csv", "empty.csv is empty", "a line of column names"),
    ("import annotations header.csv", "header.csv has no rows", "below the column names"),
    ("import annotations titles.csv", "titles.csv has no column unit", "portrayals import table"),
    ("import annotations latin.csv --encoding utf-8", "latin.csv is not text in utf-8", "line 2"),
    ("import annotations latin.csv --encoding klingon", 'there is no encoding "klingon"', "utf-8"),
    ("import titles half.json", "half.json is not JSON", "half.json, line 1, column 14"),
    (
        "import titles bad.csv",
        "bad.csv has 4 columns that do not belong in a sheet of titles: unit, variable, coder",
        "known columns: key, uuid, name",
    ),
    ("import table titles.csv --level title --name Nme", 'there is no column "Nme"', "mean name?"),
    ("import table titles.csv --map binary.csv", "binary.csv is not a mapping", "--map FILE"),
    ("import table titles.csv --map map.json", "map.json: level must be text", ""),
    ("--db missing.db list titles", "there is no file missing.db", "portrayals init missing.db"),
    ("--db notes.db list titles", "notes.db is not a portrayals database", "--db FILE"),
    ("--db binary.db list titles", "binary.db is not a portrayals database", "--db FILE"),
    ("--db folder list titles", "folder is a folder", "--db FILE"),
    ("--db :// list titles", "that is not a database address", "postgresql://USER@HOST/NAME"),
    ("--db mysql://x/y list titles", "mysql is not a database that portrayals supports", "SQLite"),
    ("db restore notes.db --yes", "notes.db is not a portrayals database", "--db FILE"),
]
WRITTEN = [
    ("export titles no/x.csv", "cannot write no/x.csv: No such file or directory", "its folder"),
    ("export titles bad.csv", "bad.csv already exists", "--force"),
    ("export titles folder", "folder is a folder", "name a file"),
    (
        "export titles portrayals.db --force --format csv",
        "portrayals.db is a database",
        "another",
    ),
    ("list titles -o no/x.csv", "cannot write no/x.csv: No such file or directory", "its folder"),
    ("list titles -o x.doc", "cannot tell the format from the name x.doc", "--format"),
    (
        "codebook export no/x.yaml",
        "cannot write no/x.yaml: No such file or directory",
        "its folder",
    ),
    ("import annotations bad.csv --errors folder", "folder is a folder", "name a file"),
    ("import annotations bad.csv --errors no/x.csv", "cannot write no/x.csv", "its folder"),
    ("db backup no/x.db", "cannot write no/x.db: No such file or directory", "its folder"),
    ("init no/x.db", "cannot create no/x.db: No such file or directory", "its folder"),
    ("init", "portrayals.db already exists", "portrayals init FILE"),
]


@pytest.mark.parametrize(
    ("typed", "first", "below"), [*READ, *WRITTEN], ids=[row[0] for row in (*READ, *WRITTEN)]
)
def test_a_bad_file_is_told_with_the_way_on_and_changes_nothing(
    mistaken: Mistaken, typed: str, first: str, below: str
) -> None:
    before = mistaken.state()
    said = mistaken(*typed.split())
    assert said.status == 1
    assert said.out == ""
    assert said.lines[0].startswith(f"portrayals: {first}")
    assert len(said.lines) > 1, "it says what to do next"
    assert below in "\n".join(said.lines[1:])
    assert mistaken.state() == before


def test_bad_rows_in_the_middle_are_told_by_file_line_column_and_reason(mistaken: Mistaken) -> None:
    before = mistaken.state()
    said = mistaken("import", "annotations", "bad.csv")
    assert said.status == 1
    assert said.lines[0] == "portrayals: 8 of 10 rows cannot be read; nothing was imported"
    for line, expected in zip(said.lines[1:9], TOLD, strict=True):
        assert line.startswith(expected)
    assert "--skip-bad" in said.lines[9]
    assert "--errors FILE" in said.lines[9]
    assert mistaken.state() == before


def test_all_bad_rows_are_written_to_a_file_that_is_asked_for(mistaken: Mistaken) -> None:
    before = mistaken.info()
    assert mistaken("import", "annotations", "bad.csv", "--errors", "errors.csv").status == 1
    with Path("errors.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["file"], row["line"], row["column"]) for row in rows] == [
        *(("bad.csv", "3", "variable"), ("bad.csv", "4", "unit"), ("bad.csv", "5", "value")),
        *(("bad.csv", "6", "coder"), ("bad.csv", "7", "value"), ("bad.csv", "8", "value")),
        *(("bad.csv", "9", "value"), ("bad.csv", "10", "")),
    ]
    assert all(row["reason"] for row in rows)
    assert mistaken.info() == before


def test_the_good_rows_are_taken_where_the_bad_are_to_be_left_out(mistaken: Mistaken) -> None:
    mistaken("import", "annotations", "bad.csv", "--skip-bad", "--yes")
    assert '"mixed"' in mistaken("list", "annotations", "outcome:any", "--json").out
    assert mistaken("list", "titles", "dating:yes", "--fields", "key", "-f", "csv").out == (
        "key\nhimym\n"
    )
    assert mistaken.info()[1] == 0
