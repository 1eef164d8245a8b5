"""A study is exported from Python as on the command line: the same files, the same refusals."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pyreadstat
import pytest

import portrayals
from portrayals.cli.export import export_
from portrayals.cli.program import run
from portrayals.errors import AlreadyThere, InvalidValue, PortrayalsError, UnknownKey
from portrayals.results.exported import EXPORT_FORMS, Exportable, Exported, ExportForm
from portrayals.services.exporting.export import EXPORTED
from portrayals.study import Study


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study of two people, one of them not quite coded, and a claim."""
    study = portrayals.init(tmp_path_factory.mktemp("made") / "study.db", actor="ana")
    title = study.add_title("Shrinking", year=2023, kind="tv-series")
    for name in ("Jimmy Laird", "Gaby"):
        study.add_portrayal(title.key, name)
    client = study.add_relationship("shrinking/jimmy-laird", "Sean")
    study.tag(client.key, ["flirting"], at="12:30", basis="watched")
    study.tag(client.key, ["flirting"], at="13:30", basis="watched")
    study.annotate("shrinking/jimmy-laird", "age-band=cannot-tell", basis="watched")
    study.add_source("guide", citation="A guide")
    study.add_claim("guide", client.key, "boundary-act=flirting", statement="They flirt.")
    return Path(study.target)


@pytest.fixture
def study(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.chdir(tmp_path)
    return portrayals.open(shutil.copy(made, "study.db"), actor="ana")


def test_the_words_of_a_type_are_those_that_are_exported() -> None:
    assert get_args(Exportable) == EXPORTED
    assert get_args(ExportForm) == EXPORT_FORMS


def test_the_options_are_those_of_the_command() -> None:
    of_command = {*inspect.signature(export_).parameters} - {"context", "json", "form"}
    ours = {*inspect.signature(Study.export).parameters, "what"}
    ours |= {*inspect.signature(Study.export_table).parameters}
    assert ours - {"self"} == of_command | {"format"}


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "markdown", "sav", "dta", "parquet"])
@pytest.mark.parametrize("what", EXPORTED)
def test_each_kind_is_written_as_the_command_writes_it(
    study: Study, what: Exportable, form: ExportForm
) -> None:
    told = study.export(what, Path("ours"), format=form)
    assert run(["--db", study.target, "-q", "export", what, "theirs", "--format", form]) == 0
    # A file of SPSS or Stata begins with the time at which it was written.
    ours, theirs = (Path(name).read_bytes()[200:] for name in ("ours", "theirs"))
    assert ours == theirs
    assert (told.path, told.what, told.script) == ("ours", what, None)


@pytest.mark.slow
def test_what_was_written_is_told_as_on_the_command_line(
    study: Study, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, told in (
        (["annotations", "a.csv"], study.export("annotations", "a.csv")),
        (["table", "t.csv", "--level", "title"], study.export_table("t.csv", level="title")),
        (["titles", "n.csv", "year:1950"], study.export("titles", "n.csv", "year:1950")),
    ):
        capsys.readouterr()
        assert run(["--db", study.target, "export", *words, "--force"]) == 0
        assert capsys.readouterr().err == f"{told}\n"
    assert told == Exported("n.csv", "titles", "title", 0, 0, None, told.notes)
    assert told.notes
    assert study.export("annotations", "b.csv").to_dict() == {
        "format": 2,
        "path": "b.csv",
        "what": "annotations",
        "rows": 3,
    }


@pytest.mark.slow
def test_a_table_takes_every_option_and_writes_its_script(study: Study) -> None:
    told = study.export_table(
        "t.sav", "year:2023", level="portrayal", by="coder", wave="main", silence="no", rollup="max"
    )
    assert (told.number, told.script, told.to_dict()["script"]) == (2, "t.sps", "t.sps")
    assert Path("t.sps").is_file()
    columns = pyreadstat.read_sav("t.sav", metadataonly=True)[1].column_names
    assert "age_band_ana" in columns
    assert study.export_table("u.csv", level="portrayal", policy="any").number == 2


def test_states_are_labelled_user_missing_values(study: Study) -> None:
    study.export("annotations", "a.sav")
    data, about = pyreadstat.read_sav("a.sav", user_missing=True, output_format="dict")
    labels: dict[Any, str] = about.variable_value_labels["state"]
    assert [labels[each] for each in data["state"]] == ["coded", "coded", "cannot tell"][::-1]
    assert about.missing_ranges == {"state": [{"lo": -8, "hi": -1}]}
    valid, _ = pyreadstat.read_sav("a.sav", output_format="dict")
    assert [each is None for each in valid["state"]] == [True, False, False]


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda s: s.export("titels", "x.csv"), UnknownKey, "titels"),
        (lambda s: s.export("table", "x.csv"), UnknownKey, "table"),
        (lambda s: s.export("titles", "x.doc"), InvalidValue, "cannot tell the format"),
        (lambda s: s.export("titles", "x.csv", format="cvs"), InvalidValue, "is not a format"),
        (lambda s: s.export("titles", "study.db", format="csv", force=True), AlreadyThere, "study"),
        (lambda s: s.export_table("x.csv", level="film"), InvalidValue, "is not a level"),
        (lambda s: s.export_table("x.csv", level="title", by="coder", coder="ana"), None, "--by"),
        (lambda s: s.export_table("x.csv", level="title", rollup="avg"), None, "is not a rule"),
        (lambda s: s.export_table("x.csv"), PortrayalsError, "'level'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    study: Study,
    call: Callable[[Any], object],
    error: type[PortrayalsError] | None,
    said: str,
) -> None:
    with pytest.raises(error or InvalidValue) as refused:
        call(study)
    assert said in refused.value.message
    assert [each.name for each in Path().iterdir()] == ["study.db"]


def test_a_file_that_is_there_stays_unless_it_is_to_be_overwritten(study: Study) -> None:
    Path("x.csv").write_text("mine")
    with pytest.raises(AlreadyThere) as refused:
        study.export("titles", "x.csv")
    assert "force=True" in str(refused.value.hint)
    assert Path("x.csv").read_text() == "mine"
    assert study.export("titles", "x.csv", force=True).number == 1
