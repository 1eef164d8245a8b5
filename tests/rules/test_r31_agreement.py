"""What a statistic says of agreement: NUMBERS R31, R33 of sets as a whole, R34."""

from __future__ import annotations

from collections.abc import Sequence

from teachers import School

from portrayals.study import Study

LACKING = "Coder agreement on "
GIVEN = "Coders agree on "
ALPHA = "Agreement (Krippendorff's alpha): "


def of_agreement(notes: Sequence[str]) -> list[str]:
    return [note for note in notes if note.startswith((LACKING, GIVEN, ALPHA))]


def coded_twice(school: School) -> str:
    """Four relationships that two coders coded, three of them alike, and one that one did."""
    teacher = school.teacher()
    for ana, bea in (("slap", "slap"), ("none", "none"), ("help", "help;slap"), ("mock", "mock")):
        school.votes(school.bond(teacher), ana=f"act={ana}", bea=f"act={bea}")
    school.coded("act=slap", teacher=teacher)
    return teacher


def test_r31_where_two_coders_overlap_their_agreement_is_told_as_a_share(
    own_school: School,
) -> None:
    coded_twice(own_school)
    assert of_agreement(own_school.stats("act").notes) == [
        "Coders agree on act for 3 of 4 units coded twice (75 %), not corrected for chance; "
        "by code: portrayals reliability act."
    ]


def test_r31_units_that_were_assigned_for_reliability_are_the_only_ones(
    own_school: School,
) -> None:
    teacher = coded_twice(own_school)
    own_school.assign(own_school.units("relationship")[2])
    [told] = of_agreement(own_school.stats("act").notes)
    assert told.startswith(f"{GIVEN}act for 0 of 1 unit coded twice (0 %)")
    own_school.assign(teacher)
    [told] = of_agreement(own_school.stats("act").notes)
    assert told.startswith(f"{GIVEN}act for 3 of 4 units coded twice (75 %)")


def test_r31_every_statistic_tells_it(own_school: School) -> None:
    coded_twice(own_school)
    study = Study(own_school.target)
    for found in (study.cooccur("act"), study.crosstab("act", "begun-by")):
        [told, *_] = of_agreement(found.notes)
        assert told.startswith(f"{GIVEN}act for 3 of 4 units")
    for of_a_code in (
        study.trend("act:slap"),
        study.compare("act:slap", where="act:help", versus="NOT act:help"),
    ):
        [told, *_] = of_agreement(of_a_code.notes)
        assert told == f"{ALPHA}act:slap .53 in 4 units, too few for limits."
    assert of_agreement(study.stats("act", coder="ana").notes) == []


def test_r31_of_several_variables_each_is_told(own_school: School) -> None:
    bond = own_school.bond(coded_twice(own_school))
    own_school.votes(bond, ana="begun-by=pupil", bea="begun-by=parent")
    own_school.coded("hurt=bad")
    notes = of_agreement(own_school.stats("act", "begun-by", "hurt", "punished").notes)
    assert notes == [
        f"{ALPHA}begun-by .00 in 1 unit, too few for limits.",
        f"{GIVEN}act for 3 of 4 units coded twice (75 %), not corrected for chance; by code: "
        "portrayals reliability act.",
        f"{LACKING}hurt is unknown: no unit was coded by two coders.",
    ]


def test_r31_it_is_of_the_variables_counted_and_of_what_they_are_derived_from(
    own_school: School,
) -> None:
    coded_twice(own_school)
    assert of_agreement(own_school.stats("begun-by").notes) == []
    [told] = of_agreement(own_school.stats("harmful").notes)
    assert told.startswith(f"{GIVEN}act for 3 of 4")


def test_r31_a_unit_of_three_coders_agrees_where_all_do(own_school: School) -> None:
    own_school.votes(own_school.bond(), ana="act=slap", bea="act=slap", cai="act=help")
    own_school.votes(own_school.bond(), ana="act=slap", bea="act=slap", cai="act=slap")
    [told] = of_agreement(own_school.stats("act").notes)
    assert "1 of 2 units coded twice (50 %)" in told


def test_r31_coders_of_other_waves_and_decisions_pair_with_nobody(own_school: School) -> None:
    own_school.wave("second")
    bond = own_school.bond()
    own_school.annotate(bond, "act=slap", wave="main")
    own_school.annotate(bond, "act=slap", actor="bea", wave="second")
    expected = [f"{LACKING}act is unknown: no unit was coded by two coders in one wave."]
    assert of_agreement(own_school.stats("act").notes) == expected
    decided = own_school.coded("act=help")
    own_school.decide(decided, "act=help")
    assert of_agreement(own_school.stats("act").notes) == expected


def test_r31_a_percentage_has_a_digit_where_it_needs_one(own_school: School) -> None:
    for bea in ("slap", "slap", "help"):
        own_school.votes(own_school.bond(), ana="act=slap", bea=f"act={bea}")
    [told] = of_agreement(own_school.stats("act").notes)
    assert "2 of 3 units coded twice (66.7 %)" in told
