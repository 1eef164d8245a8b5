"""Settling: NUMBERS R17 to R23."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from teachers import BOOK, School


def split(school: School, *values: str | None) -> str:
    """A relationship whose act ana, bea and cai coded so; None is silent."""
    bond = school.bond()
    for coder, value in zip(("ana", "bea", "cai"), values, strict=False):
        if value is not None:
            school.annotate(bond, f"act={value}", actor=coder)
    return bond


def test_r17_an_adjudicated_value_wins(school: School) -> None:
    bond = split(school, "slap", "slap", "slap")
    school.decide(bond, "act=help")
    assert school.outcomes(bond, "act", "slap", "help") == ["no", "yes"]


def test_r17_it_wins_for_the_whole_set(school: School) -> None:
    bond = split(school, "slap;praise", "slap")
    school.decide(bond, "act=slap;help")
    assert school.outcomes(bond, "act", "slap", "praise", "help", "mock") == [
        "yes",
        "no",
        "yes",
        "no",
    ]


@pytest.mark.parametrize("policy", ["majority", "unanimous", "any"])
def test_r17_it_wins_by_every_policy(school: School, policy: str) -> None:
    bond = split(school, "slap", "praise", "none")
    school.decide(bond, "act=help")
    assert school.outcomes(bond, "act", "slap", "help", policy=policy) == ["no", "yes"]


def test_r17_it_wins_over_a_better_basis(school: School) -> None:
    bond = school.bond()
    school.annotate(bond, "act=slap", basis="watched")
    school.decide(bond, "act=help")
    assert school.outcomes(bond, "act", "slap", "help") == ["no", "yes"]


def test_r17_a_state_can_be_adjudicated(school: School) -> None:
    bond = split(school, "slap", "help")
    school.decide(bond, "act=cannot-tell")
    assert school.outcome(bond, "act:slap") == "cannot-tell"


def test_r17_later_codings_do_not_unsettle_it_but_are_listed(school: School) -> None:
    bond = split(school, "slap", "praise")
    school.decide(bond, "act=help")
    school.annotate(bond, "act=slap", actor="cai")
    assert school.outcomes(bond, "act", "slap", "help") == ["no", "yes"]
    listed = {
        row["coder"]: row["value"] for row in school.list("annotations").rows if row["unit"] == bond
    }
    assert listed["cai"] == ["slap"]


def test_r17_withdrawn_the_coders_settle_it_again(school: School) -> None:
    bond = split(school, "slap", "slap")
    school.decide(bond, "act=help")
    school.withdraw_decision(bond)
    assert school.outcomes(bond, "act", "slap", "help") == ["yes", "no"]


def test_r17_other_variables_of_the_unit_stay_as_they_are(school: School) -> None:
    bond = split(school, "slap", "slap")
    school.annotate(bond, "begun-by=pupil")
    school.decide(bond, "act=help")
    assert school.outcome(bond, "begun-by:pupil") == "yes"


BASES = ("watched", "watched-in-part", "documented", "unstated")


def two_against_one(school: School, better: str, worse: str, **said: bool) -> str:
    """A relationship of which two say help, and one, on a better basis, slap."""
    bond = school.bond()
    school.annotate(bond, "act=help", actor="bea", basis=worse, **said)
    school.annotate(bond, "act=help", actor="cai", basis=worse, **said)
    school.annotate(bond, "act=slap", actor="ana", basis=better, **said)
    return bond


@pytest.mark.parametrize(("better", "worse"), list(pairwise(BASES)))
def test_r18_only_the_best_basis_is_settled(school: School, better: str, worse: str) -> None:
    bond = two_against_one(school, better, worse, complete=True)
    assert school.outcomes(bond, "act", "slap", "help") == ["yes", "no"]


@pytest.mark.parametrize(("better", "worse"), list(pairwise(BASES)))
def test_r18_of_partial_sets_alone_the_best_basis_votes(
    school: School, better: str, worse: str
) -> None:
    bond = two_against_one(school, better, worse, complete=False)
    assert school.outcomes(bond, "act", "slap", "help") == ["incomplete"] * 2
    assert school.truth(bond, "act:slap") == "true"
    assert school.truth(bond, "act:help") == "undetermined"
    assert school.outcomes(bond, "act", "slap", "help", silence="no") == ["yes", "no"]


def test_r18_a_complete_set_is_heard_before_partial_sets_of_a_better_basis(school: School) -> None:
    bond = school.bond()
    for coder in ("ana", "bea"):
        school.annotate(bond, "act=slap", actor=coder, basis="documented")
    school.annotate(bond, "act=help", actor="cai", basis="unstated")
    found = school.outcomes(bond, "act", "slap", "help", "praise")
    # Two of three say slap; of help and praise only who has looked does.
    assert found == ["yes", "yes", "no"]


def test_r18_partial_sets_of_a_worse_basis_do_not_vote_beside_a_complete_set(
    school: School,
) -> None:
    bond = school.bond()
    for coder in ("ana", "bea"):
        school.annotate(bond, "act=slap", actor=coder, basis="documented")
    school.annotate(bond, "act=help", actor="cai", basis="watched")
    assert school.outcomes(bond, "act", "slap", "help", "praise") == ["no", "yes", "no"]


def test_r18_the_best_basis_is_that_of_the_unit_and_variable(school: School) -> None:
    bond, other = school.bond(), school.bond()
    school.annotate(other, "act=help", basis="watched")
    school.annotate(bond, "begun-by=pupil", basis="watched")
    school.annotate(bond, "act=slap", basis="documented", complete=True)
    assert school.outcomes(bond, "act", "slap", "help") == ["yes", "no"]


def test_r18_what_was_unavailable_on_a_better_basis_does_not_count_as_one(school: School) -> None:
    bond = school.bond()
    school.annotate(bond, "act=unavailable", actor="ana", basis="watched")
    school.annotate(bond, "act=slap", actor="bea", basis="documented", complete=True)
    assert school.outcomes(bond, "act", "slap", "help") == ["yes", "no"]


def test_r18_hearsay_is_never_settled(school: School) -> None:
    bond = school.bond()
    for coder in ("ana", "bea", "cai"):
        school.annotate(bond, "act=slap", actor=coder, basis="hearsay")
    assert school.outcomes(bond, "act", "slap", "help", "none") == ["not-coded"] * 3
    assert school.truth(bond, "act:slap") == "undetermined"


def test_r18_hearsay_does_not_disturb_what_is_settled(school: School) -> None:
    bond = school.bond()
    school.annotate(bond, "act=slap", actor="ana", basis="unstated")
    school.annotate(bond, "act=help", actor="bea", basis="hearsay")
    assert school.outcomes(bond, "act", "slap", "help") == ["yes", "no"]


def test_r18_a_note_counts_the_unstated(own_school: School) -> None:
    for basis in ("watched", "unstated", "unstated"):
        own_school.annotate(own_school.bond(), "act=slap", basis=basis)
    notes = own_school.stats("act").notes
    assert "For 2 units the coders did not state their basis." in notes


def test_r19_votes_are_one_per_coder(school: School) -> None:
    bond = school.bond()
    for value in ("slap", "slap", "slap"):
        school.annotate(bond, f"act={value}", actor="ana")
    school.annotate(bond, "act=help", actor="bea")
    assert school.outcome(bond, "act:slap") == "unsettled"


@pytest.mark.parametrize("state", ["cannot-tell", "not-applicable"])
def test_r19_these_states_vote_as_answers(school: School, state: str) -> None:
    assert school.outcome(split(school, state, state, "slap"), "act:slap") == state
    assert school.outcome(split(school, "slap", state), "act:slap") == "unsettled"


def test_r19_two_states_that_differ_settle_nothing(school: School) -> None:
    bond = split(school, "cannot-tell", "not-applicable")
    assert school.outcome(bond, "act:slap") == "unsettled"


def test_r19_unavailable_and_not_coded_do_not_vote(school: School) -> None:
    assert school.outcome(split(school, "slap", "unavailable", "unavailable"), "act:slap") == "yes"
    assert school.outcome(split(school, "slap", None, None), "act:slap") == "yes"
    assert school.outcome(split(school, "unavailable", "unavailable"), "act:slap") == "unavailable"


@pytest.mark.parametrize(
    ("values", "slap"),
    [
        # Two of three gave a value: of those two, both said so.
        (("slap", "slap", "cannot-tell"), "yes"),
        (("help", "none", "cannot-tell"), "no"),
        # Two of three gave a value: of those two, one said so.
        (("slap", "help", "cannot-tell"), "unsettled"),
    ],
)
def test_r19_first_the_state_is_settled_then_the_value(
    school: School, values: tuple[str, ...], slap: str
) -> None:
    assert school.outcome(split(school, *values), "act:slap") == slap


@pytest.mark.parametrize(
    ("values", "slap"),
    [
        (("slap",), "yes"),
        (("help",), "no"),
        (("slap", "slap"), "yes"),
        (("slap", "help"), "unsettled"),
        (("slap", "slap", "help"), "yes"),
        (("slap", "help", "none"), "no"),
    ],
)
def test_r20_majority_is_more_than_half_of_the_votes(
    school: School, values: tuple[str, ...], slap: str
) -> None:
    assert school.outcome(split(school, *values), "act:slap", policy="majority") == slap


@pytest.mark.parametrize(
    ("values", "slap"),
    [
        (("slap",), "yes"),
        (("slap", "slap", "slap"), "yes"),
        (("help", "none", "praise"), "no"),
        (("slap", "slap", "help"), "unsettled"),
        (("slap", "slap", "cannot-tell"), "unsettled"),
    ],
)
def test_r20_unanimous_is_all_votes(school: School, values: tuple[str, ...], slap: str) -> None:
    assert school.outcome(split(school, *values), "act:slap", policy="unanimous") == slap


@pytest.mark.parametrize(
    ("values", "slap"),
    [(("slap",), "yes"), (("slap", "help", "none"), "yes"), (("help", "none", "praise"), "no")],
)
def test_r20_any_is_yes_if_one_says_yes(school: School, values: tuple[str, ...], slap: str) -> None:
    assert school.outcome(split(school, *values), "act:slap", policy="any") == slap


def test_r20_by_any_a_set_in_which_one_found_something_is_not_none(school: School) -> None:
    bond = split(school, "slap", "none", "none")
    assert school.outcomes(bond, "act", "slap", "none", policy="any") == ["yes", "no"]
    assert school.outcome(split(school, "none", "none"), "act:none", policy="any") == "yes"


@pytest.mark.parametrize(
    ("values", "yes", "no"),
    [(("yes", "no", "no"), "yes", "no"), (("no", "no", "no"), "no", "yes")],
)
def test_r20_by_any_a_boolean_is_yes_if_one_says_yes_and_then_it_is_not_no(
    school: School, values: tuple[str, ...], yes: str, no: str
) -> None:
    teacher = school.teacher()
    for coder, value in zip(("ana", "bea", "cai"), values, strict=True):
        school.annotate(teacher, f"tenured={value}", actor=coder)
    assert school.outcomes(teacher, "tenured", "yes", "no", policy="any") == [yes, no]


def test_r20_by_any_one_yes_settles_a_boolean_that_others_cannot_tell(school: School) -> None:
    teacher = school.teacher()
    school.votes(teacher, ana="tenured=yes", bea="tenured=cannot-tell", cai="tenured=cannot-tell")
    name = teacher.rpartition("/")[2]
    found = school.stats("tenured", where=f"name:={name}", policy="any")
    assert (found.n, sum((found.states or {}).values())) == (1, 0)
    assert school.outcomes(teacher, "tenured", "yes", "no", policy="any") == ["yes", "no"]


def test_r20_by_any_a_query_is_answered_likewise(own_school: School) -> None:
    teacher, bond = own_school.teacher(), split(own_school, "slap", "none")
    own_school.votes(teacher, ana="tenured=yes", bea="tenured=no")
    own_school.policy("any")
    truths = [own_school.truth(teacher, f"tenured:{word}") for word in ("yes", "no")]
    assert truths == ["true", "false"]
    truths = [own_school.truth(bond, f"act:{word}") for word in ("slap", "any", "none", "help")]
    assert truths == ["true", "true", "false", "false"]


def test_r20_by_any_other_types_settle_by_majority(school: School) -> None:
    teacher = school.teacher()
    school.votes(teacher, ana="subject=arts", bea="subject=arts", cai="subject=sport")
    assert school.outcomes(teacher, "subject", "arts", "sport", policy="any") == ["yes", "no"]
    school.votes(teacher, ana="standing=low", bea="standing=high")
    assert school.outcomes(teacher, "standing", "low", "high", policy="any") == ["unsettled"] * 2


@pytest.mark.parametrize("variable", ["subject=arts/sport", "standing=low/high"])
def test_r20_two_coders_of_one_value_must_agree(school: School, variable: str) -> None:
    name, _, values = variable.partition("=")
    one, other = values.split("/")
    teacher = school.teacher()
    school.votes(teacher, ana=f"{name}={one}", bea=f"{name}={other}")
    assert school.outcomes(teacher, name, one, other) == ["unsettled"] * 2
    school.annotate(teacher, f"{name}={one}", actor="bea")
    assert school.outcomes(teacher, name, one, other) == ["yes", "no"]


@pytest.mark.parametrize("values", [("science", "arts"), ("science", "arts", "sport")])
def test_r20_one_value_is_settled_as_a_whole(school: School, values: tuple[str, ...]) -> None:
    # All agree that it is not one of them, but not on what it is: the unit has no value.
    teacher = school.teacher()
    for coder, value in zip(("ana", "bea", "cai"), values, strict=False):
        school.annotate(teacher, f"subject={value}", actor=coder)
    codes = ("science", "arts", "sport")
    assert school.outcomes(teacher, "subject", *codes) == ["unsettled"] * 3


def test_r20_a_code_that_most_agree_on_settles_the_noes(school: School) -> None:
    teacher = school.teacher()
    school.votes(teacher, ana="subject=arts", bea="subject=arts", cai="subject=sport")
    codes = ("arts", "sport", "science")
    assert school.outcomes(teacher, "subject", *codes) == ["yes", "no", "no"]
    unanimous = school.outcomes(teacher, "subject", *codes, policy="unanimous")
    assert unanimous == ["unsettled"] * 3


def test_r21_of_one_value_with_a_tree_a_no_wants_agreement_on_something_else(
    tmp_path: Path,
) -> None:
    arts = "{key: arts, codes: [{key: music}, {key: drawing}, {key: dance}]}"
    school = School.made(tmp_path, BOOK.replace("{key: arts}", arts))
    teacher = school.teacher()
    school.votes(teacher, ana="subject=music", bea="subject=drawing")
    # Both say arts, so it is not sport; which of the arts is open, also the third.
    codes = ("arts", "sport", "music", "drawing", "dance")
    found = school.outcomes(teacher, "subject", *codes)
    assert found == ["yes", "no", "unsettled", "unsettled", "unsettled"]


def test_r21_sets_are_settled_code_by_code(school: School) -> None:
    bond = split(school, "slap;help", "slap;praise", "mock;help")
    codes = ("slap", "help", "praise", "mock")
    assert school.outcomes(bond, "act", *codes) == ["yes", "yes", "no", "no"]


def test_r21_two_who_chose_different_leaves_agree_on_what_is_above_them(school: School) -> None:
    bond = split(school, "slap", "cane")
    nodes = ("slap", "cane", "violence", "harm", "mock", "none")
    assert school.outcomes(bond, "act", *nodes) == [
        "unsettled",
        "unsettled",
        "yes",
        "yes",
        "no",
        "no",
    ]


def test_r21_each_node_is_settled_from_what_coders_say_there(school: School) -> None:
    # No leaf has a majority; at harm all three say so.
    bond = split(school, "slap", "cane", "mock")
    nodes = ("slap", "cane", "mock", "violence", "scorn", "harm")
    assert school.outcomes(bond, "act", *nodes) == ["no", "no", "no", "yes", "no", "yes"]


def test_r21_a_query_is_true_of_the_parent_and_undetermined_of_the_leaves(school: School) -> None:
    bond = split(school, "slap", "cane")
    assert school.truth(bond, "act:violence") == "true"
    assert school.truth(bond, "act:slap") == "undetermined"


def test_r21_values_of_properties_are_nodes_and_settle_likewise(school: School) -> None:
    bond = split(school, "slap", "cane")
    assert school.truth(bond, "act.class:grave") == "true"
    assert school.truth(bond, "act.severity:4") == "undetermined"
    assert school.truth(bond, "act.class:light") == "false"


def test_r21_each_value_of_a_list_is_a_node(school: School) -> None:
    bond = split(school, "slap", "cane")
    assert school.truth(bond, "act.laws:penal") == "true"
    assert school.truth(bond, "act.laws:school") == "undetermined"


@pytest.mark.parametrize(
    ("values", "length"),
    [
        (("90",), 90),
        (("90", "94"), 92),
        (("90", "95"), 92.5),
        (("90", "96"), "unsettled"),
        (("90", "92", "94"), 92),
        (("90", "90", "96"), "unsettled"),
        (("90", "94", "cannot-tell"), 92),
    ],
)
def test_r22_numbers_settle_as_their_mean_within_the_tolerance(
    school: School, values: tuple[str, ...], length: float | str
) -> None:
    film = school.film()
    for coder, value in zip(("ana", "bea", "cai"), values, strict=False):
        school.annotate(film, f"length={value}", actor=coder)
    assert school.number(film, "length") == length


def test_r22_without_a_tolerance_numbers_must_be_the_same(school: School) -> None:
    teacher = school.teacher()
    school.votes(teacher, ana="pupils=20", bea="pupils=20")
    assert school.number(teacher, "pupils") == 20
    school.annotate(teacher, "pupils=21", actor="bea")
    assert school.number(teacher, "pupils") == "unsettled"


def test_r23_levels_are_crossed_after_settling(school: School) -> None:
    # Each coder found a slap in the title, in another relationship; none of the two is settled.
    film = school.film()
    teacher = school.teacher(film)
    school.votes(school.bond(teacher), ana="act=slap", bea="act=none")
    school.votes(school.bond(teacher), ana="act=none", bea="act=slap")
    assert school.outcome(film, "act:slap") == "incomplete"
    assert school.outcome(film, "act:slap", coder="ana") == "yes"
    assert school.outcome(film, "act:slap", coder="bea") == "yes"


def test_r23_votes_are_not_added_up_over_units(school: School) -> None:
    # Two of three coders say no of each; that each of them found one somewhere counts nothing.
    film = school.film()
    teacher = school.teacher(film)
    for turn in range(3):
        values = ["none"] * 3
        values[turn] = "slap"
        bond = school.bond(teacher)
        for coder, value in zip(("ana", "bea", "cai"), values, strict=True):
            school.annotate(bond, f"act={value}", actor=coder)
    assert school.outcomes(film, "act", "slap", "none") == ["no", "yes"]


def test_r23_a_derived_variable_reads_findings(school: School) -> None:
    bond = split(school, "slap", "mock")
    assert school.outcomes(bond, "harmful", "yes", "no") == ["yes", "no"]
