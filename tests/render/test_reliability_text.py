"""How far coders agree, as it is printed, in a workbook and as rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from small_tables import agreement

from portrayals.notation.figures import coefficient
from portrayals.render.formats import render
from portrayals.render.reliability import grids, heading, sheets
from portrayals.render.terminal import Screen
from portrayals.render.workbook import Figure
from portrayals.results.reliability import MatrixCell, Reliability

WHOLE = agreement("act", metric="masi", verdict=None, alpha_low=None, alpha_high=None)
CODE = agreement("act", "dating", code_label="Dating", percent_agreement=92.5, prevalence=20.0)
UNANIMOUS = agreement(
    "tone", alpha=1.0, alpha_low=0.88, alpha_high=None, disagreeing_titles=0, verdict="unanimous"
)
FEW = agreement("broken", alpha_low=None, verdict="too-few", remark="needs 2 more titles with it")


def found(*rows: Any, **facts: Any) -> Reliability:
    return Reliability(
        **{
            "comparison": "agreement",
            "per": "variable",
            "wave": None,
            "basis": None,
            "coder": (),
            "against": None,
            "confidence": 95,
            "interval": "jackknife",
            "thresholds": (0.667, 0.8),
            "seed": None,
            "rows": rows,
            "notes": ("A caveat.",),
            **facts,
        }
    )


def test_codes_stand_below_their_set_and_where_all_agree_a_word_stands_for_figures() -> None:
    told = render(found(WHOLE, CODE, UNANIMOUS, FEW), "table", Screen(80)).splitlines()
    assert told[0] == "Agreement between 2 coders"
    cells = [line.split() for line in told[1:8] if line[2:].strip()]
    assert cells == [
        ["agree"],
        ["units", "%", "alpha", "95", "%", "AC1", "verdict"],
        ["Boundary", "act", "40", ".840"],
        ["Dating", "40", "92.5", ".840", "[.71,", ".93]", "not", "established"],
        ["Tone", "40", "from", ".88", "unanimous"],
        ["Broken", "40", ".840", "too", "few"],
        ["Broken:", "needs", "2", "more", "titles", "with", "it."],
    ]
    assert "  Broken: needs 2 more titles with it." in told


def test_a_set_that_was_not_asked_for_as_a_whole_has_its_label_above_its_codes() -> None:
    [grid] = grids(found(CODE))
    assert [row[0] for row in grid.rows] == ["Boundary act", "  Dating"]


@pytest.mark.parametrize("width", [80, None])
def test_kappa_has_a_column_where_there_is_room(width: int | None) -> None:
    told = render(found(replace(CODE, cohen_kappa=0.8)), "table", Screen(width))
    assert ("kappa" in told) is (width is None)


def test_stability_and_validity_are_never_called_agreement() -> None:
    assert heading(found(CODE, comparison="stability")) == "Stability of coders over time"
    assert heading(found(CODE, comparison="validity", against="gold")) == "Validity against gold"


def test_rows_with_the_same_remark_share_a_line() -> None:
    told = render(found(FEW, replace(FEW, label="Tone")), "table", Screen(80))
    assert "Broken; Tone: needs 2 more titles with it." in told


def test_those_who_differ_on_the_state_are_told_apart() -> None:
    cells = (
        MatrixCell("act", "ana", "dating", "bea", "", False, ("a/b", "c/d", "e/f", "g/h")),
        MatrixCell("act", "ana", "cannot-tell", "bea", "dating", True, ("i/j",)),
    )
    told = render(found(CODE, matrix=cells), "table", Screen(80))
    assert (
        "Boundary act: where they differ\n  4  ana dating | bea -: a/b, c/d, e/f and 1 more" in told
    )
    assert "where they differ on the state\n  1  ana cannot-tell | bea dating: i/j" in told


def test_in_a_workbook_each_figure_has_a_cell_and_what_nobody_has_no_column() -> None:
    [sheet] = sheets(found(CODE, FEW))
    row = dict(zip(sheet.head, sheet.rows[0], strict=True))
    assert row["alpha"] == Figure(0.84, "0.000")
    assert row["alpha from"] == Figure(0.71, "0.000")
    assert row["agree %"] == Figure(92.5, "0.0")
    assert row["units"] == Figure(40, "0")
    assert "coders compared" not in sheet.head
    assert "Holsti" not in sheet.head


def test_each_metric_has_a_column_of_rows() -> None:
    rows = found(CODE, replace(FEW, metrics={"scott-pi": 0.5})).records()
    assert [row["metrics.scott-pi"] for row in rows] == [None, 0.5]


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.9123, ".912"), (-0.0341, "-.034"), (1.0, "1.000"), (-1.0, "-1.000"), (-0.0001, ".000")],
)
def test_coefficients_are_printed_as_journals_do(value: float, told: str) -> None:
    assert coefficient(value) == told
