"""What people type is understood wherever it can mean only one thing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from mistaken import Mistaken


def made(program: Mistaken, *words: str) -> str:
    """What a write says, which must succeed."""
    done = program(*words)
    assert done.status == 0, done.err
    return done.err


@pytest.mark.parametrize(
    "typed",
    ["tt0140397", "www.imdb.com/title/tt0140397/", "https://m.imdb.com/title/tt0140397?a=b"],
)
def test_an_identifier_is_typed_or_pasted(mistaken: Mistaken, typed: str) -> None:
    made(mistaken, "add", "title", "Mumford", "--id", typed)
    for query in (f"id:{typed}", "id:tt0140397", "id:imdb:tt0140397"):
        found = json.loads(mistaken("list", "titles", query, "--json").out)
        assert [each["ids"] for each in found] == [{"imdb": "tt0140397"}]
    assert mistaken("show", typed).status == 0


def test_an_edit_takes_an_address(mistaken: Mistaken) -> None:
    made(mistaken, "edit", "prime", "id=https://www.themoviedb.org/movie/2313-prime?a=b")
    found = json.loads(mistaken("list", "titles", "prime", "--json").out)
    assert found[0]["ids"] == {"tmdb": "2313"}


def test_episodes_and_times_are_typed_as_people_write_them(mistaken: Mistaken) -> None:
    made(mistaken, "add", "episode", "himym", "1x03-05")
    for episode, at in (("1x03", "10m"), ("s1e4", "00:20:57,256"), ("1X05", "1h2m3s-1:02:09")):
        made(mistaken, "tag", "himym/kevin", "flirting", "--episode", episode, "--at", at)
    found = json.loads(mistaken("list", "annotations", "--json").out)
    evidence = [each for row in found for each in row["evidence"]]
    places = [(each["episode"], each["start"], each["end"]) for each in evidence]
    assert places == [
        ("S01E03", "00:10:00", None),
        ("S01E04", "00:20:57.256", None),
        ("S01E05", "01:02:03", "01:02:09"),
    ]
    assert mistaken("show", "himym/1x04").status == 0
    assert len(json.loads(mistaken("list", "episodes", "episode:1x04", "--json").out)) == 1


def test_a_sheet_has_them_in_its_cells(mistaken: Mistaken) -> None:
    rows = 'himym/kevin/robin,violation,flirting,7x05,"00:20:57,256",21m30s'
    sheet = Path("coded.csv")
    sheet.write_text(f"unit,variable,value,episode,start,end\n{rows}\n", encoding="utf-8")
    made(mistaken, "import", "annotations", "coded.csv")
    found = json.loads(mistaken("list", "annotations", "--json").out)
    evidence = [each for row in found for each in row["evidence"] if each["episode"] == "S07E05"]
    assert (evidence[0]["start"], evidence[0]["end"]) == ("00:20:57.256", "00:21:30")
