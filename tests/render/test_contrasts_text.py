"""Trends, comparisons and sizes of samples as people read them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portrayals.render.cells import cell_width
from portrayals.render.footer import asked_for, beneath
from portrayals.render.formats import render
from portrayals.render.terminal import PIPE, Screen
from portrayals.render.terminal_plot import sparkline
from portrayals.results.compare import Comparison, Size
from portrayals.results.stats import StatRow
from portrayals.results.trend import OneTest, Trend

STATES = {"not-coded": 0}


def row(group: str | None, count: int, n: int, low: float | None, high: float | None) -> StatRow:
    percent = 100 * count / n if n else None
    place = ("violation", "yes", "Yes", None, 0)
    bounds = (count, n, None, None)
    return StatRow(group, *place, count, n, percent, low, high, *bounds, STATES, "cluster", n)


SHARED: dict[str, Any] = {
    "level": "relationship",
    "where": "kind:tv",
    "policy": "majority",
    "coder": None,
    "wave": None,
    "confidence": 95.0,
    "interval": "auto",
    "n": 14,
    "states": STATES,
    "notes": ("A convenience sample.",),
    "provenance": {"program": "1.0", "query": None, "codebook": "acts 1.0"},
    "labels": {"violation": "Violation"},
    "names": {"relationship": "relationship"},
}
BY_TITLE = OneTest("t", "by title", 1.234, 9, 0.0449)
NAIVE = OneTest("cochran-armitage", "independent units", 1.5, 1, 0.1336)
TREND = Trend(
    command="trend",
    by="decade",
    per="decade",
    min_n=1,
    rows=(row("1990s", 1, 4, 4.6, 69.9), row("2000s", 0, 0, None, None), row("2010s", 5, 10, 2, 8)),
    total=row(None, 6, 14, 21.4, 67.4),
    test=NAIVE,
    clustered=BY_TITLE,
    sentence="Violation: 6 of 14.",
    **SHARED,
)
SIZES = (
    Size("difference", -25.0, -60.1, 20.0, "clustered", None),
    Size("risk-ratio", 0.5, 0.1, 12.34, "clustered", "0.5 added"),
    Size("odds-ratio", None, None, None, "clustered", None),
)
COMPARISON = Comparison(
    command="compare",
    by=None,
    versus="kind:film",
    rows=(row("kind:tv", 1, 4, 4.6, 69.9), row("kind:film", 5, 10, 23.7, 76.3)),
    sizes=SIZES,
    test=BY_TITLE,
    naive_sizes=tuple(replace(each, low=None if each.low is None else 0.25) for each in SIZES),
    naive_test=OneTest("fisher", "few expected", None, None, 0.0004),
    sentence="Violation: 1 of 4.",
    **SHARED,
)


def test_a_trend_tells_each_period_all_together_and_both_tests() -> None:
    assert render(TREND).splitlines() == [
        "▅·█  1990s to 2010s",
        "Violation, Yes: 14 relationships",
        "          k of n      share  95 % interval",
        "  1990s  1 of  4     25.0 %   [ 4.6, 69.9]",
        "  2000s  0 of  0  undefined",
        "  2010s  5 of 10     50.0 %   [ 2.0,  8.0]",
        "  all    6 of 14     42.9 %   [21.4, 67.4]",
        "  Test for trend by title: t = 1.23, 9 df, p = 0.045 (by title).",
        "  Ignoring that units share a title (Cochran-Armitage): z = 1.50, p = 0.134 "
        "(independent units).",
        "",
        "A convenience sample.",
    ]


def test_a_sparkline_leaves_out_periods_of_few_units_and_says_so() -> None:
    periods = [row(f"{year}s", 1, n, 4.6, 69.9) for year, n in ((1980, 10), (1990, 9), (2000, 20))]
    trend = replace(TREND, rows=tuple(periods), min_n=None)
    head, table, *_ = render(trend).splitlines()
    assert head == "█·▅  1980s to 2000s (decades of 10 relationships or more)"
    assert table.startswith("Violation")
    assert render(replace(trend, min_n=9)).startswith("▇█▄  1980s to 2000s\n")
    assert render(replace(trend, rows=trend.rows[:2])).startswith("Violation")  # of one, no line


def test_what_is_not_tested_says_why() -> None:
    nothing = OneTest("cochran-armitage", "undefined: fewer than two scores", None, None, None)
    text = render(replace(TREND, test=nothing, clustered=None))
    assert "Test for trend (Cochran-Armitage): undefined: fewer than two scores." in text
    assert "None" not in text


def test_a_comparison_tells_groups_sizes_and_both_tests() -> None:
    text = render(COMPARISON)
    assert text.splitlines()[:8] == [
        "Violation, Yes: 14 relationships",
        "              k of n   share  95 % interval",
        "  kind:tv    1 of  4  25.0 %   [ 4.6, 69.9]",
        "  kind:film  5 of 10  50.0 %   [23.7, 76.3]",
        "",
        "                                     value   95 % interval          naive",
        "  difference, percentage points      -25.0  [-60.1, +20.0]  [+0.2, +20.0]",
        "  risk ratio                          0.50    [0.10, 12.3]   [0.25, 12.3]",
    ]
    assert "odds ratio                     undefined       undefined      undefined" in text
    assert "\n  Risk ratio: 0.5 added.\n  Naive risk ratio: 0.5 added.\n" in text
    assert "Test by title: t = 1.23, 9 df, p = 0.045 (by title)." in text
    assert (
        "Ignoring that units share a title: Fisher's exact test, p < 0.001 (few expected)." in text
    )
    assert text.endswith("\n\nA convenience sample.\n")


def test_where_more_is_known_than_compared_it_is_said_what_is_compared() -> None:
    one, other = COMPARISON.rows
    known = replace(one, known=3, units=9, lowest=33.3, highest=88.9)
    text = render(replace(COMPARISON, rows=(known, other)))
    assert "at least 3 of 9" in text
    assert "\n  Compares fully coded units only: 1 of 4 and 5 of 10.\n" in text
    assert "fully coded" not in render(COMPARISON)


def test_of_titles_there_is_no_naive_column() -> None:
    text = render(replace(COMPARISON, naive_sizes=(), naive_test=None))
    assert "naive" not in text
    whole = render(COMPARISON, screen=Screen(whole_notes=True))
    assert "intervals linearised, allowing for shared titles; naive: Newcombe" in whole


@pytest.mark.parametrize("result", [TREND, COMPARISON])
def test_nothing_is_wider_than_the_terminal(result: Trend | Comparison) -> None:
    for line in render(result, "table", Screen(width=72, unicode=False)).splitlines():
        assert cell_width(line) <= 72
        assert line.isascii() or "–" in line


def test_a_sparkline_rises_from_nought_to_the_greatest() -> None:
    values = (0, None, 10, 20, 40, 80)
    assert sparkline(values, unicode=True) == "▁·▂▃▅█"
    assert sparkline(values, unicode=False) == "_ .-=#"
    assert sparkline((0, 0), unicode=True) == "▁▁"
    assert sparkline((), unicode=True) == ""


def test_a_sentence_and_the_provenance_stand_below_where_they_are_asked_for() -> None:
    assert asked_for(TREND, sentence=False, provenance=False) == []
    assert beneath((), PIPE) == ""
    assert beneath(asked_for(TREND, sentence=True, provenance=True), PIPE) == (
        "\nTo quote: Violation: 6 of 14.\n\nCounted from: program 1.0; codebook acts 1.0.\n"
    )
