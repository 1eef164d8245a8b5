"""`cite` at the terminal and in files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import pytest

import portrayals
from portrayals.cli.program import run


@pytest.fixture(autouse=True)
def in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, starter_once: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    shutil.copy(starter_once, tmp_path)


def test_it_prints_a_reference_below_what_it_is_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["cite"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(
        "Program\n  The portrayals authors. (2026). portrayals (Version "
        f"{portrayals.__version__}) [Computer software].\nCatalogue\n"
    )
    assert "\n\nThe snapshot identifies the content that was counted: " in told


def test_json_and_python_have_each_work_with_its_reference(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["cite", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == portrayals.open("portrayals.db").cite().to_dict()
    assert [each["of"] for each in told["references"]] == ["program", "catalogue", "codebook"]
    assert told["snapshot"] in told["references"][1]["text"]


@pytest.mark.parametrize("words", [["-f", "bibtex"], ["-o", "references.bib"]])
def test_bibtex_is_printed_or_written_by_its_suffix(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["cite", *words]) == 0
    file = Path("references.bib")
    text = file.read_text(encoding="utf-8") if file.exists() else capsys.readouterr().out
    assert text == portrayals.open("portrayals.db").cite().bibtex()
    assert text.count("\n@misc{") == 2


def test_csl_is_a_list_of_items_and_the_notes_stand_beside_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["cite", "-f", "csl-json"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == portrayals.open("portrayals.db").cite().csl()
    assert "The snapshot identifies the content" in said.err


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("markdown", "| Work | Reference |\n"),
        ("latex", "\\begin{tabular}"),
        ("csv", "of,key,type,form,author,title,version,date,note,licence,text\nprogram,"),
    ],
)
def test_every_format_has_the_references(
    form: str, beginning: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["cite", "-f", form]) == 0
    assert capsys.readouterr().out.startswith(beginning)


def test_a_document_has_the_references(tmp_path: Path) -> None:
    assert run(["cite", "-o", "references.docx"]) == 0
    [table] = docx.Document(tmp_path / "references.docx").tables
    assert table.rows[1].cells[0].text == "Program"


def test_two_forms_at_once_are_refused_by_the_name_of_the_second(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["cite", "--json", "-f", "bibtex"]) == 2
    assert "use either --json or --format bibtex" in capsys.readouterr().err


def test_a_file_of_no_known_form_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["cite", "-o", "references.ris"]) == 1
    assert ".bib" in (told := capsys.readouterr().err)
    assert "csl-json" in told
    assert run(["list", "titles", "-o", "titles.bib"]) == 1
    assert "cannot tell the format from the name titles.bib" in capsys.readouterr().err


def test_where_there_is_no_study_the_program_is_cited_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "portrayals.db").unlink()
    assert run(["cite"]) == 0
    assert "There is no study here, and so no snapshot." in capsys.readouterr().out
    assert run(["--db", "other.db", "cite"]) == 1
    assert "there is no file other.db" in capsys.readouterr().err
