"""Tables of two questions as people read them: at 80 columns, and with no share without its n."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from portrayals.render.cells import cell_width
from portrayals.render.format_names import Format
from portrayals.render.formats import render
from portrayals.render.terminal import Screen
from portrayals.results.cooccur import CodePair, Cooccurrence
from portrayals.results.count_options import States
from portrayals.results.crosstab import Crosstab, TableEffect, TableRow, TableSide, TableTest

NARROW = Screen(width=80)
STATES: States = {"not-coded": 3, "cannot-tell": 0}
HEAD = {
    "by": None,
    "level": "portrayal",
    "where": None,
    "policy": "majority",
    "coder": None,
    "wave": None,
    "confidence": 95.0,
    "interval": "auto",
    "n": 20,
    "states": STATES,
    "notes": ("A convenience sample: not a prevalence.",),
    "provenance": {"program": "1"},
    "names": {"portrayal": "cook"},
}


def table_row(code: str, *counts: int, of: tuple[int, ...]) -> TableRow:
    total = (sum(counts),) * len(counts)
    n = (sum(of),) * len(of)
    return TableRow(code, code.capitalize(), None, 0, counts, total, of, n, n[0], STATES)


NAIVE = TableTest(None, None, "fisher", "only 2 of 4 counts", None, None, None, 0.0002, 0.0002)
TEST = TableTest(
    None, None, "rao-scott", "corrected for 9 titles", 4.5, 1.0, 8.0, 0.0667, 0.0667, naive=NAIVE
)
ODDS = TableEffect(None, None, "odds-ratio", 3.5, 0.4, 21.25, "clustered by title", "0.5 added")


def crosstab(**changed: object) -> Crosstab:
    plain = Crosstab(
        command="crosstab",
        **HEAD,  # type: ignore[arg-type]  # a dict of everything
        row=TableSide("temper", "Temper", STATES),
        column=TableSide("good", "Good", STATES),
        columns=("yes", "no"),
        column_labels=("Yes", "No"),
        rows=(table_row("calm", 7, 3, of=(9, 11)), table_row("cross", 2, 8, of=(9, 11))),
        tests=(TEST,),
        effects=(ODDS,),
        adjustment=None,
        strata=None,
        sentence="Calm cooks are good.",
    )
    return replace(plain, **changed)  # type: ignore[arg-type]  # by name, as a test has it


def wide(columns: int) -> Crosstab:
    names = tuple(f"a rather long label, number {number}" for number in range(columns))
    of = (2,) * columns
    rows = (table_row("calm", *(1,) * columns, of=of), table_row("cross", *(1,) * columns, of=of))
    return crosstab(columns=names, column_labels=names, rows=rows)


def test_a_table_tells_counts_both_shares_states_tests_and_notes() -> None:
    assert render(crosstab()).splitlines() == [
        "Temper by Good: 23 portrayals (cook), 20 counted",
        "                            Yes            No  All",
        "  Calm                        7             3   10",
        "    of the row     70.0 % of 10  30.0 % of 10",
        "    of the column   77.8 % of 9  27.3 % of 11",
        "  Cross                       2             8   10",
        "    of the row     20.0 % of 10  80.0 % of 10",
        "    of the column   22.2 % of 9  72.7 % of 11",
        "  All                         9            11   20",
        "  Not counted: 3 not coded.",
        "",
        "Rao-Scott, F(1, 8) = 4.50, p = 0.067: corrected for 9 titles.",
        "Ignoring that units share a title: Fisher's exact test, p < 0.001: only 2 of 4 counts.",
        "Odds ratio: 3.50, 95 % interval [0.40, 21.2], clustered by title; 0.5 added.",
        "",
        "A convenience sample: not a prevalence.",
    ]


@pytest.mark.parametrize("columns", [1, 3, 5, 12])
def test_a_wide_table_is_told_some_columns_at_a_time(columns: int) -> None:
    text = render(wide(columns), screen=NARROW)
    assert max(map(cell_width, text.splitlines())) <= 80
    assert text.count("50.0 % of 2") == 2 * columns


def test_a_pipe_gets_the_whole_table_uncut() -> None:
    text = render(wide(12))
    assert all(f"number {number}" in text for number in range(12))
    assert text.count("of the row") == 2


def test_a_share_of_nobody_is_undefined() -> None:
    text = render(crosstab(rows=(table_row("calm", 0, 0, of=(0, 0)),)))
    assert "undefined" in text
    assert "nan" not in text.lower()


def test_tests_of_many_codes_stand_in_a_table_with_both_p_values() -> None:
    one = replace(TEST, code="calm", p_adjusted=0.1334, naive=replace(NAIVE, code="calm"))
    two = replace(TEST, code="cross", p=None, p_adjusted=None, naive=None)
    many = crosstab(
        row=TableSide("temper", "Temper", None),
        tests=(one, two),
        effects=(replace(ODDS, code="calm"),),
        adjustment="holm",
    )
    told = [re.split(r" {2,}", line.strip()) for line in render(many).splitlines()]
    assert ["naive test", "naive p", "p", "Holm", "odds ratio, 95 %"] in told
    assert [
        "Calm",
        "Fisher",
        "< 0.001",
        "0.067",
        "0.133",
        "3.50* [0.40, 21.2]",
    ] in told
    assert ["* 0.5 added"] in told
    assert max(map(cell_width, render(many, screen=NARROW).splitlines())) <= 80


def test_of_many_rows_those_without_a_unit_are_told_by_their_number() -> None:
    rows = [table_row(f"code-{number}", number % 2, 0, of=(4, 4)) for number in range(14)]
    text = render(crosstab(rows=tuple(rows)))
    assert "7 more with 0." in text
    assert "Code-3" in text
    assert "Code-2" not in text


def test_rows_that_leave_out_others_say_so() -> None:
    calm, cross = crosstab().rows
    text = render(crosstab(rows=(calm, replace(cross, states={"not-coded": 5}))))
    assert "Not counted, Calm: 3 not coded." in text
    assert "Not counted, Cross: 5 not coded." in text


def test_csv_has_a_row_for_each_cell() -> None:
    head, *cells = render(crosstab(), "csv").splitlines()
    assert head.startswith(
        "code,label,column,column_label,count,row_n,row_percent,column_n,column_percent,cell_n"
    )
    assert len(cells) == 4
    assert cells[0].startswith("calm,Calm,yes,Yes,7,10,70,")


PAIR = CodePair(
    *("cake", "Cake", "soup", "Soup", 1, 2, 4, 9),
    *(50.0, 1.5, 98.5, 25.0, 3.4, 70.0),
    0.2,
    ("cluster",),
)
PAIRS = Cooccurrence(
    command="cooccur",
    **HEAD,  # type: ignore[arg-type]  # a dict of everything
    variable="dish",
    label="Dish",
    rows=(PAIR,),
    never=3,
    sentence="Cake comes with soup.",
)


def test_a_pair_tells_both_shares() -> None:
    assert render(PAIRS).splitlines() == [
        "Dish, codes that occur together: 23 portrayals (cook), 9 counted",
        "          with the other   share  95 % interval  Jaccard",
        "  Cake            1 of 2  50.0 %    [1.5, 98.5]     0.20",
        "    Soup          1 of 4  25.0 %    [3.4, 70.0]",
        "  Not counted in any pair: 3 not coded.",
        "",
        "A convenience sample: not a prevalence.",
    ]


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "tsv", "markdown", "latex"])
@pytest.mark.parametrize("result", [crosstab(), PAIRS], ids=["crosstab", "cooccur"])
def test_every_format_tells_of_every_code(result: Crosstab | Cooccurrence, form: Format) -> None:
    text = render(result, form)
    labels = ("Calm", "Cross") if isinstance(result, Crosstab) else ("Cake", "Soup")
    assert all(label in text for label in labels)
    assert text.endswith("\n")
