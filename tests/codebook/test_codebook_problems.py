"""A codebook file that is wrong: every error is told, with its line and what to do."""

from __future__ import annotations

from textwrap import dedent

import pytest
from refused import HEAD, of_variable, problems

from portrayals.codebook.load import load
from portrayals.errors import InvalidCodebook


def test_every_error_is_told_in_the_order_of_the_lines() -> None:
    text = dedent(
        """\
        codebook: Study One
        version:
        headline: violence
        variables:
        - key: year
          level: film
          type: mutli
          codes:
          - {key: unclear}
          - lable: Kiss
        - key: violense
          level: title
          type: number
          min: few
        """
    )
    with pytest.raises(InvalidCodebook) as caught:
        load(text, name="study.yaml")
    assert caught.value.problems == (
        'study.yaml:1  codebook: the key "Study One" must be lower-case letters and digits (no '
        "accents), joined by single hyphens; write study-one",
        "study.yaml:2  codebook: version is empty; write it",
        'study.yaml:3  codebook: headline "violence" is not a variable (did you mean violense?); '
        "give the key of one",
        'study.yaml:5  variable "year": "year" is a field of every query; choose another key',
        'study.yaml:6  variable "year": level cannot be "film"; write one of title, episode, '
        "portrayal, relationship",
        'study.yaml:7  variable "year": type cannot be "mutli" (did you mean multi?); write one '
        "of multi, nominal, ordinal, boolean, number, text",
        'study.yaml:9  code "unclear": "unclear" cannot be a code: a coder who cannot tell gives '
        "the state cannot-tell; delete it",
        'study.yaml:10  code: unknown key "lable" (did you mean label?)',
        "study.yaml:10  code: key is missing; add key: …",
        'study.yaml:14  variable "violense": min must be a number such as 0 or 2.5, not "few"',
    )
    assert caught.value.message == "study.yaml is not a valid codebook: 10 errors."
    assert caught.value.where == "\n".join(caught.value.problems)
    assert caught.value.hint is not None


TITLE = "level: title"


#: Flow mappings of a variable on line 4, and what is wrong with it.
VARIABLES = {
    f"{TITLE}, type: text": "variable: key is missing; add key: …",
    f"key: '', {TITLE}, type: text": 'variable "": key is empty; write it',
    f"key: [v], {TITLE}, type: text": "variable: key must be a single text; put it "
    "in quotation marks",
    "key: v, type: text": 'variable "v": level is missing; write one of title, episode, '
    "portrayal, relationship",
    f"key: v, {TITLE}": 'variable "v": type is missing; write one of multi, nominal, ordinal, '
    "boolean, number, text",
    f"key: v, {TITLE}, type: text, asked_wen: x": 'variable "v": unknown key "asked_wen" (did '
    "you mean asked_when?)",
    f"key: v, {TITLE}, type: text, question: [a]": 'variable "v": question must be a single text; '
    "put it in quotation marks",
    f"key: v, {TITLE}, type: text, asked_when: ' '": 'variable "v": asked_when is empty; write it',
    f"key: v, {TITLE}, type: text, active: perhaps": 'variable "v": active must be yes or no, not '
    '"perhaps"',
    f"key: -v, {TITLE}, type: text": 'variable "-v": the key "-v" must be lower-case letters '
    "and digits (no accents), joined by single hyphens; write v",
    f"key: v:w, {TITLE}, type: text": 'variable "v:w": the key "v:w" must be lower-case letters '
    "and digits (no accents), joined by single hyphens; write v-w",
    f"key: '!', {TITLE}, type: text": 'variable "!": the key "!" must be lower-case letters '
    "and digits (no accents), joined by single hyphens; write a word",
    f"key: not, {TITLE}, type: text": 'variable "not": "not" joins the terms of a query; choose '
    "another key",
    f"key: any, {TITLE}, type: text": 'variable "any": "any" has a special meaning in values; '
    "choose another key",
    f"key: maybe, {TITLE}, type: text": 'variable "maybe": "maybe" has a special meaning in '
    "values; choose another key",
    f"key: v, {TITLE}, type: text, unit: m": 'variable "v": unit is for numbers; type text has '
    "none, delete it",
    f"key: v, {TITLE}, type: text, tolerance: 1": 'variable "v": tolerance is for numbers; type '
    "text has none, delete it",
    f"key: v, {TITLE}, type: number, tolerance: -1": 'variable "v": tolerance must be 0 or '
    "more, not -1",
    f"key: v, {TITLE}, type: number, min: 2, max: 1.5": 'variable "v": max 1.5 is below min 2; '
    "swap them",
    f"key: v, {TITLE}, type: number, max: 1e999": 'variable "v": max must be a number such as 0 or '
    '2.5, not "1e999"',
    f"key: v, {TITLE}, type: number, max: nan": 'variable "v": max must be a number such as 0 or '
    '2.5, not "nan"',
    f"key: v, {TITLE}, type: number, min: 1_0": 'variable "v": min must be a number such as 0 or '
    '2.5, not "1_0"',
    f"key: v, {TITLE}, type: number, min: ''": 'variable "v": min is empty; write it',
    f"key: v, {TITLE}, type: number, codes: [{{key: a}}]": 'variable "v": type number has no '
    "codes; delete them",
    f"key: v, {TITLE}, type: text, codes: []": 'variable "v": type text has no codes; delete them',
    f"key: v, {TITLE}, type: multi": 'variable "v": type multi needs codes; add codes: [{key: …}, '
    "…]",
    f"key: v, {TITLE}, type: ordinal, codes: []": 'variable "v": type ordinal needs codes; add '
    "codes: [{key: …}, …]",
    f"key: v, {TITLE}, type: nominal, codes: {{key: a}}": 'variable "v": codes must be a list; '
    "begin each code with a hyphen",
    f"key: v, {TITLE}, type: text, states_as_values: [unavailable]": 'variable "v": '
    'states_as_values cannot hold "unavailable"; it may hold any of cannot-tell, '
    "not-applicable, none",
    f"key: v, {TITLE}, type: text, states_as_values: [[none]]": 'variable "v": states_as_values '
    "must be a text or a list of texts, none empty",
}


@pytest.mark.parametrize("line", VARIABLES)
def test_what_is_wrong_with_a_variable(line: str) -> None:
    found = of_variable(line)
    if "codes: {key: a}" in line:  # then it has none either
        found = [each for each in found if "needs codes" not in each]
    assert found == [f"4  {VARIABLES[line]}"]


#: Types, their codes in YAML, and what is wrong with them.
CODES = {
    ("nominal", "[a]"): 'variable "v": a code has keys of its own; write {KEY: …}',
    ("nominal", "[{key: a, example: b}]"): 'code "a": unknown key "example" (did you mean '
    "examples?)",
    (
        "nominal",
        "[{key: a, examples: ['']}]",
    ): 'code "a": examples must be a text or a list of texts, none empty',
    ("nominal", "[{key: a, active: off}]"): 'code "a": active must be yes or no, not "off"',
    ("nominal", "[{key: a, assignable: no}]"): 'code "a": it has no codes below it, so it '
    "must be assignable; delete this line, or write active: no",
    ("nominal", "[{key: a, properties: b}]"): 'code "a": properties has keys of its own; write '
    "properties: {KEY: …}",
    ("nominal", "[{key: a, properties: {Class: b}}]"): 'properties: the key "Class" must be '
    "lower-case letters and digits (no accents), joined by single hyphens; write class",
    ("nominal", "[{key: a, properties: {b: ''}}]"): "properties: b has no value; write one or "
    "delete the line",
    ("nominal", "[{key: a, properties: {b: {c: d}}}]"): "properties: b must be a text or a list of "
    "texts, none empty",
    ("multi", "[{key: Kiss}]"): 'code "Kiss": the key "Kiss" must be lower-case letters and '
    "digits (no accents), joined by single hyphens; write kiss",
    ("boolean", "[{key: yes}]"): 'variable "v": type boolean has the codes yes and no; delete '
    "these, or write type: nominal",
    ("boolean", "[{key: yes, codes: [{key: a}]}, {key: no}]"): 'variable "v": type boolean has '
    "the codes yes and no; delete these, or write type: nominal",
    ("boolean", "[{key: maybe-so}, {key: no}]"): 'variable "v": type boolean has the codes yes '
    "and no; delete these, or write type: nominal",
}


@pytest.mark.parametrize(("type", "codes"), CODES)
def test_what_is_wrong_with_a_code(type: str, codes: str) -> None:
    found = of_variable(f"key: v, level: title, type: {type}, codes: {codes}")
    if codes == "[a]":
        found = [each for each in found if "needs codes" not in each]
    assert found == [f"4  {CODES[type, codes]}"]


def test_two_codes_of_a_boolean_with_one_key_and_trees_are_told() -> None:
    below = "codes: [{key: a}]"
    codes = f"[{{key: yes, {below}}}, {{key: yes, {below}}}]"
    found = of_variable(f"key: v, level: title, type: boolean, codes: {codes}")
    assert 'variable "v": type boolean has the codes yes and no' in " ".join(found)


def test_r8_an_ordinal_with_a_tree_is_refused() -> None:
    tree = "[{key: low}, {key: high, codes: [{key: higher}]}]"
    assert of_variable(f"key: v, level: title, type: ordinal, codes: {tree}") == [
        '4  code "high": an ordinal has no tree; list its codes on one level, lowest first'
    ]


@pytest.mark.parametrize(
    "key", ["unclear", "unknown", "ambiguous", "undecided", "uncodable", "cannot-tell"]
)
def test_r7_a_code_that_hides_a_state_is_refused(key: str) -> None:
    assert of_variable(f"key: v, level: title, type: multi, codes: [{{key: {key}}}]") == [
        f'4  code "{key}": "{key}" cannot be a code: a coder who cannot tell gives the state '
        "cannot-tell; delete it"
    ]


@pytest.mark.parametrize(
    "key",
    [
        *("none", "any", "coded", "not-coded", "not-applicable", "unavailable", "unsettled"),
        *("undetermined", "incomplete", "no-unit", "where-undetermined"),
    ],
)
def test_r7_a_reserved_word_is_no_code(key: str) -> None:
    assert of_variable(f"key: v, level: title, type: multi, codes: [{{key: {key}}}]") == [
        f'4  code "{key}": "{key}" is a state or a word of queries; choose another key'
    ]


def test_r6_maybe_is_no_code() -> None:
    assert of_variable("key: v, level: title, type: multi, codes: [{key: maybe}]") == [
        '4  code "maybe": "maybe" cannot be a code: a code in doubt is written maybe:CODE; '
        "delete it"
    ]


@pytest.mark.parametrize("type", ["multi", "nominal", "boolean", "text"])
def test_r14_only_ordinals_and_numbers_have_a_rollup(type: str) -> None:
    codes = "" if type in ("boolean", "text") else ", codes: [{key: a}]"
    assert of_variable(f"key: v, level: title, type: {type}, rollup: max{codes}") == [
        f'4  variable "v": rollup is for ordinals and numbers; type {type} has none, delete it'
    ]


def test_r8_an_ordinal_has_no_mean() -> None:
    line = "key: v, level: title, type: ordinal, rollup: mean, codes: [{key: a}]"
    assert of_variable(line) == [
        '4  variable "v": an ordinal has no mean; its rollup must be one of max, min, median'
    ]


def test_a_number_rolls_up_by_a_known_rule() -> None:
    assert of_variable("key: v, level: title, type: number, rollup: average") == [
        '4  variable "v": rollup cannot be "average"; write one of max, min, median, mean, sum, '
        "count"
    ]


def test_a_code_key_is_unique_in_the_whole_tree_of_its_variable() -> None:
    text = HEAD + dedent(
        """\
        - key: v
          level: title
          type: multi
          codes:
          - key: a
            codes:
            - key: b
          - key: b
        - key: w
          level: title
          type: multi
          codes: [{key: b}]
        """
    )
    assert problems(text) == [
        '11  code "b": the key is taken by the code on line 10; choose another key'
    ]


def test_a_tree_too_deep_is_told_once() -> None:
    def chain(depth: int) -> str:
        tree = "[{key: leaf}, {key: leaf-too}]"
        for number in range(depth - 1):
            tree = f"[{{key: c{number}, codes: {tree}}}]"
        return f"key: v, level: title, type: multi, codes: {tree}"

    assert of_variable(chain(12)) == []
    assert of_variable(chain(13)) == [
        "4  codes are nested more than 12 deep; make the tree flatter"
    ]


def test_a_codebook_needs_its_key_version_and_variables() -> None:
    assert problems("label: Smoking\n") == [
        "1  codebook: codebook is missing; add codebook: …",
        "1  codebook: there are no variables; add variables: [{key: …}, …]",
        "1  codebook: version is missing; add version: …",
    ]


@pytest.mark.parametrize(
    ("headline", "problem"),
    [
        (" [v, w, v]", '3  codebook: headline "v" is named twice; delete one'),
        ("\n- w\n- x", '5  codebook: headline "x" is not a variable; give the key of one'),
        ("", "3  codebook: headline is empty; give the key of a variable, or delete it"),
        (" {v: w}", "3  codebook: headline must be a text or a list of texts, none empty"),
    ],
)
def test_what_is_wrong_with_a_headline_is_told_in_its_line(headline: str, problem: str) -> None:
    variables = "\n".join(f"- {{key: {key}, level: title, type: boolean}}" for key in "vw")
    head = HEAD.replace("variables:", f"headline:{headline}\nvariables:")
    assert problem in problems(head + variables)


def test_what_is_wrong_with_the_names_of_levels() -> None:
    text = f"{HEAD}- {{key: v, level: title, type: text}}\n"
    assert problems(f"{text}levels: {{titel: film, general: ''}}\n") == [
        '5  levels: unknown key "titel" (did you mean title?)',
        "5  levels: general is empty; write it",
    ]
    assert problems(f"{text}levels: film\n") == [
        "5  codebook: levels has keys of its own; write levels: {KEY: …}"
    ]
