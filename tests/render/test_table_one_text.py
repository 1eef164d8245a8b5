"""The one table of a paper: what each line tells, and that it is as honest as `stats` is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_tables import (
    DATING,
    KNOWN,
    NO,
    PARTLY_KNOWN,
    ROMANCE,
    YES,
    agreement,
    number,
    share,
    statistic,
)

from portrayals.notation.state_words import not_counted_by_row
from portrayals.render.cells import cell_width
from portrayals.render.format_names import Format
from portrayals.render.formats import render
from portrayals.render.stats import POSSIBLE_RANGE
from portrayals.render.table_one import grids, sheets
from portrayals.render.terminal import Screen
from portrayals.render.workbook import Figure
from portrayals.results.stats import NumberRow, Statistic, StatRow
from portrayals.results.table_one import TableOne

WHOLE = statistic(ROMANCE, DATING, YES, NO, number(64))


def lines_of(counted: Statistic) -> dict[str, tuple[str, ...]]:
    """The cells of each line, by its label."""
    [grid] = grids(TableOne(counted))
    return {label: tuple(cells) for label, *cells in (grid.head, *grid.rows)}


def notes_of(*rows: StatRow | NumberRow) -> tuple[str, ...]:
    """What stands beneath the table of these rows."""
    [grid] = grids(TableOne(statistic(*rows)))
    return grid.notes


def columns_of(counted: Statistic) -> list[dict[str, object]]:
    """The rows of the workbook, by the names of its columns."""
    [sheet] = sheets(TableOne(counted))
    return [dict(zip(sheet.head, row, strict=True)) for row in sheet.rows]


def test_all_variables_stand_in_one_table_with_n_interval_and_not_counted() -> None:
    assert lines_of(WHOLE) == {
        "Variable": ("n (%)", "95 % interval", "not counted"),
        "Boundary act": ("", "", ""),
        "  Romance": ("41 of 118 (34.7)", "[26.8, 43.7]", "3"),
        "    Dating": ("9 of 118 (7.6)", "[4.1, 13.9]", "3"),
        "Broken: Yes": ("45 of 118 (38.1)", "[30.0, 47.0]", "3"),
        "Age (years)": ("", "", ""),
        "  n": ("64", "", "57"),
        "  Mean (SD)": ("41.25 (9.8)", "[38.9, 43.6]", ""),
        "  Median (range)": ("40 (22 to 71)", "", ""),
    }


def test_of_yes_and_no_the_yes_tells_all() -> None:
    assert lines_of(statistic(YES, NO)).keys() == {"Variable", "Broken: Yes"}
    assert lines_of(statistic(NO)).keys() == {"Variable", "Broken: No"}  # it was asked for alone
    partly = share("partly", 1, 118, variable="broken")
    assert "  No" in lines_of(statistic(YES, NO, partly))


def test_what_was_chosen_from_within_a_tree_stands_at_the_left() -> None:
    deeper = replace(DATING, code="client", label="Client", depth=2)
    assert [*lines_of(statistic(DATING, deeper))][1:] == [
        *("Boundary act", "  Dating", "    Client")
    ]


def test_none_of_these_is_a_line() -> None:
    none = share("none", 70, 118, label="None of these")
    assert lines_of(statistic(ROMANCE, none))["  None of these"][0] == "70 of 118 (59.3)"


def test_nothing_is_told_of_nothing() -> None:
    nobody = share("romance", 0, 0, states={"not-coded": 121})
    assert lines_of(statistic(nobody))["Boundary act: Romance"] == ("0 of 0 (undefined)", "121")
    empty = number(0, mean=None, sd=None, median=None, min=None, max=None, low=None, high=None)
    ages = lines_of(statistic(empty))
    assert (ages["  Mean (SD)"][0], ages["  Median (range)"][0]) == ("undefined", "undefined")


def test_a_mean_of_one_has_no_spread() -> None:
    alone = number(1, mean=14.0, sd=None, median=14.0, min=14.0, max=14.0, low=None, high=None)
    assert lines_of(statistic(alone))["  Mean (SD)"][0] == "14 (undefined)"


def test_r16_where_more_is_known_than_counted_the_range_stands_for_share_and_interval() -> None:
    told = lines_of(statistic(PARTLY_KNOWN, DATING))
    assert told["Variable"] == ("n (%)", "95 % interval", POSSIBLE_RANGE, "not counted")
    assert told["  Romance"] == ("at least 20 of 125", "", "16.0–96.0", "2")
    assert told["    Dating"][:3] == ("9 of 118 (7.6)", "[4.1, 13.9]", "")


def test_r16_where_no_share_is_told_no_column_promises_one() -> None:
    told = lines_of(statistic(KNOWN))
    assert told["Variable"] == ("n", POSSIBLE_RANGE, "not counted")
    assert told["Boundary act: Romance"] == ("at least 20 of 125", "16.0–96.0", "2")


def test_r16_the_range_stands_beside_the_share_where_units_are_open() -> None:
    wide = replace(ROMANCE, units=125, lowest=32.8, highest=38.4)
    assert lines_of(statistic(wide))["Boundary act: Romance"] == (
        *("41 of 118 (34.7)", "[26.8, 43.7]", "32.8–38.4", "3"),
    )


def test_who_is_not_counted_is_told_by_name_once_for_each_variable() -> None:
    other = replace(DATING, states={"not-coded": 5, "cannot-tell": 1})
    fewest_and_most = not_counted_by_row([ROMANCE.states, other.states])
    assert "3–5 not coded, 0–1 cannot tell" in fewest_and_most
    notes = notes_of(ROMANCE, other, YES, NO)
    assert notes[0] == f"Boundary act, {fewest_and_most}."
    assert notes[1].startswith("Broken, ")
    assert sum("cannot tell" in note for note in notes) == 1
    assert notes[-1] == "A convenience sample."


def test_where_all_are_counted_nobody_is_named() -> None:
    assert notes_of(replace(ROMANCE, states={"not-coded": 0})) == (
        *("95 % intervals: Wilson.", "A convenience sample."),
    )


def test_r16_open_units_are_named_apart_from_those_not_counted() -> None:
    outside = not_counted_by_row([{"not-coded": 2}])
    assert notes_of(KNOWN)[0] == (
        f"Boundary act, “at least” because of 120 partly coded, 5 cannot tell; {outside}."
    )


def test_of_variables_some_of_whose_lines_say_at_least_those_alone_have_open_units() -> None:
    assert notes_of(KNOWN, DATING)[0].startswith(
        "Boundary act, “at least” because of 120 partly coded, 5 cannot tell; "
    )


def test_the_caption_says_what_is_counted_and_where() -> None:
    def caption(counted: Statistic) -> str:
        [grid] = grids(TableOne(counted))
        return grid.heading

    assert caption(statistic(ROMANCE, DATING)) == "Table 1. 121 relationships, 118 counted"
    assert caption(WHOLE) == "Table 1. 121 relationships"
    portrayals = statistic(ROMANCE, level="portrayal", where="kind:film", by="decade")
    assert caption(portrayals) == (
        "Table 1. 121 portrayals (therapist), 118 counted, by decade, where kind:film"
    )
    assert caption(statistic()) == "Table 1. Relationships"


FILM = [replace(row, group="film") for row in (ROMANCE, DATING, YES, NO, number(64))]
TV = [
    replace(
        ROMANCE,
        group="tv",
        count=3,
        known=3,
        percent=2.5,
        low=1.0,
        high=6.0,
        states={"not-coded": 0},
    ),
    replace(DATING, group="tv", states={"not-coded": 0}),
    replace(YES, group="tv", low=None, high=None),
    replace(NO, group="tv"),
    replace(number(4), group="tv"),
]


def by_kind(*rows: StatRow | NumberRow) -> Statistic:
    order = {"act": 0, "broken": 1, "age": 2}
    return statistic(*sorted(rows, key=lambda row: order[row.variable]), by="kind")


def test_groups_stand_beside_each_other_with_their_intervals_beneath() -> None:
    [grid] = grids(TableOne(by_kind(*FILM, *TV)))
    assert (grid.head, *grid.rows) == (
        ("Variable, n (%)", "film", "tv"),
        ("Boundary act", "", ""),
        ("  Romance", "41 of 118 (34.7)", "3 of 118 (2.5)"),
        ("    95 % interval", "[26.8, 43.7]", "[1.0, 6.0]"),
        ("    Dating", "9 of 118 (7.6)", "9 of 118 (7.6)"),
        ("      95 % interval", "[4.1, 13.9]", "[4.1, 13.9]"),
        ("  not counted", "3", "0"),
        ("Broken: Yes", "45 of 118 (38.1)", "45 of 118 (38.1)"),
        ("  95 % interval", "[30.0, 47.0]", ""),
        ("  not counted", "3", "3"),
        ("Age (years)", "", ""),
        ("  n", "64", "4"),
        ("    not counted", "57", "117"),
        ("  Mean (SD)", "41.25 (9.8)", "41.25 (9.8)"),
        ("    95 % interval", "[38.9, 43.6]", "[38.9, 43.6]"),
        ("  Median (range)", "40 (22 to 71)", "40 (22 to 71)"),
    )


def test_categories_that_leave_out_others_say_so_each() -> None:
    other = replace(DATING, group="film", states={"not-coded": 7})
    [grid] = grids(TableOne(by_kind(FILM[0], other)))
    assert [row for row in grid.rows if "not counted" in row[0]] == [
        ("    not counted", "3"),
        ("      not counted", "7"),
    ]


def test_where_nobody_is_left_out_of_a_group_there_is_no_line_for_it() -> None:
    [grid] = grids(TableOne(by_kind(*TV[:2])))
    assert not [row for row in grid.rows if "not counted" in row[0]]


def test_a_group_without_a_row_has_blanks_and_units_without_a_value_their_own_column() -> None:
    nowhere = replace(KNOWN, group=None)
    [grid] = grids(TableOne(by_kind(FILM[0], FILM[1], nowhere)))
    assert grid.head == ("Variable, n (%)", "film", "(no value)")
    assert grid.rows[1] == ("  Romance", "41 of 118 (34.7)", "at least 20 of 125")
    assert ("    Dating", "9 of 118 (7.6)", "") in grid.rows
    assert (f"    {POSSIBLE_RANGE}", "", "16.0–96.0") in grid.rows


def test_a_table_of_nothing_has_its_caption_and_its_notes() -> None:
    for empty in (statistic(), statistic(by="kind")):
        text = render(TableOne(empty), "table", Screen(80))
        assert text.splitlines()[0].startswith("Table 1. Relationships")
        assert text.splitlines()[-1] == "A convenience sample."


def test_eighty_columns_hold_it_and_nothing_is_cut() -> None:
    long = replace(
        ROMANCE,
        label="Multiple relationship or conflict of interest, of whatever kind",
        known=41,
        units=125,
        lowest=32.8,
        highest=38.4,
    )
    for counted in (statistic(long, KNOWN, number(64)), by_kind(*FILM, *TV, KNOWN)):
        told = render(TableOne(counted), "table", Screen(80)).splitlines()
        assert max(map(cell_width, told)) <= 80
        [grid] = grids(TableOne(counted))
        words = {word for row in (grid.head, *grid.rows) for cell in row for word in cell.split()}
        assert words <= {word for line in told for word in line.split()}


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv"])
def test_as_rows_it_is_what_stats_gives(form: Format) -> None:
    assert render(TableOne(WHOLE), form) == render(WHOLE, form)
    assert TableOne(WHOLE).records() == WHOLE.records()
    assert TableOne(WHOLE).remarks() == WHOLE.remarks()


def test_markdown_and_latex_have_one_table_with_its_notes_once() -> None:
    markdown = render(TableOne(WHOLE), "markdown")
    assert markdown.startswith("**Table 1. 121 relationships**\n\n| Variable | n (%) |")
    indent = 4 * "\N{NO-BREAK SPACE}"
    assert f"| {indent}Dating | 9 of 118 (7.6) |" in markdown
    latex = render(TableOne(WHOLE), "latex")
    assert latex.count(r"\begin{tabular}{lrrr}") == 1
    assert latex.count("A convenience sample.") == markdown.count("A convenience sample.") == 1


def test_a_workbook_has_a_cell_for_each_figure() -> None:
    first, _, yes, age = columns_of(WHOLE)
    assert first == {
        "variable": "Boundary act",
        "category": "Romance",
        "n": Figure(41),
        "of": Figure(118),
        "%": Figure(100 * 41 / 118, "0.0"),
        "95 % interval from": Figure(26.8, "0.0"),
        "95 % interval to": Figure(43.7, "0.0"),
        "not counted": Figure(3),
        **dict.fromkeys(("mean", "SD", "median", "min", "max"), ""),
    }
    assert (yes["variable"], yes["category"]) == ("Broken", "Yes")
    assert (age["n"], age["of"], age["mean"]) == ("", Figure(64), Figure(41.25, "0.00"))
    assert (age["median"], age["not counted"]) == (Figure(40.0), Figure(57))


def test_r16_a_workbook_says_at_least_in_a_cell_and_has_no_share() -> None:
    known, dating = columns_of(statistic(PARTLY_KNOWN, DATING))
    assert [*known][:4] == ["variable", "category", "at least", "n"]
    assert (known["at least"], known["n"], known["of"]) == ("at least", Figure(20), Figure(125))
    assert known["%"] == known["95 % interval from"] == known["95 % interval to"] == ""
    assert known[f"{POSSIBLE_RANGE} from"] == Figure(16.0, "0.0")
    assert known["not counted"] == Figure(2)
    assert (dating["at least"], dating["category"]) == ("", "  Dating")
    assert "at least" not in columns_of(WHOLE)[0]


def test_the_columns_of_a_workbook_have_one_order() -> None:
    last = [*columns_of(statistic(number(64), YES))[0]]
    assert last == [*columns_of(statistic(YES, number(64)))[0]]
    assert last[:4] == ["variable", "category", "n", "of"]
    assert last[-6:] == ["not counted", "mean", "SD", "median", "min", "max"]


def test_a_workbook_has_groups_below_each_other() -> None:
    rows = columns_of(by_kind(*FILM, replace(KNOWN, group=None)))
    assert [row["group"] for row in rows if row["category"] == "Romance"] == [
        *("film", "(no value)")
    ]


def alphas_of(table: TableOne) -> dict[str, str]:
    """What the table says of agreement, by the label of the line."""
    [grid] = grids(table)
    place = grid.head.index("alpha, 95 %")
    return {row[0].strip(): row[place] for row in grid.rows if row[place]}


def test_alpha_and_its_limits_stand_in_the_line_of_what_coders_judged() -> None:
    table = TableOne(
        WHOLE,
        (
            agreement("act", "dating"),
            agreement("act", "romance", alpha_high=None),
            agreement("broken", alpha=1.0, verdict="unanimous"),
            agreement("age", alpha=0.5, alpha_low=None, verdict="too-few"),
        ),
    )
    assert alphas_of(table) == {
        "Dating": ".84 [.71, .93]",
        "Romance": ".84 from .71",
        "Broken: Yes": "unanimous",
        "Age (years)": ".50 too few",
    }


def test_alpha_is_of_all_groups_and_stands_beside_the_label() -> None:
    [grid] = grids(TableOne(by_kind(*FILM, *TV), (agreement("act", "romance"),)))
    assert any("(alpha .84 [.71, .93])" in row[0] for row in grid.rows)


def test_without_anything_coded_twice_there_is_no_such_column() -> None:
    [grid] = grids(TableOne(WHOLE))
    [not_paired] = grids(TableOne(WHOLE, (agreement("broken", units=0, verdict="not-paired"),)))
    assert "alpha, 95 %" not in (*grid.head, *not_paired.head)


def test_a_workbook_has_alpha_and_its_limits_in_cells_of_their_own() -> None:
    [sheet] = sheets(TableOne(statistic(YES, NO), (agreement("broken"),)))
    row = dict(zip(sheet.head, sheet.rows[0], strict=True))
    assert [row[name] for name in ("alpha", "alpha, 95 % from", "alpha, 95 % to")] == [
        Figure(0.84, "0.000"),
        Figure(0.71, "0.000"),
        Figure(0.93, "0.000"),
    ]
