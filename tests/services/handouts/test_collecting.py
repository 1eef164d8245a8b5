"""What coders send back is taken as it was meant, once, or refused in plain words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pages
import pytest
from pages import PageStudy, answer
from study import copied

from portrayals.errors import (
    InvalidRows,
    InvalidValue,
    NoAccess,
    PortrayalsError,
    UnknownKey,
    WaveLocked,
    WouldChange,
)
from portrayals.history.transaction import Change, read, write
from portrayals.services.adjudication.adjudicate import adjudicate
from portrayals.services.adjudication.decision import Terms
from portrayals.services.adjudication.disagreements import disagreements
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.merge import merge
from portrayals.services.catalogue.remove import remove
from portrayals.services.handouts import saved_files
from portrayals.services.handouts.answers import answers_in
from portrayals.services.handouts.saved_files import read_file
from portrayals.services.study.undo import undo
from portrayals.services.waves.assign import AssignOptions, assign
from portrayals.services.waves.lock import lock_wave

RAFI = "prime/lisa-metzger/rafi"
SEAN = "shrinking/jimmy-laird/sean"
LISA = "prime/lisa-metzger"


def filled(folder: Path) -> PageStudy:
    made = PageStudy(str(folder / "study.db"))
    made.fill(folder, "ben")
    return made


@pytest.fixture
def study(tmp_path: Path) -> PageStudy:
    return copied(filled, tmp_path)


def test_answers_of_every_type_are_recorded_as_they_were_meant(study: PageStudy) -> None:
    where = {"code": "dating", "episode": "S01E02", "start": "12:30", "end": "14:05", "quote": "Hi"}
    saved = study.saved(
        "ben",
        answer(study, "prime", "tone", "grave", note="all of it"),
        answer(study, LISA, "age", number=43.5, basis="documented"),
        answer(study, LISA, "remark", text="None of it; really, n/a"),
        answer(study, SEAN, "act", "dating", doubtful=["gift"], evidence=[where]),
        answer(study, SEAN, "warmth", "hot"),
        answer(study, RAFI, "act", complete=False),
        answer(study, SEAN, "stays", state="cannot-tell"),
    )
    done = study.collect(saved)
    assert (done.new, done.same, done.changed, done.withdrawn) == (7, 0, 0, 0)
    rows = study.answers()
    told = {slot: (row["state"], row["value"]) for slot, row in rows.items()}
    assert told == {
        ("prime", "tone"): ("coded", "grave"),
        (LISA, "age"): ("coded", 43.5),
        (LISA, "remark"): ("coded", "None of it; really, n/a"),
        (SEAN, "act"): ("coded", ["dating"]),
        (SEAN, "warmth"): ("coded", "hot"),
        (RAFI, "act"): ("none", []),
        (SEAN, "stays"): ("cannot-tell", None),
    }
    assert {row["coder"] for row in rows.values()} == {"ben"}
    assert rows[LISA, "age"]["basis"] == "documented"
    assert rows["prime", "tone"]["basis"] == "watched"
    assert rows["prime", "tone"]["note"] == "all of it"
    assert rows[SEAN, "act"]["doubtful"] == ["gift"]
    assert [rows[each, "act"]["complete"] for each in (SEAN, RAFI)] == [True, False]
    [seen] = rows[SEAN, "act"]["evidence"]  # type: ignore[misc]
    assert {name: seen[name] for name in where} == where | {
        "start": "00:12:30",
        "end": "00:14:05",
    }


def test_the_same_file_twice_changes_nothing(study: PageStudy) -> None:
    place = {"start": "12:30"}
    saved = study.saved(
        "ben",
        answer(study, RAFI, "act", "gift", note="once", evidence=[place]),
        answer(study, SEAN, "act", state="withdrawn"),
        basis="documented",
    )
    study.collect(saved)
    before = study.changes(), study.answers()
    done = study.collect(saved)
    assert (done.new, done.same, done.changed, done.withdrawn) == (0, 1, 0, 0)
    assert (study.changes(), study.answers()) == before


def test_a_later_file_replaces_note_evidence_and_completeness_too(study: PageStudy) -> None:
    first = answer(
        study,
        RAFI,
        "act",
        "gift",
        note="once",
        complete=False,
        evidence=[{"start": "12:30"}, {"code": "gift", "quote": "Here"}],
    )
    study.collect(study.saved("ben", first, answer(study, SEAN, "act", "gift", note="stays")))
    study.collect(
        study.saved(
            "ben",
            answer(study, RAFI, "act", "gift", evidence=[{"start": "12:30"}]),
            answer(study, SEAN, "act", "gift", note="stays"),
            saved_at="2025-12-01T09:00:00Z",
        )
    )
    row = study.answers()[RAFI, "act"]
    assert (row["note"], row["complete"]) == (None, True)
    assert [each["start"] for each in row["evidence"]] == ["00:12:30"]  # type: ignore[attr-defined]
    last = study.collect(
        study.saved(
            "ben",
            answer(study, RAFI, "act", "gift"),
            answer(study, SEAN, "act", "gift", note="stays"),
            saved_at="2025-12-01T09:00:01Z",
        )
    )
    assert (last.new, last.same, last.changed) == (0, 1, 1)
    assert study.answers()[RAFI, "act"]["evidence"] == []


def test_evidence_that_points_nowhere_is_none(study: PageStudy) -> None:
    seen = [{"code": "gift"}, {"code": "gfit"}, {}, {"code": "gift", "start": "12:30"}]
    given = answer(study, RAFI, "act", "gift", note="two\nlines", evidence=seen)
    assert study.collect(study.saved("ben", given)).new == 1
    row = study.answers()[RAFI, "act"]
    assert row["note"] == "two\nlines"
    assert [each["start"] for each in row["evidence"]] == ["00:12:30"]  # type: ignore[attr-defined]


def test_what_is_taken_back_is_withdrawn_and_what_was_never_answered_stays(
    study: PageStudy,
) -> None:
    study.annotate(LISA, "age=40", actor="ben")
    study.collect(study.saved("ben", answer(study, RAFI, "act", "gift", evidence=[{"quote": "!"}])))
    later = study.saved(
        "ben", answer(study, RAFI, "act", state="withdrawn"), saved_at="2025-12-01T09:00:00Z"
    )
    assert study.collect(later).withdrawn == 1
    assert set(study.answers()) == {(LISA, "age")}


def test_one_collected_file_is_one_change_that_undo_takes_back(study: PageStudy) -> None:
    before = study.changes(), study.answers()
    seen = [{"start": "1:00", "code": "gift"}]
    saved = study.saved("ben", answer(study, RAFI, "act", "gift", evidence=seen))
    study.collect(saved)
    assert study.changes() == before[0] + 1
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    assert study.answers() == before[1]
    assert study.collect(saved).new == 1


@pytest.mark.parametrize(
    ("variable", "wrong", "why"),
    [
        ("act", {"codes": ["datign"]}, "not a code of act"),
        ("act", {"codes": ["place"]}, "is a group of act"),
        ("act", {"codes": ["gift"], "doubtful": ["gift"]}, "both sure and in doubt"),
        ("act", {"codes": ["gift"], "state": "none"}, "is none and has a value too"),
        ("act", {"number": 3}, "lacks the kind of value that act takes"),
        ("act", {"codes": ["gift"], "evidence": [{"start": "late"}]}, "is not a time"),
        ("act", {"codes": ["gift"], "evidence": [{"code": "ride", "quote": "Q"}]}, "not among"),
        ("act", {"codes": ["gift"], "evidence": [{"episode": "S01E01"}]}, "episode"),
        ("warmth", {"codes": ["cold", "hot"]}, "takes one value"),
        ("warmth", {"state": "none"}, "is not a value of warmth"),
        ("warmth", {"codes": ["hot"], "complete": True}, "is not a set"),
        ("warmht", {"codes": ["hot"]}, "is not a variable"),
        ("age", {"number": 40}, "is coded for portrayals"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_told_and_nothing_is_taken(
    study: PageStudy, variable: str, wrong: dict[str, Any], why: str
) -> None:
    bad = answer(study, RAFI, variable, **{"state": "coded"} | wrong)
    right = answer(study, SEAN, "act", "gift")
    also = [] if variable == "act" else [answer(study, RAFI, "act", "gift")]
    saved = study.saved("ben", bad, right, *also)
    before = study.changes()
    with pytest.raises(InvalidRows) as refused:
        study.collect(saved)
    assert (refused.value.where or "").startswith(f"{RAFI}  {variable}  ")
    assert why in (refused.value.where or "")
    assert (study.changes(), study.answers()) == (before, {})
    done = study.collect(saved, skip_bad=True)
    assert (done.new, len(done.refused)) == (1 + len(also), 1)
    assert (SEAN, "act") in study.answers()


def test_r10_what_is_asked_is_judged_by_all_answers_of_the_file(study: PageStudy) -> None:
    asked = [answer(study, RAFI, "stays", "yes"), answer(study, RAFI, "act", "flirting")]
    assert study.collect(study.saved("ben", *asked)).new == 2
    not_asked = study.saved(
        "ben", asked[0], answer(study, RAFI, "act", "gift"), saved_at="2025-12-01T09:00:00Z"
    )
    with pytest.raises(InvalidRows, match="1 answer cannot be taken") as refused:
        study.collect(not_asked)
    assert f"{RAFI}  stays  stays is asked only where act:romantic" in (refused.value.where or "")


def test_r10_of_variables_asked_alike_each_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = (
        f"  - {{key: {key}, level: {level}, type: boolean, asked_when: 'act:romantic'}}\n"
        for key, level in (("leaves", "relationship"), ("weds", "title"))
    )
    monkeypatch.setattr(pages, "BOOK", f"{pages.BOOK}{''.join(more)}")
    study = PageStudy(str(tmp_path / "study.db"))
    study.fill(tmp_path, "ben")
    acts = [answer(study, RAFI, "act", "gift"), answer(study, SEAN, "act", "flirting")]
    asked = [answer(study, key, of, "yes") for key in (RAFI, SEAN) for of in ("stays", "leaves")]
    asked += [answer(study, key, "weds", "yes") for key in ("prime", "shrinking")]
    done = study.collect(study.saved("ben", *acts, *asked), skip_bad=True)
    assert [each.told.split(" is asked")[0] for each in done.refused] == [
        f"{RAFI}  stays  stays",
        f"{RAFI}  leaves  leaves",
        "prime  weds  weds",
    ]
    assert done.new == 5


def test_an_older_file_is_refused_unless_forced(study: PageStudy) -> None:
    new = study.saved("ben", answer(study, RAFI, "act", "gift"), saved_at="2025-11-30T15:00:00Z")
    old = study.saved("ben", answer(study, RAFI, "act"), saved_at="2025-11-30T15:30:00+01:00")
    study.collect(new)
    with pytest.raises(WouldChange, match=r"saved at 2025-11-30 14:30 UTC, before .* 15:00 UTC"):
        study.collect(old)
    assert study.answers()[RAFI, "act"]["state"] == "coded"
    assert study.collect(old, force=True).changed == 1
    assert study.collect(new).changed == 1


def test_a_file_of_a_clock_that_is_wrong_is_refused_as_no_later_one_could_follow(
    study: PageStudy,
) -> None:
    wrong = study.saved("ben", answer(study, RAFI, "act"), saved_at="2126-11-30T15:00:00Z")
    with pytest.raises(
        InvalidValue, match=r"saved at 2126-11-30 15:00 UTC, which is in the future"
    ):
        study.collect(wrong, force=True)
    assert study.answers() == {}


def test_only_titles_that_were_handed_out_to_the_coder_are_answered(study: PageStudy) -> None:
    own = study.saved("ben", answer(study, RAFI, "act", "gift"))
    study.title("Bliss", year="1997")
    study.portrayal("bliss", "Alfred")
    study.relationship("bliss/alfred", "Maria")
    other = answer(study, "bliss/alfred/maria", "act", "gift")
    with pytest.raises(InvalidRows) as refused:
        study.collect(own | {"answers": [*own["answers"], other]})
    assert "the title was not handed out to this coder" in str(refused.value.where)
    assert study.collect(own).new == 1


def test_only_a_handout_of_this_study_for_this_coder_and_wave_is_answered(
    study: PageStudy,
) -> None:
    saved = study.saved("ben", answer(study, RAFI, "act", "gift"))
    with pytest.raises(UnknownKey, match="was not given out in this study"):
        study.collect(saved | {"handout": "0" * 64})
    with pytest.raises(InvalidValue, match="its handout was for ben, wave main"):
        study.collect(saved | {"coder": "ana"})
    with pytest.raises(InvalidValue, match="another text of romance 1"):
        study.collect(saved | {"codebook": saved["codebook"] | {"sha256": "0" * 64}})
    assert study.answers() == {}


def test_a_locked_wave_takes_nothing(study: PageStudy) -> None:
    with write(study.target, actor="ana", command="coding lock main") as change:
        lock_wave(change, "main")
    with pytest.raises(WaveLocked, match=r"nothing of ben-main.answers.json can be taken"):
        study.collect(study.saved("ben", answer(study, RAFI, "act", "gift")))


def test_answers_by_an_earlier_version_of_the_codebook_wait_until_it_is_in_use_again(
    study: PageStudy, tmp_path: Path
) -> None:
    from pages import BOOK

    saved = study.saved("ben", answer(study, RAFI, "act", "gift"))
    study.apply(BOOK.replace('version: "1"', 'version: "2"'), tmp_path)
    with pytest.raises(InvalidValue, match="another version of the codebook by now"):
        study.collect(saved)
    study.apply(BOOK, tmp_path)
    assert study.collect(saved).new == 1


def test_units_renamed_or_merged_since_are_found_and_removed_ones_told(study: PageStudy) -> None:
    saved = study.saved(
        "ben", answer(study, RAFI, "act", "gift"), answer(study, SEAN, "act", "flirting")
    )
    other = study.relationship(LISA, "Rafael")
    with write(study.target, actor="ana", command="merge") as change:
        edit(change, SEAN, ["name=Sean Doe"])
        merge(change, RAFI, other)
    study.collect(saved)
    assert {key for key, _ in study.answers()} == {other, SEAN}
    with write(study.target, actor="ana", command="remove") as change:
        remove(change, [other])
    with pytest.raises(InvalidRows) as refused:
        study.collect(saved)
    assert refused.value.where == f"{RAFI}  act  the unit is no longer in the catalogue"


def test_two_units_that_are_one_now_cannot_both_be_answered(study: PageStudy) -> None:
    other = study.relationship(LISA, "Rafael")
    study.give("main", "ben")
    saved = study.saved("ben", *(answer(study, key, "act", "gift") for key in (RAFI, other)))
    with write(study.target, actor="ana", command="merge") as change:
        merge(change, RAFI, other)
    with pytest.raises(InvalidRows) as refused:
        study.collect(saved)
    assert "are one unit now, answered twice" in (refused.value.where or "")


@pytest.mark.parametrize("stands", [0, 1])
def test_of_two_units_that_are_one_now_the_answer_that_was_not_taken_back_is_taken(
    study: PageStudy, stands: int
) -> None:
    other = study.relationship(LISA, "Rafael")
    study.give("main", "ben")
    given = [answer(study, key, "act", state="withdrawn") for key in (RAFI, other)]
    given[stands] |= {"state": "coded", "codes": ["gift"]}
    saved = study.saved("ben", *given)
    with write(study.target, actor="ana", command="merge") as change:
        merge(change, RAFI, other)
    assert study.collect(saved).new == 1
    assert study.answers()[other, "act"]["value"] == ["gift"]


def test_what_was_taken_back_of_a_removed_unit_is_nothing_to_take(study: PageStudy) -> None:
    saved = study.saved("ben", answer(study, RAFI, "act", state="withdrawn"))
    with write(study.target, actor="ana", command="remove") as change:
        remove(change, [RAFI])
    done = study.collect(saved)
    assert (done.withdrawn, done.refused) == (0, ())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xfe", "is not JSON"),
        (b"", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"format": NaN}', "is not JSON"),
        (b"<!DOCTYPE html><html>", "is the page itself"),
        (b"[]", "it is not an object"),
        (b"{}", "does not say that a page of a handout wrote it"),
        (b'{"format": 2}', "has the format 2, and this version reads 1"),
        (b'{"format": 1, "more": 1}', 'it has "more", which is unknown'),
    ],
)
def test_what_no_page_saved_is_refused_in_plain_words(content: bytes, told: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        answers_in(content, "a.json")
    assert refused.value.message.startswith("a.json ")
    assert told in refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"unit": None}, "has no unit"),
        ({"state": "perhaps"}, 'has the state "perhaps"'),
        ({"basis": "dreamt"}, 'has the basis "dreamt"'),
        ({"codes": "gift"}, "is not a list"),
        ({"codes": [1]}, "has codes that are not text"),
        ({"note": 3}, "has a note that is not text"),
        ({"codes": [""]}, "has codes that are not text"),
        ({"note": "\ud800"}, "has a note that is not text"),
        ({"note": "two\nlines, \0"}, "has a note that is not text"),
        ({"number": "3"}, "has a number that is not a number"),
        ({"number": 10**400}, "has a number that is too large"),
        ({"complete": "yes"}, "something other than yes or no for complete"),
        ({"mood": "good"}, 'has "mood", which is unknown'),
        ({"evidence": [{"page": 3}]}, 'has "page", which is unknown'),
    ],
)
def test_a_damaged_answer_is_told_by_unit_and_variable(
    study: PageStudy, changed: dict[str, Any], told: str
) -> None:
    saved = study.saved("ben", answer(study, RAFI, "act", "gift") | changed)
    with pytest.raises(InvalidValue) as refused:
        answers_in(json.dumps(saved).encode(), "a.json")
    assert "act" in refused.value.message
    assert told in refused.value.message


def test_an_answer_given_twice_and_a_time_without_a_zone_are_refused(study: PageStudy) -> None:
    given = answer(study, RAFI, "act", "gift")
    for saved, told in (
        (study.saved("ben", given, given), "is answered twice"),
        (study.saved("ben", given, saved_at="2025-11-30T14:02:11"), "the time it was saved"),
        (study.saved("ben", saved_at="0001-01-01T00:00:00+23:59"), "the time it was saved"),
    ):
        with pytest.raises(InvalidValue, match=told):
            answers_in(json.dumps(saved).encode(), "a.json")


def test_a_file_that_is_missing_or_too_large_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoAccess, match="no such file"):
        read_file(str(tmp_path / "none.json"))
    with pytest.raises(NoAccess, match="is a directory"):
        read_file(str(tmp_path))
    file = tmp_path / "large.json"
    file.write_bytes(b" " * 101)
    monkeypatch.setattr(saved_files, "MOST_BYTES", 100)
    with pytest.raises(InvalidValue, match="is too large for the answers of one coder"):
        read_file(str(file))


def test_every_refusal_says_what_to_do_next(study: PageStudy) -> None:
    saved = study.saved("ben", answer(study, RAFI, "act", "datign"))
    for changed in ({}, {"handout": "0" * 64}, {"coder": "ana"}, {"format": 9}):
        with pytest.raises(PortrayalsError) as refused:
            study.collect(saved | changed)
        assert refused.value.hint


def test_an_undo_asks_only_for_the_lock_of_the_wave_it_changes(study: PageStudy) -> None:
    study.coder("cleo")
    study.hand_out("late", "cleo")
    for coder in ("ben", "cleo"):
        study.collect(study.saved(coder, answer(study, RAFI, "act", "gift")))
    last = study.changes()

    def work(what: Callable[[Change], object]) -> list[object]:
        with write(study.target, actor="ana", command="work") as change:
            what(change)
        return [row["coder"] for row in study.list("annotations").rows]

    work(lambda change: lock_wave(change, "main"))
    with pytest.raises(WaveLocked, match="wave main"):
        work(lambda change: undo(change, last - 1))
    assert work(lambda change: undo(change, last)) == ["ben"]
    assert work(lambda change: undo(change, last + 2)) == ["ben", "cleo"]
    assert work(lambda change: undo(change, last + 3)) == ["ben"]
    work(lambda change: lock_wave(change, "late"))
    with pytest.raises(WaveLocked, match="wave late"):
        work(lambda change: undo(change, last + 4))


def test_a_handout_does_not_come_back_into_a_wave_that_was_locked_since(
    study: PageStudy,
) -> None:
    study.hand_out("late", "ben")
    given = study.changes()
    for what in (lambda c: undo(c, given), lambda c: lock_wave(c, "late")):
        with write(study.target, actor="ana", command="work") as change:
            what(change)
    with (
        pytest.raises(WaveLocked, match="wave late"),
        write(study.target, actor="ana", command="undo") as change,
    ):
        undo(change, given + 1)


def test_what_was_decided_before_is_told_once_and_stays(study: PageStudy) -> None:
    study.coder("cleo")
    study.hand_out("first", "ben", "cleo")

    def collect(coder: str, code: str, day: int) -> tuple[str, ...]:
        moment = f"2025-12-{day:02}T09:00:00Z"
        given = answer(study, RAFI, "act", code)
        return study.collect(study.saved(coder, given, saved_at=moment)).notices

    def decide(wave: str, code: str = "ride") -> None:
        with write(study.target, actor="ana", command="decide") as change:
            adjudicate(change, RAFI, [f"act={code}"], Terms("seen again"), wave=wave)

    def noted(wave: str) -> tuple[str, ...]:
        with read(study.target) as connection:
            return disagreements(connection, wave=wave).notes

    collect("ben", "gift", 1)
    assert collect("cleo", "dating", 1) == ()
    decide("first")
    assert noted("first") == ()
    study.hand_out("again", "ben", "cleo")
    told = (
        f"Decided before, and the decision stands: {RAFI} act. To take it back: portrayals coding "
        f"adjudicate {RAFI} act=not-coded --wave first"
    )
    assert collect("ben", "gift", 2) == (told,)
    assert collect("ben", "gift", 2) == ()
    assert collect("cleo", "flirting", 2) == (told,)
    assert noted("again") == (told,)
    decide("again")  # which counts instead, and is of both answers
    assert (noted("again"), noted("first")) == ((), ())
    assert collect("cleo", "gift", 3) == (told.replace("--wave first", "--wave again"),)
    assert noted("again") == ()  # there it is listed as answered again
    decide("first", "gift")  # which is no answer of a coder's
    assert noted("first") == ()


def test_answers_for_practice_are_about_no_decision(study: PageStudy) -> None:
    study.coder("cleo")
    study.hand_out("first", "ben", "cleo")
    for coder, code in (("ben", "gift"), ("cleo", "dating")):
        study.collect(study.saved(coder, answer(study, RAFI, "act", code)))
    with write(study.target, actor="ana", command="decide") as change:
        adjudicate(change, RAFI, ["act=ride"], Terms("seen again"))
        assign(change, "practice", ["ben"], AssignOptions(purpose="training"))
    study.give("practice", "ben")
    assert study.collect(study.saved("ben", answer(study, RAFI, "act", "gift"))).notices == ()


def test_answers_without_a_basis_are_told_once(study: PageStudy) -> None:
    given = [answer(study, RAFI, "act", "gift"), answer(study, SEAN, "act", basis="watched")]
    saved = study.saved("ben", *given, basis=None)
    [told] = study.collect(saved).notices
    assert told.startswith("1 answer of ben-main.answers.json has no basis, and agreement")
    assert study.collect(saved).notices == ()
    later = study.saved("ben", *given, saved_at="2025-12-02T09:00:00Z")
    assert (study.collect(later).changed, study.collect(later).notices) == (1, ())
