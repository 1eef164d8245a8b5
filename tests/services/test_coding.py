"""Coding keeps ballots, sets and evidence true to what was said."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from changed_study import ChangedStudy
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from study import Study, copied

from portrayals.errors import InvalidValue
from portrayals.findings.stored_ballots import wrong_ballots
from portrayals.findings.stored_codebook import Node, StoredVariable
from portrayals.history.transaction import Change, read
from portrayals.results.written import Written
from portrayals.services.coding.annotations import minimal_set
from portrayals.services.coding.tag import CodingOptions, annotate, tag, untag
from portrayals.tables import ballot, unit_ballot

BOOK = """
codebook: both-levels
version: "1"
variables:
  - {key: warning, level: title, type: boolean}
  - {key: smokes, level: portrayal, type: boolean}
  - key: product
    level: portrayal
    type: multi
    codes: [{key: cigar}, {key: snuff, active: no}]
"""


def film(folder: Path) -> Study:
    made = Study(str(folder / "study.db"))
    made.apply(BOOK, folder)
    made.title("Casablanca", year="1942")
    made.portrayal("casablanca", "Rick Blaine")
    return made


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return copied(film, tmp_path)


def ballots_gone_wrong(study: Study) -> int:
    with read(study.target) as connection:
        return wrong_ballots(connection)


def test_variables_of_two_levels_are_given_and_withdrawn_in_one_go(study: Study) -> None:
    given = study.annotate("casablanca", "warning=no", "smokes=yes")
    assert given.keys == ("casablanca", "casablanca/rick-blaine")
    assert study.keys("portrayals", "smokes:yes") == ["casablanca/rick-blaine"]
    study.annotate("casablanca", "warning=yes", "smokes=not-coded")
    assert study.keys("portrayals", "smokes:not-coded") == ["casablanca/rick-blaine"]
    assert ballots_gone_wrong(study) == 0


@pytest.mark.parametrize(
    "damage",
    [None, "UPDATE ballot SET key = 'x' || ballot_id", "UPDATE ballot SET key = ballot_id"],
)
def test_a_new_version_settles_all_ballots_and_keeps_none_that_nobody_has(
    study: Study, tmp_path: Path, damage: str | None
) -> None:
    study.annotate("casablanca", "warning=no")
    study.annotate("casablanca", "warning=yes")
    if damage is not None:
        with closing(sqlite3.connect(study.target)) as connection, connection:
            connection.execute(damage)
    study.apply(BOOK.replace('version: "1"', 'version: "2"'), tmp_path)
    with read(study.target) as connection:
        kept = connection.execute(select(ballot.c.ballot_id)).scalars().all()
        used = connection.execute(select(unit_ballot.c.ballot_id)).scalars().all()
    assert sorted(kept) == sorted(used)
    assert ballots_gone_wrong(study) == 0


def test_a_variable_given_twice_is_refused(study: Study) -> None:
    with pytest.raises(InvalidValue, match="warning is given twice") as refused:
        study.annotate("casablanca", "warning=no", "smokes=yes", "warning=yes")
    assert refused.value.hint == "give its codes together: VARIABLE=A;B"
    assert study.keys("titles", "warning:any") == []


def test_a_code_that_is_switched_off_is_not_given(study: Study) -> None:
    with pytest.raises(InvalidValue, match="inactive"):
        study.tag("casablanca", "snuff")
    assert [row.code for row in study.stats("product").rows] == ["cigar", "none"]


@pytest.mark.parametrize("value", [";", ",", " ; ;"])
@pytest.mark.parametrize("variable", ["product", "smokes"])
def test_a_value_that_names_no_code_is_refused(study: Study, variable: str, value: str) -> None:
    with pytest.raises(InvalidValue, match=f"is not a code of {variable}"):
        study.annotate("casablanca", f"{variable}={value}")


RAFI = "prime/lisa-metzger/rafi"


def evidence_of(study: Study, unit: str) -> list[tuple[str | None, str | None]]:
    """The code and the time of each piece of evidence that a unit has, in order."""
    pieces = [piece for each in study.show(unit).annotations for piece in each.evidence]
    return sorted((piece.code, piece.start) for piece in pieces)


def test_evidence_goes_with_the_code_that_it_is_of(changed: ChangedStudy) -> None:
    changed.tag(RAFI, "flirting", "gift", at="1:00")
    changed.annotate(RAFI, "act=gift;dating")
    assert evidence_of(changed, RAFI) == [("gift", "00:01:00")]
    changed.assert_sound()


def test_the_same_evidence_given_twice_is_there_once(changed: ChangedStudy) -> None:
    for at in ("1:00", "1:00", "2:00"):
        changed.tag(RAFI, "gift", at=at, quote="For you.")
    assert evidence_of(changed, RAFI) == [("gift", "00:01:00"), ("gift", "00:02:00")]


@pytest.mark.parametrize(
    "recode",
    [
        lambda change: tag(change, RAFI, ["gift"]),
        lambda change: annotate(change, RAFI, ["act=dating"]),
        lambda change: untag(change, RAFI, ["flirting"]),
        lambda change: untag(change, RAFI, ["flirting"], CodingOptions(at="1:00")),
    ],
    ids=["tagged", "annotated", "untagged", "evidence untagged"],
)
def test_the_history_keeps_a_set_as_it_was_before_it_was_coded_again(
    changed: ChangedStudy, recode: Callable[[Change], Written]
) -> None:
    changed.tag(RAFI, "flirting", at="1:00", note="So it seems.")
    changed.change(recode)  # asserts that the images of the change make up what was there


@st.composite
def trees(draw: st.DrawFn) -> StoredVariable:
    """A variable of several codes in a tree of any shape."""
    nodes: list[Node] = []
    for number in range(draw(st.integers(0, 12))):
        above = draw(st.sampled_from([None, *nodes]))
        nodes.append(
            Node(
                number + 1,
                key=f"code-{number}",
                label=f"Code {number}",
                parent_id=None if above is None else above.code_id,
                position=number,
                depth=0 if above is None else above.depth + 1,
                assignable=True,
                retired=False,
            )
        )
    return StoredVariable(
        variable_id=1,
        key="act",
        label="Act",
        level="title",
        type="multi",
        question=None,
        rollup=None,
        minimum=None,
        maximum=None,
        measure=None,
        tolerance=0,
        asked_when_text=None,
        rules_text=(),
        otherwise=None,
        sentence=None,
        retired=False,
        nodes=tuple(nodes),
        properties={},
    )


def above(variable: StoredVariable, node: Node) -> list[Node]:
    """All codes above one, however far."""
    parent = variable.parent(node)
    return [] if parent is None else [parent, *above(variable, parent)]


@settings(deadline=None)
@given(trees(), st.data())
def test_r09_a_set_is_what_is_left_without_the_codes_above_others_in_it(
    variable: StoredVariable, data: st.DataObject
) -> None:
    given_codes = data.draw(st.lists(st.sampled_from(variable.nodes))) if variable.nodes else []
    dropped = [over for node in given_codes for over in above(variable, node)]
    assert list(minimal_set(variable, given_codes)) == [
        node for node in variable.nodes if node in given_codes and node not in dropped
    ]
