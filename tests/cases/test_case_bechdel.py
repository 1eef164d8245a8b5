"""FiveThirtyEight, "The Dollar-And-Cents Case Against Hollywood's Exclusion of Women" (2014)."""

from __future__ import annotations

import csv
import html
import shutil
from collections import Counter
from pathlib import Path

import pytest
from published import Program, counts, share

from portrayals.cli.program import run

pytestmark = pytest.mark.cases

LEVEL = ("--level", "title", "--name", "title", "--year", "year", "--id", "imdb=imdb")
LENIENT = """
derived:
  - key: passes
    label: Passes, doubtful ones too
    level: title
    type: boolean
    rules:
      - {when: "clean-test:ok,dubious", then: "yes"}
    otherwise: "no"
"""


@pytest.fixture(scope="module")
def sheet(cases: Path) -> Path:
    return cases / "media_bechdel_538" / "movies.csv"


@pytest.fixture
def films(sheet: Path) -> list[dict[str, str]]:
    with sheet.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def imported_once(sheet: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a study into which the sheet has been taken."""
    folder = tmp_path_factory.mktemp("bechdel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("LOGNAME", "ana")
        for name in ("PORTRAYALS_DB", "PORTRAYALS_CODER"):
            patch.delenv(name, raising=False)
        draft = ["codebook", "draft", str(sheet), "--level", "title", "-o", "book.yaml"]
        assert run(draft) == 0
        with Path("book.yaml").open("a", encoding="utf-8") as book:
            book.write(LENIENT)
        assert run(["init", "--codebook", "book.yaml"]) == 0
        assert run(["import", "table", str(sheet), *LEVEL]) == 0
    return folder / "portrayals.db"


@pytest.fixture
def imported(portrayals: Program, imported_once: Path) -> Program:
    """The program in a folder with a copy of that study."""
    shutil.copy(imported_once, "portrayals.db")
    return portrayals


@pytest.mark.slow
def test_the_films_are_told_before_they_are_taken_in(portrayals: Program, sheet: Path) -> None:
    portrayals("codebook", "draft", sheet, "--level", "title", "-o", "book.yaml")
    portrayals("init", "--codebook", "book.yaml")
    out, err = portrayals("import", "table", sheet, *LEVEL, "--dry-run")
    assert "ok 803, notalk 514, men 194, dubious 142, nowomen 141" in out
    assert "98 names had HTML entities (&amp;), which were decoded." in err
    assert "1,794 titles" in err
    assert portrayals.read("list", "titles") == []


def test_the_shares_that_pass_are_those_published(imported: Program) -> None:
    strict = imported.row("binary", "pass")
    assert counts(strict) == (803, 1794)
    assert share(strict) == 0.447603
    lenient = imported.row("passes", "yes")
    assert counts(lenient) == (945, 1794)
    assert share(lenient) == 0.526756


def test_a_cell_may_be_told_to_stand_for_another_code(portrayals: Program, sheet: Path) -> None:
    """The same share without a derived variable: a doubtful film is said to pass."""
    portrayals("codebook", "draft", sheet, "--level", "title", "-o", "book.yaml")
    portrayals("init", "--codebook", "book.yaml")
    meant = ("--var", "clean-test=clean_test", "--value", "clean-test:dubious=ok")
    portrayals("import", "table", sheet, *LEVEL, *meant)
    assert share(portrayals.row("clean-test", "ok")) == 0.526756


def test_each_decade_has_the_films_that_the_file_has(
    imported: Program, films: list[dict[str, str]]
) -> None:
    all_of = Counter(f"{film['year'][:3]}0s" for film in films)
    passing = Counter(f"{film['year'][:3]}0s" for film in films if film["binary"] == "PASS")
    rows = imported.rows("binary:pass", "--by", "decade")
    assert {row["group"]: counts(row) for row in rows} == {
        decade: (passing[decade], number) for decade, number in all_of.items()
    }


def test_what_sites_disagreed_about_is_a_code_of_its_own(imported: Program) -> None:
    disagreed = [row for row in imported.rows("test") if str(row["code"]).endswith("-disagree")]
    assert sum(row["count"] for row in disagreed) == 425


def test_names_are_letters_and_remakes_are_films_of_their_own(
    imported: Program, films: list[dict[str, str]]
) -> None:
    titles = imported.read("list", "titles")
    written = [
        (
            " ".join(html.unescape(film["title"]).split()),
            int(film["year"]),
            f"tt{int(film['imdb'][2:]):07}",
        )
        for film in films  # two of the sheet's identifiers have a zero too many or too few
    ]
    assert Counter((each["name"], each["year"], each["ids"]["imdb"]) for each in titles) == (
        Counter(written)
    )
    assert [each["key"] for each in titles if each["name"] == "Pride and Prejudice"] == [
        "pride-and-prejudice",
        "pride-and-prejudice-1995",
        "pride-and-prejudice-2003",
    ]


def test_the_titles_come_back_from_an_export_as_they_are(imported: Program) -> None:
    """One name holds two blanks in a row, others HTML entities."""
    imported("export", "titles", "titles.csv")
    again = imported.read("import", "titles", "titles.csv", "--on-change", "refuse")
    assert (again["same"], again["added"], again["changed"]) == (1794, 0, 0)


@pytest.mark.slow
def test_the_same_file_again_changes_nothing(imported: Program, sheet: Path) -> None:
    before = imported.read("db", "info")
    again = imported.read("import", "table", sheet, *LEVEL)
    assert (again["rows"], again["same"]) == (1794, 21_113)
    assert (again["added"], again["changed"]) == (0, 0)
    after = imported.read("db", "info")
    assert after["snapshot"] == before["snapshot"]
    assert after["changes"] == before["changes"]
    assert imported("db", "check")
