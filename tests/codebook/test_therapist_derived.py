"""What the codebook of therapists derives of acts and circumstances, beside its verdicts."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from study import Study

from portrayals.history.transaction import write
from portrayals.services.catalogue.people import add_portrayal, add_relationship
from portrayals.services.coding.evidence import CodingOptions
from portrayals.services.coding.tag import annotate

#: By name of a relationship, a value or state of each variable.
Found = Mapping[str, Mapping[str, str]]

LESSER = "boundary-act=bartering"
HARMLESS = ("circumstances=none", "outcome-client=benefits", "client-age=adult")

#: What is coded, whether there is a violation by the act alone, and whether one in its context.
IN_CONTEXT = (
    (("boundary-act=sexual-contact-current-client",), "yes", "yes"),
    (("boundary-act=sexual-contact-former-client",), "yes", "yes"),
    (("boundary-act=dating-former-client",), "yes", "undetermined"),
    ((LESSER,), "no", "undetermined"),
    ((LESSER, "client-age=adolescent"), "no", "yes"),
    ((LESSER, "outcome-client=harmed"), "no", "yes"),
    ((LESSER, "outcome-client=mixed-outcome"), "no", "yes"),
    ((LESSER, "circumstances=conceals-acts"), "no", "yes"),
    ((LESSER, *HARMLESS), "no", "no"),
    ((LESSER, *HARMLESS[1:]), "no", "undetermined"),
    (("boundary-act=no-informed-consent", *HARMLESS), "yes", "no"),
    (("boundary-act=comforting-touch", "outcome-client=harmed"), "no", "no"),
    (("boundary-act=none", "outcome-client=harmed", "client-age=child"), "no", "no"),
)

#: An act, and whether it is sexual or romantic.
ROMANTIC = (
    ("sexual-contact-supervisee", "yes"),
    ("flirting", "yes"),
    ("former-partner-as-client", "yes"),
    ("bartering", "no"),
    ("prolonged-or-intimate-touch", "no"),
    ("maybe:dating", "undetermined"),
    ("none", "no"),
)

DYADS = (
    ("female", "male", "woman-with-man"),
    ("female", "female", "woman-with-woman"),
    ("male", "male", "man-with-man"),
    ("male", "female", "man-with-woman"),
    ("male", "group", "other-dyad"),
    ("other-gender", "female", "other-dyad"),
    ("female", None, "undetermined"),
    (None, "male", "undetermined"),
    (None, "group", "other-dyad"),
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """The findings of a relationship for each case, which is called by its number."""
    study = Study(str(tmp_path_factory.mktemp("derived") / "study.db"), "therapist-boundaries")
    title = study.title("Constructed")
    with write(study.target, actor="ana", command="annotate") as change:

        def code(unit: str, *values: str) -> None:
            if values:
                annotate(change, unit, values, CodingOptions())

        therapist = add_portrayal(change, title, "Therapist").keys[0]
        for number, (values, _, _) in enumerate(IN_CONTEXT):
            code(add_relationship(change, therapist, f"Context {number}").keys[0], *values)
        for number, (act, _) in enumerate(ROMANTIC):
            unit = add_relationship(change, therapist, f"Act {number}").keys[0]
            code(unit, f"boundary-act={act}")
        for number, (own, other, _) in enumerate(DYADS):
            of = add_portrayal(change, title, f"Of dyad {number}").keys[0]
            code(of, *([f"gender={own}"] if own else []))
            unit = add_relationship(change, of, f"Dyad {number}").keys[0]
            code(unit, *([f"client-gender={other}"] if other else []))
    return {
        unit.name: {each.variable: " ".join(each.codes) or each.state for each in unit.findings}
        for portrayal in study.show(title).units
        for unit in portrayal.units
    }


@pytest.mark.parametrize("number", range(len(IN_CONTEXT)))
def test_an_act_is_weighed_alone_and_with_its_circumstances(found: Found, number: int) -> None:
    _, alone, in_context = IN_CONTEXT[number]
    told = found[f"Context {number}"]
    assert (told["violation"], told["violation-in-context"]) == (alone, in_context)


@pytest.mark.parametrize("number", range(len(ROMANTIC)))
def test_any_act_of_the_group_is_sexual_or_romantic(found: Found, number: int) -> None:
    assert found[f"Act {number}"]["sexual-or-romantic-act"] == ROMANTIC[number][1]


@pytest.mark.parametrize("number", range(len(DYADS)))
def test_a_dyad_is_of_both_genders(found: Found, number: int) -> None:
    assert found[f"Dyad {number}"]["dyad"] == DYADS[number][2]
