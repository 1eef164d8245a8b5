"""Columns of a wide table that describe titles, people and episodes: taken, compared, left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sheet_study import SheetStudy

from portrayals.errors import InvalidValue, WouldChange

Write = Callable[..., Path]

OF_PEOPLE: dict[str, Any] = {"level": "portrayal", "title": "Film", "name": "Person"}
HEAD = "Film,Country,Genres,Person,role,Aired,Age"


def facts(study: SheetStudy) -> tuple[list[str], list[str]]:
    [title] = study.described("titles")
    return title["countries"], title["genres"]


def test_fields_of_the_catalogue_are_taken_by_their_headers_and_told(
    study: SheetStudy, sheet: Write
) -> None:
    file = sheet(HEAD, "A,US,Drama;War,Ada,lead;nurse,2001,30", "A,,,Ben,guest,2001,40")
    done = study.take_table(file, **OF_PEOPLE)
    assert (done.made, done.edited) == ({"titles": 1, "portrayals": 2}, {})
    assert facts(study) == (["United States"], ["Drama", "War"])
    assert [row["roles"] for row in study.described("portrayals")] == [["lead", "nurse"], ["guest"]]
    [taken, unused] = study.notices[:2]
    assert "Country, Genres, role" in taken
    assert "--ignore COLUMN" in taken
    assert unused == "Columns not used: Aired."
    becomes = {use.column: use.becomes for use in done.columns}
    assert becomes["Genres"] == "title genre"
    assert becomes["role"] == "portrayal role"
    number = study.number
    study.take_table(file, on_change="refuse", **OF_PEOPLE)
    assert study.number == number


def test_a_row_that_is_left_out_says_nothing_of_its_title(study: SheetStudy, sheet: Write) -> None:
    study.take_table(sheet("Film,Genres", "A,Drama"))
    file = sheet("Film,Genres,tone", "A,War,cmic", "A,Drama,grave")
    done = study.take_table(file, skip_bad=True)
    assert (done.skipped, done.added, done.edited, done.changes) == (1, 1, {}, ())
    assert facts(study) == ([], ["Drama"])


def test_a_column_is_named_by_an_option_or_ignored(study: SheetStudy, sheet: Write) -> None:
    file = sheet("Film,Genre,Kind of film,Country,tone", "A,x,Drama,US,comic")
    study.take_table(file, genre="Kind of film", ignore=("Country",))
    assert facts(study) == ([], ["Drama"])
    assert "Columns not used: Genre, Country." in study.notices
    with pytest.raises(InvalidValue, match="two columns for the genre: Genre and Genres"):
        study.take_table(sheet("Film,Genre,Genres,tone", "A,x,y,comic"))
    with pytest.raises(InvalidValue, match="a title has no field role"):
        study.take_table(file, role="Genre")
    with pytest.raises(InvalidValue, match="both the year of the title"):
        study.take_table(file, year="Genre", title_year="Genre")


def test_what_rows_after_the_first_say_of_a_new_title_is_no_change(
    study: SheetStudy, sheet: Write
) -> None:
    file = sheet(HEAD, "A,,,Ada,,,30", "A,US,Drama,Ben,,,40")
    done = study.take_table(file, on_change="refuse", **OF_PEOPLE)
    assert (done.edited, facts(study)) == ({}, (["United States"], ["Drama"]))


def test_a_field_that_differs_is_a_change_that_is_asked_about(
    study: SheetStudy, sheet: Write
) -> None:
    study.title("A", genres=["War"], countries=["France"])
    file = sheet(HEAD, "A,France,Drama,Ada,,,30")
    with pytest.raises(WouldChange, match="1 title would change") as refusal:
        study.take_table(file, on_change="refuse", **OF_PEOPLE)
    assert refusal.value.where == "line 2: a genre War → Drama"
    kept = study.take_table(file, on_change="keep", **OF_PEOPLE)
    assert (kept.edited, facts(study)) == ({}, (["France"], ["War"]))
    assert "Left as they were in the catalogue: 1 title." in study.notices
    changed = study.take_table(file, **OF_PEOPLE)
    assert (changed.edited, facts(study)) == ({"titles": 1}, (["France"], ["Drama"]))


def test_two_rows_that_say_different_things_of_one_title_are_a_problem(
    study: SheetStudy, sheet: Write
) -> None:
    file = sheet(HEAD, "A,US,Drama,Ada,,,30", "A,US,War,Ben,,,40")
    [problem] = study.refused(lambda: study.take_table(file, **OF_PEOPLE))
    assert (problem["line"], problem["column"], problem["value"]) == (3, "Genres", "War")
    assert problem["reason"] == "another genre of a than in line 2: Drama"
    titles = sheet("key,name,genres", "a,A,Drama", "a,A,War")
    study.title("A")
    [problem] = study.refused(lambda: study.take("titles", titles))
    assert problem["reason"] == "another genre of a than in line 2: Drama"


def test_a_country_that_is_in_no_list_is_refused_at_every_level(
    study: SheetStudy, sheet: Write
) -> None:
    file = sheet(HEAD, "A,Atlantis,,Ada,,,30")
    [problem] = study.refused(lambda: study.take_table(file, **OF_PEOPLE))
    assert (problem["line"], problem["column"], problem["value"]) == (2, "Country", "Atlantis")


def test_identifiers_of_a_table_are_added_to_those_of_its_title(
    study: SheetStudy, sheet: Write
) -> None:
    study.title("A", ids=["tmdb:7"])
    done = study.take_table(sheet("Film,I,tone", "A,tt0000001,comic"), ids=("imdb=I",))
    assert done.edited == {"titles": 1}
    [title] = study.described("titles")
    assert title["ids"] == {"imdb": "tt0000001", "tmdb": "7"}


def test_episodes_have_the_date_they_aired_and_specials_a_season(
    study: SheetStudy, sheet: Write
) -> None:
    of: dict[str, Any] = {"level": "episode", "title": "=Show", "season": "S", "number": "E"}
    of |= {"name": None}
    file = sheet("S,E,Aired,pace", "1,1,2001-02-03,slow", "Specials,2,,quick", "12,1,,quick")
    study.take_table(file, **of)
    assert {row["key"]: row["aired"] for row in study.described("episodes")} == {
        "show/s00e02": None,
        "show/s01e01": "2001-02-03",
        "show/s12e01": None,
    }
    shares = {row.group: row.count for row in study.stats("pace:quick", by="season").rows}
    assert shares == {"S00": 1, "S01": 0, "S12": 1}
    with pytest.raises(InvalidValue, match="a title has no season"):
        study.stats("tone", by="season")
    bad = sheet("S,E,pace", ",1,slow", "1,,slow", "one,1,slow")
    problems = study.refused(lambda: study.take_table(bad, **of))
    assert [(each["line"], each["column"], each["value"]) for each in problems] == [
        *((2, "S", ""), (3, "E", ""), (4, "S", "one"))
    ]
