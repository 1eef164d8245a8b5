"""Which unit a row is about: remakes, namesakes, and the units of another study."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sheet_study import SheetStudy, told

from portrayals.vocabulary import LEVELS

Write = Callable[..., Path]

OF_PEOPLE: dict[str, Any] = {"level": "portrayal", "title": "Film", "name": "Person"}
PEOPLE = (
    "Film,Year,Person,Age",
    "The Long Way,1954,Ada,30",
    "The Long Way,1954,Ben,40",
    "The Long Way,1995,Ada,50",
)


def ages(study: SheetStudy) -> dict[str, str]:
    return {unit: value for unit, variable, _, value in study.said() if variable == "age"}


def years(study: SheetStudy) -> dict[str, int]:
    return {row["key"]: row["year"] for row in study.described("titles")}


def test_people_of_a_remake_stand_in_the_remake(study: SheetStudy, sheet: Write) -> None:
    done = study.take_table(sheet(*PEOPLE), title_year="Year", **OF_PEOPLE)
    assert done.made == {"titles": 2, "portrayals": 3}
    assert years(study) == {"the-long-way": 1954, "the-long-way-1995": 1995}
    assert ages(study) == {
        "the-long-way/ada": "30",
        "the-long-way/ben": "40",
        "the-long-way-1995/ada": "50",
    }
    number = study.number
    study.take_table(sheet(*PEOPLE), title_year="Year", **OF_PEOPLE)
    named = sheet("Film,Person,Age", "The Long Way (1954),Ada,30", "The Long Way (1995),Ada,50")
    assert study.take_table(named, **OF_PEOPLE).same == 2
    assert study.number == number


def test_relationships_of_a_remake_stand_in_the_remake(study: SheetStudy, sheet: Write) -> None:
    file = sheet("Film,Year,A,B,act", "Bliss,1954,Ada,Ben,gift", "Bliss,1995,Ada,Ben,dating")
    of: dict[str, Any] = {"level": "relationship", "title": "Film", "portrayal": "A", "name": "B"}
    study.take_table(file, title_year="Year", **of)
    assert {unit: value for unit, _, _, value in study.said()} == {
        "bliss/ada/ben": "gift",
        "bliss-1995/ada/ben": "dating",
    }


def test_the_year_of_a_person_is_not_taken_for_that_of_a_remake(
    study: SheetStudy, sheet: Write
) -> None:
    def take() -> object:
        return study.take_table(sheet(*PEOPLE), year="Year", **OF_PEOPLE)

    [problem] = study.refused(take)
    assert (problem["line"], problem["column"], problem["value"]) == (4, "Year", "1995")
    assert '--title-year "Year"' in problem["reason"]
    study.title("The Long Way", year="1954")
    [problem] = study.refused(take)
    assert "the film the-long-way is of 1954" in problem["reason"]
    study.edit("the-long-way", "kind=tv-series")
    assert study.take_table(
        sheet(*PEOPLE[:3], "The Long Way,1995,Cyr,50"), year="Year", **OF_PEOPLE
    ).made == {"portrayals": 3}


def test_a_title_that_gets_no_year_from_a_sheet_of_people_is_told(
    study: SheetStudy, sheet: Write
) -> None:
    study.take_table(sheet(*PEOPLE[:3]), year="Year", **OF_PEOPLE)
    [notice] = [each for each in study.notices if "--title-year" in each]
    assert notice.startswith("1 title added without a year")
    file = sheet("Show,Year,Ep,pace", "House,,S01E01,slow", "Bones,2005,S01E01,slow")
    study.take_table(file, level="episode", title="Show", name=None, year="Year", episode="Ep")
    assert not [each for each in study.notices if "--title-year" in each], "episodes have none"


def test_a_title_without_a_year_is_only_one_of_two_remakes(study: SheetStudy, sheet: Write) -> None:
    study.title("The Long Way")
    file = sheet("Film,Year,tone", "The Long Way,1954,comic", "The Long Way,1995,grave")
    [problem] = study.refused(lambda: study.take_table(file, year="Year"))
    assert problem["line"] == 3
    assert "the-long-way has no year, and line 2 takes it for that of 1954" in problem["reason"]
    study.edit("the-long-way", "year=1995")
    assert study.take_table(file, year="Year").made == {"titles": 1}
    assert years(study) == {"the-long-way": 1995, "the-long-way-1954": 1954}


@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_row_without_the_year_means_the_only_title_of_that_name(
    study: SheetStudy, sheet: Write, first: int
) -> None:
    rows = ["Bliss,,Ada,1", "Bliss,1997,Ben,2", "Bliss,1997,Cyr,3"]
    rows = rows[first:] + rows[:first]
    study.take_table(sheet(PEOPLE[0], *rows), title_year="Year", **OF_PEOPLE)
    assert study.units() == ["bliss", "bliss/ada", "bliss/ben", "bliss/cyr"]
    study.remove("bliss")
    rows.append("Bliss,2021,Dan,4")
    file = sheet(PEOPLE[0], *rows)
    [problem] = study.refused(lambda: study.take_table(file, title_year="Year", **OF_PEOPLE))
    assert problem["line"] == rows.index("Bliss,,Ada,1") + 2


def test_two_people_of_one_name_are_told_apart_by_who_plays_them(
    study: SheetStudy, sheet: Write
) -> None:
    head = "Film,Person,Actor,Age"
    two = sheet(head, "A,Nurse,Ann Oak,30", "A,Nurse,Eve Elm,40")
    assert study.take_table(two, performer="Actor", **OF_PEOPLE).made == {
        "titles": 1,
        "portrayals": 2,
    }
    assert ages(study) == {"a/nurse": "30", "a/nurse-2": "40"}
    number = study.number
    assert study.take_table(two, performer="Actor", **OF_PEOPLE).same == 2
    assert study.number == number
    [problem] = study.refused(
        lambda: study.take_table(sheet(head, "A,Nurse,,50"), performer="Actor", **OF_PEOPLE)
    )
    assert problem["candidates"] == ("a/nurse", "a/nurse-2")
    third = sheet("title,name,performer", "A,Nurse,Ida Ash", "A,Nurse,EVE ELM")
    study.take("portrayals", third)
    [notice] = study.notices
    assert notice == "Nurse of Ida Ash, in line 2, is another person than a/nurse of Ann Oak."
    assert study.units() == ["a", "a/nurse", "a/nurse-2", "a/nurse-3"]


def test_the_performer_of_a_person_who_has_none_is_a_change(
    study: SheetStudy, sheet: Write
) -> None:
    study.title("A")
    study.portrayal("a", "Nurse")
    file = sheet("Film,Person,Actor,Age", "A,Nurse,Ann Oak,30")
    done = study.take_table(file, performer="Actor", **OF_PEOPLE)
    assert (done.edited, done.made) == ({"portrayals": 1}, {})
    assert [row["performer"] for row in study.described("portrayals")] == ["Ann Oak"]


# Two studies, each with units of the same keys.


def fill(study: SheetStudy, year: str, seen: str) -> None:
    key = study.title("The Long Way", year=year)
    study.portrayal(key, "Ada")
    study.relationship(f"{key}/ada", "Ben")
    study.relationship(f"{key}/ada", None)
    show = study.title("Show", year=year, kind="tv-series")
    study.episodes(show, "S01E01..S01E02")
    study.annotate(key, f"seen={seen}", quote=f"of {year}")
    study.annotate(f"{key}/ada", f"age={year}")
    study.tag(f"{key}/ada/ben", "gift" if seen == "yes" else "dating", at="12:30")
    study.annotate(f"{key}/ada/general", "act=none")
    study.annotate(f"{show}/s01e02", "pace=slow" if seen == "yes" else "pace=quick")


WHAT = (*(f"{level}s" for level in LEVELS), "annotations")


def exchange(ana: SheetStudy, bea: SheetStudy, folder: Path) -> None:
    """Takes what Bea has into the study of Ana, which has units of the same keys; and again."""
    fill(ana, "1954", "yes")
    fill(bea, "1995", "no")
    own = of_units(ana, "")
    before = {what: ana.written(what).splitlines() for what in WHAT}
    for what in WHAT:
        file = folder / f"{what}.csv"
        file.write_text(bea.written(what), encoding="utf-8", newline="")
        ana.take(what, file, on_change="refuse")
        assert set(before[what]) <= set(ana.written(what).splitlines()), f"{what} of Ana's changed"
    assert years(ana) == {
        "show": 1954,
        "show-1995": 1995,
        "the-long-way": 1954,
        "the-long-way-1995": 1995,
    }
    assert of_units(ana, "-1995") == of_units(bea, "")
    assert of_units(ana, "") == own
    number = ana.number
    for what in WHAT:
        again = ana.take(what, folder / f"{what}.csv", on_change="refuse")
        assert (again.added, again.changed, again.made) == (0, 0, {})
    assert ana.number == number


def of_units(study: SheetStudy, ending: str) -> set[tuple[str, str]]:
    """The values of the units of the titles whose keys end so, without that ending."""
    found = set()
    for unit, _, _, value in study.said():
        head, slash, rest = unit.partition("/")
        if ending and head.endswith(ending):
            found.add((f"{head.removesuffix(ending)}{slash}{rest}", value))
        elif not ending and not head.endswith("-1995"):
            found.add((unit, value))
    return found


@pytest.mark.slow
def test_two_studies_with_units_of_the_same_keys_exchange(
    study: SheetStudy, other: SheetStudy, tmp_path: Path
) -> None:
    exchange(study, other, tmp_path)


@pytest.mark.postgresql
@pytest.mark.slow
def test_two_studies_exchange_on_a_server(
    other: SheetStudy, empty_postgresql_url: str, tmp_path: Path
) -> None:
    exchange(SheetStudy.made(empty_postgresql_url, tmp_path), other, tmp_path)


def test_a_unit_that_got_another_key_is_told(
    study: SheetStudy, other: SheetStudy, sheet: Write
) -> None:
    for each, year in ((study, "1954"), (other, "1995")):
        each.title("The Long Way", year=year)
        each.title("Bliss", year="1997")
    file = sheet(*other.written("titles").splitlines())
    study.take("titles", file)
    assert study.notices == [
        "bliss is another title here, so that of line 2 is bliss-1997; if they are the same: "
        "portrayals merge bliss-1997 bliss.",
        "the-long-way is another title here, so that of line 3 is the-long-way-1995.",
    ]


def test_what_is_the_same_under_another_uuid_is_refused_with_the_way_to_say_so(
    study: SheetStudy, other: SheetStudy, sheet: Write
) -> None:
    for each in (study, other):
        each.title("Prime", year="2005", ids=["imdb:tt0387514"])
    rows = other.written("titles").splitlines()
    [problem] = study.refused(lambda: study.take("titles", sheet(*rows)))
    assert problem["reason"] == (
        "prime is the same with another UUID; if they are the same, leave out the columns with "
        "UUIDs"
    )


def test_a_row_of_a_study_that_is_not_here_is_refused_though_its_key_is(
    study: SheetStudy, other: SheetStudy, tmp_path: Path
) -> None:
    fill(study, "1954", "yes")
    fill(other, "1995", "no")
    for what, column in (
        ("episodes", "title_uuid"),
        ("portrayals", "title_uuid"),
        ("relationships", "portrayal_uuid"),
        ("annotations", "unit"),
    ):
        file = tmp_path / f"{what}.csv"
        file.write_text(other.written(what), encoding="utf-8", newline="")
        problems = study.refused(partial(study.take, what, file, create=True))
        assert {each["column"] for each in problems} == {column}
        assert all("has the UUID" in each["reason"] for each in problems)


def test_a_person_of_another_uuid_whose_title_goes_by_its_key_is_refused(
    study: SheetStudy, sheet: Write
) -> None:
    study.title("The Long Way", year="1954")
    study.portrayal("the-long-way", "Ada")
    head, row = study.written("portrayals").splitlines()
    own = row.split(",")
    uuid = "11111111-1111-4111-8111-111111111111"
    file = sheet("key,uuid,title,name", f"the-long-way/ada,{uuid},the-long-way,Ada")
    [problem] = study.refused(lambda: study.take("portrayals", file))
    assert (problem["column"], problem["value"]) == ("uuid", uuid)
    assert "title_uuid" in problem["reason"]
    study.title("Bliss")
    moved = sheet(head, ",".join([*own[:2], "bliss", "", *own[4:]]))
    [problem] = study.refused(lambda: study.take("portrayals", moved))
    assert "is not beneath bliss" in problem["reason"]


def test_a_key_or_uuid_of_another_level_names_no_unit(study: SheetStudy, sheet: Write) -> None:
    study.title("Bliss")
    study.portrayal("bliss", "Ada")
    uuid = study.described("portrayals")[0]["uuid"]
    for row, reason in (
        (f",{uuid},Ada", "bliss/ada is a portrayal, not a title"),
        ("bliss/ada,,Ada", "bliss/ada is a portrayal, not a title"),
    ):
        file = sheet("key,uuid,name", row)
        assert told(study.refused(partial(study.take, "titles", file)))[0][2] == reason


@pytest.mark.parametrize("batch", [1, 500])
def test_a_row_without_the_year_may_mean_a_remake_that_comes_later(
    study: SheetStudy, sheet: Write, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portrayals.services.importing.sheet._BATCH", batch)
    study.title("Bliss", year="1997")
    rows = ["Bliss,,Ada,1", "Bliss,1997,Ben,2"]
    done = study.take_table(sheet(PEOPLE[0], *rows), title_year="Year", **OF_PEOPLE)
    assert done.made == {"portrayals": 2}
    file = sheet(PEOPLE[0], *rows, "Bliss,2021,Ada,4")
    [problem] = study.refused(lambda: study.take_table(file, title_year="Year", **OF_PEOPLE))
    assert told([problem]) == [
        (2, "Film", '"Bliss" may be that of line 4 too; say which by the year')
    ]


def test_what_a_spreadsheet_shows_for_a_failed_formula_is_no_name(
    study: SheetStudy, sheet: Write
) -> None:
    file = sheet("Film,Person,Age", "#REF!,Ada,30", "Prime,#N/A,40", "#1 Fan,#9,50")
    assert told(study.refused(lambda: study.take_table(file, **OF_PEOPLE))) == [
        (2, "Film", "#REF! is an error of the spreadsheet, not a name"),
        (3, "Person", "#N/A is an error of the spreadsheet, not a name"),
    ]
