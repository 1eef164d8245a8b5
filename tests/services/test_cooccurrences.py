"""`cooccur` on a small study whose pairs can be counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from kitchen import Kitchen, empty

from portrayals.errors import InvalidValue


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Kitchen:
    folder = tmp_path_factory.mktemp("kitchen")
    study = empty(str(folder / "study.db"), folder)
    study.fill()
    return study


def test_pairs_of_codes_are_counted_both_ways(filled: Kitchen) -> None:
    found = filled.cooccur("dish")
    pairs = {(each.code, each.other): each for each in found.rows}
    both = pairs["cake", "soup"]
    assert (both.count, both.code_count, both.other_count, both.n) == (1, 2, 3, 7)
    assert both.percent_of_code == pytest.approx(50)
    assert both.percent_of_other == pytest.approx(100 / 3)
    assert both.jaccard == pytest.approx(1 / 4)
    assert set(pairs) == {("sweet", "soup"), ("cake", "soup"), ("soup", "roast")}
    assert found.never == 5  # of eight pairs, as none comes together with what lies above it
    assert any(note.startswith("5 pairs of codes") for note in found.notes)


def test_pairs_that_are_named_are_told_though_nobody_has_both(filled: Kitchen) -> None:
    (pair,) = filled.cooccur("dish:cake,roast").rows
    assert (pair.count, pair.percent_of_code, pair.jaccard) == (0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("codes", "why"),
    [
        ("pie", "one code makes no pair"),
        ("sweet,pie", "a code and one above it always come together, and are no pair"),
    ],
)
def test_codes_of_which_no_two_make_a_pair_are_refused(
    filled: Kitchen, codes: str, why: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        filled.cooccur(f"dish:{codes}")
    assert str(refused.value) == f"dish:{codes}: {why}"
    assert refused.value.hint == ("what comes with it: portrayals cooccur dish --where dish:pie")


def test_codes_of_a_higher_unit_come_together_from_several_beneath(filled: Kitchen) -> None:
    (pair,) = filled.cooccur("temper", level="title").rows
    assert (pair.code, pair.other) == ("calm", "cross")
    assert (pair.count, pair.code_count, pair.other_count, pair.n) == (1, 2, 3, 4)


def test_the_interval_of_a_conditional_share_is_by_title(filled: Kitchen) -> None:
    """It is that of the share among the units that the code restricts to."""
    (pair,) = filled.cooccur("dish:cake,soup").rows
    same = filled.row("dish:cake", where="dish:soup")
    assert (same.count, same.n) == (pair.count, pair.other_count)
    assert (pair.other_low, pair.other_high) == pytest.approx((same.low, same.high))


def test_the_pair_that_comes_together_most_often_makes_the_sentence(filled: Kitchen) -> None:
    found = filled.cooccur("dish")
    assert found.sentence.startswith(
        'Of "Dish", the codes "Cake" and "Soup" occur together most often: in 1 portrayal of 7, '
    )
    assert filled.cooccur("dish:cake,roast").sentence.startswith('No two codes of "Dish"')


def test_the_sentence_says_of_which_units_it_is(filled: Kitchen) -> None:
    early = filled.cooccur("dish", where="year:1991").sentence
    assert "most often: in 1 portrayal of 6 of 1991, 1 of the 1 with the first and " in early
    none = filled.cooccur("dish:cake,roast", where="year:1991").sentence
    assert none.startswith('No two codes of "Dish" occur together in any portrayal of 1991.')


def test_the_sentence_of_what_is_known_at_least_says_so_too(tmp_path: Path) -> None:
    study = empty(str(tmp_path / "study.db"), tmp_path)
    study.films([("", "", ""), ("", "", "")], year="1991")
    study.films([("", "", "")], year="2003")
    for cook in study.keys("portrayals"):
        study.tag(cook, "cake", "soup", complete=False)
    told = "in at least 2 of 2 portrayals of 1991 (possible range 100 to 100 %)."
    assert told in study.cooccur("dish", where="year:1991").sentence


@pytest.mark.parametrize(
    ("cakes", "told"), [(9, "5 of the 9 with the second"), (10, "50 % of the 10 with the second")]
)
def test_the_sentence_has_per_cents_of_ten_units_or_more_alone(
    tmp_path: Path, cakes: int, told: str
) -> None:
    study = empty(str(tmp_path / "study.db"), tmp_path)
    both = [("calm", "yes", "cake,soup")] * 5
    study.films(*([cook] for cook in (*both, *[("calm", "yes", "cake")] * (cakes - 5))))
    sentence = study.cooccur("dish").sentence
    assert told in sentence or told.replace("second", "first") in sentence
    assert "5 of the 5 with the " in sentence


@pytest.mark.postgresql
def test_postgresql_counts_the_same(
    filled: Kitchen, empty_postgresql_url: str, tmp_path: Path
) -> None:
    served = empty(empty_postgresql_url, tmp_path)
    served.fill()
    for interval in ("auto", "bootstrap"):
        pairs, same = (each.cooccur("dish", interval=interval) for each in (served, filled))
        assert pairs.rows == same.rows
        for sides in (
            ("dish", "temper"),
            ("temper", "good"),
            ("decade", "dish"),
            ("kind", "decade"),
        ):
            one, other = (each.crosstab(*sides, interval=interval) for each in (served, filled))
            assert one.rows == other.rows
            assert one.tests == other.tests
            assert one.effects == other.effects
