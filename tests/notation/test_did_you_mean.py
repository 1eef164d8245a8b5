"""Of many folded texts those are kept among which the nearest names are, by whatever order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portrayals.notation.did_you_mean import nearest, perhaps_nearest
from portrayals.notation.keys import fold

WORDS = st.text("abAÁßé -'", min_size=1, max_size=6)


@given(written=WORDS, names=st.lists(WORDS, unique=True, max_size=30))
def test_what_is_kept_holds_all_that_would_be_told(written: str, names: list[str]) -> None:
    kept = perhaps_nearest(written, [fold(name) for name in names])
    assert nearest(written, (each for each in names if fold(each) in kept)) == nearest(
        written, names
    )


def test_little_is_kept_of_much() -> None:
    names = [f"number {number}" for number in range(1000)]
    kept = perhaps_nearest("nmber 512", names)
    assert "number 512" in kept
    assert len(kept) < 30


def test_all_that_hold_what_was_written_are_kept() -> None:
    holding = ["a year", "year of the cat", "three-year-old", "yearly", "year 1", "year 2"]
    assert perhaps_nearest("year", [*holding, "midyearish"]) == {*holding}


def test_names_folded_alike_are_as_near() -> None:
    assert nearest("amelei", ["Amélie", "Amelie", "Emil", "Amalia"]) == (
        "Amélie",
        "Amelie",
        "Amalia",
    )


def test_a_word_may_begin_after_a_hyphen_and_go_on_after_another() -> None:
    name = "Much Ado About the Friendly Spider-Man-Child of the Neighbourhood"
    assert nearest("man child", [name, "Manchester"])[0] == name


def test_a_word_begins_anywhere_in_writing_without_spaces() -> None:
    names = ["千と千尋の神隠し", "기생충과 사람들", "Miyazaki"]
    for written, name in (("神隠", names[0]), ("千尋", names[0]), ("생충", names[1])):
        assert nearest(written, names) == (name,)
        assert perhaps_nearest(written, [fold(each) for each in names]) == {fold(name)}
    assert nearest("yaz", names) == ()
