"""Intervals of proportions: Newcombe (1998), and the children of Ohio, each seen four times."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from published import Program, counts, interval, share

pytestmark = pytest.mark.cases

NEWCOMBE = """\
codebook: newcombe
version: "1"
variables:
  - {key: yes-said, level: title, type: boolean}
  - key: sample
    level: title
    type: nominal
    codes: [{key: sample-1}, {key: sample-2}, {key: sample-3}, {key: sample-4}]
"""
OHIO = """\
codebook: ohio
version: "1"
levels: {title: child, portrayal: visit}
variables:
  - {key: wheeze, level: portrayal, type: boolean}
"""


@pytest.fixture
def published(cases: Path) -> dict[str, list[tuple[int, int, float, float]]]:
    text = (cases / "prop_newcombe_1998" / "cases.json").read_text(encoding="utf-8")
    read: dict[str, list[tuple[int, int, float, float]]] = json.loads(text)["run_here"]
    return read


@pytest.mark.parametrize(("method", "answer"), [("wilson", "wilson"), ("exact", "clopper_pearson")])
def test_intervals_of_single_proportions_are_those_of_newcombe(
    portrayals: Program,
    published: dict[str, list[tuple[int, int, float, float]]],
    method: str,
    answer: str,
) -> None:
    expected = published[answer]
    lines = [
        f"Case {sample}.{number},{int(number < yes)},sample-{sample}"
        for sample, (yes, n, _, _) in enumerate(expected, start=1)
        for number in range(n)
    ]
    text = "\n".join(["name,yes-said,sample", *lines, ""])
    Path("cases.csv").write_text(text, encoding="utf-8")
    portrayals.begin(NEWCOMBE)
    portrayals("import", "table", "cases.csv", "--level", "title", "--name", "name")
    asked = ("yes-said:yes", "--by", "sample", "--interval", method)
    found = [(*counts(row), *interval(row)) for row in portrayals.rows(*asked)]
    assert found == [tuple(each) for each in expected]


def test_visits_of_the_same_child_are_a_cluster(portrayals: Program, cases: Path) -> None:
    sheet = cases / "clustered_ohio" / "ohio.csv"
    visits = ("--level", "portrayal", "--title", "id", "--name", "age", "--var", "wheeze=resp")
    portrayals.begin(OHIO)
    told = portrayals.read("import", "table", sheet, *visits)
    assert told["made"] == {"titles": 537, "portrayals": 2148}
    row = portrayals.row("wheeze", "yes")
    assert counts(row) == (326, 2148)
    assert share(row) == 0.151769
    assert (row["method"], row["titles"]) == ("cluster", 537)
    assert interval(row) == (0.131180, 0.174939)
    naive = portrayals.row("wheeze", "yes", "--interval", "wilson")
    assert interval(naive) == (0.137218, 0.167563)
