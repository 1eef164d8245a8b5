"""`list`: the codes that a query asks for, and the units for which its answer is open."""

from __future__ import annotations

from pathlib import Path

import pytest
from kept_study import KeptStudy

import portrayals
from portrayals.errors import InvalidQuery, InvalidValue

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


RAFI, GENERAL = "prime/lisa-metzger/rafi", "shrinking/jimmy-laird/general"
MIA, NED = "shrinking/jimmy-laird/mia", "shrinking/jimmy-laird/ned"


@pytest.fixture
def half_known(kept: KeptStudy) -> KeptStudy:
    """Rafi gives a gift, the general relationship has a date; of Mia and Ned nothing is known."""
    kept.relationship("shrinking/jimmy-laird", "Mia")
    kept.relationship("shrinking/jimmy-laird", "Ned")
    kept.annotate(NED, "act=cannot-tell")
    return kept


@pytest.mark.parametrize(
    ("what", "query", "true", "left_open"),
    [
        ("relationships", "act:dating", [GENERAL], [MIA, NED]),
        ("relationships", "NOT act:dating", [RAFI], [MIA, NED]),
        ("relationships", "act:not-coded", [MIA], []),
        ("relationships", "act:flirting OR act:cannot-tell", [NED], [MIA]),
        ("portrayals", "act:dating", ["shrinking/jimmy-laird"], []),
        ("portrayals", "act:gift", ["prime/lisa-metzger"], ["shrinking/jimmy-laird"]),
        ("titles", "NOT act:gift", [], ["shrinking"]),
        ("titles", "NOT act:dating", ["prime"], []),
        ("titles", "tone:comic", ["prime"], ["shrinking"]),
        ("titles", "tone:comic OR year:2023", ["prime", "shrinking"], []),
        ("titles", "prime", ["prime"], []),
        ("episodes", "tone:comic", [], ["shrinking/s01e01", "shrinking/s01e02"]),
    ],
)
def test_r24_the_units_for_which_the_answer_is_open_are_listed(
    half_known: KeptStudy, what: str, query: str, true: list[str], left_open: list[str]
) -> None:
    found = half_known.list(what, query)
    listed = half_known.list(what, query, open=True)
    assert [row["key"] for row in found.rows] == true
    assert [row["key"] for row in listed.rows] == left_open
    assert (listed.found, listed.total) == (len(left_open), found.total)
    told = [note for note in found.notes if "the answer is open" in note]
    assert [note.split()[1] for note in told] == [str(len(left_open))] * bool(left_open)
    assert all(note.endswith((" List them: --open", " List it: --open")) for note in told)


def test_what_is_left_open_is_not_taken_for_what_was_found(half_known: KeptStudy) -> None:
    def notes(query: str) -> tuple[str, ...]:
        return half_known.list("relationships", query, open=True, limit=1).notes

    assert notes("act:dating") == (
        "Their coding does not say whether they match (1 not coded for act).",
        "1 of 2 are shown.",
    )
    one = notes("act:flirting OR act:cannot-tell")[-1]
    assert one == "Its coding does not say whether it matches (1 not coded for act)."
    line = "portrayals list relationships --open act:dating"
    assert notes("dating") == (f'"dating" is a code: {line}',)


def test_what_partial_sets_pass_over_is_open_unless_silence_is_no(half_known: KeptStudy) -> None:
    half_known.tag(MIA, "gift", basis="documented")
    assert half_known.list("relationships", "act:dating", open=True).found == 2
    [row] = half_known.list("relationships", "act:dating", open=True, silence="no").rows
    assert row["key"] == NED


@pytest.mark.parametrize("what", ["coders", "sources", "annotations", "claims"])
def test_what_is_no_unit_is_never_open(kept: KeptStudy, what: str) -> None:
    with pytest.raises(InvalidValue, match=f"--open does not work for {what}") as refused:
        kept.list(what, "prime", open=True)
    assert refused.value.hint == "it works for titles, episodes, portrayals, relationships"


def test_open_wants_a_query_that_can_be_asked(kept: KeptStudy) -> None:
    with pytest.raises(InvalidValue, match="--open needs a query") as refused:
        kept.list("titles", open=True)
    assert (refused.value.hint or "").startswith("portrayals list titles QUERY --open")
    with pytest.raises(InvalidQuery):
        kept.list("titles", "act:datin", open=True)


def test_a_list_says_where_a_code_of_the_query_includes_others(kept: KeptStudy) -> None:
    def told(*query: str) -> list[str]:
        notes = kept.list("titles", *query).notes
        return [note for note in notes if note.startswith(("romantic includes", "Only some"))]

    includes = "romantic includes flirting, dating."
    assert told("act:romantic", "year:2000..") == [
        includes,
        "Only some of them: portrayals list titles act:flirting,dating year:2000..",
    ]
    assert told("tag:romantic prime")[1].endswith(" list titles 'act:flirting,dating prime'")
    assert told("act:romantic,gift") == [includes]
    assert told("tag:romantic NOT tag:flirting")[1].endswith("'act:dating NOT tag:flirting'")
    assert told("act:romantic NOT act:romantic") == [includes]
    assert told("NOT act:romantic") == told("act:dating") == told("act:any") == []


@pytest.mark.slow
def test_of_many_codes_in_one_the_first_are_named(starter_once: Path) -> None:
    notes = portrayals.open(str(starter_once)).list("titles", "tag:sexual-romantic").notes
    (told,) = (note for note in notes if note.startswith("sexual-romantic includes"))
    assert told.startswith("sexual-romantic includes sexual-contact, dating, ")
    assert told.endswith("asks-client-out and 5 more (portrayals show sexual-romantic).")
    assert notes[-1].endswith(" list titles boundary-act:sexual-contact,dating")


def test_of_a_group_beside_single_codes_the_narrower_query_has_the_group(
    starter_once: Path,
) -> None:
    notes = portrayals.open(str(starter_once)).list("titles", "tag:dating").notes
    assert notes[-1].endswith(" list titles boundary-act:dating-client")


def test_of_units_left_open_it_is_said_how_many_have_the_wider_code(half_known: KeptStudy) -> None:
    def told(query: str) -> list[str]:
        notes = half_known.list("relationships", query).notes
        return [note for note in notes if "in some form" in note]

    assert told("act:dating") == []
    half_known.tag(MIA, "flirting", basis="documented")
    line = "1 of these has romantic in some form: portrayals list relationships act:romantic"
    assert told("act:dating") == [line]
    for others in ("act:flirting,dating", "act:romantic", "act:gift", "NOT act:dating"):
        assert told(others) == []


def test_a_line_to_type_keeps_what_silence_says(half_known: KeptStudy) -> None:
    notes = half_known.list("relationships", "act:romantic", silence="no").notes
    line = "portrayals list relationships --silence no act:flirting,dating"
    assert notes[-1] == f"Only some of them: {line}"


def test_where_codes_are_denied_it_is_said_how_to_count_silence_as_absence(
    half_known: KeptStudy,
) -> None:
    def told(query: str, silence: str = "open") -> bool:
        notes = half_known.list("relationships", query, silence=silence).notes
        return any(note.endswith("to count it as absent: --silence no") for note in notes)

    half_known.tag(MIA, "gift", basis="documented")
    assert told("act:gift NOT act:dating")
    assert half_known.list("relationships", "act:gift NOT act:dating", silence="no").found == 2
    assert not told("act:gift NOT act:dating", silence="no")
    assert not told("act:dating")
    assert not told("NOT tone:comic act:dating")


def test_why_an_answer_is_open_is_told_of_the_units_that_are_open_alone(
    half_known: KeptStudy,
) -> None:
    notes = half_known.list("relationships", "act:gift rafi").notes
    assert notes == ()  # Mia is not coded, but excluded by her name
    assert half_known.list("relationships", "act:gift tone:comic,grave").notes == (
        "For 2 more relationships the answer is open (1 not coded for act, 2 not coded for tone). "
        "List them: --open",
    )


def test_a_row_has_the_year_that_it_counts_under(kept: KeptStudy) -> None:
    kept.relationship("prime/lisa-metzger", "Ned", year="2007")
    kept.portrayal("shrinking", "Gaby", year="2024")
    kept.relationship("shrinking/gaby", "Liz")
    periods = {row["key"]: (row["year"], row["period"]) for row in kept.list("relationships").rows}
    assert periods[RAFI] == (None, 2005)
    assert periods["prime/lisa-metzger/ned"] == (2007, 2007)
    assert periods["shrinking/gaby/liz"] == (None, 2024)
    people = {row["key"]: row["period"] for row in kept.list("portrayals").rows}
    assert (people["shrinking/gaby"], people["shrinking/jimmy-laird"]) == (2024, 2023)
