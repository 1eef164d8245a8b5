"""A chart made to measure: its title, its rows, its size, and how much stands under it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from test_chart_specifications import (
    DATING,
    EVERY,
    NOTE,
    OVERLAPPING,
    ROMANCE,
    TOGETHER,
    TREND,
    crossed,
    crosstab,
    row,
    statistic,
    told,
    trend,
    values,
    words_on,
)

from portrayals.errors import InvalidValue
from portrayals.render.charts.drawing import Drawable, bare, chart
from portrayals.render.charts.page import HOLLOW, Specification
from portrayals.render.charts.sheet import PHONE, SHEETS, SIZES
from portrayals.results.count_options import SEE_REPORTED
from portrayals.vocabulary import SheetSize

#: Thirty codes, of which every third has a label too long for a line.
MANY = statistic(
    *(
        row(f"c{place}", "Code " + "żółć and more of it " * (5 if place % 3 else 1), place, 100)
        for place in range(30)
    )
)
NOTES = ("The weightiest.", "The second.", "The third.")


def lines(specification: Specification) -> list[str]:
    """The labels, from above."""
    found = {each["middle"]: each["text"] for each in values(specification) if "first" in each}
    return [found[middle].replace("\n", " ") for middle in sorted(found)]


@cache
def whole(name: str) -> Specification:
    """The chart as wide as a page, with all its notes."""
    return chart(EVERY[name], notes="full")


def beneath(specification: Specification) -> list[str]:
    """The notes, a line each."""
    return [each["line"].strip() for each in values(specification) if "line" in each]


@pytest.mark.parametrize("name", EVERY)
def test_a_title_stands_above_what_is_counted(name: str) -> None:
    usual = whole(name)["vconcat"][0]["title"]["text"]
    title = chart(EVERY[name], title="Éva’s own words")["vconcat"][0]["title"]
    assert title["text"] == ["Éva’s own words"]
    assert title["subtitle"][: len(usual)] == usual


def test_short_notes_are_what_the_marks_mean_and_the_two_weightiest() -> None:
    noted = replace(statistic(DATING), notes=NOTES)
    assert beneath(chart(noted)) == [
        "Dot: the share; thick line: its 95 % interval.",
        *NOTES[:2],
    ]


def test_no_notes_are_none() -> None:
    assert beneath(chart(replace(statistic(DATING), notes=NOTES), notes="none")) == []


@pytest.mark.parametrize("name", EVERY)
def test_whatever_stands_under_a_chart_its_description_says_all(name: str) -> None:
    description = chart(EVERY[name], notes="none", title="Mine")["description"].split("\n")
    assert description[0] == "Mine"
    assert NOTE in description
    assert " ".join(beneath(whole(name))) in " ".join(description)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("size", [size for size in SIZES if size != "page"])
def test_nothing_is_lost_in_any_size(name: str, size: SheetSize) -> None:
    def figures(specification: Specification) -> set[object]:
        names = ("first", "second", "period", "of", "percent", "count")
        return {each.get(name) for each in values(specification) for name in names}

    sized = chart(EVERY[name], size=size, notes="full")
    assert words_on(sized) == words_on(whole(name))
    assert figures(sized) == figures(whole(name))


def test_on_a_narrow_sheet_an_interval_stands_under_its_name_as_wide_as_the_sheet() -> None:
    drawn = chart(statistic(DATING), size="square")
    held = next(each for each in values(drawn) if "at" in each)
    assert held["at"] > held["middle"]
    encodings = [layer["encoding"].get("x", {}) for layer in drawn["vconcat"][0]["layer"]]
    scales = [each["scale"] for each in encodings if each.get("field") == "value"]
    assert all(scale["range"] == [0, SHEETS["square"].width] for scale in scales)
    assert scales
    beside = next(each for each in values(chart(statistic(DATING))) if "at" in each)
    assert beside["at"] == beside["middle"]


def test_a_telephone_gets_the_same_figures_on_a_narrow_sheet() -> None:
    narrow, wide = (bare(statistic(ROMANCE, DATING), sheet) for sheet in (PHONE, SHEETS["page"]))
    assert lines(narrow) == lines(wide)
    assert narrow["vconcat"][0]["width"] == PHONE.width < 375
    assert NOTE not in " ".join(beneath(narrow))


@pytest.mark.slow
@pytest.mark.parametrize("size", ["slide", "square"])
def test_what_is_too_much_for_a_frame_is_laid_out_in_smaller_letters(size: SheetSize) -> None:
    frame = SHEETS[size].frame
    assert frame is not None
    few, many = (chart(each, size=size)["usermeta"] for each in (statistic(DATING), MANY))
    assert (few["crowded"], many["crowded"]) == (False, True)
    assert few["zoom"] == SHEETS[size].zoom > many["zoom"]
    assert many["frame"][0] * many["zoom"] == pytest.approx(frame[0] * SHEETS[size].zoom)


def test_many_years_become_smaller_too() -> None:
    many = trend(*(replace(ROMANCE, group=str(1950 + place)) for place in range(70)))
    assert chart(many, size="slide")["usermeta"]["crowded"]
    assert not chart(TREND, size="slide")["usermeta"]["crowded"]


def test_few_lines_fill_a_slide_and_none_is_beyond_it() -> None:
    def height(number: int) -> float:
        some = statistic(*(row(f"c{place}", "Code", place, 100) for place in range(number)))
        drawn: float = chart(some, size="slide")["vconcat"][0]["height"]
        return drawn

    assert height(4) == pytest.approx(height(8))
    assert height(1) < height(4)
    assert height(8) < (SHEETS["slide"].frame or (0, 0))[1]


def test_rows_are_drawn_by_share_and_those_left_out_are_told_of() -> None:
    made = statistic(*(row(f"c{share}", f"Code {share}", share, 100) for share in (3, 9, 1, 5)))
    specification = chart(made, sort="share", top=2)
    assert lines(specification) == ["Code 9", "Code 5"]
    assert "The 2 largest of 4; 2 more not shown" in told(made, top=2, notes="none")


def test_rows_of_few_units_are_left_out_by_name() -> None:
    made = statistic(row("a", "Ash", 2, 4), row("b", "Birch", 2, 5))
    assert lines(chart(made, min_n=5)) == ["Birch"]
    assert "Not shown, with fewer than 5 units: Ash" in told(made, min_n=5, notes="none")
    with pytest.raises(InvalidValue, match="no row is left"):
        chart(made, min_n=6)


def test_rows_of_a_table_are_chosen_by_the_units_that_have_them() -> None:
    made = crosstab(crossed("Few", (1, 1), (2, 2)), crossed("Many", (6, 14), (20, 20)))
    assert lines(chart(made, sort="share")) == ["Many", "Few"]
    assert lines(chart(made, top=1)) == ["Many"]
    assert "The largest of 2; 1 more not shown" in told(made, top=1, notes="none")
    assert lines(chart(made, min_n=3)) == ["Many"]


def test_of_codes_that_come_together_so_many_are_drawn() -> None:
    codes = [each["text"] for each in values(chart(TOGETHER, top=2)) if "number" in each]
    assert codes == ["1 Dating", "2 Gift"]
    assert "1 more not shown" in told(TOGETHER, top=2, notes="none")


@pytest.mark.parametrize(
    ("result", "options"),
    [(TREND, {"min_n": 5}), (TREND, {"top": 1}), (TOGETHER, {"sort": "share"})],
)
def test_rows_that_are_none_to_choose_from_are_refused(
    result: Drawable, options: dict[str, Any]
) -> None:
    with pytest.raises(InvalidValue, match="are always all drawn"):
        chart(result, **options)


@pytest.mark.parametrize(
    ("options", "known"),
    [({"size": "poster"}, "slide"), ({"notes": "some"}, "short"), ({"sort": "name"}, "share")],
)
def test_another_word_is_refused_with_those_there_are(options: dict[str, Any], known: str) -> None:
    with pytest.raises(InvalidValue) as error:
        chart(OVERLAPPING, **options)
    assert known in (error.value.hint or "")


def test_a_share_of_few_units_is_a_hollow_dot_and_said_to_be_one() -> None:
    few, enough = row("few", "Few", 4, 9), row("enough", "Enough", 4, 10)
    drawn = chart(statistic(few, enough))
    held = {each["code"]: each["few"] for each in values(drawn) if "few" in each}
    assert held == {"few": True, "enough": False}
    hollow = [
        layer
        for layer in drawn["vconcat"][0]["layer"]
        if layer["mark"]["type"] == "point" and layer["mark"].get("size") == HOLLOW["size"]
    ]
    [few_held] = [drawn["datasets"][layer["data"]["name"]] for layer in hollow]
    assert [each["code"] for each in few_held] == ["few"]
    assert "hollow dot: of fewer than 10" in words_on(drawn)
    assert "hollow" not in words_on(chart(statistic(enough)))


def test_what_is_counted_stands_on_a_chart_in_words_and_no_command_does() -> None:
    open_note = "No unit is fully coded, so no share can be given."
    asked = replace(
        statistic(DATING), among="on television", notes=(f"{open_note}{SEE_REPORTED}", NOTE)
    )
    for notes in ("short", "full"):
        text = words_on(chart(asked, notes=notes))
        assert "on television" in text.lower()
        assert open_note in text
        assert "--silence" not in text
        assert "kind:tv" not in text
