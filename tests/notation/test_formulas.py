"""Formula cells: harmless in a spreadsheet, themselves again when read."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from portrayals.notation.spreadsheet_formulas import MARK, neutral, restored

TEXTS = st.text() | st.text(alphabet="'=+-@\t\r5e.a")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(1+9)", "'@SUM(1+9)"),
        ("+49 30", "'+49 30"),
        ("- not seen", "'- not seen"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("'=1", "''=1"),
        ("''@", "'''@"),
        ("'-5", "''-5"),
        ("-5-3", "'-5-3"),
        ("-", "'-"),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str, written: str) -> None:
    assert neutral(cell) == written


@pytest.mark.parametrize(
    "cell", ["", "-5", "+3.2e4", "-.5", "a=b", "'tis", "'", "50/50", "tt0387514", " =1"]
)
def test_anything_else_stays_as_it_is(cell: str) -> None:
    assert neutral(cell) == cell
    assert restored(cell) == cell


def test_an_apostrophe_that_a_person_typed_before_a_formula_is_taken_off() -> None:
    assert restored("'=1+1") == "=1+1"
    assert restored("'-5") == "-5"


@settings(deadline=None)
@example("'-5")
@example("-5")
@given(TEXTS)
def test_every_text_comes_back_as_it_was(cell: str) -> None:
    assert restored(neutral(cell)) == cell


@settings(deadline=None)
@given(TEXTS)
def test_no_formula_is_left(cell: str) -> None:
    written = neutral(cell)
    assert written[:1] not in set("=@\t\r")
    if written[:1] in set("+-"):
        float(written)


@settings(deadline=None)
@given(TEXTS)
def test_a_cell_that_would_be_restored_holds_the_mark(cell: str) -> None:
    assert restored(cell) == cell or MARK.search(cell)
