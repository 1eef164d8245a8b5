"""Statistics as people read them: k of n, an interval, and nothing that pretends to be known."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from small_tables import statistic

from portrayals.render.cells import cell_width
from portrayals.render.format_names import Format
from portrayals.render.formats import render
from portrayals.render.terminal import Screen
from portrayals.render.terminal_plot import interval_line, scale, scale_end
from portrayals.results.stats import NumberRow, StatRow

STATES = {"not-coded": 3, "cannot-tell": 0}


def row(
    code: str, label: str, depth: int, count: int, n: int, low: float | None, high: float | None
) -> StatRow:
    percent = 100 * count / n if n else None
    interval, bounds = (low, high), (count, n, None, None)
    return StatRow(
        *(None, "act", code, label, None, depth, count, n, percent, *interval, *bounds),
        *(STATES, "cluster"),
    )


DATING = row("dating", "Dating, current client", 1, 9, 118, 4.1, 13.9)
ROWS = (row("romance", "Sexual and romantic", 0, 41, 118, 26.8, 43.7), DATING)


def test_a_table_tells_level_k_n_share_interval_states_and_notes() -> None:
    assert render(statistic(*ROWS)).splitlines() == [
        "Boundary act: 121 relationships, 118 counted",
        "                               k of n   share  95 % interval",
        "  Sexual and romantic       41 of 118  34.7 %   [26.8, 43.7]",
        "    Dating, current client   9 of 118   7.6 %   [ 4.1, 13.9]",
        "  Not counted: 3 not coded.",
        "",
        "A convenience sample.",
    ]


def test_with_all_notes_it_tells_how_intervals_were_made_too() -> None:
    text = render(statistic(*ROWS), screen=Screen(whole_notes=True))
    assert text.endswith(
        "\n95 % intervals: linearised, allowing for units that share a title.\n"
        "A convenience sample.\n"
    )


def test_what_is_undefined_is_said_and_never_a_number() -> None:
    nothing = row("none", "none", 0, 0, 0, None, None)
    line = render(statistic(*ROWS, nothing)).splitlines()[4]
    assert line.split() == ["none", "0", "of", "0", "undefined"]
    assert "undefined" in render(statistic(nothing), "latex")


def test_r16_lowest_and_highest_stand_beside_the_share() -> None:
    ranged = statistic(ROWS[0], replace(DATING, lowest=7.0, highest=12.5))
    lines = render(ranged).splitlines()
    assert lines[1].endswith("possible range")
    assert lines[3].endswith("7.0–12.5")
    explained = "Possible range: the share if every open case were a no, and if each were"
    assert explained in render(ranged, screen=Screen(whole_notes=True))
    assert render(ranged, screen=Screen(70)).splitlines()[1].endswith("  possible")


def test_r16_where_more_is_known_than_counted_the_row_says_at_least_and_tells_no_share() -> None:
    known = replace(DATING, known=20, units=125, lowest=16.0, highest=20.0)
    assert (known.at_least, DATING.at_least) == (True, False)
    line = render(statistic(ROWS[0], known)).splitlines()[3]
    assert "at least 20 of 125" in line
    assert line.endswith("16.0–20.0")
    assert "7.6" not in line
    assert known.to_dict()["percent"] == DATING.percent  # it is in the JSON


#: Known of 20 of 125, of which 7 are open; 3 more are not among them.
KNOWN = replace(
    DATING,
    known=20,
    units=125,
    lowest=16.0,
    highest=21.6,
    states={"not-coded": 3, "cannot-tell": 5, "incomplete": 2},
)


def test_r16_open_units_are_told_apart_from_those_that_are_not_counted() -> None:
    lines = render(statistic(KNOWN)).splitlines()
    assert lines[0] == "Boundary act: 128 relationships, 125 counted"
    assert lines[3] == "  Still open: 5 cannot tell, 2 partly coded; not counted: 3 not coded."
    assert (KNOWN.left_open, KNOWN.not_counted, KNOWN.everyone) == (
        {"cannot-tell": 5, "incomplete": 2},
        {"not-coded": 3},
        128,
    )


def test_r16_beside_a_share_an_open_unit_is_not_counted() -> None:
    settled = replace(DATING, states={"not-coded": 1, "cannot-tell": 5})
    told = render(statistic(KNOWN, settled)).splitlines()
    assert told[2].endswith(" 3 ?")
    assert told[3].endswith(" 6 ?")
    assert told[4] == (
        "  ? still open, and in no share: 5 cannot tell, 0–2 partly coded; "
        "not counted: 1–3 not coded."
    )
    alike = replace(DATING, states=KNOWN.states)
    told = render(statistic(KNOWN, alike)).splitlines()
    assert "?" not in "".join(told)
    assert told[4] == (
        "  Still open, and in no share: 5 cannot tell, 2 partly coded; not counted: 3 not coded."
    )


def test_r16_a_group_without_a_unit_does_not_hide_that_the_others_say_at_least() -> None:
    empty = replace(row("dating", "Dating", 0, 0, 0, None, None), group="1960s", states={})
    groups = statistic(replace(KNOWN, group="1950s"), empty, by="decade")
    lines = render(groups).splitlines()
    assert lines[1].split() == ["known", "possible", "range"]
    assert lines[3].split() == ["1960s", "0", "of", "0"]
    assert lines[4] == "  Still open: 5 cannot tell, 2 partly coded; not counted: 3 not coded."


def test_of_groups_that_share_no_unit_those_left_out_are_added_up() -> None:
    groups = [replace(KNOWN, group=decade) for decade in ("1990s", "2000s")]
    told = "Still open: 10 cannot tell, 4 partly coded; not counted: 6 not coded."
    by_decade = statistic(*groups, by="decade")
    assert told in render(by_decade)
    assert "relationships, 250 counted" in render(by_decade)
    overlapping = render(replace(by_decade, overlapping=True))
    assert "Still open: 5 cannot tell, 2 partly coded; not counted: 3 not coded." in overlapping
    assert overlapping.startswith("Boundary act, Dating, current client: relationships\n")


def test_r16_what_is_counted_of_the_open_units_of_groups_is_told_where_others_have_a_share() -> (
    None
):
    settled = replace(DATING, group="2000s", states={"cannot-tell": 4})
    groups = statistic(replace(KNOWN, group="1990s"), settled, by="decade")
    lines = render(groups).splitlines()
    assert lines[0].endswith("relationships, 243 counted")
    assert lines[4] == (
        '  ? still open, and in no share (7 of them behind "at least"): '
        "9 cannot tell, 2 partly coded; not counted: 3 not coded."
    )
    assert "behind" not in render(replace(groups, overlapping=True))


def test_r16_at_least_is_not_said_of_a_row_in_which_nothing_is_open() -> None:
    known = row("yes", "Yes", 0, 2, 7, None, None)
    none_open = replace(known, count=0, n=0, known=0, units=7, lowest=0.0, highest=0.0)
    assert none_open.of == "0 of 7"
    assert replace(none_open, highest=14.3).of == "at least 0 of 7"
    assert replace(none_open, known=7, lowest=100.0, highest=100.0).of == "7 of 7"


def test_r06_where_nobody_has_looked_for_all_there_is_no_share_at_all() -> None:
    nobody = row("none", "none", 0, 0, 0, None, None)
    text = render(statistic(replace(nobody, units=5, lowest=0.0, highest=60.0)))
    assert "at least 0 of 5" in text
    assert "0.0–60.0" in text
    assert "undefined" not in text
    assert "%" not in text


def test_r5_where_rows_differ_each_tells_how_many_units_it_does_not_count() -> None:
    other = replace(DATING, states={"not-coded": 3, "undetermined": 4})
    whole = replace(DATING, states={"not-coded": 0})
    lines = render(statistic(ROWS[0], other, whole)).splitlines()
    assert [line.endswith(" ?") for line in lines[2:5]] == [True, True, False]
    assert lines[3].split()[-2:] == ["7", "?"]
    assert lines[5] == "  ? not counted: 0–3 not coded, 0–4 open."


def test_r5_where_all_rows_count_the_same_units_there_is_no_column_of_them() -> None:
    lines = render(statistic(*ROWS)).splitlines()
    assert "?" not in "".join(lines)


def test_a_state_is_told_in_words_of_one_or_of_several_units() -> None:
    for number, told in ((1, "1 does not apply"), (2, "2 do not apply")):
        of = {"not-applicable": number, "incomplete": 1_000}
        line = render(statistic(replace(DATING, states=of))).splitlines()[3]
        assert line == f"  Not counted: {told}, 1,000 partly coded."


def test_an_overview_does_not_list_what_was_found_nowhere() -> None:
    nowhere = row("gift", "Gives gift", 0, 0, 118, 0.0, 3.2)
    whole = statistic(*ROWS, nowhere)
    overview = render(replace(whole, overview=("69 titles",)))
    assert overview.startswith("69 titles\n\nBoundary act")
    assert "Gives gift" not in overview
    assert "\n  1 more with 0: portrayals stats act\n" in overview
    assert "Gives gift" in render(whole)


def test_the_display_name_of_the_level_stands_beside_it() -> None:
    heading = render(replace(statistic(*ROWS), level="portrayal")).splitlines()[0]
    assert heading == "Boundary act: 121 portrayals (therapist), 118 counted"


def test_groups_are_blocks() -> None:
    groups = [replace(each, group=decade) for decade in ("1990s", "2000s") for each in ROWS]
    text = render(statistic(*groups, by="decade"))
    assert "Boundary act: 121 relationships, 118 counted; 1990s\n" in text
    assert "Boundary act: 121 relationships, 118 counted; 2000s\n" in text


def test_groups_of_one_code_are_lines_of_one_block() -> None:
    groups = [replace(DATING, group=decade) for decade in ("1990s", "2000s")]
    lines = render(statistic(*groups, by="decade")).splitlines()
    assert lines[0] == "Boundary act, Dating, current client: 242 relationships, 236 counted"
    assert [line.split()[0] for line in lines[2:4]] == ["1990s", "2000s"]


def test_units_without_a_value_do_not_look_like_all_units() -> None:
    lines = render(statistic(*ROWS, by="decade")).splitlines()
    assert lines[0] == "Boundary act: 121 relationships, 118 counted; (no value)"


def test_groups_of_a_yes_or_no_tell_the_yes() -> None:
    answers = [replace(DATING, code=code, label=code, group="1990s") for code in ("yes", "no")]
    lines = render(statistic(*answers, by="decade")).splitlines()
    assert lines[0] == "Boundary act, yes: 121 relationships, 118 counted"
    assert lines[2].split()[0] == "1990s"
    assert lines[3] == "  Not counted: 3 not coded."


def test_a_code_chosen_from_within_the_tree_stands_at_the_left() -> None:
    assert render(statistic(DATING)).splitlines()[2].startswith("  Dating, current client")


def test_one_unit_is_one_unit() -> None:
    alone = row("dating", "Dating", 0, 1, 1, 20.7, 100.0)
    assert render(statistic(alone)).startswith("Boundary act: 4 relationships, 1 counted\n")
    only = replace(alone, states={})
    assert render(statistic(only)).startswith("Boundary act: 1 relationship\n")


def test_a_number_has_its_own_figures() -> None:
    ages = (41.25, 9.8, 40.0, 22.0, 71.0, 38.0, None)
    number = NumberRow(None, "age", "Age", "years", *ages, 64, {})
    lines = render(statistic(number)).splitlines()
    assert lines[0] == "Age (years): 64 relationships"
    assert lines[1].split() == ["mean", "95", "%", "interval", "SD", "median", "min", "max", "n"]
    assert lines[2].split() == ["Age", "41.25", "undefined", "9.8", "40", "22", "71", "64"]


def test_intervals_are_drawn_on_a_terminal_only_and_within_its_width() -> None:
    drawn = render(statistic(*ROWS), screen=Screen(80)).splitlines()
    assert "├" in drawn[2]
    assert max(map(cell_width, drawn)) <= 80
    assert "├" not in render(statistic(*ROWS))
    plain = render(statistic(*ROWS), screen=Screen(80, unicode=False))
    assert "|" in plain
    assert "├" not in plain


def test_the_groups_of_a_variable_are_drawn_on_one_scale() -> None:
    groups = [
        replace(row, group=group, high=high)
        for group, high in (("film", 9.0), ("series", 61.0))
        for row in ROWS
    ]
    text = render(statistic(*groups, by="kind"), screen=Screen(90))
    heads = [line for line in text.splitlines() if "95 % interval" in line]
    assert [head.split()[-2:] for head in heads] == [["80", "%"], ["80", "%"]]


def test_a_narrow_terminal_gets_no_drawing_and_whole_figures() -> None:
    drawn = render(statistic(*ROWS), screen=Screen(56)).splitlines()
    assert "├" not in "".join(drawn)
    assert "[ 4.1, 13.9]" in drawn[3]
    assert max(map(cell_width, drawn)) <= 56


def test_a_long_label_is_wrapped_to_make_room_for_the_drawing() -> None:
    long = replace(DATING, label="Conflict of interest through a third party", depth=2)
    drawn = render(statistic(ROWS[0], long), screen=Screen(80)).splitlines()
    assert drawn[3].startswith("      Conflict of interest")
    assert "├" in drawn[3]
    assert drawn[4] == "        through a third party"
    assert max(map(cell_width, drawn)) <= 80
    assert "third party" in render(statistic(ROWS[0], long)).splitlines()[3]


def test_where_there_is_no_room_to_draw_labels_are_wrapped_and_not_cut() -> None:
    long = replace(DATING, label="Conflict of interest through a third party")
    told = replace(long, lowest=7.0, highest=12.5, states={"cannot-tell": 8})
    drawn = render(statistic(ROWS[0], told), screen=Screen(72)).splitlines()
    assert "├" not in "".join(drawn)
    assert [line[:22].strip() for line in drawn[3:6]] == [
        "Conflict of",
        "interest through",
        "a third party",
    ]
    assert max(map(cell_width, drawn)) <= 72


def test_what_is_known_is_a_bar_and_what_is_possible_dotted_behind_it() -> None:
    known = replace(DATING, known=20, units=40, lowest=50.0, highest=100.0, percent=None)
    line = render(statistic(known), screen=Screen(80)).splitlines()[2]
    assert line.endswith("50.0–100.0  ━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄")
    assert "┄" not in render(statistic(known), screen=Screen(80, unicode=False))


@pytest.mark.parametrize(
    ("lowest", "highest", "line"),
    [(0, 100, "┄┄┄┄┄┄┄┄┄┄┄"), (50, 100, "━━━━━━┄┄┄┄┄"), (30, 30, "━━━━"), (0, 0, "┄")],
)
def test_a_possible_range_as_a_line(lowest: float, highest: float, line: str) -> None:
    drawn = interval_line(None, None, None, lowest, highest, end=100, width=11, unicode=True)
    assert drawn == line


def test_a_possible_range_is_drawn_behind_the_interval() -> None:
    line = interval_line(50, 40, 60, 20, 90, end=100, width=11, unicode=True)
    assert line == "  ┄┄├●┤┄┄┄"


@pytest.mark.parametrize(
    ("value", "low", "high", "line"),
    [
        (50, 20, 80, "  ├──●──┤"),
        (0, 0, 40, "●───┤"),
        (100, 60, 100, "      ├───●"),
        (30, None, None, "   ●"),
    ],
)
def test_an_interval_as_a_line(
    value: float, low: float | None, high: float | None, line: str
) -> None:
    assert interval_line(value, low, high, end=100, width=11, unicode=True) == line


def test_the_scale_ends_at_a_round_number() -> None:
    assert [scale_end(each) for each in (0.0, 13.9, 43.7, 100.0)] == [5, 20, 50, 100]
    assert scale(50, 12) == "0       50 %"


def test_json_rounds_nothing_and_leaves_null() -> None:
    told = json.loads(render(statistic(*ROWS, row("x", "x", 0, 0, 0, None, None)), "json"))
    assert told["rows"][0]["percent"] == 100 * 41 / 118
    assert told["rows"][2]["percent"] is None


def test_latex_and_markdown_tell_the_caveats_too() -> None:
    forms: tuple[Format, ...] = ("latex", "markdown")
    for form in forms:
        text = render(statistic(*ROWS), form)
        assert "41 of 118" in text
        assert "A convenience sample." in text
        assert "3 not coded" in text
        assert "allowing for units that share a title" in text


@pytest.mark.parametrize("form", ["latex", "markdown"])
def test_r5_latex_and_markdown_tell_states_that_differ_too(form: Format) -> None:
    other = replace(DATING, states={"cannot-tell": 2})
    text = render(statistic(*ROWS, other), form)
    assert "not counted" in text.splitlines()[2 if form == "markdown" else 3]
    assert "Not counted: 0–3 not coded, 0–2 cannot tell." in text


def test_a_note_that_no_figure_may_be_without_is_there_however_many_stand_before_it() -> None:
    medians = [f"Median of severity, {year}: notable and more than that." for year in range(20)]
    told = replace(statistic(*ROWS), notes=(*medians, "As reported: so."), must=("As reported",))
    for screen in (Screen(80), Screen()):
        text = " ".join(render(told, screen=screen).split())
        assert "As reported: so." in text
        assert "more: --notes)" in text
