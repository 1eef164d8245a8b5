from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.analysis.bootstrap import (
    RESAMPLES,
    Bootstrap,
    Resamples,
    bootstrap,
    mean_interval,
    one_by_one,
    resampled,
    share_interval,
)
from portrayals.analysis.proportions import ClusterSums, Interval, cluster, wilson
from portrayals.errors import InvalidValue

# Wheeze of 537 children of Steubenville, Ohio, at four yearly visits (Fitzmaurice & Laird 1993,
# Biometrika 80:141-151): visits with and without, and how many children have those.
OHIO = [((0, 4), 355), ((1, 3), 97), ((2, 2), 44), ((3, 1), 23), ((4, 0), 18)]


def share(totals: Sequence[int]) -> float | None:
    return totals[0] / sum(totals) if sum(totals) else None


def test_r35_the_bootstrap_by_title_comes_near_the_linearised_interval() -> None:
    found = bootstrap(OHIO, share, resamples=4000)
    sums = ClusterSums(537, 326, 2148, 768, 4 * 326, 16 * 537)
    linearised = cluster(sums)
    assert found.low == pytest.approx(linearised.low, abs=0.002)
    assert found.high == pytest.approx(linearised.high, abs=0.002)
    assert (found.resamples, found.undefined, found.seed) == (4000, 0, 1)


def test_the_same_seed_draws_the_same_titles_and_another_does_not() -> None:
    first, again, other = (bootstrap(OHIO, share, resamples=200, seed=s) for s in (3, 3, 4))
    assert first == again
    assert (first.low, first.high) != (other.low, other.high)


def test_more_confidence_gives_a_wider_interval() -> None:
    narrow, wide = (bootstrap(OHIO, share, resamples=500, confidence=c) for c in (0.8, 0.99))
    assert narrow.low is not None
    assert narrow.high is not None
    assert wide.low is not None
    assert wide.high is not None
    assert wide.low < narrow.low < narrow.high < wide.high


def test_r34_resamples_without_a_value_are_counted_and_above_a_twentieth_there_is_no_interval() -> (
    None
):
    def of_the_first(totals: Sequence[int]) -> float | None:
        return totals[1] / totals[0] if totals[0] else None

    # One of three titles holds all the first: (2/3)^3 of the resamples are without it.
    found = bootstrap([((5, 2), 1), ((0, 4), 2)], of_the_first, resamples=1000)
    assert (found.low, found.high) == (None, None)
    assert found.undefined / 1000 == pytest.approx(8 / 27, abs=0.05)
    # One of ten titles: nearly none.
    some = bootstrap([((5, 2), 9), ((0, 4), 1)], of_the_first, resamples=1000)
    assert some.low is not None
    assert some.undefined == 0


@pytest.mark.parametrize(("undefined", "has_interval"), [(100, True), (101, False)])
def test_r34_just_a_twentieth_of_the_resamples_may_be_without_a_value(
    undefined: int, has_interval: bool
) -> None:
    totals = ((0,),) * undefined + ((1,),) * (2000 - undefined)
    drawn = Resamples(totals, titles=2, asked=2000, seed=1)
    found = drawn.interval(lambda cells: cells[0] or None)
    assert (found.low is not None) is has_interval
    assert found.undefined == undefined


def test_no_titles_and_a_title_alone_have_no_interval() -> None:
    assert bootstrap([], share, resamples=50) == Bootstrap(None, None, 50, 50, 1)
    assert bootstrap([((0, 0), 7)], share, resamples=50).low is None
    assert bootstrap([((3, 4), 1)], share, resamples=50).low is None


def test_titles_without_a_unit_are_not_drawn() -> None:
    with_empty = [*OHIO, ((0, 0), 5000)]
    assert bootstrap(with_empty, share, resamples=100) == bootstrap(OHIO, share, resamples=100)


def test_an_archive_of_a_million_titles_is_drawn_as_quickly_as_one_of_a_thousand() -> None:
    many = [(cells, times * 2000) for cells, times in OHIO]
    found = bootstrap(many, share, resamples=500)
    assert found.low == pytest.approx(0.151769, abs=0.001)
    assert found.high == pytest.approx(0.151769, abs=0.001)


@pytest.mark.parametrize("confidence", [0.0, 1.0, 95.0])
def test_a_senseless_confidence_of_a_bootstrap_is_refused(confidence: float) -> None:
    with pytest.raises(InvalidValue):
        bootstrap(OHIO, share, confidence=confidence)


def plainly(titles: Sequence[Sequence[float]], draws: int = 20_000) -> tuple[float, float]:
    """The percentile interval of the ratio of two sums, title by title."""
    cells = np.array(titles, dtype=float)
    drawn = np.random.default_rng(5).integers(0, len(cells), (draws, len(cells)))
    totals = cells[drawn].sum(axis=1)
    low, high = np.percentile(totals[:, 0] / totals[:, 1], [2.5, 97.5])
    return float(low), float(high)


#: Units with something and units, of forty titles.
FORTY = {(0, 1): 12, (0, 3): 4, (1, 1): 9, (1, 4): 5, (2, 3): 6, (3, 3): 2, (2, 7): 2}


@pytest.mark.parametrize("times", [1, 30])
def test_r35_the_bootstrap_of_a_share_is_that_of_a_plain_resampling_of_titles(times: int) -> None:
    """With few titles of a kind titles are drawn, with many kinds are."""
    kinds = {kind: times * number for kind, number in FORTY.items()}
    found = share_interval(kinds)
    titles = [kind for kind, number in kinds.items() for _ in range(number)]
    sd = (cluster_of(titles).high or 0) - (cluster_of(titles).low or 0)
    low, high = plainly(titles, 20_000 // times)
    assert found.method == "bootstrap"
    assert found.low == pytest.approx(low, abs=0.07 * sd)
    assert found.high == pytest.approx(high, abs=0.07 * sd)


def cluster_of(titles: Sequence[tuple[int, int]]) -> Interval:
    return cluster(
        ClusterSums(
            len(titles),
            sum(k for k, _ in titles),
            sum(n for _, n in titles),
            sum(k * k for k, _ in titles),
            sum(k * n for k, n in titles),
            sum(n * n for _, n in titles),
        )
    )


def test_r35_the_bootstrap_of_a_mean_is_that_of_a_plain_resampling_of_titles() -> None:
    kinds = {(1990.0, 1): 7, (2 * 2001.5, 2): 4, (3 * 1984.0, 3): 5, (2010.0, 1): 9}
    found = mean_interval(kinds)
    low, high = plainly([kind for kind, number in kinds.items() for _ in range(number)])
    assert found.low == pytest.approx(low, abs=0.5)
    assert found.high == pytest.approx(high, abs=0.5)


def test_a_mean_of_values_that_do_not_vary_has_no_interval() -> None:
    same = mean_interval({(0.1, 1): 3, (0.1 + 0.1 + 0.1, 3): 2})
    assert (same.low, same.high) == (None, None)
    assert mean_interval({(4.0, 2): 1}).low is None
    assert mean_interval({}).low is None


@pytest.mark.parametrize("kinds", [{(0, 2): 5}, {(3, 3): 4}, {(1, 2): 7, (2, 4): 2}], ids=str)
def test_r35_where_titles_do_not_differ_wilson_with_the_titles_as_n_stands_in(
    kinds: dict[tuple[int, int], int],
) -> None:
    found = share_interval(kinds)
    k, n = (sum(kind[cell] * number for kind, number in kinds.items()) for cell in (0, 1))
    titles = sum(kinds.values())
    assert found.method == "wilson-clusters"
    assert (found.low, found.high) == wilson(k / n * titles, titles)


def test_r35_of_one_title_no_interval_is_drawn() -> None:
    found = share_interval({(1, 3): 1, (0, 0): 5})
    assert (found.low, found.high, found.method) == (None, None, "bootstrap")


@pytest.mark.parametrize("seed", [1, 2])
def test_who_has_it_and_who_has_not_have_complementary_intervals(seed: int) -> None:
    titles = {(0, 2): 3, (1, 2): 4, (3, 3): 2, (2, 5): 1, (0, 0): 6}
    having = share_interval(titles, seed=seed)
    lacking = share_interval({(n - k, n): times for (k, n), times in titles.items()}, seed=seed)
    assert having.low is not None
    assert having.high is not None
    assert (lacking.low, lacking.high) == pytest.approx(
        (1 - having.high, 1 - having.low), abs=1e-15
    )


def test_a_share_of_nobody_has_no_interval() -> None:
    assert share_interval({}).low is None
    assert share_interval({(0, 0): 4}).low is None


KINDS = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda cells: (cells[0], sum(cells))),
    st.integers(1, 40),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=examples(30))
@given(kinds=KINDS, seed=st.integers(0, 10**9))
def test_an_interval_lies_within_nought_and_one_and_one_seed_has_one_whatever_the_order(
    kinds: dict[tuple[int, int], int], seed: int
) -> None:
    found = share_interval(kinds, seed=seed)
    if found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.high <= 1
    turned = dict(reversed(kinds.items()))
    assert resampled(turned.items(), resamples=20, seed=seed) == resampled(
        kinds.items(), resamples=20, seed=seed
    )
    assert share_interval(turned, seed=seed) == found


@settings(deadline=None, max_examples=examples(30))
@given(k=st.integers(3, 200), rest=st.integers(3, 200), seed=st.integers(0, 99))
def test_the_interval_of_titles_that_are_units_holds_their_share(
    k: int, rest: int, seed: int
) -> None:
    found = share_interval({(1, 1): k, (0, 1): rest}, seed=seed)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= k / (k + rest) <= found.high


def test_the_sample_itself_is_told_beside_its_resamples() -> None:
    drawn = resampled(OHIO)
    assert drawn.sample == (326, 2148 - 326)
    assert (drawn.titles, len(drawn.totals), drawn.asked) == (537, RESAMPLES, RESAMPLES)
    assert resampled(one_by_one((3, 0, 2))).sample == (3, 0, 2)
