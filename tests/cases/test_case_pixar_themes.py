"""Vox, the themes of Pixar's films: a row for each theme of a film."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from published import Program, counts

pytestmark = pytest.mark.cases

FILMS = ("--level", "title", "--name", "film", "--basis", "watched")


@pytest.fixture
def sheet(cases: Path) -> Path:
    return cases / "field" / "real_pixar_themes" / "themes_vox.csv"


@pytest.fixture
def rows(sheet: Path) -> list[dict[str, str]]:
    with sheet.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def drafted(portrayals: Program, sheet: Path) -> Program:
    """A study whose codebook is the draft, in which a film may have several themes."""
    portrayals("codebook", "draft", sheet, "--level", "title", "-o", "themes.yaml")
    draft = Path("themes.yaml").read_text(encoding="utf-8")
    portrayals.begin(draft.replace("type: nominal", "type: multi"))
    return portrayals


def test_the_rows_of_a_film_are_its_themes(
    drafted: Program, sheet: Path, rows: list[dict[str, str]]
) -> None:
    told = drafted.read("import", "table", sheet, *FILMS, "--long", "theme")
    assert (told["rows"], told["added"], told["made"]) == (124, 18, {"titles": 18})
    films = Counter(row["film"] for row in rows)
    titles = drafted.read("list", "annotations")
    assert sorted(len(each["value"]) for each in titles) == sorted(films.values())
    themes = Counter(row["theme"] for row in rows)
    assert {
        row["label"]: counts(row) for row in drafted.rows("theme") if row["code"] != "none"
    } == {theme: (number, 18) for theme, number in themes.items()}


def test_without_the_option_nothing_is_imported_and_the_option_is_told(
    drafted: Program, sheet: Path
) -> None:
    _, told = drafted("import", "table", sheet, *FILMS, status=1)
    assert "106 of 124 rows cannot be read; nothing was imported" in told
    assert "or say that each row is one code of a set: --long VARIABLE" in told
    assert drafted.read("list", "titles") == []
