"""Files are written whole or not at all, and hold every name as it was given."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portrayals.cli import export as exporting
from portrayals.cli.program import run
from portrayals.notation.cells import split
from portrayals.notation.spreadsheet_formulas import restored

Run = Callable[..., tuple[str, str]]

NAMES = [
    "Amélie",
    "Crazy, Stupid, Love",
    'The "Good" Doctor',
    "=1+1",
    "-dash",
    "@home",
    "'=quoted",
    "a;b\\c | d",
    "שטיסל",
    "🎬 take 2",
    "千と千尋の神隠し",
]
GENRES = ["Crime; noir", "=drama", "a\\b;", 'the "new"', "Comédie"]
SYNOPSIS = "First line,\nsecond “line”.\r\n\tThird; last."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a study without titles, and beside it one of titles with names such as people
    have them, each with somebody of the same name."""
    folder = tmp_path_factory.mktemp("made")
    empty, full = folder / "empty.db", folder / "named.db"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LOGNAME", "ana")
        assert run(["init", str(empty), "--codebook", "smoking"]) == 0
        shutil.copy(empty, full)
        for number, name in enumerate(NAMES):
            facts = ["--year", "2001", "--duplicate", "--synopsis", SYNOPSIS]
            title = ["--db", str(full), "add", "title", *facts, "--id", f"tmdb:{number + 1}"]
            assert run([*title, "--", name]) == 0
            person = ["--db", str(full), "add", "portrayal", "--performer", name, "--role", name]
            assert run([*person, "--", f"tmdb:{number + 1}", name]) == 0
    return folder


@pytest.fixture
def portrayals(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Runs a command in a folder of its own; what it said on either stream."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)
    shutil.copy(made / "empty.db", "portrayals.db")

    def command(*words: str, status: int = 0) -> tuple[str, str]:
        ended = run(words)
        said = capsys.readouterr()
        assert ended == status, said.err
        return said.out, said.err

    yield command
    assert list(tmp_path.glob(".*")) == [], "nothing half-written is left"


@pytest.fixture
def named(made: Path, portrayals: Run) -> Run:
    """The same in the study with names."""
    shutil.copy(made / "named.db", "portrayals.db")
    return portrayals


def table(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [{name: restored(value) for name, value in row.items()} for row in rows]


def test_names_come_back_from_csv_as_they_were_and_never_run(named: Run) -> None:
    said = named("export", "titles", "titles.csv")
    assert said == ("", f"Wrote titles.csv: {len(NAMES)} titles.\n")
    text = Path("titles.csv").read_bytes().decode()
    rows = table(text)
    assert sorted(row["name"] for row in rows) == sorted(NAMES)
    assert {row["synopsis"] for row in rows} == {SYNOPSIS}
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_names_come_back_from_json_as_they_were(named: Run, form: str) -> None:
    text, said = named("export", "portrayals", "-", "--format", form)
    assert said == f"{len(NAMES)} portrayals.\n"
    rows = json.loads(text) if form == "json" else list(map(json.loads, text.splitlines()))
    for name in ("name", "performer"):
        assert sorted(row[name] for row in rows) == sorted(NAMES)
    assert sorted(row["roles"][0] for row in rows) == sorted(NAMES)


def test_a_table_in_markdown_has_a_line_for_each_row(named: Run) -> None:
    named("export", "titles", "titles.md")
    lines = Path("titles.md").read_text(encoding="utf-8").split("\n")
    assert len(lines) == len(NAMES) + 3
    assert lines[0].startswith("| key | uuid | name | kind |")


@pytest.mark.parametrize(
    ("file", "words", "begins"),
    [
        ("titles.csv", [], "key,uuid,name"),
        ("titles.TSV", [], "key\tuuid\tname"),
        ("titles", [], "key,uuid,name"),
        ("titles.json", [], '[\n{"key": '),
        ("titles.jsonl", [], '{"key": '),
        ("titles.md", [], "| key | uuid | name"),
        ("titles.csv", ["--format", "tsv"], "key\tuuid\tname"),
        ("titles.xlsx", ["-f", "csv"], "key,uuid,name"),
        ("-", [], "key,uuid,name"),
        ("-", ["-f", "markdown"], "| key | uuid | name"),
    ],
)
def test_the_format_is_that_of_the_suffix_unless_it_is_named(
    portrayals: Run, file: str, words: list[str], begins: str
) -> None:
    portrayals("add", "title", "Prime", "--year", "2005")
    out, _ = portrayals("export", "titles", file, *words)
    text = out if file == "-" else Path(file).read_text(encoding="utf-8")
    assert text.startswith(begins)


def test_every_kind_is_exported_and_the_same_content_gives_the_same_bytes(portrayals: Run) -> None:
    portrayals("add", "title", "Mad Men", "--year", "2007", "--kind", "tv-series")
    portrayals("add", "episode", "Mad Men", "S01E01")
    portrayals("add", "portrayal", "Mad Men", "Don Draper")
    portrayals("add", "relationship", "mad-men/don-draper", "Betty")
    portrayals("tag", "mad-men/don-draper", "cigarette", "--episode", "S01E01", "--at", "01:10")
    portrayals("tag", "mad-men/don-draper", "cigarette", "--at", "02:10")
    expected = {
        "titles": "1 title",
        "episode": "1 episode",
        "portrayals": "1 portrayal",
        "relationships": "1 relationship",
        "annotations": "1 annotation in 2 lines",
        "claims": "0 claims",
        "findings": "2 findings",
    }
    for what, said in expected.items():
        assert portrayals("export", what, "one.csv", "--force")[1] == f"Wrote one.csv: {said}.\n"
        assert portrayals("export", what, "two.csv", "--force", "-q") == ("", "")
        assert Path("one.csv").read_bytes() == Path("two.csv").read_bytes()
    portrayals("export", "annotations", "annotations.csv")
    lines = table(Path("annotations.csv").read_text(encoding="utf-8"))
    assert [(line["value"], line["episode"], line["start"]) for line in lines] == [
        ("cigarette", "S01E01", "00:01:10"),
        ("cigarette", "", "00:02:10"),
    ]
    told = json.loads(portrayals("export", "annotations", "annotations.tsv", "--json")[0])
    assert told == {"format": 2, "path": "annotations.tsv", "what": "annotations", "rows": 2}
    told = json.loads(portrayals("export", "annotation", "annotations.json", "--json")[0])
    assert told == {"format": 2, "path": "annotations.json", "what": "annotations", "rows": 1}
    listed = json.loads(portrayals("list", "annotations", "--json")[0])
    assert json.loads(Path("annotations.json").read_text(encoding="utf-8")) == listed


def test_a_list_in_a_file_is_taken_in_as_an_export_is(portrayals: Run) -> None:
    genres = [word for genre in GENRES for word in ("--genre", genre)]
    portrayals("add", "title", "Chinatown", "--year", "1974", *genres)
    portrayals("add", "portrayal", "Chinatown", "Jake Gittes")
    portrayals("tag", "chinatown/jake-gittes", "cigarette")
    portrayals("list", "titles", "-o", "listed.csv")
    portrayals("export", "titles", "exported.csv")
    for file in ("listed.csv", "exported.csv"):
        [row] = table(Path(file).read_text(encoding="utf-8"))
        assert split(row["genres"]) == tuple(GENRES)
        assert portrayals("import", "titles", file, "--on-change", "refuse") == (
            "",
            f"Imported {file}: 1 title of 1 row, as before.\n",
        )


@pytest.mark.parametrize("field", ["smoking", "findings.smoking"])
def test_a_finding_is_chosen_by_its_variable_or_by_its_column(portrayals: Run, field: str) -> None:
    portrayals("add", "title", "Mad Men", "--year", "2007")
    portrayals("add", "portrayal", "Mad Men", "Don Draper")
    portrayals("tag", "mad-men/don-draper", "cigarette")
    text, _ = portrayals("list", "portrayals", "--fields", f"name,{field}", "-f", "csv")
    assert text == f"name,{field}\nDon Draper,cigarette\n"


def test_a_query_after_the_path_chooses(named: Run) -> None:
    text, _ = named("export", "titles", "-", "name:amelie", "OR", "name:home")
    assert [row["name"] for row in table(text)] == ["@home", "Amélie"]
    none = named("export", "titles", "-", "year:1950", "-f", "json")
    assert none == ("[]\n", "All are of 2001.\n0 titles.\n")


REFUSED = {
    "another kind": (["titels", "x.csv"], 1, "did you mean titles"),
    "an unknown field": (["titles", "x.csv", "colour:red"], 1, "colour"),
    "an unreadable query": (["annotations", "x.csv", "(year:2005"], 1, "("),
    "an unknown suffix": (["titles", "x.docx"], 1, "cannot tell the format"),
    "an unknown format": (["titles", "x.csv", "-f", "latex"], 2, "latex"),
    "no path": (["titles"], 2, "PATH"),
    "a file that is there": (["titles", "kept.csv"], 1, "kept.csv already exists"),
    "a folder": (["titles", ".", "--force"], 1, "is a folder"),
    "a device": (["titles", "/dev/null", "--force"], 1, "is not an ordinary file"),
    "a folder that is not there": (["titles", "gone/x.csv"], 1, "cannot write gone/x.csv"),
    "a folder that is a file": (["titles", "kept.csv/x.csv"], 1, "kept.csv/x.csv"),
    "a name that is too long": (["titles", f"{'x' * 255}.csv"], 1, "too long"),
    "the database": (["titles", "portrayals.db", "-f", "csv", "--force"], 1, "is a database"),
    "two things on one stream": (["titles", "-", "--json"], 2, "--format json"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_cannot_be_done_is_told_and_leaves_every_file_as_it_was(
    portrayals: Run, reason: str
) -> None:
    words, status, part = REFUSED[reason]
    Path("kept.csv").write_text("mine", encoding="utf-8")
    before = {path.name: path.stat().st_size for path in Path().iterdir()}
    out, err = portrayals("export", *words, status=status)
    told = err if "--json" not in words else json.loads(err)["error"]
    assert out == ""
    assert part in told
    assert "Traceback" not in told
    assert told.count("portrayals: ") <= 1
    assert {path.name: path.stat().st_size for path in Path().iterdir()} == before


def test_force_puts_the_new_file_in_the_place_of_the_old(portrayals: Run) -> None:
    Path("titles.csv").write_text("mine", encoding="utf-8")
    portrayals("export", "titles", "titles.csv", "--force")
    assert Path("titles.csv").read_text(encoding="utf-8").startswith("key,")


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_file_that_was_there_outlives_a_failure_half_way(
    portrayals: Run, error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(stream: io.TextIOBase, *_: object) -> int:
        stream.write("half a row")
        raise error

    Path("titles.csv").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(exporting, "write_rows", fail)
    status = 130 if isinstance(error, KeyboardInterrupt) else 1
    out, err = portrayals("export", "titles", "titles.csv", "--force", status=status)
    assert out == ""
    told = "portrayals: cannot write titles.csv: No space left on device"
    assert status == 130 or err.splitlines()[0] == told
    assert Path("titles.csv").read_text(encoding="utf-8") == "mine"


def test_a_reader_that_goes_away_is_no_error(named: Run) -> None:
    assert named
    command = f'set -o pipefail; "{sys.executable}" -m portrayals export titles - 2>errors | true'
    done = subprocess.run(["bash", "-c", command], check=False)
    assert done.returncode == 0
    assert set(Path("errors").read_text(encoding="utf-8").split()) <= {str(len(NAMES)), "titles."}
