"""Where a code is seen, written behind it."""

from __future__ import annotations

import pytest

from portrayals.errors import InvalidValue
from portrayals.notation.places import CodeAt, LineRead, parse_code_at, parse_line


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("flirting", CodeAt("flirting")),
        ("maybe:flirting@12:30", CodeAt("maybe:flirting", None, "12:30")),
        ("act:flirting@S07E05", CodeAt("act:flirting", "S07E05", None)),
        ("flirting@s7e5@1:02:03-1:03:00", CodeAt("flirting", "s7e5", "1:02:03-1:03:00")),
    ],
)
def test_behind_a_code_stand_an_episode_and_a_time(text: str, read: CodeAt) -> None:
    assert parse_code_at(text) == read
    assert read.points == ("@" in text)


@pytest.mark.parametrize(
    "text",
    [
        "flirting@",
        "@12:30",
        "flirting@@12:30",
        "flirting@12:30@S01E01",
        "flirting@S01E01@1:00@2:00",
    ],
)
def test_a_place_in_another_order_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(InvalidValue, match="is not a code with a place"):
        parse_code_at(text)


def test_a_time_that_is_none_is_refused_as_everywhere() -> None:
    with pytest.raises(InvalidValue, match="is not a time"):
        parse_code_at("flirting@noon")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("dat cur", LineRead("dat cur")),
        ("dat cur 1:20:00", LineRead("dat cur", at="1:20:00")),
        (
            'S03E01 maybe dat 10:00-11:00 "You came back."',
            LineRead("maybe dat", "S03E01", "10:00-11:00", "You came back."),
        ),
        ("flirt “Komm her”", LineRead("flirt", quote="Komm her")),
        ("", LineRead("")),
    ],
)
def test_a_line_has_words_and_a_place(text: str, read: LineRead) -> None:
    assert parse_line(text) == read


@pytest.mark.parametrize("text", ["flirt 1:00 2:00", "flirt S01E01 S01E02", 'flirt "a" "b"'])
def test_two_places_in_a_line_are_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="are two places"):
        parse_line(text)
