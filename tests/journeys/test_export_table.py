"""A study leaves as one table in each program's file, and what is the user's own stays."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from portrayals.cli.program import run
from portrayals.study import Study

Run = Callable[..., tuple[str, str]]

BOOK = """\
codebook: shapes
version: "1"
variables:
  - {key: tone, label: Tone, level: portrayal, type: nominal, codes: [
      {key: comic, label: Comic}, {key: grave, label: Grave}]}
  - {key: warmth, label: Warmth, level: portrayal, type: ordinal, codes: [
      {key: "0", label: cold}, {key: "1", label: hot}]}
  - {key: age, label: Age, level: portrayal, type: number}
  - {key: formal, label: Formal, level: portrayal, type: boolean}
  - {key: act, label: Act, level: portrayal, type: multi, codes: [
      {key: hit, label: Hit}, {key: soft-hug, label: Hug}]}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of four people, with a value of each variable and each state that coders give."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "book.yaml").write_text(BOOK)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LOGNAME", "ana")
        target = str(folder / "study.db")
        assert run(["init", target, "--codebook", str(folder / "book.yaml")]) == 0
    study = Study(target, actor="ana")
    study.add_title('Zoe, the "Good"', year=2001)
    for name in ("=Ann", "Bea", "Cai", "Dee"):
        study.add_portrayal("zoe-the-good", name)
    key = "zoe-the-good/"
    said = {
        "ann": ("tone=comic", "warmth=1", "age=-3.5", "formal=no", "act=hit"),
        "bea": ("tone=cannot-tell", "warmth=unavailable", "age=not-applicable", "act=unavailable"),
        "cai": ("tone=grave", "warmth=0", "age=40", "formal=yes", "act=none"),
    }
    for person, answers in said.items():
        for answer in answers:
            study.annotate(key + person, answer, basis="watched")
    return folder


@pytest.fixture
def portrayals(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command in a folder with the study; what it said on either stream."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)
    shutil.copy(made / "study.db", "portrayals.db")

    def command(*words: str, status: int = 0) -> tuple[str, str]:
        ended = run(words)
        said = capsys.readouterr()
        assert ended == status, said.err
        return said.out, said.err

    return command


def test_a_table_is_written_with_a_script_that_opens_it(portrayals: Run) -> None:
    for name, script in (("t.csv", "t.R"), ("u.tsv", "u.R"), ("v.sav", "v.sps")):
        said = portrayals("export", "table", name, "--level", "portrayal")
        assert said == ("", f"Wrote {name} and {script}: 4 portrayals.\n")
        assert f"'{name}'" in (text := Path(script).read_text()).replace('"', "'")
        assert "portrayals export table" in text
    for name in ("w.xlsx", "x.dta", "y.parquet"):
        said = portrayals("export", "table", name, "--level", "portrayal")
        assert said == ("", f"Wrote {name}: 4 portrayals.\n")
        assert [each.name for each in Path().glob(f"{name[0]}.*")] == [name]
    rows = csv.DictReader(Path("t.csv").read_text("utf-8").splitlines())
    assert [row["age"] for row in rows] == ["-3.5", "not-applicable", "40", "not-coded"]


def test_a_table_on_standard_output_has_no_script(portrayals: Run) -> None:
    out, said = portrayals("export", "table", "-", "--level", "title")
    assert out.startswith("key,uuid,name,")
    assert said.endswith("1 title.\n")
    assert list(Path().iterdir()) == [Path("portrayals.db")]


def test_json_tells_both_files(portrayals: Run) -> None:
    out, _ = portrayals("export", "table", "t.csv", "--level", "portrayal", "--json")
    told = json.loads(out)
    assert (told["path"], told["script"], told["what"], told["rows"]) == (
        *("t.csv", "t.R", "table", 4),
    )


def test_a_script_of_ones_own_is_never_written_over(portrayals: Run) -> None:
    words = ("export", "table", "t.csv", "--level", "portrayal")
    Path("t.R").write_text("# years of work\n")
    for force in ((), ("--force",)):
        _, said = portrayals(*words, *force, status=1)
        assert "t.R would be written too, and is a file of your own" in said
    assert Path("t.R").read_text() == "# years of work\n"
    assert not Path("t.csv").exists()
    Path("t.R").unlink()
    portrayals(*words)
    portrayals(*words, status=1)
    portrayals(*words, "--force")


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("table", "t.csv"), 1, "a table needs a level"),
        (("titles", "t.csv", "--level", "title"), 2, "are of a table: portrayals export table"),
        (("findings", "t.csv", "--by", "coder"), 2, "are of a table: portrayals export table"),
        (("table", "-", "--format", "sav", "--level", "title"), 2, "name a file"),
        (("titles", "-", "--format", "xlsx"), 2, "name a file"),
        (("table", "t.doc", "--level", "title"), 1, "cannot tell the format"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    portrayals: Run, words: tuple[str, ...], status: int, told: str
) -> None:
    _, said = portrayals("export", *words, status=status)
    assert told in " ".join(said.split())
    assert list(Path().iterdir()) == [Path("portrayals.db")]


@pytest.mark.parametrize("form", ["xlsx", "sav", "dta", "parquet"])
@pytest.mark.parametrize("what", ["titles", "portrayals", "annotations", "findings", "claims"])
def test_what_is_exported_row_by_row_has_each_form_too(
    portrayals: Run, what: str, form: str
) -> None:
    _, said = portrayals("export", what, f"rows.{form}")
    assert said.startswith(f"Wrote rows.{form}: ")
    assert list(Path().glob("rows.*")) == [Path(f"rows.{form}")]


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx", "sav", "dta", "parquet"])
def test_a_table_is_taken_in_as_it_was(portrayals: Run, made: Path, form: str) -> None:
    portrayals("export", "table", f"t.{form}", "--level", "portrayal")
    portrayals("init", "other.db", "--codebook", str(made / "book.yaml"))
    columns = ("--title", "title_name", "--title-year", "title_year", "--name", "name")
    sheet = ("--sheet", "Data") if form == "xlsx" else ()
    portrayals(
        *("--db", "other.db", "--yes", "import", "table", f"t.{form}", *sheet, *columns),
        *("--level", "portrayal", "--coder", "ana", "--basis", "watched", "--create"),
    )
    told = [
        [
            {name: row[name] for name in ("unit", "variable", "state", "value", "complete")}
            for row in json.loads(portrayals("--db", db, "list", "annotations", "--json")[0])
        ]
        for db in ("portrayals.db", "other.db")
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 14
