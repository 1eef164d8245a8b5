"""Which rows are shown, and in which order: along the tree, in groups, and with ties."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portrayals.results.selection import Selection, select_rows
from portrayals.results.stats import NumberRow, StatRow

LABELS = {"act": "Act"}


def row(code: str, count: int, n: int = 100, **other: Any) -> StatRow:
    percent = 100 * count / n if n else None
    made = StatRow(
        *(None, "act", code, code.title(), None, 0, count, n, percent),
        *(None, None, count, n, None, None, {}),
    )
    return replace(made, **other)


def below(parent: str, code: str, count: int, **other: Any) -> StatRow:
    return row(code, count, parent=parent, depth=1, **other)


def known(code: str, least: int, units: int) -> StatRow:
    """A row of which only so much is known."""
    limits = {"lowest": 100 * least / units, "highest": 100.0}
    return row(code, 0, 0, known=least, units=units, **limits)


#: Two trees and two codes by themselves; `talk` is larger in them than `touch` in the codebook.
TREE = (
    row("touch", 20),
    below("touch", "hug", 5),
    below("touch", "kiss", 15),
    row("talk", 30),
    below("talk", "joke", 8),
    row("gift", 20),
    row("none", 20),
)


def shown(*rows: StatRow | NumberRow, **asked: Any) -> list[str]:
    """The codes of the rows that are shown, with their groups where they have one."""
    found, _ = select_rows(rows, Selection(**asked), LABELS)
    return [f"{each.group or ''}{each.code}" for each in found if isinstance(each, StatRow)]


def said(*rows: StatRow | NumberRow, **asked: Any) -> tuple[str, ...]:
    return select_rows(rows, Selection(**asked), LABELS)[1]


def test_without_a_wish_all_rows_are_shown_as_the_codebook_has_them() -> None:
    assert select_rows(TREE, Selection(), LABELS) == (TREE, ())


def test_what_is_counted_twice_over_stays_as_it_was_asked_for() -> None:
    rows = (row("a", 1, group="film"), row("a", 2, group="tv"), row("b", 3, group="film"))
    assert select_rows(rows, Selection(), LABELS)[0] == rows


def test_siblings_are_ranked_beneath_their_parent_and_ties_stay_as_they_are() -> None:
    ranked = ["talk", "joke", "touch", "kiss", "hug", "gift", "none"]
    assert shown(*TREE, order="share") == ranked
    assert said(*TREE, order="share") == ()


def test_codes_whose_parent_is_not_asked_for_are_ranked_among_each_other() -> None:
    assert shown(TREE[1], TREE[2], TREE[4], order="share") == ["kiss", "joke", "hug"]


@pytest.mark.parametrize(
    ("top", "kept"),
    [
        (1, ["talk"]),
        (2, ["touch", "talk"]),
        (4, ["touch", "talk", "gift", "none"]),
        (5, ["touch", "kiss", "talk", "gift", "none"]),
        (7, [each.code for each in TREE]),
        (99, [each.code for each in TREE]),
    ],
)
def test_so_many_of_the_largest_are_kept_in_the_order_of_the_codebook(
    top: int, kept: list[str]
) -> None:
    assert shown(*TREE, top=top) == kept


def test_a_code_is_never_shown_without_those_above_it() -> None:
    # of the child fewer units are settled, so that its share is the larger one
    odd = (row("touch", 1), below("touch", "hug", 9, n=10, percent=90.0), row("gift", 5))
    assert shown(*odd, top=1) == ["gift"]
    assert shown(*odd, top=2) == ["touch", "gift"]
    assert shown(*odd, top=3, order="share") == ["gift", "touch", "hug"]


def test_how_many_more_there_are_is_said() -> None:
    assert said(*TREE, top=2) == ("The 2 largest of 7; 5 more not shown.",)
    assert said(*TREE, top=1) == ("The largest of 7; 6 more not shown.",)
    assert said(*TREE, top=7) == ()


def test_r16_what_is_only_known_ranks_by_what_is_known() -> None:
    rows = (known("a", 10, 100), row("b", 3), row("c", 0, 0), known("d", 40, 100))
    assert shown(*rows, order="share") == ["d", "a", "b", "c"]
    assert shown(*rows, min_n=100) == ["a", "b", "d"]


def test_rows_of_few_units_are_left_out_and_named() -> None:
    rows = (row("a", 1, 4), row("b", 1, 5), row("c", 0, 0))
    assert shown(*rows, min_n=5) == ["b"]
    assert said(*rows, min_n=5) == ("Not shown, with fewer than 5 units: A, C.",)
    many = [row(f"c{place}", 1, 4) for place in range(7)]
    assert said(*many, min_n=5) == ("Not shown, with fewer than 5 units: 7 rows.",)


def test_what_is_left_out_counts_for_none_of_the_largest() -> None:
    rows = (row("a", 3, 3), row("b", 5), row("c", 4), row("d", 3))
    assert shown(*rows, min_n=5, top=2) == ["b", "c"]
    assert said(*rows, min_n=5, top=2) == (
        "Not shown, with fewer than 5 units: A.",
        "The 2 largest of 3; 1 more not shown.",
    )


def test_of_one_code_the_groups_are_ranked() -> None:
    rows = [
        each
        for group, count in (("film ", 10), ("tv ", 30), ("web ", 20))
        for each in (row("yes", count, group=group), row("no", 100 - count, group=group))
    ]
    ranked = ["tv yes", "tv no", "web yes", "web no", "film yes", "film no"]
    assert shown(*rows, order="share") == ranked
    assert shown(*rows, top=1) == ["tv yes", "tv no"]
    assert said(*rows, top=1) == ("The largest of 3; 2 more not shown.",)


def test_several_codes_rank_alike_in_all_groups_by_all_of_them_together() -> None:
    rows = (
        *(row("a", 10, 20, group="film "), row("b", 9, 20, group="film ")),
        *(row("a", 1, 20, group="tv "), row("b", 9, 20, group="tv ")),
    )
    assert shown(*rows, order="share") == ["film b", "film a", "tv b", "tv a"]
    assert shown(*rows, top=1) == ["film b", "tv b"]


def test_a_group_of_few_units_is_named_as_one() -> None:
    rows = (row("a", 1, 9), row("b", 1, 9), *(row(c, 1, 2, group="tv") for c in "ab"))
    assert said(*rows, min_n=5) == ("Not shown, with fewer than 5 units: tv.",)
    some = (*rows[:2], row("a", 1, 9, group="tv"), row("b", 1, 2, group="tv"))
    assert said(*some, min_n=5) == ("Not shown, with fewer than 5 units: tv, B.",)
    nameless = (row("a", 1, 2), row("a", 5, 9, group="tv"))
    assert said(*nameless, min_n=5) == ("Not shown, with fewer than 5 units: (no value).",)


def test_each_variable_has_its_own_rows_and_is_named() -> None:
    other = (replace(row("x", 9), variable="end"), replace(row("y", 1), variable="end"))
    rows, told = select_rows((*TREE, *other), Selection(top=1), LABELS | {"end": "Ending"})
    assert [each.code for each in rows if isinstance(each, StatRow)] == ["talk", "x"]
    assert told == (
        "Act: the largest of 7; 6 more not shown.",
        "Ending: the largest of 2; 1 more not shown.",
    )


def test_numbers_have_no_share_to_be_ranked_by() -> None:
    numbers = [
        NumberRow(kind, "age", "Age", "", *(1.0,) * 7, n, {}) for kind, n in (("a", 2), ("b", 9))
    ]
    labels = {"age": "Age"}
    assert select_rows(numbers, Selection("share", 1), labels) == (tuple(numbers), ())
    assert select_rows(numbers, Selection(min_n=5), labels)[0] == (numbers[1],)


def test_nothing_is_chosen_from_nothing() -> None:
    assert select_rows((), Selection("share", 3, 5), {}) == ((), ())
