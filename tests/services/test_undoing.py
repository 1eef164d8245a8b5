"""Changes taken back: whatever was written, the database is again what it was before."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from changed_study import BOOK, ChangedStudy, Rows
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, update
from study import Study

from portrayals.codebook.load import load
from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.exchange.sheets import open_sheet
from portrayals.findings.stored_ballots import keep_ballots, wrong_ballots
from portrayals.history.record import keep
from portrayals.history.snapshot import snapshot
from portrayals.history.transaction import Change, read, write
from portrayals.services.catalogue.coders_and_sources import add_coder, add_source
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.merge import merge
from portrayals.services.catalogue.people import add_episodes, add_portrayal, add_relationship
from portrayals.services.catalogue.remove import remove
from portrayals.services.catalogue.titles import add_title, screen
from portrayals.services.claims.add import Said, add_claim
from portrayals.services.codebooks.apply import apply_book
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import annotate, tag, untag
from portrayals.services.importing.annotations import import_annotations
from portrayals.services.importing.ending import ImportPolicy
from portrayals.services.importing.units import import_units
from portrayals.services.study.history import history
from portrayals.services.study.info import describe, set_policy
from portrayals.services.study.undo import plan_undo, undo
from portrayals.tables import code_implies, code_property, coder, wave

Work = Callable[[Change], object]

RAFI = "prime/lisa-metzger/rafi"

_CODES = ("act=flirting", "act=gift;dating", "act=none", "act=maybe:gift", "act=cannot-tell")
_SHEETS = ("unit,variable,coder,value,source,describes", "name,year,kind,genre")


class _Writing:
    """Every command that writes, at random."""

    def __init__(self, study: ChangedStudy, random: Random, folder: Path) -> None:
        self.study, self.random = study, random
        self.file = folder / "sheet.csv"

    def any(self) -> Work:
        of_units = self.study.units()
        by_depth = [[key for key in of_units if key.count("/") == depth] for depth in range(3)]
        title, person, other = (self.random.choice(keys or [""]) for keys in by_depth)
        named = f"{self.random.choice(['Anna', 'Boris', 'Zoë'])} {self.random.randint(1, 9)}"
        first = named.split(maxsplit=1)[0]
        year = str(self.random.randint(1990, 2020))
        any_unit = self.random.choice(of_units)
        return self.random.choice(
            [
                lambda c: add_title(c, named, year=year, kind="tv", duplicate=True),
                lambda c: add_portrayal(c, title, named, roles=["therapist"]),
                lambda c: add_relationship(c, person, named, performer="P."),
                lambda c: add_episodes(c, title, f"S01E0{self.random.randint(1, 6)}"),
                lambda c: edit(c, title, [f"name={named}", "alias+=Also", f"year={year}"]),
                lambda c: edit(c, person, [f"name={named}", "role+=villain"]),
                lambda c: edit(c, any_unit, [f"key={first.casefold()}"]),
                lambda c: screen(c, title, self.random.choice(["in", "out", "none"])),
                lambda c: self.coded(c, other),
                lambda c: self.coded(c, other),
                lambda c: tag(c, other, ["gift"], CodingOptions(source="A book", at="00:10")),
                lambda c: untag(c, other, ["gift"]),
                lambda c: annotate(c, person, ["age=0.1", "lead=yes"], CodingOptions()),
                lambda c: annotate(c, title, ["tone=grave"], CodingOptions(note="So it seems.")),
                lambda c: remove(c, [any_unit]),
                lambda c: merge(c, title, self.random.choice(by_depth[0])),
                lambda c: merge(c, other, self.random.choice(by_depth[2] or [""])),
                lambda c: add_coder(c, first.casefold(), "A coder"),
                lambda c: add_source(c, f"source-{named[-1]}", citation=named),
                lambda c: add_claim(
                    c, f"source-{named[-1]}", title, ["tone=grave"], Said("It is.")
                ),
                lambda c: set_policy(c, self.random.choice(["any", "unanimous"])),
                lambda c: describe(c, [f"title={named}", "training_hours=0.3"]),
                lambda c: apply_book(c, load(_versions(self.random.randint(1, 3)), name="b.yaml")),
                lambda c: self.imported(c, import_annotations, of_units),
                lambda c: self.imported(c, self.titles_in, of_units),
            ]
        )

    def coded(self, under_way: Change, of: str) -> object:
        return annotate(under_way, of, [self.random.choice(_CODES)], CodingOptions())

    def titles_in(self, under_way: Change, sheet: Any, manner: ImportPolicy) -> object:
        return import_units(under_way, "title", sheet, manner)

    def imported(self, under_way: Change, work: Callable[..., object], units: list[str]) -> object:
        header, values = _SHEETS[work is not import_annotations], ("flirting", "dating", "none")
        rows = [
            f"{key},act,eva,{self.random.choice(values)},A paper,Seen there."
            if work is import_annotations
            else f"{key.title()} {self.random.randint(1, 3)},1999,film,comedy"
            for key in units
            if (key.count("/") == 2) == (work is import_annotations)
        ]
        self.file.write_text("\n".join([header, *rows]))
        with open_sheet(str(self.file)) as sheet:
            return work(under_way, sheet, ImportPolicy(on_change="update", create=True))


def _versions(number: int) -> str:
    """The codebook in three versions: codes come and go, a variable changes its label."""
    text = BOOK.replace('"1"', f'"{number}"')
    if number > 1:
        text = text.replace("{key: gift,", "{key: sham, label: Sham}, {key: gift,")
        text = text.replace("label: Act,", "label: Acts,")
    return text if number < 3 else text.replace("{key: slow, label: Slow}", "{key: slow, label: S}")


def _derived(study: ChangedStudy) -> list[set[tuple[Any, ...]]]:
    return [
        {tuple(row.values()) for row in study.rows_of(t)} for t in (code_implies, code_property)
    ]


def _state(study: ChangedStudy) -> tuple[Rows, list[set[tuple[Any, ...]]]]:
    with read(study.target) as connection:
        assert wrong_ballots(connection) == 0
    return study.rows(), _derived(study)


def _undo(study: ChangedStudy, number: int | None = None, **how: Any) -> Any:
    with write(study.target, actor=how.pop("actor", "ana"), command="undo") as under_way:
        return undo(under_way, number, **how)


def _carry_out(study: ChangedStudy, work: Work) -> bool:
    """Whether the work was done, and was more than nothing."""
    before = study.number
    try:
        with write(study.target, actor="ana", command="something") as under_way:
            work(under_way)
    except PortrayalsError:
        return False
    return study.number > before


@pytest.fixture
def fresh(filled: Path) -> Callable[[], ChangedStudy]:
    """Makes the filled study anew each time."""
    return lambda: ChangedStudy(str(shutil.copy(filled, filled.with_name("undone.db"))))


RANDOM = settings(
    max_examples=examples(14),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.slow
@RANDOM
@given(st.integers(0, 10**9))
def test_random_changes_are_undone_one_by_one_and_redone(
    fresh: Callable[[], ChangedStudy], tmp_path: Path, seed: int
) -> None:
    study, random = fresh(), Random(seed)
    states = [_state(study)]
    while len(states) < 9:
        if _carry_out(study, _Writing(study, random, tmp_path).any()):
            states.append(_state(study))
    undos = []
    for state in reversed(states[:-1]):
        undos.append(int(_undo(study).keys[0]))
        assert _state(study) == state
    study.assert_sound()
    for number, state in zip(reversed(undos), states[1:], strict=True):
        _undo(study, number)
        assert _state(study) == state
    study.assert_sound()


@pytest.mark.slow
@RANDOM
@given(st.integers(0, 10**9))
def test_a_change_in_the_middle_is_undone_soundly_or_refused(
    fresh: Callable[[], ChangedStudy], tmp_path: Path, seed: int
) -> None:
    study, random = fresh(), Random(seed)
    first, done = study.number + 1, 0
    while done < 8:
        done += _carry_out(study, _Writing(study, random, tmp_path).any())
    for _ in range(4):
        before, number = _state(study), random.randint(first, study.number)
        try:
            undone = int(_undo(study, number, anyone=True).keys[0])
        except PortrayalsError as error:
            refused = str(error)
        else:
            refused = ""
            study.assert_sound()
            _undo(study, undone)
        assert _state(study) == before
        assert not refused or "depends on it" in refused or "already undone" in refused


def test_the_second_undo_goes_further_back(changed: ChangedStudy) -> None:
    before = changed.rows()
    changed.edit("prime", "year=2001")
    changed.edit("prime", "year=2002")
    said = _undo(changed).said
    assert (
        said == f"Undid {changed.number - 1}: ana, a change. Redo: portrayals undo {changed.number}"
    )
    _undo(changed)
    assert changed.rows() == before


def test_an_undo_undone_is_a_redo_and_can_be_undone_again(changed: ChangedStudy) -> None:
    before = changed.rows()
    changed.edit("prime", "year=2001")
    number, after = changed.number, changed.rows()
    _undo(changed)
    assert _undo(changed, changed.number).said.startswith(f"Redid {number}: ana, a change. Undo:")
    assert changed.rows() == after
    _undo(changed, number)
    assert changed.rows() == before
    with pytest.raises(InvalidValue, match="already undone"):
        _undo(changed, number)


def test_several_are_undone_in_one_go(changed: ChangedStudy) -> None:
    before = changed.rows()
    for year in ("2001", "2002", "2003"):
        changed.edit("prime", f"year={year}")
    assert len(_undo(changed, last=3).keys) == 3
    assert changed.rows() == before


def test_one_that_was_undone_meanwhile_is_not_taken_for_the_one_before(
    changed: ChangedStudy,
) -> None:
    changed.edit("prime", "year=2001")
    changed.edit("prime", "year=2002")
    with read(changed.target) as connection:
        planned = plan_undo(connection, "ana")
    assert (planned.numbers, planned.rows, planned.large) == ((changed.number,), 1, False)
    _undo(changed)
    after, number = changed.rows(), changed.number
    with pytest.raises(PortrayalsError, match=f"change {number} .* came in between"):
        _undo(changed, planned=planned)
    assert changed.rows() == after


@pytest.mark.postgresql
def test_what_is_meant_is_known_beforehand_on_a_server(
    changed_on_postgresql: ChangedStudy,
) -> None:
    study = changed_on_postgresql
    study.edit("prime", "year=2001")
    study.remove("shrinking")
    with read(study.target) as connection:
        planned = plan_undo(connection, "ana", last=2)
    assert planned.numbers == (study.number, study.number - 1)
    assert planned.rows == 1 + 8  # one title; a series with three episodes and four people
    study.edit("prime", "year=2002")
    with pytest.raises(PortrayalsError, match=f"change {study.number} .* came in between"):
        _undo(study, last=2, planned=planned)
    _undo(study, last=3)
    assert "shrinking" in study.units()


@pytest.mark.parametrize(("last", "told"), [(50, "no 50 changes of ben"), (1, "no change of ben")])
def test_more_than_there_are_is_refused_and_none_is_undone(
    changed: ChangedStudy, last: int, told: str
) -> None:
    if last > 1:
        changed.change(lambda c: screen(c, "prime", "in"), actor="ben")
    before = changed.rows()
    with pytest.raises(PortrayalsError, match=told):
        _undo(changed, last=last, actor="ben")
    assert changed.rows() == before


def test_what_a_later_change_depends_on_is_refused_with_its_number(changed: ChangedStudy) -> None:
    changed.change(lambda c: add_title(c, "Bliss", year="1997"))
    added = changed.number
    changed.portrayal("bliss", "Baltazar")
    with pytest.raises(
        PortrayalsError, match=f"change {changed.number} .* depends on it"
    ) as refused:
        _undo(changed, added)
    assert refused.value.hint == f"first undo that one: portrayals undo {changed.number}"
    changed.edit("prime", "year=2001")
    edited = changed.number
    changed.edit("prime", "year=2002")
    with pytest.raises(PortrayalsError, match=f"change {changed.number} "):
        _undo(changed, edited)


def test_what_needs_something_removed_since_is_not_brought_back(changed: ChangedStudy) -> None:
    changed.tag(RAFI, "gift")
    changed.untag(RAFI, "gift")
    untagged = changed.number
    changed.remove(RAFI)
    with pytest.raises(PortrayalsError, match=f"change {changed.number} .* depends on it"):
        _undo(changed, untagged)


def test_a_code_does_not_go_from_under_an_answer_by_an_older_codebook(
    changed: ChangedStudy,
) -> None:
    with write(changed.target, actor="ana", command="lock") as under_way:  # no command does yet
        keep(under_way.connection, under_way.number, wave, wave.c.key == "main")
        locked = {"locked_at": "2026-01-01T00:00:00Z", "change_id": under_way.number}
        under_way.connection.execute(update(wave).values(**locked))
    locking = changed.number
    changed.change(lambda c: apply_book(c, load(_versions(2), name="b.yaml")))
    applied = changed.number
    _undo(changed, locking)  # the wave is open again, and of the first version
    changed.tag(RAFI, "sham")
    with pytest.raises(PortrayalsError, match=rf"change {changed.number} .* depends on it"):
        _undo(changed, applied)
    changed.untag(RAFI, "sham")
    untagged = changed.number
    _undo(changed, applied)
    with pytest.raises(PortrayalsError, match=rf"change {changed.number} .* depends on it"):
        _undo(changed, untagged)


def test_a_merge_is_not_undone_from_under_somebody_added_since(changed: ChangedStudy) -> None:
    changed.merge("prime", into="prime-again")
    merged = changed.number
    changed.relationship("prime-again/lisa-metzger", "David")
    with pytest.raises(PortrayalsError, match=f"change {changed.number} .* depends on it"):
        _undo(changed, merged)


def test_votes_are_counted_again_when_a_coding_comes_back(changed: ChangedStudy) -> None:
    changed.tag(RAFI, "gift")
    before = _state(changed)
    changed.annotate(RAFI, "act=none")
    _undo(changed)
    assert _state(changed) == before


@pytest.mark.parametrize(
    ("root", "otherwise"),
    [(wave, {"purpose": "training"}), (coder, {"kind": "consensus"})],
)
def test_votes_count_again_when_who_votes_is_as_it_was(
    changed: ChangedStudy, root: Table, otherwise: dict[str, str]
) -> None:
    """No command changes either yet, and an undo must know what hangs on it."""
    changed.tag(RAFI, "gift")
    before = _state(changed)

    def change(under_way: Change) -> None:
        connection, every = under_way.connection, root.c.key.is_not(None)
        keep(connection, under_way.number, root, every)
        connection.execute(update(root).values(change_id=under_way.number, **otherwise))
        keep_ballots(connection)

    changed.change(change)
    assert _state(changed) != before
    _undo(changed)
    assert _state(changed) == before


def test_what_two_coders_said_of_one_unit_in_one_change_is_undone(
    changed: ChangedStudy, tmp_path: Path
) -> None:
    changed.coder("bob")
    before = _state(changed)
    file = tmp_path / "coded.csv"
    file.write_text(f"unit,variable,value,coder\n{RAFI},act,gift,ana\n{RAFI},act,none,bob\n")
    with open_sheet(str(file)) as sheet:
        changed.change(lambda change: import_annotations(change, sheet, ImportPolicy()))
    assert _state(changed) != before
    _undo(changed)
    assert _state(changed) == before


def test_a_tree_of_codes_comes_back_with_all_that_follows_from_it(changed: ChangedStudy) -> None:
    changed.tag(RAFI, "gift")
    before = _state(changed)
    below = BOOK.replace('"1"', '"2"').replace(
        "label: Dating}, {key: gift, label: Gift}", "label: Dating, codes: [{key: gift}]}"
    )
    changed.change(lambda c: apply_book(c, load(below, name="b.yaml")))
    assert changed.keys("relationships", "act:dating") == [RAFI]
    _undo(changed)
    assert _state(changed) == before


def test_a_title_does_not_come_back_beside_another_of_its_key(changed: ChangedStudy) -> None:
    changed.remove("prime-again")
    removed = changed.number
    changed.change(lambda c: add_title(c, "Prime Again", year="1997", duplicate=True))
    with pytest.raises(PortrayalsError, match="depends on it"):
        _undo(changed, removed)


def test_others_changes_are_undone_only_when_that_is_said(changed: ChangedStudy) -> None:
    before = changed.rows()
    changed.change(lambda c: screen(c, "prime", "in"), actor="ben")
    with pytest.raises(InvalidValue, match="is by ben, not by ana"):
        _undo(changed, changed.number)
    _undo(changed, changed.number, anyone=True)
    assert changed.rows() == before


def test_a_coder_who_has_coded_since_stays(changed: ChangedStudy) -> None:
    with write(changed.target, actor=None, command="tag") as first:
        tag(first, RAFI, ["gift"], CodingOptions())
    made = changed.number
    with write(changed.target, actor=None, command="tag") as second:
        tag(second, "shrinking/jimy-laird/sean", ["gift"], CodingOptions())
    _undo(changed, made, anyone=True)
    assert changed.show(RAFI).annotations == ()


def test_a_coder_is_not_undone_where_that_would_undo_nothing(changed: ChangedStudy) -> None:
    changed.change(lambda c: add_coder(c, "dan"))
    made = changed.number
    _undo(changed, made)
    _undo(changed, changed.number)
    with write(changed.target, actor="dan", command="tag") as later:
        tag(later, RAFI, ["gift"], CodingOptions())
    with pytest.raises(PortrayalsError, match=f"change {changed.number} .dan, tag. depends on it"):
        _undo(changed, made, anyone=True)


def test_the_making_of_the_database_is_not_undone(changed: ChangedStudy) -> None:
    with pytest.raises(PortrayalsError, match="created the database"):
        _undo(changed, 1, anyone=True)
    with pytest.raises(UnknownKey, match="there is no change 999"):
        _undo(changed, 999)


def test_the_history_tells_of_the_undoing_too(changed: ChangedStudy) -> None:
    changed.remove("prime")
    removed = changed.number
    with read(changed.target) as connection:
        rows = next(e.rows for e in history(connection).entries if e.change == removed)
    _undo(changed)
    with read(changed.target) as connection:
        latest = history(connection).entries[0]
        assert (latest.undoes, latest.rows) == (removed, rows)
        of_prime = [entry.change for entry in history(connection, "prime").entries]
    assert of_prime[:2] == [latest.change, removed]


def test_the_content_is_the_same_by_its_hash(changed: ChangedStudy) -> None:
    with read(changed.target) as connection:
        before = snapshot(connection)
    Study.annotate(changed, "prime/lisa-metzger", "age=0.30000000000000004")
    changed.edit("prime/lisa-metzger", "year=2001")
    _undo(changed)
    _undo(changed)
    with read(changed.target) as connection:
        assert snapshot(connection) == before


@pytest.mark.postgresql
@pytest.mark.slow
def test_random_changes_are_undone_on_a_server(
    changed_on_postgresql: ChangedStudy, tmp_path: Path
) -> None:
    study, random = changed_on_postgresql, Random(7)
    states = [_state(study)]
    while len(states) < 20:
        if _carry_out(study, _Writing(study, random, tmp_path).any()):
            states.append(_state(study))
    for state in reversed(states[:-1]):
        _undo(study)
        assert _state(study) == state
