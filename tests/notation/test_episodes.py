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
    parse_season_and_number,
)

codes = st.builds(EpisodeCode, st.integers(0, 9999), st.integers(0, 99_999))


@pytest.mark.parametrize(
    ("text", "code", "normal"),
    [
        ("S07E05", EpisodeCode(7, 5), "S07E05"),
        ("s7e5", EpisodeCode(7, 5), "S07E05"),
        (" S2011E123 ", EpisodeCode(2011, 123), "S2011E123"),
        ("S7E005", EpisodeCode(7, 5), "S07E05"),
        ("S1E4512", EpisodeCode(1, 4512), "S01E4512"),
        ("7x05", EpisodeCode(7, 5), "S07E05"),
        (" 1X3 ", EpisodeCode(1, 3), "S01E03"),
        ("S00E01", EpisodeCode(0, 1), "S00E01"),
    ],
)
def test_an_episode_is_season_and_number(text: str, code: EpisodeCode, normal: str) -> None:
    assert parse_episode(text) == code
    assert str(code) == normal


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "7×05",
            "7x",
            "x05",
            "S7x05",
            "S07",
            "E05",
            "S07E",
            "S07E05E06",
            "S07 E05",
            "S-1E05",
            "S٧E٥",
            "ſ07E05",
        ),
        "S" + "9" * 5000 + "E1",
        "S1E" + "9" * 5000,
    ],
)
def test_what_is_no_episode_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_episode(text)
    assert refused.value.hint == "Write season and episode: S07E05."
    assert len(refused.value.message) < 150


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("S01E0102", "Write S01E102, or S01E01..S01E02."),
        ("2x0304", "Write S02E304, or S02E03..S02E04."),
        ("S01E0012", "Write S01E12, or S01E00..S01E12."),
    ],
)
def test_digits_that_may_be_two_episodes_are_refused(text: str, hint: str) -> None:
    with pytest.raises(InvalidValue, match="may be one episode or two") as refused:
        parse_episode(text)
    assert refused.value.hint == hint


@pytest.mark.parametrize(("season", "number"), [("1", "0102"), (" 01 ", " 102 "), ("1", "102")])
def test_a_number_in_a_column_of_its_own_is_one_episode(season: str, number: str) -> None:
    assert parse_season_and_number(season, number) == EpisodeCode(1, 102)


@pytest.mark.parametrize(
    ("season", "number", "why"),
    [
        ("", "1", "the season is missing"),
        ("1", "", "the number of the episode is missing"),
        ("1", "E2", '"E2" is not the number of an episode'),
        ("x", "1", '"x" is not the number of a season'),
        ("S", "1", '"S" is not the number of a season'),
    ],
)
def test_a_column_that_holds_no_number_is_told_as_it_stands(
    season: str, number: str, why: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_season_and_number(season, number)
    assert refused.value.message.startswith(why)


@pytest.mark.parametrize(("season", "number"), [("0", 0), ("S01", 1), ("12", 12), ("Specials", 0)])
def test_a_season_in_a_column_of_its_own_is_a_number_or_that_of_specials(
    season: str, number: int
) -> None:
    assert parse_season_and_number(season, "3") == EpisodeCode(number, 3)


def test_episode_nought_is_a_number_too() -> None:
    assert parse_season_and_number("1", "00") == EpisodeCode(1, 0)


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
    "text",
    [
        *("S01E03..S01E05", "S01E03-S01E05", "S01E03–E05", "s1e3-e5", "S01E03-05", "S01E03..5"),
        *("1x03-1x05", " 1x03 - 05 ", "1x03..S01E05"),
    ],
)
def test_a_range_is_written_in_many_ways(text: str) -> None:
    assert parse_episodes(text) == tuple(EpisodeCode(1, number) for number in (3, 4, 5))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("S01E01-E0102", "may be one episode or two"),
        ("S01E10..S01E01", "backwards"),
        ("S01E01..S02E01", "several seasons"),
        ("S02E01..S01E05", "several seasons"),
        ("S01E01..S01E1001", "more than 1000"),
        ("S01E1..S01E99999", "more than 1000"),
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
