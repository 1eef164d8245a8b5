"""What leaves in a file comes back as it was, or the documentation says what the file cannot hold.

The study has names and labels of every kind that goes wrong somewhere; each row of the table in
docs/spreadsheets.md is a test.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import polars as pl
import pyreadstat
import pytest
from other_programs import other_program, ran

import portrayals
from portrayals.notation.spreadsheet_formulas import restored
from portrayals.results.exported import ExportForm
from portrayals.study import Study

FORMS: tuple[ExportForm, ...] = ("csv", "tsv", "json", "jsonl", "xlsx", "sav", "dta", "parquet")
TABLES: tuple[ExportForm, ...] = ("csv", "tsv", "xlsx", "sav", "dta", "parquet")
#: As a workbook has a second sheet, the first is named.
SHEET: Mapping[str, str] = {"xlsx": "Data"}

PIECES = (
    'the "good", he\'s',
    "'single'",
    "=1+1",
    "@home",
    "-dash",
    "+49",
    "שטיסל",
    "a\u202eb",
    "é" * 300,
    "🎬👩‍⚕️",
    "a\u200bb",
    "a;b\\c|d",
    "_x0041_",
    "_x000D_",
    "NA",
    "null",
    "007",
    "1-2",
    "1e5",
    "e\u0301",
    "Grave",
    "GRAVE",
    "100 %d {}",
    ". dot.",
    "it's /* not */ a comment.",
    "千と千尋の神隠し",
)
LINES = "First line,\nsecond “line”.\r\n\tThird; last."
LONG = "v" + "x" * 55


def book(labels: Sequence[str]) -> str:
    """A codebook with a variable of each type, two with keys that Stata cuts to the same."""

    def codes(stem: str) -> list[dict[str, str]]:
        return [{"key": f"{stem}{n}", "label": label} for n, label in enumerate(labels)]

    def variable(key: str, label: str, **of: Any) -> dict[str, Any]:
        return {"key": key, "label": label, "level": "portrayal", **of}

    two = [{"key": "0", "label": labels[-1]}, {"key": "1", "label": labels[-2]}]
    variables = [
        variable("tone", labels[0], type="nominal", codes=codes("t")),
        variable(f"{LONG}a", labels[1], type="boolean"),
        variable(f"{LONG}b", labels[2], type="boolean"),
        variable("warmth", labels[3], type="ordinal", codes=two),
        variable("age", labels[4], type="number"),
        variable("act", labels[5], type="multi", codes=codes("a")),
    ]
    whole = {"codebook": "hostile", "version": "1", "variables": variables}
    return json.dumps(whole, ensure_ascii=False)  # which is YAML, too


@pytest.fixture(scope="module", params=[1, 2])
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A drawn study: a title for each name, somebody in it, and an answer to each question."""
    draw, folder = Random(request.param), tmp_path_factory.mktemp("hostile")
    names = draw.sample(PIECES, len(PIECES))
    (folder / "book.yaml").write_text(book(names[:10]), encoding="utf-8")
    study = portrayals.init(folder / "study.db", actor="ana", codebook=str(folder / "book.yaml"))
    for number, name in enumerate(names):
        title = study.add_title(name, year=1950 + number, synopsis=LINES, duplicate=True)
        person = study.add_portrayal(title.key, name, performer=draw.choice(PIECES)).key
        age = draw.choice(["not-applicable", "cannot-tell", "-12.5", "40"])
        acts = draw.choice(["none", "unavailable", "a1", "a0;a7", "a3;a4;a9"])
        for answer in (
            f"tone={draw.choice(['t0', 't9', 'cannot-tell'])}",
            f"{LONG}a={draw.choice(['yes', 'no'])}",
            f"{LONG}b={draw.choice(['no', 'not-applicable'])}",
            f"warmth={draw.choice('01')}",
            f"age={age}",
            f"act={acts}",
        ):
            study.annotate(person, answer, basis="watched", note=name, quote=LINES)
    return study


def again(study: Study, folder: Path) -> Study:
    """An empty study with the same codebook."""
    return portrayals.init(
        folder / "again.db", actor="ana", codebook=str(Path(study.target).with_name("book.yaml"))
    )


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_titles_people_and_annotations_come_back_as_they_were(
    study: Study, form: ExportForm, tmp_path: Path
) -> None:
    other = again(study, tmp_path)
    for what in ("title", "portrayal"):
        path = tmp_path / f"{what}.{form}"
        study.export(f"{what}s", path)  # type: ignore[arg-type]
        other.import_units(what, path, sheet=SHEET.get(form))
    study.export("annotations", tmp_path / f"annotations.{form}")
    other.import_annotations(tmp_path / f"annotations.{form}", sheet=SHEET.get(form))
    for kind in ("titles", "portrayals", "annotations"):
        here, there = (each.list(kind).rows for each in (study, other))  # type: ignore[arg-type]
        assert [pair for pair in zip(here, there, strict=True) if pair[0] != pair[1]] == []


def answers(study: Study) -> list[tuple[object, ...]]:
    """What was answered, by the names of the titles, which an import of a table makes."""
    names = {row["key"]: row["name"] for row in study.list_titles().rows}
    told = ("variable", "state", "value", "complete")
    return sorted(
        (
            (names[str(row["unit"]).partition("/")[0]], *(row[each] for each in told))
            for row in study.list_annotations().rows
        ),
        key=str,
    )


@pytest.mark.parametrize("form", TABLES)
def test_a_table_comes_back_with_every_answer_and_state(
    study: Study, form: ExportForm, tmp_path: Path
) -> None:
    path = tmp_path / f"table.{form}"
    study.export_table(path, level="portrayal")
    other = again(study, tmp_path)
    other.import_table(
        path,
        sheet=SHEET.get(form),
        level="portrayal",
        title="title_name",
        title_year="title_year",
        name="name",
        coder="ana",
        basis="watched",
        create=True,
    )
    assert answers(other) == answers(study)


def names_in(form: ExportForm, path: Path) -> list[object]:
    """The names of a table, as a program of others reads them."""
    if form == "parquet":
        return pl.read_parquet(path)["name"].to_list()
    if form == "xlsx":
        head, *rows = openpyxl.load_workbook(path)["Data"].iter_rows(values_only=True)
        # Excel reads _x0041_ as A, so that XlsxWriter writes the underscore so; openpyxl does not.
        return [str(row[head.index("name")]).replace("_x005F_", "_") for row in rows]
    if form in {"sav", "dta"}:
        read = pyreadstat.read_sav if form == "sav" else pyreadstat.read_dta
        return list(read(path, output_format="dict")[0]["name"])
    with path.open(encoding="utf-8", newline="") as file:
        delimiter = "\t" if form == "tsv" else ","
        return [restored(row["name"]) for row in csv.DictReader(file, delimiter=delimiter)]


@pytest.mark.parametrize("form", TABLES)
def test_other_programs_read_every_name(study: Study, form: ExportForm, tmp_path: Path) -> None:
    path = tmp_path / f"table.{form}"
    study.export_table(path, level="portrayal")
    known = [row["name"] for row in study.list_portrayals().rows]
    assert sorted(map(str, names_in(form, path))) == sorted(map(str, known))


@pytest.mark.slow
def test_r_reads_every_name_and_label(study: Study, tmp_path: Path) -> None:
    rscript = other_program("Rscript", "r-base-core")
    study.export_table(tmp_path / "table.csv", level="portrayal")
    (tmp_path / "tell.R").write_text(
        'source("table.R")\n'
        "tell <- function(text, file) writeLines(enc2utf8(text), file, useBytes = TRUE)\n"
        'tell(units$name, "names")\ntell(levels(units$tone), "tones")\n'
        'tell(labels[["tone"]], "label")\n'
    )
    ran(rscript, "--vanilla", "tell.R", folder=tmp_path)

    def told(name: str) -> list[str]:
        return (tmp_path / name).read_text(encoding="utf-8").split("\n")[:-1]

    assert sorted(told("names")) == sorted(str(row["name"]) for row in study.list_portrayals().rows)
    codebook = json.loads(Path(study.target).with_name("book.yaml").read_text(encoding="utf-8"))
    tone = codebook["variables"][0]
    assert told("label") == [tone["label"]]
    assert told("tones") == [code["label"] for code in tone["codes"]]
