"""A codebook file that is right: what becomes of it."""

from __future__ import annotations

import subprocess
import sys
import time
from textwrap import dedent

import pytest
import yaml
from smoking import STUDY

from portrayals.codebook.load import load
from portrayals.codebook.model import Code, Rule, Variable


def only(text: str) -> Variable:
    """The one variable of a codebook that has no other."""
    (variable,) = load(text).variables
    return variable


def with_codes(type: str, codes: str) -> str:
    """A codebook of one variable with these codes (in YAML)."""
    return (
        "codebook: c\nversion: 1\nvariables:\n"
        f"- {{key: v, level: title, type: {type}, codes: {codes}}}\n"
    )


def test_the_document_is_kept_whole() -> None:
    assert load(STUDY).document == STUDY


def test_the_top_of_the_file_is_read() -> None:
    codebook = load(STUDY)
    assert (codebook.key, codebook.version, codebook.label, codebook.headline) == (
        "smoking-on-screen",
        "1.0",
        "Smoking on screen",
        ("smokes",),
    )
    assert codebook.level_names == {"portrayal": "character"}
    assert codebook.general == "others"
    assert [variable.key for variable in codebook.variables] == [
        "act",
        "minutes",
        "on-poster",
        "smokes",
    ]


def test_the_general_relationship_has_a_name_without_being_given_one() -> None:
    assert load(with_codes("boolean", "")).general == "in general"


def test_a_variable_is_read() -> None:
    act = load(STUDY).variable("act")
    assert act is not None
    assert (act.label, act.level, act.type, act.line) == (
        "Act of smoking",
        "relationship",
        "multi",
        7,
    )
    assert act.question == "What is smoked?"
    assert act.asked_when == "role:any"
    assert act.states_as_values == ("cannot-tell",)
    assert not act.derived


def test_a_code_is_read_with_scalars_as_the_text_they_are() -> None:
    act = load(STUDY).variable("act")
    assert act is not None
    assert act.codes[0].codes[0] == Code(
        key="cigarette",
        label="Cigarette",
        definition="Lit or not.",
        examples=("a Gauloise", "1:30"),
        properties=(
            ("class", "harm"),
            ("severity", "3"),
            ("standards", "WHO 6"),
            ("standards", "WHO 8"),
        ),
        line=20,
    )


def test_a_missing_label_is_made_from_the_key() -> None:
    (code,) = only(with_codes("nominal", "[{key: cigar-or-pipe}]")).codes
    assert code.label == "Cigar or pipe"


def test_r9_a_parent_is_not_assignable_unless_it_says_so_and_a_leaf_always_is() -> None:
    act = load(STUDY).variable("act")
    assert act is not None
    assert {code.key: code.assignable for _, code in act.walk()} == {
        "tobacco": False,
        "cigarette": True,
        "cigar-or-pipe": True,
        "vape": True,
        "e-cigarette": True,
    }


def test_r5_a_code_is_inactive_where_it_or_what_stands_above_it_says_so() -> None:
    tree = "[{key: a, active: no, codes: [{key: b}, {key: c, active: yes}]}, {key: d}]"
    assert [code.active for _, code in only(with_codes("nominal", tree)).walk()] == [
        False,
        False,
        True,
        True,
    ]
    text = with_codes("nominal", tree).replace("type:", "active: False, type:")
    assert not only(text).active
    assert [code.active for _, code in only(text).walk()] == [False, False, True, False]


def test_a_number_is_read() -> None:
    minutes = load(STUDY).variable("minutes")
    assert minutes is not None
    assert (minutes.minimum, minutes.maximum, minutes.unit) == (0.0, 250.0, "minute")
    assert (minutes.tolerance, minutes.rollup) == (0.5, "mean")


def test_r8_a_boolean_has_the_codes_yes_and_no_by_itself() -> None:
    on_poster = load(STUDY).variable("on-poster")
    assert on_poster is not None
    assert [(code.key, code.label) for code in on_poster.codes] == [("yes", "Yes"), ("no", "No")]


def test_a_boolean_may_say_what_yes_and_no_mean() -> None:
    codes = only(with_codes("boolean", "[{key: no}, {key: yes, label: Shown}]")).codes
    assert [(code.key, code.label) for code in codes] == [("no", "No"), ("yes", "Shown")]


def test_a_derived_variable_is_read() -> None:
    smokes = load(STUDY).variable("smokes")
    assert smokes is not None
    assert smokes.derived
    assert [(rule.when, rule.then) for rule in smokes.rules] == [
        ("act.class:harm", "yes"),
        ("act:vape", "undetermined"),
    ]
    assert smokes.rules[0] == Rule("act.class:harm", "yes", line=41)
    assert smokes.otherwise == "no"


def test_codes_may_be_repeated_by_an_alias() -> None:
    text = dedent(
        """\
        codebook: c
        version: 1
        variables:
        - {key: v, level: title, type: nominal, codes: &scale [{key: low}, {key: high}]}
        - {key: w, level: title, type: ordinal, codes: *scale}
        """
    )
    v, w = load(text).variables
    assert v.codes == w.codes


def test_what_is_left_empty_is_as_if_it_were_not_there() -> None:
    empty = "[{key: a, label: '', definition: , examples: , properties: , codes: }]"
    assert only(with_codes("nominal", empty)) == only(with_codes("nominal", "[{key: a}]"))


def test_keys_may_be_of_any_script() -> None:
    codes = only(with_codes("nominal", "[{key: стоматолог}, {key: हिंसा}, {key: '1'}]")).codes
    assert [code.key for code in codes] == ["стоматолог", "हिंसा", "1"]


def test_a_byte_order_mark_does_no_harm() -> None:
    assert load(f"\N{ZERO WIDTH NO-BREAK SPACE}{STUDY}").key == "smoking-on-screen"


def test_the_parser_in_pure_python_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    by_default = load(STUDY)
    monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    assert load(STUDY) == by_default


def test_the_time_to_load_grows_with_the_number_of_codes() -> None:
    def seconds(number: int) -> float:
        codes = ", ".join(f"{{key: c{i}, properties: {{class: k{i % 9}}}}}" for i in range(number))
        text = with_codes("multi", f"[{codes}]")
        begun = time.process_time()
        assert len(only(text).codes) == number
        return time.process_time() - begun

    assert seconds(8000) < 24 * max(seconds(1000), 0.01)


def test_importing_the_room_does_not_import_yaml() -> None:
    rooms = "load, tree, compare"
    program = f"import sys; from portrayals.codebook import {rooms}; print(*sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    heavy = {"yaml", "difflib", "rapidfuzz", "sqlalchemy"}
    assert "portrayals.codebook.load" in printed.stdout.split()
    assert not heavy & set(printed.stdout.split())
