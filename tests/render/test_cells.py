"""Text in cells: nothing in a name moves a terminal, and columns stay columns."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.render.cells import cell_width, cut, harmless, padded, visible, wrapped
from portrayals.render.formats import to_json
from portrayals.render.terminal import Screen

ASCII = Screen(width=20, unicode=False)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Amélie", "Amélie"),
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("\x1b[31mred", "\\u{1b}[31mred"),
        ("abc\u202egpj.exe", "abc\\u{202e}gpj.exe"),
        ("zero\u2028wide", "zero wide"),
        ("no\u00a0break", "no break"),
        ("\u200bnothing", "\\u{200b}nothing"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("\udcff", "\\u{dcff}"),
        ("\x00", "\\u{0}"),
        ("a\u3164b", "a\\u{3164}b"),
    ],
)
def test_a_name_cannot_command_the_terminal(text: str, shown: str) -> None:
    assert harmless(text) == shown


@settings(deadline=None)
@given(st.text())
def test_whatever_the_text_is_it_stays_on_one_line_and_prints(text: str) -> None:
    shown = harmless(text)
    assert len(shown.splitlines()) <= 1
    assert all(each.isprintable() or each in "\u200c\u200d" for each in shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Amélie,2001\n\ttab\n", "Amélie,2001\n\ttab\n"),
        ("\x1b[2J\x07\x7f\r", "\\u001b[2J\\u0007\\u007f\\r"),
        ("\x9b31m\x85", "\\u009b31m\\u0085"),
        ("a\u202eb\u2066\u200b\u3164\u2028", "a\\u202eb\\u2066\\u200b\\u3164\\u2028"),
        ("no\u00a0break 👩\u200d🔬", "no\u00a0break 👩\u200d🔬"),
        ("\U000e0041\udcff", "\\udb40\\udc41\\udcff"),
    ],
)
def test_lines_for_a_terminal_show_what_it_would_obey(text: str, shown: str) -> None:
    assert visible(text) == shown


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.text() | st.none()))
def test_json_made_visible_says_the_same(value: dict[str, str | None]) -> None:
    for written in (to_json(value), json.dumps(value, ensure_ascii=False)):
        assert json.loads(visible(written)) == value


@settings(deadline=None)
@given(st.text())
def test_whatever_is_made_visible_keeps_its_lines_and_nothing_else_that_moves(text: str) -> None:
    shown = visible(text)
    assert shown.count("\n") == text.count("\n")
    assert visible(shown) == shown


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Prime", 5),
        ("2005–2014", 9),
        ("千と千尋", 8),
        ("e\u0301", 1),
        ("🎬", 2),
        ("", 0),
        ("├─●", 3),
    ],
)
def test_width_is_counted_in_cells(text: str, cells: int) -> None:
    assert cell_width(text) == cells


def test_padding_counts_cells_too() -> None:
    assert padded("千", 4) == "千  "
    assert padded("7", 3, right=True) == "  7"


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Spellbound", 10, "Spellbound"),
        ("Spellbound", 6, "Spell…"),
        ("千と千尋の神隠し", 6, "千と…"),
        ("How I Met", 6, "How I…"),
        ("dating-former-client +2", 18, "dating-former-… +2"),
    ],
)
def test_what_does_not_fit_is_cut_with_an_ellipsis(text: str, width: int, shown: str) -> None:
    assert cut(text, width, Screen(80)) == shown


def test_without_unicode_the_ellipsis_is_three_dots() -> None:
    assert cut("Spellbound", 8, ASCII) == "Spell..."


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["C"])), st.integers(1, 12))
def test_a_cut_text_never_is_wider_than_its_room(text: str, width: int) -> None:
    assert cell_width(cut(text, width, Screen(80))) <= width


def test_lines_are_wrapped_on_a_terminal_and_never_in_a_pipe() -> None:
    text = "one two three four five"
    assert list(wrapped(text, Screen(12), then="  ")) == ["one two", "  three four", "  five"]
    assert list(wrapped(text, Screen(), then="  ")) == [text]


def test_a_long_address_is_not_broken() -> None:
    address = "https://example.org/a/very/long/address/indeed"
    assert address in list(wrapped(f"see {address}", Screen(20)))


def test_an_indent_is_kept() -> None:
    assert list(wrapped("  a b", Screen(80))) == ["  a b"]
    assert list(wrapped("", Screen(80), first="  ")) == [""]
