"""From lower to higher level: NUMBERS R12 to R16."""

from __future__ import annotations

import pytest
from teachers import School

from portrayals.errors import InvalidQuery, InvalidValue
from portrayals.results.stats import StatRow
from portrayals.study import Study


def family(school: School, *acts: str) -> tuple[str, str]:
    """A title and its one portrayal, with a relationship for each act (`-` is not coded)."""
    film = school.film()
    teacher = school.teacher(film)
    for act in acts:
        if act == "-":
            school.bond(teacher)
        else:
            school.coded(f"act={act}", teacher=teacher)
    return film, teacher


@pytest.mark.parametrize("above", [0, 1], ids=["title", "portrayal"])
@pytest.mark.parametrize(
    ("acts", "slap"),
    [
        (("slap",), "yes"),
        (("slap", "none"), "yes"),
        (("help", "none"), "no"),
        (("slap", "-"), "incomplete"),
        (("slap", "cannot-tell"), "incomplete"),
        (("slap", "unavailable"), "incomplete"),
        (("help", "violence"), "incomplete"),
        (("help", "maybe:slap"), "incomplete"),
        (("help", "not-applicable"), "no"),
        (("slap", "not-applicable"), "yes"),
        (("not-applicable", "not-applicable"), "not-applicable"),
        (("not-applicable", "-"), "incomplete"),
    ],
)
def test_r12_it_is_in_n_when_each_unit_beneath_is_in_n_or_not_applicable(
    school: School, acts: tuple[str, ...], slap: str, above: int
) -> None:
    assert school.outcome(family(school, *acts)[above], "act:slap") == slap


def test_r12_an_unsettled_unit_beneath_makes_it_incomplete_at_that_code_alone(
    school: School,
) -> None:
    film, teacher = family(school, "help")
    school.votes(school.bond(teacher), ana="act=slap", bea="act=mock")
    assert school.outcomes(film, "act", "slap", "harm", "praise") == ["incomplete", "yes", "no"]


def test_r12_a_portrayal_without_relationships_has_no_unit(school: School) -> None:
    assert school.outcomes(school.teacher(), "act", "slap", "none") == ["no-unit"] * 2


def test_r12_a_title_without_anybody_has_no_unit(school: School) -> None:
    film = school.film()
    assert school.outcomes(film, "act", "slap", "none") == ["no-unit"] * 2
    assert school.outcome(film, "subject:arts") == "no-unit"


def test_r12_a_portrayal_without_relationships_makes_its_title_incomplete(school: School) -> None:
    film, _ = family(school, "slap")
    school.teacher(film)
    assert school.outcomes(film, "act", "slap", "none") == ["incomplete"] * 2


def state_listed(school: School, film: str) -> object:
    """The state of `act` that a list of titles shows."""
    (row,) = [row for row in school.list("titles").rows if row["key"] == film]
    return row["findings"]["act"]["state"]


def test_r12_a_list_shows_as_incomplete_what_is_not_coded_everywhere_beneath(
    school: School,
) -> None:
    film, _ = family(school, "slap")
    assert state_listed(school, film) == "coded"
    school.teacher(film)
    assert state_listed(school, film) == "incomplete"
    assert state_listed(school, family(school, "slap", "-")[0]) == "incomplete"


def test_r12_nothing_but_a_portrayal_without_relationships_is_incomplete(school: School) -> None:
    film, _ = family(school)
    assert school.outcome(film, "act:slap") == "incomplete"


def test_r12_it_does_not_make_the_title_incomplete_for_what_portrayals_are_asked(
    school: School,
) -> None:
    film, teacher = family(school)
    school.annotate(teacher, "subject=arts")
    assert school.outcome(film, "subject:arts") == "yes"


def test_r13_it_has_a_code_if_any_unit_beneath_has_it(school: School) -> None:
    film, _ = family(school, "none", "slap", "help")
    codes = ("slap", "help", "praise", "harm", "none")
    assert school.outcomes(film, "act", *codes) == ["yes", "yes", "no", "yes", "no"]


def test_r13_it_is_none_if_each_unit_beneath_is_none(school: School) -> None:
    film, _ = family(school, "none", "none")
    assert school.outcomes(film, "act", "none", "slap") == ["yes", "no"]


def test_r13_a_title_screened_none_counts_as_coded_none(school: School) -> None:
    film = school.film()
    school.screen(film, "none")
    assert school.outcomes(film, "act", "slap", "help", "none") == ["no", "no", "yes"]


def test_r13_a_list_shows_the_none_of_a_title_screened_none(school: School) -> None:
    film = school.film()
    school.screen(film, "none")
    (row,) = [row for row in school.list("titles").rows if row["key"] == film]
    assert row["findings"]["act"] == {"state": "none", "codes": [], "labels": []}


@pytest.mark.parametrize("spec", ["subject:arts", "tenured:no", "begun-by:pupil", "harmful:no"])
def test_r13_a_title_screened_none_is_not_applicable_for_other_types(
    school: School, spec: str
) -> None:
    film = school.film()
    school.screen(film, "none")
    assert school.outcome(film, spec) == "not-applicable"


def test_r13_a_title_screened_none_is_not_applicable_for_ordinals_and_numbers(
    school: School,
) -> None:
    film = school.film()
    school.screen(film, "none")
    assert school.outcome(film, "hurt:bad") == "not-applicable"
    assert school.number(film, "pupils", rollup="sum") == "not-applicable"


def test_r13_a_title_screened_in_with_nobody_in_it_is_not_coded_none(school: School) -> None:
    film = school.film()
    school.screen(film, "in")
    assert school.outcome(film, "act:none") == "no-unit"


def test_r13_a_portrayal_in_which_nothing_was_found_has_the_general_relationship(
    school: School,
) -> None:
    film, teacher = family(school)
    general = school.relationship(teacher, None)
    assert general == f"{teacher}/general"
    school.annotate(general, "act=none")
    assert school.outcomes(teacher, "act", "none", "slap") == ["yes", "no"]
    assert school.outcomes(film, "act", "none", "slap") == ["yes", "no"]


def test_r13_the_codebook_names_the_general_relationship(school: School) -> None:
    general = school.relationship(school.teacher(), None)
    names = {row["key"]: row["name"] for row in school.list("relationships").rows}
    assert names[general] == "pupils"


def test_r14_a_nominal_rolls_up_as_the_set_of_values_beneath(school: School) -> None:
    film = school.film()
    for subject in ("arts", "sport", "arts"):
        school.annotate(school.teacher(film), f"subject={subject}")
    assert school.outcomes(film, "subject", "science", "arts", "sport") == ["no", "yes", "yes"]


def test_r14_a_boolean_rolls_up_as_the_set_of_values_beneath(school: School) -> None:
    film = school.film()
    for tenured in ("yes", "no"):
        school.annotate(school.teacher(film), f"tenured={tenured}")
    assert school.outcomes(film, "tenured", "yes", "no") == ["yes", "yes"]


def test_r14_rows_that_overlap_say_so(school: School) -> None:
    notes = school.stats("subject", level="title").notes
    assert any("overlap" in note for note in notes)
    assert not any("overlap" in note for note in school.stats("subject").notes)


@pytest.mark.parametrize("variable", ["standing", "pupils"])
def test_r14_without_a_rule_an_ordinal_or_number_is_refused_at_a_higher_level(
    school: School, variable: str
) -> None:
    with pytest.raises(InvalidValue):
        school.stats(variable, level="title")


def hurts(school: School, film: str | None = None) -> str:
    """A portrayal with three settled hurts beneath it."""
    teacher = school.teacher(film)
    for hurt in ("slight", "worst", "slight"):
        school.coded(f"hurt={hurt}", teacher=teacher)
    return teacher


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (None, ["no", "no", "yes"]),
        ("max", ["no", "no", "yes"]),
        ("min", ["yes", "no", "no"]),
        ("median", ["yes", "no", "no"]),
    ],
)
def test_r14_an_ordinal_rolls_up_by_the_rule_of_the_codebook_or_the_one_asked_for(
    school: School, rule: str | None, found: list[str]
) -> None:
    codes = ("slight", "bad", "worst")
    assert school.outcomes(hurts(school), "hurt", *codes, rollup=rule) == found


@pytest.mark.parametrize(
    ("hurts", "median"),
    [
        # The codes have an order and no distances: no median lies between two of them.
        (("slight", "worst"), "slight"),
        (("worst", "slight", "worst", "bad"), "bad"),
    ],
)
def test_r14_the_median_of_an_even_number_of_ordered_codes_is_the_lower_of_the_middle_two(
    school: School, hurts: tuple[str, ...], median: str
) -> None:
    teacher = school.teacher()
    for hurt in hurts:
        school.coded(f"hurt={hurt}", teacher=teacher)
    codes = ("slight", "bad", "worst")
    found = school.outcomes(teacher, "hurt", *codes, rollup="median")
    assert found == ["yes" if code == median else "no" for code in codes]


def test_r14_a_rule_looks_at_all_that_is_found_whichever_codes_are_asked_for(
    school: School,
) -> None:
    hurts(school, school.film(kind="web-series"))
    hurts(school, school.film())
    counted = Study(school.target)
    for asked, count in (("slight", 0), ("slight,bad", 0), ("worst", 1), ("bad,worst", 1)):
        only, _ = counted.compare(
            f"hurt:{asked}",
            where="kind:web-series",
            versus="kind:film",
            level="portrayal",
            rollup="max",
        ).rows
        assert (only.count, only.n) == (count, 1), asked


@pytest.mark.parametrize("rule", ["mean", "sum", "count", "most"])
def test_r14_an_ordinal_has_no_rule_of_numbers(school: School, rule: str) -> None:
    with pytest.raises(InvalidValue):
        school.stats("hurt", level="portrayal", rollup=rule)


def test_r14_an_ordinal_is_incomplete_while_a_unit_beneath_has_no_value(school: School) -> None:
    teacher = hurts(school)
    school.bond(teacher)
    assert school.outcomes(teacher, "hurt", "slight", "worst") == ["incomplete"] * 2


def test_r14_an_ordinal_is_incomplete_while_coders_disagree_beneath_it(school: School) -> None:
    teacher = hurts(school)
    school.votes(school.bond(teacher), ana="hurt=slight", bea="hurt=worst")
    for rule in ("max", "median"):
        found = school.outcomes(teacher, "hurt", "slight", "bad", "worst", rollup=rule)
        assert found == ["incomplete"] * 3


@pytest.mark.parametrize(
    ("rule", "value"),
    [("max", 30), ("min", 10), ("median", 11), ("mean", 17), ("sum", 51), ("count", 3)],
)
def test_r14_a_number_rolls_up_by_the_rule_asked_for(
    school: School, rule: str, value: float
) -> None:
    film = school.film()
    for pupils in (30, 10, 11):
        school.annotate(school.teacher(film), f"pupils={pupils}")
    assert school.number(film, "pupils", rollup=rule) == value


@pytest.mark.parametrize(("pupils", "median"), [((10, 20), 15), ((40, 10, 30, 11), 20.5)])
def test_r14_the_median_of_an_even_number_of_numbers_is_the_mean_of_the_middle_two(
    school: School, pupils: tuple[int, ...], median: float
) -> None:
    film = school.film()
    for number in pupils:
        school.annotate(school.teacher(film), f"pupils={number}")
    assert school.number(film, "pupils", rollup="median") == median


def test_r14_a_number_is_incomplete_while_a_unit_beneath_has_no_value(school: School) -> None:
    film = school.film()
    school.annotate(school.teacher(film), "pupils=10")
    school.teacher(film)
    assert school.number(film, "pupils", rollup="max") == "incomplete"


def test_r15_values_of_a_higher_level_are_inherited_beneath(school: School) -> None:
    film, teacher = family(school, "slap", "help")
    school.annotate(film, "made-by=state")
    school.annotate(teacher, "subject=arts")
    bond = school.bond(teacher)
    assert school.outcomes(bond, "made-by", "state", "studio") == ["yes", "no"]
    assert school.outcomes(bond, "subject", "arts", "sport") == ["yes", "no"]
    assert school.truth(bond, "made-by:state subject:arts") == "true"


def test_r15_an_episode_inherits_of_its_title(school: School) -> None:
    film = school.film()
    school.annotate(film, "shown-at-school=yes")
    assert school.outcome(school.episode(film), "shown-at-school:yes") == "yes"


def test_r15_a_state_is_inherited_too(school: School) -> None:
    film, teacher = family(school)
    school.annotate(film, "made-by=cannot-tell")
    assert school.outcome(teacher, "made-by:state") == "cannot-tell"


@pytest.mark.parametrize(
    ("variables", "level"),
    [
        (("made-by",), "title"),
        (("made-by", "subject"), "portrayal"),
        (("subject", "act", "made-by"), "relationship"),
        (("made-by", "in-class"), "episode"),
    ],
)
def test_r15_the_level_is_the_lowest_among_the_variables(
    school: School, variables: tuple[str, ...], level: str
) -> None:
    assert school.stats(*variables).level == level


def test_r15_variables_on_different_branches_need_the_level_of_titles(school: School) -> None:
    with pytest.raises(InvalidValue, match="neither level is above"):
        school.stats("in-class", "act")
    assert school.stats("in-class", "act", level="title").level == "title"


def test_r15_a_query_of_another_branch_needs_the_level_of_titles(school: School) -> None:
    with pytest.raises(InvalidQuery):
        school.stats("act", where="in-class:yes")


def act_row(school: School, *states: str) -> StatRow:
    """The row of slap: a slap, two without, and a relationship in each of the states."""
    for act in ("slap", "help", "none", *states):
        school.coded(f"act={act}")
    return school.row("act:slap")


def test_r14_yes_and_no_of_a_boolean_rolled_up_are_named_for_what_they_are(
    own_school: School,
) -> None:
    film = own_school.film()
    for answer in ("yes", "no"):
        own_school.annotate(own_school.portrayal(film, answer.title()), f"tenured={answer}")
    rows = own_school.stats("tenured", level="title").rows
    assert [(row.label, row.count, row.n) for row in rows if isinstance(row, StatRow)] == [
        ("Yes in at least one", 1, 1),
        ("No in at least one", 1, 1),
    ]
    assert [row.label for row in own_school.stats("tenured").rows] == ["Yes", "No"]


@pytest.mark.parametrize("state", ["cannot-tell", "violence"])
def test_r16_with_a_unit_left_open_all_no_and_all_yes_stand_beside(
    own_school: School, state: str
) -> None:
    row = act_row(own_school, state)
    assert row.percent == pytest.approx(100 / 3)
    assert (row.lowest, row.highest) == (25, 50)


def test_r16_unsettled_units_are_left_open(own_school: School) -> None:
    own_school.votes(own_school.bond(), ana="act=slap", bea="act=help")
    row = act_row(own_school)
    assert (row.lowest, row.highest) == (25, 50)


def test_r16_incomplete_units_are_left_open(own_school: School) -> None:
    for acts in (("slap",), ("help",), ("none",), ("help", "-")):
        family(own_school, *acts)
    row = own_school.row("act:slap", level="title")
    assert row.percent == pytest.approx(100 / 3)
    assert (row.lowest, row.highest) == (25, 50)
    assert (row.known, row.units, row.at_least) == (1, 4, False)


def test_r16_what_one_unit_beneath_has_is_known_of_an_incomplete_one(own_school: School) -> None:
    for acts in (("slap",), ("help",), ("none",), ("slap", "-")):
        family(own_school, *acts)
    row = own_school.row("act:slap", level="title")
    assert (row.count, row.n, row.known, row.units, row.at_least) == (1, 3, 2, 4, True)
    assert (row.lowest, row.highest) == (50, 50)
    none = own_school.row("act:none", level="title")
    assert (none.count, none.n, none.known, none.units, none.at_least) == (1, 3, 1, 4, False)
    assert (none.lowest, none.highest) == (25, 25)


def test_r16_without_such_units_nothing_stands_beside(own_school: School) -> None:
    own_school.bond()
    row = act_row(own_school, "not-applicable", "unavailable")
    assert (row.lowest, row.highest) == (None, None)


def test_r16_it_is_said_of_the_row_that_has_them(own_school: School) -> None:
    act_row(own_school, "violence")
    assert own_school.row("act:violence").lowest is None
    assert own_school.row("act:cane").lowest == 0
