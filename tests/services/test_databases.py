"""What a database and its study say of themselves."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from kept_study import KeptStudy
from sqlalchemy import make_url

import portrayals
from portrayals.database.migrate import HEAD
from portrayals.errors import InvalidValue, PortrayalsError, UnknownKey
from portrayals.history.transaction import read, write
from portrayals.results.written import Written
from portrayals.services.study import info
from portrayals.services.study.history import history


def describe(study: KeptStudy, *assignments: str) -> Written:
    with write(study.target, actor="ana", command="db describe") as change:
        return info.describe(change, assignments)


def described(study: KeptStudy) -> dict[str, object]:
    with read(study.target) as connection:
        return info.description(connection).to_dict()


def changes(study: KeptStudy) -> int:
    with read(study.target) as connection:
        return len(history(connection).entries)


def test_info_tells_what_a_database_is_and_how_much_it_holds(kept: KeptStudy) -> None:
    with read(kept.target) as connection:
        found = info.info(connection, "study.db").to_dict()
    assert found == {
        "format": 2,
        "path": "study.db",
        "engine": "sqlite",
        "schema": HEAD,
        "program": portrayals.__version__,
        "codebook": "romance 1",
        "policy": "majority",
        "snapshot": kept.snapshot(),
        "titles": 2,
        "episodes": 2,
        "portrayals": 2,
        "relationships": 2,
        "coders": 3,
        "annotations": 7,
        "claims": 2,
        "changes": changes(kept),
    }


def test_a_new_database_without_a_codebook_has_info_too(tmp_path: Path) -> None:
    study = KeptStudy(str(tmp_path / "empty.db"))
    with read(study.target) as connection:
        found = info.info(connection, study.target)
    assert (found.codebook, found.titles, found.coders, found.changes) == (None, 0, 1, 1)


@pytest.mark.postgresql
def test_info_of_a_server_shows_no_password(empty_postgresql_url: str) -> None:
    password = uuid4().hex
    target = (
        make_url(empty_postgresql_url).set(password=password).render_as_string(hide_password=False)
    )
    study = KeptStudy(target)
    with read(study.target) as connection:
        found = info.info(connection, target)
    assert found.engine == "postgresql"
    assert password not in found.path


def test_a_study_describes_itself(kept: KeptStudy) -> None:
    written = describe(
        kept,
        "title=Therapists on screen",
        "licence=CC-BY-4.0",
        "frame size=1200",
        "sampling=Random",
        "seed=-7",
        "context=whole-title",
        "training=12.5",
    )
    assert written.keys[:2] == ("title", "licence")
    assert 'title "Therapists on screen"' in written.said
    assert described(kept) == {
        "format": 2,
        "title": "Therapists on screen",
        "creator": None,
        "licence": "CC-BY-4.0",
        "description": None,
        "population": None,
        "frame": None,
        "frame_size": 1200,
        "sampling": "random",
        "seed": -7,
        "context": "whole-title",
        "training_hours": 12.5,
    }


def test_an_empty_value_takes_a_description_back(kept: KeptStudy) -> None:
    describe(kept, "title=A", "frame-size=3")
    written = describe(kept, "title=", "frame_size=")
    assert "no title; no frame size" in written.said
    said = {word: value for word, value in described(kept).items() if value is not None}
    assert said == {"format": 2}


def test_what_was_said_before_is_in_the_history(kept: KeptStudy) -> None:
    describe(kept, "title=A")
    describe(kept, "title=B")
    assert "A" in str(kept.ask("SELECT before FROM change_row ORDER BY change_id DESC LIMIT 1"))


def test_saying_it_again_changes_nothing(kept: KeptStudy) -> None:
    describe(kept, "title=A")
    before = changes(kept)
    assert describe(kept, "title=A").keys == ()
    assert changes(kept) == before


def test_an_unknown_field_is_refused_with_what_may_be_meant(kept: KeptStudy) -> None:
    with pytest.raises(UnknownKey) as caught:
        describe(kept, "title=A", "license=MIT")
    assert caught.value.candidates == ("licence",)
    assert described(kept)["title"] is None  # all or nothing


@pytest.mark.parametrize(
    "assignment",
    [
        *("title", "=A", "title+=A", "sampling=haphazard", "context=half"),
        *("frame_size=-1", "frame_size=1.5", "frame_size=many", "frame_size=99999999999"),
        *("seed=1e99", "training=-1", "training=nan", "title=\0", "title=\ud800"),
    ],
)
def test_a_bad_value_is_refused(kept: KeptStudy, assignment: str) -> None:
    with pytest.raises(PortrayalsError) as caught:
        describe(kept, assignment)
    assert caught.value.hint or caught.value.candidates or "no text" in caught.value.message


def test_a_field_of_the_study_given_twice_is_refused(kept: KeptStudy) -> None:
    with pytest.raises(InvalidValue, match="training_hours is given twice"):
        describe(kept, "title=A", "training=3", "Training-Hours=4")
    assert described(kept)["title"] is None


def test_a_sampling_that_is_misspelt_has_a_candidate(kept: KeptStudy) -> None:
    with pytest.raises(InvalidValue) as caught:
        describe(kept, "sampling=randem")
    assert caught.value.candidates == ("random",)


@given(st.lists(st.text(), max_size=3))
@settings(deadline=None, max_examples=examples(40))
def test_no_text_breaks_a_description(described_once: KeptStudy, assignments: list[str]) -> None:
    try:
        describe(described_once, *assignments)
    except PortrayalsError:
        return


@pytest.fixture(scope="module")
def described_once(tmp_path_factory: pytest.TempPathFactory) -> KeptStudy:
    return KeptStudy(str(tmp_path_factory.mktemp("described") / "study.db"))


def test_the_policy_is_told_and_changed(kept: KeptStudy) -> None:
    with write(kept.target, actor="ana", command="db policy") as change:
        assert info.set_policy(change, "unanimous").keys == ("unanimous",)
    with read(kept.target) as connection:
        assert info.policy(connection) == "unanimous"


def test_the_same_policy_again_changes_nothing(kept: KeptStudy) -> None:
    before = changes(kept)
    with write(kept.target, actor="ana", command="db policy") as change:
        info.set_policy(change, "majority")
    assert changes(kept) == before


def test_an_unknown_policy_is_refused(kept: KeptStudy) -> None:
    with (
        pytest.raises(InvalidValue) as caught,
        write(kept.target, actor="ana", command="db policy") as change,
    ):
        info.set_policy(change, "unanimity")
    assert caught.value.candidates == ("unanimous",)
