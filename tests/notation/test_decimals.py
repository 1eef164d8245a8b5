"""Numbers as sheets write them: one meaning, two, or none, and one mark in a column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrayals.errors import InvalidValue
from portrayals.notation.decimals import Decimals, Mark, decimal_forms, decimal_mark
from portrayals.notation.values import parse_number


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("3", {".": "3", ",": "3"}),
        ("3,5", {",": "3.5"}),
        ("3.5", {".": "3.5"}),
        ("0,250", {",": "0.250"}),
        ("1,234", {".": "1234", ",": "1.234"}),
        ("1.234", {".": "1.234", ",": "1234"}),
        ("1.234,5", {",": "1234.5"}),
        ("1,234.5", {".": "1234.5"}),
        ("1,234,567", {".": "1234567"}),
        ("1.234.567", {",": "1234567"}),
        ("1\u202f234,5", {",": "1234.5"}),
        ("1'234.5", {".": "1234.5"}),
        ("-1,5", {",": "-1.5"}),
        ("\u22121", {".": "-1", ",": "-1"}),
        ("1e3", {".": "1e3", ",": "1e3"}),
        *((text, {}) for text in ("", "-", ".", ",", "1,2,3", "12,34,567", "1 2", "abc", "1e")),
    ],
)
def test_a_number_is_what_each_decimal_mark_makes_of_it(text: str, forms: dict[Mark, str]) -> None:
    assert decimal_forms(text) == forms


@pytest.mark.parametrize(
    ("cells", "plain"),
    [
        (["3,5", "12,25", "1.234,5", "90"], ["3.5", "12.25", "1234.5", "90"]),
        (["1,234,567", "12.5", "90"], ["1234567", "12.5", "90"]),
        (["1.234", "12.5"], ["1.234", "12.5"]),
        (["unknown"], ["unknown"]),
    ],
)
def test_a_column_shows_its_decimal_mark(cells: list[str], plain: list[str]) -> None:
    column = Decimals()
    assert [column.plain(cell) for cell in cells] == plain


@pytest.mark.parametrize("cells", [["1,234"], ["3,5", "12.5"], ["12.5", "3,5"], ["3,5", "1.234"]])
def test_a_number_with_two_meanings_is_refused_and_a_mark_settles_it(cells: list[str]) -> None:
    column = Decimals()
    with pytest.raises(InvalidValue) as refused:
        [column.plain(cell) for cell in cells]
    assert refused.value.hint == "--decimal comma or --decimal point"


def test_a_mark_that_was_named_holds_for_every_cell() -> None:
    commas, points = Decimals(decimal_mark("comma")), Decimals(decimal_mark("."))
    assert (commas.plain("1,234"), commas.plain("1.234")) == ("1.234", "1234")
    assert (points.plain("1,234"), points.plain("1.234")) == ("1234", "1.234")
    with pytest.raises(InvalidValue, match="not a number with a decimal point"):
        points.plain("3,5")
    with pytest.raises(InvalidValue, match="not a decimal mark"):
        decimal_mark(";")


@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_every_plain_number_is_itself(number: float) -> None:
    assert parse_number(Decimals().plain(repr(number))) == number
