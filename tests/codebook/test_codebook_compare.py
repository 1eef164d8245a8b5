"""The plan from one codebook to the next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from smoking import STUDY

from portrayals.codebook.compare import CodebookChange, compare
from portrayals.codebook.load import load
from portrayals.codebook.model import Codebook

OLD = load(STUDY)


def edited(before: str, after: str) -> Codebook:
    """The codebook with one stretch of its text replaced."""
    assert STUDY.count(before) == 1, before
    return load(STUDY.replace(before, after))


def test_without_an_old_codebook_every_variable_is_added() -> None:
    assert compare(None, OLD) == (
        CodebookChange("add-variable", "act", None, "relationship, multi, 5 codes"),
        CodebookChange("add-variable", "minutes", None, "title, number"),
        CodebookChange("add-variable", "on-poster", None, "title, boolean, 2 codes"),
        CodebookChange("add-variable", "smokes", None, "relationship, boolean, 2 codes"),
    )


def test_equal_codebooks_differ_in_nothing() -> None:
    assert compare(OLD, OLD) == ()


def test_comments_and_lines_are_no_change() -> None:
    assert compare(OLD, load(f"# a comment\n\n{STUDY}")) == ()


#: A stretch of the old file, what stands there in the new, and the one change that is.
EDITS = [
    (
        "version: 1.0",
        "version: 1.1",
        CodebookChange("codebook-changed", None, None, "version 1.0 → 1.1"),
    ),
    (
        "headline: smokes\n",
        "",
        CodebookChange("codebook-changed", None, None, "headline smokes → none"),
    ),
    (
        "headline: smokes\n",
        "headline: [smokes, on-poster]\n",
        CodebookChange("codebook-changed", None, None, "headline smokes → smokes, on-poster"),
    ),
    (
        "general: others",
        "general: everybody, title: film",
        CodebookChange(
            "codebook-changed",
            None,
            None,
            "levels portrayal: character, general: others → "
            "portrayal: character, title: film, general: everybody",
        ),
    ),
    (
        "  - {key: on-poster, level: title, type: boolean}\n",
        "",
        CodebookChange("drop-variable", "on-poster", None, "title, boolean, 2 codes"),
    ),
    (
        "derived:\n",
        "  - {key: scene, level: episode, type: nominal, codes: [{key: a}]}\nderived:\n",
        CodebookChange("add-variable", "scene", None, "episode, nominal, 1 code"),
    ),
    (
        "on-poster, level: title",
        "on-poster, level: episode",
        CodebookChange("retype", "on-poster", None, "level title → episode"),
    ),
    (
        "label: Act of smoking",
        "label: Smoking",
        CodebookChange("relabel", "act", None, "Act of smoking → Smoking"),
    ),
    ("smoked?", "smoked here?", CodebookChange("reword", "act", None, "question")),
    (
        "states_as_values: [cannot-tell]",
        "states_as_values: [cannot-tell, none]",
        CodebookChange(
            "setting-changed", "act", None, "states_as_values cannot-tell → cannot-tell, none"
        ),
    ),
    (
        "min: 0\n    max: 2.5e2\n",
        "max: 300\n",
        CodebookChange("setting-changed", "minutes", None, "min 0 → none; max 250 → 300"),
    ),
    (
        "rollup: mean",
        "active: no\n    rollup: mean",
        CodebookChange("active-changed", "minutes", None, "yes → no"),
    ),
    (
        "type: multi\n",
        "type: multi\n    active: no\n",
        CodebookChange("active-changed", "act", None, "yes → no"),  # its codes go with it
    ),
    (
        "examples: [a Gauloise, 1:30]",
        "examples: [a Gauloise, 1:30]\n            counterexamples: [a match]",
        CodebookChange("reword", "act", "cigarette", "counterexamples"),
    ),
    (
        "asked_when: role:any\n",
        "\n",
        CodebookChange("rule-changed", "act", None, "asked_when role:any → none"),
    ),
    (
        "then: undetermined",
        "then: yes",
        CodebookChange(
            "rule-changed",
            "smokes",
            None,
            "rules act.class:harm: yes, act:vape: undetermined → "
            "act.class:harm: yes, act:vape: yes",
        ),
    ),
    (
        "otherwise: no",
        "otherwise: yes",
        CodebookChange("rule-changed", "smokes", None, "otherwise no → yes"),
    ),
    (
        "          - {key: cigar-or-pipe, active: no}\n",
        "",
        CodebookChange("drop-code", "act", "cigar-or-pipe", "Cigar or pipe, under tobacco"),
    ),
    (
        "        codes: [{key: e-cigarette}]",
        "        codes: [{key: e-cigarette}]\n      - key: snuff",
        CodebookChange("add-code", "act", "snuff", "Snuff"),
    ),
    (
        "{key: e-cigarette}",
        "{key: e-cigarette, label: Vaporiser}",
        CodebookChange("relabel", "act", "e-cigarette", "E cigarette → Vaporiser"),
    ),
    (
        "examples: [a Gauloise, 1:30]",
        "include: cut",
        CodebookChange("reword", "act", "cigarette", "include, examples"),
    ),
    (
        "assignable: yes",
        "assignable: no",
        CodebookChange("assignable-changed", "act", "vape", "yes → no"),
    ),
    (
        "pipe, active: no",
        "pipe",
        CodebookChange("active-changed", "act", "cigar-or-pipe", "no → yes"),
    ),
    (
        "severity: 3, standards: [WHO 6, WHO 8]",
        "severity: 4",
        CodebookChange(
            "properties-changed",
            "act",
            "cigarette",
            "severity 3 → 4; standards WHO 6, WHO 8 → none",
        ),
    ),
]


@pytest.mark.parametrize(("before", "after", "change"), EDITS)
def test_one_edit_is_one_change(before: str, after: str, change: CodebookChange) -> None:
    assert compare(OLD, edited(before, after)) == (change,)


def flat(codes: str) -> Codebook:
    """A codebook of one variable with these codes (in YAML)."""
    return load(
        "codebook: c\nversion: 1\nvariables:\n"
        f"- {{key: v, level: title, type: nominal, codes: {codes}}}\n"
    )


def test_a_code_below_another_parent_is_moved_and_its_own_codes_are_not() -> None:
    old = flat("[{key: a, codes: [{key: b, codes: [{key: c}]}, {key: d}]}, {key: e}]")
    new = flat("[{key: a, codes: [{key: d}]}, {key: e}, {key: b, codes: [{key: c}]}]")
    assert compare(old, new) == (CodebookChange("move-code", "v", "b", "a → none"),)
    assert compare(new, old) == (CodebookChange("move-code", "v", "b", "none → a"),)


def test_codes_in_another_order_are_one_change() -> None:
    old = flat("[{key: a}, {key: b}, {key: c}]")
    new = flat("[{key: c}, {key: new}, {key: a}, {key: b}]")
    assert compare(old, new) == (
        CodebookChange("reorder", "v", None, "c < a < b"),
        CodebookChange("add-code", "v", "new", "New"),
    )


def test_a_variable_that_becomes_derived_tells_its_rules() -> None:
    head = "codebook: c\nversion: 1\nvariables:\n- {key: w, level: title, type: text}\n"
    old = load(f"{head}- {{key: v, level: title, type: boolean}}\n")
    rule = "rules: [{when: a, then: yes}], otherwise: no"
    new = load(f"{head}derived:\n- {{key: v, level: title, type: boolean, {rule}}}\n")
    assert compare(old, new) == (
        CodebookChange("rule-changed", "v", None, "rules none → a: yes; otherwise none → no"),
    )


def test_changes_come_in_the_order_of_the_new_file_and_what_is_dropped_last() -> None:
    first, *others, last = OLD.variables
    added = replace(first, key="added")
    new = replace(OLD, version="2", variables=(replace(last, label="Who"), added, *others))
    assert [(change.kind, change.variable) for change in compare(OLD, new)] == [
        ("codebook-changed", None),
        ("relabel", "smokes"),
        ("add-variable", "added"),
        ("drop-variable", "act"),
    ]
