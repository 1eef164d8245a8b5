from __future__ import annotations

import math

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from portrayals.analysis.quantiles import (
    beta_quantile,
    incomplete_beta,
    normal_quantile,
    t_quantile,
    upper_tail_point,
)
from portrayals.errors import InvalidValue


def test_the_normal_quantile_of_975_thousandths_is_the_familiar_one() -> None:
    assert normal_quantile(0.975) == pytest.approx(1.959963984540054, rel=1e-14)


@pytest.mark.parametrize("df", [1, 1.5, 2, 3, 4, 7, 10, 29, 100, 536, 999, 1000, 1001, 1e4, 1e7])
@pytest.mark.parametrize("p", [0.5001, 0.6, 0.75, 0.9, 0.95, 0.975, 0.995, 0.9995, 0.99999])
def test_r35_the_t_quantile_is_that_of_scipy(p: float, df: float) -> None:
    assert t_quantile(p, df) == pytest.approx(float(stats.t.ppf(p, df)), rel=1e-10)


@settings(deadline=None, max_examples=examples(300))
@given(p=st.floats(0.501, 0.99999), exponent=st.floats(0, 7))
def test_r35_the_t_quantile_is_that_of_scipy_for_any_real_df(p: float, exponent: float) -> None:
    df = 10**exponent
    assert t_quantile(p, df) == pytest.approx(float(stats.t.ppf(p, df)), rel=1e-10)


@pytest.mark.parametrize("p", [0.5 + 1e-12, 0.5 + 1e-6, 0.6, 0.9, 0.99999])
def test_the_t_quantile_keeps_its_digits_near_the_middle_where_a_closed_form_tells(
    p: float,
) -> None:
    q = p - 0.5
    assert t_quantile(p, 1) == pytest.approx(math.tan(math.pi * q), rel=1e-10)
    assert t_quantile(p, 2) == pytest.approx(q * math.sqrt(2 / (p * (1 - p))), rel=1e-10)


@settings(deadline=None, max_examples=examples(100))
@given(p=st.floats(0.00001, 0.99999), df=st.floats(1, 2000))
def test_the_t_quantile_is_odd_about_the_middle_and_rises(p: float, df: float) -> None:
    assert t_quantile(p, df) == pytest.approx(-t_quantile(1 - p, df), rel=1e-6, abs=1e-12)
    assert t_quantile(p, df) <= t_quantile(min(p + 1e-3, 0.99999), df)


def test_the_t_quantile_of_one_half_is_nought() -> None:
    assert t_quantile(0.5, 3) == 0.0


def test_the_two_ways_to_the_t_quantile_meet_where_one_hands_over_to_the_other() -> None:
    below, above = t_quantile(0.99999, 1000), t_quantile(0.99999, 1000.0000001)
    assert below == pytest.approx(above, rel=1e-11)


@settings(deadline=None, max_examples=examples(200))
@given(p=st.floats(1e-5, 0.99999), a=st.floats(0.5, 5000), b=st.floats(0.5, 5000))
def test_the_beta_quantile_is_that_of_scipy_and_inverts_the_integral(
    p: float, a: float, b: float
) -> None:
    x = beta_quantile(p, a, b)
    assert x == pytest.approx(float(stats.beta.ppf(p, a, b)), rel=1e-8)
    if x < 1:
        assert incomplete_beta(x, a, b) == pytest.approx(p, rel=1e-6)


@pytest.mark.parametrize(("a", "b"), [(1, 1_000_000), (300_000, 700_001), (1_000_000, 2)])
def test_the_beta_quantile_holds_for_a_million_units(a: int, b: int) -> None:
    for p in (0.025, 0.975):
        assert beta_quantile(p, a, b) == pytest.approx(float(stats.beta.ppf(p, a, b)), rel=1e-8)


def test_a_confidence_becomes_the_probability_below_the_upper_end() -> None:
    assert upper_tail_point(0.95) == 0.975


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0, -0.5, math.nan, math.inf, 1 - 1e-17])
def test_a_confidence_outside_nought_to_one_is_refused(confidence: float) -> None:
    with pytest.raises(InvalidValue, match="confidence"):
        upper_tail_point(confidence)
