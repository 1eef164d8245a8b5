"""Trends and comparisons of a small study: periods, questions, groups, and what is told of them."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from itertools import product
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from study import Study

import portrayals
from portrayals.errors import InvalidValue, PortrayalsError
from portrayals.history.transaction import write
from portrayals.results.compare import Comparison
from portrayals.results.stats import StatRow
from portrayals.results.trend import Trend
from portrayals.services.catalogue.people import add_portrayal
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import tag
from portrayals.services.statistics.trend import joined
from portrayals.services.study.info import describe

BOOK = dedent(
    """\
    codebook: cooks-on-screen
    version: 1.0
    variables:
      - {key: starred, level: title, type: boolean}
      - {key: cuisine, level: title, type: nominal, codes: [{key: french}, {key: thai}]}
      - {key: courses, level: title, type: number, min: 0}
      - {key: notes, level: title, type: text}
      - key: habit
        level: portrayal
        type: multi
        codes: [{key: shouts}, {key: throws}, {key: weeps}]
    """
)

#: The year of each title, whether it is starred, and the habits of its cooks.
FILMS: tuple[tuple[str | None, str | None, tuple[str, ...]], ...] = (
    ("1978", "yes", ("shouts", "throws;weeps")),
    ("1979", "no", ("none",)),
    ("1996", "yes", ("shouts;throws", "none", "-")),
    ("2004", None, ("weeps",)),
    (None, "yes", ("shouts",)),
)


@pytest.fixture(scope="module")
def cooks(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder = tmp_path_factory.mktemp("cooks")
    return filmed(str(folder / "study.db"), folder)


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A study with the same codebook, and nothing in it."""
    folder = tmp_path_factory.mktemp("nobody")
    made = Study(str(folder / "study.db"))
    made.apply(BOOK, folder)
    return made


def filmed(target: str, folder: Path) -> Study:
    """A new study of cooks on screen."""
    made = Study(target)
    made.apply(BOOK, folder)
    for place, (year, starred, habits) in enumerate(FILMS):
        film = made.title(f"Film {place}", **({} if year is None else {"year": year}))
        if starred is not None:
            made.annotate(film, f"starred={starred}")
        for number, habit in enumerate(habits):
            cook = made.portrayal(film, f"Cook {number}")
            if habit == "none":
                made.annotate(cook, "habit=none")
            elif habit != "-":
                made.tag(cook, *habit.split(";"))
    return made


def trended(study: Study, variable: str, **options: Any) -> Trend:
    return portrayals.open(study.target).trend(variable, **options)


def compared(study: Study, variable: str, where: str, versus: str, **options: Any) -> Comparison:
    return portrayals.open(study.target).compare(variable, where=where, versus=versus, **options)


def told(found: Trend | Comparison) -> list[tuple[str | None, int, int]]:
    return [(row.group, row.count, row.n) for row in found.rows]


def test_periods_without_a_unit_stand_between_those_that_have_some(cooks: Study) -> None:
    found = trended(cooks, "starred")
    assert told(found) == [("1970s", 1, 2), ("1980s", 0, 0), ("1990s", 1, 1), ("2000s", 0, 0)]
    empty = found.rows[1]
    assert (empty.percent, empty.low, empty.high, empty.method) == (None, None, None, None)
    assert set(empty.states.values()) == {0}


def test_by_year_every_year_is_a_period(cooks: Study) -> None:
    found = trended(cooks, "starred", per="year", where="year:..1999")
    assert [row.group for row in found.rows] == [str(year) for year in range(1978, 1997)]
    assert found.by == found.per == "year"


def test_units_without_a_year_are_in_no_period_and_counted(cooks: Study) -> None:
    found = trended(cooks, "starred")
    assert (found.total.count, found.n) == (2, 3)
    assert found.states is not None
    assert found.states["no-year"] == 1
    assert found.states["not-coded"] == 1
    assert any("1 title without a year" in note for note in found.notes)


def test_all_periods_together_are_the_sum_of_each(cooks: Study) -> None:
    found = trended(cooks, "habit:shouts,throws")
    assert found.level == "portrayal"
    assert told(found) == [("1970s", 2, 3), ("1980s", 0, 0), ("1990s", 1, 2), ("2000s", 0, 1)]
    assert (found.total.count, found.total.n, found.total.titles) == (3, 6, 4)
    assert found.total.states["not-coded"] == 1


def test_a_set_alone_asks_whether_there_is_any_code(cooks: Study) -> None:
    assert told(trended(cooks, "habit")) == [
        ("1970s", 2, 3),
        ("1980s", 0, 0),
        ("1990s", 1, 2),
        ("2000s", 1, 1),
    ]
    assert trended(cooks, "habit:none").total.count == 2


def test_a_code_written_twice_counts_once(cooks: Study) -> None:
    twice, once = (trended(cooks, spec) for spec in ("habit:weeps,weeps", "habit:weeps"))
    assert told(twice) == told(once)


def spans(sizes: str, least: int) -> list[str]:
    """Periods of one to nine units each, joined: their numbers of units, span by span."""
    zero = StatRow(*(None, "v", "c", "C", None, 0, 0, 0), *(None,) * 3, 0, 0, None, None, {})
    rows = [replace(zero, n=int(size), units=int(size)) for size in sizes]
    return ["".join(str(row.n) for row in span) for span in joined(rows, least)]


@pytest.mark.parametrize(
    ("sizes", "least", "found"),
    [
        ("1111", 0, ["1", "1", "1", "1"]),
        ("9111", 3, ["9", "111"]),
        ("1119", 3, ["111", "9"]),
        ("9129", 3, ["9", "12", "9"]),
        ("9128", 5, ["9", "128"]),  # the two together are too few; the smaller neighbour is joined
        ("91", 5, ["91"]),
        ("808", 1, ["8", "08"]),  # of two equal neighbours the later one
        ("0101", 5, ["0101"]),
        ("3", 5, ["3"]),
        ("", 5, []),
    ],
)
def test_thin_periods_join_their_neighbours_until_each_has_enough(
    sizes: str, least: int, found: list[str]
) -> None:
    assert spans(sizes, least) == found


@pytest.mark.parametrize("interval", ["auto", "bootstrap"])
@pytest.mark.parametrize(
    ("variable", "years"),
    [("starred", "1980..2009"), ("habit:shouts,throws", "1980..1999")],
)
def test_joined_periods_are_counted_as_one(
    cooks: Study, variable: str, years: str, interval: str
) -> None:
    folded = trended(cooks, variable, min_n=1, interval=interval)
    [span] = [row for row in folded.rows if "–" in str(row.group)]
    first, last = years.split("..")
    assert span.group == f"{first}s–{last[:3]}0s"
    restricted = trended(cooks, variable, where=f"year:{years}", interval=interval).total
    assert replace(span, group=None) == restricted


def test_r36_the_test_for_trend_is_of_single_periods_and_it_is_said(cooks: Study) -> None:
    single, folded = (trended(cooks, "habit", min_n=least) for least in (None, 3))
    assert told(folded) == [("1970s", 2, 3), ("1980s–2000s", 2, 3)]
    assert (folded.test, folded.clustered) == (single.test, single.clustered)
    assert folded.total == single.total
    assert folded.shown == ("Decades with fewer than 3 units are joined: 1980s–2000s.",)
    assert folded.notes[0] == folded.shown[0]
    assert "The test for trend uses single decades." in folded.notes
    assert not any("single decades" in note for note in single.notes)
    assert single.shown == ()


def test_years_are_joined_too_and_the_line_to_repeat_it_says_so(cooks: Study) -> None:
    folded = trended(cooks, "habit", per="year", min_n=2)
    assert told(folded) == [("1978", 2, 2), ("1979–2004", 2, 4)]
    assert "--min-n 2" in str(folded.provenance["command"])
    assert all(folded.joined)  # of few units each, as was asked
    assert not any(trended(cooks, "habit", per="year").joined)


def test_where_all_periods_together_are_few_they_are_one(cooks: Study) -> None:
    assert told(trended(cooks, "habit", min_n=99)) == [("1970s–2000s", 4, 6)]


@pytest.mark.parametrize(
    ("variable", "message"),
    [
        ("courses", "a number"),
        ("cuisine", "several codes"),
        ("habit:none,weeps", "cannot be combined"),
        ("notes", "is text"),
        ("habits", "not a variable"),
    ],
)
def test_what_has_no_share_is_refused_with_what_to_do(
    cooks: Study, variable: str, message: str
) -> None:
    for asked in (
        lambda: trended(cooks, variable),
        lambda: compared(cooks, variable, "year:..1999", "year:2000.."),
    ):
        with pytest.raises(PortrayalsError, match=message) as refused:
            asked()
        assert refused.value.hint or refused.value.candidates


def test_another_period_is_refused(cooks: Study) -> None:
    with pytest.raises(InvalidValue, match="not a period") as refused:
        trended(cooks, "starred", per="century")
    assert refused.value.hint == "one of year, decade"


@pytest.mark.parametrize("level", ["title", "portrayal"])
def test_where_nobody_is_there_is_no_period_and_no_test(nobody: Study, level: str) -> None:
    found = trended(nobody, "habit", level=level, where="year:1901")
    assert (found.rows, found.n, found.total.percent) == ((), 0, None)
    assert found.test.p is None
    assert found.sentence.startswith("It is not known whether ")


def test_a_convenience_sample_shows_no_trend_and_says_so(cooks: Study) -> None:
    for sampling in ("random", "convenience"):
        with write(cooks.target, actor="ana", command="db describe") as change:
            describe(change, [f"sampling={sampling}"])
        found = trended(cooks, "starred")
        told_of = [note for note in found.notes if "shows no trend" in note]
        assert bool(told_of) == found.no_trend == (sampling == "convenience")
    assert "cannot show a trend" in found.sentence
    study = portrayals.open(cooks.target)
    assert "cannot show a trend" in study.stats("starred", by="decade").sentence
    assert "cannot show a trend" not in study.stats("starred", by="cuisine").sentence
    assert "in 1 of 2 titles in the 1970s and 1 of 1 in the 1990s. In 2 of 3" in found.sentence


def test_where_all_are_of_one_period_no_trend_is_spoken_of(cooks: Study) -> None:
    with write(cooks.target, actor="ana", command="db describe") as change:
        describe(change, ["sampling=convenience"])
    found = trended(cooks, "starred", where="decade:1970s")
    assert not [note for note in found.notes if "no trend" in note]
    assert "represents no other titles." in found.sentence


@pytest.mark.parametrize(("films", "is_told"), [(10, True), (9, False)])
def test_a_difference_is_told_where_both_groups_have_ten_units(
    tmp_path: Path, films: int, is_told: bool
) -> None:
    study = Study(str(tmp_path / "study.db"))
    study.apply(BOOK, tmp_path)
    for year, number in (("1978", 10), ("1990", films)):
        for place in range(number):
            film = study.title(f"Film {year} {place}", year=year)
            study.annotate(film, f"starred={'yes' if place % 3 else 'no'}")
    sentence = compared(study, "starred", "year:..1979", "year:1980..").sentence
    assert ("percentage points" in sentence) == is_told


def test_each_group_is_told_by_its_query(cooks: Study) -> None:
    found = compared(cooks, "habit:shouts", "year:..1979", "year:1980..")
    assert told(found) == [("year:..1979", 1, 3), ("year:1980..", 1, 3)]
    assert (found.where, found.versus, found.n) == ("year:..1979", "year:1980..", 6)
    assert [each.name for each in found.sizes] == ["difference", "risk-ratio", "odds-ratio"]


def test_two_groups_are_told_on_one_base_and_open_ones_without_a_winner(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "study.db"))
    study.apply(BOOK, tmp_path)

    def cook(year: str, habit: str, *, complete: bool) -> None:
        film = study.title(f"Film {year}", year=year)
        study.tag(study.portrayal(film, "Cook"), habit, complete=complete)

    def sentence() -> str:
        return compared(study, "habit:shouts", "year:..1979", "year:1980..").sentence

    cook("1978", "shouts", complete=True)
    cook("1979", "shouts", complete=True)
    cook("1990", "weeps", complete=True)
    cook("1991", "shouts", complete=False)
    assert sentence().startswith("In 2 of 2 portrayals up to 1979, coders found")
    assert "against 1 of 2" in sentence()  # of whom nothing is open
    assert "either share" not in sentence()
    cook("1992", "weeps", complete=False)
    assert "against at least 1 of 3" in sentence()
    assert "either share" not in sentence()
    cook("1977", "weeps", complete=False)
    assert "either share" not in sentence()
    cook("1993", "shouts", complete=False)
    assert "from 1980 on; either share may be the larger." in sentence()


class Shouting(Study):
    """A study of cooks of whom some are known to shout, and some are known in part."""

    def cooks(self, year: int, shouting: int, others: int, in_part: dict[str, int]) -> None:
        """A film with so many cooks who shout, and who do not; and others by what is known."""
        film = self.title(f"Film {year}", year=str(year))
        whole = ["shouts"] * shouting + ["weeps"] * others
        with write(self.target, actor="ana", command="tag") as change:
            for place, habit in enumerate([*whole, *Counter(in_part).elements()]):
                [cook] = add_portrayal(change, film, f"Cook {place}").keys
                tag(change, cook, [habit], CodingOptions(complete=place < len(whole)))


@pytest.fixture(scope="module")
def shouting_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of such a study."""
    folder = tmp_path_factory.mktemp("shouting")
    study = Shouting(str(folder / "study.db"))
    study.apply(BOOK, folder)
    study.cooks(1980, 2, 8, {"weeps": 1})
    study.cooks(1990, 1, 9, {})
    return Path(study.target)


@pytest.fixture
def shouting(shouting_once: Path, tmp_path: Path) -> Shouting:
    return Shouting.at(shutil.copy(shouting_once, tmp_path))


def test_the_highest_of_groups_is_not_told_where_one_is_known_at_least(shouting: Shouting) -> None:
    def sentence() -> str:
        return portrayals.open(shouting.target).stats("habit:shouts", by="decade").sentence

    highest = "is highest in the 1980s, 2 of 10 (20 %; possible range 18 to 27 %), and lowest"
    assert f"{highest} in the 1990s, 1 of 10 (10 %). " in sentence()
    shouting.cooks(2000, 0, 5, {"shouts": 5, "weeps": 1})
    assert "highest" not in sentence()
    known = "at least 5 of 11 (possible range 45 to 55 %) in the 2000s."
    assert f"1 of 10 (10 %; none open) in the 1990s and {known}" in sentence()


def test_of_the_highest_and_the_lowest_of_groups_it_is_told_that_their_intervals_overlap(
    tmp_path: Path,
) -> None:
    study = Study(str(tmp_path / "study.db"))
    study.apply(BOOK, tmp_path)

    def sentence(*starred: int) -> str:
        """The sentence where so many of twenty films of each decade are starred."""
        for year, number in zip(("1980", "1990"), starred, strict=True):
            for place in range(20):
                film = study.title(f"Film {place} of {year}, {number}", year=year)
                study.annotate(film, f"starred={'yes' if place < number else 'no'}")
        return portrayals.open(study.target).stats("starred", by="decade").sentence

    told = sentence(12, 8)
    assert "highest in the 1980s, 12 of 20 (60 %; 95 % interval 39 to 78 %), and lowest in" in told
    assert told.endswith("8 of 20 (40 %; 95 % interval 22 to 61 %); their 95 % intervals overlap.")
    assert "overlap" not in sentence(20, 0)


def test_beside_a_group_known_at_least_a_share_has_its_possible_range(shouting: Shouting) -> None:
    shouting.cooks(2000, 0, 6, {"shouts": 5, "weeps": 1})
    shouting.cooks(1970, 2, 22, {"weeps": 1})
    told = compared(shouting, "habit:shouts", "decade:1970s", "decade:2000s").sentence
    assert "In 2 of 24 portrayals of the 1970s (8 %; possible range 8 to 12 %), " in told
    assert "against at least 5 of 12 (possible range 42 to 50 %) of the 2000s" in told
    assert "Another one is not counted." in told


def test_a_trend_says_how_many_its_periods_or_its_share_of_all_do_not_count(
    shouting: Shouting,
) -> None:
    def told() -> str:
        return portrayals.open(shouting.target).trend("habit:shouts").sentence

    assert "In all, another one is not counted." in told()
    shouting.cooks(2000, 0, 6, {"shouts": 5, "weeps": 1})
    assert "at least 5 of 12" in told()
    assert "In all, another one is not counted." in told()


def test_units_of_which_a_query_is_undetermined_are_left_out_by_each_query(cooks: Study) -> None:
    found = compared(cooks, "starred", "some(habit:weeps)", "NOT habit:weeps")
    assert found.states is not None
    assert found.states["where-undetermined"] == 1
    assert found.states["versus-undetermined"] == 1
    assert sum("it is open whether --" in note for note in found.notes) == 2


def test_a_unit_in_both_groups_is_refused_with_the_way_out(cooks: Study) -> None:
    with pytest.raises(InvalidValue, match="2 titles match both queries") as refused:
        compared(cooks, "starred", "year:..1999", "year:1979..")
    assert refused.value.hint is not None
    assert "--versus '(year:1979..) NOT (year:..1999)'" in refused.value.hint
    with pytest.raises(InvalidValue) as refused:
        compared(cooks, "starred", "Film 1", "name:film or prime")
    assert '--versus \'(name:film OR "prime") NOT ("Film 1")\'' in str(refused.value.hint)
    found = compared(cooks, "starred", "year:..1999", "(year:1979..) NOT (year:..1999)")
    assert told(found)[0] == ("year:..1999", 2, 3)


@pytest.mark.parametrize("variable", ["starred", "habit:weeps"])
def test_a_group_without_a_unit_has_no_share_and_nothing_is_tested(
    nobody: Study, variable: str
) -> None:
    found = compared(nobody, variable, "year:1901", "year:..1999")
    assert (found.rows[0].n, found.rows[0].percent) == (0, None)
    assert {each.value for each in found.sizes} == {None}
    assert found.test.p is None


def test_a_query_that_restricts_by_what_is_counted_is_told_of(cooks: Study) -> None:
    found = compared(cooks, "starred", "starred:yes", "starred:no")
    said = [note for note in found.notes if "selects by starred" in note]
    assert [note.split()[0] for note in said] == ["--where", "--versus"]


@pytest.mark.postgresql
def test_postgresql_tells_the_same(cooks: Study, empty_postgresql_url: str, tmp_path: Path) -> None:
    other = filmed(empty_postgresql_url, tmp_path)
    ways = product(("title", "portrayal"), ("auto", "bootstrap"))
    for variable, (level, interval) in product(("starred", "habit", "habit:shouts,throws"), ways):
        how = {"level": level, "interval": interval}
        found, same = (trended(each, variable, **how) for each in (cooks, other))
        assert (same.rows, same.total) == (found.rows, found.total)
        folded, alike = (trended(each, variable, min_n=2, **how) for each in (cooks, other))
        assert alike.rows == folded.rows
        assert (same.test, same.clustered) == (found.test, found.clustered)
        groups = (variable, "year:..1979", "year:1980..")
        one, two = (compared(each, *groups, **how) for each in (cooks, other))
        assert (two.rows, two.sizes, two.test) == (one.rows, one.sizes, one.test)
