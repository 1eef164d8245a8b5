"""What is wrong with a derived variable and its rules."""

from __future__ import annotations

from textwrap import dedent

import pytest
from refused import HEAD, problems


def test_variables_and_derived_variables_share_their_keys() -> None:
    text = HEAD + dedent(
        """\
        - {key: v, level: title, type: text}
        derived:
        - {key: v, level: title, type: boolean, rules: [{when: a, then: yes}], otherwise: no}
        """
    )
    assert problems(text) == [
        '6  derived "v": the key is taken by the variable on line 4; choose another key'
    ]


#: Flow mappings of a derived variable on line 6, and what is wrong with it.
DERIVED = {
    "type: multi, codes: [{key: yes}], rules: [{when: a, then: yes}], otherwise: yes": "type "
    'cannot be "multi"; write one of boolean, nominal, ordinal',
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
