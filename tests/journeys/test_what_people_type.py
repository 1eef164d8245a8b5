"""What people type is understood wherever it can mean only one thing."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from mistaken import Mistaken

import portrayals
from portrayals.errors import InvalidRows, UnlistedName


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


def titles(program: Mistaken, *query: str) -> list[tuple[str, int | None]]:
    """The titles found, with their years."""
    found = json.loads(program("list", "titles", *query, "--json").out)
    return [(each["name"], each["year"]) for each in found]


def test_a_name_says_its_year(mistaken: Mistaken) -> None:
    made(mistaken, "add", "title", "Mumford (1999)")
    made(mistaken, "add", "title", "1922 (1922)")
    assert titles(mistaken, "mumford") == [("Mumford", 1999)]
    assert titles(mistaken, "name:1922") == [("1922", 1922)]
    again = mistaken("add", "title", "Mumford", "--year", "1999")
    assert "Mumford (1999) already exists: mumford" in again.err


def test_a_name_of_another_year_than_the_option_says_is_refused(mistaken: Mistaken) -> None:
    refused = mistaken("add", "title", "Mumford (1999)", "--year", "2001")
    assert refused.status == 1
    assert refused.lines == [
        'portrayals: "Mumford (1999)" is of 1999, but the year is said to be 2001',
        "  write one of the two years; if (1999) belongs to the name: Mumford (1999) (2001)",
    ]


def test_sheets_of_titles_say_the_year_in_the_name(mistaken: Mistaken) -> None:
    Path("titles.csv").write_text("name,year\nMumford (1999),\nBliss (1997),1997\n")
    made(mistaken, "import", "titles", "titles.csv")
    assert titles(mistaken, "mumford") == [("Mumford", 1999)]
    assert len(titles(mistaken, "bliss")) == 2  # the one of 1997 was there
    Path("titles.csv").write_text("name,year\nMumford (1999),2001\n")
    assert (
        "is of 1999, but the year is said to be 2001"
        in mistaken("import", "titles", "titles.csv").err
    )


@pytest.mark.parametrize("what", ["titles", "episodes", "portrayals", "relationships"])
def test_the_columns_that_are_told_can_be_imported_and_listed(
    mistaken: Mistaken, what: str
) -> None:
    Path("s.csv").write_text("nmae,colour\nx,x\n")
    refused = mistaken("import", what, "s.csv")
    assert refused.lines[:2] == [
        f"portrayals: s.csv has 2 columns that do not belong in a sheet of {what}: nmae, colour",
        "  did you mean name?",
    ]
    columns = refused.lines[2].partition("known columns: ")[2].partition(";")[0].replace(" ", "")
    Path("s.csv").write_text(f"{columns}\n{'x,' * columns.count(',')}x\n")
    assert "1 of 1 row cannot be read" in mistaken("import", what, "s.csv").err
    made(mistaken, "list", what, "--fields", columns)


def test_sheets_that_name_titles_say_the_year(mistaken: Mistaken) -> None:
    Path("coded.csv").write_text("unit,dating\nMumford (1999),yes\nBliss (1997),no\n")
    made(mistaken, "import", "table", "coded.csv", "--level", "title", "--name", "unit")
    Path("people.csv").write_text("title,name\nAntwone Fisher (2002),Davenport\n")
    made(mistaken, "import", "portrayals", "people.csv", "--create")
    Path("long.csv").write_text("unit,variable,value\nPrime Cut (1972),dating,no\n")
    made(mistaken, "import", "annotations", "long.csv", "--create")
    assert titles(mistaken, "mumford") == [("Mumford", 1999)]
    assert titles(mistaken, "antwone") == [("Antwone Fisher", 2002)]
    assert titles(mistaken, '"prime cut"') == [("Prime Cut", 1972)]
    assert len(titles(mistaken, "bliss")) == 2


def test_an_article_at_the_end_of_a_name_is_told_and_found(mistaken: Mistaken) -> None:
    said = made(mistaken, "add", "title", "Prince of Tides, The (1991)")
    assert "portrayals edit prince-of-tides-the 'name=The Prince of Tides'" in said
    assert titles(mistaken, "the prince of tides") == [("Prince of Tides, The", 1991)]
    assert mistaken("show", "The Prince of Tides").status == 0
    near = mistaken("add", "title", "The Prince of Tides", "--year", "1991")
    assert near.status == 1
    assert "Prince of Tides, The (1991) already exists" in near.err
    made(mistaken, "edit", "prince-of-tides-the", "name=The Prince of Tides")
    assert mistaken("show", "Prince of Tides, The").status == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What’s New — “Pussycat”", 'What\'s New - "Pussycat"'),
        ("Love & Other Drugs", "love and other drugs"),
        ("Ame\u0301lie", "Am\u00e9lie"),
    ],
)
def test_signs_typed_for_one_another_find_the_title_and_the_twin(
    mistaken: Mistaken, one: str, other: str
) -> None:
    made(mistaken, "add", "title", one)
    for query in (one, other):
        assert mistaken("show", query).status == 0, query
        assert len(titles(mistaken, query)) == 1
        assert mistaken("add", "title", query).status == 1
    made(mistaken, "add", "portrayal", "prime", one)
    assert "already has" in mistaken("add", "portrayal", "prime", other).err


def test_names_are_stored_composed(mistaken: Mistaken) -> None:
    made(mistaken, "add", "title", "Ame\u0301lie")
    assert titles(mistaken, "amelie") == [("Am\u00e9lie", None)]
    made(mistaken, "edit", "amelie", "name=Ame\u0301lie 2")
    assert titles(mistaken, "amelie") == [("Am\u00e9lie 2", None)]


def kinds(program: Mistaken) -> dict[str, str]:
    """The kind of each title by its name."""
    found = json.loads(program("list", "titles", "--json").out)
    return {each["name"]: each["kind"] for each in found}


def test_a_title_with_an_end_year_is_a_series(mistaken: Mistaken) -> None:
    said = made(mistaken, "add", "title", "Frasier", "--year", "1993", "--end-year", "2004")
    assert said == (
        "Added tv-series Frasier (1993); a series, as it has an end year (--kind says otherwise).\n"
    )
    assert kinds(mistaken)["Frasier"] == "tv-series"
    made(mistaken, "add", "episode", "frasier", "1x01-24")


def test_a_film_has_no_end_year(mistaken: Mistaken) -> None:
    refused = mistaken("add", "title", "Frasier", "--kind", "film", "--end-year", "2004")
    assert refused.lines == [
        "portrayals: a film has no end year",
        "  if it is a series: --kind tv-series",
    ]
    refused = mistaken("edit", "prime", "end_year=2006")
    assert refused.status == 1
    assert refused.lines[0] == "portrayals: a film has no end year"
    made(mistaken, "edit", "prime", "end_year=2006", "kind=tv-series")
    assert mistaken("edit", "prime", "kind=film").status == 1
    made(mistaken, "edit", "prime", "kind=film", "end_year=")


@pytest.mark.parametrize(
    "words",
    [
        ("add", "episode", "prime", "S01E01"),
        ("tag", "prime/lisa/rafi", "flirting", "--episode", "S01E01", "--create"),
        ("tag", "prime/lisa/rafi", "flirting", "--episode", "S01E01"),
    ],
)
def test_a_film_has_no_episodes(mistaken: Mistaken, words: tuple[str, ...]) -> None:
    refused = mistaken(*words)
    assert refused.status == 1
    assert refused.lines == [
        "portrayals: Prime is a film, which has no episodes",
        "  if it is a series: portrayals edit prime kind=tv-series",
    ]


def test_sheets_are_held_to_the_same(mistaken: Mistaken) -> None:
    Path("titles.csv").write_text(
        "name,kind,end_year\nFrasier,,2004\nMash,film,1983\nTaxi,tv,1983\n"
    )
    assert "a film has no end year" in mistaken("import", "titles", "titles.csv").err
    tried = mistaken("import", "titles", "titles.csv", "-n")
    assert (tried.status, "Would import nothing: " in tried.err) == (1, True)
    made(mistaken, "import", "titles", "titles.csv", "--skip-bad")
    table = ("--level", "title", "--name", "name", "--end-year", "end", "--kind", "what")
    Path("table.csv").write_text("name,end,what,dating\nCheers,1993,,no\nWings,1997,film,no\n")
    assert "a film has no end year" in mistaken("import", "table", "table.csv", *table).err
    made(mistaken, "import", "table", "table.csv", *table, "--skip-bad")
    Path("episodes.csv").write_text("title,season,number\nprime,1,1\nBoss,1,1\nhimym,1,1\n")
    said = mistaken("import", "episodes", "episodes.csv", "--create").err
    assert "episodes.csv:2" in said
    assert "Prime is a film, which has no episodes" in said
    made(mistaken, "import", "episodes", "episodes.csv", "--create", "--skip-bad")
    found = kinds(mistaken)
    assert "Mash" not in found
    assert "Wings" not in found
    assert [found[name] for name in ("Frasier", "Taxi", "Cheers", "Boss")] == [
        *("tv-series", "tv", "tv-series", "tv-series"),
    ]


def lands(program: Mistaken, name: str) -> list[str]:
    """The countries and languages of a title."""
    found = json.loads(program("list", "titles", f'name:="{name}"', "--json").out)
    return [*found[0]["countries"], *found[0]["languages"]]


@pytest.mark.parametrize("typed", ["USA", "US", "U.S.", "united states of america"])
def test_a_country_is_typed_in_many_ways_and_stored_in_one(mistaken: Mistaken, typed: str) -> None:
    made(mistaken, "add", "title", "Mumford", "--country", typed, "--language", "eng")
    assert lands(mistaken, "mumford") == ["United States", "English"]
    for query in ("country:US", "country:usa", 'country:"united states"', "language:en"):
        assert titles(mistaken, query) == [("Mumford", None)], query
    made(mistaken, "edit", "mumford", "country+=USA;UK", "language=fr")
    assert lands(mistaken, "mumford") == ["United States", "United Kingdom", "French"]
    made(mistaken, "edit", "mumford", "country-=US")
    assert lands(mistaken, "mumford") == ["United Kingdom", "French"]


def test_a_part_of_a_country_s_name_is_still_searched_for(mistaken: Mistaken) -> None:
    made(mistaken, "add", "title", "Joint", "--country", "South Korea", "--country", "Russia")
    assert titles(mistaken, "country:korea") == [("Joint", None)]
    assert titles(mistaken, "country:us") == []


ADDED = ("add", "title", "Mumford", "--country", "Grmany")
EDITED = ("edit", "prime", "language=Englsh")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (ADDED, '"Grmany" is in no list of countries'),
        (EDITED, '"Englsh" is in no list of languages'),
    ],
)
def test_an_unknown_country_or_language_is_refused(
    mistaken: Mistaken, words: tuple[str, ...], said: str
) -> None:
    before = mistaken.state()
    refused = mistaken(*words)
    assert refused.status == 2
    assert refused.lines[0] == f"portrayals: {said}"
    assert refused.lines[1].startswith("  did you mean ")
    assert refused.lines[2] == "  to store it as it is: --yes"
    assert mistaken.state() == before
    made(mistaken, *words, "--yes")


class Keyboard(io.StringIO):
    """Somebody at the keyboard."""

    def isatty(self) -> bool:
        return True


def test_at_a_terminal_an_unknown_country_is_asked_about(
    mistaken: Mistaken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard("n\ny\n"))
    asked = mistaken(*ADDED)
    assert asked.lines[:2] == [
        '"Grmany" is in no list of countries',
        "near: Germany, West Germany, East Germany",
    ]
    assert "Store it as it is? [y/N]" in asked.err
    assert asked.status == 2
    assert "Added" in made(mistaken, *ADDED)
    assert lands(mistaken, "mumford") == ["Grmany"]


def test_what_was_accepted_once_is_not_asked_about_again(mistaken: Mistaken) -> None:
    made(mistaken, "add", "title", "Duck Soup", "--country", "Freedonia", "--yes")
    made(mistaken, "add", "title", "Mumford", "--country", "freedonia")


def test_a_sheet_with_an_unknown_country_is_refused(mistaken: Mistaken) -> None:
    Path("titles.csv").write_text("name,countries\nMumford,USA\nDuck Soup,Grmany;UK\n")
    refused = mistaken("import", "titles", "titles.csv")
    assert refused.status == 1
    assert '"Grmany" is in no list of countries' in refused.err
    assert "Germany" in refused.err
    said = made(mistaken, "import", "titles", "titles.csv", "--yes")
    assert '"Grmany" is in no list of countries, and stored as it is; near: Germany' in said
    assert lands(mistaken, "duck soup") == ["Grmany", "United Kingdom"]
    assert lands(mistaken, "mumford") == ["United States"]
    assert "all as before" in made(mistaken, "import", "titles", "titles.csv")


def test_from_python_it_is_the_same(mistaken: Mistaken) -> None:
    assert mistaken("db", "info").status == 0
    Path("titles.csv").write_text("name,countries\nMumford,Grmany\n")
    with portrayals.open("portrayals.db", actor="ana") as study:
        study.add_title("Of the US", countries=["US"], languages=["en"])
        for doubted in (
            lambda sure: study.add_title("Of Grmany", countries=["Grmany"], as_typed=sure),
            lambda sure: study.edit("prime", "country=Frnce", as_typed=sure),
        ):
            with pytest.raises(UnlistedName):
                doubted(False)
            doubted(True)
        study.edit("of-grmany", "country=")
        with pytest.raises(InvalidRows):
            study.import_units("title", "titles.csv")
        study.import_units("title", "titles.csv", as_typed=True)
    assert lands(mistaken, "of the us") == ["United States", "English"]
