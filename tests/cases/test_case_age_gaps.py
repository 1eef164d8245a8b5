"""Couples in films, and the years between the two actors: a row for each couple."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from statistics import mean, median

import pytest
from published import Program, counts

pytestmark = pytest.mark.cases

COUPLES = (
    *("--level", "relationship", "--title", "movie_name", "--title-year", "release_year"),
    *("--portrayal", "actor_1_name", "--name", "actor_2_name", "--basis", "documented"),
)


@pytest.fixture
def sheet(cases: Path) -> Path:
    return cases / "field" / "real_age_gaps" / "age_gaps.csv"


@pytest.fixture
def couples(sheet: Path) -> list[dict[str, str]]:
    with sheet.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def imported(portrayals: Program, sheet: Path) -> Program:
    portrayals("codebook", "draft", sheet, "--level", "relationship", "-o", "gaps.yaml")
    portrayals("init", "--codebook", "gaps.yaml")
    portrayals("import", "table", sheet, *COUPLES)
    return portrayals


def test_every_couple_is_in_the_film_of_its_year(
    imported: Program, couples: list[dict[str, str]]
) -> None:
    """Eight names belong to two films each, which the sheet tells apart by the year alone."""
    assert len({couple["movie_name"] for couple in couples}) == 830
    titles = imported.read("list", "titles")
    assert len(titles) == 838
    assert {(each["name"], each["year"]) for each in titles} == {
        (" ".join(couple["movie_name"].split()), int(couple["release_year"])) for couple in couples
    }
    assert len(imported.read("list", "relationships")) == len(couples) == 1155


def test_the_mean_gap_is_that_of_the_rows(imported: Program, couples: list[dict[str, str]]) -> None:
    (row,) = imported.rows("age-difference")
    gaps = [int(couple["age_difference"]) for couple in couples]
    assert (row["n"], round(row["mean"], 4)) == (1155, 10.4242)
    assert row["mean"] == pytest.approx(mean(gaps))
    assert (row["median"], row["min"], row["max"]) == (median(gaps), 0, 52)


def test_each_decade_has_its_couples_although_no_title_had_a_year_before(
    imported: Program, couples: list[dict[str, str]]
) -> None:
    men = Counter(
        f"{couple['release_year'][:3]}0s"
        for couple in couples
        if couple["character_1_gender"] == "man"
    )
    decades = Counter(f"{couple['release_year'][:3]}0s" for couple in couples)
    rows = imported.rows("character-1-gender:man", "--by", "decade")
    assert {row["group"]: counts(row) for row in rows} == {
        decade: (men[decade], number) for decade, number in decades.items()
    }


def test_the_year_of_a_film_is_no_year_of_a_person(portrayals: Program, sheet: Path) -> None:
    """With `--year`, remakes would be one film; that is refused, and names the option."""
    portrayals("codebook", "draft", sheet, "--level", "relationship", "-o", "gaps.yaml")
    portrayals("init", "--codebook", "gaps.yaml")
    words = ["--year" if word == "--title-year" else word for word in COUPLES]
    _, told = portrayals("import", "table", sheet, *words, status=1)
    assert 'if release_year is the year of the title: --title-year "release_year"' in told
    assert portrayals.read("list", "titles") == []
