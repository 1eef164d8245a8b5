"""What an interval makes of the units of one title: NUMBERS R35."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from teachers import School

from portrayals.results.stats import NumberRow
from portrayals.study import Study

INDEPENDENT = "treat units of one title as independent"
ALONE = "A share of units from a single title has no interval; --interval wilson gives one that"


def acts(school: School, *titles: Sequence[str], year: str = "1999") -> None:
    """Titles with the acts of their relationships, which one teacher has each."""
    for title in titles:
        film = school.film(year=year)
        for act in title:
            teacher = school.teacher(film)
            subject = "arts" if act == "slap" else "sport"
            school.annotate(teacher, f"subject={subject}")
            school.coded(f"act={act}", teacher=teacher)


def told(notes: Sequence[str], words: str) -> list[str]:
    return [note for note in notes if words in note]


@pytest.mark.parametrize("interval", ["wilson", "exact"])
def test_r35_units_of_a_title_taken_for_independent_are_told(
    own_school: School, interval: str
) -> None:
    acts(own_school, ("slap", "help"), ("slap", "slap"))
    [note] = told(own_school.stats("act:slap", interval=interval).notes, INDEPENDENT)
    assert note.startswith(f"Intervals ({interval}) ")
    study = Study(own_school.target)
    assert told(study.trend("act:slap", interval=interval).notes, INDEPENDENT)
    for groups in (("act:slap", "act:help"), ("subject:arts", "subject:sport")):
        found = study.compare("act", where=groups[0], versus=groups[1], interval=interval)
        assert told(found.notes, INDEPENDENT)
    assert told(study.cooccur("act", interval=interval).notes, INDEPENDENT) == []  # no pair


def test_r35_where_no_title_has_two_units_or_titles_are_counted_nothing_is_assumed(
    own_school: School,
) -> None:
    acts(own_school, ("slap",), ("help",), ("none",))
    assert not told(own_school.stats("act:slap", interval="wilson").notes, INDEPENDENT)
    acts(own_school, ("slap", "slap"))
    assert told(own_school.stats("act:slap", interval="wilson").notes, INDEPENDENT)
    titles = own_school.stats("act:slap", level="title", interval="wilson")
    assert not told(titles.notes, INDEPENDENT)
    assert not told(own_school.stats("act:slap").notes, INDEPENDENT)


def test_r35_the_codes_of_a_pair_are_told_too(own_school: School) -> None:
    acts(own_school, ("slap;help", "slap;help", "slap"), ("help", "none"))
    found = Study(own_school.target).cooccur("act:slap,help", interval="exact")
    assert told(found.notes, INDEPENDENT)
    assert "code_deff" in found.to_dict()["rows"][0]


@pytest.mark.parametrize("interval", ["auto", "cluster", "bootstrap"])
def test_r35_of_one_title_a_share_has_no_interval_and_the_note_names_wilson(
    own_school: School, interval: str
) -> None:
    acts(own_school, ("slap", "help", "none", "slap;help"))
    study = Study(own_school.target)
    found = study.stats("act:slap", interval=interval)
    [row] = found.rows
    assert (row.n, row.low, row.high, row.method, row.deff) == (4, None, None, None, None)
    [note] = told(found.notes, ALONE)
    assert note.endswith("treats its units as independent.")
    assert not told(found.notes, "fewer than 30")
    by_period = study.trend("act:slap", interval=interval)
    assert (by_period.rows[0].low, by_period.total.low) == (None, None)
    assert told(by_period.notes, ALONE)
    pairs = study.cooccur("act", interval=interval)
    assert (pairs.rows[0].code_low, pairs.rows[0].other_low, pairs.rows[0].methods) == (
        None,
        None,
        (),
    )
    assert told(pairs.notes, ALONE)
    groups = study.compare("act:help", where="act:slap", versus="NOT act:slap", interval=interval)
    assert [each.low for each in (*groups.rows, *groups.sizes)] == [None] * 5
    assert told(groups.notes, ALONE)
    assert groups.test.p is None


def test_r35_a_title_beside_others_has_the_interval_that_they_have_together(
    own_school: School,
) -> None:
    acts(own_school, ("slap", "help", "slap"))
    acts(own_school, ("slap", "help"), ("none", "help"), year="2005")
    found = Study(own_school.target).trend("act:slap")
    assert [row.low is None for row in found.rows] == [True, False]
    assert found.total.low is not None
    assert told(found.notes, ALONE)


def test_r35_of_one_title_a_table_has_no_interval_and_says_so(own_school: School) -> None:
    acts(own_school, ("slap", "help", "none", "slap;help"))
    found = Study(own_school.target).crosstab("act:slap", "act:help")
    assert [each.low for each in found.effects] == [None] * len(found.effects)
    assert found.effects[0].value is not None
    assert found.tests[0].p is None
    assert told(found.notes, "All units are from one title: no test by title and no interval")
    assert told(found.notes, "as stats --interval wilson does")


def test_r35_a_mean_of_one_title_has_no_interval_and_says_so(own_school: School) -> None:
    film = own_school.film()
    for pupils in (3, 5):
        own_school.annotate(own_school.teacher(film), f"pupils={pupils}")
    found = own_school.stats("pupils")
    [row] = found.rows
    assert isinstance(row, NumberRow)
    assert (row.low, row.high, row.titles) == (None, None, 1)
    assert told(found.notes, "A mean of units from a single title has no interval.")


def test_r35_the_design_effect_stands_in_every_clustered_row(own_school: School) -> None:
    # Four titles of three alike, half of them yes: V = 1/12, and of independent units 1/44.
    acts(own_school, *(("slap",) * 3, ("help",) * 3) * 2)
    study = Study(own_school.target)
    for interval in ("auto", "wilson", "bootstrap"):
        found = study.stats("act:slap,mock", interval=interval)
        slap, mock = (row.to_dict() for row in found.rows)
        assert slap["deff"] == pytest.approx(11 / 3)
        assert mock["deff"] is None  # of 0 of 12
        assert told(found.notes, "Units of one title are alike (design effect 3.7)")
    assert study.trend("act:slap").to_dict()["rows"][0]["deff"] == pytest.approx(11 / 3)
    assert study.stats("act:slap", level="title").rows[0].deff is None
    assert study.trend("act:slap", level="title").rows[0].deff is None


def test_r35_a_design_effect_of_less_than_two_needs_no_note(own_school: School) -> None:
    acts(own_school, ("slap", "help"), ("slap", "none"), ("help", "slap"), ("slap", "slap"))
    found = own_school.stats("act:slap")
    assert found.rows[0].deff is not None
    assert found.rows[0].deff < 2
    assert not told(found.notes, "design effect")


def test_r35_a_mean_has_a_design_effect_too(own_school: School) -> None:
    for numbers in ((3, 3), (9, 9), (3, 3), (9, 9)):
        film = own_school.film()
        for number in numbers:
            own_school.annotate(own_school.teacher(film), f"pupils={number}")
    found = own_school.stats("pupils")
    # V = 4/3 * 4 * 6^2 / 64 = 3; of eight independent ones 72/7 / 8.
    assert found.rows[0].deff == pytest.approx(3 / (72 / 7 / 8))
    assert told(found.notes, "design effect 2.3")
