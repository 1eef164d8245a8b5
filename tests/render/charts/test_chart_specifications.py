"""What a chart holds: every figure of its rows, their n, and all that must be said beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import chain
from typing import Any, get_args

import pytest

from portrayals.errors import InvalidValue
from portrayals.render.charts.drawing import Drawable, chart
from portrayals.render.charts.measure import width, wrapped
from portrayals.render.charts.page import Specification
from portrayals.results.compare import Comparison, Size
from portrayals.results.cooccur import CodePair, Cooccurrence
from portrayals.results.count_options import AS_REPORTED
from portrayals.results.crosstab import Crosstab, TableRow, TableSide
from portrayals.results.stats import NumberRow, Statistic, StatRow
from portrayals.results.trend import OneTest, Trend
from portrayals.vocabulary import NotesShown

NOTE = "A convenience sample: the shares hold for these titles only."


def row(code: str, label: str, count: int, n: int, **other: Any) -> StatRow:
    percent = 100 * count / n if n else None
    ends = (None, None) if percent is None else (percent / 2, (100 + percent) / 2)
    bounds = (count, n, None, None)
    made = StatRow(
        *(None, "act", code, label, None, 0, count, n, percent, *ends, *bounds),
        {"cannot-tell": 7},
    )
    return replace(made, **other)


ROMANCE = row("romance", "Sexual and romantic", 41, 118, units=134, lowest=30.5, highest=44.25)
DATING = row("dating", "Dating, a former client", 9, 112, parent="romance", depth=1)
NOBODY = row("gift", "Éva’s gift – «żółć»", 0, 0)

ABOUT: dict[str, Any] = {
    "level": "relationship",
    "where": "kind:tv",
    "policy": "majority",
    "coder": None,
    "wave": None,
    "confidence": 95.0,
    "interval": "auto",
    "n": 118,
    "states": {"cannot-tell": 7},
    "notes": (NOTE,),
    "provenance": {},
    "names": {},
}


def statistic(*rows: StatRow | NumberRow, by: str | None = None) -> Statistic:
    labels = {"act": "Boundary act", "age": "Age"}
    return Statistic(command="stats", by=by, rows=rows, labels=labels, **ABOUT)


def trend(*rows: StatRow) -> Trend:
    test = OneTest("cochran-armitage", "", 1.0, 1, 0.3)
    return Trend(
        command="trend",
        by="decade",
        labels={"act": "Boundary act"},
        per="decade",
        rows=rows,
        total=ROMANCE,
        test=test,
        clustered=None,
        sentence="",
        **ABOUT,
    )


def crosstab(*rows: TableRow) -> Crosstab:
    return Crosstab(
        command="crosstab",
        by=None,
        row=TableSide("act", "Boundary act", {"not-coded": 3}),
        column=TableSide("ends", "How it ends", {"cannot-tell": 4}),
        columns=("well", "badly"),
        column_labels=("Well", "Badly"),
        rows=rows,
        tests=(),
        effects=(),
        adjustment=None,
        strata=None,
        sentence="They go together.",
        **ABOUT,
    )


LEFT_OUT = {"cannot-tell": 4}


def crossed(label: str, counts: tuple[int, int], of: tuple[int, int]) -> TableRow:
    return TableRow(label, label, None, 0, counts, of, (60, 60), (90, 90), 100, LEFT_OUT)


def pair(other: str, **told: Any) -> CodePair:
    """Dating with another code; its shares, which are not drawn, are null."""
    named = {"code": "dating", "label": "Dating", "code_count": 20}
    rest = dict.fromkeys(each.name for each in fields(CodePair))
    return CodePair(**rest | named | {"other": other.lower(), "other_label": other} | told)


TOGETHER = Cooccurrence(
    command="cooccur",
    by=None,
    variable="act",
    label="Boundary act",
    rows=(
        pair("Gift", count=5, other_count=8, n=100),
        pair("Secret", count=2, other_count=3, n=99),
    ),
    never=1,
    sentence="Dating and Gift come together.",
    **ABOUT,
)

TREND = trend(replace(ROMANCE, group="1990s"), replace(NOBODY, group="2000s"))
STACKED = crosstab(crossed("Dating", (6, 14), (20, 20)), crossed("Gift", (0, 0), (0, 0)))
OVERLAPPING = crosstab(crossed("Dating", (16, 14), (20, 19)))

EVERY: dict[str, Drawable] = {
    "stats": statistic(ROMANCE, DATING, NOBODY),
    "trend": TREND,
    "crosstab": STACKED,
    "crosstab that overlaps": OVERLAPPING,
    "cooccur": TOGETHER,
}


def values(specification: Specification) -> Iterator[dict[str, Any]]:
    """Everything that is drawn from."""
    return chain.from_iterable(specification["datasets"].values())


def marks(specification: Specification) -> Iterator[dict[str, Any]]:
    """The mark of each layer of the first panel."""
    return (layer["mark"] for layer in specification["vconcat"][0]["layer"])


def told(result: Drawable, **options: Any) -> str:
    """The heading and the notes, all unless others are asked for, as one text."""
    return words_on(chart(result, **({"notes": "full"} | options)))


def words_on(specification: Specification) -> str:
    """The heading and the notes of a chart, as one text."""
    heading = specification["vconcat"][0]["title"]
    lines = [each["line"] for each in values(specification) if "line" in each]
    return " ".join([*heading["text"], *heading.get("subtitle", ()), *map(str.strip, lines)])


@pytest.mark.parametrize("each", [ROMANCE, DATING, NOBODY], ids=lambda each: each.code)
def test_a_dot_plot_holds_every_figure_of_a_row(each: StatRow) -> None:
    found = values(chart(statistic(ROMANCE, DATING, NOBODY)))
    [held, *_] = [value for value in found if value.get("code") == each.code]
    for name in ("label", "count", "n", "percent", "low", "high", "lowest", "highest"):
        assert held[name] == getattr(each, name)
    assert held["first"] == f"{each.count} of {each.n}"
    assert (held["value"], held["from"], held["to"]) == (each.percent, each.low, each.high)


def test_r16_bounds_are_drawn_where_a_row_has_them() -> None:
    found = [value for value in values(chart(statistic(ROMANCE, DATING))) if "least" in value]
    assert {(value["least"], value["most"]) for value in found} == {(30.5, 44.25), (None, None)}
    assert "its possible range" in told(statistic(ROMANCE, DATING))
    assert "range" not in told(statistic(DATING))


def test_what_is_undefined_is_said_and_has_no_dot() -> None:
    held = next(each for each in values(chart(statistic(NOBODY))) if "second" in each)
    assert (held["second"], held["value"]) == ("undefined", None)


def test_codes_are_indented_along_their_tree() -> None:
    found = list(values(chart(statistic(ROMANCE, DATING))))
    indents = {each["code"]: (each["indent"], each["strong"]) for each in found if "code" in each}
    assert indents["romance"] == (0, True)
    assert indents["dating"][0] > 0
    assert not indents["dating"][1]


def test_groups_stand_under_each_code_in_shapes_of_their_own() -> None:
    grouped = [
        replace(each, group=kind) for kind in ("film", "tv") for each in (ROMANCE, DATING, NOBODY)
    ]
    lines: dict[float, str] = {}
    shapes = {}
    for each in values(chart(statistic(*grouped, by="kind"))):
        if "text" in each:
            lines[each["middle"]] = each["text"]
            if each.get("group"):
                shapes[each["group"]] = each["shape"]
    under = [lines[middle] for middle in sorted(lines)]
    assert under[:4] == ["Sexual and romantic", "film", "tv", "Dating, a former client"]
    assert len(set(shapes.values())) == 2


def test_shares_of_several_variables_are_on_one_scale() -> None:
    other = replace(row("yes", "Yes", 1, 50, high=4.0), variable="other")
    panels = chart(statistic(ROMANCE, other))["vconcat"]
    domains = [
        encoding["x"]["scale"]["domain"]
        for panel in panels[:2]
        for layer in panel["layer"]
        if "shape" in (encoding := layer["encoding"])
    ]
    assert domains[0] == domains[1] == [0, 80]


def test_a_number_has_its_mean_interval_least_and_greatest() -> None:
    ages = (41.25, 9.8, 40.0, 22.0, 71.0, 38.0, 44.5)
    held = next(
        each
        for each in values(chart(statistic(NumberRow(None, "age", "Age", "years", *ages, 64, {}))))
        if "second" in each
    )
    assert (held["first"], held["second"]) == ("64", "41.25")
    assert (held["value"], held["from"], held["to"]) == (41.25, 38.0, 44.5)
    assert (held["least"], held["most"]) == (22.0, 71.0)


def test_a_trend_holds_each_period_and_breaks_where_nothing_is_known() -> None:
    found = {each["period"]: each for each in values(chart(TREND)) if "period" in each}
    assert list(found) == ["1990s", "2000s"]
    known = found["1990s"]
    assert (known["of"], known["percent"]) == ("41 of 118", ROMANCE.percent)
    assert (known["low"], known["high"]) == (ROMANCE.low, ROMANCE.high)
    assert (known["lowest"], known["highest"]) == (30.5, 44.25)
    assert (found["2000s"]["of"], found["2000s"]["percent"]) == ("0 of 0", None)


def test_a_line_joins_no_period_of_few_units_unless_these_were_joined_as_asked() -> None:
    few = row("romance", "Sexual and romantic", 4, 9)
    of = trend(*(replace(each, group=str(year)) for year, each in enumerate((ROMANCE, few), 1990)))
    held = {each["period"]: each for each in values(chart(of)) if "period" in each}
    on_line, alone = held["1990"], held["1991"]
    assert (on_line["on_line"], on_line["to"], on_line["alone"]) == (
        ROMANCE.percent,
        ROMANCE.high,
        None,
    )
    assert (alone["on_line"], alone["from"], alone["to"]) == (None, None, None)
    assert alone["alone"] == few.percent
    key = (
        "Point: the share in each decade; small hollow point, not joined by a line: fewer "
        "than 10 relationships; dark upright line: "
    )
    assert key in told(of)
    asked = replace(of, min_n=9)
    held = {each["period"]: each for each in values(chart(asked)) if "period" in each}
    assert (held["1991"]["on_line"], held["1991"]["alone"]) == (few.percent, None)
    assert "Line: the share in each decade; band and dark upright line: " in told(asked)
    assert "Point: the share in each decade; dark upright line: " in told(trend(ROMANCE))


def test_no_line_leads_the_eye_to_a_trend_that_the_sample_cannot_show() -> None:
    two = [replace(ROMANCE, group=decade) for decade in ("1990s", "2000s")]
    few = replace(row("romance", "Sexual and romantic", 4, 9), group="2010s")
    of = replace(trend(*two, few), no_trend=True)
    held = {each["period"]: each for each in values(chart(of)) if "period" in each}
    assert {each[name] for each in held.values() for name in ("on_line", "from", "to")} == {None}
    assert [each["alone"] for each in held.values()] == [None, None, few.percent]
    assert "Point: the share in each decade; small hollow point: fewer than 10" in told(of)
    assert "; dark upright line: " in told(of)
    assert "Line: " in told(replace(of, rows=of.rows[:2], no_trend=False))


def test_the_figures_of_many_periods_are_turned_upright() -> None:
    many = trend(*(replace(ROMANCE, group=str(1950 + place)) for place in range(70)))
    assert '"angle": 270' in json.dumps(chart(many))
    assert '"angle": 270' not in json.dumps(chart(TREND))


def test_the_bars_of_a_crosstab_divide_each_row() -> None:
    pieces = [each for each in values(chart(STACKED)) if "start" in each]
    found = {(each["row"], each["column"]): each for each in pieces}
    assert set(found) == {("Dating", "Well"), ("Dating", "Badly")}
    well, badly = found["Dating", "Well"], found["Dating", "Badly"]
    assert (well["count"], well["n"], well["percent"]) == (6, 20, 30.0)
    assert (well["start"], well["stop"], badly["start"], badly["stop"]) == (0, 30, 30, 100)
    assert well["shade"] != badly["shade"]


def test_columns_that_overlap_are_not_stacked() -> None:
    found = list(values(chart(OVERLAPPING)))
    assert not any("start" in each for each in found)
    held = next(each for each in found if each.get("column") == "Well")
    assert (held["first"], held["value"]) == ("16 of 20", 80.0)


def test_a_heat_map_has_a_field_for_each_pair_and_each_code() -> None:
    drawn = [each for each in values(chart(TOGETHER)) if "shade" in each]
    pairs = {(each["code"], each["other"], each["count"]) for each in drawn if "other" in each}
    assert pairs == {("Dating", "Gift", 5), ("Dating", "Secret", 2)}
    alone = {(each["code"], each["count"]) for each in drawn if "other" not in each}
    assert alone == {("Dating", 20), ("Gift", 8), ("Secret", 3)}


@pytest.mark.parametrize("name", EVERY)
def test_every_chart_says_the_caveats_the_level_and_of_whom_it_speaks(name: str) -> None:
    text = told(EVERY[name])
    assert text.count(NOTE) == 1
    assert "Boundary act" in text
    assert "relationships" in text
    assert "only where kind:tv" in text.lower()
    assert text.count("cannot") == 1


def test_r36_a_trend_says_its_test() -> None:
    assert "Test for trend (Cochran-Armitage): z = 1.00" in told(TREND)


def test_what_was_found_is_said_in_a_sentence() -> None:
    assert "How it ends" in told(STACKED)
    assert "They go together. Not counted: 4 cannot tell. " in told(STACKED)
    assert "Dating and Gift come together. Not counted: 7 cannot tell. " in told(TOGETHER)


def test_nothing_is_not_drawn() -> None:
    with pytest.raises(InvalidValue, match="nothing to draw"):
        chart(statistic())


@pytest.mark.parametrize(
    "label", ["Dating, someone who was a client", "x" * 300, "é" * 90, "日本" * 60]
)
def test_a_label_is_wrapped_and_stays_whole(label: str) -> None:
    lines = wrapped(label, 11, 120)
    assert all(width(line, 11) <= 120 for line in lines)
    assert "".join(lines).replace(" ", "") == label.replace(" ", "")


def test_a_label_says_nothing_to_the_page_or_the_terminal() -> None:
    assert wrapped("a\nb\x1b[1m", 11, 500) == ["a b\\u{1b}[1m"]


OPEN = replace(ROMANCE, count=0, n=0, percent=None, low=None, high=None, known=41, units=134)
#: Nobody is settled: of 30 units with a code 5 have both, and 20 may.
OPEN_CELLS = {"known": (5, 0), "units": 30, "lowest": (16.7, 0.0), "highest": (66.7, 50.0)}
OPEN_TABLE = crosstab(replace(crossed("Dating", (0, 0), (0, 0)), **OPEN_CELLS))
OPEN_PAIR = {"known": 5, "units": 30, "lowest": 16.7, "highest": 66.7}
OPEN_PAIRS = replace(TOGETHER, rows=(pair("Gift", count=0, other_count=0, n=0, **OPEN_PAIR),))


def test_r6_what_is_only_known_is_a_ring_with_the_figures_of_the_table() -> None:
    specification = chart(statistic(OPEN))
    held = next(each for each in values(specification) if "second" in each)
    assert (held["first"], held["second"]) == ("at least 41 of 134", "30.5–44.2")
    assert (held["value"], held["ring"], held["most"]) == (None, 30.5, 44.25)
    assert held["known"] == 41
    heads = {each["head"] for each in values(specification) if "head" in each}
    assert heads == {"known", "possible range"}
    assert "possible share of relationships, %" in json.dumps(specification)
    assert "share of relationships, %" in json.dumps(chart(statistic(ROMANCE)))
    text = told(statistic(OPEN))
    assert "Ring: what is known for certain; thin line: its possible range." in text
    assert "Dot" not in text


def test_r6_a_trend_of_what_is_only_known_counts_its_units_and_draws_no_line() -> None:
    opened = replace(trend(replace(OPEN, group="1990s")), total=OPEN)
    held = next(each for each in values(chart(opened)) if "period" in each)
    assert (held["ring"], held["percent"]) == (30.5, None)
    assert "134 relationships" in told(opened)
    assert "Ring: what is known for certain; thin line: its possible range." in told(opened)


def test_r6_a_ring_of_few_units_is_a_small_triangle_in_a_trend_unlike_a_hollow_point() -> None:
    few = replace(OPEN, known=3, units=9)
    of = trend(*(replace(each, group=str(year)) for year, each in enumerate((OPEN, few), 1990)))
    specification = chart(of)
    held = {each["period"]: each for each in values(specification) if "period" in each}
    assert [held[year]["few"] for year in ("1990", "1991")] == [False, True]
    alone = trend(replace(few, group="1990s"))
    assert "Small triangle: what is known for certain, of fewer than 10 relation" in told(alone)
    key = "Ring: what is known for certain, a small triangle where of fewer than 10 relationships; "
    assert key in told(of)
    assert held["1991"]["ring"] is not None
    shapes = [mark.get("shape") for mark in marks(specification) if mark["type"] == "point"]
    assert shapes.count("triangle-up") == 1


def test_r6_known_cells_of_a_table_stand_side_by_side() -> None:
    held = [each for each in values(chart(OPEN_TABLE)) if each.get("column")]
    assert {(each["text"], each["first"], each["ring"], each["most"]) for each in held} == {
        ("Well", "at least 5 of 30", 16.7, 66.7),
        ("Badly", "at least 0 of 30", 0.0, 50.0),
    }
    assert "of each row" not in json.dumps(chart(OPEN_TABLE))


def test_r6_known_pairs_are_drawn_and_no_units_of_single_codes() -> None:
    drawn = [each for each in values(chart(OPEN_PAIRS)) if "shade" in each]
    assert {each["count"] for each in drawn if "other" in each} == {5}
    assert {each["count"] for each in drawn if "other" not in each} == {None}
    assert "units known to have both codes" in told(OPEN_PAIRS)


def test_the_groups_of_a_comparison_are_no_units_it_is_restricted_to() -> None:
    size = Size("difference", 26.7, 5.5, 47.9, "by title", None)
    compared = Comparison(
        command="compare",
        by=None,
        labels={"act": "Boundary act"},
        versus="kind:film",
        rows=(
            replace(ROMANCE, group="kind:tv"),
            replace(DATING, group="kind:film", code="romance"),
        ),
        sizes=(size,),
        test=OneTest("t", "by title", 2.5, 1, 0.02),
        naive_sizes=(),
        naive_test=None,
        sentence="",
        **ABOUT,
    )
    text = told(compared, notes="short")
    assert "only where" not in text.lower()
    assert "Difference, percentage points: +26.7, 95 % interval [+5.5, +47.9]." in text
    assert "p = 0.020" in told(compared)
    lines = dict.fromkeys(each["text"] for each in values(chart(compared)) if "text" in each)
    assert list(lines) == ["kind:tv", "kind:film"]


def test_r6_as_reported_is_said_with_whatever_notes_and_once() -> None:
    reported = replace(statistic(DATING), notes=(AS_REPORTED, NOTE))
    for notes in get_args(NotesShown):
        assert told(reported, notes=notes).lower().count("as reported") == 1
