from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from portrayals.analysis.fisher import effort, fisher_exact

Table = list[list[int]]

small_tables = st.tuples(st.integers(2, 4), st.integers(2, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 3), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def every_table(rows: Sequence[int], columns: Sequence[int]) -> Iterator[list[tuple[int, ...]]]:
    if len(rows) == 1:
        yield [tuple(columns)]
        return
    for first in product(*(range(column + 1) for column in columns)):
        if sum(first) == rows[0]:
            left = [column - cell for column, cell in zip(columns, first, strict=True)]
            for others in every_table(rows[1:], left):
                yield [first, *others]


def by_listing_all(table: Table) -> float:
    """The test in whole numbers, table by table."""
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]

    def likelihood(cells: Sequence[Sequence[int]]) -> Fraction:
        return Fraction(1, math.prod(math.factorial(cell) for row in cells for cell in row))

    observed = likelihood(table)
    likelihoods = [likelihood(each) for each in every_table(rows, columns)]
    return float(sum(x for x in likelihoods if x <= observed) / sum(likelihoods))


@settings(deadline=None, max_examples=examples(150))
@given(table=small_tables)
def test_fishers_test_is_the_sum_over_all_tables_that_are_no_likelier(table: Table) -> None:
    if sum(map(sum, table)) <= 14:
        assert fisher_exact(table) == pytest.approx(by_listing_all(table), rel=1e-9)


@settings(deadline=None, max_examples=examples(150))
@given(cells=st.lists(st.integers(0, 400), min_size=4, max_size=4))
def test_of_two_by_two_it_is_that_of_scipy(cells: list[int]) -> None:
    table = [cells[:2], cells[2:]]
    theirs = float(stats.fisher_exact(table).pvalue)
    assert fisher_exact(table) == pytest.approx(theirs, rel=1e-6, abs=1e-14)


def test_a_table_of_thousands_keeps_its_digits() -> None:
    table = [[10, 5000], [3, 9000]]
    assert fisher_exact(table) == pytest.approx(float(stats.fisher_exact(table).pvalue), rel=1e-8)


# Agresti (1990), Categorical Data Analysis, p. 61: a lady tasting tea; and Agresti (2002), p. 57:
# income and job satisfaction, which R's documentation of fisher.test tests: p = 0.7827.
@pytest.mark.parametrize(
    ("table", "p"),
    [
        ([[3, 1], [1, 3]], 0.4857143),
        ([[1, 2, 1, 0], [3, 3, 6, 1], [10, 10, 14, 9], [6, 7, 12, 11]], 0.782685),
    ],
)
def test_published_tables_give_the_published_p(table: Table, p: float) -> None:
    assert fisher_exact(table) == pytest.approx(p, abs=5e-7)


@settings(deadline=None, max_examples=examples(100))
@given(table=small_tables)
def test_the_order_of_rows_and_columns_and_which_is_which_is_of_no_account(
    table: Table,
) -> None:
    turned = [list(column) for column in zip(*table, strict=True)][::-1]
    assert fisher_exact(turned) == pytest.approx(fisher_exact(table), rel=1e-9)
    assert effort(turned) == effort(table)


def test_a_table_that_its_margins_determine_has_p_one() -> None:
    assert fisher_exact([[3, 4, 5]]) == 1
    assert fisher_exact([[3, 4], [0, 0]]) == 1
    assert fisher_exact([[0, 0], [0, 0]]) == 1
    assert fisher_exact([[0, 1], [0, 1]]) == pytest.approx(1)


def test_the_effort_grows_with_the_table_and_tells_without_listing_it() -> None:
    assert effort([[3, 1], [1, 3]]) < 20
    assert effort([[400 + i * j for i in range(6)] for j in range(6)]) > 10**12


def test_a_rare_code_of_a_million_units_is_tested_at_once() -> None:
    table = [[2, 400_000], [9, 300_000], [1, 299_988]]
    assert effort(table) < 100_000
    assert effort([list(column) for column in zip(*table, strict=True)]) == effort(table)
    # Rare events are nearly Poisson: given their sum they are multinomial over the rows.
    assert fisher_exact(table) == pytest.approx(
        by_multinomial((2, 9, 1), (0.4, 0.3, 0.3)), rel=1e-3
    )


def by_multinomial(counts: tuple[int, int, int], shares: tuple[float, float, float]) -> float:
    n = sum(counts)
    masses = {
        (a, b): float(stats.multinomial.pmf((a, b, n - a - b), n, shares))
        for a in range(n + 1)
        for b in range(n + 1 - a)
    }
    observed = masses[counts[0], counts[1]]
    return math.fsum(mass for mass in masses.values() if mass <= observed * (1 + 1e-7))
