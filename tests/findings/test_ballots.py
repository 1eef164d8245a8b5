"""A ballot is the same text for the same votes, and that text is read back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrayals.findings.ballots import Coding, ballot_of
from portrayals.findings.forms import form_of, key_of, read_ballot
from portrayals.findings.settle import Answer, Ballot
from portrayals.vocabulary import BASES, STATES

IDS = st.integers(1, 10**9)
SETS = st.lists(IDS, unique=True, max_size=80).map(lambda ids: tuple(sorted(ids)))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0)
ANSWERS = st.one_of(
    st.builds(Answer, st.just("coded"), SETS, SETS),
    st.builds(Answer, st.just("coded"), st.just(()), st.just(()), NUMBERS),
    st.sampled_from(STATES).map(Answer),
)
CODINGS = st.builds(Coding, st.booleans(), st.sampled_from(BASES), ANSWERS, st.integers(1, 3))


@given(variable_id=IDS, codings=st.lists(CODINGS, max_size=6))
def test_the_form_of_a_ballot_is_read_back_as_the_ballot(
    variable_id: int, codings: list[Coding]
) -> None:
    ballot = ballot_of(variable_id, codings)
    assert read_ballot(form_of(ballot)) == ballot


@given(codings=st.lists(CODINGS, max_size=6))
def test_in_which_order_it_was_said_makes_no_other_ballot(codings: list[Coding]) -> None:
    assert form_of(ballot_of(1, codings)) == form_of(ballot_of(1, reversed(codings)))


def test_a_long_form_is_told_from_another_by_its_digest() -> None:
    forms = [
        form_of(ballot_of(1, [Coding(False, "watched", Answer("coded", codes), 1)]))
        for codes in (tuple(range(1000)), tuple(range(1001)), (7,))
    ]
    keys = list(map(key_of, forms))
    assert len(set(keys)) == 3
    assert all(len(key) <= 200 for key in keys)
    assert keys[2] == forms[2] == "1||0|c7@1"


@pytest.mark.parametrize("damaged", ["", "1|||", "1||9|c7@1", "1||0|x7@1", "1||0|c7", "x||0|c7@1"])
def test_a_damaged_form_is_refused_or_says_nothing(damaged: str) -> None:
    if damaged == "1|||":
        assert read_ballot(damaged) == Ballot(1, False, None, ())
        return
    with pytest.raises((ValueError, IndexError)):
        read_ballot(damaged)
