"""The draw of who codes which title: balanced, proportional, and the same everywhere."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrayals.errors import InvalidValue
from portrayals.services.waves.draw import Drawn, apportioned, draw, overlap_of

DECADES = st.sampled_from(["1980s", "1990s", "2000s", ""])
STUDIES = st.dictionaries(st.text("abc", min_size=1, max_size=4), DECADES, min_size=1, max_size=40)
CODERS = st.sets(st.sampled_from(["ana", "ben", "eve", "kim"]), min_size=1).map(sorted)


@given(STUDIES, CODERS, st.integers(0, 40), st.integers())
def test_every_title_goes_to_all_or_to_one(
    strata: dict[str, str], coders: list[str], overlap: int, seed: int
) -> None:
    overlap = min(overlap, len(strata))
    drawn = draw(strata, coders, overlap=overlap, seed=seed)
    alone = [key for titles in drawn.alone.values() for key in titles]
    assert sorted([*drawn.overlap, *alone]) == sorted(strata)
    assert len(drawn.overlap) == overlap
    numbers = [len(titles) for titles in drawn.alone.values()]
    assert max(numbers) - min(numbers) <= 1


@given(STUDIES, CODERS, st.integers(0, 40), st.integers())
def test_no_stratum_gives_one_coder_two_titles_more_than_another(
    strata: dict[str, str], coders: list[str], overlap: int, seed: int
) -> None:
    drawn = draw(strata, coders, overlap=min(overlap, len(strata)), seed=seed)
    for stratum in set(strata.values()):
        got = [sum(strata[key] == stratum for key in drawn.alone[coder]) for coder in coders]
        assert max(got) - min(got) <= 1


@given(STUDIES, CODERS, st.integers(0, 40), st.integers(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_named_makes_no_difference(
    strata: dict[str, str], coders: list[str], overlap: int, seed: int, order: Random
) -> None:
    overlap = min(overlap, len(strata))
    items, others = list(strata.items()), list(coders)
    order.shuffle(items)
    order.shuffle(others)
    first = draw(strata, coders, overlap=overlap, seed=seed)
    assert draw(dict(items), others, overlap=overlap, seed=seed) == first


@given(STUDIES, st.integers(0, 40), st.integers())
def test_the_overlap_is_within_one_title_of_the_share_of_each_stratum(
    strata: dict[str, str], overlap: int, seed: int
) -> None:
    overlap = min(overlap, len(strata))
    drawn = draw(strata, ["ana", "ben"], overlap=overlap, seed=seed)
    got = Counter(strata[key] for key in drawn.overlap)
    for stratum, size in Counter(strata.values()).items():
        assert abs(got[stratum] - size * overlap / len(strata)) < 1


def test_a_seed_draws_what_it_drew_before() -> None:
    strata = {f"t{number}": "old" if number < 4 else "new" for number in range(10)}
    assert draw(strata, ["ben", "ana"], overlap=3, seed=7) == Drawn(
        ("t8", "t4", "t1"),
        {"ana": ("t9", "t5", "t3", "t0"), "ben": ("t7", "t6", "t2")},
    )
    assert draw(strata, ["ben", "ana"], overlap=3, seed=8).overlap != ("t8", "t4", "t1")


def test_the_largest_remainders_get_what_is_left() -> None:
    assert apportioned({"a": 5, "b": 3, "c": 2}, 4) == {"a": 2, "b": 1, "c": 1}
    assert apportioned({"a": 1, "b": 2, "c": 1}, 2) == {"a": 1, "b": 1, "c": 0}


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *(("30%", 21), ("30 %", 21), (".3", 21), ("0.3", 21), ("21", 21), ("100%", 69)),
        *(("1.0", 69), ("0.1%", 1), ("0", 0), ("0%", 0), ("50%", 35)),
    ],
)
def test_a_share_is_a_percentage_a_fraction_or_a_number(written: str, number: int) -> None:
    assert overlap_of(written, 69) == number


@pytest.mark.parametrize("written", ["", "a third", "130%", "-1", "1.5", "1/0", "70", "nan"])
def test_what_is_no_share_is_refused(written: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        overlap_of(written, 69)
    assert "30%" in (refused.value.hint or "")
