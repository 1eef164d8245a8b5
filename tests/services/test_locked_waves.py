"""Locked waves: what was coded in them stays, whatever the command that would change it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from changed_study import BOOK, ChangedStudy
from sqlalchemy import func, select

from portrayals.codebook.load import load
from portrayals.errors import InvalidRows, PortrayalsError
from portrayals.exchange.sheets import open_sheet
from portrayals.history.transaction import Change, write
from portrayals.services.catalogue.coders_and_sources import add_wave
from portrayals.services.catalogue.merge import merge
from portrayals.services.catalogue.remove import remove
from portrayals.services.codebooks.apply import apply_book
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import annotate, tag, untag
from portrayals.services.handouts.hand_out import hand_out
from portrayals.services.importing.annotations import import_annotations
from portrayals.services.importing.ending import ImportPolicy
from portrayals.services.study.undo import undo
from portrayals.services.waves.assign import assign
from portrayals.services.waves.lock import lock_wave, unlock_wave
from portrayals.tables import change, wave

SEAN = "shrinking/jimy-laird/sean"
GRACE = "shrinking/jimy-laird/grace"
SINCE = "2026-01-01T00:00:00Z"

Work = Callable[[Change], object]


def lock(study: ChangedStudy) -> None:
    """Locks the wave `main` at a known moment."""
    with write(study.target, actor="ana", command="lock") as under_way:
        under_way.connection.execute(wave.update().values(locked_at=SINCE))


def code(study: ChangedStudy) -> None:
    """What is in the wave when it is locked; the last change takes Grace out of it."""
    study.annotate("prime-again", "tone=comic")
    study.tag(SEAN, "flirting", "gift", episode="S01E02", at="12:30")
    study.tag(GRACE, "gift")
    study.remove(GRACE)


def take_back(study: ChangedStudy) -> None:
    """Undoes the last change."""
    with write(study.target, actor="ana", command="undo") as under_way:
        undo(under_way)


def undo_the_tag(under_way: Change) -> object:
    """Takes back what Sean was coded, two changes before the last."""
    last = under_way.connection.execute(select(func.max(change.c.change_id))).scalar_one()
    return undo(under_way, last - 2)


#: What would change something in the wave.
WRITES: dict[str, Work] = {
    "remove a title": lambda c: remove(c, ["shrinking"]),
    "remove a relationship": lambda c: remove(c, [SEAN]),
    "merge a title that is coded": lambda c: merge(c, "prime-again", "prime"),
    "merge an episode that is evidence": lambda c: merge(c, "shrinking/s01e02", "shrinking/s01e01"),
    "undo a removal": undo,
    "undo a tag": undo_the_tag,
    "annotate": lambda c: annotate(c, "prime", ["tone=grave"], CodingOptions()),
    "tag": lambda c: tag(c, SEAN, ["dating"], CodingOptions()),
    "untag": lambda c: untag(c, SEAN, ["gift"]),
    "assign": lambda c: assign(c, "main", ["ben"]),
    "hand out": lambda c: hand_out(c, ["ben"], "main", lambda _: ("ben.html", 0)),
    "untag evidence": lambda c: untag(c, SEAN, ["gift"], CodingOptions(at="12:30")),
}


def assert_refused(study: ChangedStudy, work: Work) -> PortrayalsError:
    """That it is refused with the wave's name and what to do, and changes nothing."""
    before = study.rows()
    with pytest.raises(
        PortrayalsError, match=f"wave main has been locked since {SINCE}"
    ) as refused:
        study.change(work)
    assert refused.value.hint
    assert study.rows() == before
    return refused.value


@pytest.mark.parametrize("name", WRITES)
def test_no_write_changes_what_a_locked_wave_holds(changed: ChangedStudy, name: str) -> None:
    code(changed)
    lock(changed)
    assert_refused(changed, WRITES[name])


@pytest.mark.postgresql
def test_no_write_changes_what_a_locked_wave_holds_on_a_server(
    changed_on_postgresql: ChangedStudy,
) -> None:
    study = changed_on_postgresql
    code(study)
    lock(study)
    for work in WRITES.values():
        assert_refused(study, work)
    study.change(lambda c: annotate(c, "prime", ["tone=comic"], in_recode(c)))
    take_back(study)


def in_recode(under_way: Change) -> CodingOptions:
    """A mark that codes in a wave of its own, made for it."""
    add_wave(under_way, "again", "recode")
    return CodingOptions(wave="again")


def test_a_refusal_tells_how_much_would_change_and_what_to_do(changed: ChangedStudy) -> None:
    code(changed)
    changed.tag("shrinking/jimy-laird/general", "dating", actor="ben")
    lock(changed)
    refused = assert_refused(changed, lambda c: remove(c, ["shrinking"]))
    assert refused.message.endswith(", and 2 annotations in it would change")
    assert "portrayals screen TITLE out" in str(refused.hint)


def test_an_import_into_a_locked_wave_is_refused_by_its_rows(
    changed: ChangedStudy, tmp_path: Path
) -> None:
    code(changed)
    lock(changed)
    before = changed.rows()
    file = tmp_path / "coded.csv"
    file.write_text(f"unit,variable,value\n{SEAN},act,dating\n")
    with open_sheet(str(file)) as sheet, pytest.raises(InvalidRows) as refused:
        changed.change(lambda c: import_annotations(c, sheet, ImportPolicy(on_change="update")))
    assert "wave main has been locked" in str(refused.value.problems[0]["reason"])
    assert changed.rows() == before


@pytest.mark.parametrize(
    "planned",
    [
        lambda study: study.plan_removal(SEAN),
        lambda study: study.plan_merge("prime-again", "prime"),
        lambda study: study.plan_merge("shrinking/s01e02", "shrinking/s01e01"),
    ],
)
def test_what_will_be_refused_is_not_asked_about_first(
    changed: ChangedStudy, planned: Callable[[ChangedStudy], Any]
) -> None:
    code(changed)
    planned(changed)
    lock(changed)
    with pytest.raises(PortrayalsError, match="wave main has been locked"):
        planned(changed)


def test_an_assignment_in_a_locked_wave_stays(changed: ChangedStudy) -> None:
    changed.assign("ben", "prime", "prime-again")
    lock(changed)
    refused = assert_refused(changed, lambda c: remove(c, ["prime-again"]))
    assert "1 assignment in it" in refused.message


def test_what_is_not_in_the_locked_wave_changes_as_ever(changed: ChangedStudy) -> None:
    code(changed)
    lock(changed)
    changed.edit(SEAN, "name=Sean M.")
    changed.edit("shrinking", "key=shrinks")
    take_back(changed)
    changed.remove("shrinking/s01e03")
    changed.merge("prime", "prime-again")  # what stays has codes, what goes has none
    changed.change(lambda c: annotate(c, "shrinking", ["tone=comic"], in_recode(c)))
    take_back(changed)


def test_another_codebook_leaves_a_locked_wave_as_it_is(changed: ChangedStudy) -> None:
    code(changed)
    lock(changed)
    before = changed.rows()
    newer = load(BOOK.replace('"1"', '"2"').replace("label: Act", "label: Acts"), name="b.yaml")
    changed.change(lambda c: apply_book(c, newer))
    after = changed.rows()
    for name in ("annotation", "evidence", "wave"):
        assert after[name] == before[name]


def test_of_several_undone_together_none_is_where_one_is_refused(changed: ChangedStudy) -> None:
    code(changed)
    lock(changed)
    changed.edit("prime", "year=2001")
    assert_refused(changed, lambda c: undo(c, last=2))
    take_back(changed)


def another_codebook(under_way: Change) -> None:
    """Applies a version that differs in nothing, which opens the waves for it."""
    apply_book(under_way, load(BOOK.replace('"1"', '"2"'), name="b.yaml"))


def test_an_undo_of_what_was_before_the_lock_does_not_unlock(changed: ChangedStudy) -> None:
    changed.change(another_codebook)
    lock(changed)
    assert_refused(changed, undo)


def test_a_lock_that_is_a_change_can_be_undone(changed: ChangedStudy) -> None:
    code(changed)
    before = changed.rows()
    changed.change(lambda c: lock_wave(c, "main"))
    take_back(changed)
    assert changed.rows() == before


def test_a_wave_is_locked_once(changed: ChangedStudy) -> None:
    written = changed.change(lambda c: lock_wave(c, "main"))
    assert written.said == "Locked main: its 0 annotations can no longer change."
    assert_refused_now(changed, lambda c: lock_wave(c, "main"), "wave main has been locked since")


def test_an_unlocked_wave_is_coded_with_the_codebook_in_force(changed: ChangedStudy) -> None:
    code(changed)
    changed.change(lambda c: lock_wave(c, "main"))
    changed.change(another_codebook)
    changed.change(lambda c: unlock_wave(c, "main"))
    [main] = changed.all(wave)
    assert (main["locked_at"], main["codebook_id"]) == (None, 2)
    changed.annotate("prime", "tone=grave")
    assert_refused_now(changed, lambda c: unlock_wave(c, "main"), "wave main is open")


def test_a_wave_that_is_not_there_is_not_locked(changed: ChangedStudy) -> None:
    assert_refused_now(changed, lambda c: lock_wave(c, "mian"), '"mian" is not a wave')


def assert_refused_now(study: ChangedStudy, work: Work, says: str) -> None:
    before = study.rows()
    with pytest.raises(PortrayalsError, match=says):
        study.change(work)
    assert study.rows() == before


@pytest.mark.postgresql
def test_locks_are_kept_and_undone_on_a_server(changed_on_postgresql: ChangedStudy) -> None:
    study = changed_on_postgresql
    code(study)
    before = study.rows()
    study.change(lambda c: lock_wave(c, "main"))
    with pytest.raises(PortrayalsError, match="wave main has been locked"):
        study.plan_removal(SEAN)
    take_back(study)
    assert study.rows() == before
    study.change(another_codebook)
    lock(study)
    assert_refused(study, undo)
