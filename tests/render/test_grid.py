"""Columns: as wide as what is in them, cut on a terminal only."""

from __future__ import annotations

from portrayals.render.cells import cell_width
from portrayals.render.grid import Grid, draw, draw_whole
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


LONG = Grid(
    ("Variable", "95 % interval", "not counted"),
    (
        ("Acts", "", ""),
        ("  Multiple relationship or conflict of interest", "[26.8, 43.7]", "3"),
        ("  Romance", "[0.0, 4.0]", "12"),
    ),
    frozenset({1, 2}),
)


def test_what_is_too_long_for_its_column_takes_several_lines() -> None:
    assert list(draw_whole(LONG, Screen(51), indent=" ")) == [
        "                                     95 %      not",
        " Variable                        interval  counted",
        " Acts",
        "   Multiple relationship or  [26.8, 43.7]        3",
        "     conflict of interest",
        "   Romance                     [0.0, 4.0]       12",
    ]


def test_columns_for_which_there_is_no_room_come_below_with_the_labels() -> None:
    lines = list(draw_whole(LONG, Screen(36), indent=""))
    assert [line.split()[0] for line in lines if line.startswith("Variable")] == ["Variable"] * 2
    assert max(map(cell_width, lines)) <= 36
    assert lines.count("") == 1
    assert "12" in lines[-1]


def test_a_pipe_gets_it_on_single_lines() -> None:
    assert list(draw_whole(LONG, Screen())) == list(draw(LONG, Screen()))
    assert list(draw_whole(Grid(("Title",), ()), Screen(80))) == []


def test_all_lines_of_a_head_are_emphasised() -> None:
    lines = list(draw_whole(LONG, Screen(48, colour=True)))
    assert [line.startswith("\x1b[1m") for line in lines[:3]] == [True, True, False]


def test_nothing_in_a_long_cell_is_obeyed_by_a_terminal() -> None:
    evil = Grid(("a\x1b[2J", "n"), (("b\x1b[2J c", "\x1b[2J"),))
    assert "\x1b" not in "".join(draw_whole(evil, Screen(40)))
