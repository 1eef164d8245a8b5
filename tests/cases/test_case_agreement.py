"""Published examples of agreement, taken in as sheets and told by `reliability`."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from published import Program, Row

pytestmark = pytest.mark.cases

#: The values of one unit, coder by coder; None is not coded.
Unit = Sequence[str | None]


def rows_of(path: Path) -> list[list[str | None]]:
    """The rows of a sheet below its head; `NA` and nothing are not coded."""
    with path.open(encoding="utf-8", newline="") as file:
        return [[None if cell in ("NA", "") else cell for cell in row] for row in csv.reader(file)][
            1:
        ]


def units_of(path: Path) -> list[list[str | None]]:
    """The units of a sheet that has a row for each coder."""
    return [list(unit) for unit in zip(*rows_of(path), strict=True)]


def variable(type_: str, codes: Iterable[str]) -> str:
    listed = ", ".join(f'{{key: "{code}"}}' for code in codes)
    of_codes = "" if type_ == "number" else f", codes: [{listed}]"
    return f"  - {{key: {type_}, level: title, type: {type_}{of_codes}}}\n"


def study(portrayals: Program, units: Sequence[Unit], *types: str, empty: str = "") -> None:
    """A study of titles that each coder has coded, by a variable of each type."""
    values = [value for unit in units for value in unit if value is not None]
    codes = sorted({code for value in values for code in value.split(";") if code})
    portrayals.begin(
        'codebook: published\nversion: "1"\nvariables:\n'
        + "".join(variable(each, codes) for each in types)
    )
    with Path("titles.csv").open("w", encoding="utf-8", newline="") as file:
        rows = ((f"u{number}", f"u{number}", 2000) for number, _ in enumerate(units))
        csv.writer(file).writerows([("key", "name", "year"), *rows])
    with Path("codings.csv").open("w", encoding="utf-8", newline="") as file:
        told = csv.writer(file)
        told.writerow(("unit", "variable", "coder", "value"))
        for number, unit in enumerate(units):
            for coder, value in enumerate(unit):
                if value is not None:
                    for each in types:
                        told.writerow((f"u{number}", each, f"coder-{coder}", value or empty))
    portrayals("import", "titles", "titles.csv", "--yes")
    portrayals("import", "annotations", "codings.csv", "--create", "--yes")


def row(portrayals: Program, *words: str) -> Row:
    """The first row of `reliability`."""
    found: dict[str, Any] = portrayals.read("reliability", *words)
    first: Row = found["rows"][0]
    return first


def table_of_two(table: Sequence[Sequence[int]]) -> list[list[str | None]]:
    return [
        [str(i), str(j)]
        for i, line in enumerate(table)
        for j, times in enumerate(line)
        for _ in range(times)
    ]


def test_krippendorffs_four_coders(portrayals: Program, cases: Path) -> None:
    units = units_of(cases / "irr_krippendorff_book" / "krippendorff-2018-p290.csv")
    study(portrayals, units, "nominal", "ordinal", "number")
    assert row(portrayals, "nominal")["alpha"] == pytest.approx(0.743421, abs=5e-7)
    assert row(portrayals, "ordinal")["alpha"] == pytest.approx(0.815388, abs=5e-7)
    number = row(portrayals, "number", "--metric", "alpha-ratio")
    assert number["alpha"] == pytest.approx(0.849107, abs=5e-7)
    assert number["metrics"]["alpha-ratio"] == pytest.approx(0.797403, abs=5e-7)
    assert (number["metric"], number["units"], number["coders"]) == ("interval", 11, 4)


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("wikipedia", 0.691358),
        ("krippendorff-2018-p306", 0.234375),
        ("krippendorff-2018-p310", 0.759162),
    ],
)
def test_examples_of_krippendorffs_book(
    portrayals: Program, cases: Path, name: str, published: float
) -> None:
    study(portrayals, units_of(cases / "irr_krippendorff_book" / f"{name}.csv"), "nominal")
    assert row(portrayals)["alpha"] == pytest.approx(published, abs=5e-7)


def test_the_example_of_wikipedia_as_numbers(portrayals: Program, cases: Path) -> None:
    study(portrayals, units_of(cases / "irr_krippendorff_book" / "wikipedia.csv"), "number")
    assert row(portrayals)["alpha"] == pytest.approx(0.810845, abs=5e-7)


def test_hayes_and_krippendorffs_five_coders(portrayals: Program, cases: Path) -> None:
    path = cases / "irr_hayes_krippendorff_2007" / "hayes-krippendorff-2007.csv"
    study(portrayals, rows_of(path), "nominal", "ordinal")
    assert row(portrayals, "nominal")["alpha"] == pytest.approx(0.476510, abs=5e-7)
    found = row(portrayals, "ordinal")
    assert found["alpha"] == pytest.approx(0.759829, abs=5e-7)
    assert (found["units"], found["coders"], found["method"]) == (40, 5, "jackknife")
    drawn = row(portrayals, "ordinal", "--interval", "bootstrap")
    assert drawn["alpha_low"] == pytest.approx(0.633, abs=0.02)
    assert drawn["alpha_high"] == pytest.approx(0.844, abs=0.02)


def test_fleiss_diagnoses(portrayals: Program, cases: Path) -> None:
    units = rows_of(cases / "irr_fleiss_1971" / "diagnoses_fleiss1971.csv")
    numbered = [[None if value is None else value[0] for value in unit] for unit in units]
    study(portrayals, numbered, "nominal")
    found = row(portrayals)
    assert found["fleiss_kappa"] == pytest.approx(0.430245, abs=5e-7)
    assert found["alpha"] == pytest.approx(0.433410, abs=5e-7)
    assert found["cohen_kappa"] is None


def test_gwets_four_raters(portrayals: Program, cases: Path) -> None:
    units = [unit[1:] for unit in rows_of(cases / "irr_gwet" / "cac.raw4raters.csv")]
    study(portrayals, units, "nominal")
    found = row(portrayals, "--metric", "conger-kappa", "--metric", "brennan-prediger")
    assert found["gwet_ac1"] == pytest.approx(0.77544, abs=5e-6)
    assert found["fleiss_kappa"] == pytest.approx(0.76117, abs=5e-6)
    assert found["metrics"]["conger-kappa"] == pytest.approx(0.76282, abs=5e-6)
    assert found["metrics"]["brennan-prediger"] == pytest.approx(0.77273, abs=5e-6)


@pytest.mark.parametrize(
    ("name", "kappa"),
    [
        ("Cohen1960_ex1", -0.092308),
        ("Cohen1960_ex2", 0.491525),
        ("ArtsteinPoesio2008_ex1", 0.347826),
        ("ArtsteinPoesio2008_ex2", 0.801325),
        ("Krippendorff2004_p246a", 0.185766),
    ],
)
def test_tables_of_two_coders(portrayals: Program, cases: Path, name: str, kappa: float) -> None:
    tables = json.loads((cases / "irr_two_coder" / "tables.json").read_text("utf-8"))["tables"]
    study(portrayals, table_of_two(tables[name]), "nominal")
    assert row(portrayals)["cohen_kappa"] == pytest.approx(kappa, abs=5e-7)


def test_artstein_and_poesios_lines_of_coder_item_and_label(
    portrayals: Program, cases: Path
) -> None:
    text = (cases / "irr_artstein_poesio_nltk" / "artstein_poesio_example.txt").read_text("utf-8")
    labels: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        coder, item, label = line.split()
        labels.setdefault(item, {})[coder] = label
    study(portrayals, [[of["a"], of["b"]] for of in labels.values()], "nominal")
    found = row(portrayals, "--metric", "scott-pi")
    assert found["cohen_kappa"] == pytest.approx(0.801325, abs=5e-7)
    assert found["metrics"]["scott-pi"] == pytest.approx(0.799532, abs=5e-7)
    assert found["alpha"] == pytest.approx(0.800535, abs=5e-7)


def test_sets_of_krippendorff_and_craggs(portrayals: Program, cases: Path) -> None:
    tables = json.loads((cases / "irr_multilabel" / "tables.json").read_text("utf-8"))["tables"]
    units = [
        [None if codes is None else ";".join(codes) for codes in unit]
        for unit in tables["ex_table3"]
    ]
    study(portrayals, units, "multi", empty="none")
    found = row(portrayals, "multi", "--metric", "krippendorff-craggs")
    assert found["metrics"]["krippendorff-craggs"] == pytest.approx(0.286591, abs=5e-7)
    assert (found["code"], found["verdict"]) == (None, None)


def test_sets_of_dkpros_nine_items(portrayals: Program, cases: Path) -> None:
    told = json.loads((cases / "irr_sets_small" / "dkpro_set_study.json").read_text("utf-8"))
    units = [[";".join(codes).lower() for codes in unit] for unit in told["items"]]
    study(portrayals, units, "multi", empty="none")
    words = [word for name in ("masi", "jaccard", "alpha-nominal") for word in ("--metric", name)]
    metrics = row(portrayals, "multi", *words)["metrics"]
    assert metrics == pytest.approx(
        {"masi": 0.273081, "jaccard": 0.315620, "alpha-nominal": 0.238806}, abs=5e-7
    )
