"""Several values in one cell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.notation.cells import join, split, text, words

VALUE = (st.text(min_size=1) | st.text(alphabet=";\\ab", min_size=1)).filter(
    lambda value: value.strip() == value
)


@pytest.mark.parametrize(
    ("values", "cell"),
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a;b"),
        (("Steins;Gate", "b"), "Steins\\;Gate;b"),
        (("a\\", "b"), "a\\\\;b"),
        (("\\;",), "\\\\\\;"),
    ],
)
def test_values_stand_with_semicolons_between_them(values: tuple[str, ...], cell: str) -> None:
    assert join(values) == cell
    assert split(cell) == values


def test_blanks_and_empty_values_are_nothing() -> None:
    assert split(" a ; ;b;") == ("a", "b")
    assert split(" \\; ;;\\\\ ") == (";", "\\")
    assert split("") == split(" ; ") == ()


def test_a_backslash_before_anything_else_is_one() -> None:
    assert split("C:\\films;b\\") == ("C:\\films", "b\\")


@settings(deadline=None)
@given(st.lists(VALUE))
def test_what_was_joined_is_split_again(values: list[str]) -> None:
    assert split(join(values)) == tuple(values)


@settings(deadline=None)
@given(st.text(alphabet="; \\ab"))
def test_any_cell_can_be_split(cell: str) -> None:
    assert split(join(split(cell))) == split(cell)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        ([True, None, False], "yes;;no"),
        (7, "7"),
        (7.0, "7"),
        (-0.1, "-0.1"),
        (1e22, "1e+22"),
        ("a;b", "a;b"),
        (["a;b", None, 2], "a\\;b;;2"),
        ((), ""),
        ({"imdb": "tt0387514", "tmdb": 1}, "imdb:tt0387514;tmdb:1"),
        ([{"code": "a;b"}, {}], '[{"code": "a;b"}, {}]'),
        ({"imdb": ["é", None]}, '{"imdb": ["é", null]}'),
    ],
)
def test_any_value_is_a_cell(value: object, cell: str) -> None:
    assert text(value) == cell


@pytest.mark.parametrize(
    ("value", "read"),
    [(None, []), ("a;b", ["a;b"]), (("a;b", 2.0), ["a;b", "2"]), (False, ["no"]), ([], [])],
)
def test_each_of_several_values_is_read_by_itself(value: object, read: list[str]) -> None:
    assert words(value) == read
