"""`list`: the codes that a query asks for."""

from __future__ import annotations

import pytest
from kept_study import KeptStudy

ROMANTIC = {"romantic", "flirting", "dating"}


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("act:gift", {"gift"}),
        ("act:romantic", ROMANTIC),
        ("act:gift,dating", {"gift", "dating"}),
        ("act:Dating OR prime act:gift", {"gift", "dating"}),
        ("tag:romantic", ROMANTIC),
        ("act.class:harm", ROMANTIC),
        ("some(act:dating)", {"dating"}),
        ("act:gift NOT act:dating", {"gift"}),
        ("NOT (act:gift NOT act:dating)", {"dating"}),
        ("NOT act.class:harm", None),
        ("act.class:none", set()),
        ("act:none", set()),
        ("prime", None),
    ],
)
def test_the_codes_asked_for_are_those_named_and_those_below(
    kept: KeptStudy, query: str, codes: set[str] | None
) -> None:
    for what in ("titles", "portrayals", "relationships"):
        assert kept.list(what, query).asked.get("act") == codes


def test_a_boolean_may_be_asked_by_another_word_for_yes(kept: KeptStudy) -> None:
    assert kept.list("titles", "harm:true tone:comic").asked == {"harm": {"yes"}, "tone": {"comic"}}
