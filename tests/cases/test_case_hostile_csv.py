"""CSV as it is found: the csv-spectrum, and one sheet in four encodings."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from published import Program, Row, text_variables

from portrayals.notation.spreadsheet_formulas import restored

pytestmark = pytest.mark.cases

SPECTRUM = (
    *("comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json"),
    *("newlines", "quotes_and_newlines", "simple", "simple_crlf", "utf8"),
)
ENCODINGS = ("utf8", "utf8-bom", "utf16", "utf16-bom")


def taken_in(portrayals: Program, sheet: Path, headers: list[str]) -> list[Row]:
    """The sheet's cells after an import and an export, which the same export as CSV confirms."""
    portrayals.begin(text_variables("title", headers))
    columns = [f"column-{number}={header}" for number, header in enumerate(headers)]
    of = [word for column in columns for word in ("--var", column)]
    portrayals("import", "table", sheet, "--level", "title", "--name", headers[0], *of)
    portrayals("export", "annotations", "kept.json", "--force")
    portrayals("export", "annotations", "kept.csv", "--force")
    kept: list[Row] = json.loads(Path("kept.json").read_text(encoding="utf-8"))
    with Path("kept.csv").open(encoding="utf-8", newline="") as file:
        assert [restored(row["value"]) for row in csv.DictReader(file)] == [
            each["value"] for each in kept
        ]
    rows: dict[str, Row] = {}
    for each in kept:
        header = headers[int(each["variable"].removeprefix("column-"))]
        rows.setdefault(each["unit"], dict.fromkeys(headers, ""))[header] = each["value"]
    return list(rows.values())


def in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: list(row.values()))


@pytest.mark.parametrize("name", SPECTRUM)
def test_every_cell_comes_back_as_the_spectrum_says(
    portrayals: Program, cases: Path, name: str
) -> None:
    folder = cases / "hostile_csv" / "csv-spectrum"
    answer = json.loads((folder / "json" / f"{name}.json").read_text(encoding="utf-8"))
    read = taken_in(portrayals, folder / "csvs" / f"{name}.csv", list(answer[0]))
    assert in_order(read) == in_order(answer)


def test_line_ends_within_a_cell_are_kept(portrayals: Program, cases: Path) -> None:
    """The sheet lost its carriage returns on the way to us; its answer has them."""
    folder = cases / "hostile_csv" / "csv-spectrum"
    answer = json.loads((folder / "json" / "newlines_crlf.json").read_text(encoding="utf-8"))
    lines = (folder / "csvs" / "newlines_crlf.csv").read_bytes().splitlines()
    Path("newlines.csv").write_bytes(b"\r\n".join(lines))
    read = taken_in(portrayals, Path("newlines.csv"), list(answer[0]))
    assert in_order(read) == in_order(answer)


def test_what_an_earlier_program_could_not_read_is_kept_as_it_is(
    portrayals: Program, cases: Path
) -> None:
    """The answer of this one speaks of another telephone, and is no list."""
    folder = cases / "hostile_csv" / "csv-spectrum"
    path = folder / "json" / "location_coordinates.json"
    answer = json.loads(path.read_text(encoding="utf-8"))
    (read,) = taken_in(portrayals, folder / "csvs" / "location_coordinates.csv", list(answer))
    telephone, *others = answer
    assert [read[each] for each in others] == [answer[each] for each in others]
    assert read[telephone] == "2095257564"


def test_four_encodings_hold_the_same(portrayals: Program, cases: Path) -> None:
    folder = cases / "hostile_csv" / "w3c_encodings"
    with (folder / "test-utf8.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for encoding in ENCODINGS:
        read = taken_in(portrayals, folder / f"test-{encoding}.csv", list(rows[0]))
        assert in_order(read) == in_order(rows), encoding
