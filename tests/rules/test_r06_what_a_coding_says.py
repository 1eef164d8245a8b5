"""What a coding says: NUMBERS R6 to R11."""

from __future__ import annotations

import pytest
from teachers import BOOK, School

from portrayals.cli.program import run
from portrayals.codebook.load import load
from portrayals.errors import InvalidCodebook, InvalidQuery, InvalidValue, PortrayalsError
from portrayals.history.transaction import read
from portrayals.results.stats import StatRow
from portrayals.results.written import Written
from portrayals.services.study.check import check


def codes_of(school: School, unit_key: str, variable: str = "act") -> list[object]:
    """What is written down of a variable of a unit: a value for each annotation."""
    return [
        row["value"]
        for row in school.list("annotations").rows
        if row["unit"] == unit_key and row["variable"] == variable
    ]


def remarks(school: School) -> tuple[str, ...]:
    """What `db check` has to say though nothing is wrong."""
    with read(school.target) as connection:
        found = check(connection)
    assert found.problems == ()
    return found.observations


def first_said(written: Written) -> str:
    """What the set now is; the line below says what it denies."""
    return written.said.splitlines()[0]


def test_r06_the_set_is_complete(school: School) -> None:
    bond = school.coded("act=slap;help")
    rest = ("cane", "scorn", "mock", "ignore", "praise", "none")
    assert school.outcomes(bond, "act", "slap", "help", *rest) == ["yes", "yes", *["no"] * 6]


def test_r06_tag_makes_the_set_and_says_so(school: School) -> None:
    bond = school.bond()
    assert school.tag(bond, "slap").said.splitlines() == [
        "ana: act = slap",
        "  complete: 6 other codes count as looked for and not found; only this known? --partial",
    ]
    assert school.outcomes(bond, "act", "slap", "help") == ["yes", "no"]


def test_r06_tag_extends_the_set_and_says_so(school: School) -> None:
    bond = school.coded("act=slap")
    assert school.tag(bond, "help").said.splitlines() == [
        "ana: act = slap, help",
        "  complete: 5 other codes count as looked for and not found; only these known? --partial",
    ]
    assert school.outcomes(bond, "act", "slap", "help", "praise") == ["yes", "yes", "no"]


def test_r06_whoever_says_that_the_set_is_complete_or_leaves_no_code_out_is_not_asked(
    school: School,
) -> None:
    every = ("slap", "cane", "mock", "ignore", "praise")
    told = school.tag(school.bond(), *every, complete=True).said
    assert told.splitlines()[1] == "  complete: 1 other code counts as looked for and not found"
    told = school.tag(school.bond(), *every, "help").said
    assert told.splitlines()[1] == "  complete: 0 other codes count as looked for and not found"


def test_r06_tag_after_none_makes_a_set_without_none(school: School) -> None:
    bond = school.coded("act=none")
    school.tag(bond, "help")
    assert school.outcomes(bond, "act", "help", "none") == ["yes", "no"]


def test_r06_annotate_puts_a_set_in_the_place_of_another(school: School) -> None:
    bond = school.coded("act=slap")
    school.annotate(bond, "act=help")
    assert school.outcomes(bond, "act", "slap", "help") == ["no", "yes"]


def test_r06_untag_of_one_of_several_codes_leaves_a_complete_set(school: School) -> None:
    bond = school.coded("act=slap;help")
    school.untag(bond, "help")
    assert school.outcomes(bond, "act", "slap", "help") == ["yes", "no"]


def test_r06_untag_of_the_last_code_leaves_the_unit_not_coded_never_none(school: School) -> None:
    bond = school.coded("act=slap")
    assert "NOT CODED" in school.untag(bond, "slap").said
    assert school.outcomes(bond, "act", "slap", "none") == ["not-coded", "not-coded"]


def test_r06_a_maybe_votes_cannot_tell_at_its_code_and_below_it(school: School) -> None:
    bond = school.coded("act=maybe:violence;help")
    nodes = ("violence", "slap", "cane")
    assert school.outcomes(bond, "act", *nodes) == ["cannot-tell"] * 3


def test_r06_a_maybe_leaves_the_rest_of_the_set_as_it_is(school: School) -> None:
    bond = school.coded("act=maybe:violence;help")
    assert school.outcomes(bond, "act", "help", "praise", "mock", "none") == ["yes", *["no"] * 3]


def test_r06_a_maybe_of_all_who_voted_makes_cannot_tell(school: School) -> None:
    bond = school.bond()
    school.votes(bond, ana="act=maybe:slap", bea="act=maybe:slap;help")
    assert school.outcome(bond, "act:slap") == "cannot-tell"


def test_r06_a_maybe_against_a_yes_or_a_no_leaves_the_state_unsettled(school: School) -> None:
    bond = school.bond()
    school.votes(bond, ana="act=maybe:slap;help", bea="act=slap;maybe:praise")
    assert school.outcomes(bond, "act", "slap", "praise") == ["unsettled", "unsettled"]


def test_r06_two_who_can_tell_outvote_a_maybe(school: School) -> None:
    bond = school.bond()
    school.votes(bond, ana="act=maybe:slap;help", bea="act=slap", cai="act=slap")
    assert school.outcome(bond, "act:slap") == "yes"


def test_r06_tag_makes_a_maybe_of_a_code_and_a_code_of_a_maybe(school: School) -> None:
    bond = school.coded("act=slap")
    assert first_said(school.tag(bond, "maybe:slap")) == "ana: act = maybe:slap"
    assert first_said(school.tag(bond, "slap")) == "ana: act = slap"


def test_r06_a_set_of_nothing_but_maybes_is_neither_any_nor_none(school: School) -> None:
    bond = school.coded("act=maybe:slap;maybe:help")
    assert school.truth(bond, "act:any") == "undetermined"
    assert school.truth(bond, "act:none") == "undetermined"
    assert school.outcome(bond, "act:none") == "cannot-tell"


def test_r06_a_maybe_beside_a_code_is_any(school: School) -> None:
    assert school.truth(school.coded("act=maybe:slap;help"), "act:any") == "true"


def test_r06_none_stands_alone(school: School) -> None:
    with pytest.raises(InvalidValue):
        school.annotate(school.bond(), "act=none;slap")


@pytest.mark.parametrize("variable", ["subject", "standing", "tenured", "pupils", "remark"])
def test_r07_only_a_set_has_none(school: School, variable: str) -> None:
    with pytest.raises(InvalidValue):
        school.annotate(school.teacher(), f"{variable}=none")


@pytest.mark.parametrize("variable", ["subject", "standing", "tenured"])
def test_r07_only_of_a_set_none_is_asked(school: School, variable: str) -> None:
    with pytest.raises(InvalidQuery):
        school.truth(school.teacher(), f"{variable}:none")


def test_r07_only_a_set_has_a_row_of_none(school: School) -> None:
    rows = school.stats("subject", "standing", "tenured", level="portrayal").rows
    assert "none" not in {row.code for row in rows if isinstance(row, StatRow)}


RESERVED = (
    *("none", "any", "cannot-tell", "not-applicable", "unavailable", "not-coded"),
    *("unsettled", "undetermined", "incomplete"),
)


@pytest.mark.parametrize("word", [*RESERVED, "unclear", "unknown", "cannot tell"])
def test_r07_no_codebook_has_a_code_of_that_key(word: str) -> None:
    with pytest.raises(InvalidCodebook):
        load(BOOK.replace("{key: help}", f'{{key: "{word}"}}'))


@pytest.mark.parametrize("word", ["none", "any", "not-coded"])
def test_r07_tag_takes_no_state_for_a_code(school: School, word: str) -> None:
    with pytest.raises(PortrayalsError):
        school.tag(school.bond(), word)


def test_r08_a_boolean_is_yes_or_no(school: School) -> None:
    rows = [row for row in school.stats("tenured").rows if isinstance(row, StatRow)]
    assert [row.code for row in rows] == ["yes", "no"]
    with pytest.raises(InvalidValue):
        school.annotate(school.teacher(), "tenured=perhaps")


def test_r08_an_ordinal_takes_its_order_from_the_file(school: School) -> None:
    found = {}
    for standing in ("low", "middling", "high"):
        teacher = school.teacher()
        school.annotate(teacher, f"standing={standing}")
        found[standing] = school.truth(teacher, "standing:middling..")
    assert found == {"low": "false", "middling": "true", "high": "true"}


def test_r08_an_ordinal_has_no_tree() -> None:
    with pytest.raises(InvalidCodebook):
        load(BOOK.replace("{key: high}", "{key: high, codes: [{key: highest}]}"))


def test_r08_an_ordinal_has_a_median_and_no_mean(own_school: School) -> None:
    for standing in ("low", "high", "middling", "high", "low"):
        own_school.annotate(own_school.teacher(), f"standing={standing}")
    found = own_school.stats("standing")
    assert any("Median of standing: Middling" in note for note in found.notes)
    assert all(isinstance(row, StatRow) for row in found.rows)


@pytest.mark.parametrize(
    ("standings", "median"),
    [
        (("low", "high"), "Low"),
        (("high", "middling", "high", "low"), "Middling"),
    ],
)
def test_r08_of_an_even_number_the_median_is_the_lower_of_the_two_in_the_middle(
    own_school: School, standings: tuple[str, ...], median: str
) -> None:
    for standing in standings:
        own_school.annotate(own_school.teacher(), f"standing={standing}")
    notes = own_school.stats("standing").notes
    assert [note for note in notes if note.startswith("Median")] == [
        f"Median of standing: {median}."
    ]


def test_r08_text_enters_no_statistic(school: School) -> None:
    with pytest.raises(InvalidValue):
        school.stats("remark")


def test_r08_text_is_never_settled(school: School) -> None:
    teacher = school.teacher()
    school.votes(teacher, ana="remark=stern", bea="remark=stern")
    with pytest.raises(InvalidQuery):
        school.truth(teacher, "remark:stern")


def test_r09_a_parent_alone_counts_for_itself_and_those_above(school: School) -> None:
    bond = school.coded("act=violence")
    assert school.outcomes(bond, "act", "violence", "harm") == ["yes", "yes"]


def test_r09_a_parent_alone_leaves_its_descendants_undetermined(school: School) -> None:
    bond = school.coded("act=violence")
    assert school.outcomes(bond, "act", "slap", "cane") == ["undetermined"] * 2


def test_r09_a_parent_alone_says_no_to_what_is_not_beneath_it(school: School) -> None:
    bond = school.coded("act=violence")
    assert school.outcomes(bond, "act", "scorn", "mock", "help", "none") == ["no"] * 4


def test_r09_a_parent_alone_that_two_coders_assigned_leaves_them_undetermined(
    school: School,
) -> None:
    bond = school.bond()
    school.votes(bond, ana="act=violence", bea="act=violence")
    assert school.outcomes(bond, "act", "violence", "slap") == ["yes", "undetermined"]


def test_r09_a_parent_alone_is_a_vote_at_its_leaves_and_neither_yes_nor_no(school: School) -> None:
    bond = school.bond()
    school.votes(bond, ana="act=violence", bea="act=slap")
    assert school.outcomes(bond, "act", "violence", "slap", "cane") == [
        "yes",
        "unsettled",
        "unsettled",
    ]
    school.annotate(bond, "act=slap", actor="cai")
    assert school.outcomes(bond, "act", "slap", "cane") == ["yes", "no"]


def test_r09_a_parent_with_maybes_beneath_leaves_only_those_open(school: School) -> None:
    bond = school.coded("act=violence;maybe:slap")
    assert school.outcomes(bond, "act", "violence", "slap", "cane") == ["yes", "cannot-tell", "no"]


def test_r09_a_parent_beside_its_own_descendant_is_dropped(school: School) -> None:
    bond = school.coded("act=violence;slap")
    assert codes_of(school, bond) == [["slap"]]
    assert school.outcomes(bond, "act", "violence", "slap", "cane") == ["yes", "yes", "no"]


def test_r09_a_parent_tagged_before_its_descendant_is_dropped(school: School) -> None:
    bond = school.coded("act=violence")
    assert first_said(school.tag(bond, "slap")) == "ana: act = slap"


def test_r09_a_parent_two_levels_above_is_dropped_and_leaves_nothing_undetermined(
    school: School,
) -> None:
    bond = school.bond()
    assert first_said(school.tag(bond, "harm", "slap")) == "ana: act = slap"
    assert school.outcomes(bond, "act", "slap", "cane", "mock") == ["yes", "no", "no"]


def test_r09_a_parent_that_is_dropped_has_no_evidence(school: School) -> None:
    bond = school.bond()
    school.tag(bond, "harm", "slap", at="1:00")
    (coded,) = school.show(bond).annotations
    assert [each.code for each in coded.evidence] == ["slap"]
    with pytest.raises(InvalidValue, match="violence above it is dropped"):
        school.tag(bond, "violence", at="2:00")


def test_r09_a_property_that_all_beneath_a_parent_have_is_there(school: School) -> None:
    bond = school.coded("act=violence")
    assert school.truth(bond, "act.class:grave") == "true"


def test_r09_a_property_that_some_beneath_a_parent_have_is_undetermined(school: School) -> None:
    assert school.truth(school.coded("act=violence"), "act.severity:5") == "undetermined"
    assert school.truth(school.coded("act=scorn"), "act.class:light") == "undetermined"


def test_r09_a_property_that_none_beneath_a_parent_has_is_not_there(school: School) -> None:
    assert school.truth(school.coded("act=scorn"), "act.class:grave") == "false"


def test_r10_where_it_is_false_the_state_is_not_applicable_without_asking(school: School) -> None:
    bond = school.coded("act=help")
    assert school.outcomes(bond, "punished", "yes", "no") == ["not-applicable"] * 2
    assert codes_of(school, bond, "punished") == []


def test_r10_where_it_is_undetermined_the_variable_is_asked(school: School) -> None:
    bond = school.bond()
    assert school.outcome(bond, "punished:yes") == "not-coded"
    school.annotate(bond, "punished=yes")
    assert school.outcome(bond, "punished:yes") == "yes"


def test_r10_an_answer_given_where_it_is_false_is_refused(school: School) -> None:
    bond = school.coded("act=help")
    with pytest.raises(InvalidValue):
        school.annotate(bond, "punished=no")
    assert codes_of(school, bond, "punished") == []


def test_r10_it_is_asked_of_the_coders_own_answers(school: School) -> None:
    bond = school.bond()
    school.votes(bond, ana="act=help", bea="act=slap")
    school.annotate(bond, "punished=yes", actor="bea")
    with pytest.raises(InvalidValue):
        school.annotate(bond, "punished=yes", actor="ana")


def test_r10_for_findings_it_is_asked_of_the_findings(school: School) -> None:
    bond = school.bond()
    school.votes(bond, ana="act=slap", bea="act=help", cai="act=help")
    school.annotate(bond, "punished=yes")
    assert school.outcome(bond, "punished:yes") == "not-applicable"
    assert school.outcome(bond, "punished:yes", coder="ana") == "yes"


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_r10_an_answer_that_a_later_change_rules_out_is_told_beside_every_format(
    own_school: School, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    bond = own_school.coded("act=slap", "punished=yes")
    own_school.annotate(bond, "act=help")
    assert run(["--db", own_school.target, "db", "check", "--format", form]) == 0
    said = capsys.readouterr()
    told = said.out if form == "table" else said.err
    assert "1 relationship has an answer to punished" in told


def test_r10_an_answer_that_a_later_change_rules_out_is_remarked(own_school: School) -> None:
    bond = own_school.coded("act=slap", "punished=yes")
    assert remarks(own_school) == ()
    own_school.annotate(bond, "act=help")
    assert own_school.outcome(bond, "punished:yes") == "not-applicable"
    assert remarks(own_school) == (
        "1 relationship has an answer to punished, which is asked only where act:harm: "
        "counted as not-applicable",
    )


def test_r10_it_is_never_stored(school: School) -> None:
    bond = school.coded("act=slap")
    school.annotate(bond, "punished=yes")
    school.annotate(bond, "act=help")
    assert school.outcome(bond, "punished:yes") == "not-applicable"
    school.annotate(bond, "act=slap")
    assert school.outcome(bond, "punished:yes") == "yes"


@pytest.fixture(scope="module")
def waves(school: School) -> School:
    """The same study with a wave of training, a second main wave, and one of recoding."""
    school.wave("rehearsal", "training")
    school.wave("second")
    school.wave("again", "recode")
    return school


def test_r11_several_waves_of_one_coder_are_one_vote_the_latest(waves: School) -> None:
    bond = waves.bond()
    waves.annotate(bond, "act=slap", wave="main")
    waves.annotate(bond, "act=help", wave="second")
    assert waves.outcomes(bond, "act", "slap", "help") == ["no", "yes"]


def test_r11_the_latest_wave_is_the_later_one_whenever_it_was_written(waves: School) -> None:
    bond = waves.bond()
    waves.annotate(bond, "act=help", wave="second")
    waves.annotate(bond, "act=slap", wave="main")
    assert waves.outcomes(bond, "act", "slap", "help") == ["no", "yes"]


def test_r11_two_waves_of_one_coder_do_not_outvote_another(waves: School) -> None:
    bond = waves.bond()
    waves.annotate(bond, "act=slap", wave="main")
    waves.annotate(bond, "act=slap", wave="second")
    waves.annotate(bond, "act=help", actor="bea")
    assert waves.outcomes(bond, "act", "slap", "help") == ["unsettled"] * 2


@pytest.mark.parametrize("wave", ["rehearsal", "again"])
def test_r11_training_and_recoding_enter_no_finding(waves: School, wave: str) -> None:
    bond = waves.bond()
    waves.annotate(bond, "act=slap", wave=wave)
    assert waves.outcomes(bond, "act", "slap", "none") == ["not-coded"] * 2


@pytest.mark.parametrize("wave", ["rehearsal", "again"])
def test_r11_they_change_no_finding_of_a_main_wave(waves: School, wave: str) -> None:
    bond = waves.bond()
    waves.annotate(bond, "act=slap", wave="main")
    waves.annotate(bond, "act=help", wave=wave)
    assert waves.outcomes(bond, "act", "slap", "help") == ["yes", "no"]


@pytest.mark.parametrize("wave", ["rehearsal", "again"])
def test_r11_no_statistic_is_made_of_them(waves: School, wave: str) -> None:
    with pytest.raises(PortrayalsError):
        waves.stats("act", wave=wave)


def test_r11_a_statistic_of_one_main_wave_reads_that_wave(waves: School) -> None:
    bond = waves.bond()
    waves.annotate(bond, "act=slap", wave="main")
    waves.annotate(bond, "act=help", wave="second")
    assert waves.outcomes(bond, "act", "slap", "help", wave="main") == ["yes", "no"]
