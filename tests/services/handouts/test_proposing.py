"""People whom coders propose are kept with the answers about them, and decided about once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pages import PageStudy, answer
from study import copied

from portrayals.errors import (
    AlreadyThere,
    InvalidRows,
    InvalidValue,
    LikelyDuplicate,
    UnknownKey,
    WaveLocked,
)
from portrayals.history.transaction import read, write
from portrayals.results.proposals import Proposals, Proposed
from portrayals.results.written import Written
from portrayals.services.handouts.decide_proposals import (
    accept_proposals,
    decline_proposals,
    list_proposals,
)
from portrayals.services.study.check import check
from portrayals.services.study.undo import undo
from portrayals.services.waves.lock import lock_wave

LATER = "2025-12-01T09:00:00Z"
RITA = "p-5c3d6a0e-0f0e-4c53-9a53-0c8f1d4ad001"
DAVID = "p-5c3d6a0e-0f0e-4c53-9a53-0c8f1d4ad002"


def filled(folder: Path) -> PageStudy:
    made = PageStudy(str(folder / "study.db"))
    made.fill(folder, "ben", "cleo")
    return made


@pytest.fixture
def study(tmp_path: Path) -> PageStudy:
    return copied(filled, tmp_path)


def person(study: PageStudy, name: str, uuid: str = RITA, **more: Any) -> dict[str, Any]:
    """Somebody proposed in Prime."""
    above = study.uuid("prime")
    return {"id": uuid, "level": "portrayal", "above": above, "name": name} | more


def about(uuid: str, variable: str, *codes: str, **more: Any) -> dict[str, Any]:
    """An answer about somebody proposed."""
    return {"unit": uuid, "variable": variable, "state": "coded", "codes": [*codes]} | more


def proposed(study: PageStudy, **options: bool) -> Proposals:
    with read(study.target) as connection:
        return list_proposals(connection, **options)


def accept(study: PageStudy, *numbers: int, **options: Any) -> Written:
    with write(study.target, actor="ana", command="accept") as change:
        return accept_proposals(change, numbers, **options)


def decline(study: PageStudy, *numbers: int) -> Written:
    with write(study.target, actor="ana", command="decline") as change:
        return decline_proposals(change, numbers, None)


def told(row: Proposed) -> tuple[str, str, str | None]:
    """Whom a row is about, and what was decided about them."""
    return row.name, row.decision, row.reason


def test_somebody_accepted_is_added_and_the_answers_about_them_are_taken(study: PageStudy) -> None:
    rita = person(study, "Rita", performer="Sandra Bae", role="therapist", note="in one scene")
    with_david = {"id": DAVID, "level": "relationship", "above": RITA, "name": "David"}
    seen = [{"code": "gift", "start": "1:02:03"}]
    saved = study.saved(
        "ben",
        about(RITA, "age", number=50),
        about(DAVID, "act", "gift", evidence=seen, note="at the door"),
        proposals=[with_david, rita],
        basis="documented",
    )
    assert study.collect(saved).proposed == 2
    assert study.answers() == {}
    rows = proposed(study).rows
    assert [(row.id, row.name, row.above, row.answers) for row in rows] == [
        (1, "Rita", "prime", 1),
        (2, "David", "Rita", 1),
    ]
    assert (rows[0].performer, rows[0].role, rows[0].note) == (
        *("Sandra Bae", "therapist", "in one scene"),
    )
    done = accept(study, 2, 1)
    assert done.keys == ("prime/rita", "prime/rita/david")
    assert done.said.splitlines()[0] == "Rita, proposed by ben: 1 answer taken."
    found = study.answers()
    assert found["prime/rita", "age"]["value"] == 50
    assert found["prime/rita/david", "act"]["note"] == "at the door"
    assert {row["basis"] for row in found.values()} == {"documented"}
    assert study.show("prime/rita").to_dict()["performer"] == "Sandra Bae"
    assert proposed(study).rows == ()
    again = study.collect(saved)
    assert (again.same, again.new, again.proposed) == (2, 0, 0)
    with read(study.target) as connection:
        assert check(connection).problems == ()


def test_answers_to_somebody_accepted_before_go_to_the_unit(study: PageStudy) -> None:
    rita = person(study, "Rita")
    study.collect(study.saved("ben", proposals=[rita]))
    accept(study, 1)
    later = study.saved("ben", about(RITA, "age", number=51), proposals=[rita], saved_at=LATER)
    assert study.collect(later).new == 1
    assert study.answers()["prime/rita", "age"]["value"] == 51


def test_near_twins_are_told_and_asked_about(study: PageStudy) -> None:
    study.collect(study.saved("ben", proposals=[person(study, "Lisa Metzgar")]))
    study.collect(study.saved("cleo", proposals=[person(study, "Lisa Metzgär", DAVID)]))
    assert [row.like for row in proposed(study).rows] == [
        ("prime/lisa-metzger", "2"),
        ("prime/lisa-metzger", "1"),
    ]
    with pytest.raises(LikelyDuplicate) as refused:
        accept(study, 1)
    assert "accept 1 --same-as prime/lisa-metzger" in (refused.value.hint or "")
    assert accept(study, 1, same_as="prime/lisa-metzger").keys == ("prime/lisa-metzger",)
    assert accept(study, 2, duplicate=True).keys == ("prime/lisa-metzgar",)


def test_two_coders_who_propose_the_same_person_are_brought_together(study: PageStudy) -> None:
    for coder, uuid, age in (("ben", RITA, 50), ("cleo", DAVID, 60)):
        given = about(uuid, "age", number=age)
        study.collect(study.saved(coder, given, proposals=[person(study, "Rita", uuid)]))
    accept(study, 1)
    with pytest.raises(AlreadyThere) as refused:
        accept(study, 2)
    assert "accept 2 --same-as prime/rita" in (refused.value.hint or "")
    accept(study, 2, same_as="prime/rita")
    found = {row["coder"]: row["value"] for row in study.list("annotations").rows}
    assert found == {"ben": 50, "cleo": 60}


def test_whom_the_lead_declines_stays_declined_and_is_told(study: PageStudy) -> None:
    saved = study.saved("ben", about(RITA, "age", number=50), proposals=[person(study, "Rita")])
    study.collect(saved)
    with write(study.target, actor="ana", command="decline") as change:
        decline_proposals(change, [1], "no therapist")
    done = study.collect(saved)
    assert (done.new, done.proposed) == (0, 0)
    assert done.notices == ("Rita was declined: 1 answer about them left out.",)
    [row] = proposed(study, everyone=True).rows
    assert (row.decision, row.reason) == ("declined", "no therapist")
    with pytest.raises(InvalidValue, match="Rita was declined already"):
        accept(study, 1)


def test_who_was_declined_stays_declined_when_the_coder_takes_back_the_person_above(
    study: PageStudy,
) -> None:
    rita = person(study, "Rita")
    david = {"id": DAVID, "level": "relationship", "above": RITA, "name": "David"}
    study.collect(study.saved("ben", proposals=[rita, david]))
    with write(study.target, actor="ana", command="decline") as change:
        decline_proposals(change, [2], "a patient of somebody else")
    done = study.collect(study.saved("ben", saved_at=LATER))
    assert (done.proposed, done.notices) == (
        *(0, ("1 person whom ben proposed before is no longer proposed.",)),
    )
    assert proposed(study).rows == ()
    decided = [
        ("Rita", "declined", "taken back by the coder"),
        ("David", "declined", "a patient of somebody else"),
    ]
    assert [told(row) for row in proposed(study, everyone=True).rows] == decided
    before = study.changes()
    assert study.collect(study.saved("ben", saved_at=LATER)).notices == ()
    assert study.changes() == before
    again = study.collect(
        study.saved("ben", proposals=[rita, david], saved_at="2025-12-02T09:00:00Z")
    )
    assert again.proposed == 1
    assert [told(row) for row in proposed(study, everyone=True).rows] == [
        ("Rita", "pending", None),
        decided[1],
    ]
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    assert [told(row) for row in proposed(study, everyone=True).rows] == decided


def test_a_later_file_changes_what_is_said_of_a_person_or_takes_it_back(study: PageStudy) -> None:
    study.collect(study.saved("ben", proposals=[person(study, "Rita")]))
    changed = study.saved("ben", proposals=[person(study, "Rita Low", note="!")], saved_at=LATER)
    study.collect(changed)
    before = study.changes()
    study.collect(changed)
    assert study.changes() == before
    assert [(row.name, row.note) for row in proposed(study).rows] == [("Rita Low", "!")]
    done = study.collect(study.saved("ben", saved_at="2025-12-02T09:00:00Z"))
    assert done.notices == ("1 person whom ben proposed before is no longer proposed.",)
    assert proposed(study).rows == ()
    with write(study.target, actor="ana", command="undo") as change:
        undo(change)
    assert [row.name for row in proposed(study).rows] == ["Rita Low"]


def test_somebody_with_a_person_nobody_has_decided_about_has_to_wait(study: PageStudy) -> None:
    with_david = {"id": DAVID, "level": "relationship", "above": RITA, "name": "David"}
    study.collect(study.saved("ben", proposals=[person(study, "Rita"), with_david]))
    with pytest.raises(
        InvalidValue, match="with Rita, about whom nothing is decided yet"
    ) as refused:
        accept(study, 2)
    assert refused.value.hint == "first: portrayals coding proposals accept 1"
    decline(study, 1)
    with pytest.raises(InvalidValue, match="with Rita, who was declined") as refused:
        accept(study, 2)
    assert refused.value.hint == "portrayals coding proposals decline 2"


def test_one_person_of_whom_the_coder_said_two_things_is_not_brought_together_in_silence(
    study: PageStudy,
) -> None:
    ages = [answer(study, "prime/lisa-metzger", "age", number=43), about(RITA, "age", number=50)]
    study.collect(study.saved("ben", *ages, proposals=[person(study, "Rita")]))
    with pytest.raises(InvalidValue, match="has coded prime/lisa-metzger otherwise than Rita"):
        accept(study, 1, same_as="prime/lisa-metzger")
    withdrawn = {"unit": RITA, "variable": "age", "state": "withdrawn"}
    later = study.saved(
        "ben", ages[0], withdrawn, proposals=[person(study, "Rita")], saved_at=LATER
    )
    study.collect(later)
    accept(study, 1, same_as="prime/lisa-metzger")
    assert study.collect(later).same == 1
    assert study.answers()["prime/lisa-metzger", "age"]["value"] == 43


def test_where_nobody_is_proposed_nobody_is_accepted_or_declined(study: PageStudy) -> None:
    assert accept(study).said == decline(study).said == "Nobody is proposed."


def test_what_is_wrong_about_a_person_is_refused_like_any_answer(study: PageStudy) -> None:
    wrong = about(RITA, "age", number=500)
    lost = person(study, "Ella", DAVID, above="0f5ab1e7-0000-4000-8000-000000000000")
    with pytest.raises(InvalidRows) as refused:
        study.collect(study.saved("ben", wrong, proposals=[person(study, "Rita"), lost]))
    told = (refused.value.where or "").splitlines()
    assert told == [
        "Rita  age  500 is out of range for age: 0 to 120",
        "Ella  portrayal  is proposed beneath a title that is not here",
    ]
    assert proposed(study).rows == ()


def test_nothing_is_accepted_into_a_locked_wave_nor_by_an_unknown_number(study: PageStudy) -> None:
    study.collect(study.saved("ben", proposals=[person(study, "Rita")]))
    for number in (7, 10**20):
        with pytest.raises(UnknownKey, match=f"{number} is not the number of a proposal"):
            accept(study, number)
    with write(study.target, actor="ana", command="lock") as change:
        lock_wave(change, "main")
    with pytest.raises(WaveLocked):
        accept(study, 1)
    assert study.keys("portrayals") == ["prime/lisa-metzger", "shrinking/jimmy-laird"]


def test_people_without_a_name_or_an_id_of_their_own_are_refused_in_plain_words(
    study: PageStudy,
) -> None:
    twice = [person(study, "Rita"), person(study, "Rosa")]
    with pytest.raises(InvalidValue, match="proposal Rosa has the id of another one"):
        study.collect(study.saved("ben", proposals=twice))
    with pytest.raises(InvalidValue, match="proposal 1 has no name"):
        study.collect(study.saved("ben", proposals=[person(study, " ")]))
    study.collect(study.saved("ben", proposals=twice[:1]))
    with pytest.raises(InvalidRows) as refused:
        study.collect(study.saved("cleo", proposals=twice[:1]))
    assert refused.value.where == "Rita  portrayal  is somebody who was proposed in another handout"
