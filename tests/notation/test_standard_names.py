"""Countries and languages have one spelling each, whatever people type."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import portrayals
from portrayals.notation.keys import fold
from portrayals.notation.standard_names import (
    STANDARD,
    is_standard,
    near_names,
    spellings,
    standard_name,
)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (
            "United States",
            "USA US us U.S. U.S.A. United_States united_states_of_america the_United_States",
        ),
        ("United Kingdom", "UK GB GBR U.K. Great_Britain"),
        ("South Korea", "KR KOR Korea,_South Korea,_Republic_of Republic_of_Korea"),
        ("Côte d’Ivoire", "CI CIV Ivory_Coast Cote_d'Ivoire"),
        ("Bosnia & Herzegovina", "BA Bosnia_and_Herzegovina"),
        ("Czechia", "CZ CZE Czech_Republic"),
        ("Germany", "DE DEU germany"),
        ("Soviet Union", "USSR U.S.S.R. SU"),
        ("Yugoslavia", "YU yugoslavia"),
        ("Czechoslovakia", "CSK Czechoslovakia"),
        ("England", "england"),
        ("Scotland", "SCOTLAND"),
        ("West Germany", "FRG BRD West_Germany"),
        ("East Germany", "GDR DDR east_germany"),
    ],
)
def test_a_country_has_one_spelling(name: str, typed: str) -> None:
    for each in typed.replace(" ", "|").replace("_", " ").split("|"):
        assert standard_name("country", each) == name
        assert is_standard("country", each)
    assert standard_name("country", name) == name


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("English", "en eng ENGLISH"),
        ("French", "fr fra fre"),
        ("German", "de deu ger"),
        ("Hebrew", "he heb iw"),
        ("Chinese", "zh zho chi"),
        ("Mandarin", "cmn mandarin"),
        ("Persian", "fa Farsi"),
    ],
)
def test_a_language_has_one_spelling(name: str, typed: str) -> None:
    for each in typed.split():
        assert standard_name("language", each) == name


@pytest.mark.parametrize(
    ("field", "typed", "near"),
    [
        ("country", "Grmany", "Germany"),
        ("country", "Korea", "South Korea"),
        ("country", "cs", "Czechoslovakia"),
        ("language", "Englsh", "English"),
    ],
)
def test_an_unknown_one_stays_and_has_near_ones(field: str, typed: str, near: str) -> None:
    assert standard_name(field, f" {typed} ") == typed
    assert not is_standard(field, typed)
    assert spellings(field, typed) == ()
    assert near in near_names(field, typed)


def test_the_spellings_of_one_are_folded() -> None:
    assert set(spellings("country", "USA")) == {
        *("usa", "us", "united states", "united states of america"),
    }


def test_the_starter_catalogue_spells_them_so() -> None:
    starter = Path(portrayals.__file__).parent / "starter"
    for file in starter.glob("*.yaml"):
        for title in yaml.safe_load(file.read_text(encoding="utf-8")).get("titles", ()):
            for field, words in STANDARD.items():
                for name in title.get(words, ()):
                    assert standard_name(field, name) == name
                    assert is_standard(field, name)


@settings(deadline=None)
@given(field=st.sampled_from(sorted(STANDARD)), text=st.text(st.characters()))
def test_a_standard_name_is_its_own(field: str, text: str) -> None:
    name = standard_name(field, text)
    assert standard_name(field, name) == name
    assert (
        is_standard(field, name)
        == is_standard(field, text)
        == (fold(name) in spellings(field, text))
    )
