"""Training: a handout with the answers of another coder, and none of it in any finding."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pages import PageStudy, answer
from study import copied

import portrayals
from portrayals.errors import PortrayalsError
from portrayals.history.transaction import read, write
from portrayals.results.handout import GivenEvidence, Handout
from portrayals.results.waves import HandoutFiles
from portrayals.services.handouts.content import handout_of
from portrayals.services.handouts.hand_out import hand_out
from portrayals.services.waves.assign import AssignOptions, assign

BOND = "prime/lisa-metzger/rafi"


class Trained(PageStudy):
    """A study in which ben is to learn from lea, who has answered about one bond and its title."""

    def fill(self, folder: Path, *coders: str) -> None:
        super().fill(folder, "ben", "lea", *coders)
        with write(self.target, actor="ana", command="assign") as change:
            assign(change, "practice", ["ben"], AssignOptions(purpose="training"))
        self.annotate("prime", "tone=grave", actor="lea", wave="practice", note="It rains.")
        self.tag(
            BOND, "dating", "maybe:gift", actor="lea", wave="practice", at="12:30", quote="Yes"
        )
        self.annotate("prime/lisa-metzger", "age=40", actor="lea", wave="practice")
        self.annotate("prime", "tone=comic", actor="ana", wave="practice")
        self.annotate("prime", "tone=comic", actor="lea")

    def trains(
        self, who: str = "ben", *, of: str | None = "lea", wave: str = "practice"
    ) -> Handout:
        with read(self.target) as connection:
            return handout_of(connection, who, wave, answers_of=of)

    def given(self, *coders: str) -> HandoutFiles:
        def kept(given: Handout) -> tuple[str, int]:
            self.handouts[given.coder] = given
            return f"{given.name}.html", 0

        with write(self.target, actor="ana", command="handout") as change:
            return hand_out(change, coders, "practice", kept, answers_of="lea")


def filled(folder: Path) -> Trained:
    made = Trained(str(folder / "study.db"))
    made.fill(folder)
    return made


@pytest.fixture
def study(tmp_path: Path) -> Trained:
    return copied(filled, tmp_path)


def test_it_has_the_answers_of_that_coder_in_that_wave_with_evidence_and_notes(
    study: Trained,
) -> None:
    model = study.trains().model
    assert model is not None
    assert model.coder == "lea"
    found = {(each.unit, each.variable): each for each in model.answers}
    assert len(model.answers) == 3
    assert found.keys() == {
        (study.uuid("prime"), "tone"),
        (study.uuid("prime/lisa-metzger"), "age"),
        (study.uuid(BOND), "act"),
    }
    tone, age = found[study.uuid("prime"), "tone"], found[study.uuid("prime/lisa-metzger"), "age"]
    assert (tone.state, tone.codes, tone.note) == ("coded", ("grave",), "It rains.")
    assert (age.codes, age.number) == ((), 40)
    act = found[study.uuid(BOND), "act"]
    assert (act.codes, act.doubtful) == (("dating",), ("gift",))
    assert GivenEvidence("dating", None, "00:12:30", None, "Yes", None) in act.evidence


def test_without_such_answers_nothing_of_it_is_in_a_handout(study: Trained) -> None:
    blind = study.trains(of=None)
    assert "model" not in blind.to_dict()
    assert "It rains." not in json.dumps(blind.to_dict())
    assert blind == replace(study.trains(), model=None)
    assert blind.sha256 != study.trains().sha256


def test_synopses_are_read_in_training_and_nowhere_else(study: Trained) -> None:
    telling = "She treats the woman whom her son loves."
    portrayals.open(study.target, actor="ana").edit("prime", f"synopsis={telling}")
    told = {each.key: each.synopsis for each in study.trains().units}
    assert told == dict.fromkeys(told) | {"prime": telling}
    assert study.trains(of=None).units == study.trains().units
    [row] = study.given("ben").rows
    assert [*row.remarks()][1:] == [
        "ben-practice.html shows the synopsis of 1 title, which only a handout for training does."
    ]
    study.give("main", "ben")
    assert "synopsis" not in json.dumps(study.handouts["ben"].to_dict())


@pytest.mark.parametrize(
    ("who", "of", "wave", "said"),
    [
        ("ben", "lea", "main", "wave main is not for training, and nobody sees another's answers"),
        ("lea", "lea", "practice", "lea gave the answers that are to be learnt from"),
        ("ben", "cai", "practice", "cai has answered nothing of this in wave practice"),
        ("ben", "lee", "practice", 'there is no coder "lee"'),
    ],
)
def test_what_cannot_be_learnt_from_is_refused(
    study: Trained, who: str, of: str, wave: str, said: str
) -> None:
    study.coder("cai")
    study.title("Another")
    with write(study.target, actor="ana", command="assign") as change:
        assign(change, "practice", ["lea"])
    with pytest.raises(PortrayalsError, match=said):
        study.trains(who, of=of, wave=wave)


def test_handing_out_says_how_many_units_have_an_answer(study: Trained) -> None:
    [said] = study.given("ben").remarks()
    assert said == (
        "ben-practice.html: 3 of 6 units have an answer of lea, shown once a unit is coded."
    )
    [row] = study.given("ben").to_dict()
    assert (row["answers_of"], row["answered_units"]) == ("lea", 3)


def test_titles_that_count_elsewhere_are_no_longer_coded_independently(study: Trained) -> None:
    with write(study.target, actor="ana", command="handout") as change:
        hand_out(change, ["ben"], "practice", lambda each: (each.name, 0), answers_of="lea")
        assert change.notices == [
            "ben also codes 2 of these titles in waves that count, where they are then not coded "
            "independently of lea."
        ]
        hand_out(change, ["ben"], "practice", lambda each: (each.name, 0))
        assert len(change.notices) == 1


def figures(study: Trained) -> Sequence[Any]:
    """What is found, with all that a page of the study counts."""
    opened = portrayals.open(study.target)
    found = opened.stats("tone", "act", level="title").to_dict()
    report = opened.report(Path(study.target).with_name("report.html"), force=True).to_dict()
    shown = ("key_figures", "figures", "others")
    counted = [{**each["result"], "provenance": None} for name in shown for each in report[name]]
    return {**found, "provenance": None}, counted, opened.list_titles("tone:any").to_dict()


@pytest.mark.slow
def test_r11_nothing_of_a_training_enters_any_finding(study: Trained) -> None:
    before = figures(study)
    study.given("ben")
    saved = (
        answer(study, "prime", "tone", "comic"),
        answer(study, "shrinking", "tone", "grave"),
        answer(study, BOND, "act", "gift"),
    )
    assert study.collect(study.saved("ben", *saved)).new == 3
    assert figures(study) == before
    assert portrayals.open(study.target).reliability().to_dict()["rows"] == []


def test_each_learner_is_compared_with_whom_they_learn_from(study: Trained) -> None:
    study.given("ben")
    study.collect(study.saved("ben", answer(study, "prime", "tone", "comic")))
    opened = portrayals.open(study.target)
    found = opened.reliability("tone", wave="practice", against="lea", matrix=True)
    assert found.comparison == "validity"
    pairs = {row.between: row.units for row in found.rows}
    assert pairs[("ben", "lea")] == 1
    assert ("ana", "ben") not in pairs
    assert "Each coder against lea: validity, not agreement between coders." in found.notes


@pytest.mark.postgresql
def test_both_engines_hand_out_the_same_answers(
    study: Trained, empty_postgresql_url: str, tmp_path: Path
) -> None:
    other = Trained(empty_postgresql_url)
    other.fill(tmp_path)

    def told(of: Trained) -> list[object]:
        model = of.trains().model
        assert model is not None
        return [replace(each, unit="") for each in model.answers]

    assert told(other) == told(study)


def test_whose_answers_it_was_learnt_from_is_told_where_that_is_clear(study: Trained) -> None:
    study.given("ben")
    given = [answer(study, BOND, "act", "gift"), answer(study, "prime", "tone", "comic")]
    saved = study.saved("ben", *given)
    assert study.collect(saved).against is None  # lea has answered there, and so has ana
    with write(study.target, actor="ana", command="assign") as change:
        assign(change, "practice", ["ana"])  # who learns, too
    assert study.collect(saved).against == "lea"
    study.give("main", "ben")
    assert study.collect(study.saved("ben", *given)).against is None
