"""A title that is nearly there already is asked about, and never made twice unawares."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from study import Study

import portrayals
from portrayals.cli.program import run
from portrayals.errors import AlreadyThere


class Terminal(io.StringIO):
    """Somebody at the keyboard."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    Study(str(tmp_path / "portrayals.db"), "therapist-boundaries")
    run(["add", "title", "Shrinking", "--year", "2023", "--id", "imdb:tt15677150"])


def keys(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    run(["list", "titles", "--fields", "key", "-f", "csv"])
    return capsys.readouterr().out.split()[1:]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "made"), [("y\n", ["shrinking", "shrinking-2024"]), ("n\n", ["shrinking"])]
)
def test_on_a_terminal_the_answer_decides(
    answer: str,
    made: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    run(["add", "title", "Shrinking", "--year", "2024"])
    assert "Add it as a different title? [y/N]" in capsys.readouterr().err
    assert keys(capsys) == made


def test_without_a_terminal_it_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert run(["add", "title", "Shrinkin", "--year", "2023"]) == 1
    assert "Shrinking (2023) already exists" in capsys.readouterr().err
    assert keys(capsys) == ["shrinking"]


def test_an_identifier_is_never_given_twice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert run(["add", "title", "Another", "--year", "1950", "--id", "imdb:tt15677150"]) == 1
    assert keys(capsys) == ["shrinking"]


@pytest.fixture
def anna(capsys: pytest.CaptureFixture[str]) -> None:
    run(["add", "portrayal", "shrinking", "Anna Smith", "--performer", "Meryl Streep"])
    run(["add", "relationship", "shrinking/anna-smith", "Robert Jones"])
    capsys.readouterr()


def people(capsys: pytest.CaptureFixture[str], what: str = "portrayals") -> list[str]:
    capsys.readouterr()
    run(["list", what, "--fields", "key", "-f", "csv"])
    return capsys.readouterr().out.split()[1:]


@pytest.mark.usefixtures("anna")
def test_a_second_person_of_one_name_is_refused_and_how_to_add_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["add", "portrayal", "shrinking", "anna smith", "--performer", "Jane Doe"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "portrayals: Shrinking already has anna smith: shrinking/anna-smith",
        "  to see it: portrayals show shrinking/anna-smith     to add another of that name: "
        "--duplicate --performer NAME",
    ]


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("performer", [[], ["--performer", "Meryl Streep"]])
def test_two_people_of_one_name_are_told_apart_by_the_performer(
    performer: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    again = ["add", "portrayal", "shrinking", "Anna Smith", "--duplicate", *performer]
    assert run(again) == 1
    assert "another is told apart by the performer" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.usefixtures("anna")
def test_a_second_person_of_one_name_has_a_number_in_the_key(
    capsys: pytest.CaptureFixture[str],
) -> None:
    another = ["--duplicate", "--performer", "Jane Doe"]
    run(["add", "portrayal", "shrinking", "Anna Smith", *another])
    run(["add", "relationship", "shrinking/anna-smith", "Robert Jones", *another])
    assert people(capsys) == ["shrinking/anna-smith", "shrinking/anna-smith-2"]
    assert people(capsys, "relationships") == [
        "shrinking/anna-smith/robert-jones",
        "shrinking/anna-smith/robert-jones-2",
    ]
    assert run(["show", "Shrinking/Anna Smith"]) == 1
    told = capsys.readouterr().err
    assert "Anna Smith (Meryl Streep), Anna Smith (Jane Doe)" in told
    assert "one of: shrinking/anna-smith, shrinking/anna-smith-2" in told
    assert run(["db", "check"]) == 0


@pytest.mark.usefixtures("anna")
def test_a_sheet_tells_two_people_of_one_name_apart_by_the_performer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["add", "portrayal", "shrinking", "Anna Smith", "--duplicate", "--performer", "Jane Doe"])
    rows = "title,name,performer,roles\nshrinking,Anna Smith,Jane Doe,nurse\n"
    Path("people.csv").write_text(rows)
    assert run(["import", "portrayals", "people.csv", "--yes"]) == 0
    capsys.readouterr()
    run(["list", "portrayals", "role:nurse", "--fields", "key", "-f", "csv"])
    assert capsys.readouterr().out.split() == ["key", "shrinking/anna-smith-2"]
    Path("people.csv").write_text("title,name\nshrinking,Anna Smith\n")
    assert run(["import", "portrayals", "people.csv"]) == 1
    assert '"Anna Smith" matches several' in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.usefixtures("anna")
def test_titles_are_merged_with_their_namesakes_by_performer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["add", "portrayal", "shrinking", "Anna Smith", "--duplicate", "--performer", "Jane Doe"])
    run(["add", "title", "Other"])
    run(["add", "portrayal", "other", "Anna Smith", "--performer", "Jane Doe"])
    run(["merge", "other", "shrinking", "--yes"])
    assert people(capsys) == ["shrinking/anna-smith", "shrinking/anna-smith-2"]
    run(["list", "portrayals", "alias:other", "--fields", "key", "-f", "csv"])
    assert capsys.readouterr().out.split() == ["key", "shrinking/anna-smith-2"]


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize(
    ("words", "twin"),
    [
        (["portrayal", "shrinking", "Ana Smith"], "shrinking/anna-smith"),
        (
            ["relationship", "shrinking/anna-smith", "Robert Jonse"],
            "shrinking/anna-smith/robert-jones",
        ),
    ],
)
def test_a_name_that_is_nearly_there_is_told(
    words: list[str],
    twin: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("n\ny\n"))
    assert run(["add", *words]) == 2
    asked = capsys.readouterr().err
    assert f": {twin}" in asked
    assert "Add it as a different person? [y/N]" in asked
    assert run(["add", *words]) == 0
    assert "if they are the same" not in capsys.readouterr().err
    run(["undo"])
    monkeypatch.setattr("sys.stdin", io.StringIO())
    capsys.readouterr()
    assert run(["add", *words]) == 0
    said = capsys.readouterr()
    assert f"if they are the same: portrayals merge {said.out.strip()} {twin}" in said.err


@pytest.mark.usefixtures("anna")
def test_short_names_that_differ_in_marks_alone_are_twins(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["add", "title", "Huff", "--year", "2004"])
    assert run(["add", "title", "H.U.F.F.", "--year", "2004"]) == 1
    assert "Huff (2004) already exists" in capsys.readouterr().err
    run(["add", "title", "!!!", "--year", "2004"])
    assert run(["add", "title", "???", "--year", "2004"]) == 0
    for mark in "!?":
        assert run(["add", "title", f"Huff{mark}", "--year", "2004", "--duplicate"]) == 0
    capsys.readouterr()
    run(["add", "title", "Huff", "--year", "2004"])
    assert "Huff (2004) and Huff! (2004) and Huff? (2004)" in capsys.readouterr().err
    run(["add", "portrayal", "huff", "J. D."])
    capsys.readouterr()
    run(["add", "portrayal", "huff", "JD"])
    assert "if they are the same: portrayals merge huff/jd huff/j-d" in capsys.readouterr().err


@pytest.mark.usefixtures("anna")
def test_people_told_apart_by_numbers_are_no_twins(capsys: pytest.CaptureFixture[str]) -> None:
    run(["add", "portrayal", "shrinking", "Unnamed client 1"])
    capsys.readouterr()
    run(["add", "portrayal", "shrinking", "Unnamed client 2"])
    assert "if they are the same" not in capsys.readouterr().err


def test_from_python_two_people_have_one_name() -> None:
    with portrayals.open("portrayals.db", actor="ana") as study:
        study.add_portrayal("shrinking", "Anna", performer="Meryl Streep")
        with pytest.raises(AlreadyThere):
            study.add_portrayal("shrinking", "Anna", performer="Jane Doe")
        more = study.add_portrayal("shrinking", "Anna", performer="Jane Doe", duplicate=True)
        assert more.key == "shrinking/anna-2"
        study.add_portrayal("shrinking", "Lisa Metzger")
        told = study.add_portrayal("shrinking", "Lisa Metzgr").notices
        assert told == (
            "Shrinking also has Lisa Metzger; if they are the same: portrayals merge "
            "shrinking/lisa-metzgr shrinking/lisa-metzger",
        )
