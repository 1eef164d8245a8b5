"""What ballots come to, at the edges that few studies reach."""

from __future__ import annotations

import pytest

from portrayals.findings.ballots import Coding, ballot_of
from portrayals.findings.outcome import Outcome
from portrayals.findings.settle import NONE_ID, Answer, Ballot, Meaning, Vote, settle
from portrayals.vocabulary import POLICIES

OLD, NEW = 1, 2
COMIC, GRAVE, DROLL = 11, 12, 13


def meaning(type_: str, *codes: int, lacking: int | None = None) -> Meaning:
    """Of codes side by side; the old version of the codebook had not the one it is `lacking`."""
    return Meaning(
        type=type_,  # type: ignore[arg-type]
        tolerance=0,
        assent=None,
        denial=None,
        nodes=codes,
        implies={code: {code: 1} for code in codes},
        lacking={} if lacking is None else {OLD: frozenset({lacking})},
        together=frozenset((code, code) for code in codes),
    )


def coding(answer: Answer, basis: str = "watched", **also: bool) -> Coding:
    adjudicated = also.get("adjudicated", False)
    return Coding(adjudicated, basis, answer, NEW)  # type: ignore[arg-type]


def test_hearsay_beside_a_film_that_was_not_to_be_had_leaves_it_unavailable() -> None:
    ballot = ballot_of(
        1, [coding(Answer("coded", (COMIC,)), "hearsay"), coding(Answer("unavailable"))]
    )
    assert (ballot.hearsay, ballot.unavailable, ballot.votes) == (True, True, ())
    found = settle(ballot, meaning("nominal", COMIC))
    assert found.unnamed == (Outcome.UNAVAILABLE,) * len(POLICIES)


def test_the_basis_of_several_decisions_is_the_best_of_theirs() -> None:
    decided = [
        coding(Answer("none"), "documented", adjudicated=True),
        coding(Answer("none"), "watched", adjudicated=True),
        coding(Answer("coded", (COMIC,))),
    ]
    ballot = ballot_of(1, decided)
    assert (ballot.adjudicated, ballot.basis) == (True, "watched")
    assert ballot.votes == (Vote(Answer("none"), NEW, 2),)


def test_none_beside_nothing_but_doubts_is_no_dispute_on_a_code() -> None:
    votes = (Vote(Answer("coded", (), (COMIC,)), NEW, 1), Vote(Answer("none"), NEW, 1))
    found = settle(Ballot(1, False, "watched", votes), meaning("multi", COMIC))
    assert found.nodes[NONE_ID][0] == 1
    assert not found.disputed


@pytest.mark.parametrize(("version", "outcome"), [(NEW, Outcome.NO), (OLD, Outcome.UNSETTLED)])
def test_who_was_not_asked_of_a_code_does_not_say_that_it_is_another(
    version: int, outcome: Outcome
) -> None:
    """Two comic, two grave, and one of the version in question comic: is it droll?"""
    votes = (
        Vote(Answer("coded", (COMIC,)), NEW, 2),
        Vote(Answer("coded", (COMIC,)), version, 1),
        Vote(Answer("coded", (GRAVE,)), NEW, 2),
    )
    ballot = Ballot(1, False, "watched", votes)
    found = settle(ballot, meaning("nominal", COMIC, GRAVE, DROLL, lacking=DROLL))
    majority = POLICIES.index("majority")
    assert found.nodes[DROLL][1][majority] == outcome


def test_of_two_codes_that_each_have_a_majority_of_those_asked_neither_is_settled() -> None:
    """Two comic by the old version, one droll by the new one, which alone has it (R5, R20)."""
    votes = (Vote(Answer("coded", (COMIC,)), OLD, 2), Vote(Answer("coded", (DROLL,)), NEW, 1))
    ballot = Ballot(1, False, "watched", votes)
    found = settle(ballot, meaning("nominal", COMIC, GRAVE, DROLL, lacking=DROLL))
    majority = POLICIES.index("majority")
    settled = {node: outcomes[majority] for node, (_, outcomes) in found.nodes.items()}
    assert settled[COMIC] == settled[DROLL] == Outcome.UNSETTLED
    assert settled[GRAVE] == Outcome.NO


def test_a_partial_set_is_silent_where_it_holds_nothing() -> None:
    """One complete and one partial set: at a code of the partial one both vote, at others one."""
    votes = (
        Vote(Answer("coded", (COMIC,)), NEW, 1),
        Vote(Answer("coded", (GRAVE,)), NEW, 1, partial=True),
    )
    found = settle(Ballot(1, False, "watched", votes), meaning("multi", COMIC, GRAVE, DROLL))
    majority = POLICIES.index("majority")
    assert found.nodes[COMIC][1][majority] == Outcome.YES
    assert found.nodes[GRAVE][1][majority] == Outcome.UNSETTLED
    assert found.unnamed[majority] == Outcome.NO


def test_of_partial_sets_alone_a_state_that_most_give_is_told() -> None:
    """Two who cannot tell, and one who read of it: what was read of is known all the same."""
    votes = (
        Vote(Answer("cannot-tell"), NEW, 2),
        Vote(Answer("coded", (COMIC,)), NEW, 1, partial=True),
    )
    found = settle(Ballot(1, False, "documented", votes), meaning("multi", COMIC, GRAVE))
    assert dict(zip(POLICIES, found.nodes[COMIC][1], strict=True)) == {
        "majority": Outcome.CANNOT_TELL,
        "unanimous": Outcome.UNSETTLED,
        "any": Outcome.INCOMPLETE_YES,
    }
    assert found.unnamed[POLICIES.index("majority")] == Outcome.CANNOT_TELL
