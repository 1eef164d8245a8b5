"""Truth of a query and of a rule: NUMBERS R24 to R28."""

from __future__ import annotations

import pytest
from teachers import BOOK, School

from portrayals.errors import InvalidCodebook, InvalidValue
from portrayals.findings.outcome_at_unit import named
from portrayals.language.parse import parse
from portrayals.services.codebooks.read import read_source, shipped


def film_with(school: School, *bonds: str) -> str:
    """A title with one portrayal and its relationships, coded so; `-` is not coded."""
    film = school.film()
    teacher = school.teacher(film)
    for values in bonds:
        if values == "-":
            school.bond(teacher)
        else:
            school.coded(*values.split(), teacher=teacher)
    return film


@pytest.mark.parametrize("state", ["cannot-tell", "unavailable"])
def test_r24_a_code_is_undetermined_where_the_variable_has_no_value(
    school: School, state: str
) -> None:
    bond = school.coded(f"act={state}", f"begun-by={state}")
    assert school.truth(bond, "act:slap") == "undetermined"
    assert school.truth(bond, "begun-by:pupil") == "undetermined"


def test_r24_a_code_is_undetermined_where_the_variable_is_not_coded(school: School) -> None:
    assert school.truth(school.bond(), "act:slap") == "undetermined"


def test_r24_a_code_is_undetermined_where_it_is_unsettled(school: School) -> None:
    bond = school.bond()
    school.votes(bond, ana="act=slap", bea="act=help")
    assert school.truth(bond, "act:slap") == "undetermined"


@pytest.mark.parametrize("state", ["none", "not-applicable"])
def test_r24_a_code_is_false_where_the_variable_is_none_or_not_applicable(
    school: School, state: str
) -> None:
    assert school.truth(school.coded(f"act={state}"), "act:slap") == "false"


def test_r24_a_code_is_true_of_itself_and_of_those_below(school: School) -> None:
    bond = school.coded("act=slap")
    for query in ("act:slap", "act:violence", "act:harm", "act:mock,slap"):
        assert school.truth(bond, query) == "true"
    assert school.truth(bond, "act:mock") == "false"


@pytest.mark.parametrize(
    ("state", "none", "any_code"),
    [
        ("none", "true", "false"),
        ("slap", "false", "true"),
        ("violence", "false", "true"),
        ("not-applicable", "false", "false"),
        ("cannot-tell", "undetermined", "undetermined"),
        ("unavailable", "undetermined", "undetermined"),
    ],
)
def test_r24_none_and_any_ask_the_value(
    school: School, state: str, none: str, any_code: str
) -> None:
    bond = school.coded(f"act={state}")
    assert school.truth(bond, "act:any") == any_code
    assert school.truth(bond, "act:none") == none


@pytest.mark.parametrize("given", ["cannot-tell", "not-applicable", "unavailable", "slap"])
@pytest.mark.parametrize("asked", ["cannot-tell", "not-applicable", "unavailable", "not-coded"])
def test_r24_every_other_state_is_true_or_false(school: School, given: str, asked: str) -> None:
    bond = school.coded(f"act={given}")
    assert school.truth(bond, f"act:{asked}") == ("true" if given == asked else "false")


def test_r24_not_coded_unsettled_and_undetermined_are_true_or_false(school: School) -> None:
    uncoded, split, parent = school.bond(), school.bond(), school.coded("act=violence")
    school.votes(split, ana="act=slap", bea="act=help")
    for word, true_of in (("not-coded", uncoded), ("unsettled", split), ("undetermined", parent)):
        for bond in (uncoded, split, parent):
            expected = "true" if bond == true_of else "false"
            assert school.truth(bond, f"act:{word}") == expected


def test_r24_incomplete_is_true_or_false_of_a_unit_above(school: School) -> None:
    assert school.truth(film_with(school, "act=slap", "-"), "act:incomplete") == "true"
    assert school.truth(film_with(school, "act=slap"), "act:incomplete") == "false"


@pytest.mark.parametrize(
    ("query", "truth"),
    [
        # On a unit with a slap, no help, and begun-by not coded: T, F and U.
        ("NOT act:slap", "false"),
        ("NOT act:help", "true"),
        ("NOT begun-by:pupil", "undetermined"),
        ("act:slap begun-by:pupil", "undetermined"),
        ("act:help begun-by:pupil", "false"),
        ("act:slap OR begun-by:pupil", "true"),
        ("act:help OR begun-by:pupil", "undetermined"),
        ("begun-by:pupil OR NOT begun-by:pupil", "undetermined"),
    ],
)
def test_r24_queries_are_three_valued(school: School, query: str, truth: str) -> None:
    assert school.truth(school.coded("act=slap"), query) == truth


@pytest.mark.parametrize(
    ("query", "truth"),
    [
        ("NOT act:help act:praise", "false"),  # (NOT help) and praise
        ("NOT (act:help act:praise)", "true"),
        ("act:slap OR act:help act:praise", "true"),  # slap, or help and praise
        ("(act:slap OR act:help) act:praise", "false"),
        ("NOT act:help OR act:praise", "true"),
    ],
)
def test_r24_not_binds_closest_then_side_by_side_then_or(
    school: School, query: str, truth: str
) -> None:
    assert school.truth(school.coded("act=slap"), query) == truth


def test_r24_list_shows_what_is_true_and_tells_how_many_are_not_coded(own_school: School) -> None:
    own_school.bond()
    own_school.coded("act=slap")
    own_school.coded("act=cannot-tell")
    helped = own_school.coded("act=help")
    found = own_school.list("relationships", "NOT act:slap")
    assert [row["key"] for row in found.rows] == [helped]
    assert (
        "For 2 more relationships the answer is open (1 not coded for act). List them: --open"
        in found.notes
    )


def test_r24_stats_leaves_the_undetermined_out_and_counts_them(own_school: School) -> None:
    for act in ("slap", "cannot-tell", "help", "none", "not-applicable"):
        own_school.coded(f"act={act}")
    own_school.bond()
    found = own_school.stats("act", where="NOT act:slap")
    assert found.n == 2
    assert found.states is not None
    assert found.states["not-applicable"] == 1
    assert found.states["where-undetermined"] == 2


@pytest.mark.parametrize(
    ("bonds", "truth"),
    [
        (("act=slap", "-"), "true"),
        (("act=help", "act=none"), "false"),
        (("act=help", "act=not-applicable"), "false"),
        (("act=help", "-"), "undetermined"),
        ((), "undetermined"),
    ],
)
def test_r25_a_lower_field_is_true_if_one_has_it_and_false_if_all_are_false(
    school: School, bonds: tuple[str, ...], truth: str
) -> None:
    assert school.truth(film_with(school, *bonds), "act:slap") == truth


def test_r25_it_is_undetermined_with_nobody_beneath(school: School) -> None:
    film = school.film()
    assert school.truth(film, "act:slap") == "undetermined"
    assert school.truth(film, "NOT act:slap") == "undetermined"


def test_r25_it_is_false_of_a_title_screened_none(school: School) -> None:
    film = school.film()
    school.screen(film, "none")
    assert school.truth(film, "act:slap") == "false"
    assert school.truth(film, "NOT act:slap") == "true"
    assert school.truth(film, "subject:arts") == "false"


def test_r25_a_title_screened_none_has_nobody_without_a_code_either(own_school: School) -> None:
    film = own_school.film()
    own_school.screen(film, "none")
    assert own_school.keys("titles", "NOT act:slap") == [film]
    # Beside a term that is not denied, the denied one speaks of somebody too (R26).
    assert own_school.keys("titles", "act:help OR NOT act:slap") == []
    assert own_school.truth(film, "act:help OR NOT act:slap") == "false"


def test_r25_a_portrayal_without_relationships_leaves_its_title_undetermined(
    school: School,
) -> None:
    film = film_with(school, "act=help")
    school.teacher(film)
    assert school.truth(film, "act:slap") == "undetermined"


def test_r25_unless_another_unit_beneath_has_it(school: School) -> None:
    film = film_with(school, "act=slap")
    school.teacher(film)
    assert school.truth(film, "act:slap") == "true"


def test_r26_terms_below_speak_of_one_and_the_same_unit(school: School) -> None:
    apart = film_with(school, "act=slap begun-by=teacher", "act=help begun-by=pupil")
    together = film_with(school, "act=slap begun-by=pupil", "act=none begun-by=teacher")
    assert school.truth(apart, "act:slap begun-by:pupil") == "false"
    assert school.truth(together, "act:slap begun-by:pupil") == "true"


def test_r26_two_codes_of_one_variable_must_meet_in_one_unit(school: School) -> None:
    assert school.truth(film_with(school, "act=slap", "act=help"), "act:slap act:help") == "false"
    assert school.truth(film_with(school, "act=slap;help"), "act:slap act:help") == "true"


def test_r26_and_of_the_units_above_it(school: School) -> None:
    film = school.film()
    for subject, act in (("arts", "slap"), ("sport", "help")):
        teacher = school.teacher(film)
        school.annotate(teacher, f"subject={subject}")
        school.coded(f"act={act}", teacher=teacher)
    assert school.truth(film, "act:slap subject:arts") == "true"
    assert school.truth(film, "act:slap subject:sport") == "false"


def test_r26_terms_of_the_asked_level_speak_of_the_asked_unit(school: School) -> None:
    film = film_with(school, "act=slap")
    school.annotate(film, "made-by=state")
    assert school.truth(film, "act:slap made-by:state") == "true"
    assert school.truth(film, "act:slap made-by:studio") == "false"


def test_r26_negated_terms_speak_of_the_same_unit_too(school: School) -> None:
    apart = film_with(school, "act=slap", "act=slap;help")
    never = film_with(school, "act=slap;help", "act=praise")
    assert school.truth(apart, "act:slap NOT act:help") == "true"
    assert school.truth(never, "act:slap NOT act:help") == "false"


def test_r26_where_every_term_is_negated_no_unit_has_it(school: School) -> None:
    film = film_with(school, "act=slap", "act=help")
    assert school.truth(film, "NOT act:slap") == "false"
    assert school.truth(film, "NOT act:praise") == "true"
    assert school.truth(film, "NOT act:praise NOT act:mock") == "true"
    assert school.truth(film, "NOT act:slap NOT act:mock") == "false"


def test_r26_a_negated_term_of_another_level_speaks_of_the_same_unit_too(school: School) -> None:
    film = school.film()
    for subject, act in (("arts", "help"), ("sport", "slap")):
        teacher = school.teacher(film)
        school.annotate(teacher, f"subject={subject}")
        school.coded(f"act={act}", teacher=teacher)
    assert school.truth(film, "act:slap NOT subject:arts") == "true"  # though an arts teacher helps
    assert school.truth(film, "act:slap NOT subject:sport") == "false"
    assert school.truth(film, "subject:arts NOT act:slap") == "true"
    assert school.truth(film, "subject:sport NOT act:slap") == "false"


def test_r26_where_the_terms_of_all_levels_are_negated_no_unit_has_any_of_them(
    school: School,
) -> None:
    teacher = school.teacher()
    school.annotate(teacher, "subject=arts")
    film = school.coded("act=help", teacher=teacher).split("/")[0]
    assert school.truth(film, "NOT act:slap NOT subject:sport") == "true"
    assert school.truth(film, "NOT act:slap NOT subject:arts") == "false"


def test_r26_brackets_only_group(school: School) -> None:
    apart = film_with(school, "act=slap begun-by=teacher", "act=help begun-by=pupil")
    for query in ("(act:slap) (begun-by:pupil)", "((act:slap begun-by:pupil))"):
        assert school.truth(apart, query) == "false"


def test_r26_some_asks_of_any_unit(school: School) -> None:
    apart = film_with(school, "act=slap begun-by=teacher", "act=help begun-by=pupil")
    assert school.truth(apart, "some(act:slap) some(begun-by:pupil)") == "true"
    assert school.truth(apart, "act:slap some(begun-by:pupil)") == "true"
    assert school.truth(apart, "some(act:slap begun-by:pupil)") == "false"


def test_r26_it_is_undetermined_of_a_unit_that_may_have_both(school: School) -> None:
    film = film_with(school, "act=slap", "act=help begun-by=teacher")
    assert school.truth(film, "act:slap begun-by:pupil") == "undetermined"
    assert school.truth(film, "act:help begun-by:pupil") == "false"


@pytest.mark.parametrize(
    ("act", "gravity"),
    [
        ("cane", "cruel"),
        ("slap", "harsh"),
        ("mock", "harsh"),
        ("slap;cane", "cruel"),
        ("help", "mild"),
        ("none", "mild"),
        # A cane would give another value than the rule that is true.
        ("violence;mock", "undetermined"),
        ("maybe:cane;mock", "undetermined"),
        # What is undetermined would give the same value as the rule that is true.
        ("maybe:slap;mock", "harsh"),
        # What is undetermined would give another value than `otherwise`.
        ("maybe:slap;help", "undetermined"),
        ("cannot-tell", "undetermined"),
        ("unavailable", "undetermined"),
        # All rules are false of what is not applicable.
        ("not-applicable", "mild"),
    ],
)
def test_r27_the_first_rule_that_is_true_unless_one_before_it_may_give_another_value(
    school: School, act: str, gravity: str
) -> None:
    bond = school.coded(f"act={act}")
    expected = [
        gravity if gravity == "undetermined" else "yes" if code == gravity else "no"
        for code in ("cruel", "harsh", "mild")
    ]
    assert school.outcomes(bond, "gravity", "cruel", "harsh", "mild") == expected


def test_r27_otherwise_where_each_undetermined_rule_would_give_its_value(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    book = BOOK.replace('{when: "act:slap", then: harsh}', '{when: "act:slap", then: mild}')
    school = School.made(tmp_path_factory.mktemp("mild"), book)
    assert school.outcome(school.coded("act=maybe:slap;help"), "gravity:mild") == "yes"
    assert school.outcome(school.coded("act=maybe:cane;help"), "gravity:mild") == "undetermined"


def test_r27_over_inputs_that_are_all_not_coded_it_is_not_coded(school: School) -> None:
    bond = school.bond()
    assert school.outcome(bond, "gravity:mild") == "not-coded"
    assert school.outcome(bond, "harmful:no") == "not-coded"
    assert school.outcome(bond, "doubtful-help:no") == "not-coded"


def test_r27_another_variable_that_is_coded_does_not_change_that(school: School) -> None:
    assert school.outcome(school.coded("begun-by=pupil"), "gravity:mild") == "not-coded"


def test_r27_it_is_not_coded_above_while_nothing_beneath_is_coded(school: School) -> None:
    assert school.outcome(film_with(school, "-", "-"), "any-harm:no") == "not-coded"
    assert school.outcome(film_with(school, "act=help"), "any-harm:no") == "yes"


def test_r27_it_is_incomplete_where_a_variable_that_it_names_is_and_known_where_a_rule_is_true(
    school: School,
) -> None:
    half, known = film_with(school, "act=help", "-"), film_with(school, "act=slap", "-")
    for film in (half, known):
        assert school.outcomes(film, "any-harm", "yes", "no") == ["incomplete"] * 2
    assert school.truth(half, "any-harm:yes") == school.truth(half, "any-harm:no") == "undetermined"
    assert school.truth(known, "any-harm:yes") == "true"
    assert school.truth(known, "any-harm:no") == "false"


def test_r27_a_title_screened_none_is_coded_so_its_rules_are_false(school: School) -> None:
    # Its inputs count as coded none (R13), and of them every query is false (R25).
    film = school.film()
    school.screen(film, "none")
    assert school.outcomes(film, "any-harm", "yes", "no") == ["no", "yes"]


def test_r27_it_may_use_those_declared_above_it(school: School) -> None:
    assert school.outcome(school.coded("act=help"), "doubtful-help:yes") == "yes"
    assert school.outcome(school.coded("act=help;slap"), "doubtful-help:yes") == "no"


def test_r27_it_may_not_use_those_declared_below_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    book = BOOK.replace('{when: "act:harm", then: yes}', '{when: "gravity:cruel", then: yes}', 1)
    with pytest.raises(InvalidCodebook):
        School.made(tmp_path_factory.mktemp("circle"), book)


def test_r27_it_may_answer_undetermined(school: School) -> None:
    assert school.outcome(school.coded("act=ignore"), "doubtful-help:yes") == "undetermined"


def test_r27_kleene_does_not_reason_by_cases(school: School) -> None:
    # It is a slap or a caning, whichever; only a rule at the parent says so.
    bond = school.coded("act=violence")
    assert school.truth(bond, "act:slap OR act:cane") == "undetermined"
    assert school.truth(bond, "act:violence") == "true"


def test_r27_it_is_undetermined_where_its_value_is_for_a_query(school: School) -> None:
    assert school.truth(school.coded("act=cannot-tell"), "gravity:mild") == "undetermined"
    assert school.truth(school.coded("act=help"), "gravity:mild") == "true"
    assert school.truth(school.coded("act=help"), "gravity:cruel") == "false"


def test_r27_it_is_computed_and_never_coded(school: School) -> None:
    with pytest.raises(InvalidValue):
        school.annotate(school.bond(), "gravity=mild")


@pytest.mark.parametrize("name", shipped())
def test_r28_profession_and_place_do_not_enter_a_verdict(name: str) -> None:
    book = read_source(name)
    asked = {
        field
        for variable in book.variables
        for rule in variable.rules
        for field in named(parse(rule.when))
    }
    # Fields of the catalogue (role, country …) are no variables of the codebook.
    assert asked
    assert asked <= {variable.key for variable in book.variables} - {"profession", "place"}


@pytest.mark.parametrize(
    ("field", "own", "other"), [("performer", "Ada", "Bo"), ("role", "x", "y")]
)
def test_r25_a_portrayals_performer_and_role_are_its_own_and_not_its_counterparts(
    school: School, field: str, own: str, other: str
) -> None:
    told = {"performer": lambda name: {"performer": name}, "role": lambda name: {"roles": [name]}}
    film = school.film()
    teacher = school.teacher(film, **told[field](own))
    bond = school.bond(teacher, **told[field](other))
    assert school.truth(teacher, f"{field}:{own}") == "true"
    assert school.truth(teacher, f"{field}:{other}") == "false"
    assert school.truth(teacher, f"some({field}:{other})") == "false"
    assert school.truth(teacher, f"NOT {field}:{other}") == "true"
    for of_both in (bond, film):  # a relationship is of two people, a title of all
        assert school.truth(of_both, f"{field}:{own} {field}:{other}") == "true"
    alone = school.teacher(film)
    assert school.truth(alone, f"{field}:none") == "true"
    school.bond(alone, **told[field](other))
    assert school.truth(alone, f"{field}:none") == "true"
