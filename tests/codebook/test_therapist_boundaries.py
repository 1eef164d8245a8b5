"""The shipped codebook of therapists' boundary acts: its variables and codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest
from verdict_cases import VERDICTS

from portrayals.codebook.model import Code, Codebook, Variable
from portrayals.services.codebooks.read import read_source

#: How many acts there are of each class; None for the groups, which have no class.
CLASSES: Final = {"violation": 34, "crossing": 24, "contact": 2, None: 18}
ANSWERS: Final = ("prohibited", "restricted", "not-forbidden-by-this-text", "not-engaged")


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_source("therapist-boundaries")


def codes(book: Codebook) -> Iterator[tuple[Variable, Code]]:
    """Every written code of every variable that is coded; yes and no need no words of their own."""
    for variable in book.variables:
        if not variable.derived and variable.type != "boolean":
            yield from ((variable, code) for _, code in variable.walk())


def property_of(code: Code, name: str) -> str | None:
    return dict(code.properties).get(name)


def test_it_is_version_1_1_and_led_by_what_the_literature_counts_with_violation_beside_it(
    book: Codebook,
) -> None:
    assert book.version == "1.1"
    assert book.headline == ("sexual-or-romantic-act", "violation")


def test_every_coded_variable_has_a_question_a_definition_an_include_and_an_exclude(
    book: Codebook,
) -> None:
    for each in book.variables:
        if not each.derived:
            assert all((each.label, each.question, each.definition)), each.key
            assert all((each.include, each.exclude)), each.key


def test_every_code_has_a_label_a_definition_an_include_and_an_exclude(book: Codebook) -> None:
    for variable, code in codes(book):
        words = (code.label, code.definition, code.include, code.exclude)
        assert all(words), f"{variable.key}:{code.key}"


def test_no_code_stands_for_a_state_of_not_knowing(book: Codebook) -> None:
    keys = {code.key for variable in book.variables for _, code in variable.walk()}
    assert not keys & {"unclear", "unknown", "ambiguous", "cannot-tell", "none", "any", "other"}


def test_a_code_named_in_brackets_is_a_code_or_a_variable_of_this_codebook(book: Codebook) -> None:
    known = {v.key for v in book.variables} | {code.key for _, code in codes(book)}
    known |= {"cannot", "several", "no"}
    for variable, code in codes(book):
        for text in (code.definition, code.include, code.exclude):
            for named in re.findall(r"\(([a-z0-9]+(?:-[a-z0-9]+)+)[ ,)]", text):
                assert named in known, f"{variable.key}:{code.key} names {named}"


def test_the_acts_that_can_be_coded_count_so_by_class(book: Codebook) -> None:
    act = book.variable("boundary-act")
    assert act is not None
    counted = Counter(property_of(code, "class") for _, code in act.walk())
    assert counted == CLASSES


def test_every_act_without_acts_below_it_has_class_severity_and_tier(book: Codebook) -> None:
    act = book.variable("boundary-act")
    assert act is not None
    for _, code in act.walk():
        has = all(property_of(code, name) for name in ("class", "severity", "tier"))
        assert has is not bool(code.codes), code.key


def test_contact_has_severity_0_and_nothing_else_has(book: Codebook) -> None:
    for _, code in codes(book):
        contact = property_of(code, "class") == "contact"
        assert (property_of(code, "severity") == "0") is contact, code.key


def test_every_core_act_has_two_examples_and_a_counterexample(book: Codebook) -> None:
    act = book.variable("boundary-act")
    assert act is not None
    core = [code for _, code in act.walk() if property_of(code, "tier") == "core"]
    assert len(core) == 31
    for code in core:
        assert (len(code.examples), len(code.counterexamples)) == (2, 1), code.key


def test_a_counterexample_says_what_it_is_coded_as_instead(book: Codebook) -> None:
    known = {v.key for v in book.variables} | {code.key for _, code in codes(book)} | {"no act"}
    told = [(code.key, each) for _, code in codes(book) for each in code.counterexamples]
    assert told
    for key, each in told:
        named = re.search(r" \(([a-z- ]+)\)$", each)
        assert named is not None, each
        assert named[1] in known - {key}, each


def test_no_example_stands_twice(book: Codebook) -> None:
    told = Counter(
        each for _, code in codes(book) for each in (*code.examples, *code.counterexamples)
    )
    assert max(told.values()) == 1


@pytest.mark.parametrize("key", VERDICTS)
def test_a_verdict_is_of_four_answers_and_says_that_it_need_not_bind(
    book: Codebook, key: str
) -> None:
    verdict = book.variable(key)
    assert verdict is not None
    assert verdict.label.endswith("if it bound this therapist")
    assert tuple(code.key for code in verdict.codes) == ANSWERS
    assert all(code.definition for code in verdict.codes)
    assert "Read: " in verdict.definition
    assert "From memory, to be checked: " in verdict.definition


@pytest.mark.parametrize("key", VERDICTS)
def test_a_verdict_is_dated_by_the_edition_of_its_text(book: Codebook, key: str) -> None:
    verdict = book.variable(key)
    assert verdict is not None
    dated = re.fullmatch(r"[a-z]+-(\d{4})-[a-z0-9-]+", key)
    assert dated is not None
    assert f"({dated[1]})" in verdict.label


def test_the_headline_comes_first_of_what_is_derived_and_the_verdicts_last(book: Codebook) -> None:
    derived = [each.key for each in book.variables if each.derived]
    of_acts = ["sexual-or-romantic-act", "violation", "severity", "violation-in-context"]
    assert derived == [*of_acts, "consequences", "dyad", *VERDICTS]
