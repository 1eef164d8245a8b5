"""Coefficients of agreement, beside published examples, other programs, and their definitions."""

from __future__ import annotations

import json
from collections import Counter
from itertools import permutations
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from portrayals.analysis import agreement
from portrayals.analysis.agreement import Alpha, Ratings, coincidences, rated

#: Coefficients as irrCAC and nltk compute them, for ratings and sets drawn at random.
ELSEWHERE = json.loads(
    (Path(__file__).parents[1] / "data" / "agreement-elsewhere.json").read_text("utf-8")
)

#: Krippendorff (2018), Content Analysis, 4th edition, page 290: four coders by twelve units.
FOUR_CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]

units_by_coder = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.none() | st.integers(1, 4), min_size=coders, max_size=coders),
        min_size=1,
        max_size=15,
    )
)
complete = st.lists(
    st.lists(st.integers(1, 4), min_size=2, max_size=2), min_size=2, max_size=20
).filter(lambda rows: len({value for row in rows for value in row}) > 1)


def ratings_of(units: list[list[Any]]) -> list[tuple[Ratings, int]]:
    """The ratings of units, given what each coder said of each; None is no value."""
    return [
        (tuple((coder, value) for coder, value in enumerate(row) if value is not None), 1)
        for row in units
    ]


def crossed(table: list[list[int]]) -> list[tuple[Ratings, int]]:
    """The ratings of two coders, from a table of what the one and the other said."""
    return [
        (((0, i), (1, j)), times)
        for i, line in enumerate(table)
        for j, times in enumerate(line)
        if times
    ]


def by_unit(coders: list[list[Any]]) -> list[list[Any]]:
    return [list(unit) for unit in zip(*coders, strict=True)]


@pytest.mark.parametrize(
    ("distance", "published"),
    [
        (agreement.nominal, 0.743421),
        (None, 0.815388),
        (agreement.interval, 0.849107),
        (agreement.ratio, 0.797403),
    ],
)
def test_alpha_of_krippendorffs_four_coders_at_each_level(
    distance: agreement.Distance | None, published: float
) -> None:
    pairs = coincidences(ratings_of(by_unit(FOUR_CODERS)))
    assert Alpha(distance)(pairs) == pytest.approx(published, abs=5e-7)


def test_kappa_of_cohens_two_examples_and_pi_and_alpha_of_artstein_and_poesios() -> None:
    # Cohen (1960), Educational and Psychological Measurement 20; Artstein & Poesio (2008).
    first = rated(crossed([[25, 12, 3], [13, 2, 15], [12, 16, 2]]))
    second = rated(crossed([[88, 14, 18], [10, 40, 10], [2, 6, 12]]))
    assert agreement.cohen_kappa(first) == pytest.approx(-0.092308, abs=5e-7)
    assert agreement.cohen_kappa(second) == pytest.approx(0.491525, abs=5e-7)
    third = crossed([[46, 0, 0], [6, 32, 6], [0, 0, 10]])
    assert agreement.cohen_kappa(rated(third)) == pytest.approx(0.801325, abs=5e-7)
    assert agreement.scott_pi(rated(third)) == pytest.approx(0.799532, abs=5e-7)
    assert Alpha()(coincidences(third)) == pytest.approx(0.800535, abs=5e-7)


def test_kappa_takes_each_coders_own_shares_and_not_a_product_of_yes_and_no() -> None:
    # 20 yes and yes, 5 yes and no, 10 no and yes, 15 no and no: by chance they agree on half.
    assert agreement.cohen_kappa(rated(crossed([[20, 5], [10, 15]]))) == pytest.approx(0.4)


@pytest.mark.parametrize("case", ELSEWHERE["ratings"])
def test_several_coders_with_gaps_as_irrcac_has_them(case: dict[str, Any]) -> None:
    ratings, told = ratings_of(case["units"]), case["coefficients"]
    sums = rated(ratings)
    ours = {
        "fleiss-identity": agreement.fleiss_kappa(sums),
        "gwet-identity": agreement.gwet_ac(sums),
        "conger-identity": agreement.conger_kappa(sums),
        "bp-identity": agreement.brennan_prediger(sums),
        "gwet-quadratic": agreement.gwet_ac(sums, agreement.interval),
    }
    assert ours == pytest.approx({name: told[name] for name in ours}, abs=5e-10)


@pytest.mark.parametrize("case", ELSEWHERE["sets"])
def test_sets_by_masi_and_jaccard_as_nltk_has_them(case: dict[str, Any]) -> None:
    units = [[frozenset(codes) for codes in unit] for unit in case["units"]]
    pairs = coincidences(ratings_of(units))
    assert Alpha(agreement.masi)(pairs) == pytest.approx(case["masi"], abs=1e-12)
    assert Alpha(agreement.jaccard)(pairs) == pytest.approx(case["jaccard"], abs=1e-12)


def test_two_empty_sets_are_equal_and_an_empty_one_is_as_far_from_any_as_can_be() -> None:
    nothing, something = frozenset[str](), frozenset("a")
    for distance in (agreement.masi, agreement.jaccard):
        assert distance(nothing, nothing) == 0
        assert distance(nothing, something) == 1
    assert agreement.masi(frozenset("ab"), frozenset("abcd")) == pytest.approx(2 / 3)
    assert agreement.masi(frozenset("ab"), frozenset("bc")) == pytest.approx(8 / 9)


def test_multi_valued_alpha_is_that_of_krippendorff_and_craggs_third_table() -> None:
    # Krippendorff & Craggs (2016), table 3; one coder gave no label to the third unit.
    units = [["bd", "d", None], ["abd", "b", "bd"], ["", "a", "a"], ["a", None, None]]
    sets = [[None if codes is None else frozenset(codes) for codes in unit] for unit in units]
    found = agreement.multi_valued_alpha(coincidences(ratings_of(sets)))
    assert found == pytest.approx(0.286591, abs=5e-7)


@given(units_by_coder)
@settings(max_examples=examples(200), deadline=None)
def test_alpha_is_that_of_krippendorffs_own_package(units: list[list[int | None]]) -> None:
    ratings = ratings_of(units)
    data = np.array(by_unit(units), dtype=float)
    values = {value for rating, _ in ratings if len(rating) > 1 for _, value in rating}
    levels = {
        "nominal": agreement.nominal,
        "ordinal": None,
        "interval": agreement.interval,
        "ratio": agreement.ratio,
    }
    for level, distance in levels.items():
        ours = Alpha(distance)(coincidences(ratings))
        if len(values) < 2:
            assert ours is None
        else:
            theirs = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
            assert ours == pytest.approx(theirs, abs=1e-9)


@given(complete)
@settings(max_examples=examples(100), deadline=None)
def test_kappas_of_complete_ratings_are_those_of_statsmodels(units: list[list[int]]) -> None:
    sums = rated(ratings_of(units))
    table = np.zeros((5, 5))
    for one, other in units:
        table[one, other] += 1
    of_two = {
        None: agreement.nominal,
        "linear": lambda one, other: abs(one - other),
        "quadratic": agreement.interval,
    }
    for weights, distance in of_two.items():
        ours = agreement.cohen_kappa(sums, distance)
        if ours is not None:
            theirs = cohens_kappa(table, wt=weights, return_results=False)
            assert ours == pytest.approx(theirs, abs=1e-9)
    counts, _ = aggregate_raters(np.array(units))
    assert agreement.fleiss_kappa(sums) == pytest.approx(statsmodels_fleiss(counts), abs=1e-9)


@given(units_by_coder, st.randoms(use_true_random=False))
@settings(max_examples=examples(100), deadline=None)
def test_neither_the_order_of_units_nor_that_of_coders_matters(
    units: list[list[int | None]], draw: Any
) -> None:
    coders = list(range(len(units[0])))
    draw.shuffle(coders)
    others = [[unit[coder] for coder in coders] for unit in units]
    draw.shuffle(others)
    for distance in (agreement.nominal, None, agreement.interval):
        one, other = (Alpha(distance)(coincidences(ratings_of(each))) for each in (units, others))
        assert one == pytest.approx(other, abs=1e-12)
    sums, moved = rated(ratings_of(units)), rated(ratings_of(others))
    for coefficient in (
        agreement.percent_agreement,
        agreement.fleiss_kappa,
        agreement.conger_kappa,
        agreement.gwet_ac,
        agreement.cohen_kappa,
    ):
        assert coefficient(sums) == pytest.approx(coefficient(moved), abs=1e-12)


@given(units_by_coder)
@settings(max_examples=examples(100), deadline=None)
def test_no_coefficient_exceeds_one_and_perfect_agreement_is_one_where_it_is_defined(
    units: list[list[int | None]],
) -> None:
    alike = [[None if value is None else unit[0] for value in unit] for unit in units]
    for rows in (units, alike):
        sums, pairs = rated(ratings_of(rows)), coincidences(ratings_of(rows))
        found = [
            *(Alpha(each)(pairs) for each in (agreement.nominal, None, agreement.interval)),
            agreement.gwet_ac(sums),
            agreement.fleiss_kappa(sums) if sums.units else None,
        ]
        assert all(each is None or each <= 1 + 1e-12 for each in found)
        if rows is alike:
            assert {round(each, 9) for each in found if each is not None} <= {1.0}


def test_where_no_value_varies_nothing_is_defined() -> None:
    ratings = ratings_of([[1, 1], [1, 1], [1, None]])
    sums = rated(ratings)
    assert Alpha()(coincidences(ratings)) is None
    assert agreement.cohen_kappa(sums) is None
    assert agreement.fleiss_kappa(sums) is None
    assert agreement.gwet_ac(sums) is None
    assert agreement.brennan_prediger(sums) is None
    assert agreement.percent_agreement(sums) == 100


def test_the_ordinal_distance_counts_what_lies_between_and_not_the_difference() -> None:
    # Ten units at 1, one at 2, ten at 3: the step from 1 to 2 is as wide as that from 2 to 3.
    apart = agreement.ordinal({1: 10.0, 2: 1.0, 3: 10.0})
    assert apart(1, 2) == apart(3, 2) == 5.5**2
    assert apart(1, 3) == 11.0**2


def test_pairs_are_of_items_and_not_of_places_in_a_list() -> None:
    one = [(((0, "a"), (1, "a")), 1), (((0, "b"), (1, "b")), 1), (((1, "a"),), 1)]
    assert agreement.percent_agreement(rated(one)) == 100


def test_intraclass_correlation_is_that_of_shrout_and_fleiss_judges() -> None:
    # Shrout & Fleiss (1979), Psychological Bulletin 86, table 4: six targets, four judges;
    # ICC(2,1), which McGraw and Wong call ICC(A,1), is .29.
    judges = [
        [9, 2, 5, 8],
        [6, 1, 3, 2],
        [8, 4, 6, 8],
        [7, 1, 2, 6],
        [10, 5, 6, 9],
        [6, 2, 4, 7],
    ]
    found = agreement.intraclass_correlation(ratings_of(judges))
    assert found == pytest.approx(0.2898, abs=5e-5)
    with_a_gap = [*judges, [5, None, 5, 5]]
    assert agreement.intraclass_correlation(ratings_of(with_a_gap)) == found


def test_lotus_is_the_share_of_coders_who_gave_the_commonest_value() -> None:
    ratings = ratings_of([[1, 1, 1, 2], [1, 1, 2, 2], [3, 3, 3, 3], [4, None, None, None]])
    assert agreement.lotus(rated(ratings)) == pytest.approx((3 / 4 + 2 / 4 + 1) / 3)


def test_leaving_out_each_part_is_the_same_as_computing_the_rest_anew() -> None:
    units = ratings_of(by_unit(FOUR_CODERS))
    whole = coincidences(units)
    for distance in (agreement.nominal, None, agreement.interval, agreement.ratio):
        rest = [coincidences(units[:at] + units[at + 1 :]) for at in range(len(units))]
        parts = [coincidences([each]) for each in units]
        found = Alpha(distance).without_each(whole, parts)
        assert found == pytest.approx([Alpha(distance)(each) for each in rest], abs=1e-12)


def test_units_that_are_alike_may_be_counted_instead_of_repeated() -> None:
    units = [[1, 1], [1, 2], [1, 1], [2, 2], [1, 1]]
    often = list(Counter(rating for rating, _ in ratings_of(units)).items())
    assert coincidences(often) == coincidences(ratings_of(units))
    assert agreement.gwet_ac(rated(often)) == agreement.gwet_ac(rated(ratings_of(units)))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_coder_who_gave_nothing_is_a_coder_who_gave_the_empty_set(order: tuple[int, ...]) -> None:
    sets = [frozenset("a"), frozenset[str](), frozenset("a")]
    units = [[sets[place] for place in order], [frozenset[str]()] * 3]
    found = Alpha(agreement.masi)(coincidences(ratings_of(units)))
    assert found is not None
    assert found < 0.5
