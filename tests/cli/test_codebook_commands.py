"""`codebook diff` and `apply` of a next version, as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from study import Study

from portrayals.cli.program import run

BOOK = """\
codebook: gestures
version: "1.0"
variables:
  - {key: act, level: title, type: multi, codes: [{key: hug}, {key: talk}, {key: wink}]}
"""
NEXT = """\
codebook: gestures
version: "1.1"
variables:
  - key: act
    level: title
    type: multi
    codes:
      - {key: embrace, was: hug, label: Hug}
      - {key: talk, split_into: [chat, lecture]}
      - {key: chat}
      - {key: lecture}
      - {key: wink}
"""


@pytest.fixture(autouse=True)
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTRAYALS_CODER", "ana")
    monkeypatch.setenv("COLUMNS", "80")
    made = Study(str(tmp_path / "portrayals.db"))
    made.apply(BOOK, tmp_path)
    made.title("T0")
    made.annotate("t0", "act=hug;talk")
    (tmp_path / "next.yaml").write_text(NEXT)
    return made


def test_what_differs_reads_as_a_changelog(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codebook", "diff", "next.yaml"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "gestures 1.0 → gestures 1.1",
        "codebook",
        "    version 1.0 → 1.1",
        "act",
        "  embrace  renamed: hug → embrace    1 annotation",
        "  talk     split into chat, lecture  1 annotation  code again: those with the code",
        "  chat     new: Chat",
        "  lecture  new: Lecture",
        "To be coded again in part: act. After applying: portrayals coding handout CODER --wave "
        "NEW-WAVE --changed-since 1.0",
    ]


def test_the_same_as_json_and_as_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codebook", "diff", "next.yaml", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["old"], found["new"], found["again"]) == ("gestures 1.0", "gestures 1.1", ["act"])
    assert found["rows"][2] == {
        "kind": "split-code",
        "variable": "act",
        "code": "talk",
        "said": "split into chat, lecture",
        "annotations": 1,
        "again": "given",
    }
    assert run(["codebook", "diff", "next.yaml", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "kind,variable,code,said,annotations,again"


def test_the_line_that_is_missing_is_drafted_and_the_apply_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "next.yaml").write_text(NEXT.replace("was: hug, ", ""))
    assert run(["codebook", "diff", "next.yaml"]) == 0
    out = capsys.readouterr().out
    assert "Is embrace what hug was? Then add to it, on line 8: was: hug\n" in out
    assert run(["-y", "codebook", "apply", "next.yaml"]) == 1
    told = capsys.readouterr().err
    assert "drop code  act:hug  Hug: used by 1 annotation" in told
    assert "portrayals codebook diff FILE drafts it" in told


def test_it_is_shown_applied_and_undone(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codebook", "apply", "next.yaml", "-n"]) == 0
    assert "act:talk  split into chat, lecture (1 annotation)\n" in capsys.readouterr().out
    assert run(["codebook", "apply", "next.yaml"]) == 2  # nobody to ask
    assert run(["-y", "codebook", "apply", "next.yaml"]) == 0
    assert run(["list", "titles", "act:embrace", "--json"]) == 0
    assert run(["undo"]) == 0
    assert run(["list", "titles", "act:embrace"]) == 1


def test_a_version_with_another_text_is_refused_with_and_without_a_dry_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "next.yaml").write_text(BOOK.replace("{key: wink}", "{key: nod}, {key: wink}"))
    for words in (
        ["codebook", "apply", "next.yaml", "-n"],
        ["-y", "codebook", "apply", "next.yaml"],
    ):
        assert run(words) == 1
        assert capsys.readouterr().err.splitlines() == [
            "portrayals: gestures 1.0 is already in the database with a different text",
            "  a version never changes: give the new text another `version`",
        ]


def test_who_has_nothing_to_code_again_is_told(
    capsys: pytest.CaptureFixture[str], study: Study, tmp_path: Path
) -> None:
    study.coder("ben")
    assert run(["-y", "codebook", "apply", "next.yaml"]) == 0
    capsys.readouterr()
    words = ["--wave", "again", "--changed-since", "1.0"]
    assert run(["coding", "handout", "ben", *words]) == 1
    assert "nothing that ben coded since 1.0 has to be coded again" in capsys.readouterr().err
    assert not (tmp_path / "ben-again.html").exists()
    assert run(["coding", "handout", "ana", "ben", *words]) == 0
    out, beside = capsys.readouterr()
    assert out.startswith("ana-again.html  1 title  codebook 1.1")
    assert "Nothing that ben has coded since 1.0 has to be coded again." in beside
    assert "New wave again (main), with codebook gestures 1.1." in beside
