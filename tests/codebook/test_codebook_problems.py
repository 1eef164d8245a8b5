"""A codebook file that is wrong: every error is told, with its line and what to do."""

from __future__ import annotations

from textwrap import dedent

import pytest
import yaml

from portrayals.codebook.load import load
from portrayals.errors import InvalidCodebook

HEAD = "codebook: c\nversion: 1\nvariables:\n"


@pytest.fixture(params=["libyaml", "pure Python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML, which word some of their errors differently."""
    if request.param == "pure Python":
        monkeypatch.delattr(yaml, "CBaseLoader", raising=False)


def problems(text: str) -> list[str]:
    """What is wrong with a text, without the name of the file; nothing where it is right."""
    try:
        load(text, name="study.yaml")
    except InvalidCodebook as error:
        found = error.problems
    else:
        found = ()
    assert all(problem.startswith("study.yaml:") for problem in found)
    assert all(len(problem.splitlines()) == 1 for problem in found)
    return [problem.removeprefix("study.yaml:") for problem in found]


def of_variable(line: str) -> list[str]:
    """What is wrong with a codebook whose one variable (on line 4) is this flow mapping."""
    return problems(f"{HEAD}- {{{line}}}\n")


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
        'study.yaml:1  codebook: the key "Study One" is not of lower-case letters and digits (no '
        "accents), joined by single hyphens; write study-one",
        "study.yaml:2  codebook: version is empty; write it",
        'study.yaml:3  codebook: headline "violence" is no variable (did you mean violense?); '
        "give the key of one",
        'study.yaml:5  variable "year": "year" is a field of every query; choose another key',
        'study.yaml:6  variable "year": level cannot be "film"; it is one of title, episode, '
        "portrayal, relationship",
        'study.yaml:7  variable "year": type cannot be "mutli" (did you mean multi?); it is one '
        "of multi, nominal, ordinal, boolean, number, text",
        'study.yaml:9  code "unclear": "unclear" is no code: a coder who cannot tell gives the '
        "state cannot-tell; delete it",
        'study.yaml:10  code: unknown key "lable" (did you mean label?)',
        "study.yaml:10  code: key is missing; add key: …",
        'study.yaml:14  variable "violense": min is a number such as 0 or 2.5, not "few"',
    )
    assert caught.value.message == "study.yaml is not a codebook yet: 10 errors."
    assert caught.value.where == "\n".join(caught.value.problems)
    assert caught.value.hint is not None


UNREADABLE = {
    "": "1  the file is empty; a codebook begins with codebook: KEY",
    "# only a comment\n": "1  the file is empty; a codebook begins with codebook: KEY",
    "- codebook: c\n": "1  a list stands at the top; a codebook has keys there: codebook, "
    "version, variables",
    "\nsmoking": "2  a text stands at the top; a codebook has keys there: codebook, version, "
    "variables",
    "codebook: c\n---\ncodebook: d\n": "2  a second document begins here (---); a file holds one "
    "codebook",
    "codebook: c\nvariables:\n\t- key: v\n": "3  a tab; YAML is indented with blanks only",
    "codebook: c\nlabel: a: b\n": "2  a colon within a text; put the text in quotation marks",
    "codebook: c\nlabel: @home\n": "2  a text cannot begin with @; put it in quotation marks",
    'codebook: c\nlabel: "open\nversion: 1\n': "2  what is opened here is not closed; look for a "
    "missing quotation mark",
    "codebook: c\nlabel: *gone\n": "2  *gone repeats nothing; there is no &gone above it",
    "codebook: c\nlabel: &a\n- *a\n": "3  *a stands within &a and so contains itself",
    "codebook: c\nlabel: b\0c\n": "2  U+0000 is no character of a text; delete it, and save as "
    "UTF-8",
    "codebook: \udcfc\n": "1  U+DCFC is no character of a text; delete it, and save as UTF-8",
    "codebook: c\nlabel: " + "[" * 300_000: "2  nested more than 64 deep; make it flatter",
}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", UNREADABLE, ids=[each[:24] for each in UNREADABLE])
def test_a_text_that_cannot_be_read_is_refused_at_its_line(text: str) -> None:
    assert problems(text) == [UNREADABLE[text]]


@pytest.mark.usefixtures("either_parser")
def test_broken_brackets_are_told_at_their_line() -> None:
    (problem,) = problems("codebook: c\nlabel: [a\nversion: 1\n")
    assert problem.startswith("3  not YAML: ")
    assert problem.endswith("; look at the indentation, brackets and quotation marks")


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("end", ["\r", "\r\n", "\u2028"])
def test_lines_are_counted_however_they_end(end: str) -> None:
    assert problems(end.join(["codebook: c", "version: 1", "label: @"])) == [
        "3  a text cannot begin with @; put it in quotation marks"
    ]
    assert problems(end.join(["codebook: c", "version: 1", "label: \a"])) == [
        "3  U+0007 is no character of a text; delete it, and save as UTF-8"
    ]


def test_every_line_with_a_control_character_is_told() -> None:
    assert [problem[:9] for problem in problems("a: \x07\nb: c\nd: \x1b\x1b\n")] == [
        "1  U+0007",
        "3  U+001B",
    ]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("escape", [r"\UFFFFFFFF", r"\ud800", r"\0", r"\e"])
def test_an_escape_cannot_smuggle_in_what_is_no_text(escape: str) -> None:
    found = of_variable(f'key: v, level: title, type: text, question: "{escape}"')
    assert len(found) == 1
    assert not problems(f"{HEAD}- {{key: v, level: title, type: text}}\n")


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("times", [9, 3000])
def test_aliases_that_multiply_are_refused_at_once(times: int) -> None:
    lines = ["x0: &x0 [a, b]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]" for n in range(1, times)]
    assert problems("\n".join(lines)) == [
        "7  the aliases repeat more than 1,000,000 entries; write fewer of them"
    ]


def test_a_key_given_twice_is_refused() -> None:
    text = f"{HEAD}- key: v\n  level: title\n  type: text\n  level: episode\n"
    assert problems(text) == ['7  the key "level" is given twice (first on line 5); delete one']


def test_a_tag_is_refused() -> None:
    assert of_variable("key: v, level: title, type: text, label: !!int 3") == [
        '4  the tag "tag:yaml.org,2002:int"; everything is text here, delete it'
    ]


def test_a_key_that_is_no_word_is_refused() -> None:
    assert of_variable("key: v, level: title, type: text, ? [a] : b") == [
        "4  a list or mapping as a key; a key is a word"
    ]


TITLE = "level: title"

#: Flow mappings of a variable on line 4, and what is wrong with it.
VARIABLES = {
    f"{TITLE}, type: text": "variable: key is missing; add key: …",
    f"key: '', {TITLE}, type: text": 'variable "": key is empty; write it',
    f"key: [v], {TITLE}, type: text": "variable: key is one text; put it in quotation marks",
    "key: v, type: text": 'variable "v": level is missing; it is one of title, episode, '
    "portrayal, relationship",
    f"key: v, {TITLE}": 'variable "v": type is missing; it is one of multi, nominal, ordinal, '
    "boolean, number, text",
    f"key: v, {TITLE}, type: text, asked_wen: x": 'variable "v": unknown key "asked_wen" (did '
    "you mean asked_when?)",
    f"key: v, {TITLE}, type: text, question: [a]": 'variable "v": question is one text; put it '
    "in quotation marks",
    f"key: v, {TITLE}, type: text, asked_when: ' '": 'variable "v": asked_when is empty; write it',
    f"key: v, {TITLE}, type: text, active: perhaps": 'variable "v": active is yes or no, not '
    '"perhaps"',
    f"key: -v, {TITLE}, type: text": 'variable "-v": the key "-v" is not of lower-case letters '
    "and digits (no accents), joined by single hyphens; write v",
    f"key: v:w, {TITLE}, type: text": 'variable "v:w": the key "v:w" is not of lower-case letters '
    "and digits (no accents), joined by single hyphens; write v-w",
    f"key: '!', {TITLE}, type: text": 'variable "!": the key "!" is not of lower-case letters '
    "and digits (no accents), joined by single hyphens; write a word",
    f"key: not, {TITLE}, type: text": 'variable "not": "not" joins the terms of a query; choose '
    "another key",
    f"key: any, {TITLE}, type: text": 'variable "any": "any" has a meaning of its own in values; '
    "choose another key",
    f"key: maybe, {TITLE}, type: text": 'variable "maybe": "maybe" has a meaning of its own in '
    "values; choose another key",
    f"key: v, {TITLE}, type: text, unit: m": 'variable "v": unit is for numbers; type text has '
    "none, delete it",
    f"key: v, {TITLE}, type: text, tolerance: 1": 'variable "v": tolerance is for numbers; type '
    "text has none, delete it",
    f"key: v, {TITLE}, type: number, tolerance: -1": 'variable "v": tolerance is 0 or more, not -1',
    f"key: v, {TITLE}, type: number, min: 2, max: 1.5": 'variable "v": max 1.5 is below min 2; '
    "exchange them",
    f"key: v, {TITLE}, type: number, max: 1e999": 'variable "v": max is a number such as 0 or '
    '2.5, not "1e999"',
    f"key: v, {TITLE}, type: number, max: nan": 'variable "v": max is a number such as 0 or 2.5, '
    'not "nan"',
    f"key: v, {TITLE}, type: number, min: 1_0": 'variable "v": min is a number such as 0 or 2.5, '
    'not "1_0"',
    f"key: v, {TITLE}, type: number, min: ''": 'variable "v": min is empty; write it',
    f"key: v, {TITLE}, type: number, codes: [{{key: a}}]": 'variable "v": type number has no '
    "codes; delete them",
    f"key: v, {TITLE}, type: text, codes: []": 'variable "v": type text has no codes; delete them',
    f"key: v, {TITLE}, type: multi": 'variable "v": type multi needs codes; add codes: [{key: …}, '
    "…]",
    f"key: v, {TITLE}, type: ordinal, codes: []": 'variable "v": type ordinal needs codes; add '
    "codes: [{key: …}, …]",
    f"key: v, {TITLE}, type: nominal, codes: {{key: a}}": 'variable "v": codes is a list, each '
    "code of it begun with a hyphen",
    f"key: v, {TITLE}, type: text, states_as_values: [unavailable]": 'variable "v": '
    'states_as_values cannot hold "unavailable"; it holds any of cannot-tell, not-applicable, none',
    f"key: v, {TITLE}, type: text, states_as_values: [[none]]": 'variable "v": states_as_values '
    "is a text or a list of texts, none empty",
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
    ("nominal", "[{key: a, examples: ['']}]"): 'code "a": examples is a text or a list of texts, '
    "none empty",
    ("nominal", "[{key: a, active: off}]"): 'code "a": active is yes or no, not "off"',
    ("nominal", "[{key: a, assignable: no}]"): 'code "a": no codes stand below it, so it is '
    "assigned itself; delete this line, or write active: no",
    ("nominal", "[{key: a, properties: b}]"): 'code "a": properties has keys of its own; write '
    "properties: {KEY: …}",
    ("nominal", "[{key: a, properties: {Class: b}}]"): 'properties: the key "Class" is not of '
    "lower-case letters and digits (no accents), joined by single hyphens; write class",
    ("nominal", "[{key: a, properties: {b: ''}}]"): "properties: b has no value; write one or "
    "delete the line",
    ("nominal", "[{key: a, properties: {b: {c: d}}}]"): "properties: b is a text or a list of "
    "texts, none empty",
    ("multi", "[{key: Kiss}]"): 'code "Kiss": the key "Kiss" is not of lower-case letters and '
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
        '4  code "high": an ordinal has no tree; put its codes side by side, lowest first'
    ]


@pytest.mark.parametrize(
    "key", ["unclear", "unknown", "ambiguous", "undecided", "uncodable", "cannot-tell"]
)
def test_r7_a_code_that_hides_a_state_is_refused(key: str) -> None:
    assert of_variable(f"key: v, level: title, type: multi, codes: [{{key: {key}}}]") == [
        f'4  code "{key}": "{key}" is no code: a coder who cannot tell gives the state '
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
        '4  code "maybe": "maybe" is no code: a code in doubt is written maybe:CODE; delete it'
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
        '4  variable "v": an ordinal has no mean; its rollup is one of max, min, median'
    ]


def test_a_number_rolls_up_by_a_known_rule() -> None:
    assert of_variable("key: v, level: title, type: number, rollup: average") == [
        '4  variable "v": rollup cannot be "average"; it is one of max, min, median, mean, sum, '
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
        '11  code "b": the key is taken by the code of line 10; choose another key'
    ]


def test_variables_and_derived_variables_share_their_keys() -> None:
    text = HEAD + dedent(
        """\
        - {key: v, level: title, type: text}
        derived:
        - {key: v, level: title, type: boolean, rules: [{when: a, then: yes}], otherwise: no}
        """
    )
    assert problems(text) == [
        '6  derived "v": the key is taken by the variable of line 4; choose another key'
    ]


def test_a_tree_too_deep_is_told_once() -> None:
    def chain(depth: int) -> str:
        tree = "[{key: leaf}, {key: leaf-too}]"
        for number in range(depth - 1):
            tree = f"[{{key: c{number}, codes: {tree}}}]"
        return f"key: v, level: title, type: multi, codes: {tree}"

    assert of_variable(chain(12)) == []
    assert of_variable(chain(13)) == ["4  codes stand more than 12 deep; make the tree flatter"]


def test_a_codebook_needs_its_key_version_and_variables() -> None:
    assert problems("label: Smoking\n") == [
        "1  codebook: codebook is missing; add codebook: …",
        "1  codebook: there are no variables; add variables: [{key: …}, …]",
        "1  codebook: version is missing; add version: …",
    ]


def test_what_is_wrong_with_the_names_of_levels() -> None:
    text = f"{HEAD}- {{key: v, level: title, type: text}}\n"
    assert problems(f"{text}levels: {{titel: film, general: ''}}\n") == [
        '5  levels: unknown key "titel" (did you mean title?)',
        "5  levels: general is empty; write it",
    ]
    assert problems(f"{text}levels: film\n") == [
        "5  codebook: levels has keys of its own; write levels: {KEY: …}"
    ]


#: Flow mappings of a derived variable on line 6, and what is wrong with it.
DERIVED = {
    "type: multi, codes: [{key: yes}], rules: [{when: a, then: yes}], otherwise: yes": "type "
    'cannot be "multi"; it is one of boolean, nominal, ordinal',
    "type: boolean, otherwise: no": "there are no rules; add rules: [{when: …, then: …}]",
    "type: boolean, rules: [], otherwise: no": "there are no rules; add rules: [{when: …, "
    "then: …}]",
    "type: boolean, rules: [{when: a, then: yes}]": "otherwise is missing; add otherwise: …",
    "type: boolean, rules: [{when: a, then: yes}], otherwise: false": 'otherwise "false" is not a '
    "code that can be assigned here; write one of its codes, or undetermined",
    "type: boolean, rules: [{when: a, then: yes}], otherwise: no, min: 1": 'unknown key "min"',
    "type: boolean, rules: [{when: a, then: yes}], otherwise: no, rollup: max": "rollup is for "
    "ordinals and numbers; type boolean has none, delete it",
}


@pytest.mark.parametrize("line", DERIVED)
def test_what_is_wrong_with_a_derived_variable(line: str) -> None:
    text = f"{HEAD}- {{key: v, level: title, type: text}}\nderived:\n"
    assert problems(f"{text}- {{key: w, level: title, {line}}}\n") == [
        f'6  derived "w": {DERIVED[line]}'
    ]


#: Rules of a derived variable, and what is wrong with the second.
RULES = {
    "{then: low}": "when is missing; add when: …",
    "{when: ' ', then: low}": "when is empty; write it",
    "{when: b}": "then is missing; add then: …",
    "{when: b, then: hihg}": 'then "hihg" is not a code that can be assigned here (did you mean '
    "high?); write one of its codes, or undetermined",
    "{when: b, then: group}": 'then "group" is not a code that can be assigned here; write one of '
    "its codes, or undetermined",
    "{if: b, when: b, then: low}": 'unknown key "if"',
}


@pytest.mark.parametrize("rule", RULES)
def test_what_is_wrong_with_a_rule(rule: str) -> None:
    text = HEAD + dedent(
        f"""\
        - {{key: v, level: title, type: text}}
        derived:
        - key: w
          level: title
          type: nominal
          codes: [{{key: low}}, {{key: group, codes: [{{key: high}}]}}]
          rules:
          - {{when: a, then: undetermined}}
          - {rule}
          otherwise: low
        """
    )
    assert problems(text) == [f'12  derived "w", rule 2: {RULES[rule]}']


def test_a_rule_that_is_no_mapping_is_told() -> None:
    text = f"{HEAD}- {{key: v, level: title, type: text}}\nderived:\n"
    rules = "rules: [a, {when: a, then: yes}]"
    assert problems(
        f"{text}- {{key: w, level: title, type: boolean, {rules}, otherwise: no}}\n"
    ) == ['6  derived "w": a rule has keys of its own; write {KEY: …}']


def test_an_error_in_a_repeated_part_is_told_once() -> None:
    text = HEAD + dedent(
        """\
        - {key: v, level: title, type: multi, codes: &codes [{key: a, foo: b}]}
        - {key: w, level: title, type: multi, codes: *codes}
        """
    )
    assert problems(text) == ['4  code "a": unknown key "foo"']
