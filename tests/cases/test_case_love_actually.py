"""FiveThirtyEight, "The Definitive Analysis Of 'Love Actually'" (2015): who is in which scene."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from published import Program, counts

pytestmark = pytest.mark.cases

SCENES = ("--level", "title", "--name", "scenes", "--kind", "=short")


@pytest.fixture
def sheet(cases: Path) -> Path:
    return cases / "media_love_actually" / "love_actually_appearances.csv"


@pytest.fixture
def together(cases: Path) -> dict[tuple[str, str], int]:
    """The scenes that two actors share, as published; of one with himself, all of his."""
    path = cases / "media_love_actually" / "love_actually_adjacencies.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["actors"], other): int(number)
            for row in csv.DictReader(file)
            for other, number in row.items()
            if other != "actors" and number
        }


def of_actors(actors: list[str]) -> str:
    """A codebook in which an actor is a code."""
    codes = [f"    - {{key: {actor.replace('_', '-')}}}" for actor in actors]
    variable = ["  - key: actor", "    level: title", "    type: multi", "    codes:"]
    head = ["codebook: love-actually", "version: 1", "levels: {title: scene}", "variables:"]
    return "\n".join([*head, *variable, *codes, ""])


def test_actors_are_in_as_many_scenes_as_published_alone_and_in_pairs(
    portrayals: Program, sheet: Path, together: dict[tuple[str, str], int]
) -> None:
    actors = [one for one, other in together if one == other]
    portrayals.begin(of_actors(actors))
    told = portrayals.read("import", "table", sheet, *SCENES)
    assert (told["rows"], told["added"], told["made"]) == (71, 70, {"titles": 71})
    rows = {row["code"]: row for row in portrayals.rows("actor")}
    assert {actor: rows[actor.replace("_", "-")]["count"] for actor in actors} == {
        actor: together[actor, actor] for actor in actors
    }
    assert {row["n"] for row in rows.values()} == {70}
    scenes = [
        each["findings"]["actor"]["codes"]
        for each in portrayals.read("list", "titles")
        if each["findings"]
    ]
    pairs = {
        (one.replace("_", "-"), other.replace("_", "-")): number
        for (one, other), number in together.items()
        if one != other
    }
    assert {
        (one, other): sum(one in scene and other in scene for scene in scenes)
        for one, other in pairs
    } == pairs
    often = {pair: number for pair, number in pairs.items() if number >= 5}
    assert {
        (one, other): len(portrayals.read("list", "titles", f"actor:{one} actor:{other}"))
        for one, other in often
    } == often


def test_932_empty_rows_are_nothing_and_a_scene_without_a_mark_is_not_coded(
    portrayals: Program, sheet: Path
) -> None:
    """Blanks beside marks say that somebody is not there; a row of blanks says nothing."""
    assert len(sheet.read_text(encoding="utf-8").splitlines()) == 1 + 71 + 932
    portrayals("codebook", "draft", sheet, "--level", "title", "-o", "book.yaml")
    portrayals("init", "--codebook", "book.yaml")
    told = portrayals.read("import", "table", sheet, *SCENES)
    assert (told["rows"], told["skipped"]) == (71, 0)
    row = portrayals.row("hugh-grant", "yes")
    assert counts(row) == (13, 13)
