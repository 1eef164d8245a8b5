from __future__ import annotations

import math

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.contingency import association
from statsmodels.stats.contingency_tables import Table2x2

from portrayals.analysis.contingency_tables import pearson
from portrayals.analysis.effect_sizes import CORRECTED, WIDENED, cramers_v, odds_ratio, risk_ratio

SNEE = [[68, 20, 15, 5], [119, 84, 54, 29], [26, 17, 14, 14], [7, 94, 10, 16]]

two_by_two = st.lists(st.integers(1, 500), min_size=4, max_size=4).map(
    lambda cells: [cells[:2], cells[2:]]
)
tables = st.tuples(st.integers(2, 5), st.integers(2, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(1, 60), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def test_cramers_v_of_hair_and_eyes_is_the_published_one_and_the_corrected_is_smaller() -> None:
    corrected, plain = cramers_v((4, 4), pearson(SNEE)[0], 592)
    assert plain.value == pytest.approx(0.279045, abs=5e-7)
    # Bergsma's equations (2013), worked step by step.
    phi2 = 138.28984162 / 592 - 9 / 591
    assert corrected.value == pytest.approx(math.sqrt(phi2 / (4 - 9 / 591 - 1)), rel=1e-8)
    assert corrected.low is not None
    assert corrected.high is not None
    # The limits are those at which the observed chi-square is the 97.5 % and the 2.5 % quantile.
    for limit, p in ((corrected.low, 0.975), (corrected.high, 0.025)):
        noncentrality = limit**2 * 592 * 3
        assert float(stats.ncx2.cdf(138.28984162, 9, noncentrality)) == pytest.approx(p, rel=1e-6)


@settings(deadline=None, max_examples=examples(60))
@given(table=tables)
def test_cramers_v_lies_in_its_interval_and_below_the_uncorrected(table: list[list[int]]) -> None:
    shape, n = (len(table), len(table[0])), sum(map(sum, table))
    corrected, plain = cramers_v(shape, pearson(table)[0], n)
    if n <= max(shape):
        assert corrected.value is None
        return
    assert plain.value == pytest.approx(float(association(table, "cramer")), abs=1e-9)
    assert corrected.value is not None
    assert corrected.low is not None
    assert corrected.high is not None
    assert 0 <= corrected.low <= corrected.value <= corrected.high <= 1
    assert corrected.low < corrected.high


def test_cramers_v_is_one_where_one_tells_the_other_and_nought_where_nothing() -> None:
    assert cramers_v((3, 3), pearson([[9, 0, 0], [0, 8, 0], [0, 0, 7]])[0], 24)[0].value == 1
    nothing = cramers_v((2, 2), 0.0, 40)[0]
    assert (nothing.value, nothing.low) == (0, 0)


@pytest.mark.parametrize(("shape", "n", "confidence"), [((2, 2), 20, 0.95), ((3, 4), 90, 0.9)])
def test_an_interval_of_cramers_v_does_not_collapse_where_chi_square_is_small(
    shape: tuple[int, int], n: int, confidence: float
) -> None:
    least, df = min(shape) - 1, (shape[0] - 1) * (shape[1] - 1)
    highest = math.sqrt(float(stats.chi2.ppf(confidence, df)) / (n * least))
    for statistic in (0.0, 0.001 * df):
        found, _ = cramers_v(shape, statistic, n, confidence)
        assert found.high == pytest.approx(highest)
        assert found.remark == WIDENED
    beyond, _ = cramers_v(shape, 3.0 * df, n, confidence)
    assert beyond.high is not None
    assert beyond.high > highest
    assert beyond.remark is None


def test_cramers_v_is_undefined_of_a_single_row_and_of_too_few_units() -> None:
    assert cramers_v((1, 4), 0.0, 40)[0].value is None
    assert cramers_v((2, 2), 2.0, 2)[0].value is None
    assert cramers_v((0, 0), 0.0, 0)[1].value is None


@settings(deadline=None, max_examples=examples(100))
@given(table=two_by_two)
def test_odds_ratio_and_risk_ratio_are_those_of_statsmodels(table: list[list[int]]) -> None:
    theirs = Table2x2(table, shift_zeros=False)
    ours = odds_ratio(table)
    assert ours.value == pytest.approx(float(theirs.oddsratio))
    assert (ours.low, ours.high) == pytest.approx(theirs.oddsratio_confint(0.05))
    ours = risk_ratio(table)
    assert ours.value == pytest.approx(float(theirs.riskratio))
    assert (ours.low, ours.high) == pytest.approx(theirs.riskratio_confint(0.05))
    assert ours.remark is None


def test_an_empty_cell_is_corrected_and_labelled() -> None:
    ours = odds_ratio([[0, 10], [4, 8]])
    assert ours.value == pytest.approx(0.5 * 8.5 / (10.5 * 4.5))
    assert ours.remark == CORRECTED
    theirs = Table2x2([[0.5, 10.5], [4.5, 8.5]], shift_zeros=False)
    assert (ours.low, ours.high) == pytest.approx(theirs.oddsratio_confint(0.05))
    ratio = risk_ratio([[0, 10], [4, 8]])
    assert ratio.value == pytest.approx(0.5 / 11 / (4.5 / 13))
    assert ratio.remark == CORRECTED


def test_an_empty_row_or_column_leaves_the_ratios_undefined() -> None:
    for table in ([[0, 0], [4, 8]], [[0, 3], [0, 8]], [[0, 0], [0, 0]]):
        assert odds_ratio(table).value is None
        assert risk_ratio(table).value is None
    assert odds_ratio([[3, 0], [8, 0]]).value is None
    assert risk_ratio([[3, 0], [8, 0]]).value == 1


@settings(deadline=None, max_examples=examples(50))
@given(table=two_by_two)
def test_turned_round_the_ratios_are_their_inverses(table: list[list[int]]) -> None:
    for ratio in (odds_ratio, risk_ratio):
        ours, turned = ratio(table), ratio(table[::-1])
        assert ours.value is not None
        assert ours.low is not None
        assert (turned.value, turned.high) == pytest.approx((1 / ours.value, 1 / ours.low))
