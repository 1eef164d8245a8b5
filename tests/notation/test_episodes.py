from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.errors import InvalidValue
from portrayals.notation.episodes import (
    EpisodeCode,
    parse_episode,
    parse_episodes,
    parse_season,
)

codes = st.builds(EpisodeCode, st.integers(0, 9999), st.integers(0, 99_999))


@pytest.mark.parametrize(
    ("text", "code", "normal"),
    [
        ("S07E05", EpisodeCode(7, 5), "S07E05"),
        ("s7e5", EpisodeCode(7, 5), "S07E05"),
        (" S2011E0123 ", EpisodeCode(2011, 123), "S2011E123"),
        ("S00E01", EpisodeCode(0, 1), "S00E01"),
    ],
)
def test_an_episode_is_season_and_number(text: str, code: EpisodeCode, normal: str) -> None:
    assert parse_episode(text) == code
    assert str(code) == normal


@pytest.mark.parametrize(
    "text",
    [
        *("", "7x05", "S07", "E05", "S07E", "S07E05E06", "S07 E05", "S-1E05", "S٧E٥", "ſ07E05"),
        "S" + "9" * 5000 + "E1",
        "S1E" + "9" * 5000,
    ],
)
def test_what_is_no_episode_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_episode(text)
    assert refused.value.hint == "Write season and episode: S07E05."
    assert len(refused.value.message) < 150


@settings(deadline=None)
@given(code=codes)
def test_an_episode_written_is_read_as_itself(code: EpisodeCode) -> None:
    assert parse_episode(str(code)) == code
    assert parse_episodes(str(code).lower()) == (code,)


@settings(deadline=None)
@given(some=st.lists(codes, max_size=10))
def test_episodes_sort_by_season_then_number(some: list[EpisodeCode]) -> None:
    assert sorted(some) == sorted(some, key=lambda code: (code.season, code.number))


@settings(deadline=None, max_examples=examples(50))
@given(season=st.integers(0, 50), first=st.integers(0, 500), more=st.integers(0, 999))
def test_a_range_holds_both_ends_and_all_between(season: int, first: int, more: int) -> None:
    low, high = EpisodeCode(season, first), EpisodeCode(season, first + more)
    found = parse_episodes(f"{low} .. {high}")
    assert (found[0], found[-1], len(found)) == (low, high, more + 1)
    assert list(found) == sorted(set(found))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("S01E10..S01E01", "backwards"),
        ("S01E01..S02E01", "several seasons"),
        ("S02E01..S01E05", "several seasons"),
        ("S01E01..S01E1001", "more than 1000"),
        ("S01E00001..S01E99999", "more than 1000"),
        ("S01E01..", "not an episode"),
        ("..S01E01", "not an episode"),
        ("S01E01...S01E05", "not an episode"),
        ("S01E01..S01E02..S01E03", "not an episode"),
        ("", "not an episode"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused_and_why(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says) as refused:
        parse_episodes(text)
    assert refused.value.hint


def test_a_thousand_episodes_are_a_range() -> None:
    assert len(parse_episodes("S01E01..S01E1000")) == 1000


@pytest.mark.parametrize(("text", "season"), [("S01", 1), ("s1", 1), (" S00 ", 0), ("S2011", 2011)])
def test_a_season_is_an_s_and_its_number(text: str, season: int) -> None:
    assert parse_season(text) == season


@pytest.mark.parametrize("text", ["", "1", "S", "S01E01", "season 1", "S" + "9" * 5000, "S١"])
def test_what_is_no_season_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidValue, match="not a season") as refused:
        parse_season(text)
    assert refused.value.hint == "Write S and its number: S01."
