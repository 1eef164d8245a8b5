from __future__ import annotations

import unicodedata

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.errors import InvalidValue
from portrayals.notation.keys import (
    LONGEST_SLUG,
    article_first,
    composed,
    fold,
    name_with_year,
    slug,
    title_and_year,
)

# Any text at all, lone surrogates included, and text rich in marks and odd letters.
anything = st.text(st.characters())
marked = st.text(
    st.sampled_from(
        "aÉßİıŉΐςЙ½ﬁ8² \t-/',&’“´–\u0301\u0345\u200b\u200d\u20e3\ufe0fशि्\u093cガ\u3099한שָأกุ่一😀"
    )
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("50/50", "50-50"),
        ("Amélie", "amelie"),
        ("Ame\u0301lie", "amelie"),
        ("$9.99", "9-99"),
        ("Face/Off", "face-off"),
        ("d'amour", "d-amour"),
        ("How I Met Your Mother", "how-i-met-your-mother"),
        ("  Crazy, Stupid, Love. ", "crazy-stupid-love"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("Ærlig Ødeland", "ærlig-ødeland"),
        ("ﬁlm Ⅳ", "film-iv"),
        ("Πολίτικη Κουζίνα", "πολιτικη-κουζινα"),
        ("七人の侍", "七人の侍"),
        ("기생충", "기생충"),
        ("שָׁלוֹם", "שלום"),
        ("شَمس", "شمس"),
        ("a\u200bb", "ab"),
        ("snake_case", "snake-case"),
        ("1\ufe0f\u20e3", "1"),
        ("😀 🎬", "title"),
        ("", "title"),
        ("---", "title"),
        ("\u0301", "title"),
        ("\ud800", "title"),
        ("a\x00b\nc", "a-b-c"),
    ],
)
def test_a_slug_is_made_of_the_letters_and_digits_of_the_name(name: str, key: str) -> None:
    assert slug(name) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("दिल", "दल"),  # a vowel sign of Devanagari
        ("दिल", "दील"),
        ("ガラス", "カラス"),  # voicing of kana
        ("เสือ", "เสื่อ"),  # a tone of Thai
        ("ผู้", "ผี้"),
    ],
)
def test_marks_that_spell_the_word_keep_two_names_apart(one: str, other: str) -> None:
    assert slug(one) != slug(other)
    assert fold(one) != fold(other)


def test_a_mark_without_a_letter_is_no_part_of_a_slug() -> None:
    assert slug("a \u093f b") == "a-b"


@settings(deadline=None, max_examples=examples(300))
@given(name=anything | marked)
def test_a_slug_is_its_own_slug_and_fits_where_keys_go(name: str) -> None:
    key = slug(name)
    assert slug(key) == key
    assert 1 <= len(key) <= LONGEST_SLUG
    assert not key.startswith("-")
    assert not key.endswith("-")
    assert "--" not in key
    assert all(c == "-" or unicodedata.category(c)[0] in "LMN" for c in key)
    key.encode()


@settings(deadline=None)
@given(name=marked)
def test_a_slug_does_not_depend_on_how_the_name_was_composed(name: str) -> None:
    assert slug(unicodedata.normalize("NFD", name)) == slug(unicodedata.normalize("NFC", name))


def test_a_long_name_is_cut_at_a_hyphen() -> None:
    words = slug("Dr. Strangelove, or how I learned to stop worrying " * 3)
    assert words == (
        "dr-strangelove-or-how-i-learned-to-stop-worrying-dr-strangelove-or-how-i-learned"
    )
    assert slug("ab " * 60) == "-".join(["ab"] * 27)
    assert slug("x" * 200) == "x" * LONGEST_SLUG
    assert slug("a " + "x" * 200) == "a-" + "x" * (LONGEST_SLUG - 2)
    assert slug("x" * LONGEST_SLUG + " y") == "x" * LONGEST_SLUG


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AMÉLIE", "amelie"),
        ("Straße", "STRASSE"),
        ("Crazy,\t Stupid \n", " crazy, stupid"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
        ("ﬁn", "FIN"),
        ("Ａｋｉｒａ", "akira"),
        ("שָׁלוֹם", "שלום"),
        ("Zero\u200bWidth", "zerowidth"),
        ("Don’t", "Don't"),
        ("Don´t", "Don`t"),
        ("“Crocodile” Dundee", '"Crocodile" Dundee'),
        ("Spider–Man", "Spider-Man"),
        ("Spider—Man", "spider‑man"),
        ("Love & Other Drugs", "Love and Other Drugs"),
        ("Q&A", "Q ＆ A"),
        ("Ame\u0301lie", "Amélie"),
        ("Godfather, The", "The Godfather"),
        ("PRINCE OF TIDES, the", "The Prince of Tides"),
        ("Beautiful Mind, A", "a beautiful mind"),
        ("Avventura, L’", "L'avventura"),
    ],
)
def test_names_that_differ_only_in_how_they_are_typed_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_punctuation() -> None:
    assert fold("Face/Off") == "face/off"


@pytest.mark.parametrize(
    "name", ["The Good, the Bad and the Ugly", "Crazy, Stupid, Love", ", The", "The", "Me, Myself"]
)
def test_a_name_without_an_article_at_its_end_stays(name: str) -> None:
    assert fold(name) == name.casefold()
    assert article_first(name) == name


@pytest.mark.parametrize(
    ("name", "turned"),
    [
        ("Godfather, The", "The Godfather"),
        ("Prince of Tides, the", "the Prince of Tides"),
        ("Avventura, L’", "L’Avventura"),
        ("Good, the Bad and the Ugly, The", "The Good, the Bad and the Ugly"),
    ],
)
def test_an_article_at_the_end_is_put_first(name: str, turned: str) -> None:
    assert article_first(name) == turned
    assert fold(turned) == fold(name)


def test_a_name_is_stored_composed_and_on_one_line() -> None:
    assert composed(" Ame\u0301lie \n 2") == "Amélie 2"


@settings(deadline=None)
@given(name=anything | marked)
def test_a_key_is_folded_already(name: str) -> None:
    assert fold(slug(name)) == slug(name)


@settings(deadline=None, max_examples=examples(300))
@given(text=anything | marked)
def test_folding_twice_changes_nothing_and_ignores_case_and_composition(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == " ".join(once.split())
    assert fold(unicodedata.normalize("NFD", text)) == once
    assert fold(text.casefold()) == fold(fold(text.casefold()))


@pytest.mark.slow
def test_every_character_folds_to_something_that_stays() -> None:
    for point in range(0x110000):
        once = fold(chr(point))
        if once:
            assert fold(once) == once, hex(point)


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [
        ("Bliss (1997)", "Bliss", 1997),
        (" Bliss(1997) ", "Bliss", 1997),
        ("Bliss", "Bliss", None),
        ("2012 (2009)", "2012", 2009),
        ("2012", "2012", None),
        ("(1997)", "(1997)", None),
        ("(500) Days of Summer", "(500) Days of Summer", None),
        ("Bliss (1869)", "Bliss (1869)", None),
        ("Bliss (2201)", "Bliss (2201)", None),
        ("Bliss (19977)", "Bliss (19977)", None),
        ("Bliss (١٩٩٧)", "Bliss (١٩٩٧)", None),
        ("Bliss (199²)", "Bliss (199²)", None),
        ("", "", None),
    ],
)
def test_a_year_in_brackets_at_the_end_is_read_off_a_name(
    text: str, name: str, year: int | None
) -> None:
    assert name_with_year(text) == (name, year)


@settings(deadline=None)
@given(name=anything.map(str.strip).filter(bool), year=st.integers(1870, 2200))
def test_a_name_and_year_written_together_come_apart_again(name: str, year: int) -> None:
    assert name_with_year(f"{name} ({year})") == (name, year)


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        ("Mumford (1999)", None, ("Mumford", 1999)),
        ("Mumford (1999)", 1999, ("Mumford", 1999)),
        ("Mumford", 1999, ("Mumford", 1999)),
        ("Mumford", None, ("Mumford", None)),
        ("1922 (1922)", None, ("1922", 1922)),
        ("Mumford (1999) (2001)", 2001, ("Mumford (1999)", 2001)),
    ],
)
def test_a_title_is_made_from_a_name_that_may_say_the_year(
    text: str, year: int | None, expected: tuple[str, int | None]
) -> None:
    assert title_and_year(text, year) == expected


def test_a_name_of_one_year_is_no_title_of_another() -> None:
    with pytest.raises(
        InvalidValue, match="is of 1999, but the year is said to be 2001"
    ) as refused:
        title_and_year("Mumford (1999)", 2001)
    assert "Mumford (1999) (2001)" in str(refused.value.hint)
