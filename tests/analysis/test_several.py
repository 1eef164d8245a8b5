from __future__ import annotations

from unittest.mock import patch

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from portrayals.analysis.multiple_testing import adjusted

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=30)


# Benjamini & Hochberg (1995), section 3.2: fifteen hypotheses of a trial of thrombolysis.
TRIAL = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]


def test_the_published_trial_rejects_four_by_the_false_discovery_rate_and_three_otherwise() -> None:
    by_rate = [p for p in adjusted(TRIAL, "benjamini-hochberg") if p is not None and p <= 0.05]
    by_holm = [p for p in adjusted(TRIAL, "holm") if p is not None and p <= 0.05]
    assert (len(by_rate), len(by_holm)) == (4, 3)


@settings(deadline=None, max_examples=examples(100))
@given(ps=p_values)
def test_p_values_adjusted_for_false_discoveries_are_those_of_statsmodels(ps: list[float]) -> None:
    theirs = multipletests(ps, method="fdr_bh")[1].tolist()
    assert adjusted(ps, "benjamini-hochberg") == pytest.approx(theirs)


@settings(deadline=None, max_examples=examples(100))
@given(ps=p_values)
def test_p_values_adjusted_by_holm_are_those_of_statsmodels(ps: list[float]) -> None:
    with patch("gc.collect"):  # statsmodels tidies up all memory each time, which takes longest
        theirs = multipletests(ps, method="holm")[1].tolist()
    assert adjusted(ps) == pytest.approx(theirs)


@settings(deadline=None)
@given(ps=p_values)
def test_adjusting_never_lowers_a_p_value_and_keeps_their_order(ps: list[float]) -> None:
    for method in ("holm", "benjamini-hochberg"):
        found = adjusted(ps, method)
        pairs = sorted(zip(ps, found, strict=True))
        assert all(q >= p * (1 - 1e-12) for p, q in pairs)
        assert [q for _, q in pairs] == sorted(q for _, q in pairs)
        assert max(q for _, q in pairs) <= 1


def test_undefined_tests_stay_undefined_and_are_not_counted() -> None:
    assert adjusted([0.01, None, 0.04]) == (0.02, None, 0.04)
    assert adjusted([None, 0.03], "benjamini-hochberg") == (None, 0.03)
    assert adjusted([]) == ()


def test_a_single_test_needs_no_adjustment() -> None:
    assert adjusted([0.031]) == adjusted([0.031], "benjamini-hochberg") == (0.031,)
