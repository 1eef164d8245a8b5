"""Journeys (b) and (i): a coded sheet is taken in, mended, taken in again, changed in one cell."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from portrayals.cli.program import run

BOOK = """\
codebook: study
version: "1"
variables:
  - {key: dating, label: Dating, level: title, type: boolean}
  - key: violation
    label: Violation
    level: title
    type: multi
    codes:
      - {key: dating-current-client, label: "Dating, current client"}
      - {key: role, label: Role, codes: [{key: gift, label: Gift}, {key: favour, label: Favour}]}
  - {key: outcome, label: Outcome, level: title, type: nominal, codes: [
      {key: harmed, label: Harmed}, {key: mixed, label: Mixed}]}
"""
HEADER = "Film,Year,IMDb,Coder,Dating,Acts,Outcome"
ROWS = [
    "Prime,2005,tt0387514,coder-a,yes,gift,harmed",
    'Prime,2005,tt0387514,"coder-b ",no,none,mixed',
    "Bliss,1997,tt0118742,coder-a,yes,dateing,harmed",
    "Bliss,2O11,tt0118742,coder-b,yes,gift,harmed",
    "Lovesick,1983,tt0085865,codre-a,yes,gift,harmed",
    "Lovesick,1983,tt0085865,coder-a,maybe,gift,harmed",
    "Mumford,1999,tt0140397,coder-a,yes,gift,harmed; mixed",
    "Prime,2005,tt0387514,coder-a,no,gift,harmed",
    "Mumford,1999,tt0140397,coder-b,yes,role,harmed",
]
MENDED = [
    *ROWS[:2],
    "Bliss,1997,tt0118742,coder-a,yes,dating-current-client,harmed",
    "Lovesick,1983,tt0085865,coder-a,no,gift;favour,harmed",
]
TABLE = [
    *("import", "table", "films.csv", "--level", "title", "--name", "Film", "--year", "Year"),
    *("--id", "imdb=IMDb", "--coder-column", "Coder", "--var", "dating=Dating"),
    *("--var", "violation=Acts", "--var", "outcome=Outcome", "--basis", "watched"),
]
TOLD = """\
portrayals: 7 of 9 rows cannot be read; nothing was imported
  films.csv:4  Acts  "dateing" is not a code of violation (dating-current-client?)
  films.csv:5  Year  "2O11" is not a valid year for a film or show
  films.csv:6  Coder  "codre-a" is not a coder (coder-a, coder-b?)
  films.csv:7  Dating  "maybe" must be yes or no (cannot-tell?)
  films.csv:8  Outcome  outcome takes one value, but several are given: harmed; mixed
  films.csv:9  the same unit and coder as line 2: prime
  films.csv:10  Acts  role is a group of violation; choose among its codes (gift, favour?)
"""

Told = tuple[str, str]
Run = Callable[..., Told]


def at_home(patched: pytest.MonkeyPatch, folder: Path) -> None:
    """As coder-a in a folder of theirs."""
    patched.chdir(folder)
    patched.setenv("LOGNAME", "coder-a")
    patched.setenv("COLUMNS", "80")
    patched.delenv("PORTRAYALS_DB", raising=False)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a codebook and a study of two coders."""
    folder = tmp_path_factory.mktemp("begun")
    with pytest.MonkeyPatch.context() as patched:
        at_home(patched, folder)
        Path("book.yaml").write_text(BOOK, encoding="utf-8")
        assert run(["init", "--codebook", "book.yaml"]) == 0
        assert run(["add", "coder", "coder-b"]) == 0
    return folder


@pytest.fixture
def portrayals(
    begun: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs a command in a copy of that folder; what it said on either stream."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    at_home(monkeypatch, tmp_path)
    capsys.readouterr()

    def command(*words: str, status: int = 0) -> Told:
        ended = run(words)
        said = capsys.readouterr()
        assert ended == status, said
        return said.out, said.err

    return command


def films(rows: list[str]) -> None:
    Path("films.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")


def state(portrayals: Run) -> tuple[str, str]:
    """What there is, and every change of it."""
    info = json.loads(portrayals("db", "info", "--json")[0])
    return str(info["snapshot"]), portrayals("history", "--json")[0]


def test_rows_that_cannot_be_read_are_told_and_nothing_is_imported(portrayals: Run) -> None:
    films(ROWS)
    before = state(portrayals)
    out, err = portrayals(*TABLE, status=1)
    assert out == ""
    assert err.startswith(TOLD)
    assert "--skip-bad" in err
    assert "--errors FILE" in err
    assert state(portrayals) == before
    told = json.loads(portrayals(*TABLE, "--json", status=1)[1])
    assert told["error"] == "7 of 9 rows cannot be read; nothing was imported"
    assert [(each["line"], each["column"]) for each in told["problems"]] == [
        *((4, "Acts"), (5, "Year"), (6, "Coder"), (7, "Dating"), (8, "Outcome"), (9, "")),
        (10, "Acts"),
    ]
    assert told["problems"][6]["candidates"] == ["gift", "favour"]


def test_the_rest_is_taken_where_bad_rows_are_to_be_skipped_and_a_file_has_them(
    portrayals: Run,
) -> None:
    films(ROWS)
    _, err = portrayals(*TABLE, "--skip-bad", "--errors", "bad.csv")
    assert err.splitlines()[-1] == (
        "Imported films.csv: 6 annotations of 9 rows, all new; new: 1 title; 7 rows left out."
    )
    rows = list(csv.DictReader(Path("bad.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["file"], row["line"], row["column"], row["value"]) for row in rows] == [
        ("films.csv", "4", "Acts", "dateing"),
        ("films.csv", "5", "Year", "2O11"),
        ("films.csv", "6", "Coder", "codre-a"),
        ("films.csv", "7", "Dating", "maybe"),
        ("films.csv", "8", "Outcome", "harmed; mixed"),
        ("films.csv", "9", "", "prime"),
        ("films.csv", "10", "Acts", "role"),
    ]
    titles = portrayals("list", "titles", "--json")[0]
    assert [row["key"] for row in json.loads(titles)] == ["prime"], "no title of a row left out"
    assert portrayals("db", "check")[0].startswith("No problems found")
    _, err = portrayals(*TABLE, "--skip-bad", "--errors", "bad.csv", status=1)
    assert "bad.csv already exists" in err


def test_rows_that_are_wrong_alike_are_one_line(portrayals: Run) -> None:
    films([f"Film {n},2001,,coder-a,yes,dateing,harmed" for n in range(31)])
    _, err = portrayals(*TABLE, "--errors", "bad.csv", status=1)
    assert "31 of 31 rows cannot be read" in err
    assert "films.csv:2  Acts  " in err
    assert "(dating-current-client?); and 30 more rows" in err
    assert len(Path("bad.csv").read_text(encoding="utf-8").splitlines()) == 32


def test_a_mended_sheet_is_one_change_and_the_same_again_is_none(portrayals: Run) -> None:
    films(MENDED)
    _, err = portrayals(*TABLE)
    assert err == "Imported films.csv: 12 annotations of 4 rows, all new; new: 3 titles.\n"
    before = state(portrayals)
    assert before[1].count("import table") == 1
    _, err = portrayals(*TABLE, "--on-change", "refuse")
    assert err == "Imported films.csv: 12 annotations of 4 rows, all as before.\n"
    assert state(portrayals) == before


def test_one_changed_cell_is_asked_about(portrayals: Run) -> None:
    films(MENDED)
    portrayals(*TABLE)
    before = state(portrayals)
    films([*MENDED[:3], MENDED[3].replace("coder-a,no", "coder-a,yes")])
    change = "line 5: lovesick coder-a dating no → yes"
    _, err = portrayals(*TABLE, status=2)
    assert change in err
    assert "1 annotation would change. Change it?" in err
    assert "--yes" in err
    _, err = portrayals(*TABLE, "--on-change", "refuse", status=1)
    assert "1 annotation would change; nothing was imported" in err
    assert change in err
    _, err = portrayals(*TABLE, "--on-change", "keep")
    assert "11 as before, 1 left as they were" in err
    out, err = portrayals(*TABLE, "--dry-run")
    assert change in out
    assert "Dry run: nothing was changed." in err
    assert state(portrayals) == before
    _, err = portrayals(*TABLE, "--on-change", "never", status=1)
    assert '"never" is not a choice\n  one of update, keep, refuse' in err
    _, err = portrayals(*TABLE, "--yes")
    assert "12 annotations of 4 rows, 1 changed, 11 as before" in err
    listed = json.loads(portrayals("list", "annotations", "--json")[0])
    assert next(row["value"] for row in listed if row["unit"] == "lovesick") is True
    assert portrayals("db", "check")[0].startswith("No problems found")


@pytest.mark.parametrize(("answer", "changed"), [("y", True), ("n", False)])
def test_at_a_terminal_the_question_is_answered(
    portrayals: Run, answer: str, changed: bool
) -> None:
    films(MENDED)
    portrayals(*TABLE)
    before = state(portrayals)
    films([MENDED[0].replace("harmed", "mixed"), *MENDED[1:]])
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    command = [sys.executable, "-m", "portrayals", *TABLE]
    done = subprocess.run(
        command, stdin=theirs, stdout=theirs, stderr=theirs, timeout=60, check=False
    )
    said = os.read(ours, 65536).decode()
    os.close(ours)
    os.close(theirs)
    assert "prime coder-a outcome harmed → mixed" in said
    assert "Change it? [y/N]" in said
    assert (done.returncode == 0) is changed
    assert (state(portrayals) != before) is changed


def test_a_dry_run_shows_what_each_column_would_become(portrayals: Run) -> None:
    films(ROWS)
    before = state(portrayals)
    out, err = portrayals(*TABLE, "-n", "--skip-bad")
    lines = out.splitlines()
    assert lines[0].split() == ["Column", "Becomes", "Cells", "Values"]
    assert lines[1].split() == ["Film", "title", "name", "9"]
    assert lines[4].split() == ["Coder", "coder", "9"]
    assert lines[5].split("  ")[0].strip() == "Dating"
    assert "dating (boolean)" in lines[5]
    assert "yes 6, no 2, maybe (cannot be read) 1" in lines[5]
    assert any("films.csv:5  Year" in line for line in lines)
    assert "Would import films.csv: 6 annotations of 9 rows, all new; new: 1 title" in err
    assert state(portrayals) == before
    told = json.loads(portrayals(*TABLE, "-n", "--skip-bad", "--json")[0])
    assert (told["added"], told["skipped"]) == (6, 7)
    assert told["columns"][5] == {
        "column": "Acts",
        "becomes": "violation (multi)",
        "filled": 9,
        "values": "gift 6, none 1, dateing (cannot be read) 1, role (cannot be read) 1",
    }
    assert state(portrayals) == before


@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_a_dry_run_promises_nothing_that_bad_rows_forbid(
    portrayals: Run, quiet: tuple[str, ...]
) -> None:
    films(ROWS)
    before = state(portrayals)
    out, err = portrayals(*TABLE, "-n", *quiet, status=1)
    assert "films.csv:5  Year" in out
    told = err.splitlines()
    assert "Would import nothing: 7 of 9 rows of films.csv cannot be read." in told
    rest = "6 annotations of 9 rows, all new; new: 1 title; 7 rows left out."
    assert (f"With --skip-bad it would import films.csv: {rest}" in told) is (quiet == ())
    assert not any(line.startswith("Would import films.csv") for line in told)
    assert json.loads(portrayals(*TABLE, "-n", "--json", status=1)[0])["skipped"] == 7
    assert state(portrayals) == before


def test_a_scripter_imports_annotations_from_a_file_and_from_a_pipe(
    portrayals: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    films(MENDED)
    portrayals(*TABLE)
    text = "unit,variable,value,coder\nbliss,dating,no,coder-b\nbliss,outcome,mixed,coder-b\n"
    Path("new.csv").write_text(text, encoding="utf-8")
    words = ("import", "annotations", "new.csv", "--yes", "--json")
    assert json.loads(portrayals(*words)[0])["added"] == 2
    again = json.loads(portrayals(*words)[0])
    assert (again["added"], again["same"]) == (0, 2)
    for text, added, same in (
        ("unit,variable,value\nmumford,dating,no\nprime,dating,1\n", 1, 1),
        ('{"unit": "mumford", "variable": "outcome", "value": "mixed"}\n', 1, 0),
        ("unit\tvariable\tvalue\nmumford\toutcome\tmixed\n", 0, 1),
    ):
        stdin = io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stdin)
        out, _ = portrayals("import", "annotations", "-", "--json", "--create")
        told = json.loads(out)
        assert (told["added"], told["same"]) == (added, same)
    stdin = io.TextIOWrapper(io.BytesIO(b"unit,variable,value\nprime,dating,no\n"), "utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)
    _, err = portrayals("import", "annotations", "-", status=2)
    assert "cannot ask while reading" in err


def test_a_map_is_saved_and_used_again(portrayals: Run) -> None:
    films(MENDED)
    _, err = portrayals(*TABLE, "--map", "films.map", "-n")
    assert "Dry run: nothing was changed" in err
    assert not Path("films.map").exists()
    _, err = portrayals(*TABLE, "--map", "films.map")
    assert "Wrote films.map" in err
    kept = json.loads(Path("films.map").read_text(encoding="utf-8"))
    assert kept["var"] == ["dating=Dating", "violation=Acts", "outcome=Outcome"]
    portrayals("undo")
    _, err = portrayals("import", "table", "films.csv", "--map", "films.map")
    assert "12 annotations of 4 rows, all new" in err
    words = ("import", "table", "films.csv", "--map", "films.map", "--var", "dating=Film")
    assert "films.csv:2  Film  " in portrayals(*words, status=1)[1]
    assert json.loads(Path("films.map").read_text(encoding="utf-8")) == kept


WRONG = {
    "missing": ("nothing.csv", None, 'there is no file "nothing.csv"'),
    "empty": ("x.csv", b"", "x.csv is empty"),
    "header only": ("x.csv", b"Film,Dating\n", "x.csv has no rows"),
    "binary": ("x.csv", bytes(range(256)) * 20, "x.csv is not text"),
    "a workbook": ("x.csv", b"PK\x03\x04....", "x.csv cannot be read"),
    "a folder": (".", None, ". is a folder"),
    "no word": ("", None, 'there is no file ""'),
    "no name": ("a\0b", None, "is not a file name"),
    "no JSON": ("x.json", b"{,}", "x.json is not JSON"),
    "JSON of nothing": ("x.json", b"[1, 2]", "cannot be read"),
}


@pytest.mark.parametrize("what", ["titles", "annotations", "table"])
@pytest.mark.parametrize("reason", WRONG)
def test_a_wrong_file_is_told_in_a_line_and_changes_nothing(
    portrayals: Run, reason: str, what: str
) -> None:
    name, content, part = WRONG[reason]
    if content is not None:
        Path(name).write_bytes(content)
    before = state(portrayals)
    words = ["--level", "title", "--name", "Film"] if what == "table" else []
    out, err = portrayals("import", what, name, *words, status=1)
    assert out == ""
    assert err.startswith("portrayals: ")
    if reason != "JSON of nothing":
        assert part in err
        assert len(err.splitlines()) <= 4
    assert "Traceback" not in err
    assert state(portrayals) == before


def test_an_encoding_that_is_none_or_does_not_fit_is_told(portrayals: Run) -> None:
    Path("x.csv").write_bytes("name\nAmélie\n".encode("latin-1"))
    for encoding, part in (
        ("klingon", 'there is no encoding "klingon"'),
        ("utf-8", "is not text in utf-8"),
        ("a\0", "there is no encoding"),
    ):
        _, err = portrayals("import", "titles", "x.csv", "--encoding", encoding, status=1)
        assert part in err
    portrayals("import", "titles", "x.csv", "--encoding", "latin-1")
    assert "Amélie" in portrayals("list", "titles", "-f", "csv")[0]
