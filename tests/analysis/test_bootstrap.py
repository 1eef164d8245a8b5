from __future__ import annotations

from collections.abc import Sequence

import pytest

from portrayals.analysis.bootstrap import Bootstrap, bootstrap
from portrayals.analysis.proportions import ClusterSums, cluster
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
