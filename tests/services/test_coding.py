"""Coding several things at once keeps the tallies what the annotations say."""

from __future__ import annotations

from pathlib import Path

import pytest
from study import Study

from portrayals.errors import InvalidValue
from portrayals.findings.tally import differences
from portrayals.history.transaction import read

BOOK = """
codebook: both-levels
version: "1"
variables:
  - {key: warning, level: title, type: boolean}
  - {key: smokes, level: portrayal, type: boolean}
  - key: product
    level: portrayal
    type: multi
    codes: [{key: cigar}, {key: snuff, active: no}]
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = Study(str(tmp_path / "study.db"))
    made.apply(BOOK, tmp_path)
    made.title("Casablanca", year="1942")
    made.portrayal("casablanca", "Rick Blaine")
    return made


def wrong_tallies(study: Study) -> int:
    with read(study.target) as connection:
        return differences(connection)


def test_variables_of_two_levels_are_given_and_withdrawn_in_one_go(study: Study) -> None:
    given = study.annotate("casablanca", "warning=no", "smokes=yes")
    assert given.keys == ("casablanca", "casablanca/rick-blaine")
    assert study.keys("portrayals", "smokes:yes") == ["casablanca/rick-blaine"]
    study.annotate("casablanca", "warning=yes", "smokes=not-coded")
    assert study.keys("portrayals", "smokes:not-coded") == ["casablanca/rick-blaine"]
    assert wrong_tallies(study) == 0


def test_a_code_that_is_switched_off_is_not_given(study: Study) -> None:
    with pytest.raises(InvalidValue, match="switched off"):
        study.tag("casablanca", "snuff")
    assert [row.code for row in study.stats("product").rows] == ["cigar", "none"]


@pytest.mark.parametrize("value", [";", ",", " ; ;"])
@pytest.mark.parametrize("variable", ["product", "smokes"])
def test_a_value_that_names_no_code_is_refused(study: Study, variable: str, value: str) -> None:
    with pytest.raises(InvalidValue, match=f"names no code of {variable}"):
        study.annotate("casablanca", f"{variable}={value}")
