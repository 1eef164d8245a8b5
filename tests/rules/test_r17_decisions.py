"""R17, with R6, R11 and R38: what decisions that are typed do to findings."""

from __future__ import annotations

from typing import Any

import pytest
from coded_twice import both
from teachers import School

from portrayals.errors import InvalidValue
from portrayals.history.transaction import write
from portrayals.services.adjudication.adjudicate import adjudicate
from portrayals.services.adjudication.decision import Terms
from portrayals.services.catalogue.coders_and_sources import add_wave


def decide(school: School, bond: str, value: str, actor: str = "cai", **where: Any) -> None:
    with write(school.target, actor=actor, command="decide") as change:
        adjudicate(change, bond, [value], Terms("seen again"), **where)


def test_r17_a_decision_settles_what_was_disputed_until_it_is_taken_back(
    own_school: School,
) -> None:
    bond = both(own_school, "act=slap", "act=help")
    assert own_school.outcomes(bond, "act", "slap", "help") == ["unsettled", "unsettled"]
    decide(own_school, bond, "act=help")
    assert own_school.outcomes(bond, "act", "slap", "help") == ["no", "yes"]
    own_school.annotate(bond, "act=slap", actor="bea")
    assert own_school.outcomes(bond, "act", "slap", "help") == ["no", "yes"]
    decide(own_school, bond, "act=not-coded")
    assert own_school.outcomes(bond, "act", "slap", "help") == ["yes", "no"]


def test_r06_a_decision_between_partial_sets_is_partial(own_school: School) -> None:
    bond = both(own_school, "act=slap", "act=help", basis="documented")
    decide(own_school, bond, "act=help")
    assert own_school.outcomes(bond, "act", "help", "slap") == ["incomplete"] * 2
    assert own_school.truth(bond, "act:help") == "true"


def test_r11_what_was_coded_again_enters_findings_by_a_decision_alone(own_school: School) -> None:
    with write(own_school.target, actor="ana", command="add wave") as change:
        add_wave(change, "again", "recode")
    bond = own_school.bond()
    own_school.annotate(bond, "act=slap")
    own_school.annotate(bond, "act=help", wave="again")
    assert own_school.outcomes(bond, "act", "slap", "help") == ["yes", "no"]
    decide(own_school, bond, "act=help", wave="again")
    assert own_school.outcomes(bond, "act", "slap", "help") == ["no", "yes"]


def test_r38_what_a_program_says_is_no_difference(staffed: School) -> None:
    bond = staffed.bond()
    staffed.annotate(bond, "act=slap")
    staffed.annotate(bond, "act=help", actor="robot")
    with pytest.raises(InvalidValue, match="nothing to decide"):
        decide(staffed, bond, "act=help")
