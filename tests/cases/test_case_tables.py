"""Tables and trends whose answers R's documentation publishes, computed from the files."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest

from portrayals.analysis.bootstrap import bootstrap
from portrayals.analysis.clusters import clustered_cells
from portrayals.analysis.contingency_tables import independence, pearson
from portrayals.analysis.effect_sizes import cramers_v, odds_ratio
from portrayals.analysis.stratified import mantel_haenszel
from portrayals.analysis.trends import clustered_trend, cochran_armitage

pytestmark = pytest.mark.cases


def table(sheet: Path, row: str, column: str, **only: str) -> list[list[int]]:
    """The counts of `row` by `column`, in order of first appearance, where `only` holds."""
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    with sheet.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            if all(line[name] == value for name, value in only.items()):
                counts[line[row], line[column]] += int(line["Freq"])
    columns = list(dict.fromkeys(c for _, c in counts))
    return [[counts[r, c] for c in columns] for r in dict.fromkeys(r for r, _ in counts)]


@pytest.fixture
def sheets(cases: Path) -> Path:
    return cases / "tables_r_documentation"


def test_hair_and_eyes_have_the_published_chi_square_and_v(sheets: Path) -> None:
    counts = table(sheets / "HairEyeColor.csv", "Hair", "Eye")
    found = independence(counts)
    assert found.name == "chi2"
    assert found.statistic == pytest.approx(138.289842, abs=5e-7)
    assert found.df == 9
    _, plain = cramers_v((4, 4), pearson(counts)[0], 592)
    assert plain.value == pytest.approx(0.279045, abs=5e-7)


def test_the_applicants_of_berkeley_have_the_published_odds_ratio_and_it_turns_by_department(
    sheets: Path,
) -> None:
    sheet = sheets / "UCBAdmissions.csv"
    pooled = table(sheet, "Gender", "Admit")
    assert odds_ratio(pooled).value == pytest.approx(1.841080, abs=5e-7)
    strata = [table(sheet, "Gender", "Admit", Dept=department) for department in "ABCDEF"]
    found = mantel_haenszel(strata)
    assert found.odds_ratio.value == pytest.approx(0.904697, abs=5e-7)
    assert found.continuity is not None
    assert found.continuity.statistic == pytest.approx(1.4269, abs=5e-5)


def test_income_and_satisfaction_have_the_published_exact_p(sheets: Path) -> None:
    found = independence(table(sheets / "JobSat.csv", "income", "satisfaction"))
    assert found.name == "fisher"
    assert found.p == pytest.approx(0.782685, abs=5e-7)


def test_smokers_have_the_published_trends(cases: Path) -> None:
    told = json.loads((cases / "trend" / "cases.json").read_text(encoding="utf-8"))
    smokers = told["R_smokers"]
    for scores, answer in (
        (smokers["scores"], smokers["run"]),
        (told["R_smokers_0001"]["scores"], told["R_smokers_0001"]["run"]),
    ):
        found = cochran_armitage(smokers["x"], smokers["n"], scores)
        assert found.statistic is not None
        assert found.statistic**2 == pytest.approx(answer["chi2"], abs=5.001e-6)
        assert found.p == pytest.approx(answer["p"], rel=1e-5)
    assert cochran_armitage(smokers["x"], smokers["n"], smokers["scores"]).statistic == (
        pytest.approx(smokers["run"]["z"], abs=5e-7)
    )


def test_the_children_of_ohio_are_resampled_whole_and_wheeze_less_with_age(cases: Path) -> None:
    ages = ("-2", "-1", "0", "1")
    children: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 8)
    sheet = cases / "clustered_ohio" / "ohio.csv"
    with sheet.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            children[line["id"]][2 * ages.index(line["age"]) + (line["resp"] == "0")] += 1
    drawn = bootstrap(
        [((sum(cells[::2]), sum(cells[1::2])), 1) for cells in children.values()],
        lambda totals: totals[0] / sum(totals),
        resamples=500,
    )
    assert drawn.low == pytest.approx(0.131180, abs=0.005)
    assert drawn.high == pytest.approx(0.174939, abs=0.005)
    cells = clustered_cells((counts, 1) for counts in children.values())
    assert (cells.titles, sum(cells.counts)) == (537, 2148)
    found = clustered_trend(cells, [7, 8, 9, 10])
    naive = cochran_armitage(cells.counts[::2], [537] * 4, [7, 8, 9, 10])
    assert found.p is not None
    assert naive.p is not None
    # Children seen again are their own controls: the trend is told more surely, not less.
    assert found.df_below == 536
    assert found.statistic is not None
    assert found.statistic < 0
    assert found.p < naive.p
