from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from portrayals.analysis.contingency_tables import expected, independence, pearson, with_units
from portrayals.errors import InvalidValue

# Snee (1974), The American Statistician 28:9-12: hair (rows) and eyes of 592 students.
SNEE = [[68, 20, 15, 5], [119, 84, 54, 29], [26, 17, 14, 14], [7, 94, 10, 16]]

tables = st.tuples(st.integers(2, 5), st.integers(2, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(1, 200), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def test_hair_and_eyes_have_the_published_chi_square() -> None:
    statistic, df = pearson(SNEE)
    assert statistic == pytest.approx(138.289842, abs=5e-7)
    assert df == 9
    found = independence(SNEE)
    assert (found.name, found.statistic, found.df) == ("chi2", statistic, 9)
    assert found.p == pytest.approx(2.325287e-25, rel=1e-6)
    assert found.reason == "16 of 16 expected counts are 5 or more"


@settings(deadline=None, max_examples=examples(150))
@given(table=tables)
def test_chi_square_and_expected_counts_are_those_of_scipy(table: list[list[int]]) -> None:
    theirs = stats.chi2_contingency(table, correction=False)
    found = independence(table, asked="chi2")
    assert found.statistic == pytest.approx(float(theirs.statistic), rel=1e-9, abs=1e-9)
    assert found.df == theirs.dof
    assert found.p == pytest.approx(float(theirs.pvalue), rel=1e-7, abs=1e-14)
    flat = [cell for row in expected(table) for cell in row]
    assert flat == pytest.approx(theirs.expected_freq.ravel().tolist())


def test_small_expected_counts_lead_to_fishers_test_and_say_why() -> None:
    found = independence([[3, 1], [1, 3]])
    assert found.name == "fisher"
    assert found.p == pytest.approx(34 / 70)
    assert found.reason == "only 0 of 4 expected counts are 5 or more"
    assert (found.statistic, found.df) == (None, None)


def test_one_expected_count_below_one_is_one_too_many() -> None:
    table = [[60, 60, 60, 1], [20, 20, 20, 0]]
    found = independence(table)
    assert found.name == "fisher"
    assert found.reason == "an expected count is below 1 (0.25)"


def test_four_fifths_of_the_expected_counts_suffice() -> None:
    at_the_bound = [[30, 30, 30, 30, 4], [30, 30, 30, 30, 4]]
    assert independence(at_the_bound).name == "chi2"
    assert independence(at_the_bound).reason == "8 of 10 expected counts are 5 or more"
    assert independence([row[1:] for row in at_the_bound]).name == "fisher"


def test_what_is_too_large_to_list_is_drawn_and_says_why() -> None:
    large = [[9, 8, 2, 4, 3, 1], [3, 9, 6, 2, 5, 4], [2, 3, 9, 9, 1, 6], [4, 4, 4, 4, 4, 9]]
    found = independence(large, resamples=200)
    assert found.name == "permutation"
    assert "too large for Fisher's test" in found.reason
    assert (found.resamples, found.seed) == (200, 1)
    with pytest.raises(InvalidValue, match="too long"):
        independence(large, asked="fisher")


def test_the_same_seed_draws_the_same_tables_and_another_does_not() -> None:
    table = [[12, 7, 4], [6, 9, 9]]
    ps = [independence(table, asked="permutation", seed=s, resamples=999).p for s in (3, 3, 4)]
    assert ps[0] == ps[1] != ps[2]


def test_the_permutation_test_comes_near_the_exact_one() -> None:
    table = [[8, 3, 1], [2, 5, 6]]
    drawn = independence(table, asked="permutation", resamples=20_000).p
    # The same ordering by chi-square, over all tables, from scipy's own draws.
    method = stats.PermutationMethod(n_resamples=20_000, rng=5)
    theirs = stats.chi2_contingency(table, correction=False, method=method).pvalue
    assert drawn == pytest.approx(float(theirs), abs=0.005)


def test_a_p_value_of_draws_is_never_nought() -> None:
    assert independence([[50, 0], [0, 50]], asked="permutation", resamples=99).p == 0.01


@pytest.mark.parametrize("table", [[[3, 4], [0, 0]], [[3, 0], [4, 0]], [[0, 0], [0, 0]], [[5, 6]]])
def test_units_that_do_not_differ_allow_no_test(table: list[list[int]]) -> None:
    for asked in ("auto", "chi2", "fisher", "permutation"):
        found = independence(table, asked=asked)
        assert found.p is None
        assert found.reason.startswith("undefined")


def test_rows_and_columns_without_units_count_for_nothing() -> None:
    wide = [[12, 0, 30], [0, 0, 0], [25, 0, 20]]
    assert with_units(wide) == [[12, 30], [25, 20]]
    assert pearson(wide) == pearson([[12, 30], [25, 20]])
    assert independence(wide) == independence([[12, 30], [25, 20]])


@settings(deadline=None, max_examples=examples(50))
@given(table=tables)
def test_rows_in_proportion_have_a_chi_square_of_nought(table: list[list[int]]) -> None:
    first = table[0]
    alike = [[cell * times for cell in first] for times in range(1, len(table) + 1)]
    assert pearson(alike)[0] == pytest.approx(0, abs=1e-9)
