"""Decisions between coders: what differs, who may decide it, and what is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from study import Study, copied

from portrayals.errors import InUse, InvalidValue, PortrayalsError, UnknownKey, WaveLocked
from portrayals.history.transaction import read, write
from portrayals.results.adjudication import Disagreements, Todo
from portrayals.results.disagreements import Disagreement
from portrayals.services.adjudication.adjudicate import adjudicate
from portrayals.services.adjudication.decide import decide
from portrayals.services.adjudication.decision import Decision, Terms
from portrayals.services.adjudication.disagreements import disagreements
from portrayals.services.adjudication.todo import todo
from portrayals.services.catalogue.coders_and_sources import add_coder, add_wave
from portrayals.services.catalogue.kinds_of_coder import CoderOptions
from portrayals.services.catalogue.remove import remove
from portrayals.services.handouts.write_answers import Taken
from portrayals.services.study.check import check
from portrayals.services.study.undo import undo
from portrayals.services.waves.lock import lock_wave, unlock_wave
from portrayals.tables import adjudication, adjudication_with, annotation, coder, unit

BOOK = """\
codebook: loves
version: "1"
headline: act
levels: {portrayal: lover}
variables:
  - {key: tone, label: Tone, level: title, type: nominal, codes: [{key: comic}, {key: grave}]}
  - {key: length, label: Length, level: title, type: number}
  - {key: remark, label: Remark, level: title, type: text}
  - key: act
    label: Act
    level: relationship
    type: multi
    codes: [{key: kiss}, {key: gift}, {key: slap}]
  - {key: begins, label: Begins, level: relationship, type: nominal, asked_when: "act:any",
     codes: [{key: one}, {key: other}]}
"""
BOND = "t0/a/b"
WHY = Terms("seen again")


class Differing(Study):
    """A study of five titles, with ana, ben and eve, who code them."""

    def fill(self, folder: Path) -> Differing:
        self.apply(BOOK, folder)
        self.coder("ben", "eve")
        for number in range(5):
            title = self.title(f"T{number}", year=str(1990 + number))
            self.relationship(self.portrayal(title, "A"), "B")
        return self

    def votes(self, key: str, **values: str) -> None:
        """Has coders answer, each `variable=value`, as who watched it."""
        for actor, value in values.items():
            self.annotate(key, value, actor=actor, basis="watched")

    def again(self) -> None:
        """Adds a wave of recoding."""
        with write(self.target, actor="ana", command="add wave") as change:
            add_wave(change, "again", "recode")

    def differ(self, *query: str, **options: Any) -> Disagreements:
        with read(self.target) as connection:
            return disagreements(connection, query, **options)

    def todo(self, wave: str | None = None) -> Todo:
        with read(self.target) as connection:
            return todo(connection, wave)

    def decide(
        self, key: str, *values: str, actor: str = "eve", wave: str | None = None, **terms: Any
    ) -> str:
        """Decides for a reason; what is said."""
        with write(self.target, actor=actor, command="decide") as change:
            on = Terms(**{"reason": "seen again", **terms})
            return adjudicate(change, key, values, on, wave=wave).said

    def decide_all(self, *decisions: Decision, actor: str = "eve") -> Taken:
        with write(self.target, actor=actor, command="decide") as change:
            return decide(change, decisions)

    def undo(self) -> None:
        with write(self.target, actor="eve", command="undo") as change:
            undo(change, anyone=True)

    def own(self) -> list[Any]:
        """All that people answered, as it is stored."""
        rows = select(annotation).join(coder, coder.c.coder_id == annotation.c.coder_id)
        rows = rows.where(coder.c.kind != "consensus")
        with read(self.target) as connection:
            return list(connection.execute(rows.order_by(*annotation.primary_key)).all())

    def decisions(self) -> list[tuple[Any, ...]]:
        """Of each decision: unit, method, cause, reason, by whom, with whom."""
        with read(self.target) as connection:
            keys = dict(connection.execute(select(coder.c.coder_id, coder.c.key)).all())
            units = dict(connection.execute(select(unit.c.unit_id, unit.c.key)).all())
            beside = connection.execute(select(adjudication_with)).all()
            return [
                (
                    *(units[row.unit_id], row.method, row.cause, row.reason, keys[row.decided_by]),
                    [keys[each.with_coder_id] for each in beside if each.unit_id == row.unit_id],
                )
                for row in connection.execute(select(adjudication))
            ]

    def problems(self) -> Sequence[str]:
        with read(self.target) as connection:
            return check(connection).problems


def filled(folder: Path) -> Differing:
    return Differing(str(folder / "study.db")).fill(folder)


@pytest.fixture
def study(tmp_path: Path) -> Differing:
    return copied(filled, tmp_path)


def where(found: Disagreements) -> list[tuple[str, str]]:
    return [(row.unit, row.variable) for row in found.rows]


def said(row: Disagreement) -> list[str]:
    return sorted(each.said for each in row.answers)


def test_what_coders_answered_differently_is_listed_and_nothing_else(study: Differing) -> None:
    study.votes("t1", ana="tone=comic", ben="tone=comic")
    study.votes("t0", ana="tone=comic", ben="tone=grave")
    study.votes(BOND, ana="act=kiss,gift", ben="act=kiss", eve="act=kiss")
    study.votes("t2", ana="length=90")
    study.votes("t3", ana="remark=Sad", ben="remark=Sweet")
    found = study.differ()
    assert where(found) == [("t0", "tone"), (BOND, "act")]
    assert said(found.rows[1]) == ["kiss", "kiss", "kiss, gift"]
    assert found.rows[1].names == ("T0 (1990)", "A", "B")
    assert (found.summary.differences, found.summary.decided) == (2, 0)


def test_a_query_and_a_variable_narrow_the_list(study: Differing) -> None:
    for number in range(3):
        study.votes(f"t{number}", ana="tone=comic", ben="tone=grave")
        study.votes(f"t{number}", ana="length=90", ben="length=95")
    assert where(study.differ("year:1991..", variable="tone")) == [("t1", "tone"), ("t2", "tone")]
    with pytest.raises(UnknownKey, match='"tune" is not a variable') as refused:
        study.differ(variable="tune")
    assert refused.value.candidates == ("tone",)


def test_a_state_differs_from_a_value(study: Differing) -> None:
    study.votes("t0", ana="tone=comic", ben="tone=cannot-tell")
    study.votes(BOND, ana="act=none", ben="act=maybe:kiss")
    assert ("t0", "tone") in where(study.differ())


def test_sets_that_are_partial_differ_in_what_was_recorded(study: Differing) -> None:
    for actor, value in (("ana", "act=kiss"), ("ben", "act=gift")):
        study.annotate(BOND, value, actor=actor, basis="documented")
    assert where(study.differ()) == [(BOND, "act")]


def test_a_partial_set_beside_a_complete_one_differs_only_in_what_it_holds(
    study: Differing,
) -> None:
    study.annotate(BOND, "act=kiss", basis="watched", complete=False)
    study.annotate(BOND, "act=kiss,gift", actor="ben", basis="watched")
    assert where(study.differ()) == []
    study.annotate(BOND, "act=kiss,slap", basis="watched", complete=False)
    assert where(study.differ()) == [(BOND, "act")]


def test_programs_hearsay_and_titles_left_out_are_not_listed(study: Differing) -> None:
    with write(study.target, actor="ana", command="add coder") as change:
        add_coder(change, "robot", options=CoderOptions("model-m", "1"))
    study.votes("t0", ana="tone=comic", robot="tone=grave")
    study.votes("t1", ana="tone=comic")
    study.annotate("t1", "tone=grave", actor="ben", basis="hearsay")
    study.votes("t2", ana="tone=comic", ben="tone=grave")
    study.screen("t2", "out")
    assert where(study.differ()) == []


def test_letters_hide_the_coders_in_another_order_in_each_unit_but_the_same_each_time(
    study: Differing,
) -> None:
    for number in range(5):
        study.votes(f"t{number}", ana="tone=comic", ben="tone=grave")
        study.votes(f"t{number}", ana="length=1", ben="length=2")
        study.votes(f"t{number}/a/b", ana="act=kiss", ben="act=gift")
    found = study.differ()
    assert "ana" not in str(found.to_dict())
    assert {each.letter for row in found.rows for each in row.answers} == {"A", "B"}
    firsts = [row.answers[0].said in {"comic", "1", "kiss"} for row in found.rows]
    assert set(firsts) == {True, False}  # one order for all fifteen: one of 16,384 times
    assert study.differ() == found
    named = study.differ(names=True).rows[0]
    assert {each.letter: each.said for each in named.answers} == {"ana": "comic", "ben": "grave"}


def test_evidence_notes_and_the_basis_stand_beside_an_answer(study: Differing) -> None:
    study.tag(BOND, "kiss", basis="watched", at="12:30", quote="Oh!", note="In the dark.")
    study.votes(BOND, ben="act=gift")
    [row] = study.differ(names=True).rows
    mine = next(each for each in row.answers if each.letter == "ana")
    [piece] = mine.evidence
    assert (piece.code, piece.start, piece.quote) == ("kiss", "00:12:30", "Oh!")
    assert (mine.basis, mine.complete, mine.note) == ("watched", True, "In the dark.")


def test_a_decision_wins_and_the_answers_of_the_coders_stay(study: Differing) -> None:
    study.votes(BOND, ana="act=kiss", ben="act=gift")
    before = study.own()
    assert study.row("act:kiss").n == 0
    told = study.decide(BOND, "act=kiss", cause="rule", together=("ben",))
    assert told.splitlines() == [
        "Decided in discussion: act of t0/a/b = kiss.",
        "  complete: 2 other codes count as looked for and not found",
    ]
    assert (study.row("act:kiss").count, study.row("act:gift").count) == (1, 0)
    assert study.own() == before
    assert study.decisions() == [(BOND, "discussion", "rule", "seen again", "eve", ["ben"])]
    assert where(study.differ()) == []
    [row] = study.differ(decided=True).rows
    assert row.decision is not None
    assert (row.decision.said, row.decision.by, row.decision.together) == ("kiss", "eve", ("ben",))
    assert study.problems() == ()


def test_none_and_cannot_tell_can_be_decided(study: Differing) -> None:
    study.votes(BOND, ana="act=kiss", ben="act=gift")
    study.decide(BOND, "act=none")
    assert study.row("act:none").count == 1
    study.decide(BOND, "act=cannot-tell")
    assert study.row("act:none").n == 0
    assert study.stats("act").states["cannot-tell"] == 1


def test_a_decision_is_on_the_best_basis_and_partial_if_all_it_decides_on_is(
    study: Differing,
) -> None:
    study.annotate(BOND, "act=kiss", basis="watched-in-part")
    study.annotate(BOND, "act=gift", actor="ben", basis="watched-in-part")
    told = study.decide(BOND, "act=kiss")
    assert told.endswith("partial: says nothing about 2 other codes")
    [row] = study.differ(decided=True).rows
    assert row.decision is not None
    assert row.decision.complete is False
    of_it = study.list("annotations", "coder:consensus").rows
    assert [(each["basis"], each["complete"]) for each in of_it] == [("watched-in-part", False)]


def test_a_decision_is_changed_taken_back_and_undone(study: Differing) -> None:
    study.votes("t0", ana="tone=comic", ben="tone=grave")
    study.decide("t0", "tone=comic", together=("ben",))
    assert study.decide("t0", "tone=comic", together=("ben",)).startswith("It was decided so")
    assert study.decide("t0", "tone=grave", cause="slip").startswith("Decided anew")
    assert study.decisions() == [("t0", "expert", "slip", "seen again", "eve", [])]
    study.undo()
    assert study.decisions() == [("t0", "discussion", None, "seen again", "eve", ["ben"])]
    assert study.decide("t0", "tone=not-coded", reason=None).startswith("Took the decision")
    assert (study.decisions(), study.row("tone:comic").n) == ([], 0)
    study.undo()
    assert study.decisions() == [("t0", "discussion", None, "seen again", "eve", ["ben"])]
    assert study.row("tone:comic").count == 1
    study.undo()
    assert study.problems() == ()


def test_the_first_decision_makes_the_consensus_coder_and_undoing_it_takes_it_away(
    study: Differing,
) -> None:
    study.votes("t0", ana="tone=comic", ben="tone=grave")
    study.decide("t0", "tone=comic")
    assert "consensus" in study.keys("coders")
    study.undo()
    assert "consensus" not in study.keys("coders")


def test_who_differs_decides_with_another_or_says_that_they_are_alone(study: Differing) -> None:
    study.votes("t0", ana="tone=comic", ben="tone=grave")
    with pytest.raises(InvalidValue, match="ana is one of the coders who differ") as refused:
        study.decide("t0", "tone=comic", actor="ana")
    assert "--alone" in (refused.value.hint or "")
    with pytest.raises(InvalidValue, match="ana is one of the coders"):
        study.decide("t0", "tone=comic", actor="ana", method="expert")
    study.decide("t0", "tone=comic", actor="ana", together=("ben",))
    study.decide("t0", "tone=comic", actor="ana", alone=True)
    assert study.decisions() == [("t0", "alone", None, "seen again", "ana", [])]


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"reason": "  "}, "needs its reason"),
        ({"cause": "fate"}, '"fate" is not a cause'),
        ({"method": "vote"}, '"vote" is not a method'),
        ({"together": ("zoe",)}, '"zoe" is not a coder'),
        ({"together": ("robot",)}, "robot is a program, and only people decide"),
        ({"together": ("eve",)}, "eve decides, and is named as another"),
        ({"together": ("ben",), "alone": True}, "has nobody with them"),
        ({"method": "expert", "alone": True}, "has nobody with them"),
        ({"method": "discussion"}, "a discussion takes two"),
        ({"actor": "robot"}, "robot is a program, and only people decide"),
    ],
)
def test_terms_that_do_not_fit_are_refused(
    study: Differing, terms: dict[str, Any], why: str
) -> None:
    with write(study.target, actor="ana", command="add coder") as change:
        add_coder(change, "robot", options=CoderOptions("model-m", "1"))
    study.votes("t0", ana="tone=comic", ben="tone=grave")
    with pytest.raises(PortrayalsError, match=why):
        study.decide("t0", "tone=comic", **terms)
    assert study.decisions() == []


def test_where_nobody_differs_there_is_nothing_to_decide(study: Differing) -> None:
    study.votes("t0", ana="tone=comic", ben="tone=comic")
    for key in ("t0", "t1"):
        with pytest.raises(InvalidValue, match="nothing to decide about tone"):
            study.decide(key, "tone=grave")
    study.votes("t2", ana="tone=comic", ben="tone=grave")
    with pytest.raises(InvalidValue, match="is not decided, so there is nothing to take back"):
        study.decide("t2", "tone=not-coded")


def test_a_locked_wave_refuses(study: Differing) -> None:
    study.votes("t0", ana="tone=comic", ben="tone=grave")
    study.decide("t0", "tone=comic")
    with write(study.target, actor="ana", command="lock") as change:
        lock_wave(change, "main")
    for value in ("tone=grave", "tone=not-coded"):
        with pytest.raises(WaveLocked, match="nothing of it can be decided"):
            study.decide("t0", value)
    with write(study.target, actor="ana", command="unlock") as change:
        unlock_wave(change, "main")
    study.decide("t0", "tone=grave")


def test_what_was_coded_again_is_not_decided_where_the_main_wave_is_locked(
    study: Differing,
) -> None:
    study.again()
    study.votes("t0", ana="tone=comic")
    study.annotate("t0", "tone=grave", basis="watched", wave="again")
    with write(study.target, actor="ana", command="lock") as change:
        lock_wave(change, "main")
    with pytest.raises(WaveLocked, match="wave main has been locked"):
        study.decide("t0", "tone=grave", wave="again")


def test_what_is_not_asked_after_a_decision_cannot_be_decided(study: Differing) -> None:
    study.votes(BOND, ana="act=kiss", ben="act=gift")
    study.votes(BOND, ana="begins=one", ben="begins=other")
    study.decide(BOND, "act=none")
    with pytest.raises(InvalidValue, match="false for t0/a/b by what was decided"):
        study.decide(BOND, "begins=one")


def test_later_answers_change_nothing_and_are_counted(study: Differing) -> None:
    study.votes("t0", ana="tone=comic", ben="tone=grave")
    study.decide("t0", "tone=grave")
    study.votes("t0", eve="tone=comic", ben="tone=comic")
    found = study.differ(decided=True)
    assert [row.decision.later for row in found.rows if row.decision] == [2]
    assert found.summary.later == 1
    assert study.row("tone:grave").count == 1


def test_several_are_decided_in_one_change_and_those_refused_are_named(study: Differing) -> None:
    study.votes("t0", ana="tone=comic", ben="tone=grave")
    study.votes(BOND, ana="act=kiss", ben="act=gift")
    study.votes("t1", ana="length=90", ben="length=95")
    [uuid] = [row.uuid for row in study.differ(variable="act").rows]
    decisions = (
        Decision("t0", "tone", "coded", WHY, codes=("comic",)),
        Decision(uuid, "act", "coded", WHY, codes=("kiss",), doubtful=("gift",)),
        Decision("t1", "length", "coded", WHY, number=92.5),
        Decision("t2", "tone", "none", WHY),
        Decision("t9", "tone", "coded", WHY, codes=("comic",)),
        Decision("t0", "tune", "coded", WHY, codes=("comic",)),
        Decision("t0", "tone", "coded", WHY, codes=("grave",)),
    )
    taken = study.decide_all(*decisions)
    assert (taken.new, taken.same, taken.changed, taken.withdrawn) == (3, 0, 0, 0)
    assert [(each.unit, each.variable) for each in taken.refused] == [
        ("t9", "tone"),
        ("t2", "tone"),
        ("t0", "tune"),
        ("t0", "tone"),
    ]
    assert taken.refused[-1].reason == "tone of t0 is decided twice"
    assert taken.refused[2].candidates == ("tone",)
    said = [row.decision.said for row in study.differ(decided=True).rows if row.decision]
    assert said == ["comic", "kiss, maybe:gift", "92.5"]
    again = study.decide_all(*decisions[:3])
    assert (again.new, again.same, again.refused) == (0, 3, ())
    gone = study.decide_all(Decision("t0", "tone", "withdrawn", WHY))
    assert gone.withdrawn == 1
    assert study.problems() == ()


def test_the_summary_counts_causes_and_in_favour_of_whom(study: Differing) -> None:
    for number in range(4):
        study.votes(f"t{number}", ana="tone=comic", ben="tone=grave")
    study.decide("t0", "tone=comic", cause="rule")
    study.decide("t1", "tone=comic", cause="slip")
    study.decide("t2", "tone=cannot-tell")
    of = study.differ().summary
    assert (of.differences, of.decided, of.neither) == (4, 3, 1)
    assert of.causes == {"rule": 1, "slip": 1, "scene": 0, "missing-code": 0, "unstated": 1}
    favours = [(each.coder, each.decisions, each.of) for each in of.in_favour]
    assert favours == [("ana", 2, 3), ("ben", 0, 3)]


def test_todo_lists_the_rules_that_caused_differences_first(study: Differing) -> None:
    for number in range(3):
        study.votes(f"t{number}/a/b", ana="act=kiss,gift", ben="act=kiss")
        study.votes(f"t{number}", ana="tone=comic", ben="tone=grave")
    study.votes("t3/a/b", ana="act=slap", ben="act=none")
    study.decide("t0/a/b", "act=kiss", cause="slip")
    study.decide("t3/a/b", "act=slap", cause="missing-code", reason="No code for a shove.")
    study.decide("t0", "tone=comic", cause="slip", reason="misread")
    study.decide("t1", "tone=comic", cause="rule", reason="shown or told?")
    study.decide("t2", "tone=comic", cause="slip", reason="misread")
    found = study.todo()
    assert found.differences == 7
    assert [(row.key, row.differences, row.undecided) for row in found.rows] == [
        ("tone", 3, 0),
        ("act:slap", 1, 0),
        ("act:gift", 3, 2),
    ]
    assert (found.rows[0].reason, found.rows[0].times) == ("shown or told?", 1)
    assert (found.rows[1].causes["missing-code"], found.rows[2].causes["slip"]) == (1, 1)


def test_what_was_coded_again_is_compared_with_the_same_coder(study: Differing) -> None:
    study.again()
    study.votes("t0", ana="tone=comic", ben="tone=grave")
    study.votes("t1", ana="tone=comic")
    study.votes("t2", ana="tone=comic")
    for key, value in (("t0", "comic"), ("t1", "grave")):
        study.annotate(key, f"tone={value}", basis="watched", wave="again")
    study.annotate("t2", "tone=grave", actor="ben", basis="watched", wave="again")
    found = study.differ(wave="again", names=True)
    assert [{each.letter: each.said for each in row.answers} for row in found.rows] == [
        {"ana (main)": "comic", "ana (again)": "grave"},
        {"ana (main)": "comic", "ben (again)": "grave"},
    ]
    study.decide("t1", "tone=grave", wave="again")
    assert study.row("tone:grave").count == 1
    of_it = study.list("annotations", "coder:consensus").rows
    assert [each["wave"] for each in of_it] == ["main"]
    assert where(study.differ(wave="again")) == [("t2", "tone")]
    assert where(study.differ(decided=True)) == [("t0", "tone")]
    study.decide("t1", "tone=not-coded", wave="again")
    assert study.problems() == ()


def test_practice_is_not_decided(study: Differing) -> None:
    with write(study.target, actor="ana", command="add wave") as change:
        add_wave(change, "pilot", "training")
    with pytest.raises(InvalidValue, match="pilot is for practice"):
        study.differ(wave="pilot")


def test_who_took_part_cannot_be_removed_and_decisions_go_with_their_unit(
    study: Differing,
) -> None:
    study.coder("fay")
    study.votes("t0", ana="tone=comic", ben="tone=grave")
    study.decide("t0", "tone=comic", together=("fay",))
    with write(study.target, actor="ana", command="remove") as change:
        with pytest.raises(InUse) as refused:
            remove(change, ["fay"])
        assert "coder fay is used by 1 adjudication together with others" in str(
            refused.value.where
        )
        remove(change, ["t0"])
    assert study.decisions() == []
    study.undo()
    assert study.decisions() == [("t0", "discussion", None, "seen again", "eve", ["fay"])]
    assert study.problems() == ()


def test_decisions_of_before_have_no_cause(study: Differing) -> None:
    study.votes("t0", ana="tone=comic", ben="tone=grave")
    study.decide("t0", "tone=comic", cause="rule")
    with write(study.target, actor="ana", command="before") as change:
        change.connection.execute(update(adjudication).values(cause=None))
    assert study.differ().summary.causes["unstated"] == 1


@pytest.mark.postgresql
def test_on_postgresql_it_is_decided_and_undone_likewise(
    tmp_path: Path, empty_postgresql_url: str
) -> None:
    study = Differing(empty_postgresql_url).fill(tmp_path)
    test_a_decision_wins_and_the_answers_of_the_coders_stay(study)
    study.undo()
    assert study.decisions() == []
    study.again()
    study.annotate(BOND, "act=slap", basis="watched", wave="again")
    study.decide(BOND, "act=slap", wave="again", cause="scene", together=("ben",))
    assert study.decisions() == [(BOND, "discussion", "scene", "seen again", "eve", ["ben"])]
    assert [row.key for row in study.todo("again").rows] == ["act:kiss", "act:slap"]
    study.decide(BOND, "act=not-coded", wave="again")
    assert study.decisions() == []
