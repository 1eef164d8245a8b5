from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.errors import InvalidValue
from portrayals.notation.years import parse_date, parse_year, parse_years


@pytest.mark.parametrize(
    ("text", "year"), [("1870", 1870), (" 2005 ", 2005), ("2200", 2200), ("2005.0", 2005)]
)
def test_a_year_is_four_digits(text: str, year: int) -> None:
    assert parse_year(text) == year


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2005", (2005, None, False)),
        ("2005-2014", (2005, 2014, True)),
        (" 2005 – 2014 ", (2005, 2014, True)),
        ("2005—2005", (2005, 2005, True)),
        ("2005-", (2005, None, True)),
        ("2005–Present", (2005, None, True)),
    ],
)
def test_the_years_of_a_title_are_one_or_first_and_last(
    text: str, years: tuple[int, int | None, bool]
) -> None:
    assert parse_years(text) == years


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2014-2005", "ends before it begins"),
        ("2005-06", "not a valid year"),
        ("2005-later", "more than one year"),
        ("1805-2014", "not a valid year"),
    ],
)
def test_what_is_no_range_of_years_is_refused(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        parse_years(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "1869", "2201", "0000", "97", "20055", "PRESENT", "2005.5", "-2005", "+2005", "2_05"),
        *("٢٠٠٥", "２００５", "²⁰⁰⁵", "9" * 5000, "2005\n2006", "\ud800", "\x00"),
    ],
)
def test_what_is_no_year_of_a_film_is_refused_with_the_range(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_year(text)
    assert refused.value.hint == "Write four digits, 1870 to 2200."
    assert len(refused.value.message) < 150


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2011-10-10", "2011-10-10"),
        (" 2011-1-5 ", "2011-01-05"),
        ("2011-10", "2011-10"),
        ("2011-1", "2011-01"),
        ("2011", "2011"),
        ("2012-02-29", "2012-02-29"),
    ],
)
def test_a_date_is_as_much_of_an_iso_date_as_is_known(text: str, normal: str) -> None:
    assert parse_date(text) == normal


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not a date"),
        ("10/10/2011", "not a date"),
        ("10-10-2011", "not a date"),
        ("2011-10-10T00:00", "not a date"),
        ("٢٠١١", "not a date"),
        ("9" * 5000, "not a date"),
        ("2011-", "not a date"),
        ("2011-02-29", "does not exist in the calendar"),
        ("2011-13", "does not exist in the calendar"),
        ("2011-00-01", "does not exist in the calendar"),
        ("0000", "out of range"),
        ("1869-12-31", "out of range"),
        ("2201", "out of range"),
    ],
)
def test_what_is_no_date_is_refused_and_why(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says) as refused:
        parse_date(text)
    assert refused.value.hint


@settings(deadline=None)
@given(day=st.dates(date(1870, 1, 1), date(2200, 12, 31)))
def test_every_day_of_the_calendar_is_its_own_normal_form(day: date) -> None:
    for length in (4, 7, 10):
        assert parse_date(day.isoformat()[:length]) == day.isoformat()[:length]


@settings(deadline=None)
@given(text=st.text(st.characters()) | st.text("0123456789-", max_size=12))
def test_no_text_makes_years_or_dates_fail_otherwise_than_by_refusal(text: str) -> None:
    for parse in (parse_year, parse_date):
        with suppress(InvalidValue):
            parse(text)
