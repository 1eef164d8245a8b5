"""What is compared, and what may be said of it: NUMBERS R31 to R34 by `reliability`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pytest
from coded_twice import both, reliability, row
from staff import ROBOT, add
from statsmodels.stats.inter_rater import cohens_kappa
from study import Study as StudyOfTests
from teachers import BOOK, School

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.history.transaction import read, write
from portrayals.services.catalogue.people import add_portrayal, add_relationship
from portrayals.services.catalogue.titles import add_title
from portrayals.services.coding.tag import annotate
from portrayals.services.statistics.table_one import table_one
from portrayals.study import Study
from portrayals.vocabulary import AGREEMENT_METRICS


def titles(school: School, *, yes: int, no: int, differ: int) -> None:
    """Titles with a relationship each: that both say yes of, or no, or only one."""
    codes = [("slap", "slap")] * yes + [("help", "help")] * no + [("slap", "help")] * differ
    bonds = []
    with write(school.target, actor="ana", command="add titles") as made:
        for number, _ in enumerate(codes):
            (film,) = add_title(made, f"Film {number}", duplicate=True).keys
            (teacher,) = add_portrayal(made, film, "A. Teacher").keys
            bonds += add_relationship(made, teacher, "A pupil").keys
    for place, actor in enumerate(("ana", "bea")):
        with write(school.target, actor=actor, command="annotate") as made:
            for bond, of_both in zip(bonds, codes, strict=True):
                annotate(made, bond, [f"act={of_both[place]}"])


# What is compared (R31, R32).


def test_w07_what_partial_sets_do_not_hold_was_not_recorded_and_the_figure_says_so(
    own_school: School,
) -> None:
    for ana, bea in (("slap", "slap"), ("slap", "help"), ("help", "help"), ("slap;help", "slap")):
        both(own_school, f"act={ana}", f"act={bea}", basis="documented")
    slap, helps = row(own_school, "act:slap"), row(own_school, "act:help")
    assert (slap.units, slap.percent_agreement) == (4, 75)
    assert slap.alpha == pytest.approx(0.533, abs=5e-4)
    assert helps.percent_agreement == 50
    assert helps.alpha == pytest.approx(0.125)
    assert any("Of what was recorded" in each for each in reliability(own_school, "act").notes)


def test_r31_a_partial_and_a_complete_set_do_not_pair(own_school: School) -> None:
    bond = own_school.bond()
    own_school.annotate(bond, "act=slap", complete=True)
    own_school.annotate(bond, "act=slap", actor="bea", complete=False)
    found = row(own_school, "act:slap")
    assert (found.units, found.verdict) == (0, "not-paired")


def test_r31_silence_changes_nothing(own_school: School) -> None:
    both(own_school, "act=slap", "act=slap", basis="watched")
    assert not any("recorded" in each for each in reliability(own_school, "act").notes)


def test_r31_a_coder_who_cannot_tell_has_recorded_no_partial_set(own_school: School) -> None:
    both(own_school, "act=cannot-tell", "act=cannot-tell", basis="documented")
    both(own_school, "act=slap", "act=slap", basis="watched")
    assert not any("recorded" in each for each in reliability(own_school, "act").notes)


def test_r31_codings_on_different_bases_do_not_pair(own_school: School) -> None:
    bond = own_school.bond()
    own_school.annotate(bond, "begun-by=pupil", basis="watched")
    own_school.annotate(bond, "begun-by=pupil", actor="bea", basis="documented")
    assert row(own_school, "begun-by").verdict == "not-paired"
    own_school.annotate(bond, "begun-by=pupil", actor="cai", basis="documented")
    assert row(own_school, "begun-by").units == 1
    assert row(own_school, "begun-by", basis="watched").units == 0


def test_r31_codings_of_different_waves_do_not_pair(own_school: School) -> None:
    own_school.wave("later")
    bond = own_school.bond()
    own_school.annotate(bond, "begun-by=pupil", wave="main")
    own_school.annotate(bond, "begun-by=pupil", actor="bea", wave="later")
    assert row(own_school, "begun-by").units == 0
    own_school.annotate(bond, "begun-by=pupil", actor="cai", wave="later")
    assert row(own_school, "begun-by").units == 1
    assert row(own_school, "begun-by", wave="main").units == 0


def test_r11_of_a_unit_coded_again_the_latest_wave_counts_as_in_findings(
    own_school: School,
) -> None:
    bonds = [both(own_school, "begun-by=pupil", "begun-by=parent") for _ in range(3)]
    own_school.wave("later")
    for bond in bonds[:2]:
        for actor in ("ana", "bea"):
            own_school.annotate(bond, "begun-by=pupil", actor=actor, wave="later")
    found = row(own_school, "begun-by")
    assert (found.units, found.percent_agreement) == (3, pytest.approx(200 / 3))
    earlier = row(own_school, "begun-by", wave="main")
    assert (earlier.units, earlier.percent_agreement) == (3, 0)
    told = [each for each in reliability(own_school, "begun-by").notes if "latest" in each]
    assert told == [
        "Where a coder coded a unit in several waves (main, later), the latest counts, as in "
        "findings. One wave alone: --wave main"
    ]
    asked = [reliability(own_school, "begun-by", wave="main"), reliability(own_school, "act")]
    assert not any("latest" in note for each in asked for note in each.notes)


def test_r11_who_coded_a_unit_again_alone_is_not_paired_with_an_earlier_wave(
    own_school: School,
) -> None:
    bond = both(own_school, "begun-by=pupil", "begun-by=pupil")
    own_school.wave("later")
    own_school.annotate(bond, "begun-by=pupil", wave="later")
    assert row(own_school, "begun-by").units == 0
    assert any(
        each.startswith("Coded twice, but not paired: 1 case in different waves. ")
        for each in reliability(own_school, "begun-by").notes
    )


def test_an_earlier_answer_changed_later_is_not_told_of_where_it_does_not_count(
    own_school: School,
) -> None:
    bond = both(own_school, "begun-by=pupil", "begun-by=parent")
    own_school.annotate(bond, "begun-by=parent")
    own_school.wave("later")
    for actor in ("ana", "bea"):
        own_school.annotate(bond, "begun-by=pupil", actor=actor, wave="later")
    assert reliability(own_school, "begun-by").changed == 0
    assert reliability(own_school, "begun-by", wave="main").changed == 1


def test_why_what_was_coded_twice_is_not_paired_is_told(own_school: School) -> None:
    for _ in range(2):
        bond = own_school.bond()
        own_school.annotate(bond, "begun-by=pupil", basis="watched")
        own_school.annotate(bond, "begun-by=pupil", basis="unstated", actor="bea")
    partly = own_school.bond()
    own_school.annotate(partly, "act=slap", complete=True)
    own_school.annotate(partly, "act=slap", actor="bea", complete=False)
    third = both(own_school, "begun-by=pupil", "begun-by=pupil", basis="watched")
    own_school.annotate(third, "begun-by=pupil", actor="cai", basis="documented")
    told = [each for each in reliability(own_school).notes if "not paired" in each]
    assert told == [
        "Coded twice, but not paired: 2 cases on different bases (watched, unstated); 1 case by "
        "one coder in full and by the other in part. A case is one variable of one unit."
    ]


def test_r31_codings_by_different_versions_of_the_codebook_do_not_pair(
    own_school: School, tmp_path: Path
) -> None:
    bond = own_school.bond()
    own_school.annotate(bond, "begun-by=pupil")
    own_school.apply(BOOK.replace("version: 1.0", "version: 1.1"), tmp_path)
    own_school.annotate(bond, "begun-by=pupil", actor="bea")
    assert row(own_school, "begun-by").units == 0


def test_r31_neither_the_consensus_nor_a_program_is_a_coder(own_school: School) -> None:
    add(own_school, "robot", **ROBOT)
    bond = own_school.bond()
    own_school.annotate(bond, "begun-by=pupil")
    own_school.annotate(bond, "begun-by=parent", actor="robot")
    own_school.decide(bond, "begun-by=parent")
    assert row(own_school, "begun-by").verdict == "nobody-coded-twice"


def test_r31_a_code_that_one_version_lacks_is_no_no_of_who_worked_by_it(
    own_school: School, tmp_path: Path
) -> None:
    both(own_school, "act=help", "act=help")
    more = BOOK.replace("      - {key: help}\n", "      - {key: help}\n      - {key: lecture}\n")
    own_school.apply(more.replace("version: 1.0", "version: 1.1"), tmp_path)
    assert row(own_school, "act:lecture").units == 0
    both(own_school, "act=lecture", "act=lecture")
    assert row(own_school, "act:lecture").units == 1


def test_r31_units_that_were_assigned_for_reliability_are_the_only_ones(
    own_school: School,
) -> None:
    chosen = both(own_school, "begun-by=pupil", "begun-by=pupil")
    other = both(own_school, "begun-by=pupil", "begun-by=parent")
    told = "The overlap was not drawn at random"
    assert any(note.startswith(told) for note in reliability(own_school, "begun-by").notes)
    own_school.assign(other.partition("/")[0], "coding")
    own_school.assign(chosen.partition("/")[0])
    found = reliability(own_school, "begun-by")
    assert found.rows[0].units == 1
    assert not any(note.startswith(told) for note in found.notes)


def test_r32_states_do_not_pair_but_their_disagreement_is_told(own_school: School) -> None:
    both(own_school, "begun-by=pupil", "begun-by=pupil")
    both(own_school, "begun-by=pupil", "begun-by=cannot-tell")
    found = row(own_school, "begun-by")
    assert (found.units, found.percent_agreement, found.differ_on_state) == (1, 100, 50)
    assert found.holsti == pytest.approx(2 / 3)


def test_r32_states_pair_where_the_variable_lists_them_as_values(
    own_school: School, tmp_path: Path
) -> None:
    listed = BOOK.replace(
        "  - key: begun-by\n",
        "  - key: begun-by\n    states_as_values: [cannot-tell]\n",
    )
    own_school.apply(listed.replace("version: 1.0", "version: 1.1"), tmp_path)
    both(own_school, "begun-by=pupil", "begun-by=cannot-tell")
    both(own_school, "begun-by=pupil", "begun-by=not-applicable")
    found = row(own_school, "begun-by")
    assert (found.units, found.percent_agreement) == (1, 0)


def test_coders_are_paired_by_unit_and_not_by_the_order_in_which_they_coded(
    own_school: School,
) -> None:
    bonds = [own_school.bond() for _ in range(4)]
    answers = dict(zip(bonds, ("teacher", "pupil", "parent", "pupil"), strict=True))
    for bond in bonds:
        own_school.annotate(bond, f"begun-by={answers[bond]}")
    for bond in reversed(bonds):
        own_school.annotate(bond, f"begun-by={answers[bond]}", actor="bea")
    assert row(own_school, "begun-by").percent_agreement == 100


def test_r33_of_a_set_each_node_of_the_tree_has_a_row_and_the_whole_has_no_verdict(
    own_school: School,
) -> None:
    both(own_school, "act=slap", "act=cane")
    assert row(own_school, "act:violence").percent_agreement == 100
    assert row(own_school, "act:harm").percent_agreement == 100
    assert row(own_school, "act:slap").percent_agreement == 0
    whole = row(own_school, "act", metric=["masi"])
    assert (whole.verdict, whole.metrics["masi"]) == (None, 0.0)


def test_r33_a_parent_alone_says_nothing_of_the_codes_below_it(own_school: School) -> None:
    both(own_school, "act=harm", "act=slap")
    assert row(own_school, "act:harm").units == 1
    assert row(own_school, "act:slap").units == 0


def test_r33_a_code_in_doubt_is_no_value_there_and_those_nobody_gave_have_no_row(
    own_school: School,
) -> None:
    both(own_school, "act=help;maybe:slap", "act=help;slap")
    assert row(own_school, "act:help").units == 1
    assert row(own_school, "act:slap").units == 0
    codes = {each.code for each in reliability(own_school, "act").rows}
    assert "praise" not in codes


def test_r33_none_is_a_row_of_its_own(own_school: School) -> None:
    both(own_school, "act=none", "act=none")
    both(own_school, "act=none", "act=slap")
    found = row(own_school, "act:none")
    assert (found.units, found.percent_agreement, found.prevalence) == (2, 50, 75)


def test_each_coefficient_asked_for_is_the_one_of_that_name(own_school: School) -> None:
    words = ("slight", "bad", "worst")
    units = [(0, 0), (0, 0), (1, 1), (1, 1), (2, 2), (2, 2), (0, 1), (0, 1), (1, 0), (0, 2)]
    for ana, bea in units:
        both(own_school, f"hurt={words[ana]}", f"hurt={words[bea]}")
    of_order = row(own_school, "hurt", metric=AGREEMENT_METRICS).metrics

    table = np.zeros((3, 3))
    for unit in units:
        table[unit] += 0.1
    shares = (table.sum(axis=0) + table.sum(axis=1)) / 2
    near = 1 - np.subtract.outer(range(3), range(3)) ** 2 / 4
    by_chance = near.sum() / 6 * (shares * (1 - shares)).sum()
    judged = np.array(units, dtype=float)
    between, coders = 2 * judged.mean(axis=1).var(ddof=1), 10 * judged.mean(axis=0).var(ddof=1)
    error = (judged.var() * 20 - 9 * between - coders) / 9
    alpha = {
        f"alpha-{level}": krippendorff.alpha(
            judged.T, level_of_measurement=level, value_domain=[0, 1, 2]
        )
        for level in ("nominal", "ordinal", "interval")
    }
    assert of_order == pytest.approx(
        alpha
        | {
            "weighted-kappa": cohens_kappa(table * 10, wt="quadratic", return_results=False),
            "linear-kappa": cohens_kappa(table * 10, wt="linear", return_results=False),
            "conger-kappa": cohens_kappa(table * 10, return_results=False),
            "ac2": ((near * table).sum() - by_chance) / (1 - by_chance),
            "scott-pi": (0.6 - (shares**2).sum()) / (1 - (shares**2).sum()),
            "brennan-prediger": (0.6 - 1 / 3) / (1 - 1 / 3),
            "icc": (between - error) / (between + error + 2 / 10 * (coders - error)),
            "lotus": (6 * 1 + 4 / 2) / 10,
        }
    )
    assert len({str(each) for each in of_order.values()}) == len(of_order)


def test_of_a_code_positive_and_negative_agreement_are_told_apart(own_school: School) -> None:
    titles(own_school, yes=1, no=6, differ=1)
    found = row(own_school, "act:slap")
    assert found.positive_agreement == pytest.approx(100 * 2 / 3)
    assert found.negative_agreement == pytest.approx(100 * 12 / 13)
    assert found.prevalence == pytest.approx(100 * 3 / 16)


def test_every_code_of_a_single_choice_can_have_a_row(own_school: School) -> None:
    both(own_school, "begun-by=pupil", "begun-by=pupil")
    both(own_school, "begun-by=pupil", "begun-by=parent")
    assert row(own_school, "begun-by:parent", per="code").percent_agreement == 50
    assert {each.code for each in reliability(own_school, "begun-by").rows} == {None}


def test_each_pair_of_coders_can_have_a_row(own_school: School) -> None:
    own_school.votes(own_school.bond(), ana="act=slap", bea="act=slap", cai="act=help")
    rows = reliability(own_school, "act", per="pair").rows
    told = {each.between: each.percent_agreement for each in rows if each.code == "slap"}
    assert told == {("ana", "bea"): 100, ("ana", "cai"): 0, ("bea", "cai"): 0}
    some = reliability(own_school, "act", coder=["ana", "bea"]).rows
    assert {each.percent_agreement for each in some} == {100}


def test_validity_sets_each_coder_beside_one_and_is_never_called_agreement(
    own_school: School,
) -> None:
    own_school.votes(own_school.bond(), ana="act=slap", bea="act=slap", cai="act=help")
    found = reliability(own_school, "act", against="cai")
    assert found.comparison == "validity"
    assert {each.between for each in found.rows} == {("ana", "cai"), ("bea", "cai")}
    assert "validity, not agreement" in found.notes[0]


def test_stability_is_of_one_coder_at_two_times_and_is_never_called_agreement(
    own_school: School,
) -> None:
    own_school.wave("again", "recode")
    for now in ("pupil", "parent"):
        bond = both(own_school, "begun-by=pupil", "begun-by=teacher")
        own_school.annotate(bond, f"begun-by={now}", wave="again")
    found = reliability(own_school, "begun-by", wave="again")
    assert found.comparison == "stability"
    assert (found.rows[0].units, found.rows[0].percent_agreement) == (2, 50)
    assert "stability, not agreement" in found.notes[0]
    assert row(own_school, "begun-by").percent_agreement == 0
    assert row(own_school, "begun-by", wave="again", per="pair").between == ("earlier", "later")


def test_the_stability_of_one_coder_can_be_asked_for(own_school: School) -> None:
    own_school.wave("again", "recode")
    bond = both(own_school, "begun-by=pupil", "begun-by=pupil")
    own_school.annotate(bond, "begun-by=pupil", wave="again")
    own_school.annotate(bond, "begun-by=parent", actor="bea", wave="again")
    told = {
        key: row(own_school, "begun-by", wave="again", coder=[key]).percent_agreement
        for key in ("ana", "bea")
    }
    assert told == {"ana": 100, "bea": 0}


def test_units_assigned_for_reliability_limit_agreement_alone(own_school: School) -> None:
    own_school.wave("again", "recode")
    bonds = [both(own_school, "begun-by=pupil", "begun-by=pupil") for _ in range(2)]
    for bond in bonds:
        own_school.annotate(bond, "begun-by=pupil", wave="again")
    own_school.assign(bonds[0].partition("/")[0])
    asked: list[dict[str, Any]] = [{}, {"wave": "again"}, {"against": "bea"}]
    assert [row(own_school, "begun-by", **options).units for options in asked] == [1, 2, 2]


def test_validity_in_a_wave_for_recoding_is_of_that_wave_alone(own_school: School) -> None:
    own_school.wave("again", "recode")
    bond = both(own_school, "begun-by=pupil", "begun-by=parent")
    for actor in ("ana", "bea"):
        own_school.annotate(bond, "begun-by=pupil", actor=actor, wave="again")
    found = row(own_school, "begun-by", wave="again", against="bea")
    assert (found.units, found.percent_agreement) == (1, 100)


def test_a_variable_named_twice_is_compared_once(own_school: School) -> None:
    bond = both(own_school, "begun-by=pupil", "begun-by=pupil")
    own_school.annotate(bond, "begun-by=parent")
    found = reliability(own_school, "begun-by", "begun-by")
    assert (len(found.rows), found.changed) == (1, 1)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "by two coders"),
        ({"against": "bea"}, "by that coder and by another"),
        ({"wave": "again"}, "at two times by the same coder"),
    ],
)
def test_what_nobody_coded_twice_is_told_in_the_words_of_what_is_compared(
    own_school: School, options: dict[str, Any], told: str
) -> None:
    own_school.wave("again", "recode")
    own_school.coded("begun-by=pupil")
    notes = reliability(own_school, **options).notes
    assert told in notes[-1]
    assert not any("overlap" in each for each in reliability(own_school, "begun-by").notes)
    with pytest.raises(InvalidValue, match="nothing to draw") as refused:
        reliability(own_school, **options).chart()
    assert refused.value.hint == "have another coder code some of the same units"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> School:
    """A study in a file or on a server."""
    if request.param == "sqlite":
        return School.made(tmp_path)
    made = StudyOfTests(request.getfixturevalue("empty_postgresql_url"))
    made.apply(BOOK, tmp_path)
    made.coder("bea", "cai")
    return School(made.target)


def test_both_engines_compare_the_same(either: School) -> None:
    """Coded twice by two and by three, changed since, in a set, in an order, with a state."""
    first = both(either, "act=slap", "act=slap;help")
    either.annotate(first, "act=help")
    both(either, "act=none", "act=none")
    either.votes(either.bond(), ana="hurt=slight", bea="hurt=worst", cai="hurt=bad")
    either.votes(either.bond(), ana="hurt=slight", bea="hurt=slight", cai="hurt=cannot-tell")
    found = reliability(either, "act", "hurt", matrix=True)
    told = {(each.variable, each.code): each for each in found.rows}
    assert found.changed == 1
    assert (told["act", "slap"].percent_agreement, told["act", "help"].percent_agreement) == (
        100,
        50,
    )
    hurt = told["hurt", None]
    assert (hurt.units, hurt.coders, hurt.values, hurt.differ_on_state) == (2, 3, 5, 100 * 2 / 6)
    assert hurt.alpha == pytest.approx(0.3)  # as the package krippendorff has it
    cells = {(cell.coder, cell.value, cell.other_value): cell.units for cell in found.matrix or ()}
    assert cells["ana", "", "help"] == (first,)
    assert cells["ana", "slight", "cannot-tell"] == cells["bea", "slight", "cannot-tell"]


# What may be said (R34).


@pytest.mark.slow
@pytest.mark.parametrize(
    ("yes", "no", "differ", "verdict"),
    [
        (45, 45, 1, "reliable"),
        (20, 20, 3, "reliable-not-shown"),
        (20, 20, 5, "tentative-not-shown"),
        (10, 10, 8, "not-reliable"),
        (20, 20, 0, "unanimous"),
        (3, 20, 1, "too-few"),
        (6, 7, 1, "too-few"),
    ],
)
def test_r34_the_verdict_goes_by_the_coefficient_and_its_lower_limit(
    own_school: School, yes: int, no: int, differ: int, verdict: str
) -> None:
    titles(own_school, yes=yes, no=no, differ=differ)
    assert row(own_school, "act:slap").verdict == verdict


def test_r34_too_few_titles_have_no_verdict_by_the_bootstrap_either(own_school: School) -> None:
    titles(own_school, yes=6, no=7, differ=1)
    found = row(own_school, "act:slap", interval="bootstrap")
    assert found.alpha_low is not None
    assert (found.verdict, found.remark) == ("too-few", "needs 1 more title coded twice")


def test_r34_thresholds_can_be_others(own_school: School) -> None:
    titles(own_school, yes=20, no=20, differ=5)
    assert row(own_school, "act:slap", thresholds=(0.2, 0.3)).verdict == "reliable"


def test_r34_what_would_help_is_told(own_school: School) -> None:
    titles(own_school, yes=3, no=9, differ=1)
    told = row(own_school, "act:slap").remark
    assert told == "needs 2 more titles coded twice and 1 more title with the code"


def test_r34_high_agreement_with_a_low_alpha_is_explained(own_school: School) -> None:
    titles(own_school, yes=1, no=50, differ=4)
    found = row(own_school, "act:slap")
    assert found.percent_agreement == pytest.approx(100 * 51 / 55)
    assert found.alpha is not None
    assert found.alpha < 0.4
    assert found.remark is not None
    assert "93 % agree" in found.remark
    assert "95 % of the values are the same" in found.remark
    assert "chance alone gives 90 %" in found.remark


@pytest.mark.slow
def test_r34_a_low_alpha_of_an_order_is_not_put_down_to_chance(own_school: School) -> None:
    told = [("bad", "bad")] * 20 + [("slight", "slight")] * 3 + [("worst", "worst")] * 3
    for ana, bea in (*told, *[("slight", "worst")] * 3):
        both(own_school, f"hurt={ana}", f"hurt={bea}")
    found = row(own_school, "hurt")
    assert found.percent_agreement == pytest.approx(100 * 26 / 29)
    assert found.alpha is not None
    assert found.alpha < 0.5
    assert found.remark is None


def test_degenerate_cases_are_words_and_no_figure(own_school: School) -> None:
    both(own_school, "begun-by=pupil", "begun-by=pupil")
    own_school.coded("hurt=bad")
    own_school.annotate(own_school.bond(), "punished=cannot-tell")
    told = {
        key: (found.alpha, found.verdict)
        for key in ("begun-by", "hurt")
        for found in [row(own_school, key)]
    }
    assert told == {"begun-by": (None, "unanimous"), "hurt": (None, "nobody-coded-twice")}
    everything = reliability(own_school)
    assert [each.variable for each in everything.rows] == ["begun-by"]
    assert any("Never coded twice" in note for note in everything.notes)


def test_titles_screened_out_are_not_compared(own_school: School) -> None:
    film = own_school.film()
    own_school.votes(
        own_school.bond(own_school.teacher(film)), ana="begun-by=pupil", bea="begun-by=pupil"
    )
    assert row(own_school, "begun-by").units == 1
    own_school.screen(film, "out")
    assert row(own_school, "begun-by").units == 0


def test_a_pilot_says_how_common_each_code_is_and_how_many_units_to_code_twice(
    own_school: School,
) -> None:
    titles(own_school, yes=2, no=7, differ=1)
    study = Study(own_school.target)
    rows = study.samplesize_alpha((0.8,), pilot=["act"]).rows
    told = {str(each.given["code"]): each for each in rows}
    assert told["act:slap"].given["prevalence"] == 25
    [by_hand] = study.samplesize_alpha((0.8,), (25,)).rows
    assert told["act:slap"].units == by_hand.units == 139
    assert told["act:slap"].given["found"] == pytest.approx(0.747, abs=5e-4)
    both(own_school, "begun-by=pupil", "begun-by=pupil")
    both(own_school, "begun-by=parent", "begun-by=parent")
    rows = study.samplesize_alpha((0.8,), pilot=["begun-by"]).rows
    assert {each.given["found"] for each in rows} == {"unanimous"}
    with pytest.raises(InvalidValue, match="no code was both found and not found"):
        study.samplesize_alpha(pilot=["hurt"])


def test_table_one_has_the_agreement_of_what_it_counts_and_none_of_one_coders_codings(
    own_school: School,
) -> None:
    titles(own_school, yes=2, no=7, differ=1)
    study = Study(own_school.target)
    counted = study.stats("act:slap", "harmful", "gravity")
    with read(own_school.target) as connection:
        table = table_one(connection, counted)
        alone = table_one(connection, study.stats("act:slap", coder="ana"))
    assert [(each.variable, each.code) for each in table.agreement] == [("act", "slap")]
    assert alone.agreement == ()


# What cannot be compared.


@pytest.mark.parametrize(
    ("variables", "options", "kind", "told"),
    [
        (("acts",), {}, UnknownKey, "is not a variable"),
        (("harmful",), {}, InvalidValue, "is derived from other variables"),
        (("remark",), {}, InvalidValue, "is text"),
        (("act",), {"coder": ["ana"]}, InvalidValue, "agreement needs two"),
        (("act",), {"coder": ["ana", "ana"]}, InvalidValue, "agreement needs two"),
        (("act",), {"coder": ["ana", "zoe"]}, UnknownKey, "is not a coder"),
        (("act",), {"against": "zoe"}, UnknownKey, "is not a coder"),
        (("act",), {"wave": "zoe"}, UnknownKey, "is not a wave"),
        (("act",), {"thresholds": (0.8, 1.2)}, InvalidValue, "threshold"),
        (("act",), {"confidence": 100}, InvalidValue, "not a confidence"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(
    school: School,
    variables: tuple[str, ...],
    options: dict[str, Any],
    kind: type[Exception],
    told: str,
) -> None:
    with pytest.raises(kind, match=told):
        reliability(school, *variables, **options)
