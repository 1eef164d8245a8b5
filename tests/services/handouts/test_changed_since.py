"""Handing out what a changed rule touches: those units and variables, to whoever coded them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from study import Study, copied

import portrayals
from portrayals.errors import InvalidValue, UnknownKey
from portrayals.history.transaction import read, write
from portrayals.results.handout import Handout
from portrayals.services.handouts.answers import answers_in
from portrayals.services.handouts.collect import collect
from portrayals.services.handouts.hand_out import hand_out
from portrayals.services.study.undo import undo
from portrayals.services.waves.assign import AssignOptions, assign
from portrayals.tables import assignment, wave

BOOK = """\
codebook: gestures
version: "1.0"
variables:
  - {key: tone, level: title, type: nominal, codes: [{key: comic}, {key: grave}]}
  - {key: act, level: portrayal, type: multi, codes: [{key: talk}, {key: shout}, {key: wink}]}
  - {key: loudness, level: portrayal, type: number, asked_when: "act:shout"}
"""


def version(text: str, number: str, *changed: tuple[str, str]) -> str:
    """A text with another version, in which this is written instead of that."""
    for old, new in (('"1.0"', f'"{number}"'), *changed):
        assert old in text
        text = text.replace(old, new)
    return text


class Recoded(Study):
    """Three titles of one person each, which ana and ben have both been given and have coded."""

    def fill(self, folder: Path) -> None:
        """Assigns and codes."""
        self.folder = folder
        self.apply(BOOK, folder)
        self.coder("ben")
        self.units = {}
        for number in range(3):
            self.title(f"T{number}")
            self.units[self.portrayal(f"t{number}", "A")] = number
        with write(self.target, actor="ana", command="assign") as change:
            assign(change, "main", ["ana", "ben"], AssignOptions(reliability="100%"))
        self.annotate("t0", "tone=comic")
        self.annotate("t0/a", "act=talk;wink")
        self.annotate("t1/a", "act=shout", "loudness=3")
        self.annotate("t0/a", "act=talk", actor="ben")

    def hand_out(self, *coders: str, to: str = "again", since: str = "1.0") -> list[Handout]:
        """The handouts of what is coded again."""
        with write(self.target, actor="ana", command="handout") as change:
            found = hand_out(change, coders, to, lambda _: ("a.html", 0), changed_since=since)
        return [row.handout for row in found.rows]

    def touched(self, coder: str = "ana", **how: str) -> dict[str, tuple[str, ...]]:
        """By unit the variables that a coder is to code again."""
        [given] = self.hand_out(coder, **how)
        return {each.key: each.variables or () for each in given.units if each.variables}

    def collects(self, given: Handout, codes: list[str]) -> None:
        """Takes in the same codes for every question."""
        answers: list[dict[str, Any]] = [
            {"unit": each.uuid, "variable": key, "state": "coded", "codes": codes}
            for each in given.units
            for key in each.variables or ()
        ]
        content = {
            "format": 1,
            "handout": given.sha256,
            "coder": given.coder,
            "wave": given.wave,
            "codebook": {
                "key": given.codebook,
                "version": given.codebook_version,
                "sha256": given.codebook_sha256,
            },
            "saved_at": "2026-01-01T00:00:00Z",
            "basis": "unstated",
            "answers": answers,
        }
        with write(self.target, actor="ana", command="collect") as change:
            collect(change, answers_in(json.dumps(content).encode(), "ana.json"))


def filled(folder: Path) -> Recoded:
    made = Recoded(str(folder / "study.db"))
    made.fill(folder)
    return made


@pytest.fixture
def study(tmp_path: Path) -> Recoded:
    study = copied(filled, tmp_path)
    study.folder = tmp_path
    return study


@pytest.fixture
def on_postgresql(empty_postgresql_url: str, tmp_path: Path) -> Recoded:
    made = Recoded(empty_postgresql_url)
    made.fill(tmp_path)
    return made


REWORDED = ("{key: talk}", "{key: talk, definition: To be heard.}")
SPLIT = ("{key: wink}", "{key: wink, split_into: [eye, grin]}, {key: eye}, {key: grin}")
NEW = ("  - {key: act,", "  - {key: age, level: portrayal, type: number}\n  - {key: act,")
ASKED = ('"act:shout"', '"act:shout,wink"')


@pytest.mark.parametrize(
    ("changed", "touched"),
    [
        (REWORDED, {"t0/a": ("act",), "t1/a": ("act",)}),
        (SPLIT, {"t0/a": ("act",)}),
        (NEW, {"t0/a": ("age",), "t1/a": ("age",)}),
        (ASKED, {"t0/a": ("loudness",), "t1/a": ("loudness",)}),
        (("{key: comic}", "{key: comic, include: Farce.}"), {"t0": ("tone",)}),
    ],
)
def test_a_changed_rule_touches_what_was_coded_by_it(
    study: Recoded, changed: tuple[str, str], touched: dict[str, tuple[str, ...]]
) -> None:
    study.apply(version(BOOK, "1.1", changed), study.folder)
    assert study.touched() == touched


def test_a_code_of_another_name_touches_nothing(study: Recoded) -> None:
    study.apply(version(BOOK, "1.1", ("{key: talk}", "{key: speak, was: talk}")), study.folder)
    with pytest.raises(InvalidValue, match="nothing that ana or ben coded"):
        study.hand_out("ana", "ben")


def test_what_is_above_a_touched_unit_is_shown_and_not_asked(study: Recoded) -> None:
    study.apply(version(BOOK, "1.1", SPLIT), study.folder)
    [given] = study.hand_out("ana")
    assert [(each.key, each.variables) for each in given.units] == [("t0", ()), ("t0/a", ("act",))]
    assert [each.key for each in given.variables] == ["act"]


def test_what_was_coded_since_then_is_touched_by_what_changed_after_it(study: Recoded) -> None:
    study.apply(version(BOOK, "1.1", REWORDED), study.folder)
    study.annotate("t2/a", "act=talk;shout")
    last = version(
        BOOK, "1.2", REWORDED, ("{key: shout}", "{key: yell, was: shout, exclude: Songs.}")
    )
    study.apply(last.replace("act:shout", "act:yell"), study.folder)
    assert study.touched(since="1.1") == {"t2/a": ("act",)}
    assert {*study.touched(since="1.0")} == {"t0/a", "t1/a", "t2/a"}
    study.annotate("t0/a", "act=talk")
    assert {*study.touched()} == {"t1/a", "t2/a"}


def test_a_question_that_own_answers_rule_out_is_not_asked(study: Recoded) -> None:
    rule = ('"act:shout"}', '"act:shout", definition: From 1 to 9.}')
    study.annotate("t1/a", "act=talk")
    study.annotate("t2/a", "act=shout", "loudness=4")
    study.apply(version(BOOK, "1.1", rule), study.folder)
    assert study.touched() == {"t2/a": ("loudness",)}
    study.apply(version(BOOK, "1.2", rule, REWORDED), study.folder)
    assert study.touched(to="third")["t1/a"] == ("act", "loudness")


def test_the_new_answers_count_and_the_old_ones_stay(study: Recoded) -> None:
    study.apply(version(BOOK, "1.1", REWORDED), study.folder)
    ana, ben = study.hand_out("ana", "ben")
    for given in (ana, ben):
        study.collects(given, ["shout"])
    assert study.row("act:shout").count == 2
    assert study.row("act:talk").count == 0
    rows = portrayals.open(study.target).list("annotations", "act:any").rows
    waves = [(row["wave"], row["codebook_version"]) for row in rows if row["unit"] == "t0/a"]
    assert sorted(waves) == [("again", "1.1")] * 2 + [("main", "1.0")] * 2
    # Agreement is that of one wave: of the rule of now, over what was drawn to measure it.
    found = portrayals.open(study.target).reliability("act", wave="again")
    assert (found.rows[0].units, found.rows[0].percent_agreement) == (1, 100)
    before = portrayals.open(study.target).reliability("act", wave="main")
    assert before.rows[0].percent_agreement == 0
    with pytest.raises(InvalidValue, match="nothing that ana coded"):
        study.hand_out("ana")


def test_the_new_wave_has_the_overlap_of_the_old_one(study: Recoded) -> None:
    study.apply(version(BOOK, "1.1", REWORDED), study.folder)
    study.hand_out("ana", "ben")
    with read(study.target) as connection:
        rows = connection.execute(assignment.select().join(wave).where(wave.c.key == "again"))
        assert [row.purpose for row in rows] == ["reliability"] * 3


def is_blind(study: Recoded) -> None:
    """Compares a handout with what it is where somebody else has coded otherwise."""
    study.apply(version(BOOK, "1.1", SPLIT, ASKED), study.folder)
    [before] = study.hand_out("ana")
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    study.annotate("t0/a", "act=shout", "loudness=9", actor="ben")
    study.annotate("t2/a", "act=shout", actor="ben")
    study.annotate("t2", "tone=grave", actor="ben")
    [after] = study.hand_out("ana")
    assert after.sha256 == before.sha256


def test_what_others_coded_leaves_no_trace_in_it(study: Recoded) -> None:
    is_blind(study)


@pytest.mark.postgresql
def test_what_others_coded_leaves_no_trace_in_it_on_a_server(on_postgresql: Recoded) -> None:
    is_blind(on_postgresql)


def test_it_goes_into_a_wave_that_is_later(study: Recoded) -> None:
    study.apply(version(BOOK, "1.1", REWORDED), study.folder)
    with pytest.raises(InvalidValue, match="main cannot take what is coded again: it holds"):
        study.hand_out("ana", to="main")
    with write(study.target, actor="ana", command="assign") as change:
        assign(change, "practice", ["ana"], AssignOptions(purpose="training"))
    with pytest.raises(InvalidValue, match="its purpose is not main"):
        study.hand_out("ana", to="practice")
    with pytest.raises(UnknownKey, match="is not a version of gestures"):
        study.hand_out("ana", since="0.9")


def test_one_undo_takes_the_wave_and_the_assignments_back(study: Recoded) -> None:
    study.apply(version(BOOK, "1.1", REWORDED), study.folder)
    before = portrayals.open(study.target).info().snapshot
    study.hand_out("ana", "ben")
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    assert portrayals.open(study.target).info().snapshot == before


def test_the_same_from_python(study: Recoded, tmp_path: Path) -> None:
    study.apply(version(BOOK, "1.1", REWORDED), study.folder)
    mine = portrayals.open(study.target, actor="ana")
    assert mine.codebook_diff(str(study.folder / "book.yaml"), against="1.0").again == ("act",)
    given = mine.handout("ana", "again", tmp_path / "a.html", changed_since="1.0")
    assert [each.variables for each in given.units if each.variables] == [("act",), ("act",)]
    assert (tmp_path / "a.html").exists()
