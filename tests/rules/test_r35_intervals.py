"""Intervals: NUMBERS R35."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest
from teachers import School

from portrayals.results.stats import NumberRow, StatRow

#: Quantiles of the normal, and of t with 2 degrees of freedom, at 0.975 (from tables).
Z, T2 = 1.959964, 4.302653


def wilson(k: float, n: int) -> tuple[float, float]:
    """Wilson's interval in per cent, as in the textbooks."""
    p, z2 = k / n, Z * Z
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    reach = Z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return 100 * max(0.0, centre - reach), 100 * min(1.0, centre + reach)


def ends(row: StatRow) -> tuple[float | None, float | None]:
    return row.low, row.high


def films(school: School, *titles: tuple[str, ...]) -> None:
    """Titles with the acts of their relationships (`-`: not coded)."""
    for acts in titles:
        teacher = school.teacher()
        for act in acts:
            if act == "-":
                school.bond(teacher)
            else:
                school.coded(f"act={act}", teacher=teacher)


def test_r35_titles_have_wilsons_interval(own_school: School) -> None:
    for made_by in ("state", "studio", "studio", "state", "studio"):
        own_school.annotate(own_school.film(), f"made-by={made_by}")
    row = own_school.row("made-by:state")
    assert row.method == "wilson"
    assert ends(row) == pytest.approx(wilson(2, 5), abs=1e-4)


def test_r35_a_lower_variable_at_the_level_of_titles_has_wilsons_interval(
    own_school: School,
) -> None:
    films(own_school, ("slap", "slap"), ("help",), ("none",))
    row = own_school.row("act:slap", level="title")
    assert row.method == "wilson"
    assert ends(row) == pytest.approx(wilson(1, 3), abs=1e-4)


def test_r35_below_titles_it_is_clustered_by_title(own_school: School) -> None:
    # Three titles with 1 of 2, 2 of 2 and 0 of 1: k = 3, n = 5, p = 0.6. The sums of (y - p) are
    # 1 - 1.2, 2 - 1.2 and 0 - 0.6, the sum of their squares 0.04 + 0.64 + 0.36 = 1.04, and
    # V = 3/2 * 1.04 / 25 = 0.0624. A title without a unit in n is none of the three.
    films(own_school, ("slap", "help"), ("slap", "slap"), ("none",), ("-",))
    row = own_school.row("act:slap")
    reach = T2 * sqrt(0.0624) / (0.6 * 0.4)
    low, high = (100 / (1 + exp(-(log(0.6 / 0.4) + side * reach))) for side in (-1, 1))
    assert (row.count, row.n, row.titles) == (3, 5, 3)
    assert row.method == "cluster"
    assert ends(row) == pytest.approx((low, high), abs=1e-3)


@pytest.mark.parametrize(
    ("titles", "k", "n", "m"),
    [
        ((("help", "help"), ("none",), ("praise",)), 0, 4, 3),  # k = 0
        ((("slap", "slap"), ("slap",)), 3, 3, 2),  # k = n
        ((("slap", "help"), ("slap", "none")), 2, 4, 2),  # V = 0
    ],
)
def test_r35_where_that_is_undefined_it_is_wilsons_of_as_many_as_titles_and_labelled(
    own_school: School, titles: tuple[tuple[str, ...], ...], k: int, n: int, m: int
) -> None:
    films(own_school, *titles)
    row = own_school.row("act:slap")
    assert (row.count, row.n, row.titles) == (k, n, m)
    assert row.method == "wilson-clusters"
    assert ends(row) == pytest.approx(wilson(k / n * m, m), abs=1e-4)


def test_r35_the_titles_are_those_with_a_unit_in_n_of_the_row(own_school: School) -> None:
    films(own_school, ("slap",), ("help",), ("violence",))
    assert own_school.row("act:slap").titles == 2
    assert own_school.row("act:violence").titles == 3


def test_r35_with_fewer_than_thirty_titles_there_is_a_remark(own_school: School) -> None:
    films(own_school, ("slap", "help"), ("slap", "slap"))
    assert any("fewer than 30" in note for note in own_school.stats("act").notes)
    assert not any("fewer than 30" in note for note in own_school.stats("made-by").notes)


def test_r35_with_nothing_in_n_there_is_no_percentage_and_no_interval(own_school: School) -> None:
    films(own_school, ("-",))
    row = own_school.row("act:slap")
    assert (row.n, row.percent, row.low, row.high) == (0, None, None, None)


def test_r35_another_confidence_makes_another_interval(own_school: School) -> None:
    for made_by in ("state", "studio", "studio"):
        own_school.annotate(own_school.film(), f"made-by={made_by}")
    wide, narrow = (own_school.row("made-by:state", confidence=c) for c in (95, 50))
    assert wide.low is not None
    assert narrow.low is not None
    assert wide.low < narrow.low


def test_r35_the_mean_of_a_number_of_titles_has_the_interval_of_t(own_school: School) -> None:
    # 90, 100 and 110: mean 100, standard deviation 10.
    for length in (90, 100, 110):
        own_school.annotate(own_school.film(), f"length={length}")
    (row,) = own_school.stats("length").rows
    assert isinstance(row, NumberRow)
    reach = T2 * 10 / sqrt(3)
    assert (row.mean, row.sd, row.median, row.n) == (100, 10, 100, 3)
    assert (row.low, row.high) == pytest.approx((100 - reach, 100 + reach), abs=1e-4)


def test_r16_a_sentence_to_print_has_the_possible_range_and_says_how_many_are_not_counted(
    own_school: School,
) -> None:
    for answer in (*("yes",) * 9, *("no",) * 3, "cannot-tell"):
        own_school.annotate(own_school.film(), f"shown-at-school={answer}")
    own_school.film()
    sentence = own_school.stats("shown-at-school").sentence
    assert sentence.startswith("In 9 of 12 titles (75 %; possible range 69 to 77 %), ")
    assert "Another 2 are not counted." in sentence


def test_r35_large_numbers_that_lie_close_together_keep_their_spread(own_school: School) -> None:
    for more in range(3):
        own_school.annotate(own_school.film(), f"length={1_000_000_000 + more}")
    (row,) = own_school.stats("length").rows
    assert isinstance(row, NumberRow)
    assert (row.mean, row.sd) == (1_000_000_001, 1)
    assert row.low == pytest.approx(1_000_000_001 - 2.484138, abs=1e-5)
