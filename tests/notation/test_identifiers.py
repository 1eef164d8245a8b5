from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrayals.errors import InvalidValue
from portrayals.notation.identifiers import (
    SCHEMES,
    Identifier,
    looks_like_identifier,
    parse_identifier,
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("imdb:tt0460649", "imdb:tt0460649"),
        (" IMDb : TT0460649 ", "imdb:tt0460649"),
        ("imdb:tt00460649", "imdb:tt0460649"),
        ("imdb:tt460649", "imdb:tt0460649"),
        ("imdb:tt15677150", "imdb:tt15677150"),
        ("imdb:tt0015677150", "imdb:tt15677150"),
        ("https://www.imdb.com/title/tt0460649/?ref_=nv_sr_1", "imdb:tt0460649"),
        ("http://imdb.com/title/tt0460649", "imdb:tt0460649"),
        ("m.imdb.com/title/tt0460649/fullcredits", "imdb:tt0460649"),
        ("https://www.imdb.com/de/title/tt0460649/", "imdb:tt0460649"),
        ("imdb:https://www.imdb.com/title/tt0460649/", "imdb:tt0460649"),
        ("tt0460649", "imdb:tt0460649"),
        (" TT0460649 ", "imdb:tt0460649"),
        ("www.imdb.com/title/tt0460649/episodes/?season=7", "imdb:tt0460649"),
        ("themoviedb.org/movie/2313-prime", "tmdb:2313"),
        ("Q147235", "wikidata:Q147235"),
        ("10.5240/7791-8534-2C23-9030-8610-5", "eidr:10.5240/7791-8534-2C23-9030-8610-5"),
        ("tmdb:550", "tmdb:550"),
        ("tmdb:00550", "tmdb:550"),
        ("https://www.themoviedb.org/movie/550-fight-club", "tmdb:550"),
        ("tmdb-tv:1100", "tmdb-tv:1100"),
        ("https://www.themoviedb.org/tv/1100-how-i-met-your-mother", "tmdb-tv:1100"),
        ("tvdb:75760", "tvdb:75760"),
        ("wikidata:q147235", "wikidata:Q147235"),
        ("https://www.wikidata.org/wiki/Q147235", "wikidata:Q147235"),
        ("eidr:10.5240/7791-8534-2c23-9030-8610-5", "eidr:10.5240/7791-8534-2C23-9030-8610-5"),
        (
            "https://doi.org/10.5240/7791-8534-2C23-9030-8610-5",
            "eidr:10.5240/7791-8534-2C23-9030-8610-5",
        ),
    ],
)
def test_an_identifier_is_read_in_its_normal_form(text: str, normal: str) -> None:
    found = parse_identifier(text)
    assert str(found) == normal
    assert parse_identifier(normal) == found
    assert looks_like_identifier(normal)


@pytest.mark.parametrize("text", ["", "nm0460649", "letterboxd:550", "Mission: Impossible", ":x"])
def test_an_unknown_scheme_is_refused_and_the_known_ones_named(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse_identifier(text)
    assert refused.value.hint is not None
    for scheme in SCHEMES:
        assert scheme in refused.value.hint


def test_a_number_alone_may_be_in_several_catalogues() -> None:
    with pytest.raises(InvalidValue, match="several kinds") as refused:
        parse_identifier("0550")
    assert refused.value.hint == "Write tmdb:550 or tmdb-tv:550 or tvdb:550."


@pytest.mark.parametrize(
    "text",
    [
        "imdb:",
        "imdb:0460649",
        "imdb:nm0460649",
        "imdb:tt",
        "imdb:tt0000000",
        "imdb:tt٠٤٦٠٦٤٩",
        "imdb:tt" + "9" * 5000,
        "imdb:https://www.themoviedb.org/movie/550",
        "tmdb:0",
        "tmdb:five",
        "tmdb:" + "9" * 5000,
        "tvdb:-1",
        "wikidata:147235",
        "wikidata:Q0",
        "eidr:10.5240/7791",
        "eidr:10.1000/7791-8534-2C23-9030-8610-5",
        "imdb:tt1\x1b[31m",
    ],
)
def test_a_value_of_another_form_is_refused_with_an_example(text: str) -> None:
    scheme = text.partition(":")[0]
    with pytest.raises(InvalidValue, match=f"not a valid {scheme} identifier") as refused:
        parse_identifier(text)
    assert refused.value.hint is not None
    assert str(parse_identifier(refused.value.hint.removeprefix("Write ").rstrip(".")))
    assert len(refused.value.message) < 150
    assert refused.value.message.isprintable()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("imdb:tt0460649", True),
        ("imdb:nonsense", True),
        ("https://www.imdb.com/title/tt0460649/", True),
        ("Imdb: The Movie", False),
        ("imdb:", False),
        ("imdb", False),
        ("tt0460649", True),
        ("tt12", False),
        ("Q2", False),
        ("1922", False),
        ("Mission:Impossible", False),
        ("50/50", False),
        ("", False),
    ],
)
def test_a_name_is_told_from_an_identifier(text: str, expected: bool) -> None:
    assert looks_like_identifier(text) is expected


@settings(deadline=None)
@given(
    scheme=st.sampled_from(["imdb", "tmdb", "tmdb-tv", "tvdb", "wikidata"]),
    number=st.integers(1, 9_999_999_999),
    zeros=st.integers(0, 9),
)
def test_leading_zeros_make_no_other_identifier(scheme: str, number: int, zeros: int) -> None:
    prefix = {"imdb": "tt", "wikidata": "Q"}.get(scheme, "")
    padding = "" if scheme == "wikidata" else "0" * zeros
    found = parse_identifier(f"{scheme}:{prefix}{padding}{number}")
    expected = f"tt{number:07}" if scheme == "imdb" else f"{prefix}{number}"
    assert found == Identifier(scheme, expected)
    assert parse_identifier(str(found)) == found


@settings(deadline=None)
@given(
    text=st.text(st.characters())
    | st.builds("{}:{}".format, st.sampled_from(SCHEMES), st.text(st.characters()))
)
def test_no_text_makes_identifiers_fail_otherwise_than_by_refusal(text: str) -> None:
    looks_like_identifier(text)
    with suppress(InvalidValue):
        found = parse_identifier(text)
        assert parse_identifier(str(found)) == found
