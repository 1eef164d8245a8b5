"""The limits of alpha over titles: NUMBERS R34."""

from __future__ import annotations

from math import exp, log, sqrt
from random import Random

import pytest
from scipy import stats

from portrayals.analysis.agreement import Alpha, Coincidences, coincidences
from portrayals.analysis.agreement_limits import added, bootstrap_limits, limits

Title = tuple[Coincidences, int]


def title(*units: str, times: int = 1) -> Title:
    """A title whose units have the values of two coders: `ab` is a and b."""
    ratings = [(tuple(enumerate(values)), 1) for values in units]
    return coincidences(ratings), times


def study(*, agree_a: int, agree_b: int, differ: int) -> list[Title]:
    """Titles of one unit each, which has two equal values or not."""
    return [
        title("aa", times=agree_a),
        title("bb", times=agree_b),
        *([title("ab", times=differ)] if differ else []),
    ]


def test_r34_the_jackknife_is_that_of_its_definition() -> None:
    draw = Random(34)
    titles = [
        title(
            *(draw.choice(["aa", "aa", "bb", "cc", "ab", "bc"]) for _ in range(draw.randint(1, 4)))
        )
        for _ in range(22)
    ]
    whole, m = added(titles), len(titles)
    alpha = Alpha()(whole)
    assert alpha is not None
    logs = []
    for place in range(m):
        rest = Alpha()(added(titles[:place] + titles[place + 1 :]))
        assert rest is not None
        logs.append(log(1 - rest))
    mean = sum(logs) / m
    error = sqrt((m - 1) / m * sum((each - mean) ** 2 for each in logs))
    reach = stats.t.ppf(0.975, m - 1) * error
    found = limits(Alpha(), titles)
    assert found.method == "jackknife"
    assert found.low == pytest.approx(1 - exp(log(1 - alpha) + reach), abs=1e-9)
    assert found.high == pytest.approx(1 - exp(log(1 - alpha) - reach), abs=1e-9)


def test_r34_titles_that_are_alike_may_be_counted() -> None:
    one = study(agree_a=20, agree_b=10, differ=6)
    each = [(pairs, 1) for pairs, times in one for _ in range(times)]
    assert limits(Alpha(), one) == limits(Alpha(), each)


def test_r34_both_limits_take_five_titles_that_disagree() -> None:
    few = limits(Alpha(), study(agree_a=20, agree_b=10, differ=4))
    enough = limits(Alpha(), study(agree_a=20, agree_b=10, differ=5))
    assert (few.method, few.high) == ("lower-limit", None)
    assert enough.method == "jackknife"
    assert few.disagree == 4


def test_r34_the_lower_limit_alone_goes_by_garwoods_limit_for_titles_that_disagree() -> None:
    titles = study(agree_a=20, agree_b=10, differ=2)
    alpha = Alpha()(added(titles))
    assert alpha is not None
    garwood = stats.chi2.ppf(0.975, 2 * 3) / 2
    assert limits(Alpha(), titles).low == pytest.approx(1 - garwood * (1 - alpha) / 2, abs=1e-9)


def test_r34_without_any_disagreement_one_pair_is_taken_to_differ() -> None:
    # 60 values, 40 of them a: one pair that differs has 2 of the coincidences, by chance there are
    # 2 x 40 x 20 of 59.
    titles = study(agree_a=20, agree_b=10, differ=0)
    garwood = stats.chi2.ppf(0.975, 2) / 2
    found = limits(Alpha(), titles)
    assert found.method == "lower-limit"
    assert found.low == pytest.approx(1 - garwood * 2 * 59 / (2 * 40 * 20), abs=1e-9)


@pytest.mark.parametrize(
    ("agree_a", "agree_b", "told"),
    [(9, 5, "too-few"), (10, 5, "lower-limit"), (30, 4, "too-few"), (30, 0, "too-few")],
)
def test_r34_it_takes_fifteen_titles_and_two_values_in_five_titles_each(
    agree_a: int, agree_b: int, told: str
) -> None:
    assert limits(Alpha(), study(agree_a=agree_a, agree_b=agree_b, differ=0)).method == told


def test_r34_agreement_itself_withholds_nothing() -> None:
    assert limits(Alpha(), study(agree_a=30, agree_b=10, differ=0)).low is not None


def test_r34_titles_without_a_pair_are_no_titles() -> None:
    titles = [*study(agree_a=10, agree_b=5, differ=0), ({}, 50)]
    assert limits(Alpha(), titles).titles == 15


def test_r34_the_lower_limit_is_cut_at_minus_one() -> None:
    worst = [title("ab", times=10), title("aa", times=3), title("bb", times=3)]
    found = limits(Alpha(), worst)
    assert found.low is not None
    assert found.low >= -1


def test_r34_a_second_value_in_fewer_than_five_titles_is_too_few() -> None:
    # Only the one title holds b; without it nothing varies. Two values in five titles each is
    # what keeps this from being told at all.
    titles = [title("aa", times=20), title("ab", "ab", "bb")]
    assert limits(Alpha(), titles).method == "too-few"


def test_the_confidence_widens_the_limits() -> None:
    titles = study(agree_a=30, agree_b=12, differ=6)
    wide, narrow = limits(Alpha(), titles, 0.99), limits(Alpha(), titles, 0.9)
    assert None not in (wide.low, narrow.low)
    assert (wide.low or 0) < (narrow.low or 0)


def test_a_bootstrap_by_title_is_seeded_and_tells_its_undefined_resamples() -> None:
    titles = study(agree_a=30, agree_b=1, differ=0)
    found = bootstrap_limits(Alpha(), titles, seed=7)
    assert found == bootstrap_limits(Alpha(), titles, seed=7)
    assert found.undefined
    assert (found.low, found.high) == (None, None)  # above five per cent
    often = bootstrap_limits(Alpha(), study(agree_a=30, agree_b=15, differ=6), seed=7)
    assert often.undefined == 0
    assert often.low is not None
    assert often.low < (Alpha()(added(study(agree_a=30, agree_b=15, differ=6))) or 0)
