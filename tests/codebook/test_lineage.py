"""Codes that were renamed, merged or split: what a file says of them, and what follows."""

from __future__ import annotations

import pytest
from refused import HEAD, problems

from portrayals.codebook.coded_again import coded_again
from portrayals.codebook.compare import compare
from portrayals.codebook.lineage import FormerKeys, Lineage
from portrayals.codebook.load import load
from portrayals.codebook.model import Codebook
from portrayals.codebook.to_yaml import to_yaml


def with_codes(codes: str, *, type_: str = "multi", more: str = "") -> str:
    """A codebook whose variable v begins on line 4 and lists its codes from line 8."""
    return f"{HEAD}- key: v\n  level: title\n  type: {type_}\n  codes:\n{codes}{more}"


def book(codes: str, **other: str) -> Codebook:
    """The same, read; a code on each line."""
    return load(with_codes("".join(f"  - {{{each}}}\n" for each in codes.split("; ")), **other))


def kinds(old: Codebook, new: Codebook, former: FormerKeys | None = None) -> dict[str, str]:
    """What a version changes of its codes: by kind and code, the detail."""
    changes = compare(old, new) if former is None else compare(old, new, former)
    return {f"{each.kind} {each.code}": each.detail for each in changes if each.variable}


OLD = book("key: hug; key: pat; key: talk; key: shout")


@pytest.mark.parametrize(
    ("codes", "problem"),
    [
        ("- {key: a, was: [a, b]}", '8  code "a": was names "a" itself; leave it out'),
        (
            "- {key: a, was: b}\n  - {key: b}",
            '8  code "a": was names "b", which is still a code, on line 9; delete one of the two',
        ),
        (
            "- {key: a, was: x}\n  - {key: b, was: [x, y]}",
            '9  code "b": was names "x", as line 8 does; a code that became several stays in the '
            "file, with split_into: [KEY, …]",
        ),
        (
            "- {key: a, split_into: [bb, c]}\n  - {key: b}\n  - {key: c}",
            '8  code "a": "bb" is not a code here; add it',
        ),
        (
            "- {key: a, split_into: [b]}\n  - {key: b}",
            '8  code "a": a code is split into two or more; if it has another key now, write was: '
            "a there and delete this code",
        ),
        (
            "- {key: a, split_into: [a, b]}\n  - {key: b}",
            '8  code "a": a cannot be split into itself; leave it out',
        ),
        (
            "- {key: a, active: yes, split_into: [b, c]}\n  - {key: b}\n  - {key: c}",
            '8  code "a": a code that is split is switched off; delete this line',
        ),
        (
            "- {key: a, split_into: [b, c]}\n  - {key: b, active: no}\n  - {key: c}",
            '8  code "a": b is switched off; name codes that are in use',
        ),
        (
            "- {key: a, split_into: [b, c]}\n  - {key: b, split_into: [c, d]}\n  - {key: c}\n"
            "  - {key: d}",
            '8  code "a": b is split itself; name here what it is split into: c, d',
        ),
        (
            "- {key: a, split_into: [b, c], codes: [{key: d}]}\n  - {key: b}\n  - {key: c}",
            '8  code "a": a code with codes below it cannot be split; move these first',
        ),
    ],
)
def test_what_a_file_cannot_say_of_codes_is_told_with_its_line(codes: str, problem: str) -> None:
    assert problems(with_codes(f"  {codes}\n")) == [problem]


def test_yes_and_no_and_the_codes_of_a_derived_variable_replace_none() -> None:
    yes = with_codes("  - {key: 'yes', was: ja}\n  - {key: 'no'}\n", type_="boolean")
    assert problems(yes) == ['8  code "yes": yes and no always stay; delete was']
    derived = (
        "derived:\n- {key: d, level: title, type: nominal, codes: [{key: x, was: y}, {key: z}],\n"
        "   rules: [{when: 'v:a', then: x}], otherwise: z}\n"
    )
    assert problems(with_codes("  - {key: a}\n", more=derived)) == [
        '10  code "x": nobody codes a derived variable, so its codes replace none; delete was and '
        "split_into"
    ]


def test_a_variable_was_no_other_that_is_there() -> None:
    text = f"{HEAD}- {{key: a, was: b, level: title, type: text}}\n"
    assert problems(text) == []
    assert problems(f"{text}- {{key: b, level: title, type: text}}\n") == [
        '4  variable "a": was names "b", which is still a variable, on line 5; delete one of the '
        "two"
    ]
    assert problems(f"{text}- {{key: c, was: b, level: title, type: text}}\n") == [
        '5  variable "c": was names "b", as line 4 does; delete one'
    ]


def test_what_it_says_is_written_out_and_read_back() -> None:
    new = book(
        "key: touch, was: [hug, pat]; key: talk, split_into: [chat, speech]; key: chat; key: speech"
    )
    again = load(to_yaml(new))
    assert [code.was for _, code in again.variables[0].walk()] == [("hug", "pat"), (), (), ()]
    assert again.variables[0].codes[1].split_into == ("chat", "speech")
    assert not again.variables[0].codes[1].active


def test_a_renamed_code_is_compared_with_what_it_was() -> None:
    new = book("key: yell, was: shout, label: Shout; key: hug; key: pat; key: talk")
    assert kinds(OLD, new) == {
        "rename-code yell": "shout → yell",
        "reorder None": "yell < hug < pat < talk",
    }


def test_codes_that_were_merged_or_split_are_not_dropped() -> None:
    new = book(
        "key: touch, was: [hug, pat]; key: talk, split_into: [chat, speech]; key: chat; "
        "key: speech; key: shout"
    )
    assert kinds(OLD, new) == {
        "add-code touch": "Touch",
        "merge-code hug": "touch",
        "merge-code pat": "touch",
        "split-code talk": "chat, speech",
        "add-code chat": "Chat",
        "add-code speech": "Speech",
    }


def test_a_code_that_stays_may_take_another_in() -> None:
    assert kinds(OLD, book("key: hug, was: pat; key: talk; key: shout")) == {
        "merge-code pat": "hug"
    }


def test_a_renamed_parent_moves_nobody() -> None:
    old, new = (book(f"key: {key}, codes: [{{key: a}}]") for key in ("p", "q, was: p"))
    assert kinds(old, new) == {"rename-code q": "p → q", "relabel q": "P → Q"}


def test_a_version_put_back_into_use_finds_its_codes_under_the_keys_they_have_now() -> None:
    later = book("key: hug; key: pat; key: talk; key: yell, was: shout, label: Shout")
    former = FormerKeys(codes={"v": {"shout": "yell"}})
    assert kinds(later, OLD, former) == {"rename-code shout": "yell → shout"}
    assert set(kinds(later, OLD)) == {"add-code shout", "drop-code yell"}


TREE = {
    "p": {"p": 1, "x": 0, "y": 0},
    "x": {"x": 1, "p": 1, "class:good": 1},
    "y": {"y": 1, "p": 1},
    "z": {"z": 1},
}


def of(code: str, *pairs: tuple[str, str]) -> dict[str, int]:
    """What a code says of others, where these are parts and wholes."""
    said = Lineage(pairs, TREE.keys()).implied(TREE)
    return {node: certain for (each, node), certain in said.items() if each == code}


def test_a_merged_code_says_what_its_whole_says_and_is_left_open_by_it() -> None:
    pairs = (("a", "x"), ("b", "x"))
    assert of("a", *pairs) == {"a": 1, "x": 1, "p": 1, "class:good": 1}
    assert of("x", *pairs) == {**TREE["x"], "a": 0, "b": 0}
    assert of("p", *pairs) == {**TREE["p"], "a": 0, "b": 0}
    assert of("z", *pairs) == TREE["z"]


def test_a_split_code_leaves_its_parts_open_but_for_what_is_true_of_all() -> None:
    pairs = (("x", "w"), ("y", "w"))
    assert of("w", *pairs) == {"w": 1, "p": 1, "x": 0, "y": 0, "class:good": 0}
    assert of("x", *pairs) == {**TREE["x"], "w": 1}
    assert of("p", *pairs) == {**TREE["p"], "w": 0}


def test_what_was_merged_and_then_split_leaves_the_parts_open_too() -> None:
    pairs = (("a", "w"), ("b", "w"), ("x", "w"), ("y", "w"))
    assert of("a", *pairs) == {"a": 1, "w": 1, "x": 0, "y": 0, "p": 1, "class:good": 0}


def test_a_code_merged_twice_is_what_its_whole_became() -> None:
    pairs = (("a", "w"), ("w", "z"))
    assert of("a", *pairs) == {"a": 1, "w": 1, "z": 1}
    lineage = Lineage(pairs, TREE.keys())
    assert (lineage.merged_into("a"), lineage.split_into("a")) == (["z"], [])


def test_parts_and_wholes_in_a_circle_come_to_an_end() -> None:
    assert of("a", ("a", "b"), ("b", "a"), ("b", "z")) == {"a": 1, "b": 1, "z": 1}


def test_who_was_asked_for_all_parts_was_asked_for_the_whole_and_the_other_way_round() -> None:
    merged = Lineage((("a", "x"), ("b", "x")), TREE.keys())
    assert merged.had({"a", "b"}) == {"a", "b", "x"}
    assert merged.had({"a"}) == {"a"}
    split = Lineage((("x", "w"), ("y", "w")), TREE.keys())
    assert split.had({"w"}) == {"w", "x", "y"}


@pytest.mark.parametrize(
    ("codes", "again"),
    [
        ("key: hug, label: An embrace; key: pat; key: talk; key: shout", set()),
        ("key: hug, definition: New.; key: pat; key: talk; key: shout", {("hug", "coded")}),
        ("key: hug, sentence: Hugs.; key: pat; key: talk; key: shout", set()),
        ("key: hug; key: pat; key: talk; key: shout; key: sing", {("sing", "coded")}),
        ("key: hug, was: pat; key: talk; key: shout", set()),
        (
            "key: hug; key: pat; key: talk; key: shout, split_into: [a, b]; key: a; key: b",
            {("shout", "given")},
        ),
        ("key: hug; key: pat; key: talk; key: shout, active: no", set()),
        ("key: hug, codes: [{key: pat}]; key: talk; key: shout", {("hug", None), ("hug", "given")}),
    ],
)
def test_what_must_be_coded_again_depends_on_the_kind_of_change(
    codes: str, again: set[tuple[str, str | None]]
) -> None:
    new = book(codes)
    found = {(each.code, coded_again(each, new)) for each in compare(OLD, new) if each.code}
    assert {each for each in found if each[1]} == {each for each in again if each[1]}


def test_a_question_that_nobody_was_asked_is_asked_of_every_unit() -> None:
    more = "- {key: w, level: title, type: boolean}\n"
    other = more.replace("boolean", "boolean, asked_when: 'v:hug'")
    first, second = (book("key: hug", more=each) for each in (more, other))
    [added] = [each for each in compare(book("key: hug"), first) if each.variable == "w"]
    assert coded_again(added, first) == "all"
    [changed] = [each for each in compare(first, second) if each.variable == "w"]
    assert coded_again(changed, second) == "all"
    off = book("key: hug", more=more.replace("boolean", "boolean, active: no"))
    assert all(coded_again(each, off) is None for each in compare(first, off))
