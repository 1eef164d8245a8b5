from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from portrayals.analysis.random_draws import (
    binomial,
    hypergeometric,
    multinomial,
    table_with_margins,
)

DRAWS = 20_000


@pytest.mark.parametrize(("n", "p"), [(1, 0.3), (7, 0.5), (40, 0.02), (40, 0.97)])
def test_binomial_draws_have_the_binomial_frequencies(n: int, p: float) -> None:
    random = Random(7)
    seen = Counter(binomial(random, n, p) for _ in range(DRAWS))
    for k in range(n + 1):
        assert seen[k] / DRAWS == pytest.approx(float(stats.binom.pmf(k, n, p)), abs=0.015)


@pytest.mark.parametrize(("marked", "others", "drawn"), [(5, 9, 4), (3, 2, 4), (50, 3, 6)])
def test_hypergeometric_draws_have_the_hypergeometric_frequencies(
    marked: int, others: int, drawn: int
) -> None:
    random = Random(7)
    seen = Counter(hypergeometric(random, marked, others, drawn) for _ in range(DRAWS))
    for k in range(drawn + 1):
        theirs = float(stats.hypergeom.pmf(k, marked + others, marked, drawn))
        assert seen[k] / DRAWS == pytest.approx(theirs, abs=0.015)


@pytest.mark.parametrize(("n", "p"), [(60, 0.2), (400, 0.03), (300, 0.5), (90, 0.85)])
def test_where_many_are_expected_draws_have_the_binomial_frequencies_too(n: int, p: float) -> None:
    random = Random(11)
    seen = Counter(binomial(random, n, p) for _ in range(DRAWS))
    expected = [DRAWS * float(stats.binom.pmf(k, n, p)) for k in range(n + 1)]
    told = [k for k in range(n + 1) if expected[k] >= 5]
    found = [seen[k] for k in told]
    theirs = [expected[k] for k in told]
    found.append(DRAWS - sum(found))
    theirs.append(DRAWS - sum(theirs))
    assert stats.chisquare(found, theirs).pvalue > 0.001


def test_draws_of_millions_stay_where_they_belong() -> None:
    random = Random(7)
    drawn = [binomial(random, 4_000_000, 0.25) for _ in range(200)]
    assert sum(drawn) / 200 == pytest.approx(1_000_000, abs=400)
    assert all(abs(k - 1_000_000) < 6 * 866 for k in drawn)


def test_a_share_of_nought_or_one_leaves_nothing_to_chance() -> None:
    assert [binomial(Random(1), 5, p) for p in (0.0, 1.0)] == [0, 5]
    assert hypergeometric(Random(1), 4, 0, 3) == 3


@settings(deadline=None)
@given(
    n=st.integers(0, 500),
    weights=st.lists(st.integers(1, 9), min_size=1, max_size=8),
    seed=st.integers(),
)
def test_a_multinomial_draw_shares_out_all(n: int, weights: list[int], seed: int) -> None:
    drawn = multinomial(Random(seed), n, weights)
    assert sum(drawn) == n
    assert len(drawn) == len(weights)
    assert min(drawn) >= 0


@settings(deadline=None)
@given(
    table=st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=4),
    seed=st.integers(),
)
def test_a_drawn_table_has_the_margins(table: list[list[int]], seed: int) -> None:
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    drawn = table_with_margins(Random(seed), rows, columns)
    assert [sum(row) for row in drawn] == rows
    assert [sum(column) for column in zip(*drawn, strict=True)] == columns
    assert min(map(min, drawn)) >= 0
