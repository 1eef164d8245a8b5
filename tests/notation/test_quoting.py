from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.notation.quoting import listed, quoted, shortened


def test_plain_words_are_quoted_as_they_are() -> None:
    assert quoted("Amélie 七人") == '"Amélie 七人"'


def test_what_would_steer_a_terminal_is_written_as_an_escape() -> None:
    assert quoted("a\x1b[31m\nb\ud800") == '"a\\x1b[31m\\nb\\ud800"'


def test_long_text_is_cut() -> None:
    assert quoted("x" * 60) == '"' + "x" * 60 + '"'
    assert quoted("x" * 61) == '"' + "x" * 59 + '…"'


def test_names_in_a_sentence_are_cut_and_so_is_their_list() -> None:
    assert shortened("x" * 61) == "x" * 59 + "…"
    assert listed(["name", "y" * 99]) == "name, " + "y" * 59 + "…"
    assert listed(["a"] * 1_042).endswith("a, a and 1,002 more")


@settings(deadline=None)
@given(text=st.text(st.characters()))
def test_anything_quoted_is_printable_and_can_be_encoded(text: str) -> None:
    assert quoted(text).isprintable()
    quoted(text).encode()
