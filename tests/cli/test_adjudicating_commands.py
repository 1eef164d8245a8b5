"""`coding disagreements`, `adjudicate` and `todo`, as typed; deciding in turn from a pipe."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from study import Study

import portrayals
from portrayals.cli.program import run

BOOK = """\
codebook: loves
version: "1"
levels: {portrayal: lover}
variables:
  - {key: tone, label: Tone, question: How is it told?, level: title, type: nominal,
     codes: [{key: comic}, {key: grave}, {key: dry}]}
  - {key: length, label: Length, level: title, type: number}
  - {key: act, label: Act, level: relationship, type: multi,
     codes: [{key: kiss, definition: On the mouth.}, {key: gift}, {key: slap}]}
"""
Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Study:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTRAYALS_CODER", "eve")
    made = Study(str(tmp_path / "portrayals.db"))
    made.apply(BOOK, tmp_path)
    made.coder("ben", "eve")
    for number in range(3):
        title = made.title(f"T{number}", year=str(1990 + number))
        made.relationship(made.portrayal(title, "A"), "B")
        for actor, value in (("ana", "comic"), ("ben", "grave")):
            made.annotate(title, f"tone={value}", actor=actor, basis="watched")
    return made


@pytest.fixture
def typed(
    study: Study,  # noqa: ARG001 - it is there
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Typed:
    """Decides in turn with lines as the input; the status and what is said."""

    def decide(*lines: str, options: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        capsys.readouterr()
        status = run(["coding", "adjudicate", *options.split()])
        return status, capsys.readouterr().err

    return decide


def decided() -> dict[str, tuple[str, str | None, str]]:
    """By unit, what is decided, its cause and its reason."""
    found = portrayals.open("portrayals.db").disagreements(decided=True)
    told = {row.unit: row.decision for row in found.rows}
    return {key: (of.said, of.cause, of.reason) for key, of in told.items() if of is not None}


def test_the_help_says_what_the_column_later_counts(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coding", "disagreements", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "the column Later counts the answers given after the decision" in told


@pytest.mark.usefixtures("study")
def test_differences_are_listed_decided_and_summed_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["coding", "disagreements", "year:1991.."]) == 0
    out, beside = capsys.readouterr()
    assert out.splitlines()[0].split() == ["Unit", "Variable", "A", "B"]
    assert [line.split()[:2] for line in out.splitlines()[1:]] == [["t1", "tone"], ["t2", "tone"]]
    assert "ana" not in out + beside
    assert beside.splitlines() == [
        "2 differences in wave main, 0 of them decided.",
        "Next: portrayals coding adjudicate",
    ]
    words = ["coding", "adjudicate", "t0", "tone=comic", "--reason", "shown", "--cause", "rule"]
    assert run([*words, "-n"]) == 0
    assert capsys.readouterr().err == "Dry run: nothing was changed.\n"
    assert decided() == {}
    assert run([*words, "--with", "ben"]) == 0
    out, beside = capsys.readouterr()
    assert (out, beside) == ("t0\n", "Decided in discussion: tone of t0 = comic.\n")
    assert run(["coding", "disagreements", "--decided", "--names", "-f", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "unit,level,variable,ana,ben,decision,cause,method,reason,later",
        "t0,title,tone,comic,grave,comic,rule,discussion,shown,0",
    ]
    assert run(["coding", "disagreements", "--summary"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "3 differences in wave main: 1 decided, 2 open",
        " Cause  Decisions",
        " rule           1",
        " In favour of  Decisions",
        " ana              1 of 1  100 %",
        " ben              0 of 1    0 %",
        " nobody           0 of 1    0 %",
    ]
    assert run(["coding", "todo"]) == 0
    out, beside = capsys.readouterr()
    assert out.splitlines()[1].split() == ["tone", "3", "of", "3", "1", "2", "shown"]
    assert beside.splitlines()[-1] == "  portrayals codebook show tone"


@pytest.mark.usefixtures("study")
def test_the_json_has_the_answers_the_decision_and_the_summary(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["coding", "adjudicate", "t0", "tone=dry", "--reason", "shown", "--method", "expert"])
    capsys.readouterr()
    assert run(["coding", "disagreements", "--decided", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["unit"] for row in found["rows"]] == ["t0", "t1", "t2"]
    first = found["rows"][0]
    assert sorted(each["codes"] for each in first["answers"]) == [["comic"], ["grave"]]
    assert (first["decision"]["codes"], first["decision"]["cause"]) == (["dry"], None)
    assert found["rows"][1]["decision"] is None
    assert (found["summary"]["decided"], found["summary"]["neither"]) == (1, 1)
    assert run(["coding", "todo", "--json"]) == 0
    [row] = json.loads(capsys.readouterr().out)["rows"]
    assert (row["variable"], row["code"], row["undecided"]) == ("tone", None, 2)


def test_answers_given_since_are_told(study: Study, capsys: pytest.CaptureFixture[str]) -> None:
    run(["coding", "adjudicate", "t0", "tone=dry", "--reason", "shown"])
    study.annotate("t0", "tone=comic", actor="ben", basis="watched")
    capsys.readouterr()
    run(["coding", "disagreements"])
    assert "Answered again since it was decided: 1" in capsys.readouterr().err


@pytest.mark.usefixtures("study")
@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("tone=dry --reason so", "say of which unit it is decided"),
        ("t0 tone=dry", "a decision needs its reason"),
        ("t0 tone=blue --reason so", '"blue" is not a code of tone'),
        ("t0 length=90 --reason so", "nothing to decide about length of t0"),
        ("--cause rule", "--cause is for one decision, and in turn you are asked"),
        ("-n", "--dry-run is for one decision"),
        ("t0 tone=dry --reason so --wave mian", '"mian" is not a wave'),
    ],
)
def test_what_cannot_be_decided_is_refused_with_what_to_do(
    capsys: pytest.CaptureFixture[str], words: str, why: str
) -> None:
    assert run(["coding", "adjudicate", *words.split()]) == 1
    told = capsys.readouterr().err
    assert why in told
    assert len(told.splitlines()) > 1
    assert decided() == {}


def test_in_turn_answers_are_side_by_side_and_each_decision_is_saved(typed: Typed) -> None:
    status, told = typed("comic", "rule", "shown or told?", "gra", "", "", "dry", "sl", "a joke")
    assert status == 0
    assert "[1 of 3] T0 (1990)\nHow is it told? (tone)\n  A  " in told
    assert "ana" not in told.partition("decisions saved")[0]
    assert decided() == {
        "t0": ("comic", "rule", "shown or told?"),
        "t1": ("grave", "rule", "shown or told?"),
        "t2": ("dry", "slip", "a joke"),
    }
    assert "3 decisions saved in " in told
    assert "3 differences in wave main: 3 decided, 0 open\n" in told
    assert typed()[1] == "Nothing to decide. 3 differences in wave main, 3 of them decided.\n"


def test_a_letter_takes_the_answer_that_stands_beside_it(typed: Typed) -> None:
    [beside] = portrayals.open("portrayals.db").disagreements("name:T0").rows
    letter = next(each.letter for each in beside.answers if each.said == "grave")
    typed(letter.lower(), "", "so")
    assert decided() == {"t0": ("grave", None, "so")}


def test_skipping_undoing_and_ending(typed: Typed) -> None:
    status, told = typed("s", "u", "dry", "scene", "so", "u", "comic", "", "", "q")
    assert status == 0
    assert "nothing was saved in this session" in told
    assert told.count("[2 of 3]") == 2
    assert decided() == {"t1": ("comic", "scene", "so")}


def test_what_is_not_clear_is_asked_again(typed: Typed) -> None:
    _, told = typed("zzz", "?", "??", "? comic", "dry", "fate", "slip", "", "so", "q")
    assert 'nothing fits "zzz"' in told
    assert "that answer is right" in told
    assert "question  How is it told?" in told
    assert "scene: the scene itself allows both" in told
    assert "a decision needs its reason" in told
    assert decided() == {"t0": ("dry", "slip", "so")}


def test_of_a_set_several_codes_are_typed_at_once(study: Study, typed: Typed) -> None:
    for actor, value in (("ana", "kiss"), ("ben", "gift")):
        study.annotate("t0/a/b", f"act={value}", actor=actor, basis="watched")
    typed("s", "ki; maybe sla", "", "so", options="year:1990")
    assert decided() == {"t0/a/b": ("kiss, maybe:slap", None, "so")}


def test_who_differs_is_told_before_they_decide(typed: Typed) -> None:
    status, told = typed("comic", "", "so", options="--as ana")
    assert status == 1
    assert "ana is one of the coders who differ" in told
    assert "tone>" not in told
    assert decided() == {}
    assert typed("comic", "", "so", options="--as ana --with ben")[0] == 0
    assert decided() == {"t0": ("comic", None, "so")}


@pytest.mark.slow
def test_the_second_codings_of_the_starter_are_decided_in_turn(
    starter_once: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copy(starter_once, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTRAYALS_CODER", "ana")
    found = portrayals.open("portrayals.db").disagreements(wave="second")
    assert len(found.rows) == 42
    lines = ["a", "rule", "so", *("b", "", "") * 41]
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    assert run(["coding", "adjudicate", "--wave", "second"]) == 0
    assert "42 differences in wave second: 42 decided, 0 open" in capsys.readouterr().err
    assert portrayals.open("portrayals.db").disagreements(wave="second").rows == ()
    assert run(["db", "check"]) == 0


# --- in a page


def test_a_page_is_written_and_what_it_saves_is_collected(
    study: Study,  # noqa: ARG001 - it is there
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["coding", "adjudicate", "-o", "decide.html", "--json"]) == 0
    shown = capsys.readouterr()
    assert "Wrote decide.html: 3 differences of wave main." in shown.err
    assert "portrayals coding collect decide.decisions.json" in shown.err
    sheet = json.loads(shown.out)
    decisions = [
        {key: each[key] for key in ("variable",)}
        | {"unit": each["uuid"], "key": each["unit"], "shown": each["digest"], "codes": ["dry"]}
        | {"reason": "neither", "cause": "rule", "method": "expert", "at": "2999-01-01T00:00:00Z"}
        for each in sheet["disagreements"]
    ]
    book = {"key": sheet["codebook"], "sha256": sheet["codebook_sha256"]}
    file = {key: sheet[key] for key in ("format", "sheet", "study", "wave")} | {
        "codebook": book | {"version": sheet["codebook_version"]},
        "saved_at": "2999-01-01T00:00:00Z",
        "decisions": decisions,
    }
    Path("decide.decisions.json").write_text(json.dumps(file), encoding="utf-8")
    assert run(["coding", "collect", "decide.decisions.json", "-n"]) == 0
    assert "3 differences in wave main: 3 decided" in capsys.readouterr().err
    decisions[0]["shown"] = "0" * 64
    Path("decide.decisions.json").write_text(json.dumps(file), encoding="utf-8")
    assert run(["coding", "collect", "decide.decisions.json"]) == 1
    told = capsys.readouterr().err
    assert "decide.decisions.json  t0  tone  its coders answer otherwise" in told
    assert "Decide that in a new page" in told
    assert run(["coding", "collect", "decide.decisions.json", "--skip-bad"]) == 0
    shown = capsys.readouterr()
    assert shown.out.split()[-8:] == ["consensus", "main", "2", "0", "0", "0", "1", "0"]
    assert "3 differences in wave main: 2 decided, 1 open" in shown.err
    assert "Next: portrayals coding todo --wave main" in shown.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["-o", "decide.pdf"], "does not end in .html"),
        (["-o", "decide.html", "--alone"], "with -o give only a query and --wave"),
        (["t0", "tone=dry", "-o", "decide.html"], "with -o give only a query and --wave"),
        (["t9", "-o", "decide.html"], "there is nothing to decide"),
    ],
)
def test_a_page_takes_a_query_and_no_terms(
    words: list[str],
    told: str,
    study: Study,  # noqa: ARG001 - it is there
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["coding", "adjudicate", *words]) == 1
    assert told in capsys.readouterr().err
    assert not Path("decide.html").exists()
