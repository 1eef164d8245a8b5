"""`report FILE.html`: written whole, never over another file unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from study import Study

import portrayals
from portrayals.cli.program import run
from portrayals.errors import AlreadyThere, PortrayalsError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> str:
    study = Study(str(tmp_path_factory.mktemp("made") / "portrayals.db"), "smoking")
    film = study.title("Casablanca", year="1942")
    study.tag(study.portrayal(film, "Rick"), "cigarette", basis="watched")
    return study.target


@pytest.mark.slow
def test_a_report_is_written_and_told_of(
    made: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "report.html"
    assert run(["--db", made, "report", str(file), "--title", "Smokers & <others>"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", f"Wrote {file}.\n")
    html = file.read_text(encoding="utf-8")
    assert "<h1>Smokers &amp; &lt;others&gt;</h1>" in html
    assert "Casablanca" in html
    assert "1 of 1" in html
    assert [each.name for each in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.slow
def test_as_json_what_the_page_says_is_printed_too(
    made: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--db", made, "report", str(tmp_path / "report.html"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["key_figures"][0]["repeat"] == (
        "portrayals stats smokes:yes --level portrayal --policy majority"
    )
    assert said["titles"][0]["name"] == "Casablanca"


@pytest.mark.parametrize(
    ("name", "told"),
    [("there.html", "already exists"), ("report.pdf", "end it in .html"), ("", "end it in .html")],
)
def test_what_cannot_be_written_is_refused_before_anything_is_counted(
    name: str, told: str, made: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there.html").write_text("mine")
    assert run(["--db", made, "report", str(tmp_path / name)]) == 1
    assert told in capsys.readouterr().err
    assert (tmp_path / "there.html").read_text() == "mine"


def test_a_missing_package_is_told_before_anything_is_counted(
    made: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "portrayals.extras.find_spec", lambda name: None if name == "jinja2" else name
    )
    assert run(["--db", made, "report", str(tmp_path / "report.html")]) == 1
    assert "pip install 'portrayals[charts]'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_python_api_writes_the_same_page(made: str, tmp_path: Path) -> None:
    by_api, by_command = tmp_path / "api.html", tmp_path / "command.html"
    with portrayals.open(made) as study:
        found = study.report(by_api)
        with pytest.raises(AlreadyThere):
            study.report(by_api)
        study.report(by_api, force=True)
        with pytest.raises(PortrayalsError, match="cannot write"):
            study.report(tmp_path / "nowhere" / "report.html")
    assert found.headline == ("smokes",)
    assert run(["--db", made, "report", str(by_command)]) == 0
    assert by_api.read_bytes() == by_command.read_bytes()
