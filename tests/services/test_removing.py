"""Removals: what goes along, what is told before, and what is refused."""

from __future__ import annotations

import pytest
from changed_study import ChangedStudy

from portrayals.errors import InUse, InvalidValue, UnknownKey
from portrayals.tables import (
    annotation,
    assignment,
    claim,
    coder,
    evidence,
    proposal,
    source,
    title,
    unit,
    unit_ballot,
    unit_name,
    viewing,
)

SEAN = "shrinking/jimy-laird/sean"


def code(changed: ChangedStudy) -> None:
    """Codes the series at every level, by two coders."""
    changed.annotate("shrinking", "tone=comic", basis="watched")
    changed.annotate("shrinking/s01e01", "pace=quick", basis="watched")
    changed.annotate("shrinking/jimy-laird", "age=50", "lead=yes", basis="watched")
    changed.tag(SEAN, "flirting", "gift", episode="S01E02", at="12:30", basis="watched")
    changed.tag(SEAN, "gift", actor="ben", source="a-book", basis="documented")
    changed.annotate("prime/lisa-metzger", "age=40", basis="watched")


def test_a_title_goes_with_all_that_hangs_on_it(changed: ChangedStudy) -> None:
    changed.source("a-book")
    code(changed)
    changed.claim(changed.show("shrinking").key)
    about = changed.claim(SEAN)
    changed.claim(SEAN, about=about)
    changed.view("ben", "shrinking", "shrinking/s01e01")
    changed.view("ben", "shrinking")
    changed.assign("ben", "shrinking", SEAN, "prime")
    written = changed.remove("shrinking")
    assert written.keys == ("shrinking",)
    assert "3 episodes, 1 portrayal, 3 relationships, 6 annotations" in written.said
    assert written.said.endswith("3 claims.")  # and names no command that is not there
    assert changed.units() == [
        "prime",
        "prime-again",
        "prime/lisa-metzger",
        "prime/lisa-metzger/rafi",
    ]
    assert len(changed.all(annotation)) == 1
    assert len(changed.all(assignment)) == 1
    for table in (evidence, claim, viewing):
        assert changed.all(table) == []
    assert len(changed.all(title)) == 2


def test_one_relationship_goes_alone(changed: ChangedStudy) -> None:
    changed.source("a-book")
    code(changed)
    changed.remove(SEAN)
    assert SEAN not in changed.units()
    assert "shrinking/jimy-laird/grace" in changed.units()
    assert len(changed.all(annotation)) == 5
    assert changed.keys("relationships", "act:any") == []


def test_a_portrayal_takes_its_relationships_along(changed: ChangedStudy) -> None:
    changed.remove("shrinking/jimy-laird")
    assert changed.keys("relationships") == ["prime/lisa-metzger/rafi"]
    assert changed.keys("portrayals") == ["prime/lisa-metzger"]
    assert len(changed.keys("episodes")) == 3


def test_the_plan_tells_what_would_go_and_changes_nothing(changed: ChangedStudy) -> None:
    changed.source("a-book")
    code(changed)
    changed.claim(SEAN)
    before = changed.rows()
    plan = changed.plan_removal("shrinking", "prime-again")
    assert plan.question == (
        "Remove shrinking, prime-again, with 3 episodes, 1 portrayal, 3 relationships, "
        "6 annotations, 3 pieces of evidence, 1 claim?"
    )
    assert plan.lines == (
        "shrinking  Shrinking (2023): 3 episodes, 1 portrayal, 3 relationships, "
        "6 annotations, 3 pieces of evidence, 1 claim",
        "prime-again  Prime Again (2006)",
    )
    assert changed.plan_removal("prime-again").question == "Remove prime-again?"
    assert changed.rows() == before


def test_of_a_single_thing_its_line_says_what_goes_and_the_question_does_not_repeat_it(
    changed: ChangedStudy,
) -> None:
    plan = changed.plan_removal("prime")
    assert plan.lines == ("prime  Prime (2005): 1 portrayal, 1 relationship",)
    assert plan.question == "Remove prime?"


def test_what_is_named_twice_or_beneath_another_goes_once(changed: ChangedStudy) -> None:
    plan = changed.plan_removal("shrinking", SEAN, "Shrinking")
    assert len(plan.lines) == 2
    assert "2 relationships" in plan.question
    written = changed.remove("shrinking", SEAN, "Shrinking")
    assert written.keys == ("shrinking", SEAN)


def test_an_episode_where_evidence_of_others_lies_stays(changed: ChangedStudy) -> None:
    changed.source("a-book")
    code(changed)
    for attempt in (changed.plan_removal, changed.remove):
        with pytest.raises(InUse) as refused:
            attempt("shrinking/s01e02")
        assert refused.value.where == (
            f"shrinking/s01e02 is referred to by 2 pieces of evidence of {SEAN}"
        )
    changed.remove("shrinking/s01e01")  # what hangs on it is its own
    changed.remove("shrinking/s01e02", SEAN)  # both at once
    assert changed.keys("episodes") == ["shrinking/s01e03"]


def test_a_viewing_of_an_episode_goes_with_it(changed: ChangedStudy) -> None:
    changed.view("ben", "shrinking", "shrinking/s01e01")
    changed.view("ben", "shrinking")
    changed.remove("shrinking/s01e01")
    assert [row["episode_id"] for row in changed.all(viewing)] == [None]


def test_proposals_go_with_whom_they_are_about(changed: ChangedStudy) -> None:
    rafi = changed.ids(unit, "prime/lisa-metzger/rafi")
    changed.propose("David", "prime")
    first = changed.propose("Sean", "shrinking")
    changed.propose("Liz", level="relationship", above_proposal_id=first)
    accepted = {"decision": "accepted", "unit_id": rafi, "level": "relationship"}
    changed.propose("Rafi", "prime/lisa-metzger", **accepted)
    assert "2 proposals" in changed.plan_removal("shrinking").lines[0]
    changed.remove("shrinking")
    assert [row["name"] for row in changed.all(proposal)] == ["David", "Rafi"]
    changed.remove("prime/lisa-metzger/rafi")
    assert [row["name"] for row in changed.all(proposal)] == ["David"]
    with pytest.raises(InUse) as refused:
        changed.remove("coder:ben")
    assert refused.value.where == "coder ben is used by 1 handout"


def test_a_claim_that_another_speaks_of_stays(changed: ChangedStudy) -> None:
    changed.source("a-book")
    about = changed.claim("prime")
    other = changed.claim("shrinking", about=about)
    alone = changed.claim(None, about=other)
    with pytest.raises(InUse) as refused:
        changed.remove("prime")
    assert refused.value.where == f"claim:{other} of a-book refers to claim:{about}"
    with pytest.raises(InUse, match="other records depend"):
        changed.remove("prime", "shrinking")
    changed.remove("prime", "shrinking", f"claim:{alone}")
    assert changed.all(claim) == []


def test_a_claim_goes_by_its_number(changed: ChangedStudy) -> None:
    changed.source("a-book")
    number = changed.claim(None)
    assert changed.plan_removal(f"claim:{number}").lines == (f"claim {number}  It is so.",)
    changed.remove(f"claim:{number}")
    changed.remove("a-book")
    assert changed.all(source) == []


def test_a_coder_or_source_in_use_stays(changed: ChangedStudy) -> None:
    changed.source("a-book")
    code(changed)
    changed.assign("ben", "prime", SEAN)
    changed.view("ben", "prime")
    changed.claim(None)
    for attempt in (changed.plan_removal, changed.remove):
        with pytest.raises(InUse) as refused:
            attempt("ben", "source:a-book")
        assert refused.value.where == (
            "coder ben is used by 1 annotation, 2 assignments, 1 viewing\n"
            "source a-book is used by 1 piece of evidence, 1 claim"
        )
    with pytest.raises(InUse) as refused:
        changed.remove("ben", "shrinking")
    assert refused.value.where == "coder ben is used by 1 assignment, 1 viewing"


def test_a_coder_and_a_source_that_nobody_needs_go(changed: ChangedStudy) -> None:
    changed.source("a-book")
    code(changed)
    changed.remove("coder:ben", "a-book", "shrinking")
    assert [row["key"] for row in changed.all(coder)] == ["ana"]
    assert changed.all(source) == []


def test_nothing_or_nobody_named_is_refused(changed: ChangedStudy) -> None:
    with pytest.raises(InvalidValue, match="nothing was named"):
        changed.remove()
    with pytest.raises(UnknownKey):
        changed.remove("prime", "primo mano")
    assert "prime" in changed.units()


def test_a_key_is_free_again_after_a_removal(changed: ChangedStudy) -> None:
    changed.remove("prime")
    assert changed.title("Prime", year="2005", ids=["imdb:tt0387514"]) == "prime"


def test_the_ballots_of_what_is_removed_go_too(changed: ChangedStudy) -> None:
    changed.source("a-book")
    code(changed)
    changed.remove("shrinking")
    assert len({row["variable_id"] for row in changed.rows_of(unit_ballot)}) == 1
    gone = {row["unit_id"] for row in changed.all(unit_name)} - {
        row["unit_id"] for row in changed.all(unit)
    }
    assert gone == set()


@pytest.mark.postgresql
def test_things_are_removed_on_postgresql(changed_on_postgresql: ChangedStudy) -> None:
    study = changed_on_postgresql
    study.source("a-book")
    code(study)
    about = study.claim(SEAN)
    study.claim("shrinking", about=about)
    study.claim(None)
    study.view("ben", "shrinking", "shrinking/s01e01")
    study.assign("ben", "shrinking", SEAN, "prime")
    with pytest.raises(InUse, match="other records depend"):
        study.remove("shrinking", "ben", "a-book", "shrinking/s01e02")
    plan = study.plan_removal("shrinking")
    assert "2 claims" in plan.lines[0]
    study.remove("shrinking")
    assert len(study.units()) == 4
