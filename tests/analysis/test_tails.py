from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from portrayals.analysis.tail_probabilities import (
    chi_square_tail,
    f_tail,
    incomplete_gamma,
    noncentral_chi_square,
    noncentrality_of,
    normal_two_sided,
    t_two_sided,
)


@settings(deadline=None, max_examples=examples(300))
@given(x=st.floats(1e-6, 600), df=st.floats(0.5, 300))
def test_the_chi_square_tail_is_that_of_scipy(x: float, df: float) -> None:
    theirs = float(stats.chi2.sf(x, df))
    assert chi_square_tail(x, df) == pytest.approx(theirs, rel=1e-9, abs=1e-15)


@settings(deadline=None, max_examples=examples(300))
@given(t=st.floats(-60, 60), df=st.floats(1, 5000))
def test_the_t_tail_is_that_of_scipy(t: float, df: float) -> None:
    theirs = 2 * float(stats.t.sf(abs(t), df))
    assert t_two_sided(t, df) == pytest.approx(theirs, rel=1e-8, abs=1e-14)


@settings(deadline=None, max_examples=examples(300))
@given(f=st.floats(1e-6, 500), above=st.floats(0.2, 80), below=st.floats(0.5, 2000))
def test_the_f_tail_is_that_of_scipy(f: float, above: float, below: float) -> None:
    theirs = float(stats.f.sf(f, above, below))
    assert f_tail(f, above, below) == pytest.approx(theirs, rel=1e-8, abs=1e-14)


@pytest.mark.parametrize("z", [0.0, 1.0, -1.959963984540054, 5.0, 30.0])
def test_the_normal_tail_is_that_of_scipy(z: float) -> None:
    assert normal_two_sided(z) == pytest.approx(2 * float(stats.norm.sf(abs(z))), rel=1e-12)


def test_tails_at_their_ends_are_one_and_nought() -> None:
    assert chi_square_tail(0, 3) == chi_square_tail(-1, 3) == f_tail(0, 2, 3) == 1
    assert t_two_sided(0, 5) == 1
    assert f_tail(1e300, 2, 3) == pytest.approx(0)
    assert f_tail(1e-300, 2, 3) == 1
    assert chi_square_tail(5000, 1) == 0


@settings(deadline=None)
@given(a=st.floats(0.5, 200), x=st.floats(0.001, 400))
def test_the_two_incomplete_gammas_are_one_together(a: float, x: float) -> None:
    below, above = incomplete_gamma(a, x)
    assert below + above == pytest.approx(1, rel=1e-12)


@settings(deadline=None, max_examples=examples(100))
@given(x=st.floats(0.01, 400), df=st.integers(1, 40), noncentrality=st.floats(0.0, 300))
def test_the_non_central_chi_square_is_that_of_scipy(
    x: float, df: int, noncentrality: float
) -> None:
    theirs = float(stats.ncx2.cdf(x, df, noncentrality) if noncentrality else stats.chi2.cdf(x, df))
    assert noncentral_chi_square(x, df, noncentrality) == pytest.approx(theirs, rel=1e-6, abs=1e-10)


@settings(deadline=None, max_examples=examples(30))
@given(x=st.floats(0.0, 300), df=st.integers(1, 30), p=st.sampled_from([0.025, 0.05, 0.975]))
def test_the_non_centrality_makes_x_the_quantile_or_is_nought(x: float, df: int, p: float) -> None:
    found = noncentrality_of(x, df, p)
    if found:
        assert noncentral_chi_square(x, df, found) == pytest.approx(p, rel=1e-7)
    else:
        assert stats.chi2.cdf(x, df) <= p + 1e-12
