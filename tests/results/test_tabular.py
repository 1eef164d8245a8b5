"""Objects as flat rows: what is nested in JSON is a column or a cell."""

from __future__ import annotations

import pytest

from portrayals.results.tabular import flat, found_in


@pytest.mark.parametrize("value", [None, True, 7, 12.345678901234567, "a;b", ""])
def test_a_value_that_is_one_stays_as_it_is(value: object) -> None:
    assert flat([{"a": value}]) == [{"a": value}]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (["US", "GB"], "US;GB"),
        (("Crime; noir", "a\\b"), "Crime\\; noir;a\\\\b"),
        ((), ""),
        ({"imdb": "tt0387514", "tmdb": "1"}, "imdb:tt0387514;tmdb:1"),
        ([{"code": "a", "episode": None}], '[{"code": "a", "episode": null}]'),
    ],
)
def test_several_values_are_the_text_of_one_cell(value: object, cell: str) -> None:
    assert flat([{"a": value}]) == [{"a": cell}]


def test_findings_and_states_have_a_column_for_each_of_their_names() -> None:
    told = {"tone": {"state": "coded", "codes": ["a", "b"]}, "age": {"state": "none", "codes": []}}
    [row] = flat([{"key": "prime", "findings": told, "states": {"not-coded": 2}, "n": 3}])
    assert list(row.items()) == [
        ("key", "prime"),
        ("findings.tone", "a;b"),
        ("findings.age", "none"),
        ("states.not-coded", 2),
        ("n", 3),
    ]


@pytest.mark.parametrize(
    ("finding", "found"),
    [
        ({"state": "coded", "codes": ["a"]}, ["a"]),
        ({"state": "coded", "codes": [], "number": 0.0}, 0.0),
        ({"state": "coded", "codes": (), "number": 3.5}, 3.5),
        ({"state": "incomplete", "codes": ["a"]}, ["a"]),
        ({"state": "incomplete", "codes": []}, "incomplete"),
        ({"state": "none", "codes": []}, "none"),
        ({"state": "unsettled", "codes": ["a"]}, "unsettled"),
    ],
)
def test_a_finding_is_what_was_found_or_is_known_or_the_word_of_its_state(
    finding: dict[str, object], found: object
) -> None:
    assert found_in(finding) == found


def test_a_finding_that_was_chosen_by_itself_is_one_value() -> None:
    assert flat([{"tone": {"state": "coded", "codes": ["a", "b"]}}]) == [{"tone": "a;b"}]


def test_the_version_of_the_json_is_no_column() -> None:
    assert flat([{"format": 2, "path": "study.db"}]) == [{"path": "study.db"}]


def test_every_row_has_the_columns_of_all_in_the_order_in_which_they_appear() -> None:
    rows = flat([{"a": 1}, {"b": {"x": 1}, "a": 2}])
    assert [list(row.items()) for row in rows] == [
        [("a", 1), ("b", None)],
        [("a", 2), ("b", "x:1")],
    ]
    assert flat([]) == []
