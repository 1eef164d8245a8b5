from __future__ import annotations

from contextlib import suppress

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.errors import InvalidValue
from portrayals.notation.values import (
    Edit,
    Operation,
    parse_assignment,
    parse_edit,
    parse_number,
    split_codes,
)

anything = st.text(st.characters())
words = st.from_regex(r"[a-z][a-z_-]{0,8}[a-z]", fullmatch=True)
values = anything.map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("text", "variable", "value"),
    [
        ("setting=office", "setting", "office"),
        (" setting = office, home ", "setting", "office, home"),
        ("note=a=b", "note", "a=b"),
        ("boundary-act=maybe:flirting;none", "boundary-act", "maybe:flirting;none"),
    ],
)
def test_an_assignment_is_a_variable_and_its_value(text: str, variable: str, value: str) -> None:
    assert parse_assignment(text) == (variable, value)


@pytest.mark.parametrize("text", ["", "setting", "=office", " = ", "\ud800"])
def test_what_assigns_nothing_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="assigns nothing") as refused:
        parse_assignment(text)
    assert refused.value.hint is not None
    assert "VARIABLE=VALUE" in refused.value.hint


def test_an_assignment_without_a_value_is_told_how_to_withdraw() -> None:
    with pytest.raises(InvalidValue, match="no value") as refused:
        parse_assignment("setting= ")
    assert refused.value.hint is not None
    assert "setting=not-coded" in refused.value.hint


@settings(deadline=None)
@given(variable=words, value=values)
def test_an_assignment_written_is_read_as_itself(variable: str, value: str) -> None:
    assert parse_assignment(f"{variable}={value}") == (variable, value)


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("year=1997", Edit("year", "set", "1997")),
        ("alias+=HIMYM", Edit("alias", "add", "HIMYM")),
        ("alias-=HIMYM", Edit("alias", "remove", "HIMYM")),
        ("synopsis=", Edit("synopsis", "clear", "")),
        (" end_year = 2014 ", Edit("end_year", "set", "2014")),
        ("alias += a=b", Edit("alias", "add", "a=b")),
        ("name=-=+", Edit("name", "set", "-=+")),
        ("original-name=X", Edit("original-name", "set", "X")),
    ],
)
def test_an_edit_sets_adds_removes_or_clears(text: str, edit: Edit) -> None:
    assert parse_edit(text) == edit


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "changes nothing"),
        ("year", "changes nothing"),
        ("=1997", "changes nothing"),
        ("+=x", "changes nothing"),
        ("-=", "changes nothing"),
        ("alias+=", "what to add"),
        ("alias-= ", "what to remove"),
    ],
)
def test_an_edit_that_says_too_little_is_refused_and_why(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says) as refused:
        parse_edit(text)
    assert refused.value.hint


@settings(deadline=None)
@given(
    field=words,
    operation=st.sampled_from([("=", "set"), ("+=", "add"), ("-=", "remove")]),
    value=values,
)
def test_an_edit_written_is_read_as_itself(
    field: str, operation: tuple[str, Operation], value: str
) -> None:
    sign, op = operation
    assert parse_edit(f"{field}{sign}{value}") == Edit(field, op, value)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a;b", ("a", "b")),
        ("a,b", ("a", "b")),
        (" a ; b ;", ("a", "b")),
        ("Crazy, stupid; love", ("Crazy, stupid", "love")),
        ("a,,a,b", ("a", "b")),
        ("a", ("a",)),
        ("", ()),
        (" ; ", ()),
    ],
)
def test_codes_are_separated_by_semicolons_or_else_by_commas(
    text: str, codes: tuple[str, ...]
) -> None:
    assert split_codes(text) == codes


@settings(deadline=None)
@given(codes=st.lists(words, max_size=6, unique=True), separator=st.sampled_from([";", ",", "; "]))
def test_codes_joined_are_split_into_themselves(codes: list[str], separator: str) -> None:
    assert split_codes(separator.join(codes)) == tuple(codes)


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3.0), ("-0.5", -0.5), ("+.5", 0.5), ("7.", 7.0), (" 1e3 ", 1000.0), ("007", 7.0)],
)
def test_a_number_is_a_finite_decimal(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text", ["", ".", "-", "nan", "inf", "Infinity", "1_000", "0x10", "1e", "٣", "1 000", "1e99999"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="not a number") as refused:
        parse_number(text)
    assert refused.value.hint


@pytest.mark.parametrize("text", ["1,5", "1,000", "1.000,5"])
def test_a_decimal_comma_is_refused_and_the_point_shown(text: str) -> None:
    with pytest.raises(InvalidValue, match="not a number") as refused:
        parse_number(text)
    assert refused.value.hint is not None
    assert "decimal point" in refused.value.hint


@pytest.mark.parametrize("text", ["9" * 5000, "-1e400"])
def test_a_number_beyond_all_measure_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="too large") as refused:
        parse_number(text)
    assert len(refused.value.message) < 150


@settings(deadline=None)
@given(number=st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_written_is_read_as_itself(number: float) -> None:
    assert parse_number(repr(number)) == number


@settings(deadline=None, max_examples=examples(200))
@given(text=anything | st.text("0123456789.,eE+-=;", max_size=12))
def test_no_text_makes_values_fail_otherwise_than_by_refusal(text: str) -> None:
    split_codes(text)
    for parse in (parse_assignment, parse_edit, parse_number):
        with suppress(InvalidValue):
            parse(text)
