"""`code`: a session at the keyboard, line by line as from a pipe."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import portrayals
from portrayals.cli.program import run

BOOK = """\
codebook: therapists
version: "1"
headline: harm
levels: {portrayal: therapist, general: clients}
variables:
  - {key: tone, label: Tone, level: title, type: nominal, codes: [{key: comic}, {key: grave}]}
  - {key: age, label: Age, level: portrayal, type: number}
  - key: act
    label: Act
    question: What does the therapist do?
    level: relationship
    type: multi
    codes:
      - key: dating-current-client
        label: Dating, current client
        definition: They are a couple.
      - {key: dating-former-client, label: "Dating, former client"}
      - {key: gives-gift, label: Gives gift}
  - key: initiator
    label: Who initiates
    question: Who begins?
    level: relationship
    type: nominal
    asked_when: act:any
    codes: [{key: therapist, label: Therapist}, {key: client, label: Client}]
derived:
  - key: harm
    level: relationship
    type: boolean
    rules: [{when: "act:any", then: yes}]
    otherwise: no
"""

Typed = Callable[..., tuple[int, str]]


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typed:
    """Runs `code` with lines as its input; the status and what it says."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    assert run(["init", "--codebook", "book.yaml"]) == 0

    def code(*lines: str, query: str = "", options: str = "--basis watched") -> tuple[int, str]:
        capsys.readouterr()
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        status = run(["code", *query.split(), *options.split()])
        out, err = capsys.readouterr()
        assert out == ""
        return status, err

    return code


def annotations() -> dict[str, object]:
    """By unit and variable, what was recorded."""
    rows = portrayals.open("portrayals.db").list("annotations").rows
    return {f"{row['unit']} {row['variable']}": row["value"] or row["state"] for row in rows}


MUMFORD = "Mumford (1999)/Dr. Mumford/Sofie Crisp"
SOFIE = "mumford/dr-mumford/sofie-crisp"


def test_an_act_takes_one_line_for_the_place_and_one_for_the_code(typed: Typed) -> None:
    status, said = typed(MUMFORD, 'dat cur 1:20:00 "You came back."', "y", "gift", "q")
    assert status == 0
    assert "Add film Mumford (1999), therapist Dr. Mumford, client Sofie Crisp? [Y/n]" in said
    assert annotations() == {f"{SOFIE} act": ["dating-current-client", "gives-gift"]}
    [row] = portrayals.open("portrayals.db").list("annotations").rows
    [seen] = row["evidence"]
    assert (seen["start"], seen["quote"]) == ("01:20:00", "You came back.")
    assert "2 answers saved in " in said


def test_each_answer_is_a_change_of_its_own_and_u_takes_it_back(typed: Typed) -> None:
    said = typed(MUMFORD, "dat cur", "", "mumf", "gift", "u", "u", "u", "q")[1]
    assert annotations() == {}
    assert "nothing was saved in this session" in said
    history = portrayals.open("portrayals.db").history().entries
    assert [each.command for each in history][-3:-1] == [
        f"tag {SOFIE} gives-gift",
        f"tag '{MUMFORD}' dating-current-client",
    ]
    assert "0 answers saved" in said


def test_none_doubt_and_other_variables_are_answers_too(typed: Typed) -> None:
    typed(MUMFORD, "maybe gift", "", "init cli", "age=41", "tone com", "q")
    assert annotations() == {
        f"{SOFIE} act": "coded",
        f"{SOFIE} initiator": "client",
        "mumford/dr-mumford age": 41,
        "mumford tone": "comic",
    }
    said = typed("mumf sof", "none", "init thera", "q")[1]
    assert annotations()[f"{SOFIE} act"] == "none"
    assert "initiator is asked only where act:any" in said


def test_what_several_codes_fit_is_offered_and_picked_by_number(typed: Typed) -> None:
    said = typed(MUMFORD, "dating 3:00", "2", "", "zzz", "q")[1]
    assert "1  dating-former-client   Dating, former client" in said
    assert annotations() == {f"{SOFIE} act": ["dating-current-client"]}
    assert 'nothing fits "zzz"' in said
    [row] = portrayals.open("portrayals.db").list("annotations").rows
    assert row["evidence"][0]["start"] == "00:03:00"


def test_the_rule_of_a_code_is_a_key_away(typed: Typed) -> None:
    said = typed(MUMFORD, "?", "? dat cur", "q")[1]
    assert "maybe CODE if in doubt" in said
    assert "definition  They are a couple." in said


def test_how_the_coder_knows_is_asked_once_and_remembered(typed: Typed) -> None:
    said = typed(
        MUMFORD, "gift", "by ear", "doc", "", "dat cur", "b wat", "dat for", "q", options=""
    )[1]
    assert said.count("How do you know?") == 2  # the first answer was none
    [row] = portrayals.open("portrayals.db").list("annotations").rows
    assert row["basis"] == "watched"


def test_a_place_is_found_by_letters_and_a_slip_makes_no_title(typed: Typed) -> None:
    typed(MUMFORD, "gift", "", "q")
    said = typed("mum sof", "dat cur", "", "mumfrd", "sofi", "q")[1]
    assert f"Mumford (1999) / Dr. Mumford / Sofie Crisp   {SOFIE}" in said
    assert 'nothing is called "mumfrd"' in said
    assert len(portrayals.open("portrayals.db").list("titles").rows) == 1


def test_a_new_title_may_be_declined(typed: Typed) -> None:
    typed(MUMFORD, "gift", "n", "q")
    assert annotations() == {}
    assert portrayals.open("portrayals.db").list("titles").rows == ()


def test_a_query_asks_unit_by_unit_what_is_not_coded_yet(typed: Typed) -> None:
    study = portrayals.open("portrayals.db", actor="ana")
    for name in ("Alpha", "Beta", "Gamma"):
        study.add_title(name, year=2000)
        study.add_portrayal(name, "Ann")
        study.add_relationship(f"{name}/Ann", "Bob")
    status, said = typed("gift", "", "thera", "none", "", "s", query="act:not-coded,any")
    assert status == 0
    assert "[1 of 3] Alpha (2000) / Ann / Bob" in said
    assert "What does the therapist do?" in said
    assert annotations() == {
        "alpha/ann/bob act": ["gives-gift"],
        "beta/ann/bob act": "none",
    }
    said = typed("client", "none", query="kind:film")[1]
    assert "[1 of 3] Alpha (2000) / Ann / Bob\nWho begins?" in said  # the act is answered
    assert "[3 of 3] Gamma (2000) / Ann / Bob\nWhat does the therapist do?" in said
    assert "[2 of 3]" not in said  # nobody begins where there is no act
    assert annotations()["alpha/ann/bob initiator"] == "client"
    assert annotations()["gamma/ann/bob act"] == "none"


def test_a_number_is_typed_and_an_offer_stands_for_one_line(typed: Typed) -> None:
    typed(MUMFORD, "gift", "", "q")
    said = typed("forty", "41", query="age:not-coded")[1]
    assert annotations()["mumford/dr-mumford age"] == 41
    assert "forty" in said
    said = typed("mum sof", "dating", "?", "zzz", "1", "q")[1]
    assert 'nothing fits "1"' in said
    assert annotations()[f"{SOFIE} act"] == ["gives-gift"]


def test_undo_takes_back_what_this_session_saved_and_nothing_else(typed: Typed) -> None:
    typed(MUMFORD, "gift", "", "q")
    study = portrayals.open("portrayals.db", actor="ana")
    study.annotate("mumford", "tone=comic")
    typed("mum sof", "dat cur", "u", "u", "q")
    assert annotations() == {f"{SOFIE} act": ["gives-gift"], "mumford tone": "comic"}


@pytest.mark.parametrize("lines", [("s", "q"), (MUMFORD, "s", "q"), (MUMFORD, "gift", "q")])
def test_a_session_may_be_ended_wherever_it_asks(typed: Typed, lines: tuple[str, ...]) -> None:
    status, said = typed(*lines, options="")
    assert status == 0
    assert "0 answers saved" in said


def test_the_end_of_the_input_ends_the_session(typed: Typed) -> None:
    assert typed()[0] == 0
    assert typed(MUMFORD)[0] == 0
    assert annotations() == {}


def test_without_a_study_it_is_refused_at_once(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "portrayals.db").unlink()
    status, said = typed("q")
    assert status == 1
    assert "there is no portrayals.db" in said


README = Path(__file__).parents[2] / "README.md"


@pytest.mark.slow
def test_the_session_in_the_readme_was_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = README.read_text(encoding="utf-8").partition("$ portrayals code --basis watched\n")[2]
    recorded = text.partition("```")[0]
    typed = re.findall(r"^(?:where>|code>|Add .* \[Y/n\])(.*)$", recorded, re.MULTILINE)
    assert max(len(line) for line in typed) < 80
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOGNAME", "ana")
    monkeypatch.delenv("PORTRAYALS_DB", raising=False)
    assert run(["init"]) == 0
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line.strip()}\n" for line in typed)))
    assert run(["code", "--basis", "watched"]) == 0
    said = [line.rstrip() for line in capsys.readouterr().err.splitlines()]
    assert said[:-1] == recorded.splitlines()[:-1]
    assert re.fullmatch(r"5 answers saved in [0-9]+ s\.", said[-1])
