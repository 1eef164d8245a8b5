"""FiveThirtyEight, "A Statistical Analysis of the Work of Bob Ross" (2014)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from published import Program, counts, share

pytestmark = pytest.mark.cases

SERIES = ("--level", "episode", "--title", "=The Joy of Painting", "--kind", "=tv-series")
EPISODES = (*SERIES, "--episode", "EPISODE", "--name", "TITLE")


@pytest.fixture
def sheet(cases: Path) -> Path:
    return cases / "media_bob_ross" / "elements-by-episode.csv"


@pytest.fixture
def rows(sheet: Path) -> list[dict[str, str]]:
    with sheet.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_tag_is_a_boolean_of_the_draft(portrayals: Program, sheet: Path) -> None:
    drafted = ("codebook", "draft", sheet, "--level", "episode", "-o", "book.yaml")
    told = portrayals.read(*drafted)
    assert [each["type"] for each in told["variables"]] == ["boolean"] * 67
    assert [each["header"] for each in told["left_out"]] == ["EPISODE", "TITLE"]


def test_the_trees_are_in_as_many_as_was_published(
    portrayals: Program, sheet: Path, rows: list[dict[str, str]]
) -> None:
    portrayals("codebook", "draft", sheet, "--level", "episode", "-o", "book.yaml")
    portrayals("init", "--codebook", "book.yaml")
    told = portrayals.read("import", "table", sheet, *EPISODES)
    assert (told["added"], told["made"]) == (403 * 67, {"titles": 1, "episodes": 403})
    painted = portrayals.row("tree", "yes", "--where", "guest:no")
    assert counts(painted) == (345, 381)
    assert share(painted) == 0.905512
    trees = portrayals.row("trees", "yes", "--where", "guest:no tree:yes")
    assert share(trees) == 0.933333
    listed = portrayals.read("list", "episodes")
    assert len(listed) == 403
    for header in ("CLOUDS", "MOUNTAIN", "GUEST", "LAKES", "WINTER"):
        row = portrayals.row(header.lower(), "yes")
        assert counts(row) == (sum(each[header] == "1" for each in rows), 403)


def test_the_same_tags_as_codes_of_one_variable_give_the_same_counts(
    portrayals: Program, sheet: Path, rows: list[dict[str, str]]
) -> None:
    headers = list(rows[0])[2:]
    codes = [f"    - {{key: {header.lower().replace('_', '-')}}}" for header in headers]
    variable = ["  - key: seen", "    level: episode", "    type: multi", "    codes:"]
    portrayals.begin(
        "\n".join(["codebook: ross", "version: 1", "variables:", *variable, *codes, ""])
    )
    told = portrayals.read("import", "table", sheet, *EPISODES)
    assert told["added"] == 403
    painted = portrayals.rows("seen", "--where", "NOT seen:guest")
    of = {row["code"]: row for row in painted}
    assert counts(of["tree"]) == (345, 381)
    assert share(of["tree"]) == 0.905512
    shown = [row for row in rows if row["GUEST"] == "0"]
    assert {key: row["count"] for key, row in of.items() if key != "none"} == {
        header.lower().replace("_", "-"): sum(row[header] == "1" for row in shown)
        for header in headers
    }
    with_tree = portrayals.row("seen:trees", "trees", "--where", "seen:tree NOT seen:guest")
    assert share(with_tree) == 0.933333
