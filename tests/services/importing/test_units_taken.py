"""Sheets of titles, episodes, portrayals and relationships: made, found, compared, refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sheet_study import SheetStudy, told

from portrayals.errors import InvalidValue

Write = Callable[..., Path]


def test_a_title_is_found_by_its_identifier_then_its_name_and_year(
    study: SheetStudy, sheet: Write
) -> None:
    study.title("Prime", year="2005", ids=["imdb:tt0387514"])
    study.title("Bliss", year="1997")
    file = sheet(
        "Title,Year,imdb,Genres,Country",
        "Prime,2005,tt387514,drama;comedy,US",
        "bliss,1997,,drama,",
        "Bliss,2021,,drama,",
        "Amélie,2001,,,France;Belgium",
    )
    done = study.take("titles", file)
    assert (done.added, done.changed) == (2, 2)
    assert study.units() == ["amelie", "bliss", "bliss-2021", "prime"]
    genres = {row["key"]: row["genres"] for row in study.described("titles")}
    assert genres["prime"] == ["drama", "comedy"]
    assert genres["bliss"] == ["drama"]
    again = study.take("titles", file, on_change="refuse")
    assert (again.same, again.added) == (4, 0)


def test_two_new_titles_of_one_name_and_two_years_are_two(study: SheetStudy, sheet: Write) -> None:
    done = study.take("titles", sheet("name,year", "Bliss,1997", "Bliss,2021"))
    assert done.added == 2
    assert {row["key"]: row["year"] for row in study.described("titles")} == {
        "bliss": 1997,
        "bliss-2021": 2021,
    }


def test_original_names_and_aliases_come_and_find(study: SheetStudy, sheet: Write) -> None:
    file = sheet("name,original,aliases", "Amélie,Le Fabuleux Destin;Amélie Poulain,Die Welt")
    study.take("titles", file)
    [row] = study.described("titles")
    assert row["original"] == ["Le Fabuleux Destin", "Amélie Poulain"]
    assert row["aliases"] == ["Die Welt"]
    assert study.take("titles", sheet("name,year", "le fabuleux destin,2001")).changed == 1


@pytest.mark.parametrize("how", ["update", "keep", "refuse"])
def test_what_differs_is_changed_kept_or_refused(study: SheetStudy, sheet: Write, how: str) -> None:
    study.title("Prime", year="2005")
    file = sheet("key,name,year,screened", "prime,Prime!,2006,out")
    if how == "refuse":
        with pytest.raises(Exception, match="1 title would change; nothing was imported"):
            study.take("titles", file, on_change=how)
        return
    done = study.take("titles", file, on_change=how)
    assert done.changes == ("line 2: prime name Prime → Prime!, year 2005 → 2006, screened → out",)
    [row] = study.described("titles")
    changed = ("Prime!", 2006, "out") if how == "update" else ("Prime", 2005, "pending")
    assert (row["name"], row["year"], row["screened"]) == changed


@pytest.mark.parametrize("create", [False, True])
def test_people_of_an_unknown_title_want_it_made(
    study: SheetStudy, sheet: Write, create: bool
) -> None:
    rows = ("Prime,Lisa,Meryl Streep,lead;mother", "Prime,Rita,,")
    file = sheet("title,name,performer,roles", *rows)
    if not create:
        [problem] = study.refused(lambda: study.take("portrayals", file))
        assert (problem["column"], problem["rows"]) == ("title", 2)
        return
    done = study.take("portrayals", file, create=True)
    assert (done.added, done.made) == (2, {"titles": 1})
    ties = sheet("portrayal,name", "prime/lisa,Rafi", "Prime/Lisa,David", "prime/nobody,X")
    [problem] = study.refused(lambda: study.take("relationships", ties, create=True))
    assert (problem["line"], problem["column"]) == (4, "portrayal")
    assert study.take("relationships", ties, skip_bad=True).added == 2
    study.title("Shrink", kind="tv")
    rows = ("shrink,1,2,Two,2023-01-27", "shrink,1,0x,,")
    episodes = sheet("title,season,number,name,aired", *rows)
    [problem] = study.refused(lambda: study.take("episodes", episodes))
    assert (problem["line"], problem["column"]) == (3, "number")


def test_what_was_looked_up_by_name_stays_the_same_through_a_long_sheet(
    study: SheetStudy, sheet: Write
) -> None:
    study.title("Prime Suspect", year="1991")
    people = [f"Prime,Person {place}" for place in range(600)]
    file = sheet("title,name", *people, "Prime Cut,Jo", *(f"{each}a" for each in people))
    done = study.take("portrayals", file, create=True)
    assert (done.added, done.made) == (1201, {"titles": 1})
    assert {key.split("/")[0] for key in study.units()} == {"prime-suspect", "prime-cut"}


def test_a_key_finds_its_unit_whatever_else_has_the_name(study: SheetStudy, sheet: Write) -> None:
    study.title("Bliss", year="1997")
    study.title("Bliss", year="2021")
    rows = ("bliss,Bliss,film", "bliss-2021,Bliss,film", "bliss-3,Bliss,film")
    done = study.take("titles", sheet("key,name,kind", *rows))
    assert (done.same, done.added) == (2, 1)
    assert study.units() == ["bliss", "bliss-2021", "bliss-3"]


def test_a_person_stands_beneath_a_unit_of_the_level_above_and_no_other(
    study: SheetStudy, sheet: Write
) -> None:
    people = sheet("title,name", "Prime,Lisa", "Bliss,Baltazar", "Bliss,Joseph")
    study.take("portrayals", people, create=True)
    ties = sheet("portrayal,name", "prime,Rafi", "prime/lisa,David", "bliss,Maria")
    [problem] = study.refused(lambda: study.take("relationships", ties))
    assert (problem["line"], problem["column"]) == (4, "portrayal")
    study.take("relationships", ties, skip_bad=True)
    assert [key for key in study.units() if key.count("/") != 1] == [
        "bliss",
        "prime",
        "prime/lisa/david",
        "prime/lisa/rafi",
    ]
    wrong = sheet("title,name", "prime/lisa,Rafi")
    [problem] = study.refused(lambda: study.take("portrayals", wrong))
    assert (problem["line"], problem["column"]) == (2, "title")
    assert "prime/lisa is a portrayal" in str(problem)


def test_what_cannot_be_read_is_told_by_line_and_column(study: SheetStudy, sheet: Write) -> None:
    study.title("Bliss", year="1997")
    study.title("Bliss", year="2021")
    file = sheet(
        "name,year,end_year,kind,imdb,screened",
        "Prime,2O05,,,,",
        "Prime,2005,2005-06,,,",
        "Prime,,,flim,,",
        "Prime,,,,nm12,",
        "Prime,,,,,maybe",
        ",2005,,,,",
        "Bliss,,,,,",
        "New,1999,,,,",
        "New,1999,,,,",
    )
    problems = study.refused(lambda: study.take("titles", file))
    assert [(line, column) for line, column, _ in told(problems)] == [
        *((2, "year"), (3, "end_year"), (4, "kind"), (5, "imdb"), (6, "screened"), (7, "name")),
        *((8, "name"), (10, "name")),
    ]
    assert len(problems[6]["candidates"]) == 2
    assert "line 9" in problems[7]["reason"]


@pytest.mark.parametrize(
    ("what", "header", "part", "near"),
    [
        ("titles", "name,yaer", "yaer", ("year",)),
        ("titles", "name,yaer,x,Contry", "titles: yaer, x, Contry", ("year", "countries")),
        ("titles", "name,title", "two columns for name: name and title", ()),
        ("titles", "name,country,Countries", "two columns for country", ()),
        ("titles", "year", "has no column name", ()),
        ("portrayals", "name", "has no column title", ()),
        ("relationships", "name,titel", "titel", ()),
        ("episodes", "title,season", "has no column number", ()),
    ],
)
def test_columns_that_are_wrong_are_told(
    study: SheetStudy, sheet: Write, what: str, header: str, part: str, near: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidValue) as refusal:
        study.take(what, sheet(header, "x,y"))
    assert part in refusal.value.message
    assert set(near) <= set(refusal.value.candidates)


def test_it_is_told_what_each_column_became(study: SheetStudy, sheet: Write) -> None:
    done = study.take(
        "titles", sheet("Title,Year,Portrayals,Code,IMDb", "Prime,2005,3,,", "Bliss,,1,x,")
    )
    assert [(use.column, use.becomes, use.filled) for use in done.columns] == [
        *(("Title", "name", 2), ("Year", "year", 1)),
        *(("Portrayals", "not read", 2), ("Code", "not read", 1), ("IMDb", "imdb", 0)),
    ]


#: A known title is found by the first; of the second there is none, the third is no identifier.
IDENTIFIERS = ("imdb:tt0387514", "imdb:tt0460649", "imdb:film")


@pytest.mark.parametrize(
    ("what", "header", "row"),
    [
        ("portrayals", "title,name", "{},Lisa"),
        ("episodes", "title,season,number", "{},1,2"),
        ("relationships", "portrayal,name", "{},Rafi"),
        ("annotations", "unit,variable,value", "{},tone,comic"),
    ],
)
def test_no_title_is_made_of_an_identifier(
    study: SheetStudy, sheet: Write, what: str, header: str, row: str
) -> None:
    study.title("Prime", ids=["imdb:tt0387514"], kind="tv")
    study.portrayal("prime", "Anna")
    file = sheet(header, *map(row.format, IDENTIFIERS))
    column = header.partition(",")[0]
    assert told(study.refused(lambda: study.take(what, file, create=True))) == [
        (3, column, "no title has the identifier imdb:tt0460649"),
        (4, column, '"film" is not a valid imdb identifier'),
    ]
    study.take(what, file, create=True, skip_bad=True)
    assert [row["key"] for row in study.described("titles")] == ["prime"]


def test_a_table_finds_a_title_by_its_identifier_and_makes_none_of_it(
    study: SheetStudy, sheet: Write
) -> None:
    study.title("Prime", ids=["imdb:tt0387514"])
    rows = (*(f"{each},comic" for each in IDENTIFIERS), "Bliss,grave")
    [none, wrong] = study.refused(lambda: study.take_table(sheet("Film,tone", *rows)))
    assert (none["line"], none["column"]) == (3, "Film")
    assert none["reason"] == "no title has the identifier imdb:tt0460649"
    assert "portrayals add title NAME --id imdb:tt0460649" in none["hint"]
    assert (wrong["line"], wrong["column"]) == (4, "Film")
    address = "https://www.imdb.com/title/tt387514/"
    people = sheet("Film,Person,age", f"{address},Lisa,37", "imdb:tt0460649,Kevin,40")
    of_people: dict[str, Any] = {"level": "portrayal", "title": "Film", "name": "Person"}
    [problem] = study.refused(lambda: study.take_table(people, **of_people))
    assert (problem["line"], problem["column"]) == (3, "Film")
    assert study.take_table(people, **of_people, skip_bad=True).made == {"portrayals": 1}
    assert study.units() == ["prime", "prime/lisa"]
