"""The history: newest first, whole or of one thing, with the rows that each change touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from kept_study import BOOK, KeptStudy

from portrayals.errors import InvalidValue, UnknownKey
from portrayals.history.transaction import read, write
from portrayals.results.database import History
from portrayals.services.catalogue.edit import edit
from portrayals.services.catalogue.remove import remove
from portrayals.services.study.history import history


def asked(study: KeptStudy, key: str | None = None, limit: int | None = None) -> History:
    with read(study.target) as connection:
        return history(connection, key, limit=limit)


def commands(study: KeptStudy, key: str | None = None) -> list[str]:
    return [entry.command for entry in asked(study, key).entries]


def rows(study: KeptStudy) -> dict[str, int]:
    return {entry.command: entry.rows for entry in asked(study).entries}


@pytest.fixture
def small(tmp_path: Path) -> KeptStudy:
    study = KeptStudy(str(tmp_path / "small.db"))
    study.apply(BOOK, tmp_path)
    return study


def change_title(study: KeptStudy, key: str, *edits: str) -> None:
    with write(study.target, actor="ana", command=f"edit {key}") as change:
        edit(change, key, edits)


def remove_unit(study: KeptStudy, key: str) -> None:
    with write(study.target, actor="ana", command=f"remove {key}") as change:
        remove(change, [key])


def test_the_history_is_newest_first(small: KeptStudy) -> None:
    small.title("Prime", year="2005")
    found = asked(small)
    assert found.key is None
    assert [entry.command for entry in found.entries] == ["add title", "codebook apply", "init"]
    assert [entry.change for entry in found.entries] == [3, 2, 1]
    assert {entry.actor for entry in found.entries} == {"ana"}
    assert {entry.undoes for entry in found.entries} == {None}


def test_a_limit_gives_the_newest(small: KeptStudy) -> None:
    assert [entry.change for entry in asked(small, limit=1).entries] == [2]
    assert asked(small, limit=0).entries == ()
    with pytest.raises(InvalidValue):
        asked(small, limit=-1)


def test_each_change_tells_how_many_rows_it_touched(small: KeptStudy) -> None:
    small.title("Prime", year="2005", genres=["drama"], aliases=["First"])
    assert rows(small)["add title"] == 1  # the parts of a title follow it
    small.portrayal("prime", "Lisa")
    small.relationship("prime/lisa", "Rafi")
    small.tag("prime/lisa/rafi", "flirting", "gift", quote="Oh?")
    small.annotate("prime/lisa", "age=50", "remark=wry")
    assert rows(small)["tag prime/lisa/rafi"] == 1
    assert rows(small)["annotate prime/lisa"] == 2


def test_rows_written_are_counted_after_they_were_overwritten(small: KeptStudy) -> None:
    small.title("Prime", year="2005")
    change_title(small, "prime", "year=2006")
    assert rows(small)["add title"] == 1
    assert rows(small)["edit prime"] == 1
    remove_unit(small, "prime")
    assert rows(small)["add title"] == 1
    assert rows(small)["edit prime"] == 1
    assert rows(small)["remove prime"] == 1


def test_rows_are_counted_alike_with_a_limit(small: KeptStudy) -> None:
    small.title("Prime", year="2005")
    change_title(small, "prime", "year=2006")
    change_title(small, "prime", "year=2007")
    whole = asked(small).entries
    for limit in range(1, len(whole) + 1):
        assert asked(small, limit=limit).entries == whole[:limit]


def test_the_history_of_a_unit_is_of_its_own_row_and_its_annotations(small: KeptStudy) -> None:
    small.title("Prime", year="2005")
    small.title("Bliss", year="1997")
    small.portrayal("prime", "Lisa")
    small.annotate("prime", "tone=comic")
    small.annotate("bliss", "tone=grave")
    small.annotate("prime/lisa", "age=50")
    assert commands(small, "prime") == ["annotate prime", "add title"]
    assert commands(small, "prime/lisa") == ["annotate prime/lisa", "add portrayal"]
    assert asked(small, "Prime (2005)").key == "prime"


def test_a_change_that_another_overwrote_is_still_there(small: KeptStudy) -> None:
    small.coder("bob")
    small.title("Prime", year="2005")
    change_title(small, "prime", "year=2006")
    change_title(small, "prime", "year=2007")
    small.annotate("prime", "tone=comic")
    small.annotate("prime", "tone=not-coded")
    assert commands(small, "prime") == [
        *("annotate prime", "annotate prime", "edit prime", "edit prime", "add title")
    ]


def test_what_was_removed_is_still_found_by_its_key(small: KeptStudy) -> None:
    small.title("Prime", year="2005")
    small.annotate("prime", "tone=comic")
    remove_unit(small, "prime")
    assert commands(small, "prime") == ["remove prime", "annotate prime", "add title"]


def test_a_coder_has_the_history_of_what_they_judged(small: KeptStudy) -> None:
    small.coder("bob")
    small.title("Prime", year="2005")
    small.annotate("prime", "tone=comic")
    small.annotate("prime", "tone=grave", actor="bob")
    found = asked(small, "bob")
    assert found.key == "bob"
    assert [(entry.command, entry.actor) for entry in found.entries] == [
        ("annotate prime", "bob"),
        ("add coder bob", "ana"),
    ]


def test_sources_claims_variables_and_waves_have_a_history(kept: KeptStudy) -> None:
    assert commands(kept, "review") == ["deepen", "fill"]
    assert commands(kept, "claim:1") == ["deepen"]
    assert commands(kept, "tone") == ["codebook apply"]
    assert commands(kept, "main") == ["deepen", "codebook apply"]
    assert commands(kept, "romance") == ["codebook apply"]
    assert commands(kept, "prime/lisa-metzger/rafi")[0] == "deepen"


def test_the_history_of_nothing_says_what_is_near(small: KeptStudy) -> None:
    small.title("Prime", year="2005")
    with pytest.raises(UnknownKey) as caught:
        asked(small, "pryme")
    assert "Prime" in caught.value.candidates


@pytest.mark.parametrize("key", ["", " ", "/", "%", "'", "\\", "a" * 1000, "claim:x", "coder:"])
def test_no_key_breaks_the_history(small: KeptStudy, key: str) -> None:
    with pytest.raises(UnknownKey):
        asked(small, key)


@pytest.mark.postgresql
def test_a_server_tells_the_same_history(empty_postgresql_url: str, tmp_path: Path) -> None:
    there, here = KeptStudy(empty_postgresql_url), KeptStudy(str(tmp_path / "here.db"))
    for study in (there, here):
        study.fill(tmp_path)
        change_title(study, "prime", "year=2006")
        remove_unit(study, "shrinking/jimmy-laird/general")
    for key in (None, "prime", "bob", "review", "tone", "shrinking/jimmy-laird/general"):
        told = [
            [(entry.change, entry.command, entry.rows) for entry in asked(study, key).entries]
            for study in (there, here)
        ]
        assert told[0] == told[1]
        assert told[0]
