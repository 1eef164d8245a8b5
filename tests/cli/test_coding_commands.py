"""`coding`: waves, assignments, handouts and locks, as typed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from study import Study

from portrayals.cli.program import run

BOOK = """\
codebook: loves
version: "1"
levels: {portrayal: lover}
variables:
  - {key: act, label: Act, level: relationship, type: multi, codes: [{key: kiss}, {key: gift}]}
"""


@pytest.fixture(autouse=True)
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTRAYALS_CODER", "ana")
    made = Study(str(tmp_path / "portrayals.db"))
    made.apply(BOOK, tmp_path)
    made.coder("ben")
    for number in range(4):
        title = made.title(f"T{number}", year=str(1990 + number))
        made.relationship(made.portrayal(title, "A"), "B")
    return made


def test_a_study_is_assigned_handed_out_and_locked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = "coding assign --wave main --coder ana --coder ben --reliability 50% --seed 7"
    assert run([*words.split(), "-n"]) == 0
    assert capsys.readouterr().err.endswith("Dry run: nothing was changed.\n")
    assert run(words.split()) == 0
    out, beside = capsys.readouterr()
    assert out == "main\n"
    assert beside.endswith("main: 4 titles to ana and ben, 2 of them to both, drawn (seed 7).\n")
    assert run(["coding", "handout", "ana", "ben", "--wave", "main"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["ana-main.html", "ben-main.html"]
    assert "3 titles, 3 lovers, 3 relationships  codebook 1" in lines[0]
    assert run(["coding", "progress", "--json"]) == 0
    progress = json.loads(capsys.readouterr().out)
    assert [(row["coder"], row["titles"], row["open"]) for row in progress["rows"]] == [
        ("ana", 3, 3),
        ("ben", 3, 3),
    ]
    assert run(["coding", "lock", "main"]) == 0
    assert run(["tag", "t0/a/b", "kiss"]) == 1
    assert run(["-y", "coding", "unlock", "main"]) == 0
    capsys.readouterr()
    assert run(["coding", "waves", "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert row == {
        "wave": "main",
        "purpose": "main",
        "codebook": "loves",
        "codebook_version": "1",
        "locked": None,
        "coders": ["ana", "ben"],
        "titles": 4,
        "annotations": 0,
    }
    page = (tmp_path / "ana-main.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")


def test_every_column_of_progress_has_a_name_and_a_handout_ends_in_its_named_hash(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["coding", "assign", "--wave", "main", "--coder", "ana"])
    capsys.readouterr()
    assert run(["coding", "handout", "ana", "--wave", "main"]) == 0
    assert re.search(r" kB  SHA-256 [0-9a-f]{4}\n", capsys.readouterr().out)
    assert run(["coding", "progress"]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head == " Wave  Coder  Titles  Units  Coded  Share  To code  Cannot tell"
    assert row[head.index("Share") :].startswith("  0 %")


def test_a_handout_is_told_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run(["coding", "assign", "--wave", "main", "--coder", "ana"])
    capsys.readouterr()
    assert run(["coding", "handout", "ana", "--wave", "main", "-o", "to-ana.html", "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert len(row.pop("sha256")) == 64
    assert row == {
        "path": "to-ana.html",
        "coder": "ana",
        "wave": "main",
        "codebook": "loves",
        "codebook_version": "1",
        "titles": 4,
        "portrayals": 4,
        "relationships": 4,
        "bytes": (tmp_path / "to-ana.html").stat().st_size,
        "answers_of": None,
        "answered_units": None,
        "synopses": 0,
    }


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("coding handout ana ben --wave main -o to.html", "2 coders get a file each"),
        ("coding handout ana --wave main -o to.docx", "to.docx has another ending"),
        ("coding handout ana --wave main", "nothing is assigned to ana in main"),
        ("coding unlock main", "wave main is open"),
        ("coding assign --wave main --coder kim", "portrayals add coder kim"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, words: str, says: str
) -> None:
    assert run(words.split()) == 1
    assert says in capsys.readouterr().err
    assert not list(tmp_path.glob("*.html"))


def test_a_page_is_not_written_over_unasked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run(["coding", "assign", "--wave", "main", "--coder", "ana"])
    (tmp_path / "ana-main.html").write_text("mine", encoding="utf-8")
    assert run(["coding", "handout", "ana", "--wave", "main"]) == 1
    assert "ana-main.html already exists" in capsys.readouterr().err
    assert run(["coding", "handout", "ana", "--wave", "main", "--force"]) == 0


def test_where_nothing_is_assigned_the_way_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coding", "progress"]) == 0
    out, beside = capsys.readouterr()
    assert out == ""
    assert "portrayals coding assign" in beside


@pytest.mark.parametrize("number", ["99999999999999999999", "-5"])
def test_a_number_that_no_database_holds_is_refused_in_words(
    capsys: pytest.CaptureFixture[str], number: str
) -> None:
    for words in (
        ["assign", "--wave", "main", "--coder", "ana", "--seed", number],
        ["proposals", "accept", "--", number],
    ):
        assert run(["coding", *words]) == 2
        assert f"{number} is not in the range" in capsys.readouterr().err
