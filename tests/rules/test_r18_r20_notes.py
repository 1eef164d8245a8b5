"""What is said of how findings came about: NUMBERS R18 and R20."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from teachers import School

from portrayals.results.count_options import Counted
from portrayals.study import Study

DECIDES = "Under the policy any, the answer decides who is in n"


def noted(notes: Sequence[str], start: str) -> bool:
    return any(note.startswith(start) for note in notes)


def test_r18_a_note_counts_those_of_hearsay_alone(own_school: School) -> None:
    for bases in (("hearsay",), ("hearsay", "hearsay"), ("hearsay", "watched"), ("watched",)):
        bond = own_school.bond()
        for coder, basis in zip(("ana", "bea"), bases, strict=False):
            own_school.annotate(bond, "act=slap", actor=coder, basis=basis)
    own_school.coded("act=unavailable")
    found = own_school.stats("act")
    assert "2 units are known from hearsay only, which is never counted." in found.notes
    assert not noted(own_school.stats("begun-by").notes, "2 units are known from hearsay")


@pytest.mark.slow
def test_r20_every_figure_by_any_carries_a_note_that_the_answer_decides_who_is_in_n(
    own_school: School,
) -> None:
    for begun_by in ("pupil", "parent"):
        bond = own_school.bond()
        own_school.votes(bond, ana="act=slap", bea="act=help")
        own_school.annotate(bond, f"begun-by={begun_by}")
    study = Study(own_school.target)
    asked: list[Callable[..., Counted]] = [
        lambda **how: study.stats("act:slap", **how),
        lambda **how: study.stats("subject", **how),
        lambda **how: study.trend("act:slap", **how),
        lambda **how: study.compare(
            "act:slap", where="begun-by:pupil", versus="begun-by:parent", **how
        ),
        lambda **how: study.crosstab("act", "begun-by", **how),
        lambda **how: study.crosstab("kind", "decade", where="act:any", **how),
        lambda **how: study.cooccur("act", **how),
    ]
    for figure in asked:
        assert not noted(figure().notes, DECIDES)
        assert not noted(figure(policy="unanimous").notes, DECIDES)
        by_any = figure(policy="any")
        assert noted(by_any.notes, DECIDES)
        assert DECIDES in by_any.sentence
    own_school.policy("any")
    for figure in asked:
        assert noted(figure().notes, DECIDES)
    assert not noted(study.stats("act:slap", coder="ana").notes, DECIDES)  # no policy settled it
    assert not noted(study.crosstab("kind", "decade").notes, DECIDES)  # nothing was judged
