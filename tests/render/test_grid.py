"""Columns: as wide as what is in them, cut on a terminal only."""

from __future__ import annotations

from portrayals.render.cells import cell_width
from portrayals.render.grid import Grid, draw
from portrayals.render.terminal import Screen

TITLES = Grid(
    ("Title", "Year"),
    (("How I Met Your Mother", "2005"), ("千と千尋の神隠し", "2001")),
)


def test_columns_stand_two_blanks_apart() -> None:
    assert list(draw(TITLES, Screen())) == [
        " Title                  Year",
        " How I Met Your Mother  2005",
        " 千と千尋の神隠し       2001",
    ]


def test_numbers_stand_at_the_right() -> None:
    grid = Grid(("", "n"), (("a", "5"), ("b", "118")), frozenset({1}))
    assert list(draw(grid, Screen(), indent="")) == ["     n", "a    5", "b  118"]


def test_only_flexible_columns_are_cut_and_only_as_far_as_needed() -> None:
    lines = list(draw(TITLES, Screen(20)))
    assert max(map(cell_width, lines)) == 20
    assert lines[1] == " How I Met Yo…  2005"


def test_a_table_without_rows_is_nothing() -> None:
    assert list(draw(Grid(("Title",), ()), Screen(80))) == []


def test_the_head_is_emphasised_where_that_is_possible() -> None:
    head, row, _ = draw(TITLES, Screen(80, colour=True))
    assert head.startswith("\x1b[1m")
    assert "\x1b" not in row


def test_a_name_with_an_escape_sequence_is_shown_as_such() -> None:
    assert "\x1b" not in "".join(draw(Grid(("a",), (("\x1b[2J",),)), Screen(80)))
