"""Claims, and how they compare with the findings: NUMBERS R29 and R30."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from teachers import BOOK, School

import portrayals
from portrayals.errors import InvalidValue, UnknownKey
from portrayals.results.claims import ClaimChecked, Verdict
from portrayals.services.claims.check import verdict_of, verdict_of_all
from portrayals.vocabulary import STANCES


def checked(school: School, number: int, **options: str) -> ClaimChecked:
    """One claim beside the findings."""
    return next(each for each in school.fact_check(**options).claims if each.id == number)


def verdict(school: School, of: str | None, *codes: str, **said: str) -> Verdict:
    """What the findings say of a new claim."""
    return checked(school, school.says("review", of, *codes, **said)).verdict


def film_with(school: School, *bonds: str) -> str:
    """A title with one portrayal and its relationships, coded so; `-` is not coded."""
    film = school.film()
    teacher = school.teacher(film)
    for values in bonds:
        bond = school.bond(teacher)
        if values != "-":
            school.annotate(bond, *values.split())
    return film


@pytest.mark.parametrize("level", ["title", "episode", "portrayal", "relationship", None])
def test_r29_a_claim_is_of_a_unit_of_any_level_or_of_none(
    school: School, level: str | None
) -> None:
    film = school.film()
    units = {
        "title": film,
        "episode": school.episode(film),
        "portrayal": school.teacher(film),
        "relationship": school.bond(school.teacher(film)),
    }
    of = None if level is None else units[level]
    number = school.says("review", of, statement=f"It is so, {level}.")
    [row] = [row for row in school.list("claims").rows if row["id"] == number]
    assert row["unit"] == of


def test_r29_a_claim_keeps_all_that_it_says(school: School) -> None:
    bond = school.bond()
    first = school.says("review", bond, "act=slap;help", "begun-by=pupil", "harmful=yes")
    number = school.says(
        "reader",
        bond,
        about=f"claim:{first}",
        statement="  Only once.  ",
        stance="qualifies",
        scope="season 1",
        basis="walked-out",
        date="2011-11-4",
        locator="comment 12",
        checked="It was once, in 1911.",
        checked_source="review",
    )
    rows = {row["id"]: row for row in school.list("claims").rows}
    assert rows[first]["codes"] == ["act:slap", "act:help", "begun-by:pupil", "harmful:yes"]
    assert rows[number] == {
        "id": number,
        "source": "reader",
        "unit": bond,
        "stance": "qualifies",
        "statement": "Only once.",
        "basis": "walked-out",
        "codes": [],
        "stated_on": "2011-11-04",
        "about": first,
        "scope": "season 1",
        "locator": "comment 12",
        "checked": "It was once, in 1911.",
        "checked_source": "review",
    }


def test_r29_a_claim_enters_no_statistic(school: School) -> None:
    bond = school.bond()
    before = school.outcome(bond, "act:slap")
    school.says("review", bond, "act=slap")
    assert before == school.outcome(bond, "act:slap") == "not-coded"
    assert school.truth(bond, "act:slap") == "undetermined"


def test_r29_a_claim_says_nothing_of_what_it_does_not_name(school: School) -> None:
    bond = school.coded("act=slap;praise", "begun-by=pupil")
    asserted = checked(school, school.says("review", bond, "act=slap"))
    assert [(each.variable, each.code) for each in asserted.codes] == [("act", "slap")]
    assert asserted.verdict == "supported"


def test_r29_a_claim_about_a_claim_does_not_take_over_its_codes(school: School) -> None:
    first = school.says("review", school.coded("act=slap"), "act=slap")
    answer = checked(school, school.says("reader", None, about=str(first), stance="denies"))
    assert (answer.verdict, answer.reason, answer.about) == (
        "not-testable",
        "names no codes",
        first,
    )


@pytest.mark.parametrize("value", ["act=none", "act=cannot-tell", "pupils=3", "remark=kind"])
def test_r29_a_claim_names_codes_not_states_numbers_or_text(school: School, value: str) -> None:
    with pytest.raises(InvalidValue):
        school.says("review", None, value)


#: What ana codes, what is then claimed, and the verdict where the claim asserts.
FOUND: list[tuple[str, str, Verdict]] = [
    ("act=slap", "act=slap", "supported"),
    ("act=slap", "act=violence", "supported"),
    ("act=slap", "act=harm", "supported"),
    ("act=slap", "act=cane", "contradicted"),
    ("act=none", "act=slap", "contradicted"),
    ("act=not-applicable", "act=slap", "contradicted"),
    ("act=violence", "act=slap", "open"),
    ("act=cannot-tell", "act=slap", "open"),
    ("act=maybe:slap", "act=slap", "open"),
    ("act=slap", "begun-by=pupil", "open"),
    ("begun-by=pupil", "begun-by=pupil", "supported"),
    ("begun-by=parent", "begun-by=pupil", "contradicted"),
    ("hurt=bad", "hurt=bad", "supported"),
    ("hurt=bad", "hurt=worst", "contradicted"),
    ("act=slap", "harmful=yes", "supported"),
    ("act=slap", "harmful=no", "contradicted"),
    ("act=help", "harmful=no", "supported"),
    ("act=violence", "gravity=cruel", "open"),
    ("act=slap punished=yes", "punished=yes", "supported"),
    ("act=slap punished=no", "punished=yes", "contradicted"),
    ("act=help", "punished=yes", "contradicted"),  # not asked, so not applicable
]
REVERSED: dict[Verdict, Verdict] = {"supported": "contradicted", "contradicted": "supported"}


@pytest.mark.parametrize(("coded", "claimed", "told"), FOUND)
def test_r30_a_claim_stands_beside_the_findings(
    school: School, coded: str, claimed: str, told: Verdict
) -> None:
    bond = school.coded(*coded.split())
    assert verdict(school, bond, claimed) == told
    assert verdict(school, bond, claimed, stance="qualifies") == told
    assert verdict(school, bond, claimed, stance="denies") == REVERSED.get(told, told)


def test_r30_what_was_found_is_told_beside_the_verdict(school: School) -> None:
    bond = school.coded("act=slap")
    denied = checked(school, school.says("review", bond, "act=slap;cane", stance="denies"))
    told = [(each.code, each.found, each.verdict) for each in denied.codes]
    assert told == [("slap", True, "contradicted"), ("cane", False, "supported")]
    assert denied.verdict == "in-part"


@pytest.mark.parametrize(
    ("bonds", "told"),
    [
        (["act=help", "act=slap"], "supported"),
        (["-", "act=slap"], "supported"),
        (["act=help", "act=none"], "contradicted"),
        (["act=help", "-"], "open"),
        ([], "open"),
    ],
)
def test_r30_a_claim_of_a_higher_unit_asks_those_beneath(
    school: School, bonds: list[str], told: Verdict
) -> None:
    film = film_with(school, *bonds)
    assert verdict(school, film, "act=slap") == told
    assert verdict(school, f"{film}/{_person(school, film)}", "act=slap") == told


def _person(school: School, film: str) -> str:
    [key] = [key for key in school.units("portrayal") if key.startswith(f"{film}/")]
    return key.removeprefix(f"{film}/")


def test_r30_a_title_screened_none_contradicts_what_is_said_of_people(school: School) -> None:
    film = school.film()
    assert verdict(school, film, "act=slap") == "open"
    school.screen(film, "none")
    assert verdict(school, film, "act=slap", statement="Again.") == "contradicted"


def test_r30_a_claim_may_name_a_variable_of_a_higher_level(school: School) -> None:
    film = film_with(school, "act=slap")
    school.annotate(film, "made-by=state")
    person = f"{film}/{_person(school, film)}"
    assert verdict(school, person, "made-by=state") == "supported"
    assert verdict(school, person, "made-by=studio") == "contradicted"
    assert verdict(school, film, "any-harm=yes") == "supported"


def test_r30_a_variable_of_another_branch_is_refused(school: School) -> None:
    film = school.film()
    with pytest.raises(InvalidValue, match="which are neither above nor below"):
        school.says("review", school.teacher(film), "in-class=yes")
    episode = school.episode(film)
    school.annotate(episode, "in-class=no")
    assert verdict(school, film, "in-class=yes") == "contradicted"
    assert verdict(school, episode, "in-class=yes") == "contradicted"


def test_r30_the_findings_are_those_of_a_policy_or_of_one_coder(school: School) -> None:
    bond = school.bond()
    school.votes(bond, ana="act=slap", bea="act=slap", cai="act=help")
    number = school.says("review", bond, "act=slap")
    told = {
        policy: checked(school, number, policy=policy).verdict
        for policy in ("majority", "unanimous", "any")
    }
    assert told == {"majority": "supported", "unanimous": "open", "any": "supported"}
    assert checked(school, number, coder="cai").verdict == "contradicted"
    assert school.fact_check(coder="cai").policy is None
    assert school.fact_check(policy="any").policy == "any"
    with pytest.raises(UnknownKey):
        school.fact_check(coder="zoe")
    with pytest.raises(InvalidValue):
        school.fact_check(policy="loudest")


SEVERAL: list[tuple[set[Verdict], Verdict]] = [
    ({"supported"}, "supported"),
    ({"contradicted"}, "contradicted"),
    ({"open"}, "open"),
    ({"supported", "contradicted"}, "in-part"),
    ({"supported", "open"}, "in-part"),
    ({"supported", "contradicted", "open"}, "in-part"),
    ({"contradicted", "open"}, "contradicted-in-part"),
    ({"contradicted", "not-testable"}, "contradicted"),
    ({"contradicted", "open", "not-testable"}, "contradicted-in-part"),
    ({"supported", "not-testable"}, "supported"),
    ({"not-testable"}, "not-testable"),
    (set(), "not-testable"),
]


@pytest.mark.parametrize(("verdicts", "told"), SEVERAL)
def test_r30_codes_that_differ_support_in_part(verdicts: set[Verdict], told: Verdict) -> None:
    assert verdict_of_all(sorted(verdicts)) == told
    assert verdict_of_all(sorted(verdicts) * 2) == told


@pytest.mark.parametrize(("stance", "found"), [*product(STANCES, [True, False, None])])
def test_r30_only_denies_reverses(stance: str, found: bool | None) -> None:
    if found is None:
        assert verdict_of(stance, found) == "open"
    else:
        assert (verdict_of(stance, found) == "supported") == (found != (stance == "denies"))


def test_r30_claims_without_codes_or_unit_are_counted_apart(own_school: School) -> None:
    bond = own_school.coded("act=slap")
    own_school.says("review", bond, "act=slap")
    own_school.says("review", bond, "act=cane", stance="denies")
    own_school.says("review", bond, "act=cane")
    own_school.says("review", bond, "begun-by=pupil")
    own_school.says("review", bond, "act=slap;cane")
    own_school.says("review", bond, "act=cane", "begun-by=pupil")
    own_school.says("review", bond)
    own_school.says("review", None, "act=slap")
    found = own_school.fact_check()
    assert found.verdicts == {
        "supported": 2,
        "contradicted": 1,
        "in-part": 1,
        "contradicted-in-part": 1,
        "open": 1,
        "not-testable": 2,
    }
    assert (found.n, found.total) == (6, 8)
    assert [(each.code, each.verdict) for each in found.claims[5].codes] == [
        ("cane", "contradicted"),
        ("pupil", "open"),
    ]
    assert any(note.startswith("Contradicted in part: some of its codes") for note in found.notes)
    assert [each.reason for each in found.claims[-2:]] == ["names no codes", "is about no unit"]
    assert (
        "Not testable, and counted separately: 1 names no codes, 1 is about no unit." in found.notes
    )
    assert "enter no statistic" in found.notes[0]
    assert found.to_dict()["n"] == 6


def test_r30_a_code_no_longer_in_use_cannot_be_tested(own_school: School, tmp_path: Path) -> None:
    bond = own_school.coded("act=slap")
    whole = own_school.says("review", bond, "act=mock")
    partly = own_school.says("review", bond, "act=mock;slap")
    fewer = BOOK.replace("- {key: mock, properties: {class: light, severity: 2}}\n", "")
    own_school.apply(fewer.replace("version: 1.0", "version: 2.0"), tmp_path)
    gone = checked(own_school, whole)
    assert (gone.verdict, gone.reason) == ("not-testable", "names no codes in use for its unit")
    assert checked(own_school, partly).verdict == "supported"
    assert any("without a code" in note for note in own_school.fact_check().notes)
    with pytest.raises(InvalidValue, match="mock"):
        own_school.says("reader", bond, "act=mock")


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (
            "key: in-class, level: episode, type: boolean",
            "key: in-class, level: episode, type: text",
        ),
        ("key: in-class, level: episode", "key: in-class, level: relationship"),
        ("  - {key: in-class, level: episode, type: boolean}\n", ""),
    ],
)
def test_r30_a_claim_outlives_the_variable_that_it_names(
    own_school: School, tmp_path: Path, was: str, becomes: str
) -> None:
    episode = own_school.episode(own_school.film())
    number = own_school.says("review", episode, "in-class=yes")
    assert checked(own_school, number).verdict == "open"
    changed = BOOK.replace(was, becomes).replace("version: 1.0", "version: 2.0")
    own_school.apply(changed, tmp_path)
    assert checked(own_school, number).verdict == "not-testable"


def test_r30_support_from_the_claims_own_source_alone_is_told(own_school: School) -> None:
    bond = own_school.bond()
    number = own_school.says("review", bond, "act=slap")
    above = own_school.says("review", bond.split("/")[0], "act=violence")
    denied = own_school.says("review", bond, "act=slap", stance="denies")

    def alone() -> list[bool]:
        return [checked(own_school, each).alone for each in (number, above, denied)]

    own_school.annotate(bond, "act=slap")
    assert alone() == [False] * 3  # nothing says on what the coding rests
    own_school.untag(bond, "slap")
    own_school.tag(bond, "slap", source="review")
    assert alone() == [True, True, False]
    found = own_school.fact_check()
    assert any(note.startswith("Alone: ") for note in found.notes)
    assert [each.alone for each in found.claims[0].codes] == [True]
    own_school.tag(bond, "slap", source="review", actor="bea")
    assert alone() == [True, True, False]
    own_school.tag(bond, "slap", source="another", actor="bea")
    assert alone() == [False] * 3
    own_school.untag(bond, "slap", actor="bea")
    assert alone() == [True, True, False]
    own_school.tag(bond, "slap", actor="bea", basis="watched")
    assert alone() == [False] * 3
    own_school.untag(bond, "slap", actor="bea")
    beside = own_school.bond(bond.rsplit("/", 1)[0])
    for value in ("act=maybe:slap;help", "act=violence"):  # neither says that there is a slap
        own_school.annotate(beside, value, source="another")
        title = own_school.says("review", bond.split("/")[0], "act=slap", statement=value)
        assert checked(own_school, title).alone
    own_school.tag(bond, "cane", source="another")
    assert alone() == [True, False, False]


def test_r30_a_denial_is_not_supported_by_who_was_outvoted(own_school: School) -> None:
    bond = own_school.bond()
    number = own_school.says("review", bond, "act=slap", stance="denies")
    own_school.annotate(bond, "act=slap", source="review")
    for coder in ("bea", "cai"):
        own_school.annotate(bond, "act=none", actor=coder, basis="watched")
    found = checked(own_school, number)
    assert (found.verdict, found.alone) == ("supported", False)


def test_r30_a_claim_of_several_codes_stands_alone_where_each_of_them_does(
    own_school: School,
) -> None:
    bond = own_school.bond()
    both = own_school.says("review", bond, "act=slap;help")
    own_school.tag(bond, "slap", source="review")
    own_school.tag(bond, "help", quote="He helps.")
    found = checked(own_school, both)
    assert (found.alone, [each.alone for each in found.codes]) == (False, [True, False])
    in_part = own_school.says("review", bond, "act=slap;cane")
    found = checked(own_school, in_part)
    assert (found.verdict, found.alone) == ("in-part", False)
    assert [each.alone for each in found.codes] == [True, False]


def test_r30_of_a_variable_with_one_value_the_evidence_is_that_of_the_value(
    own_school: School,
) -> None:
    bond = own_school.bond()
    number = own_school.says("review", bond, "begun-by=pupil")
    own_school.annotate(bond, "begun-by=pupil", source="review")
    assert checked(own_school, number).alone
    own_school.annotate(bond, "begun-by=pupil", source="another", actor="bea")
    assert not checked(own_school, number).alone


def test_r30_evidence_of_a_whole_set_is_evidence_of_each_code(
    own_school: School, tmp_path: Path
) -> None:
    bond = own_school.bond()
    number = own_school.says("review", bond, "act=slap")
    sheet = tmp_path / "coded.csv"
    rows = (f"{bond},act,ana,slap;help,review", f"{bond},act,bea,slap;help,another")
    for one, alone in zip(rows, (True, False), strict=True):
        sheet.write_text(f"unit,variable,coder,value,source\n{one}\n", encoding="utf-8")
        imported = portrayals.open(own_school.target, actor="ana")
        imported.import_annotations(str(sheet), create=True)
        assert checked(own_school, number).alone == alone
