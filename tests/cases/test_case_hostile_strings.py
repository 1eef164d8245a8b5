"""Naughty strings, hostile JSON and formulas: each comes back equal, or is refused with a reason.

A name and a remark are kept without blanks around them, and a name with single blanks within.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from published import Program
from study import Study

from portrayals.cli.program import run
from portrayals.errors import AmbiguousKey, InvalidQuery
from portrayals.exchange.sheets import open_sheet
from portrayals.history.transaction import read, write
from portrayals.language.parse import quote
from portrayals.notation.keys import fold
from portrayals.services.browse.listing import list_things
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.catalogue.titles import add_title
from portrayals.services.importing.annotations import import_annotations
from portrayals.services.importing.ending import ImportPolicy

pytestmark = pytest.mark.cases

BOOK = """\
codebook: strings
version: "1"
variables:
  - {key: remark, label: Remark, level: title, type: text}
"""
#: Through the program itself goes every so-manieth; through the use-cases go all.
EVERY = 12
#: What no query holds.
CONTROLS = {chr(code) for code in (*range(9), *range(14, 28), *range(127, 160)) if code != 0x85}
RUN_BY_A_SPREADSHEET = re.compile(r"[=@\t\r]|[+-](?![0-9.]+(?:[eE][+-]?[0-9]+)?$)")


@pytest.fixture(scope="module")
def strings(cases: Path) -> list[str]:
    """The naughty strings and the formulas, each once, but for those of blanks alone."""
    naughty = json.loads((cases / "hostile_blns" / "blns.json").read_text(encoding="utf-8"))
    formulas = (cases / "hostile_csv_injection" / "csv-payload.txt").read_text().splitlines()
    return list(dict.fromkeys(each for each in (*formulas, *naughty) if each.strip()))


@pytest.fixture(scope="module")
def full_once(strings: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a study with a title for each string, and a remark on it that is the string."""
    folder = tmp_path_factory.mktemp("strings")
    study = Study(str(folder / "portrayals.db"))
    study.apply(BOOK, folder)
    rows = []
    with write(study.target, actor="ana", command="add titles") as change:
        for text in strings:
            (key,) = add_title(change, text, duplicate=True).keys
            rows.append({"unit": key, "variable": "remark", "coder": "ana", "value": text})
    remarks = folder / "remarks.json"
    remarks.write_text(json.dumps(rows), encoding="ascii")
    with (
        open_sheet(str(remarks)) as sheet,
        write(study.target, actor="ana", command="import annotations") as change,
    ):
        import_annotations(change, sheet, ImportPolicy())
    return Path(study.target)


@pytest.fixture
def full(portrayals: Program, full_once: Path) -> Program:
    """The program in a folder with a copy of that study."""
    Path("book.yaml").write_text(BOOK, encoding="utf-8")
    shutil.copy(full_once, "portrayals.db")
    return portrayals


def named(text: str) -> str:
    """A text as a name is kept."""
    return " ".join(text.split())


def shown_plainly(text: str) -> bool:
    """Whether nothing in it can steer a terminal."""
    return all(each.isprintable() or each in "\n\u200c\u200d" for each in text)


def kept(portrayals: Program) -> tuple[list[str], list[str]]:
    """The names of the titles and the remarks, as JSON has them, in order."""
    titles = portrayals.read("list", "titles")
    remarks = portrayals.read("list", "annotations")
    return sorted(each["name"] for each in titles), sorted(each["value"] for each in remarks)


def test_every_string_is_a_name_and_a_remark_as_it_was_given(
    full: Program, strings: list[str]
) -> None:
    names, remarks = kept(full)
    assert names == sorted(map(named, strings))
    assert remarks == sorted(text.strip() for text in strings)
    for words in (["list", "titles"], ["list", "annotations"], ["history", "--limit", "0"]):
        assert shown_plainly("".join(full(*words)))


@pytest.mark.slow
def test_every_string_is_found_by_a_query_or_refused_in_it(
    full_once: Path, strings: list[str]
) -> None:
    with read(str(full_once)) as connection:
        for text in strings:
            asked = f"name:={quote(named(text))}"
            if set(text) & CONTROLS:
                with pytest.raises(InvalidQuery, match="not text"):
                    list_things(connection, "titles", [asked])
                continue
            rows = list_things(connection, "titles", [asked], detail=False).rows
            assert named(text) in {row["name"] for row in rows}, text


def test_every_string_is_the_key_of_its_title_or_is_told_to_be_of_several(
    full_once: Path, strings: list[str]
) -> None:
    with read(str(full_once)) as connection:
        for text in strings:
            with suppress(AmbiguousKey):
                found = find_unit(connection, text)
                assert fold(found.name) == fold(text) or found.key == text.strip(), text


@pytest.mark.slow
def test_strings_typed_at_the_program_come_back(portrayals: Program, strings: list[str]) -> None:
    portrayals.begin(BOOK)
    for text in strings[::EVERY]:
        key, said = portrayals("add", "title", "--duplicate", "--", text)
        assert shown_plainly(said)
        portrayals("annotate", "--basis", "watched", "--", key.strip(), f"remark={text}")
        out, said = portrayals("show", "--", key.strip())
        assert shown_plainly(out + said)
        counted = portrayals.read("list", "titles", f"name:={quote(named(text))}")
        assert named(text) in {each["name"] for each in counted}
    names, remarks = kept(portrayals)
    assert names == sorted(map(named, strings[::EVERY]))
    assert remarks == sorted(text.strip() for text in strings[::EVERY])


@pytest.mark.parametrize("suffix", ["csv", "tsv", "json", "jsonl"])
def test_what_is_exported_is_imported_into_an_empty_database(full: Program, suffix: str) -> None:
    before = kept(full)
    full("export", "titles", f"titles.{suffix}")
    full("export", "annotations", f"remarks.{suffix}")
    if suffix in {"csv", "tsv"}:
        for sheet in ("titles", "remarks"):
            delimiter = "," if suffix == "csv" else "\t"
            with Path(f"{sheet}.{suffix}").open(encoding="utf-8", newline="") as file:
                for cells in csv.reader(file, delimiter=delimiter):
                    assert not any(map(RUN_BY_A_SPREADSHEET.match, cells))
    full.begin(BOOK)
    full("import", "titles", f"titles.{suffix}")
    full("import", "annotations", f"remarks.{suffix}")
    assert kept(full) == before
    assert full("db", "check", "-q")


@pytest.mark.slow
def test_a_string_where_something_else_is_wanted_is_refused_with_a_reason(
    portrayals: Program, strings: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    portrayals.begin(BOOK)
    portrayals("add", "title", "Prime", "--year", "2005")
    before = portrayals.read("db", "info")["snapshot"]
    for text in strings[::EVERY]:
        for words in (
            ["add", "title", "New", f"--year={text}"],
            ["tag", "--", "prime", text],
            ["add", "episode", "--", "prime", text],
            ["annotate", "prime", "remark=x", f"--at={text}"],
            ["edit", "--", "prime", f"year={text}"],
        ):
            if words[0] == "edit" and named(text).isdigit() and len(named(text)) == 4:
                continue
            status = run(words)
            said = capsys.readouterr()
            assert status in {1, 2}, (words, said)
            assert said.err.startswith("portrayals: "), (words, said)
            assert "something went wrong" not in said.err, (words, said)
            assert shown_plainly(said.err), words
    assert portrayals.read("db", "info")["snapshot"] == before


def files_of(cases: Path) -> Iterator[Path]:
    yield from sorted((cases / "hostile_json" / "test_parsing").glob("*.json"))


def test_every_json_of_the_suite_is_taken_or_refused_with_a_reason(
    portrayals: Program, cases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portrayals.begin(BOOK)
    before = portrayals.read("db", "info")["snapshot"]
    for path in files_of(cases):
        status = run(["import", "titles", str(path), "--yes"])
        said = capsys.readouterr()
        assert status == 1, (path.name, said)
        assert said.err.startswith("portrayals: "), (path.name, said)
        assert "something went wrong" not in said.err, (path.name, said)
        assert shown_plainly(said.err), path.name
    assert portrayals.read("db", "info")["snapshot"] == before


def test_each_value_of_the_suite_as_a_name_is_kept_or_refused_by_its_line(
    portrayals: Program, cases: Path
) -> None:
    portrayals.begin(BOOK)
    valid = []
    for path in files_of(cases):
        try:
            value = json.loads(path.read_bytes())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, list):
            valid += [each for each in value if isinstance(each, str) and each.strip()]
    texts = list(dict.fromkeys(valid))
    assert len(texts) > 40
    Path("names.jsonl").write_text(
        "".join(f"{json.dumps({'name': text})}\n" for text in texts), encoding="ascii"
    )
    portrayals("import", "titles", "names.jsonl", "--skip-bad", "--errors", "errors.csv", "--yes")
    with Path("errors.csv").open(encoding="utf-8", newline="") as file:
        refused = {int(row["line"]): row["reason"] for row in csv.DictReader(file)}
    assert all(refused.values())
    names, _ = kept(portrayals)
    wanted = [named(text) for line, text in enumerate(texts, 1) if line not in refused]
    assert names == sorted(wanted)
    for line, text in enumerate(texts, 1):
        if line in refused:
            same = refused[line].startswith("the same as line ")
            unstorable = "\0" in text or any("\ud800" <= each <= "\udfff" for each in text)
            assert same or unstorable, (text, refused[line])
