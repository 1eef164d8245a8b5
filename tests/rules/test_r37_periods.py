"""Periods: NUMBERS R37."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import column, select, table
from teachers import School

from portrayals.history.transaction import read
from portrayals.results.count_options import Counted
from portrayals.study import Study

#: Whether a title, a person in it, and their relationship have a year of their own.
DATED = list(product([True, False], repeat=3))
OWN_YEARS = {"title": 1989, "portrayal": 1999, "relationship": 2009}


def dated(school: School, *has_year: bool) -> dict[str, str]:
    """The keys of a title, a person in it and their relationship, by level."""
    film, person, bond = (
        {"year": str(year)} if has else {}
        for has, year in zip(has_year, OWN_YEARS.values(), strict=True)
    )
    title = school.film(**film)
    portrayal = school.teacher(title, **person)
    return {
        "title": title,
        "portrayal": portrayal,
        "relationship": school.bond(portrayal, **bond),
    }


def period(has_year: tuple[bool, ...], level: str) -> int | None:
    """The nearest year upwards."""
    levels = list(OWN_YEARS)
    for place in range(levels.index(level), -1, -1):
        if has_year[place]:
            return OWN_YEARS[levels[place]]
    return None


@pytest.mark.parametrize("has_year", DATED)
@pytest.mark.parametrize("level", OWN_YEARS)
def test_r37_the_period_of_a_unit_is_its_own_year_else_the_nearest_above_it(
    school: School, has_year: tuple[bool, ...], level: str
) -> None:
    key, year = dated(school, *has_year)[level], period(has_year, level)
    for asked in OWN_YEARS.values():
        for query in (f"year:{asked}", f"decade:{asked // 10 * 10}s"):
            expected = "undetermined" if year is None else str(asked == year).lower()
            assert school.truth(key, query) == expected
    assert school.truth(key, "year:none") == str(year is None).lower()
    assert school.truth(key, "year:any") == str(year is not None).lower()


@pytest.mark.parametrize("level", ["portrayal", "relationship"])
def test_r37_groups_trends_lists_and_views_go_by_the_period(own_school: School, level: str) -> None:
    keys = {has_year: dated(own_school, *has_year)[level] for has_year in DATED}
    expected = {key: period(has_year, level) for has_year, key in keys.items()}
    told = sorted(year for year in expected.values() if year is not None)
    variable = "tenured:yes" if level == "portrayal" else "act:slap"
    for key in keys.values():
        own_school.annotate(key, "tenured=yes" if level == "portrayal" else "act=slap")

    by_year = own_school.stats(variable, by="year").rows
    groups = [row.group for row in by_year for _ in range(row.n)]
    assert groups[: len(told)] == [str(year) for year in told]
    assert groups[len(told) :] == [None] * (len(DATED) - len(told))
    by_decade = own_school.stats(variable, by="decade").rows
    assert [row.group for row in by_decade for _ in range(row.n)][: len(told)] == [
        f"{year // 10}0s" for year in told
    ]
    trend = Study(own_school.target).trend(variable, per="year")
    assert [int(row.group or 0) for row in trend.rows for _ in range(row.n)] == told

    listed = Study(own_school.target).list(f"{level}s", "year:any", sort="year").rows
    assert [expected[str(row["key"])] for row in listed] == told
    view = table(f"{level}_view", column("key"), column("year"))
    with read(own_school.target) as connection:
        found = {row.key: row.year for row in connection.execute(select(view))}
    assert found == expected


@pytest.mark.parametrize(
    ("aired", "year"), [("2004-10-07", 2004), ("2004-10", 2004), ("2004", 2004), (None, None)]
)
def test_r37_the_period_of_an_episode_is_that_in_which_it_aired(
    school: School, aired: str | None, year: int | None
) -> None:
    episode = school.episode(school.film(year="1999"), aired=aired)
    assert school.truth(episode, "year:1999") == ("undetermined" if year is None else "false")
    assert school.truth(episode, "decade:2000s") == ("undetermined" if year is None else "true")
    assert school.truth(episode, "year:none") == str(year is None).lower()


def test_r37_groups_of_episodes_go_by_when_they_aired(own_school: School) -> None:
    film = own_school.film(year="1999")
    for aired in ("2004-10-07", "2004-11", "2011", None):
        own_school.annotate(own_school.episode(film, aired=aired), "in-class=yes")
    rows = own_school.stats("in-class:yes", by="year").rows
    assert [(row.group, row.n) for row in rows] == [("2004", 2), ("2011", 1), (None, 1)]


@pytest.mark.parametrize("sort", ["year", "year-"])
def test_r37_lists_are_sorted_by_the_period_those_without_one_last(
    own_school: School, sort: str
) -> None:
    film = own_school.film(year="1999")
    aired = [None, "2011", "2004"]
    keys = [own_school.episode(film, aired=each) for each in aired]
    none, late, early = keys
    rows = Study(own_school.target).list("episodes", sort=sort).rows
    dated = [early, late] if sort == "year" else [late, early]
    assert [row["key"] for row in rows] == [*dated, none]


def test_r37_where_no_episode_is_of_a_year_those_of_episodes_are_told(own_school: School) -> None:
    film = own_school.film(year="1999")
    for aired in ("2004-10-07", "2011"):
        own_school.episode(film, aired=aired)
    found = Study(own_school.target).list("episodes", "year:1999")
    assert "The years are 2004 to 2011." in found.notes


RAN_ON = "that ran into a later decade"


@pytest.fixture
def series(own_school: School) -> School:
    """Of six titles, three are series that ran into a later decade; one of them is not coded."""
    years = [("1989", "1995"), ("1995", "2001"), ("1991", "1999"), ("1999", None)]
    titles = [own_school.film(year=year, end_year=end) for year, end in years]
    for title in titles:
        own_school.annotate(title, "shown-at-school=yes")
        own_school.annotate(own_school.bond(own_school.teacher(title)), "act=slap")
    own_school.bond(own_school.teacher(own_school.film(year="1979", end_year="1985")))
    dated = own_school.film(year="1990", end_year="2010")
    own_school.annotate(own_school.bond(own_school.teacher(dated, year="2003")), "act=slap")
    own_school.annotate(own_school.bond(own_school.teacher(dated), year="2003"), "act=slap")
    return own_school


def noted(result: Counted) -> list[str]:
    return [note for note in result.notes if "that ran into a later" in note]


@pytest.mark.parametrize("level", ["title", "relationship"])
def test_r37_it_is_noted_how_many_series_ran_on_after_the_period_they_are_counted_in(
    series: School, level: str
) -> None:
    study = Study(series.target)
    whole = 3 if level == "title" else 2  # of the third everybody has a year of their own
    told = [f"{whole} series {RAN_ON} are counted in the one they began in."]
    assert noted(study.stats("act:slap", by="decade", level=level)) == told
    assert noted(study.trend("act:slap", level=level)) == told
    assert noted(study.crosstab("act:slap", "decade", level=level)) == told
    by_year = noted(study.stats("act:slap", by="year", level=level))
    assert by_year == [
        f"{whole + 1} series that ran into a later year are counted in the one they began in."
    ]
    for without in (
        study.stats("act:slap", level=level),
        study.stats("act:slap", by="kind", level=level),
        study.crosstab("act:slap", "kind", level=level),
    ):
        assert noted(without) == []


def test_r37_of_a_series_of_which_nothing_is_coded_nothing_is_noted(series: School) -> None:
    shown = Study(series.target).stats("shown-at-school", by="decade")
    assert noted(shown) == [f"2 series {RAN_ON} are counted in the one they began in."]


def test_r37_of_periods_that_are_joined_the_series_that_ran_on_after_the_last(
    series: School,
) -> None:
    study = Study(series.target)
    joined = study.trend("shown-at-school", min_n=4)
    assert [row.group for row in joined.rows] == ["1970s–1990s"]
    assert noted(joined) == [f"1 series {RAN_ON} is counted in the one it began in."]


def test_r37_an_episode_counts_by_its_own_year_whenever_its_series_ran(own_school: School) -> None:
    title = own_school.film(year="1989", end_year="1995")
    for aired in ("1989", "1994"):
        own_school.annotate(own_school.episode(title, aired=aired), "in-class=yes")
    assert noted(Study(own_school.target).stats("in-class", by="decade")) == []


@pytest.mark.parametrize(
    ("years", "running", "expected"),
    [
        ((2005, 2014), "2010..2019", "true"),
        ((2005, 2014), "2010s", "true"),
        ((2005, 2014), "2014", "true"),
        ((2005, 2014), "2015", "false"),
        ((2005, 2014), "..2004", "false"),
        ((2005, 2014), "..2005", "true"),
        ((2005, 2014), "2014..", "true"),
        ((2005, 2014), "2007", "true"),
        ((2005, 2014), "1990s..2000s", "true"),
        ((2005, None), "2005", "true"),
        ((2005, None), "2006..", "false"),
        ((None, None), "2005", "undetermined"),
        ((None, None), "..2019", "undetermined"),
    ],
)
def test_r37_a_series_runs_from_its_first_year_to_its_last(
    school: School, years: tuple[int | None, int | None], running: str, expected: str
) -> None:
    first, last = ({} if each is None else {"year": str(each)} for each in years)
    end = {} if last == {} else {"end_year": last["year"], "kind": "tv-series"}
    film = school.film(**first, **end)
    assert school.truth(film, f"running:{running}") == expected
    assert school.truth(school.teacher(film), f"running:{running}") == expected


def test_r37_a_list_says_how_many_series_more_ran_in_the_years_asked_for(
    own_school: School,
) -> None:
    study = Study(own_school.target)
    for first, last in ((1999, 2004), (1995, 2000), (2000, 2009), (2011, 2012)):
        own_school.film(year=str(first), end_year=str(last), kind="tv-series")
    own_school.film(year="1998")

    def more(*query: str) -> list[str]:
        return [note for note in study.list("titles", *query).notes if "began earlier" in note]

    assert more("year:2000..2009", "kind:tv") == [
        "2 more series began earlier and ran in these years: "
        "portrayals list titles running:2000..2009 kind:tv"
    ]
    assert more("year:2000 OR decade:2010s") == [
        "2 more series began earlier and ran in these years: "
        "portrayals list titles 'running:2000 OR running:2010s'"
    ]
    for others in ("year:1995", "NOT year:2000..2009", "year:any", "kind:tv"):
        assert more(others) == []


def test_r37_a_list_of_titles_tells_of_those_in_which_a_unit_is_of_the_years_by_its_own(
    own_school: School,
) -> None:
    study = Study(own_school.target)
    for first, own, code in (
        (1999, "2001", "slap"),
        (1998, "2002", "praise"),
        (2001, "2011", "slap"),
    ):
        film = own_school.film(year=str(first), kind="film")
        bond = own_school.bond(own_school.teacher(film), year=own)
        own_school.annotate(bond, f"act={code}")

    def told(*query: str) -> list[str]:
        notes = study.list("titles", *query).notes
        return [note for note in notes if "by a year of its own" in note]

    line = "a relationship is of these years by a year of its own: portrayals list relationships"
    assert told("act:slap", "year:2000..2009") == [
        f"In 1 more title {line} act:slap year:2000..2009"
    ]
    assert told("act:slap,praise", "decade:2000s")[0].startswith(f"In 2 more titles {line}")
    assert told("act:slap", "year:1990..2019") == told("decade:2000s") == told("act:slap") == []
    assert told("NOT act:slap", "year:2000..2009")[0].startswith("In 1 more title a")
    both = own_school.teacher(own_school.film(year="2005", kind="film"))
    for name, code in (("Ann", "slap"), ("Bob", "praise")):
        own_school.annotate(own_school.relationship(both, name), f"act={code}")
    assert told("NOT act:slap", "year:2000..2009")[0].startswith("In 1 more title a")
    series = own_school.film(year="1997", end_year="2004", kind="tv-series")
    bond = own_school.bond(own_school.teacher(series), year="2003")
    own_school.annotate(bond, "act=slap")
    assert told("act:slap", "year:2000..2009")[0].startswith(f"In 2 more titles {line}")
    other = own_school.film(year="1996", end_year="2003", kind="tv-series")
    own_school.annotate(own_school.bond(own_school.teacher(other)), "act=praise")

    def ran_on(codes: str) -> str:
        notes = study.list("titles", codes, "year:2000..2009").notes
        [ran] = [note for note in notes if " series" in note]
        return ran.partition(" in these")[0]

    assert ran_on("act:slap") == "1 more series, 1 of them told above, began earlier and ran"
    assert ran_on("act:slap,praise") == "2 more series, 1 of them told above, began earlier and ran"
    assert ran_on("act:praise") == "1 more series began earlier and ran"
    by_title = study.stats("act:slap", level="title", where="act:slap year:2000..2009").notes
    assert any(line in note for note in by_title)


def test_r37_a_statistic_says_so_of_its_query_at_every_level(own_school: School) -> None:
    study = Study(own_school.target)
    for first, last, own in ((1999, 2004, None), (1995, 2001, "2001"), (2000, 2003, "1999")):
        film = own_school.film(year=str(first), end_year=str(last), kind="tv-series")
        teacher = own_school.teacher(film)
        bond = own_school.bond(teacher, **({} if own is None else {"year": own}))
        own_school.annotate(bond, "act=slap")

    def more(level: str, where: str = "kind:tv year:2000..2009") -> list[str]:
        notes = study.stats("act:slap", level=level, where=where).notes
        return [note for note in notes if "began earlier" in note]

    told = "more series began earlier and ran in these years: --where"
    own = "1 relationship counts by a year of its own: the title began earlier."
    assert more("title") == [f"2 {told} 'kind:tv running:2000..2009'"]
    assert more("relationship") == [own, f"1 {told} 'kind:tv running:2000..2009'"]
    assert more("relationship", "year:2001") == [own, f"2 {told} running:2001"]
    assert more("relationship", "year:1995..2001") == []


def test_r37_who_is_counted_in_a_year_of_their_own_is_told(own_school: School) -> None:
    for first, own in ((1989, 1992), (2005, 2011), (2001, 2009), (1999, None), (None, 1990)):
        film = own_school.film(**({} if first is None else {"year": str(first)}))
        bond = own_school.bond(
            own_school.teacher(film), **({} if own is None else {"year": str(own)})
        )
        own_school.annotate(bond, "act=slap")

    def told(**options: str) -> list[str]:
        notes = own_school.stats("act:slap", **options).notes
        return [note for note in notes if "counted in a year of" in note]

    of_two = "2 relationships are counted in a year of their own, not in that of the title."
    assert told(by="decade") == [of_two]
    assert told(by="year") == [of_two.replace("2 rel", "3 rel")]
    assert told(by="decade", where="year:2010..") == [
        "1 relationship is counted in a year of its own, not in that of the title."
    ]
    assert told(by="decade", level="title") == told() == told(by="kind") == []
    trend = Study(own_school.target).trend("act:slap")
    assert of_two in trend.notes
