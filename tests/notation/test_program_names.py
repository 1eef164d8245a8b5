"""Names for SPSS, Stata and R are legal, differ, and are as near to the keys as may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrayals.notation.program_names import IN_SPSS, IN_STATA, program_names


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("tone", "tone"),
        ("boundary-act:kiss", "boundary_act_kiss"),
        ("act.state@ana", "act_state_ana"),
        ("1st-meeting", "v_1st_meeting"),
        ("by", "by_"),
        ("if", "if_"),
        ("str5", "str5_"),
        ("тон", "тон"),
        ("治療師-態度", "治療師_態度"),
        ("---", "v_"),
    ],
)
def test_a_name_is_near_to_its_key(key: str, name: str) -> None:
    assert program_names([key], IN_STATA) == [name]


def test_names_that_would_be_the_same_are_numbered() -> None:
    assert program_names(["a-b", "a.b", "A_B"], IN_SPSS) == ["a_b", "a_b_2", "A_B_3"]
    long = "a" * 40
    assert program_names([long, f"{long}b"], IN_STATA) == ["a" * 32, "a" * 30 + "_2"]


@given(st.lists(st.text(max_size=80), max_size=20))
def test_names_differ_in_more_than_case_and_fit(keys: list[str]) -> None:
    names = program_names(keys, IN_STATA)
    assert len({each.casefold() for each in names}) == len(keys)
    for name in names:
        assert len(name.encode()) <= IN_STATA
        assert name[0].isalpha()
        assert name.replace("_", "a").isalnum()
