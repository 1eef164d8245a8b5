"""Merges: what is joined, what moves, what is kept of both, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from changed_study import ChangedStudy
from sqlalchemy import insert, select, update

from portrayals.errors import InUse, InvalidValue, PortrayalsError, UnknownKey
from portrayals.findings.forms import read_answer
from portrayals.findings.stored_ballots import keep_ballots
from portrayals.history.transaction import Change, new_uuid, read, write
from portrayals.services.catalogue.resolve import find_unit
from portrayals.services.catalogue.units import write_names
from portrayals.tables import (
    adjudication,
    adjudication_with,
    annotation,
    assignment,
    claim,
    coder,
    episode,
    evidence,
    identifier,
    proposal,
    title,
    unit,
    variable,
    viewing,
    wave,
)
from portrayals.vocabulary import BASES

JIMY = "shrinking/jimy-laird"


def found(study: ChangedStudy, written: str) -> str:
    """The key of what is found by what was written."""
    with read(study.target) as connection:
        return find_unit(connection, written).key


def double(study: ChangedStudy) -> None:
    """A second entry of the series: an episode and people in common, others of its own."""
    study.title("Shrink", year="2023", kind="tv-series", genres=["comedy"], aliases=["Shrinks"])
    study.episodes("shrink", "S01E03..S01E04")
    study.portrayal("shrink", "JIMY  laird", performer="Jason Segel", roles=["lead"])
    for name in ("Sean", "Brian", None):
        study.relationship("shrink/jimy-laird", name)
    study.portrayal("shrink", "Gaby")
    study.relationship("shrink/gaby", "Derek")


def number(row: dict[str, Any]) -> float | None:
    """The number that an annotation says."""
    return read_answer(row["answer"])[1].number


def of(study: ChangedStudy, key: str) -> list[dict[str, Any]]:
    """The annotations of a unit."""
    return [row for row in study.all(annotation) if row["unit_id"] == study.ids(unit, key)]


def adjudicate(study: ChangedStudy, key: str, code: str, together: str | None = None) -> None:
    """A decision of the consensus coder on what passes between two people."""

    def decide(change: Change) -> None:
        slot = {
            "variable_id": study.ids(variable, "act"),
            "unit_id": study.ids(unit, key),
            "coder_id": study.ids(coder, "consensus"),
            "wave_id": study.ids(wave, "main"),
        }
        change.connection.execute(
            insert(adjudication).values(
                **slot,
                decided_by=study.ids(coder, "ana"),
                decided_at="2024-01-01",
                method="alone",
                reason="seen again",
                change_id=change.number,
            )
        )
        if together is not None:
            beside = slot | {"with_coder_id": study.ids(coder, together)}
            change.connection.execute(insert(adjudication_with).values(beside))

    if "consensus" not in [row["key"] for row in study.all(coder)]:
        with write(study.target, actor="ana", command="consensus") as change:
            change.connection.execute(
                insert(coder).values(
                    uuid=new_uuid(), key="consensus", kind="consensus", change_id=change.number
                )
            )
    study.tag(key, code, actor="consensus")
    with write(study.target, actor="ana", command="adjudicate") as change:
        decide(change)
        keep_ballots(change.connection)


def test_fields_of_the_one_that_stays_win_and_empty_ones_are_filled(changed: ChangedStudy) -> None:
    changed.edit(
        "prime-again",
        *("genre=Comedy;romance", "synopsis=T.", "note=mine", "country=US", "distributor=U"),
        *("id=wikidata:Q1;tmdb:5", "stratum=b", "end_year=2007", "original=Primo", "kind=tv"),
    )
    changed.edit("prime", "alias=The Prime", "kind=tv")
    plan = changed.plan_merge("prime-again", "prime")
    assert plan.question == "Merge Prime Again (prime-again) into Prime (prime)?"
    assert "prime: year stays 2005; 2006 of prime-again is dropped" in plan.lines
    assert "prime: synopsis stays S.; T. of prime-again is dropped" in plan.lines
    assert "prime: genre drama; comedy → drama; comedy; romance" in plan.lines
    assert "prime: note nothing → mine" in plan.lines
    written = changed.merge("prime-again", "prime")
    assert written.keys == ("prime",)
    (row,) = changed.list("titles", "name:=prime").rows
    assert (row["year"], row["end_year"], row["distributor"]) == (2005, 2007, "U")
    assert row["genres"] == ["drama", "comedy", "romance"]
    assert row["countries"] == ["United States"]
    assert row["ids"] == {"imdb": "tt0387514", "tmdb": "5", "wikidata": "Q1"}
    assert changed.names("prime") == ["Prime Again", "The Prime", "prime-again"]
    assert changed.names("prime", "original") == ["Primo"]
    assert changed.names("prime", "synopsis") == ["S."]
    assert {row["title_id"] for row in changed.all(identifier)} == {changed.ids(unit, "prime")}
    for old in ("prime-again", "Prime Again", "wikidata:Q1"):
        assert found(changed, old) == "prime"


def test_units_of_one_code_or_name_are_joined_and_the_others_move(changed: ChangedStudy) -> None:
    double(changed)
    changed.edit("shrink/s01e03", "name=Fifteen Minutes", "aired=2023-02-03")
    uuids = {row["key"]: row["uuid"] for row in changed.all(unit)}
    plan = changed.plan_merge("shrink", "shrinking")
    assert f"shrink/jimy-laird is {JIMY}" in plan.lines
    assert "shrink/gaby moves to shrinking" in plan.lines
    assert f"shrink/jimy-laird/brian moves to {JIMY}" in plan.lines
    assert "shrinking/s01e03: name S01E03 → Fifteen Minutes" in plan.lines
    assert f"{JIMY}: performer nothing → Jason Segel" in plan.lines
    written = changed.merge("shrink", "shrinking")
    assert "4 unit(s) beneath merged, 3 moved" in written.said
    assert [key for key in changed.units() if key.startswith("shrink")] == [
        "shrinking",
        "shrinking/gaby",
        "shrinking/gaby/derek",
        JIMY,
        f"{JIMY}/brian",
        f"{JIMY}/general",
        f"{JIMY}/grace",
        f"{JIMY}/sean",
        *(f"shrinking/s01e0{number}" for number in (1, 2, 3, 4)),
    ]
    (person,) = changed.list("portrayals", "name:jimy").rows
    assert (person["performer"], person["roles"]) == ("Jason Segel", ["lead"])
    assert changed.names("shrinking/s01e03") == ["shrink/s01e03"]
    assert changed.names("shrinking/s01e03", "name") == ["Fifteen Minutes"]
    for old, new in (
        ("shrink/gaby/derek", "shrinking/gaby/derek"),
        ("shrink/jimy-laird/brian", f"{JIMY}/brian"),
        ("shrink/jimy-laird/sean", f"{JIMY}/sean"),
        ("shrink/s01e04", "shrinking/s01e04"),
        ("Shrinks", "shrinking"),
    ):
        assert found(changed, old) == new
        if "/" in old:
            assert old in changed.names(new)
    now = {row["key"]: row["uuid"] for row in changed.all(unit)}
    for moved in ("gaby", "gaby/derek", "jimy-laird/brian", "s01e04"):
        assert now[f"shrinking/{moved}"] == uuids[f"shrink/{moved}"]
    assert now["shrinking"] == uuids["shrinking"]


def test_r13_the_general_relationship_is_one_whatever_it_is_called(changed: ChangedStudy) -> None:
    double(changed)
    changed.edit("shrink/jimy-laird/general", "name=patients")
    changed.merge("shrink", "shrinking")
    assert [key for key in changed.units() if "general" in key] == [f"{JIMY}/general"]
    assert "patients" in changed.names(f"{JIMY}/general")


def test_annotations_move_with_their_codes_and_evidence(changed: ChangedStudy) -> None:
    double(changed)
    changed.source("a-book")
    changed.tag("shrink/jimy-laird/sean", "gift", "maybe:dating", episode="S01E03", at="1:00")
    changed.tag("shrink/jimy-laird/brian", "flirting", episode="S01E04", quote="Q.")
    changed.annotate("shrink/s01e04", "pace=slow", source="a-book")
    changed.annotate("shrink/jimy-laird", "age=50", "lead=yes", actor="ben")
    changed.annotate("shrink", "tone=comic")
    plan = changed.plan_merge("shrink", "shrinking")
    assert "annotations moved: 4" in plan.lines  # what moves brings its own along
    changed.merge("shrink", "shrinking")
    (sean,) = of(changed, f"{JIMY}/sean")
    _, said = read_answer(sean["answer"])
    assert (said.state, len(said.codes), len(said.doubtful)) == ("coded", 1, 1)
    assert changed.keys("relationships", "act:gift") == [f"{JIMY}/sean"]
    assert changed.keys("relationships", "act:flirting") == [f"{JIMY}/brian"]
    assert changed.keys("episodes", "pace:slow") == ["shrinking/s01e04"]
    assert changed.keys("portrayals", "age:50 lead:yes") == [JIMY]
    assert changed.keys("titles", "tone:comic") == ["shrinking"]
    seen = {row["episode_id"] for row in changed.all(evidence)} - {None}
    assert seen == {changed.ids(unit, f"shrinking/s01e0{number}") for number in (3, 4)}


def test_equal_annotations_fold_into_one_with_the_evidence_of_both(changed: ChangedStudy) -> None:
    double(changed)
    sean, other = f"{JIMY}/sean", "shrink/jimy-laird/sean"
    changed.tag(sean, "gift", "dating", episode="S01E03", at="1:00")
    changed.tag(other, "dating", "gift", episode="S01E03", at="1:00", basis="watched", note="N.")
    changed.tag(other, "dating", "gift", episode="S01E04", at="2:00")
    changed.annotate(JIMY, "age=50", basis="watched", note="kept")
    changed.annotate("shrink/jimy-laird", "age=50", basis="hearsay", note="dropped")
    changed.annotate("shrink/jimy-laird", "age=51", actor="ben")  # another coder's own
    kept = {row["uuid"] for row in changed.all(evidence)}
    assert "duplicate annotations, merged: 2" in changed.plan_merge("shrink", "shrinking").lines
    written = changed.merge("shrink", "shrinking")
    assert "1 annotation(s) moved, 2 merged with duplicates" in written.said
    (joined,) = of(changed, sean)
    assert (BASES[joined["basis"]], joined["note"]) == ("watched", "N.")
    pieces = [row for row in changed.all(evidence) if row["unit_id"] == joined["unit_id"]]
    assert len(pieces) == len(changed.all(evidence)) == 4  # of six, two said the same
    assert {row["uuid"] for row in pieces} < kept
    assert [(BASES[row["basis"]], row["note"], number(row)) for row in of(changed, JIMY)] == [
        ("watched", "kept", 50.0),
        ("unstated", None, 51.0),
    ]


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        (("act=gift",), ("act=gift;dating",), "act by ana in main: gift; shrink/jimy-laird/sean"),
        (("act=gift",), ("act=maybe:gift",), "maybe:gift"),
        (("act=none",), ("act=cannot-tell",), "act by ana in main: none; "),
        (("remark=one",), ("remark=two",), "remark by ana in main: one; "),
    ],
)
def test_different_answers_of_one_coder_are_refused(
    changed: ChangedStudy, here: tuple[str], there: tuple[str], said: str
) -> None:
    double(changed)
    changed.annotate(f"{JIMY}/sean", *here)
    changed.annotate("shrink/jimy-laird/sean", *there)
    before = changed.rows()
    for attempt in (changed.plan_merge, changed.merge):
        with pytest.raises(InUse, match="coded differently by the same coder") as refused:
            attempt("shrink", "shrinking")
        assert said in str(refused.value.where)
        assert "annotate UNIT VARIABLE=VALUE" in str(refused.value.hint)
    assert changed.rows() == before


def test_all_conflicts_are_named_at_once(changed: ChangedStudy) -> None:
    double(changed)
    changed.annotate(f"{JIMY}/sean", "act=gift")
    changed.annotate("shrink/jimy-laird/sean", "act=dating")
    changed.annotate(JIMY, "lead=yes", actor="ben")
    changed.annotate("shrink/jimy-laird", "lead=no", actor="ben")
    changed.annotate("shrink", "tone=comic")
    changed.annotate("shrinking", "tone=grave")
    with pytest.raises(InUse) as refused:
        changed.merge("shrink", "shrinking")
    assert str(refused.value.where).splitlines() == [
        "shrinking  tone by ana in main: grave; shrink: comic",
        f"{JIMY}  lead by ben in main: yes; shrink/jimy-laird: no",
        f"{JIMY}/sean  act by ana in main: gift; shrink/jimy-laird/sean: dating",
    ]
    changed.annotate("shrink", "tone=not-coded")
    changed.annotate("shrink/jimy-laird", "lead=yes", actor="ben")
    changed.tag("shrink/jimy-laird/sean", "gift")
    changed.untag("shrink/jimy-laird/sean", "dating")
    changed.merge("shrink", "shrinking")


def test_a_decision_moves_with_the_annotation_that_holds_it(changed: ChangedStudy) -> None:
    double(changed)
    adjudicate(changed, "shrink/jimy-laird/sean", "gift", together="ben")
    adjudicate(changed, "shrink/jimy-laird/brian", "dating")
    changed.merge("shrink", "shrinking")
    [beside] = changed.all(adjudication_with)
    assert beside["unit_id"] == changed.ids(unit, f"{JIMY}/sean")
    decided = {row["unit_id"] for row in changed.all(adjudication)}
    assert decided == {changed.ids(unit, f"{JIMY}/sean"), changed.ids(unit, f"{JIMY}/brian")}
    assert changed.keys("relationships", "act:gift") == [f"{JIMY}/sean"]


def test_of_two_equal_decisions_one_stays(changed: ChangedStudy) -> None:
    double(changed)
    adjudicate(changed, "shrink/jimy-laird/sean", "gift", together="ben")
    adjudicate(changed, f"{JIMY}/sean", "gift")
    changed.merge("shrink", "shrinking")
    assert changed.all(adjudication_with) == []
    (decided,) = changed.all(adjudication)
    assert decided["unit_id"] == changed.ids(unit, f"{JIMY}/sean")


def test_proposals_come_along(changed: ChangedStudy) -> None:
    double(changed)
    jimy = changed.ids(unit, "shrink/jimy-laird")
    changed.propose("Liz", "shrink")
    changed.propose("Jimy", "shrink", decision="accepted", unit_id=jimy)
    changed.merge("shrink", "shrinking")
    title, stays = changed.ids(unit, "shrinking"), changed.ids(unit, "shrinking/jimy-laird")
    assert [(row["above_unit_id"], row["unit_id"]) for row in changed.all(proposal)] == [
        (title, None),
        (title, stays),
    ]


def test_claims_assignments_and_viewings_come_along_each_once(changed: ChangedStudy) -> None:
    double(changed)
    changed.source("a-book")
    first = changed.claim("shrink/jimy-laird/sean")
    changed.claim("shrink", about=first)
    changed.assign("ben", "shrink", "shrinking", "shrink/jimy-laird/sean")
    changed.view("ben", "shrink", "shrink/s01e03")
    changed.view("ben", "shrinking", "shrinking/s01e03")
    changed.view("ben", "shrink", "shrink/s01e04")
    changed.view("ben", "shrink")
    changed.view("ana", "shrink")
    changed.view("ana", "shrinking")
    changed.merge("shrink", "shrinking")
    title, sean = changed.ids(unit, "shrinking"), changed.ids(unit, f"{JIMY}/sean")
    assert [row["unit_id"] for row in changed.all(claim)] == [sean, title]
    assert sorted(row["unit_id"] for row in changed.all(assignment)) == sorted([title, sean])
    seen = [(row["coder_id"], row["title_id"], row["episode_id"]) for row in changed.all(viewing)]
    three, four = (changed.ids(unit, f"shrinking/s01e0{number}") for number in (3, 4))
    ana, ben = changed.ids(coder, "ana"), changed.ids(coder, "ben")
    assert sorted(seen, key=str) == sorted(
        [(ben, title, three), (ben, title, four), (ben, title, None), (ana, title, None)], key=str
    )


def test_screening_is_taken_where_there_was_none(changed: ChangedStudy) -> None:
    changed.screen("prime-again", "in")
    assert "prime: screened pending → in" in changed.plan_merge("prime-again", "prime").lines
    changed.merge("prime-again", "prime")
    assert changed.keys("titles", "screened:in") == ["prime"]


def test_screening_of_the_one_that_stays_wins_otherwise(changed: ChangedStudy) -> None:
    changed.screen("prime-again", "out")
    changed.screen("prime", "in")
    lines = changed.plan_merge("prime-again", "prime").lines
    assert "prime: screened stays in; out of prime-again is dropped" in lines
    changed.merge("prime-again", "prime")
    assert changed.keys("titles", "screened:in") == ["prime"]


def test_r13_a_title_in_which_nobody_is_portrayed_gains_nobody(changed: ChangedStudy) -> None:
    changed.screen("prime-again", "none")
    for pair in (("prime-again", "prime"), ("prime", "prime-again")):
        with pytest.raises(InvalidValue, match="prime-again is screened none, but prime has"):
            changed.merge(*pair)


def test_a_title_cannot_be_filled_to_end_before_it_begins(changed: ChangedStudy) -> None:
    changed.edit("prime-again", "year=", "end_year=2004", "kind=tv")
    with pytest.raises(InvalidValue, match="cannot end in 2004"):
        changed.plan_merge("prime-again", "prime")


def test_a_film_gains_no_end_year_and_no_episodes(changed: ChangedStudy) -> None:
    changed.edit("prime-again", "end_year=2014", "kind=tv")
    with pytest.raises(InvalidValue, match="a film has no end year") as refused:
        changed.plan_merge("prime-again", "prime")
    assert refused.value.hint == "if prime is a series: portrayals edit prime kind=tv-series"
    changed.edit("prime-again", "end_year=")
    changed.episodes("prime-again", "S01E02")
    with pytest.raises(InvalidValue, match="is a film, which has no episodes"):
        changed.merge("prime-again", "prime")
    changed.edit("prime", "kind=tv-series")
    changed.merge("prime-again", "prime")
    assert changed.keys("episodes", "prime") == ["prime/s01e02"]


def test_a_film_with_an_end_year_from_earlier_can_still_be_merged(changed: ChangedStudy) -> None:
    changed.edit("prime", "end_year=2014", "kind=tv")
    with write(changed.target, actor="ana", command="edit") as change:
        change.connection.execute(update(title).values(kind="film"))
    changed.merge("prime-again", "prime")
    assert "prime-again" not in changed.keys("titles")


def test_two_portrayals_of_one_title_are_joined(changed: ChangedStudy) -> None:
    changed.portrayal("shrinking", "Jimmy Laird", year="2024")
    changed.relationship("shrinking/jimmy-laird", "Alice")
    changed.relationship("shrinking/jimmy-laird", "Grace")
    changed.tag("shrinking/jimmy-laird/grace", "flirting", episode="S01E01")
    changed.merge(JIMY, "shrinking/jimmy-laird")
    assert changed.keys("portrayals", "name:laird") == ["shrinking/jimmy-laird"]
    assert [key for key in changed.units() if key.startswith("shrinking/j")] == [
        "shrinking/jimmy-laird",
        *(f"shrinking/jimmy-laird/{name}" for name in ("alice", "general", "grace", "sean")),
    ]
    assert changed.keys("relationships", "act:flirting") == ["shrinking/jimmy-laird/grace"]
    assert found(changed, f"{JIMY}/grace") == "shrinking/jimmy-laird/grace"
    assert found(changed, "shrinking/Jimy Laird") == "shrinking/jimmy-laird"


def test_two_relationships_of_one_portrayal_are_joined(changed: ChangedStudy) -> None:
    changed.tag(f"{JIMY}/grace", "gift")
    changed.merge(f"{JIMY}/grace", f"{JIMY}/sean")
    assert changed.keys("relationships", "act:gift") == [f"{JIMY}/sean"]
    assert changed.names(f"{JIMY}/sean") == ["Grace", f"{JIMY}/grace"]


def test_two_episodes_of_one_title_are_joined(changed: ChangedStudy) -> None:
    changed.edit("shrinking/s01e02", "name=Pilot")
    changed.tag(f"{JIMY}/sean", "gift", episode="S01E02", at="1:00")
    changed.tag(f"{JIMY}/sean", "gift", episode="S01E01", at="1:00")
    changed.view("ben", "shrinking", "shrinking/s01e02")
    changed.merge("shrinking/s01e02", "shrinking/s01e01")
    first = changed.ids(unit, "shrinking/s01e01")
    assert [row["episode_id"] for row in changed.all(evidence)] == [first]
    assert [row["episode_id"] for row in changed.all(viewing)] == [first]
    assert changed.names("shrinking/s01e01", "name") == ["Pilot"]
    assert changed.names("shrinking/s01e01") == ["shrinking/s01e02"]
    assert len(changed.all(episode)) == 2
    changed.merge("shrinking/s01e03", "shrinking/s01e01")  # an unnamed one has no name to leave
    assert changed.names("shrinking/s01e01", "name") == ["Pilot"]
    assert changed.names("shrinking/s01e01") == ["shrinking/s01e02", "shrinking/s01e03"]


def test_a_person_with_a_key_that_is_taken_moves_to_a_free_one(changed: ChangedStudy) -> None:
    changed.portrayal("prime-again", "Lisa Metzger")
    changed.edit("prime-again/lisa-metzger", "name=Somebody Else")
    changed.merge("prime-again", "prime")
    assert "prime/lisa-metzger-2" in changed.units()
    assert found(changed, "prime-again/lisa-metzger") == "prime/lisa-metzger-2"


def test_two_namesakes_do_not_become_one(changed: ChangedStudy) -> None:
    changed.portrayal("prime-again", "Lisa Metzger")
    changed.portrayal("prime-again", "Lisa Other")
    with write(changed.target, actor="ana", command="an import") as change:
        other = unit.c.key == "prime-again/lisa-other"
        change.connection.execute(update(unit).where(other).values(name="Lisa Metzger"))
        number = change.connection.execute(select(unit.c.unit_id).where(other)).scalar_one()
        write_names(change.connection, number, "name", ["Lisa Metzger"])
    changed.merge("prime-again", "prime")
    assert [key for key in changed.units() if key.startswith("prime/")] == [
        "prime/lisa-metzger",
        "prime/lisa-metzger/rafi",
        "prime/lisa-other",
    ]


@pytest.mark.parametrize(
    ("goes", "stays", "message"),
    [
        ("prime", "Prime", "both names refer to prime"),
        ("prime", "prime/lisa-metzger", "prime is a title and prime/lisa-metzger a portrayal"),
        ("prime/lisa-metzger", JIMY, "under different units"),
        (f"{JIMY}/sean", "prime/lisa-metzger/rafi", "under different units"),
    ],
)
def test_what_cannot_be_one_is_refused(
    changed: ChangedStudy, goes: str, stays: str, message: str
) -> None:
    for attempt in (changed.plan_merge, changed.merge):
        with pytest.raises(InvalidValue, match=message):
            attempt(goes, stays)


def test_what_is_not_there_is_unknown(changed: ChangedStudy) -> None:
    with pytest.raises(UnknownKey):
        changed.merge("nowhere-at-all", "prime")
    with pytest.raises(PortrayalsError):
        changed.merge("prime", "")


def test_the_plan_changes_nothing(changed: ChangedStudy) -> None:
    double(changed)
    number, before = changed.number, changed.rows()
    changed.plan_merge("shrink", "shrinking")
    assert (changed.number, changed.rows()) == (number, before)


@pytest.mark.postgresql
def test_titles_are_merged_on_postgresql(changed_on_postgresql: ChangedStudy) -> None:
    study = changed_on_postgresql
    double(study)
    study.source("a-book")
    study.tag(f"{JIMY}/sean", "gift", episode="S01E03", at="1:00")
    study.tag("shrink/jimy-laird/sean", "gift", episode="S01E03", at="1:00", basis="watched")
    study.tag("shrink/jimy-laird/brian", "flirting", episode="S01E04", quote="Q.")
    study.annotate("shrink/s01e04", "pace=slow", source="a-book")
    adjudicate(study, "shrink/jimy-laird/sean", "dating")
    study.claim("shrink/jimy-laird")
    study.assign("ben", "shrink", "shrinking")
    study.view("ben", "shrink", "shrink/s01e03")
    study.view("ben", "shrinking", "shrinking/s01e03")
    study.merge("shrink", "shrinking")
    assert study.keys("relationships", "act:dating") == [f"{JIMY}/sean"]
    assert len(study.all(evidence)) == 3
    assert len(study.all(viewing)) == len(study.all(assignment)) == 1
    study.merge("shrinking/s01e02", "shrinking/s01e01")
    study.merge(f"{JIMY}/brian", f"{JIMY}/grace")
