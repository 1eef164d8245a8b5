"""Derived variables that stand one upon the other, each naming the one before twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from study import Study

from portrayals.errors import InvalidCodebook
from portrayals.query.check_codebook import DEEPEST_DERIVED
from portrayals.results.stats import StatRow

TOP = f"d{DEEPEST_DERIVED}"


def chain(deep: int) -> str:
    """A codebook of so many, each the reverse of the one before; the first is of `smokes`."""
    lines = [
        "codebook: chain",
        'version: "1"',
        "variables:",
        "  - {key: smokes, level: portrayal, type: boolean}",
        "derived:",
    ]
    before = "smokes"
    for number in range(1, deep + 1):
        rules = f'[{{when: "{before}:yes", then: "no"}}, {{when: "{before}:no", then: "yes"}}]'
        lines.append(
            f"  - {{key: d{number}, level: portrayal, type: boolean, rules: {rules}, "
            "otherwise: undetermined}"
        )
        before = f"d{number}"
    return "\n".join(lines)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = Study(str(tmp_path / "study.db"))
    made.apply(chain(DEEPEST_DERIVED), tmp_path)
    film = made.title("Casablanca")
    for name, value in (("Rick", "yes"), ("Ilsa", "no"), ("Sam", "cannot-tell"), ("Ugarte", None)):
        key = made.portrayal(film, name)
        if value is not None:
            made.annotate(key, f"smokes={value}")
    return made


def test_the_deepest_that_may_be_is_counted_listed_and_asked_for(study: Study) -> None:
    (yes,) = (
        row for row in study.stats(TOP).rows if isinstance(row, StatRow) and row.code == "yes"
    )
    assert (yes.count, yes.n) == (1, 2)
    assert yes.states["undetermined"] == yes.states["not-coded"] == 1
    asked = {
        f"{TOP}:yes": ["casablanca/ilsa"],
        f"some({TOP}:no NOT some({TOP}:yes OR d1:yes))": ["casablanca/rick"],
        f"NOT ({TOP}:yes OR (d1:yes NOT ({TOP}:no d2:yes)))": ["casablanca/rick"],
        f"{TOP}:undetermined": ["casablanca/sam"],
        f"{TOP}:not-coded": ["casablanca/ugarte"],
    }
    assert {query: study.keys("portrayals", query) for query in asked} == asked


def test_one_that_stands_deeper_is_refused_before_anything_is_made(
    study: Study, tmp_path: Path
) -> None:
    with pytest.raises(InvalidCodebook) as refused:
        study.apply(chain(40).replace('version: "1"', 'version: "2"'), tmp_path)
    (problem,) = refused.value.problems
    assert f"d{DEEPEST_DERIVED + 1}: derived variables stand more than" in str(problem)
