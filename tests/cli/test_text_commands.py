"""A study as text, as somebody types it: exported, changed by hand, checked and taken in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from portrayals.cli.program import run

Typed = Callable[..., tuple[int, str, str]]

BOOK = """\
codebook: tones
version: "1"
variables:
  - {key: tone, level: title, type: nominal, codes: [{key: dry}, {key: sweet}]}
"""
CATALOGUE = """\
codebook: tones.yaml
coder: ana
titles:
- key: bliss
  name: Bliss
  kind: film
  year: 1997
  annotations: {tone: dry}
  portrayals:
  - name: Baltazar
- key: prime
  name: Prime
  kind: film
  portrayals:
  - name: Lisa
"""


@pytest.fixture
def said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typed:
    """Runs the program in a folder with a study: the status, the result, what is told beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTRAYALS_CODER", "ana")
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)
    Path("tones.yaml").write_text(BOOK, encoding="utf-8")
    Path("films.yaml").write_text(CATALOGUE, encoding="utf-8")
    assert run(["-q", "init", "--starter", "films.yaml"]) == 0

    def said(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        status = run(list(words))
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return said


def files() -> dict[str, str]:
    """What is in the folder of the text."""
    folder = Path("text")
    found = sorted(each for each in folder.rglob("*") if each.is_file())
    return {each.relative_to(folder).as_posix(): each.read_text("utf-8") for each in found}


def test_a_title_is_a_file_and_a_second_export_changes_nothing(said: Typed) -> None:
    assert said("export", "text", "text") == (0, "", "Wrote 6 of 6 files in text.\n")
    first = files()
    assert {"titles/bliss.yaml", "titles/prime.yaml", "study.yaml"} < first.keys()
    assert "  tone: dry\n" in first["titles/bliss.yaml"]
    assert said("export", "text", "text") == (0, "", "Nothing changed in text: 6 files.\n")
    assert files() == first


def test_a_changed_year_is_a_changed_line(said: Typed) -> None:
    said("export", "text", "text")
    before = files()
    said("edit", "bliss", "year=1998")
    assert said("export", "text", "text")[2] == "Wrote 1 of 6 files in text.\n"
    after = files()
    changed = [name for name in after if after[name] != before[name]]
    assert changed == ["titles/bliss.yaml"]
    assert after[changed[0]].replace("year: 1998", "year: 1997") == before[changed[0]]


def test_the_file_of_a_title_that_is_gone_goes_and_nothing_else_does(said: Typed) -> None:
    said("export", "text", "text")
    kept = {"titles/notes.yaml": "key: mine\n", "README.md": "Ours.\n", "titles/x.txt": "x"}
    for name, content in kept.items():
        Path("text", name).write_text(content, encoding="utf-8")
    assert said("-y", "remove", "prime")[0] == 0
    assert "removed 1" in said("export", "text", "text")[2]
    assert {name: files().get(name) for name in kept} == kept
    assert "titles/prime.yaml" not in files()


def test_a_file_written_by_hand_is_overwritten_only_by_force(said: Typed) -> None:
    Path("text/titles").mkdir(parents=True)
    Path("text/titles/bliss.yaml").write_text("key: bliss\n", encoding="utf-8")
    status, _, told = said("export", "text", "text")
    assert status == 1
    assert "text/titles/bliss.yaml would be overwritten, and was not written by this" in told
    assert files() == {"titles/bliss.yaml": "key: bliss\n"}
    assert said("export", "text", "text", "--force")[0] == 0
    assert "name: Bliss" in files()["titles/bliss.yaml"]


def test_what_is_changed_by_hand_is_asked_about_and_taken_in(said: Typed) -> None:
    said("export", "text", "text")
    file = Path("text/titles/bliss.yaml")
    file.write_text(files()["titles/bliss.yaml"].replace("tone: dry", "tone: sweet"), "utf-8")
    asked = said("import", "text", "text")
    assert asked[0] == 2
    assert "bliss tone of ana: dry (unstated) → sweet (unstated)" in asked[2]
    assert "1 annotation would change" in asked[2]
    assert said("import", "text", "text", "--on-change", "refuse")[0] == 1
    kept = json.loads(said("import", "text", "text", "--on-change", "keep", "--json")[1])
    assert (kept["kept"], kept["changed"]) == ({"annotations": 1}, {})
    assert "Dry run" in said("import", "text", "text", "-n")[2]
    assert said("list", "titles", "tone:sweet")[1] == ""
    assert "1 annotation changed" in said("-y", "import", "text", "text")[2]
    assert "bliss" in said("list", "titles", "tone:sweet", "--json")[1]
    said("undo")
    assert said("list", "titles", "tone:sweet")[1] == ""


def test_a_new_title_is_taken_in_and_what_has_no_block_stays(said: Typed) -> None:
    more = "titles:\n- {key: nobody, name: Nobody, kind: film, portrayals: [{name: Ann}]}\n"
    Path("more.yaml").write_text(more, encoding="utf-8")
    status, _, told = said("import", "text", "more.yaml")
    assert (status, told) == (0, "From more.yaml: 1 title, 1 portrayal added.\n")
    keys = {each["key"] for each in json.loads(said("list", "titles", "--json")[1])}
    assert keys == {"bliss", "nobody", "prime"}


def test_with_an_error_nothing_is_taken_in_and_each_is_told(said: Typed) -> None:
    wrong = CATALOGUE.replace("1997", "19x7").replace("tone: dry", "tone: dri")
    Path("films.yaml").write_text(wrong, encoding="utf-8")
    for words in (("import", "text"), ("catalogue", "check"), ("init", "b.db", "--starter")):
        status, out, told = said(*words, "films.yaml")
        assert (status, out) == (1, "")
        assert 'films.yaml:7  year: "19x7" is not a valid year' in told
        assert 'films.yaml:8  tone: "dri" is not a code of tone (did you mean dry?)' in told
    assert not Path("b.db").exists()
    told = json.loads(said("catalogue", "check", "films.yaml", "--json")[2])
    assert told["code"] == "invalid-text"
    assert [(each["line"], each["code"]) for each in told["problems"]] == [
        (7, "invalid-value"),
        (8, "invalid-value"),
    ]


def test_a_catalogue_without_errors_says_what_is_in_it(said: Typed) -> None:
    status, out, told = said("catalogue", "check", "films.yaml")
    assert (status, out) == (0, "")
    assert told == (
        "films.yaml has no errors: 1 codebook, 1 coder, 2 titles, 2 portrayals, 1 annotation.\n"
    )
    checked = json.loads(said("catalogue", "check", "films.yaml", "--json")[1])
    assert checked["contents"]["titles"] == 2
    assert checked["notices"] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "made", "titles"),
    [
        (["init", "a.db", "--starter", "films.yaml"], "a.db", 2),
        (["init", "--starter=films.yaml", "a.db"], "a.db", 2),
        (["init", "--starter", "films.yaml", "--json", "a.db"], "a.db", 2),
        (["init", "--starter", "a.db"], "a.db", 69),
        (["init", "a.db", "--starter", "--quiet"], "a.db", 69),
    ],
)
def test_a_study_begins_with_the_catalogue_that_is_named_or_with_the_included_one(
    said: Typed, words: list[str], made: str, titles: int
) -> None:
    status, _, told = said(*words)
    assert status == 0, told
    assert len(json.loads(said("--db", made, "list", "titles", "--json")[1])) == titles


def test_a_text_that_is_not_there_is_told(said: Typed) -> None:
    for words in (("import", "text"), ("catalogue", "check")):
        status, _, told = said(*words, "nowhere.yaml")
        assert status == 1
        assert 'there is no file or folder "nowhere.yaml"' in told
    Path("empty").mkdir()
    assert "there is no catalogue in empty" in said("catalogue", "check", "empty")[2]


def test_options_of_a_table_are_no_options_of_a_text(said: Typed) -> None:
    for words in (["year:1997"], ["--format", "csv"], ["--level", "title"]):
        assert said("export", "text", "text", *words)[0] == 2
    assert not Path("text").exists()
