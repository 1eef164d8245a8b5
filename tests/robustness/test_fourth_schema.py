"""A database of the fourth schema, which held every set to be complete (R6)."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from stored import FOURTH_SCHEMA, snapshot_of, stored, stored_on_server, undone
from study import Study

from portrayals.database.engine import engine_for
from portrayals.database.migrate import upgrade
from portrayals.history.transaction import read
from portrayals.services.study import backup
from portrayals.tables import annotation

#: What the study is cited by, before the upgrade and after it.
SNAPSHOT = "8fccdbf6198139ab8d9da0a34cfb811227091506d3102af870d89287baa46fde"
#: The changes of the fourth schema, and what the study was cited by before each of them.
BEFORE = {
    29: "54416573026b456a4ffe78b34ebb6280e5c23dd3820ead9aafb8513bfa5761ad",  # documented
    30: "6c3295b93241713239ea1dedc1e391408d209784a7ec264abf59c79b98fb1398",  # tag, documented
    33: "ee34fc3195a6625df0888240ef22a8196d5a66bd11d7c3cf2b39676db484087f",  # add coder
    34: "ee34fc3195a6625df0888240ef22a8196d5a66bd11d7c3cf2b39676db484087f",  # none, documented
    35: "589ec5fa32b06be296731f310b772bf0210c95524c429d71ffc5d7b7b3f9d4a9",  # watched in part
    36: "bb5eed0c1e6759d2d797861e1e6bedc4d1361a2702a474358a863133206e9453",  # watched
    37: "5dc3aa04f430705d81ce7779359c7e5e843aa51b8c691661394ae94f3fb1d743",  # hearsay
}
#: An untag that was undone before the upgrade, and the undo.
UNTAGGED, UNDO = 38, 39
GABY = "shrinking/jimmy-laird/gaby"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The stored database on an engine, brought up to date."""
    if request.param == "sqlite":
        made = str(stored(tmp_path / "study.db", FOURTH_SCHEMA))
    else:
        made = request.getfixturevalue("empty_postgresql_url")
        stored_on_server(made, FOURTH_SCHEMA, "0004")
    upgrade(engine_for(made))
    return made


def test_it_is_sound_and_what_it_was(target: str) -> None:
    assert snapshot_of(target) == SNAPSHOT


@pytest.mark.slow
def test_all_that_was_done_before_is_undone_after_and_redone(target: str) -> None:
    undos = []
    for number, before in reversed(BEFORE.items()):
        undos.append(undone(target, number))
        assert snapshot_of(target) == before, number
    for number, after in zip(reversed(undos), [*list(BEFORE.values())[1:], SNAPSHOT], strict=True):
        undone(target, number)
        assert snapshot_of(target) == after, number


def test_what_was_undone_before_is_redone_after_and_undone_again(target: str) -> None:
    study = Study.at(target)
    redo = undone(target, UNDO)
    assert values(study)[GABY, "ana"] == ["gift"]
    assert snapshot_of(target) not in {SNAPSHOT, *BEFORE.values()}
    undone(target, redo)
    assert values(study)[GABY, "ana"] == ["dating", "gift"]
    assert snapshot_of(target) == SNAPSHOT


def values(study: Study) -> dict[tuple[object, object], object]:
    """The acts that coders gave, by unit and coder."""
    rows = study.list("annotations").rows
    return {(row["unit"], row["coder"]): row["value"] for row in rows if row["variable"] == "act"}


def test_r06_what_a_set_denies_follows_from_its_basis(target: str) -> None:
    rows = Study.at(target).list("annotations").rows
    found = {(row["basis"], row["complete"]) for row in rows if row["variable"] in {"act", "motif"}}
    complete = {("watched", True), ("unstated", True)}
    assert found == complete | {
        ("watched-in-part", False), ("documented", False), ("hearsay", False)
    }  # fmt: skip
    with read(target) as connection:
        said = connection.execute(select(func.count(annotation.c.complete))).scalar_one()
    assert said == 0


def test_r06_documented_sets_are_partial_and_what_they_hold_is_known(target: str) -> None:
    study = Study.at(target)
    rows = {code: study.row(f"act:{code}") for code in ("gift", "dating", "flirting")}
    told = {code: (row.count, row.n, row.known, row.units) for code, row in rows.items()}
    assert told == {"gift": (1, 1, 3, 3), "dating": (0, 1, 1, 3), "flirting": (0, 1, 0, 3)}
    assert {row.states["incomplete"] for row in rows.values()} == {2}
    assert study.keys("relationships", "act:dating") == [GABY]


def test_r06_as_reported_they_are_read_as_they_were_before(target: str) -> None:
    study = Study.at(target)
    rows = [study.row(f"act:{code}", silence="no") for code in ("gift", "dating", "flirting")]
    assert [(row.count, row.n) for row in rows] == [(2, 2), (0, 1), (0, 3)]


def test_r06_the_upgrade_tells_how_many_sets_deny_nothing_any_more(tmp_path: Path) -> None:
    target = str(stored(tmp_path / "study.db", FOURTH_SCHEMA))
    assert "\n6 sets of codes rest on documents, on a part, or on hearsay" in upgrade_told(target)
    assert "sets of codes" not in upgrade_told(target)


def upgrade_told(target: str) -> str:
    """What `db upgrade` says."""
    return backup.upgrade(target).said
