"""The core codebook of therapists' boundary acts: a part of the whole, coded and read alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portrayals.codebook.model import Code, Codebook, Variable
from portrayals.services.codebooks.read import read_source

VARIABLES = (
    *("profession", "gender", "boundary-act", "client-status", "initiator", "interval"),
    *("consultation", "client-gender", "outcome-client", "outcome-therapist", "tone", "evaluation"),
)


@pytest.fixture(scope="module")
def core() -> Codebook:
    return read_source("therapist-boundaries-core")


@pytest.fixture(scope="module")
def whole() -> Codebook:
    return read_source("therapist-boundaries")


def of_whole(whole: Codebook, key: str) -> Variable:
    found = whole.variable(key)
    assert found is not None, key
    return found


def as_asked(variable: Variable) -> Variable:
    """What of a variable must be alike for its answers to be set beside those of the other book."""
    rules = tuple(replace(rule, line=0) for rule in variable.rules)
    return replace(variable, include="", exclude="", codes=(), line=0, rules=rules)


def as_chosen(code: Code) -> Code:
    """The same of a code; its rules in words may name no code that is missing here."""
    words = {"include": "", "exclude": "", "examples": (), "counterexamples": ()}
    return replace(code, **words, properties=(), assignable=True, codes=(), line=0)


def test_it_is_of_the_same_version_and_led_by_what_it_has_of_the_same_headline(
    core: Codebook, whole: Codebook
) -> None:
    assert core.version == whole.version
    assert core.headline == tuple(key for key in whole.headline if core.variable(key))
    assert core.headline
    assert (core.level_names, core.general) == (whole.level_names, whole.general)


def test_it_asks_twelve_variables_with_some_sixty_answers(core: Codebook) -> None:
    asked = [each for each in core.variables if not each.derived]
    assert tuple(each.key for each in asked) == VARIABLES
    assert sum(1 for each in asked for _ in each.walk()) == 59


def test_every_variable_is_one_of_the_whole_and_asked_in_the_same_words(
    core: Codebook, whole: Codebook
) -> None:
    for each in core.variables:
        assert as_asked(each) == as_asked(of_whole(whole, each.key))


def test_every_code_is_one_of_the_whole_at_the_same_place_and_in_the_same_order(
    core: Codebook, whole: Codebook
) -> None:
    for each in core.variables:
        there = of_whole(whole, each.key).codes
        keys = [code.key for code in each.codes]
        assert keys == [code.key for code in there if code.key in keys]
        by_key = {code.key: code for code in there}
        for code in each.codes:
            assert as_chosen(code) == as_chosen(by_key[code.key])
            assert not code.codes
            assert by_key[code.key].assignable, code.key


def test_what_its_rules_in_words_name_is_in_it(core: Codebook, whole: Codebook) -> None:
    def keys(book: Codebook) -> set[str]:
        return {v.key for v in book.variables} | {
            c.key for v in book.variables for _, c in v.walk()
        }

    missing = {key for key in keys(whole) - keys(core) if "-" in key}
    for each in core.variables:
        for told in (each, *(code for _, code in each.walk())):
            words = f"{told.definition} {told.include} {told.exclude}".split()
            named = {word.strip("().,;") for word in words} & missing
            assert not named, told.key


def test_every_kind_of_act_has_examples(core: Codebook) -> None:
    act = of_whole(core, "boundary-act")
    for code in act.codes:
        assert (len(code.examples), len(code.counterexamples)) == (2, 1), code.key
