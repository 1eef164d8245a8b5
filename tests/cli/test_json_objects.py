"""What `--json` prints: an object begins with the version of its form, a list is a list."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from study import Study

import portrayals
from portrayals.cli.program import run

ACTS = "boundary-act:dating"
#: Beside the starter a study with one title: what takes all of a study is quick there.
SMALL = ("--db", "small.db")
OBJECTS = (
    ("stats", ACTS),
    ("stats",),
    ("trend", ACTS),
    ("compare", ACTS, "--where", "kind:tv", "--versus", "kind:film"),
    ("crosstab", ACTS, "kind"),
    ("cooccur", "boundary-act"),
    ("reliability", "client-gender", "--wave", "second"),
    ("samplesize", "proportion"),
    ("samplesize", "alpha"),
    ("claims",),
    ("cite",),
    (*SMALL, "report", "report.html"),
    ("show", "prime"),
    ("show", "prime", "--all"),
    ("show", "catalogue"),
    ("show", "flirting"),
    ("stats", "violation", "--table1"),
    ("demo",),
    ("codebook", "list"),
    ("codebook", "show"),
    ("codebook", "show", "flirting"),
    ("codebook", "export", "book.yaml"),
    ("codebook", "draft", "coded.csv", "--level", "title", "-o", "draft.yaml"),
    ("db", "info"),
    ("db", "describe"),
    ("db", "check"),
    ("db", "policy"),
    ("help", "query"),
    ("export", "titles", "exported.csv"),
    (*SMALL, "export", "text", "exported"),
    ("catalogue", "check", "text"),
    (*SMALL, "import", "text", "text"),
    ("import", "titles", "titles.csv"),
    ("add", "title", "Zelig"),
    ("edit", "prime", "year=2005"),
    ("remove", "prime", "--dry-run"),
    ("undo", "--dry-run"),
)
LISTS = (("list", "titles"), ("list", "coders"), ("list", "claims"), ("history",))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, starter_once: Path) -> Path:
    made = tmp_path_factory.mktemp("json")
    shutil.copy(starter_once, made / "portrayals.db")
    (made / "titles.csv").write_text("name,year\nZazie,1960\nZ,1969\n")
    (made / "coded.csv").write_text("Film,Mood\nZazie,gay\nZ,grave\n")
    # So that there is a change to undo, whichever of the tests come first.
    Study.at(made / "portrayals.db").title("Before")
    small = Study(str(made / "small.db"), "smoking")
    small.title("Zazie")
    portrayals.open(small.target).export_text(made / "text")
    return made


def printed(
    folder: Path,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> object:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PORTRAYALS_CODER", "ana")
    assert run([*words, "--json"]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("words", OBJECTS, ids=" ".join)
def test_an_object_begins_with_its_format(
    folder: Path,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = printed(folder, words, monkeypatch, capsys)
    assert isinstance(found, dict)
    assert next(iter(found.items())) == ("format", 2)


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_list_stays_a_list_and_its_rows_have_no_format(
    folder: Path,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = printed(folder, words, monkeypatch, capsys)
    assert isinstance(found, list)
    assert found
    assert all("format" not in row for row in found)


@pytest.mark.parametrize("form", ["table", "csv", "markdown"])
@pytest.mark.parametrize("words", [("db", "info"), ("db", "describe"), ("show", "catalogue")])
def test_only_json_has_the_format(
    folder: Path,
    words: tuple[str, ...],
    form: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(folder)
    assert run([*words, "-f", form]) == 0
    assert "format" not in capsys.readouterr().out
