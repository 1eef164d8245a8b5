from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portrayals.analysis.cooccurrence import Pair


def test_two_codes_are_told_both_ways_and_together() -> None:
    pair = Pair(n=40, first=10, second=5, both=4)
    assert pair.second_given_first == 0.4
    assert pair.first_given_second == 0.8
    assert pair.jaccard == 4 / 11
    assert pair.table == ((4, 6), (1, 29))


def test_a_code_that_no_unit_has_gives_no_share() -> None:
    pair = Pair(n=40, first=0, second=5, both=0)
    assert (pair.second_given_first, pair.first_given_second, pair.jaccard) == (None, 0, 0)
    assert Pair(n=40, first=0, second=0, both=0).jaccard is None


@given(units=st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60))
def test_the_shares_are_those_of_sets(units: list[tuple[bool, bool]]) -> None:
    first = {i for i, (a, _) in enumerate(units) if a}
    second = {i for i, (_, b) in enumerate(units) if b}
    pair = Pair(len(units), len(first), len(second), len(first & second))
    assert pair.jaccard == (len(first & second) / len(first | second) if first | second else None)
    assert sum(map(sum, pair.table)) == len(units)
    turned = Pair(len(units), len(second), len(first), len(first & second))
    assert turned.first_given_second == pair.second_given_first
    assert turned.jaccard == pair.jaccard
