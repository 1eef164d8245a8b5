"""Who is counted: NUMBERS R1 to R5."""

from __future__ import annotations

from pathlib import Path

import pytest
from study import Study
from teachers import BOOK, School

import portrayals
from portrayals.results.stats import StatRow


def screened(school: School, year: str) -> None:
    """Five titles of a year, one of each result of screening; each but one with a relationship."""
    for status in ("pending", "in", "none", "out", "unavailable"):
        film = school.film(year=year)
        if status != "none":
            school.bond(school.teacher(film))
        if status != "pending":
            school.screen(film, status)


def test_r01_titles_screened_out_or_unavailable_are_not_counted(school: School) -> None:
    screened(school, "1901")
    row = school.row("made-by:state", where="year:1901")
    assert row.n + sum(row.states.values()) == 3


def test_r01_units_beneath_such_titles_are_not_counted_either(school: School) -> None:
    screened(school, "1902")
    row = school.row("act:slap", where="year:1902")
    assert row.n + sum(row.states.values()) == 2


def test_r01_an_overview_says_how_many_titles_are_not_screened(own_school: School) -> None:
    screened(own_school, "1903")
    own_school.film()
    notes = own_school.stats().notes
    assert any("2 of 6" in note and "not been screened" in note for note in notes)


@pytest.mark.slow
def test_r01_a_figure_says_it_only_where_titles_are_screened_at_all(tmp_path: Path) -> None:
    study = portrayals.init(tmp_path / "study.db", actor="ana")
    for name in ("Prime", "Mumford"):
        study.add_title(name)
    told = "not been screened"

    def says_it() -> list[bool]:
        found = (study.stats(), study.stats("based-on"), study.crosstab("based-on", "kind"))
        return [told in " ".join(each.notes) for each in found]

    assert says_it() == [True, False, False]
    study.screen("prime", "in")
    assert says_it() == [True, True, True]
    study.screen("mumford", "out")
    assert says_it() == [False, False, False]


def test_r02_a_settled_value_is_in_n_whatever_it_is(school: School) -> None:
    bond = school.coded("act=slap")
    assert school.outcomes(bond, "act", "slap", "praise") == ["yes", "no"]


def test_r02_a_settled_none_is_in_n_of_every_code(school: School) -> None:
    bond = school.coded("act=none")
    codes = ("harm", "violence", "slap", "praise", "help")
    assert school.outcomes(bond, "act", *codes) == ["no"] * 5


def test_r02_none_is_a_value_with_a_row_of_its_own(school: School) -> None:
    assert school.outcome(school.coded("act=none"), "act:none") == "yes"
    assert school.outcome(school.coded("act=slap"), "act:none") == "no"


@pytest.mark.parametrize("state", ["cannot-tell", "not-applicable", "unavailable"])
def test_r03_a_state_that_a_coder_gave_is_counted_by_its_name(school: School, state: str) -> None:
    bond = school.coded(f"act={state}")
    assert school.outcomes(bond, "act", "slap", "harm", "none") == [state] * 3


def test_r03_not_coded(school: School) -> None:
    assert school.outcomes(school.bond(), "act", "slap", "none") == ["not-coded"] * 2


def test_r03_unsettled(school: School) -> None:
    bond = school.bond()
    school.votes(bond, ana="act=slap", bea="act=none")
    assert school.outcomes(bond, "act", "slap", "none") == ["unsettled"] * 2


def test_r03_undetermined_is_said_of_a_leaf_whose_parent_alone_was_assigned(school: School) -> None:
    assert school.outcome(school.coded("act=violence"), "act:slap") == "undetermined"


def test_r03_undetermined_is_said_of_a_derived_variable(school: School) -> None:
    assert school.outcome(school.coded("act=ignore"), "doubtful-help:no") == "undetermined"


def test_r03_incomplete(school: School) -> None:
    teacher = school.teacher()
    school.coded("act=slap", teacher=teacher)
    school.bond(teacher)
    assert school.outcomes(teacher, "act", "slap", "none") == ["incomplete"] * 2


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> School:
    """Relationships in every state there is, and titles with and without them."""
    school = School.made(tmp_path_factory.mktemp("mixed"))
    teacher = school.teacher()
    for value in ("slap", "violence", "maybe:slap", "maybe:scorn;help", "none", "not-applicable"):
        school.coded(f"act={value}", teacher=teacher)
    for value in ("cannot-tell", "unavailable"):
        school.coded(f"act={value}", teacher=teacher)
    school.bond(teacher)
    split = school.bond(teacher)
    school.votes(split, ana="act=slap", bea="act=help", cai="act=cannot-tell")
    school.coded("act=slap", "begun-by=pupil", "hurt=bad", "punished=yes")
    school.teacher()
    school.screen(school.film(), "none")
    return school


@pytest.mark.parametrize(("level", "units"), [("relationship", 11), ("portrayal", 3), ("title", 4)])
def test_r03_n_and_the_states_of_each_row_are_the_units_of_the_level(
    mixed: School, level: str, units: int
) -> None:
    variables = ("act", "begun-by", "hurt", "punished", "harmful", "gravity", "doubtful-help")
    found = mixed.stats(*variables, level=level)
    assert {row.n + sum(row.states.values()) for row in found.rows} == {units}


def test_r03_n_and_the_states_of_the_whole_are_those_of_its_variable(mixed: School) -> None:
    found = mixed.stats("act")
    assert found.n is not None
    assert found.states is not None
    # The three answers of the unit on which coders differ are two values: its state is settled.
    assert found.n == 7
    assert {state: number for state, number in found.states.items() if number} == {
        "not-applicable": 1,
        "cannot-tell": 1,
        "unavailable": 1,
        "not-coded": 1,
    }


def test_r03_units_left_out_by_an_undetermined_query_are_counted_by_name(mixed: School) -> None:
    found = mixed.stats("act", where="act:slap")
    assert found.n == 2
    assert found.states is not None
    # The violence, the maybe, those that cannot be told, seen, are not coded, and the split one.
    assert found.states["where-undetermined"] == 6


@pytest.mark.parametrize("answer", ["slap", "slap;help", "ignore", "none", "maybe:help;slap"])
def test_r04_whatever_code_is_found_the_unit_is_in_n_of_praise(school: School, answer: str) -> None:
    assert school.outcome(school.coded(f"act={answer}"), "act:praise") == "no"


def test_r04_a_code_found_does_not_bring_an_incomplete_unit_into_n(school: School) -> None:
    film = school.film()
    school.coded("act=slap", teacher=school.teacher(film))
    school.bond(school.teacher(film))
    assert school.outcomes(film, "act", "slap", "help") == ["incomplete"] * 2


def test_r04_a_code_found_does_not_bring_a_screened_out_title_into_n(school: School) -> None:
    film = school.film()
    school.coded("act=slap", teacher=school.teacher(film))
    school.screen(film, "out")
    assert school.truth(film, "act:slap") == "false"


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> School:
    """Units coded by the first version; codes and a property were added since."""
    folder = tmp_path_factory.mktemp("revised")
    school = School.made(folder)
    for value in ("act=slap", "act=praise", "act=none", "act=violence", "act=cannot-tell"):
        school.coded(value)
    later = (
        BOOK.replace("version: 1.0", "version: 1.1")
        .replace("- {key: help}", "- {key: gossip, properties: {class: sly}}\n      - {key: help}")
        .replace("- {key: ignore}", "- {key: ignore}\n              - {key: jeer}")
        .replace(
            "- {key: cane,",
            "- {key: shove, properties: {class: grave}}\n              - {key: cane,",
        )
        .replace("properties: {class: kind}", "properties: {class: kind, tone: warm}")
    )
    school.apply(later, folder)
    return school


def old(school: School, value: str) -> str:
    """The relationship that was coded so by the first version."""
    order = ["slap", "praise", "none", "violence", "cannot-tell"]
    return school.units("relationship")[order.index(value)]


@pytest.mark.parametrize("value", ["slap", "praise", "none"])
@pytest.mark.parametrize("code", ["gossip", "jeer", "shove"])
def test_r05_a_code_added_later_does_not_turn_old_units_into_noes(
    revised: School, value: str, code: str
) -> None:
    assert revised.outcome(old(revised, value), f"act:{code}") == "not-coded"


def test_r05_n_belongs_to_the_row(revised: School) -> None:
    bond = old(revised, "slap")
    assert revised.outcomes(bond, "act", "slap", "help", "gossip") == ["yes", "no", "not-coded"]


def test_r05_a_parent_assigned_before_a_code_was_there_says_nothing_of_it(revised: School) -> None:
    bond = old(revised, "violence")
    assert revised.outcomes(bond, "act", "slap", "shove") == ["undetermined", "not-coded"]


def test_r05_a_query_for_the_later_code_is_undetermined_of_old_units(revised: School) -> None:
    assert revised.truth(old(revised, "slap"), "act:gossip") == "undetermined"


def test_r05_a_state_given_before_a_code_was_there_says_nothing_of_it(revised: School) -> None:
    bond = old(revised, "cannot-tell")
    assert revised.outcomes(bond, "act", "slap", "gossip") == ["cannot-tell", "not-coded"]


def test_r05_what_is_coded_by_the_later_version_counts(revised: School) -> None:
    assert revised.outcome(revised.coded("act=gossip"), "act:gossip") == "yes"
    assert revised.outcome(revised.coded("act=help"), "act:gossip") == "no"


@pytest.mark.parametrize("value", ["slap", "praise", "none"])
def test_r05_a_property_given_to_old_codes_is_told_of_old_units(
    revised: School, value: str
) -> None:
    # Whoever looked for praise has answered whether there was an act of a warm tone.
    expected = "true" if value == "praise" else "false"
    assert revised.truth(old(revised, value), "act.tone:warm") == expected


def test_r05_a_property_that_came_with_a_later_code_was_not_asked_of_old_units(
    revised: School,
) -> None:
    assert revised.truth(old(revised, "slap"), "act.class:sly") == "undetermined"
    # Another code that carries what was there before leaves it answered.
    assert revised.truth(old(revised, "praise"), "act.class:grave") == "false"


def test_r05_a_parent_put_over_old_codes_has_no_noes_and_no_yeses_from_them(
    own_school: School, tmp_path: Path
) -> None:
    school = own_school
    with_it, without = school.coded("act=help"), school.coded("act=slap")
    school.apply(
        BOOK.replace("version: 1.0", "version: 1.1").replace(
            "- {key: help}", "- {key: good, codes: [{key: help}, {key: advice}]}"
        ),
        tmp_path,
    )
    found = [school.outcome(bond, "act:good") for bond in (with_it, without)]
    assert found == ["not-coded", "not-coded"]


def test_r05_two_coders_by_two_versions_settle_a_later_code_by_the_one_who_was_asked(
    own_school: School, tmp_path: Path
) -> None:
    school = own_school
    first, second = school.bond(), school.bond()
    school.annotate(first, "act=slap")
    school.annotate(second, "act=slap")
    later = BOOK.replace("version: 1.0", "version: 1.1").replace(
        "- {key: help}", "- {key: gossip}\n      - {key: help}"
    )
    school.apply(later, tmp_path)
    school.annotate(first, "act=slap;gossip", actor="bea")
    school.annotate(second, "act=slap", actor="bea")
    assert school.outcomes(first, "act", "slap", "gossip") == ["yes", "yes"]
    assert school.outcomes(second, "act", "slap", "gossip") == ["yes", "no"]


def test_r05_a_code_switched_off_counts_nothing(tmp_path: Path) -> None:
    school = School.made(tmp_path, BOOK.replace("- {key: help}", "- {key: help, active: no}"))
    bond = school.coded("act=slap")
    rows = [row for row in school.stats("act").rows if isinstance(row, StatRow)]
    assert [row.n for row in rows if row.code == "help"] in ([], [0])
    assert school.outcome(bond, "act:praise") == "no"


def test_r05_none_denies_only_codes_that_are_switched_on(tmp_path: Path) -> None:
    study = Study(str(tmp_path / "study.db"))
    text = """\
codebook: acts
version: "{version}"
variables:
  - key: act
    level: title
    type: multi
    codes: [{{key: kiss}}, {{key: old, active: {active}}}]
  - {{key: how, level: title, type: boolean, asked_when: "act:any"}}
"""
    study.apply(text.format(version=1, active="no"), tmp_path)
    title = study.title("One")
    study.annotate(title, "act=none")
    assert [(row.code, row.count, row.n) for row in study.stats("act").rows if row.n] == [
        ("kiss", 0, 1),
        ("none", 1, 1),
    ]
    assert study.stats("how").rows[0].states["not-applicable"] == 1
    study.apply(text.format(version=2, active="yes"), tmp_path)
    [none] = [row for row in study.stats("act").rows if row.code == "none"]
    assert (none.n, none.states["not-coded"]) == (0, 1)
